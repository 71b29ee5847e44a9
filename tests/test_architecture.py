"""The house's rules: which room may import which, and that the runtime needs neither torch nor Qt."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HEAVY = {"torch", "torchvision", "ultralytics", "safetensors", "onnx", "onnxscript", "tensorboard", "matplotlib", "faster_coco_eval"}
TRAINING = ("posecore/models", "posecore/losses.py", "posecore/data", "posecore/training", "posecore/export", "posecore/train.py")
QT = {"PyQt6", "pyqtgraph"}

MAY_IMPORT: dict[str, set[str]] = {
    # pure: nothing of ours but what says what a person is
    "assets": set(),
    "bundled": set(),
    "version": set(),
    "terminal": set(),
    "plugins": set(),
    "skeletons": set(),
    "geometry": set(),
    "codec": set(),
    "losses": set(),
    "engine": set(),
    "paper": set(),
    "models": {"paper"},
    "people": {"skeletons"},
    "oks": {"people", "skeletons"},
    "angles": {"people", "skeletons"},
    # the way of a frame
    "runtime": {"bundled", "codec", "geometry", "oks", "people", "skeletons"},
    "tracking": {"geometry", "oks", "people", "runtime.acceptance", "skeletons"},
    "sources": {"engine", "geometry", "plugins"},
    "sinks": {
        "drawing", "people", "sources.address", "sources.clock", "sources.names", "sources.packets", "sources.reading", "sources.tracks",
        "terminal",
    },
    "streams": {"bundled", "engine", "formats", "people", "plugins", "sinks", "sources.address"},
    "formats": {"angles", "people", "plugins", "sinks", "skeletons", "sources.address", "version"},
    "drawing": {"codec", "geometry", "people", "skeletons"},
    "pipelines": {
        "drawing", "engine", "formats", "geometry", "oks", "people", "runtime", "sinks", "skeletons", "sources", "tracking",
    },
    "notebook": {"drawing", "people", "pipelines", "sources"},
    "report": {"angles", "formats", "people", "skeletons"},
    # the way of a training image
    "data": {"codec", "drawing", "geometry", "people", "skeletons", "sources.image_size"},
    "evaluation": {"data", "drawing", "engine", "geometry", "oks", "people", "pipelines", "runtime", "skeletons", "tracking"},
    "training": {
        "codec", "data", "evaluation", "export.half", "geometry", "losses", "models", "people", "pipelines", "runtime", "skeletons",
        "sources", "terminal",
    },
    "train": {"data", "terminal", "training"},
    "export": {"codec", "data", "evaluation", "geometry", "models", "oks", "runtime", "skeletons", "sources"},
    # measures all of it, is imported by none of it
    "bench": {
        "codec", "data", "drawing", "engine", "export", "geometry", "losses", "models", "oks", "paper", "people", "pipelines",
        "runtime", "skeletons", "sources", "tracking", "training",
    },
    "": {"people", "pipelines", "skeletons", "version"},
}  # fmt: skip
"""Room of posecore → rooms of posecore it may import, ``room.module`` for a single file of one. ``""`` is ``posecore/__init__.py``."""

PROGRAM: dict[str, set[str]] = {
    "cli": {
        "lightpose.", "lightpose.gui", "lightpose.start", "", "angles", "bench", "codec", "data", "drawing", "engine", "evaluation",
        "export", "formats", "geometry", "models", "oks", "paper", "people", "pipelines", "report", "runtime", "sinks", "skeletons",
        "sources", "streams", "terminal", "tracking", "train", "training", "version",
    },
    "gui": {
        "lightpose.", "lightpose.licences", "lightpose.updates", "", "angles", "bench", "codec", "drawing", "engine", "formats", "geometry",
        "people", "pipelines", "runtime", "sinks", "skeletons", "sources", "streams", "terminal", "tracking", "version",
    },
    "licences": set(),
    "updates": {"runtime", "version"},
    "assets": set(),
    "start": {"lightpose.cli", "terminal"},
    "__main__": {"lightpose.start"},
    "": set(),
}  # fmt: skip
"""Room of lightpose → rooms of posecore, and of lightpose as ``lightpose.ROOM``, that it may import;
``lightpose.`` is its ``__init__.py``."""


def imports(path: Path, top_level_only: bool = False) -> Iterator[str]:
    """Full names of what a file imports; a name imported from a package counts as its module, where it is one."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in tree.body if top_level_only else ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: imports are absolute"
            assert node.module is not None
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                yield full if is_module(full) else node.module


def is_module(name: str) -> bool:
    first, *rest = name.split(".")
    folder = {"posecore": ROOT / "posecore", "lightpose": ROOT / "app" / "lightpose"}.get(first)
    if folder is None:
        return False
    path = folder.joinpath(*rest)
    return path.is_dir() or path.with_suffix(".py").is_file()


