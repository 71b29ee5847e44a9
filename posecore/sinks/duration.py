"""How long an MP4 says that its video is."""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator
from fractions import Fraction

_HOLDERS = frozenset({b"trak", b"mdia", b"edts"})


def reach(moov: bytearray, end: Fraction) -> None:
    """Let the video in the index ``moov`` last to ``end`` seconds at least; what it says of itself is made longer, never shorter.

    FFmpeg goes by the frames of the last fragment. Where frames are stored in another order than they are shown, the last one shown may be
    in the fragment before; players that heed the edit list leave it out then. Raises struct.error where a box is broken.
    """
    boxes = list(_boxes(moov, 8, len(moov)))
    head = next(place for name, place in boxes if name == b"mvhd")
    movie = _scale(moov, head)
    total = math.ceil(end * movie)
    _longer(moov, *_duration(moov, head), total)
    tracks = [i for i, (name, _) in enumerate(boxes) if name == b"trak"]
    for first, last in zip(tracks, [*tracks[1:], len(boxes)], strict=True):
        parts = dict(boxes[first + 1 : last])
        handler = parts.get(b"hdlr")
        if handler is None or moov[handler + 8 : handler + 12] != b"vide":
            continue
        wide = moov[parts[b"tkhd"]] == 1
        _longer(moov, parts[b"tkhd"] + (28 if wide else 20), ">Q" if wide else ">I", total)
        start = _stretch_edit(moov, parts[b"elst"], total) if b"elst" in parts else (Fraction(0), 0)
        media = _scale(moov, parts[b"mdhd"])
        _longer(moov, *_duration(moov, parts[b"mdhd"]), math.ceil((end - start[0] / movie) * media) + start[1])


def _stretch_edit(moov: bytearray, place: int, total: int) -> tuple[Fraction, int]:
    """Let the last edit last to ``total``; movie ticks before it, and media ticks it leaves out."""
    wide = moov[place] == 1
    (count,) = struct.unpack_from(">I", moov, place + 4)
    entry, size = (">Qq", 20) if wide else (">Ii", 12)
    before = sum(struct.unpack_from(entry, moov, place + 8 + size * i)[0] for i in range(count - 1))
    last = place + 8 + size * (count - 1)
    _longer(moov, last, entry[:2], total - before)
    return Fraction(before), max(0, int(struct.unpack_from(entry, moov, last)[1]))


def _boxes(data: bytearray, start: int, end: int) -> Iterator[tuple[bytes, int]]:
    """Names of the boxes, and where their content begins; a holder before what it holds."""
    while start + 8 <= end:
        length, name = struct.unpack_from(">I4s", data, start)
        if length < 8:
            return
        yield name, start + 8
        if name in _HOLDERS:
            yield from _boxes(data, start + 8, min(end, start + length))
        start += length


def _scale(moov: bytearray, place: int) -> int:
    """Ticks a second of ``mvhd`` or ``mdhd``."""
    return int(struct.unpack_from(">I", moov, place + (20 if moov[place] == 1 else 12))[0])


def _duration(moov: bytearray, place: int) -> tuple[int, str]:
    """Where the duration of ``mvhd`` or ``mdhd`` is, and how it is stored."""
    return (place + 24, ">Q") if moov[place] == 1 else (place + 16, ">I")


def _longer(moov: bytearray, place: int, kind: str, least: int) -> None:
    if struct.unpack_from(kind, moov, place)[0] < least:
        struct.pack_into(kind, moov, place, least)
