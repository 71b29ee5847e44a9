"""The bundled networks as ONNX Runtime has optimised them for this processor, kept in the user's cache folder: opening them takes a third.

What is kept is bound to the SHA-256 of the file, to the version of ONNX Runtime and to the processor, and its own SHA-256 stands in its
name. The folder is the user's alone (mode 0700); one that others could write to is not used. Only files that the manifest vouches for are
kept. ``LIGHTPOSE_CACHE`` names another folder; ``LIGHTPOSE_CACHE=off`` keeps nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import platform
import stat
import tempfile
from functools import cache
from pathlib import Path

import onnxruntime

CPU = "CPUExecutionProvider"
KEPT = 12
"""So many graphs stay; the oldest go first."""


def cache_folder() -> Path | None:
    """Where graphs are kept; None where nothing is to be kept, or the user has no home."""
    given = os.environ.get("LIGHTPOSE_CACHE")
    if given:
        return None if given.lower() == "off" else Path(given)
    try:
        home = Path.home()
    except RuntimeError:
        return None
    system = platform.system()
    if system == "Windows":
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif system == "Darwin":
        base = home / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
    return base / "lightpose" / "graphs"


@cache
def processor(cpuinfo: Path = Path("/proc/cpuinfo")) -> str:
    """What tells this processor's instructions from another's."""
    text = ""
    with contextlib.suppress(OSError):
        wanted = ("model name", "flags", "Features", "CPU part")
        lines = cpuinfo.read_text(encoding="utf-8", errors="replace").splitlines()
        text = "\n".join(sorted({line for line in lines if line.startswith(wanted)}))
    return f"{platform.machine()} {platform.processor()} {text}"


class GraphCache:
    """The graphs in ``folder``, for files of known hash."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def open(self, file: Path, sha256: str, options: onnxruntime.SessionOptions) -> onnxruntime.InferenceSession | None:
        """A session of the network ``file`` on the CPU, from what is kept, or from the file, after which its graph is kept.

        ``sha256`` is the file's, hexadecimal, already checked. None where nothing can be kept here; raises what ONNX Runtime raises.
        """
        if not self.is_private():
            return None
        key = hashlib.sha256("\n".join((sha256, onnxruntime.__version__, processor())).encode()).hexdigest()[:24]
        for kept in self.folder.glob(f"{key}-*.onnx"):
            with contextlib.suppress(Exception):  # damaged, or gone meanwhile
                if hashlib.sha256(kept.read_bytes()).hexdigest() == kept.stem.removeprefix(f"{key}-"):
                    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
                    return onnxruntime.InferenceSession(str(kept), options, providers=[CPU])
            with contextlib.suppress(OSError):
                kept.unlink()
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
        return self._open_and_keep(file, key, options)

    def _open_and_keep(self, file: Path, key: str, options: onnxruntime.SessionOptions) -> onnxruntime.InferenceSession | None:
        try:
            with tempfile.TemporaryDirectory(dir=self.folder) as folder:
                made = Path(folder) / "graph.onnx"
                options.optimized_model_filepath = str(made)
                session = onnxruntime.InferenceSession(str(file), options, providers=[CPU])
                digest = hashlib.sha256(made.read_bytes()).hexdigest()
                os.replace(made, self.folder / f"{key}-{digest}.onnx")
            _tidy(self.folder, "*.onnx")
        except Exception:  # a full disk, a file that cannot be written or opened: the caller opens it without, and says what is wrong
            return None
        finally:
            options.optimized_model_filepath = ""
        return session

    def compiled(self) -> Path | None:
        """The folder in which OpenVINO keeps what it has compiled, of which the newest stay here, too. None where nothing can be kept."""
        if not self.is_private():
            return None
        folder = self.folder / "openvino"
        _tidy(folder, "*.blob")
        return folder

    def is_private(self) -> bool:
        """Whether the folder is there, made if need be, the user's own, and nobody else may write to it."""
        try:
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            self.folder.mkdir(mode=0o700, exist_ok=True)
            status = self.folder.lstat()
        except OSError:
            return False
        if not stat.S_ISDIR(status.st_mode):
            return False
        return os.name == "nt" or (status.st_uid == os.geteuid() and not status.st_mode & 0o077)


def _tidy(folder: Path, pattern: str) -> None:
    """Leave the newest :data:`KEPT` files of ``pattern``."""
    with contextlib.suppress(OSError):  # another process tidies, too
        for path in sorted(folder.glob(pattern), key=lambda path: path.stat().st_mtime)[:-KEPT]:
            path.unlink()
