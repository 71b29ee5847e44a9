"""``lightpose doctor``: what is installed and what was found. Imports neither Qt nor torch; always exits with 0."""

from __future__ import annotations

import os
import platform
import sys
import threading
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from lightpose.cli.errors import one_line
from posecore.version import full_version

PACKAGES = {
    "onnxruntime": ("onnxruntime", "onnxruntime-gpu", "onnxruntime-directml"),
    "OpenCV": ("opencv-python-headless", "opencv-python", "opencv-contrib-python"),
    "PyAV": ("av",),
    "NumPy": ("numpy",),
    "PyQt6": ("PyQt6",),
    "pyqtgraph": ("pyqtgraph",),
}
TRAINING_PACKAGES = {"PyTorch": ("torch",), "torchvision": ("torchvision",), "ultralytics": ("ultralytics",), "ONNX": ("onnx",)}
_PROBE_SECONDS = 6.0
_PROBED = 4

Row = tuple[str, str]


def command(
    source: Annotated[
        str | None,
        typer.Option("--source", metavar="SOURCE", help="Try this source too: whatever live and video take.", show_default=False),
    ] = None,
) -> None:
    """Show versions, what the networks run on, weights and cameras: what to send along with a bug report."""
    console = Console(soft_wrap=True)
    tried = [("Source", try_source(source))] if source is not None else []
    for title, rows in (
        ("Programs", versions()),
        (r"Training (lightpose\[train])", [(name, _version(names) or "not installed") for name, names in TRAINING_PACKAGES.items()]),
        ("Networks run on", devices()),
        ("Weights", weights()),
        ("Cameras", cameras()),
        *tried,
    ):
        table = Table(title=title, title_justify="left", title_style="bold", show_header=False, box=None, pad_edge=False)
        for name, value in rows:
            table.add_row("  " + _plain(name), _plain(value))
        console.print(table)
        console.print()


def versions() -> list[Row]:
    """lightpose, Python, the system and the packages everything but training needs."""
    return [
        ("lightpose", full_version()),
        ("Python", f"{platform.python_version()} ({sys.executable})"),
        ("System", f"{platform.system()} {platform.release()}, {platform.machine()}, {os.cpu_count()} CPUs"),
        *((name, _version(names) or "not installed") for name, names in PACKAGES.items()),
        *([("OpenVINO", found)] if (found := _version(("openvino",))) else []),
    ]


def devices() -> list[Row]:
    """What ``--device`` can be on this system: whether the bundled pose network starts there, else what to install; ``auto`` first."""
    try:
        from posecore.runtime.devices import PROVIDERS, how_to_install, on_this_system, runtime_packages
        from posecore.runtime.session import available_providers, best_provider, faster_on_openvino, pose_providers

        offered = available_providers()
        best, pose = best_provider(), best_provider(pose_providers())
        rows = [("auto", best if pose == best else f"{best}, the pose network on {pose}")]
        if faster_on_openvino() and PROVIDERS["openvino"] not in offered:
            rows.append(("faster", f"this processor's pose networks need a third less time on openvino: {how_to_install('openvino')}"))
        rows += [(name, _starts(name) if PROVIDERS[name] in offered else f"not here: {how_to_install(name)}") for name in on_this_system()]
        known = set(PROVIDERS.values())
        rows += [(name.removesuffix("ExecutionProvider"), "offered, not used") for name in offered if name not in known]
        packages = runtime_packages()
        if len(packages) > 1:
            rows.append(("conflict", f"{' and '.join(packages)} overwrite each other: keep one, and install it again"))
        return rows
    except Exception as error:  # a broken installation is what this command is for
        return [("none", one_line(error))]


def _starts(device: str) -> str:
    from posecore.runtime.session import active_provider, open_session
    from posecore.runtime.weights import WeightsError, find_weights

    try:
        found = active_provider(open_session(find_weights("pose"), providers=[device]))
    except WeightsError:
        return "offered"
    except ValueError as error:
        return f"does not start: {one_line(error)}"
    return "works" if found == device else f"offered, but does not start here; {found} takes its place"


