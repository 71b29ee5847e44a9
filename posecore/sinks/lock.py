"""One writer a file: a lock on ``NAME.partial`` that the system lets go of when its holder ends, however it ends."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from pathlib import Path

_BUSY = frozenset({errno.EACCES, errno.EAGAIN, errno.EDEADLK})
_FAR = (1 << 62) - 1
"""The byte that is locked on Windows, where a lock on a byte of the file would stop its own writer."""


class Busy(OSError):
    """Somebody else writes the file."""


class Lock:
    """Opens ``path``, which it makes where it is missing (never through a symbolic link), and locks it.

    Attributes:
        made: whether the file was not there before.
        fd: the open file.

    Raises Busy where another writer has it, other OSErrors where it cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        if path.is_symlink():
            raise OSError(errno.ELOOP, f"{path.name} is a symbolic link; remove it")
        if path.exists() and not path.is_file():  # a pipe would take what is written and keep nothing
            raise OSError(errno.EEXIST, f"{path.name} is in the way and is no file; remove it")
        self.made = not path.exists()
        self.fd = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0), 0o666)
        self.path = path
        try:
            _acquire(self.fd)
        except OSError as error:
            os.close(self.fd)
            if error.errno in _BUSY:
                raise Busy(errno.EBUSY, "another program is writing it") from error
            raise

    def release(self) -> None:
        """Let go. May be called twice."""
        if self.fd >= 0:
            with contextlib.suppress(OSError):
                os.close(self.fd)
            self.fd = -1


if sys.platform == "win32":
    import msvcrt

    def _acquire(fd: int) -> None:
        os.lseek(fd, _FAR, os.SEEK_SET)
        msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
        os.lseek(fd, 0, os.SEEK_SET)

else:
    import fcntl

    def _acquire(fd: int) -> None:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in _BUSY:
                raise  # else a file system without locks: as before there were any
