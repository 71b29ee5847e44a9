"""A long recording, made of a short one, and what memory the process has while it is annotated."""

from __future__ import annotations

import ctypes
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.clips import make_clip

FPS = 15


@dataclass
class Memory:
    """Samples of (frames done, resident MB, MB in use by the C allocator), one each ``every`` frames."""

    every: int = 1000
    samples: list[tuple[int, float, float]] = field(default_factory=list)

    def sample(self, frames: int) -> None:
        """To be called after each frame."""
        if frames % self.every == 0:
            self.samples.append((frames, resident_mb(), allocated_mb()))

    def growth(self, after: int) -> float:
        """MB of resident memory gained from frame ``after`` to the end."""
        first = next(sample for sample in self.samples if sample[0] >= after)
        return self.samples[-1][1] - first[1]


def resident_mb() -> float:
    """Of this process."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


class _Mallinfo(ctypes.Structure):
    _fields_ = [
        (name, ctypes.c_size_t)
        for name in ("arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks", "fordblks", "keepcost")
    ]


def allocated_mb() -> float:
    """What the C allocator has given out, glibc only; 0 elsewhere."""
    if not sys.platform.startswith("linux"):
        return 0.0
    mallinfo: Any = getattr(ctypes.CDLL(None), "mallinfo2", None)
    if mallinfo is None:
        return 0.0
    mallinfo.restype = _Mallinfo
    info = mallinfo()
    return float(info.uordblks + info.hblkhd) / 1e6


def long_recording(folder: Path, minutes: float, size: tuple[int, int] = (320, 180)) -> Path:
    """``minutes`` of 15 frames a second with sound: a list for FFmpeg that names one minute again and again."""
    seconds = min(60, round(60 * minutes))
    piece = make_clip(folder / "piece.mp4", pts=range(0, 600 * seconds, 600 // FPS), size=size, audio="aac")
    path = folder / "long.ffconcat"
    path.write_text("ffconcat version 1.0\n" + f"file {piece.name}\n" * round(60 * minutes / seconds))
    return path
