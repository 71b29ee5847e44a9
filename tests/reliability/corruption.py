"""Small recordings of many containers, and ways in which files get damaged, all told by a seed."""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

from tests.clips import make_clip

EXTREMES = (b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\x80\0\0\0", b"\0\0\0\1")

CLIPS: dict[str, dict[str, Any]] = {
    "h264.mp4": {"audio": "aac"},
    "turned.mp4": {"rotation": 90, "audio": "aac"},
    "fragments.mp4": {"audio": "aac", "container": {"movflags": "frag_keyframe+empty_moov"}},
    "jpeg.mov": {"codec": "mjpeg", "pixels": "yuvj420p", "audio": "alac"},
    "opus.mkv": {"audio": "libopus"},
    "mpeg4.avi": {"codec": "mpeg4", "audio": "libmp3lame", "time_base": Fraction(1, 30), "pts": range(40)},
    "broadcast.ts": {"audio": "aac", "options": {"g": "10"}},
    "mpeg2.ts": {"codec": "mpeg2video", "audio": "ac3", "time_base": Fraction(1, 30), "pts": range(40)},
    "vp8.webm": {"codec": "libvpx", "audio": "libopus"},
    "flash.flv": {"codec": "flv", "audio": "aac", "time_base": Fraction(1, 1000), "pts": range(0, 1320, 33)},
    "mpeg1.mpg": {"codec": "mpeg1video", "audio": "mp2", "time_base": Fraction(1, 30), "pts": range(40)},
    "windows.wmv": {"codec": "wmv2", "audio": "libmp3lame", "time_base": Fraction(1, 1000), "pts": range(0, 1320, 33), "format": "asf"},
    "raw.h264": {"format": "h264", "time_base": Fraction(1, 30), "pts": range(40)},
    "animation.gif": {"codec": "gif", "pixels": "rgb8", "time_base": Fraction(1, 100), "pts": range(0, 160, 4)},
}  # fmt: skip
"""Name → how :func:`tests.clips.make_clip` makes it: 40 frames of 64×48 px, with sound where the container has it."""


def whole_clips(folder: Path) -> list[Path]:
    """All of :data:`CLIPS`, whole."""
    return [make_clip(folder / name, **{"pts": range(0, 800, 20), **options}) for name, options in CLIPS.items()]


def _flips(data: bytearray, chance: random.Random) -> None:
    for _ in range(max(1, int(len(data) * 10 ** chance.uniform(-5, -2)))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _cut(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(1, len(data)) :]


def _headless(data: bytearray, chance: random.Random) -> None:
    del data[: chance.randrange(1, max(2, len(data) // 3))]


def _zeros(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.randrange(1, 4)):
        start, length = chance.randrange(len(data)), chance.randrange(1, len(data) // 8)
        data[start : start + length] = bytes(len(data[start : start + length]))


def _lost(data: bytearray, chance: random.Random) -> None:
    size, share = chance.choice((188, 1024)), chance.choice((0.01, 0.1))
    data[:] = b"".join(bytes(data[i : i + size]) for i in range(0, len(data), size) if i == 0 or chance.random() > share)


def _swapped(data: bytearray, chance: random.Random) -> None:
    size = max(1, len(data) // chance.randrange(4, 40))
    a, b = (chance.randrange(0, len(data) - size) for _ in range(2))
    data[a : a + size], data[b : b + size] = data[b : b + size], data[a : a + size]


def _repeated(data: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(data))
    data[start:start] = data[start : start + chance.randrange(1, len(data) // 2)]


def _joined(data: bytearray, chance: random.Random) -> None:
    data += data[chance.randrange(len(data)) :]


def _noise(data: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(data))
    data[start:start] = chance.randbytes(chance.randrange(1, 5000))


def _head_noise(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.randrange(1, 30)):
        data[chance.randrange(min(len(data), 2000))] = chance.randrange(256)


def _fields(data: bytearray, chance: random.Random) -> None:
    """Numbers of the index or the header become extreme ones: sizes, rates, counts, time scales."""
    index = data.find(b"moov")
    low, high = (index, min(len(data), index + 1500)) if index >= 0 else (0, min(len(data), 600))
    for _ in range(chance.randrange(1, 6)):
        place = chance.randrange(low, max(low + 1, high - 4))
        data[place : place + 4] = chance.choice(EXTREMES)


DAMAGES: dict[str, Callable[[bytearray, random.Random], None]] = {
    "flips": _flips, "cut": _cut, "headless": _headless, "zeros": _zeros, "lost": _lost, "swapped": _swapped, "repeated": _repeated,
    "joined": _joined, "noise": _noise, "head noise": _head_noise, "fields": _fields,
}  # fmt: skip
"""Kind of damage → what does it, in place."""


def damaged(data: bytes, seed: int) -> tuple[str, bytes]:
    """Kind of damage and the damaged bytes, the same for the same ``seed``."""
    chance = random.Random(seed)
    kind = list(DAMAGES)[seed % len(DAMAGES)]
    result = bytearray(data)
    DAMAGES[kind](result, chance)
    return kind, bytes(result)
