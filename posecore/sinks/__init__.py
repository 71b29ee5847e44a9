"""Where results go. Every sink writes to ``NAME.partial`` and gives the file its final name only when it is whole.

    with VideoWriter("out.mp4", width=640, height=480, time_base=Fraction(1, 90000)) as video:
        video.write(image, pts)

Leaving the ``with`` block normally finishes the file; leaving it by an exception (Ctrl-C included) keeps what was written as ``.partial``.
A ``.partial`` has one writer: a second one is refused until the first has ended, in whatever way.
"""

from __future__ import annotations

import contextlib
import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from posecore.sinks.lock import Lock
from posecore.terminal import uninterrupted

__all__ = ["Sink", "SinkError", "check_output", "opened", "partial_path", "write_whole"]

_S = TypeVar("_S", bound="Sink")
_T = TypeVar("_T")


class SinkError(ValueError):
    """The result cannot be written. The message is one line that names the file and what is wrong."""


def partial_path(path: str | Path) -> Path:
    """The name a file bears while it is being written."""
    path = Path(path)
    return path.parent / (path.name + ".partial")


@uninterrupted
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
    if path.exists() and not path.is_file():
        raise SinkError(f"cannot write {path}: it is a pipe or a device, not a file")
    if not path.parent.is_dir():
        raise SinkError(f"cannot write {path}: the folder {path.parent} does not exist")
    if path.exists() and not os.access(path, os.W_OK):
        raise SinkError(f"cannot write {path}: the file is there and read-only")
    try:
        lock = Lock(partial_path(path))
    except OSError as error:
        raise _cannot_write(path, error) from error
    if lock.made:
        with contextlib.suppress(OSError):
            lock.path.unlink()
    lock.release()
    return path


@uninterrupted
def write_whole(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path`` by way of its ``.partial``, of which nothing stays where that fails. Raises SinkError."""
    partial = partial_path(path)
    try:
        lock = Lock(partial)
        try:
            partial.write_bytes(data)
            if os.name == "nt":  # where an open file cannot be renamed
                lock.release()
            os.replace(partial, path)
        except BaseException:
            with contextlib.suppress(OSError):
                partial.unlink()
            raise
        finally:
            lock.release()
    except OSError as error:
        raise _cannot_write(path, error) from error


def _cannot_write(path: Path, error: OSError) -> SinkError:
    return SinkError(f"cannot write {path}: {error.strerror or error}")


@uninterrupted
def opened(stack: contextlib.ExitStack, start: Callable[[], contextlib.AbstractContextManager[_T]]) -> _T:
    """What ``start`` makes, a sink, entered on ``stack``: no signal comes between, which would leave an empty ``.partial``."""
    return stack.enter_context(start())


class Sink(ABC):
    """Base of all sinks: the life of the ``.partial`` file."""

    def __init__(self, path: str | Path, suffixes: Collection[str]) -> None:
        self.path = check_output(path, suffixes)
        self.partial = partial_path(self.path)
        self.count = 0
        """Frames written so far."""
        self.closed = self.aborted = False
        try:
            self._lock = Lock(self.partial)
        except OSError as error:
            raise _cannot_write(self.path, error) from error

    @abstractmethod
    def _close(self) -> None:
        """Write what is still held back and close the file; called once."""

    def finish(self) -> None:
        """Complete the file and give it its final name, replacing what was there. Raises SinkError; what was written is then kept as
        ``.partial``."""
        if self.closed:
            return
        self.closed = True
        try:
            self._close()
            self._complete()
            if os.name == "nt":  # where an open file cannot be renamed
                self._lock.release()
            os.replace(self.partial, self.path)
        except OSError as error:
            self._salvage()
            with contextlib.suppress(OSError):
                if self.partial.is_file() and not self.partial.stat().st_size:
                    self.partial.unlink()
            raise _cannot_write(self.path, error) from error
        finally:
            self._lock.release()

    def _complete(self) -> None:  # noqa: B027
        """What is left to do to the closed file before it gets its name."""

    def _salvage(self) -> None:  # noqa: B027
        """Make the closed, unfinished ``.partial`` as useful as it can be. Never raises."""

    def abort(self) -> None:
        """Close the file and leave it as ``.partial``; one without any frame is removed. Never raises."""
        if self.closed:
            return
        self.closed = self.aborted = True
        with contextlib.suppress(Exception):
            self._close()
        self._salvage()
        self._lock.release()
        if not self.count:
            with contextlib.suppress(OSError):
                self.partial.unlink(missing_ok=True)

    def __enter__(self: _S) -> _S:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if kind is None:
            self.finish()
        else:
            self.abort()
