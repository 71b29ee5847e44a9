"""A part of a recording as a recording: from a time to a time, every N-th frame."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from posecore.sources import Recording, Seekable, SourceError, SourceFrame, SourceInfo

__all__ = ["Excerpt", "Span", "parse_duration", "parse_seconds"]

_CLOCK = re.compile(r"(?:(?:(\d+):)?(\d+):)?(\d+(?:\.\d*)?|\.\d+)")
_ROUNDING = Fraction(1, 1_000_000)
"""Seconds by which a frame may come before the start and still count: times are written in decimals."""


def parse_seconds(text: str) -> Fraction:
    """``90``, ``90.5``, ``1:30`` or ``0:01:30.5`` → seconds. Raises ValueError."""
    match = _CLOCK.fullmatch(text.strip())
    if match is None or (match[2] is not None and float(match[3]) >= 60) or (match[1] is not None and int(match[2]) >= 60):
        raise ValueError(f"'{text}' is no time; write seconds (90.5) or h:mm:ss (0:01:30.5)")
    hours, minutes = int(match[1] or 0), int(match[2] or 0)
    return 3600 * hours + 60 * minutes + Fraction(match[3] if not match[3].endswith(".") else match[3][:-1])


def parse_duration(text: str) -> float:
    """How long, in seconds, written as for :func:`parse_seconds`. Raises ValueError, for nothing too."""
    seconds = parse_seconds(text)
    if seconds <= 0:
        raise ValueError(f"'{text}' is no duration; it must be above 0")
    return float(seconds)


@dataclass(frozen=True)
class Span:
    """What of a recording is wanted.

    Attributes:
        start, end: seconds of the recording's time; frames shown from ``start`` on and before ``end`` count. None: to its end.
        every: of these, each ``every``-th frame, the first one included.

    Raises ValueError where that is nothing.
    """

    start: Fraction = Fraction(0)
    end: Fraction | None = None
    every: int = 1

    def __post_init__(self) -> None:
        if self.start < 0 or (self.end is not None and self.end <= self.start):
            raise ValueError(f"from {float(self.start):g} s to {float(self.end or 0):g} s is no span; the end must come after the start")
        if self.every < 1:
            raise ValueError("every must be at least 1")

    @property
    def everything(self) -> bool:
        """Whether nothing is left out."""
        return not self.start and self.end is None and self.every == 1


class Excerpt(Recording):
    """The frames of ``source`` that ``span`` names. Its time and its frame numbers count from the start of the span.

    :attr:`clock_offset` follows, so that the sound stays in step, and :attr:`span` says how much of it is wanted.

    Args:
        source: not open; opened and closed with this.
        span: which frames.
    """

    def __init__(self, source: Recording, span: Span) -> None:
        super().__init__(source.path)
        self.source, self.wanted, self.place = source, span, source.place
        self.repeatable = source.repeatable
        self._info: SourceInfo | None = None
        self._count = self._next = 0
        self._shift = 0

    @property
    def info(self) -> SourceInfo:
        if self._info is None:
            raise RuntimeError(f"{self.path} is not open")
        return self._info

    @property
    def clock_offset(self) -> Fraction:
        return self.source.clock_offset + self.wanted.start

    @property
    def span(self) -> tuple[Fraction, Fraction | None] | None:
        return Fraction(0), None if self.wanted.end is None else self.wanted.end - self.wanted.start

    @property
    def waiting(self) -> float:
        return self.source.waiting

    @property
    def files(self) -> list[Path]:
        return self.source.files

    @property
    def left_out(self) -> list[Path]:
        return self.source.left_out

    @property
    def notices(self) -> list[str]:
        return self.source.notices

    def open(self) -> None:
        """Also goes to the start of the span. Raises SourceError, also where the recording ends before."""
        self.source.open()
        try:
            self.time_base, self.has_audio = self.source.time_base, self.source.has_audio
            self.sample_aspect_ratio, self.truncated = self.source.sample_aspect_ratio, self.source.truncated
            self.pixel_aspect = self.source.pixel_aspect
            self._shift = round(self.wanted.start / self.time_base)
            self._count = self._next = 0
            self._go_to_start()
            self._info = self._describe(self.source.info)
        except BaseException:
            self.source.close()
            raise

    def _go_to_start(self) -> None:
        if self.wanted.start and isinstance(self.source, Seekable):
            try:
                self.source.seek(float(self.wanted.start))
            except SourceError:  # some files know no way but from the beginning
                self.source.close()
                self.source.open()

    def _describe(self, info: SourceInfo) -> SourceInfo:
        duration = info.duration
        if duration is None and info.frames is not None and info.fps:
            duration = info.frames / info.fps
        if duration is not None:
            if self.wanted.start >= duration + 1:  # durations are estimates
                raise SourceError(f"{info.name} is {duration:.1f} s long; there is nothing at {float(self.wanted.start):g} s")
            duration = max(0.0, min(duration, float(self.wanted.end or duration)) - float(self.wanted.start))
        fps = info.fps / self.wanted.every if info.fps else None
        frames = max(1, round(duration * fps)) if duration is not None and fps else None
        return replace(info, fps=fps, duration=duration, frames=frames)

    def read(self) -> SourceFrame | None:
        while (frame := self.source.read()) is not None:
            self.damaged_packets = self.source.damaged_packets
            time = frame.pts * frame.time_base
            if time < self.wanted.start - _ROUNDING:
                continue
            if self.wanted.end is not None and time >= self.wanted.end - _ROUNDING:
                return None
            self._next += 1
            if (self._next - 1) % self.wanted.every:
                continue
            pts = max(0, frame.pts - self._shift)
            duration = self._duration(frame.duration, pts, frame.time_base) if frame.duration else None
            self._count += 1
            return replace(frame, index=self._count - 1, time=float(pts * frame.time_base), pts=pts, duration=duration)
        if not self._count:
            raise SourceError(f"{self.path} ends before {float(self.wanted.start):g} s")
        return None

    def _duration(self, one: int, pts: int, base: Fraction) -> int:
        """Ticks that a frame of ``one`` stands for those left out after it; not longer than there is any."""
        whole = self._info.duration if self._info is not None else None
        all_of_them = one * self.wanted.every
        return all_of_them if whole is None else max(one, min(all_of_them, round(whole / base) - pts))

    def close(self) -> None:
        self.source.close()