def files(place: str) -> list[Path]:
    return sorted((ROOT / place).rglob("*.py"))


def room_of(path: Path, package: Path) -> str:
    first = path.relative_to(package).parts[0]
    return "" if first == "__init__.py" else first.removesuffix(".py")


def allowed(name: str, room: str, rooms: set[str], own: str) -> bool:
    """Whether ``name``, a full module name of ours, is in the same room or in one of ``rooms``."""
    package, _, inside = name.partition(".")
    first = inside.split(".")[0]
    if package == own and first == room:
        return True
    prefix = "lightpose." if package == "lightpose" else ""
    return f"{prefix}{first}" in rooms or any(f"{prefix}{inside}.".startswith(f"{entry}.") for entry in rooms if "." in entry)


@pytest.mark.parametrize("path", files("posecore"), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_rooms_of_the_library_import_only_what_they_may(path: Path) -> None:
    room = room_of(path, ROOT / "posecore")
    assert room in MAY_IMPORT, f"a new room {room!r}: say in MAY_IMPORT what it may import"
    for name in imports(path):
        if name.split(".")[0] in ("posecore", "lightpose"):
            assert name.split(".")[0] != "lightpose", f"{path.name} imports {name}"
            assert allowed(name, room, MAY_IMPORT[room], "posecore"), f"{room} may not import {name}"


@pytest.mark.parametrize("path", files("app/lightpose"), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_rooms_of_the_program_import_only_what_they_may(path: Path) -> None:
    room = room_of(path, ROOT / "app" / "lightpose")
    assert room in PROGRAM, f"a new room {room!r}: say in PROGRAM what it may import"
    for name in imports(path):
        if name.split(".")[0] in ("posecore", "lightpose"):
            assert allowed(name, room, PROGRAM[room], "lightpose"), f"{room} may not import {name}"


def test_the_arrows_have_no_circle() -> None:
    left = {room: {name.split(".")[0] for name in may} for room, may in MAY_IMPORT.items()}
    while free := [room for room, may in left.items() if not may]:
        for room in free:
            del left[room]
        for may in left.values():
            may -= set(free)
    assert not left


@pytest.mark.parametrize(
    ("name", "fine"),
    [
        ("posecore.tracking.track", True),
        ("posecore.runtime.acceptance", True),
        ("posecore.runtime.acceptance_of_all", False),
        ("posecore.runtime", False),
        ("posecore.people", True),
        ("posecore.engine.frame", False),
        ("posecore", False),
        ("lightpose.cli", False),
    ],
)
def test_the_rule_itself(name: str, fine: bool) -> None:
    assert allowed(name, "tracking", {"people", "runtime.acceptance"}, "posecore") == fine


def test_posecore_knows_no_qt() -> None:
    for path in files("posecore"):
        for name in imports(path):
            assert name.split(".")[0] not in QT, f"{path} imports {name}"


def test_the_command_line_knows_no_qt() -> None:
    for path in files("app/lightpose/cli"):
        for name in imports(path):
            assert name.split(".")[0] not in QT, f"{path} imports {name}"


def test_heavy_libraries_only_where_one_trains() -> None:
    for path in files("posecore") + files("app"):
        if not path.relative_to(ROOT).as_posix().startswith(TRAINING):
            assert not HEAVY & {name.split(".")[0] for name in imports(path, top_level_only=True)}, path


def test_no_window_of_opencv() -> None:
    for path in files("posecore") + files("app"):
        assert "imshow" not in path.read_text(encoding="utf-8"), path


ABSENT = """
import importlib, pkgutil, sys
for name in {absent}:
    sys.modules[name] = None
import posecore
count = 0
for module in pkgutil.walk_packages(posecore.__path__, "posecore."):
    if not module.name.startswith({skipped}):
        importlib.import_module(module.name)
        count += 1
print(count, sorted(set(sys.modules) & {{"lightpose", "app", "weights"}}))
"""


def imported(absent: set[str], skipped: tuple[str, ...]) -> str:
    script = ABSENT.format(absent=tuple(sorted(absent)), skipped=skipped)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_every_module_of_the_runtime_is_imported_without_torch_ultralytics_and_qt() -> None:
    rooms = ("models", "losses", "data", "training", "export", "train", "evaluation", "bench", "weights")
    skipped = tuple(f"posecore.{room}" for room in rooms)
    count, ours = imported({"torch", "torchvision", "ultralytics", *QT}, skipped).split(" ", 1)
    assert int(count) > 40
    assert ours == "[]"


@pytest.mark.slow
def test_every_module_of_the_library_is_imported_without_qt() -> None:
    pytest.importorskip("ultralytics")
    count, ours = imported(QT, ("posecore.weights", "posecore.training.detector.__main__")).split(" ", 1)
    assert int(count) > 100
    assert ours == "[]"
