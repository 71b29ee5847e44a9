"""MP4 files by their atoms: the index moved to the front, so that a browser can start at once; a broken end cut off."""

from __future__ import annotations

import contextlib
import os
import struct
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO

from posecore.sinks.duration import reach

_HOLDERS = frozenset({b"moov", b"trak", b"mdia", b"minf", b"stbl"})


def index_path(path: Path) -> Path:
    """The copy of ``path`` while its index is being moved; a kill may leave it."""
    return path.with_name(path.name + ".index")


def move_index_first(path: Path, end: Fraction = Fraction(0)) -> None:
    """Rewrite the MP4 ``path`` with its ``moov`` before the media. Where there is no room for the copy, it stays as it is.

    Its video lasts to ``end`` seconds at least then (:func:`posecore.sinks.duration.reach`).

    Raises OSError where the file cannot be read.
    """
    copy = index_path(path)
    with path.open("rb") as file:
        atoms = list(_atoms(file))
        names = [name for name, _, _ in atoms]
        if names.count(b"moov") != 1 or names[0] != b"ftyp" or b"mdat" not in names or names.index(b"moov") < names.index(b"mdat"):
            return
        _, start, size = atoms[names.index(b"moov")]
        file.seek(start)
        moov = bytearray(file.read(size))
        try:
            _shift(moov, 0, size, size)
            reach(moov, end)
            with _fresh(copy) as out:
                for name, place, length in [atoms[0], (b"moov", 0, 0), *atoms[1:]]:
                    if name != b"moov":
                        file.seek(place)
                        _copy(file, out, length)
                    elif not length:
                        out.write(moov)
            os.replace(copy, path)
        except (OSError, struct.error):
            copy.unlink(missing_ok=True)


def cut_broken_end(path: Path) -> None:
    """Shorten a fragmented MP4 to its last whole fragment. Raises OSError."""
    with path.open("r+b") as file:
        whole = 0
        for name, place, length in _atoms(file):
            if name in (b"mdat", b"moov"):  # what comes before media belongs to it
                whole = place + length
        if whole:
            file.truncate(whole)


def _atoms(file: BinaryIO) -> Iterator[tuple[bytes, int, int]]:
    """Name, place and length of the top-level atoms that are wholly there."""
    end = file.seek(0, os.SEEK_END)
    place = 0
    while place + 8 <= end:
        file.seek(place)
        head = file.read(16)
        length, name = struct.unpack_from(">I4s", head)
        if length == 1 and len(head) == 16:
            (length,) = struct.unpack_from(">Q", head, 8)
        if length < 8 or place + length > end:
            return
        yield name, place, length
        place += length


def _shift(moov: bytearray, start: int, end: int, by: int) -> None:
    """Add ``by`` to all offsets of media in ``moov[start:end]``. Raises struct.error where 32 bits do not hold one."""
    while start + 8 <= end:
        length, name = struct.unpack_from(">I4s", moov, start)
        if length < 8:
            return
        if name in _HOLDERS:
            _shift(moov, start + 8, start + length, by)
        elif name in (b"stco", b"co64"):
            (count,) = struct.unpack_from(">I", moov, start + 12)
            format = f">{count}{'I' if name == b'stco' else 'Q'}"
            struct.pack_into(format, moov, start + 16, *(offset + by for offset in struct.unpack_from(format, moov, start + 16)))
        start += length


@contextlib.contextmanager
def _fresh(path: Path) -> Iterator[BinaryIO]:
    path.unlink(missing_ok=True)
    with path.open("xb") as file:
        yield file


def _copy(source: BinaryIO, target: BinaryIO, length: int) -> None:
    while length > 0:
        data = source.read(min(length, 1 << 20))
        if not data:
            raise OSError("the file got shorter")
        target.write(data)
        length -= len(data)
