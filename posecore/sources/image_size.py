"""How large an image is by the first bytes of its file, before any memory is taken for its pixels."""

from __future__ import annotations

import re
import struct

MAX_PIXELS = 200_000_000
"""The largest photo that is read; 30,000² black pixels are a file of 100 KB."""


def too_large(data: bytes) -> str:
    """Why the image in ``data``, a whole file, is not to be decoded; "" where it may be."""
    size = image_size(data)
    if size is None or size[0] * size[1] <= MAX_PIXELS:
        return ""
    return f"{size[0]}×{size[1]} px large; images of more than {MAX_PIXELS // 1_000_000} million pixels are not read"


def image_size(data: bytes) -> tuple[int, int] | None:
    """(width, height) px of PNG, JPEG, WebP, BMP, GIF, TIFF, PPM and its kin, JPEG 2000, AVIF and HEIC data; None where it cannot be told.

    A few formats (TIFF) may tell it at the end of the file, so that ``data`` should be all of it.
    """
    try:
        return _size(data)
    except (struct.error, IndexError):
        return None


def _size(data: bytes) -> tuple[int, int] | None:
    if data[:8] == b"\x89PNG\r\n\x1a\n":
        return _pair(">II", data, 16)
    if data[:2] == b"\xff\xd8":
        return _jpeg(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _webp(data)
    if data[:2] == b"BM":
        width, height = _pair("<ii", data, 18)
        return abs(width), abs(height)
    if data[:4] == b"GIF8":
        return _pair("<HH", data, 6)
    if found := re.match(rb"P[1-6](?:\s|#[^\r\n]*[\r\n])+(\d+)(?:\s|#[^\r\n]*[\r\n])+(\d+)", data[: 1 << 16]):
        return int(found[1][:20]), int(found[2][:20])
    if data[:4] == b"\xff\x4f\xff\x51":  # JPEG 2000 without its box
        width, height = _pair(">II", data, 8)
        return width, height
    if data[:4] in (b"II*\0", b"MM\0*"):
        return _tiff(data, "<" if data[:1] == b"I" else ">")
    if (place := data.find(b"ispe", 0, 1 << 16)) > 0 and data[4:8] == b"ftyp":
        return _largest_item(data, place)
    if (place := data.find(b"ihdr", 0, 256)) > 0:
        height, width = _pair(">II", data, place + 4)
        return width, height
    return None


def _pair(format: str, data: bytes, offset: int) -> tuple[int, int]:
    first, second = struct.unpack_from(format, data, offset)
    return int(first), int(second)


def _jpeg(data: bytes) -> tuple[int, int] | None:
    place = 2
    while place > 0 and place + 9 < len(data):
        if data[place] != 0xFF:  # readers pass over what is between segments
            place = data.find(b"\xff", place)
            if place < 0:
                return None
            continue
        marker = data[place + 1]
        if marker == 0xFF:
            place += 1
            continue
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = _pair(">HH", data, place + 5)
            return width, height
        if marker == 0x01 or 0xD0 <= marker <= 0xD8:
            place += 2
            continue
        place += 2 + int(struct.unpack_from(">H", data, place + 2)[0])
    return None


def _webp(data: bytes) -> tuple[int, int] | None:
    kind = data[12:16]
    if kind == b"VP8X":
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if kind == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    width, height = _pair("<HH", data, 26)
    return width & 0x3FFF, height & 0x3FFF


def _tiff(data: bytes, order: str) -> tuple[int, int] | None:
    (start,) = struct.unpack_from(order + "I", data, 4)
    (count,) = struct.unpack_from(order + "H", data, start)
    found = {}
    for entry in range(min(count, 512)):
        tag, kind = _pair(order + "HH", data, start + 2 + 12 * entry)
        if tag in (256, 257):
            (found[tag],) = struct.unpack_from(order + ("H" if kind == 3 else "I"), data, start + 10 + 12 * entry)
    return (int(found[256]), int(found[257])) if len(found) == 2 else None


def _largest_item(data: bytes, place: int) -> tuple[int, int]:
    """An HEIF file has tiles, thumbnails and the whole image; each tells its size."""
    largest = (0, 0)
    while 0 < place < 1 << 16:
        largest = max(largest, _pair(">II", data, place + 8), key=lambda size: size[0] * size[1])
        place = data.find(b"ispe", place + 4)
    return largest
