"""One clock for all formats: starts at zero, never jumps back, keeps gaps.

Pieces of live streams start at hours, joined files start again in the middle, broadcast counters wrap. The rules are those of FFmpeg
(``fftools/ffmpeg_demux.c``): the origin is removed; a step back of more than 0.1 s is closed so that the packet follows the one before; in
formats whose clock may be reset, so is one back of half a frame (FFmpeg lets frames collide there) and one ahead of more than 10 s.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import av

BACK = Fraction(1, 10)
"""Seconds a decoding time may go back before it counts as a jump."""

AHEAD = Fraction(10)
"""Seconds a decoding time may be ahead, in formats whose clock may be reset; a longer gap is a jump."""

NEVER = Fraction(30 * 3600)
"""The same for all other formats."""

LATE_START = Fraction(10)
"""MP4 and MOV say on purpose when the first frame is shown; up to this many seconds are believed, more is the clock of a live stream."""

_FLAGS: Any = av.format.Flags
_RAW, _DISCONTINUOUS = int(_FLAGS.no_timestamps.value), int(_FLAGS.ts_discont.value)


def origin(container: Any) -> Fraction:
    """Seconds on the clock of an open container at which it starts."""
    start = Fraction(container.start_time or 0, av.time_base)
    if "mp4" in container.format.name.split(",") and start <= LATE_START:
        return Fraction(0)
    return start if _may_reset(container) else max(Fraction(0), start)


def has_clock(container: Any) -> bool:
    """False for raw streams, whose frames have no times."""
    return not container.format.flags & _RAW


def _may_reset(container: Any) -> bool:
    return bool(container.format.flags & _DISCONTINUOUS)


@dataclass(frozen=True)
class Jump:
    """A break in the clock: from the ``packet``-th packet on, ``seconds`` are added to its times."""

    packet: int
    seconds: Fraction


class Clock:
    """Straightens the times of one stream's packets, which it sees in the file's order.

    Args:
        container: open for reading.
        stream: of it.

    Attributes:
        offset: added to times at present, in ticks of the stream.
        jumps: closed so far.
        end: where the packet after the last one is expected, by the gap before it, ticks; None before the first.
    """

    def __init__(self, container: Any, stream: Any) -> None:
        self.base = Fraction(stream.time_base)
        self.offset = -round(origin(container) / self.base)
        self.jumps: list[Jump] = []
        self.end: int | None = None
        self._last = 0
        self._count = self._gap = 0
        self._second = round(1 / self.base)
        rate = stream.average_rate if stream.type == "video" else None
        self._step = max(1, round(1 / (rate * self.base))) if rate else 1
        resets = _may_reset(container)
        self._back = min(round(BACK / self.base), self._step // 2 if resets and rate else 1 << 62)
        self._ahead = round((AHEAD if resets else NEVER) / self.base)

    @property
    def seconds(self) -> Fraction:
        """:attr:`offset` in seconds."""
        return self.offset * self.base

    def jump(self, stamp: int) -> int:
        """How far the decoding time ``stamp`` (file's ticks) is from where it is expected where that is a jump, else 0."""
        if self.end is None:
            return 0
        time = stamp + self.offset
        return time - self.end if time < self._last - self._back or time > self.end + self._ahead else 0

    def move(self, seconds: Fraction) -> None:
        """Set :attr:`offset` to ``seconds``, as another stream of the file has it."""
        self.offset = round(seconds / self.base)

    def straighten(self, packet: Any) -> None:
        """Write the straight times into ``packet``, closing a jump before it."""
        stamp = packet.dts if packet.dts is not None else packet.pts
        if stamp is not None:
            if gap := self.jump(stamp):
                self.offset -= gap
                self.jumps.append(Jump(self._count, -gap * self.base))
            self.apply(packet)
        self._count += bool(packet.size)

    def apply(self, packet: Any) -> None:
        """Write the straight times into ``packet``, by the present offset."""
        dts, pts = packet.dts, packet.pts
        stamp = dts if dts is not None else pts
        if pts is not None and abs(pts - stamp) > AHEAD / self.base:  # a damaged field; no codec reorders that far
            pts = stamp
        time = stamp + self.offset
        gap = time - self._last if self.end is not None else 0
        if 0 < gap <= self._second:
            self._gap = gap
        self._last = time
        self.end = time + (self._gap or packet.duration or self._step)
        packet.dts = None if dts is None else dts + self.offset
        packet.pts = None if pts is None else pts + self.offset
