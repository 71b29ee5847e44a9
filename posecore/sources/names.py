"""Names of files for FFmpeg, which wants UTF-8."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def ffmpeg_name(path: str | Path, flags: int = os.O_RDONLY) -> Iterator[str]:
    """A name by which FFmpeg can open ``path`` inside the ``with`` block: ``file:…``, by number where the name is not UTF-8.

    Raises OSError where such a file cannot be opened.
    """
    name = str(path)
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        number = os.open(path, flags)
        try:
            yield f"file:/proc/self/fd/{number}"
        finally:
            os.close(number)
    else:
        yield f"file:{name}"
