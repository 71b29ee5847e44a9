"""A time painted into an image as a bar of black and white cells, and read back from what a screen shows.

The bar begins with a magenta cell and ends with a green one; between them are 16 bits of milliseconds and 4 of a checksum, so that a screen
that is being painted is not misread.
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]

BITS, CHECK = 16, 4
WRAP = 1 << BITS
"""ms after which the time starts anew."""
_CELLS = 2 + BITS + CHECK
_START, _END = (255, 0, 255), (0, 255, 0)
"""BGR."""


def paint_stamp(image: Image, seconds: float, cell: int = 24) -> None:
    """Paint ``seconds`` into the top left corner of (H,W,3) BGR; the cells are squares of ``cell`` px."""
    value = int(seconds * 1000) % WRAP
    bits = value << CHECK | _check(value)
    colours = [_START, *((255,) * 3 if bits >> i & 1 else (0,) * 3 for i in reversed(range(BITS + CHECK))), _END]
    image[:cell, : cell * _CELLS] = np.repeat(np.asarray(colours, np.uint8), cell, axis=0)


class Bar(NamedTuple):
    """Where the bar is on a screen, px: its row and the columns of the first and the last cell's middle."""

    row: int
    first: float
    last: float


def find_bar(screen: NDArray[np.uint8]) -> Bar | None:
    """The bar on (H,W,3) BGR, whatever size it is shown at; None where there is none."""
    pixels = screen.astype(np.int16)
    start = (np.abs(pixels - _START) < 60).all(axis=2)
    end = (np.abs(pixels - _END) < 60).all(axis=2)
    rows = np.flatnonzero((start.sum(axis=1) >= 4) & (end.sum(axis=1) >= 4))
    if not len(rows):
        return None
    row = int(rows[len(rows) // 2])
    first, last = (np.flatnonzero(mask[row]) for mask in (start, end))
    return Bar(row, float(first.mean()), float(last.mean())) if last.min() > first.max() else None


def read_bar(screen: NDArray[np.uint8], bar: Bar) -> int | None:
    """The milliseconds of the stamp on (H,W,3) BGR; None where it cannot be read just now."""
    columns = np.rint(np.linspace(bar.first, bar.last, _CELLS)).astype(int)
    cells = screen[bar.row, columns]
    if np.abs(cells[0].astype(int) - _START).max() > 60 or np.abs(cells[-1].astype(int) - _END).max() > 60:
        return None
    number = 0
    for cell in cells[1:-1].mean(axis=1):
        number = number << 1 | int(cell > 127)
    value = number >> CHECK
    return value if number & (1 << CHECK) - 1 == _check(value) else None


def age(seconds: float, stamp: int) -> float:
    """ms from the stamp to ``seconds``, which is later by less than :data:`WRAP`."""
    return (seconds * 1000 - stamp) % WRAP


def _check(value: int) -> int:
    """The checksum."""
    return (value ^ value >> 4 ^ value >> 8 ^ value >> 12 ^ 0b0110) & 15


class Framebuffer:
    """The screen of an Xvfb that was started with ``-fbdir``: reading costs neither the X server nor its clients any time.

    Attributes:
        pixels: (H,W,4) uint8 BGRX, always what is on the screen now.
    """

    def __init__(self, folder: Path) -> None:
        """Raises OSError where the file is not there, ValueError where it is no screen of 24 bits."""
        path = folder / "Xvfb_screen0"
        with path.open("rb") as file:
            header = struct.unpack(">25I", file.read(100))
        size, width, height, bits, line, colours = header[0], header[4], header[5], header[11], header[12], header[19]
        if bits != 32:
            raise ValueError(f"{path}: {bits} bits a pixel, not 32")
        data = np.memmap(path, np.uint8, "r", size + 12 * colours, (height, line))
        self.pixels = data[:, : 4 * width].reshape(height, width, 4)
