"""Where results go. Every sink writes to ``NAME.partial`` and gives the file its final name only when it is whole.

    with VideoWriter("out.mp4", width=640, height=480, time_base=Fraction(1, 90000)) as video:
        video.write(image, pts)

Leaving the ``with`` block normally finishes the file; leaving it by an exception (Ctrl-C included) keeps what was written as ``.partial``.
"""

from __future__ import annotations

import contextlib
import os
from abc import ABC, abstractmethod
from collections.abc import Collection
from pathlib import Path
from types import TracebackType
from typing import TypeVar

__all__ = ["Sink", "SinkError", "check_output", "partial_path"]

_S = TypeVar("_S", bound="Sink")


class SinkError(ValueError):
    """The result cannot be written. The message is one line that names the file and what is wrong."""


def partial_path(path: str | Path) -> Path:
    """The name a file bears while it is being written."""
    path = Path(path)
    return path.parent / (path.name + ".partial")


def check_output(path: str | Path, suffixes: Collection[str]) -> Path:
    """``path``, once it is clear that a file of one of these ``suffixes`` can be written there. Leaves nothing behind.

    Raises SinkError for an unknown suffix, a missing folder, or a place that cannot be written to.
    """
    path = Path(path)
    if path.suffix.lower() not in suffixes:
        known = ", ".join(sorted(suffixes))
        raise SinkError(f"cannot write {path}: unknown extension {path.suffix!r}, use one of {known}")
    if path.is_dir():
        raise SinkError(f"cannot write {path}: it is a folder")
    if not path.parent.is_dir():
        raise SinkError(f"cannot write {path}: the folder {path.parent} does not exist")
    if path.exists() and not os.access(path, os.W_OK):
        raise SinkError(f"cannot write {path}: the file is there and read-only")
    partial = partial_path(path)
    existed = partial.exists()
    try:
        with partial.open("ab"):
            pass
        if not existed:
            partial.unlink()
    except OSError as error:
        raise SinkError(f"cannot write {path}: {error.strerror or error}") from error
    return path


class Sink(ABC):
    """Base of all sinks: the life of the ``.partial`` file."""

    def __init__(self, path: str | Path, suffixes: Collection[str]) -> None:
        self.path = check_output(path, suffixes)
        self.partial = partial_path(self.path)
        self.count = 0
        """Frames written so far."""
        self.closed = False

    @abstractmethod
    def _close(self) -> None:
        """Write what is still held back and close the file; called once."""

    def finish(self) -> None:
        """Complete the file and give it its final name, replacing what was there. Raises SinkError."""
        if self.closed:
            return
        self.closed = True
        try:
            self._close()
            os.replace(self.partial, self.path)
        except OSError as error:
            raise SinkError(f"cannot write {self.path}: {error.strerror or error}") from error

    def abort(self) -> None:
        """Close the file and leave it as ``.partial``; one without any frame is removed. Never raises."""
        if self.closed:
            return
        self.closed = True
        with contextlib.suppress(Exception):
            self._close()
        if not self.count:
            self.partial.unlink(missing_ok=True)

    def __enter__(self: _S) -> _S:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if kind is None:
            self.finish()
        else:
            self.abort()
