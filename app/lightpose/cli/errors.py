"""What a command says, and how it fails: one line on standard error and an exit code, no traceback for what a person can put right."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import tempfile
import traceback
from collections.abc import Iterable, Iterator
from pathlib import Path

from lightpose.start import INTERRUPTED
from posecore.terminal import printable

__all__ = [
    "BAD_INPUT", "INTERRUPTED", "UserError", "complain", "complained", "explain", "library_lines", "one_line", "own_stderr", "printable",
    "say", "warn", "warn_left_out",
]  # fmt: skip

BAD_INPUT = 2

_TRAINING_PACKAGES = frozenset(
    {"torch", "torchvision", "ultralytics", "onnx", "onnxscript", "safetensors", "tensorboard", "faster_coco_eval", "matplotlib"}
)


_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS})
"""What a disk says; of an open file the system does not say which."""


class UserError(Exception):
    """Something the person at the keyboard can put right. The message is one line: what, which file, what to do."""


def explain(error: BaseException) -> str | None:
    """The one line for errors that are not ours to fix, None for all others (which are bugs and deserve their traceback)."""
    from posecore.pipelines.selection import SelectionError  # only where something failed: they bring NumPy
    from posecore.sinks import SinkError
    from posecore.sources import SourceError

    if isinstance(error, (UserError, SourceError, SinkError, SelectionError)):
        return one_line(error)
    if isinstance(error, ModuleNotFoundError) and error.name and error.name.split(".")[0] in _TRAINING_PACKAGES:
        return f'this needs {error.name.split(".")[0]}, which is not installed: pip install "lightpose[train]"'
    if isinstance(error, RuntimeError) and "operator torchvision::" in str(error):
        return "torchvision does not fit the installed torch (another version, or one of them for CUDA): install both from one place"
    if isinstance(error, OSError) and error.filename is not None and error.strerror:  # a place on this machine, not a mistake of ours
        return f"{error.filename}: {error.strerror}"
    if isinstance(error, OSError) and error.errno in _FULL:
        return f"cannot write: {error.strerror}"
    if isinstance(error, ImportError) and any(name in f"{error.name} {error}" for name in ("PyQt6", "pyqtgraph", "libEGL", "libGL")):
        return f'the window cannot open: {one_line(error)}; install Qt\'s system libraries (README, "Window"), other commands do without'
    if hasattr(error, "format_message") and hasattr(error, "exit_code"):  # Typer's own, whichever package they come from
        context = getattr(error, "ctx", None)
        hint = f" (see {context.command_path} --help)" if context is not None else ""
        return " ".join(str(error.format_message()).split()).rstrip(".") + hint
    return None


def one_line(error: BaseException) -> str:
    """The message of ``error`` without line breaks; its type where it has none."""
    return " ".join(str(error).split()) or type(error).__name__


_complaints: list[str] = []


def complained() -> bool:
    """Whether :func:`complain` has printed anything in this process."""
    return bool(_complaints)


def complain(message: str) -> None:
    """Print the one line. With LIGHTPOSE_DEBUG set, the traceback of the error at hand too."""
    if os.environ.get("LIGHTPOSE_DEBUG") and sys.exc_info()[0] is not None:
        traceback.print_exc()
    _complaints.append(message)
    stream = getattr(sys.stderr, "rich_proxied_file", sys.stderr)  # a progress bar that was stopped half-way keeps what it is given
    print(f"lightpose: error: {printable(message)}", file=stream, flush=True)


@contextlib.contextmanager
def own_stderr() -> Iterator[None]:
    """Around a progress bar, which takes standard error over: one that is interrupted while it starts does not give it back."""
    before = sys.stderr
    try:
        yield
    finally:
        sys.stderr = before


@contextlib.contextmanager
def library_lines() -> Iterator[list[str]]:
    """What C libraries (libpng, libjpeg) print to standard error inside the block, in the list after it. Not for a program with threads."""
    said: list[str] = []
    with tempfile.TemporaryFile() as kept:
        sys.stderr.flush()
        terminal = os.dup(2)
        os.dup2(kept.fileno(), 2)
        try:
            yield said
        finally:
            os.dup2(terminal, 2)
            os.close(terminal)
            kept.seek(0)
            said += [line.strip() for line in kept.read(1 << 16).decode(errors="replace").splitlines() if line.strip()]


def say(line: str, error: bool = False) -> None:
    """Print one line on what was done, on standard output, or on standard ``error``: names in it steer no terminal."""
    print(printable(line), file=sys.stderr if error else sys.stdout, flush=True)


def warn(message: str) -> None:
    """Print a line on something that did not go as wished but stops nothing."""
    print(f"lightpose: warning: {printable(message)}", file=sys.stderr)


def warn_left_out(files: Iterable[Path]) -> None:
    """Name each file of a folder that is left out because it is no image."""
    for path in files:
        warn(f"{path} is left out: not an image")
