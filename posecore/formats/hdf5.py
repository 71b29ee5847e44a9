"""HDF5 files of other packages, written in memory first.

HDF5 itself cannot fail to write: on a full disk it prints lines of its own for every object that is still open, and may take the process
with it. What is written from memory fails as any file does.
"""

from __future__ import annotations

import contextlib
import io
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

__all__ = ["in_memory"]

_one_at_a_time = threading.Lock()


@contextlib.contextmanager
def in_memory(path: Path, name: Path) -> Iterator[None]:
    """Inside, HDF5 files opened through h5py as ``name``, which packages choose by its suffix, are one in memory; it is written to ``path``
    after it. Raises OSError."""
    import h5py

    image, wanted = io.BytesIO(), os.path.abspath(name)
    open_file = h5py.File.__init__

    def opened(self: Any, file: Any, mode: str = "r", *rest: Any, **options: Any) -> None:
        if isinstance(file, (str, bytes, os.PathLike)) and os.path.abspath(os.fsdecode(file)) == wanted:
            file, mode = image, "w" if mode == "a" and not image.getbuffer().nbytes else mode
        open_file(self, file, mode, *rest, **options)

    with _one_at_a_time:
        h5py.File.__init__ = opened
        try:
            yield
        finally:
            h5py.File.__init__ = open_file
    try:
        path.write_bytes(image.getbuffer())
    except OSError:
        path.unlink(missing_ok=True)  # half of such a file is of no use
        raise