def cameras() -> list[Row]:
    """Cameras found. On Linux the kernel is asked and nothing is opened; elsewhere the first few are tried, for a few seconds at most."""
    if sys.platform.startswith("linux"):
        rows = _linux_cameras(Path("/dev"), Path("/sys/class/video4linux"))
    else:
        rows = _probed_cameras()
    return [*rows, *_cameras_of_plugins()] or [("none found", "")]


def _cameras_of_plugins() -> list[Row]:
    """What further camera back ends list."""
    try:
        from posecore.sources.camera import list_cameras

        return [(f"camera {camera.index}", f"{camera.name} ({camera.driver})") for camera in list_cameras() if camera.driver != "opencv"]
    except Exception as error:  # a broken installation is what this command is for
        return [("…", one_line(error))]


def try_source(text: str) -> list[Row]:
    """What ``text`` is understood as, and what its first frame is like or why there is none. Secrets of an address are not shown."""
    from posecore.sources import Recording, SourceError
    from posecore.sources.factory import parse

    rows: list[Row] = []
    try:
        spec = parse(text)
        rows.append((spec.kind, spec.name))
        with spec.open() as source:
            info = source.info
            rate = f", {info.fps:.4g} frames/s" if info.fps else ""
            frame = source.read()
            size = f"{info.width}×{info.height}" if frame is None else f"{frame.image.shape[1]}×{frame.image.shape[0]}"
            rows.append(("first frame", "none: it has ended" if frame is None else size + rate))
            if isinstance(source, Recording):
                rows.extend(("left out", f"{path.name}: not an image") for path in source.left_out)
    except SourceError as error:
        rows.append(("error", one_line(error)))
    return rows


def _linux_cameras(devices: Path, classes: Path) -> list[Row]:
    rows = []
    for device in sorted(devices.glob("video[0-9]*"), key=lambda p: int(p.name.removeprefix("video"))):
        about = classes / device.name
        if _text(about / "index", "0") != "0":
            continue  # a camera's second node carries metadata, no pictures
        usable = os.access(device, os.R_OK | os.W_OK)
        rows.append((str(device), _text(about / "name", "camera") + ("" if usable else "; permission denied: join the group 'video'")))
    return rows


def _probed_cameras() -> list[Row]:
    import cv2

    found: list[Row] = []

    def probe() -> None:
        for index in range(_PROBED):
            capture = cv2.VideoCapture(index)
            if capture.isOpened():
                size = f"{capture.get(cv2.CAP_PROP_FRAME_WIDTH):.0f}×{capture.get(cv2.CAP_PROP_FRAME_HEIGHT):.0f}"
                found.append((f"camera {index}", size))
            capture.release()

    worker = threading.Thread(target=probe, daemon=True)
    worker.start()
    worker.join(_PROBE_SECONDS)
    return [*found, ("…", "a camera does not answer")] if worker.is_alive() else list(found)


def _version(names: tuple[str, ...]) -> str | None:
    for name in names:
        try:
            return metadata.version(name) + (f" ({name})" if name != names[0] else "")
        except metadata.PackageNotFoundError:
            continue
    return None


def _text(path: Path, default: str) -> str:
    try:
        return path.read_text().strip()
    except OSError:
        return default


def _plain(text: str) -> str:
    return text.replace("[", r"\[")


def weights() -> list[Row]:
    """Every bundled file with its size, and whether its checksum is the manifest's."""
    from posecore.runtime.weights import WeightsError, manifest, verify, weights_folder

    try:
        entries = manifest()
    except WeightsError as error:
        return [("none", one_line(error))]
    rows = []
    for entry in entries:
        if not entry.path.is_file() and entry.path.suffix == ".safetensors" and find_spec("torch") is None:
            verdict = "left out: PyTorch only"
        elif not entry.path.is_file():
            verdict = "missing: install lightpose again"
        else:
            size = f"{entry.path.stat().st_size / 1e6:.1f} MB"
            verdict = f"{size}, " + (f"sha256 ok ({entry.sha256[:12]}…)" if verify(entry) else "sha256 WRONG: install lightpose again")
        rows.append((f"{entry.kind} {entry.name}", f"{entry.path.name}: {verdict}" + (", default" if entry.default else "")))
    return rows or [(str(weights_folder()), "empty: no weights installed")]
