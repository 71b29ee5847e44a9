"""A recorded video in which one can jump to any time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import av

from posecore.sources import Source, SourceError
from posecore.sources.clock import Clock, has_clock
from posecore.sources.file import VideoFile
from posecore.sources.reading import open_container
from posecore.sources.registry import CameraNames, CaptureOptions, SourceSpec, add_rule, path_name, register_source

_EARLIER = (0, 2, 10)
"""Seconds before the target at which a key frame is looked for, one after the other."""


class SeekableVideo(VideoFile):
    """A :class:`posecore.sources.file.VideoFile` with :meth:`seek`, for a viewer. Frame indices after a jump are counted from the time."""

    def seek(self, seconds: float) -> None:
        """The next frame read is the one shown at ``seconds`` (the last one where that lies behind the end). Raises SourceError."""
        if not has_clock(self._container):
            raise SourceError(f"{self.path}: cannot go to {seconds:.1f} s: the frames of a raw stream have no times")
        target = max(0, round(seconds / float(self.time_base)))
        try:
            frames = self._before(target)
        except av.error.FFmpegError as error:
            raise SourceError(f"{self.path}: cannot go to {seconds:.1f} s ({error.strerror})") from error
        self._last_pts = None
        shown, ahead = self._shown_at(target, frames)
        self._frames = frames
        if shown is not None:
            self._frames = chain((shown, *ahead), frames)
            at = 0.0 if shown.pts is None else float(shown.pts * self.time_base)
            self._count = round(at * (self.info.fps or 30.0))

    def _shown_at(self, target: int, frames: Iterator[Any]) -> tuple[Any, list[Any]]:
        """The frame shown at ``target`` (ticks), None where there is none, and what had to be read behind it.

        Durations are not always right: a frame is shown until the next one comes.
        """
        before = None
        for frame in frames:
            if frame.pts is None or frame.pts <= target < frame.pts + (frame.duration or self._step):
                return frame, []
            if frame.pts > target:
                return (frame, []) if before is None else (before, [frame])
            before = frame
        return before, []

    def _before(self, target: int) -> Iterator[Any]:
        """Frames from one not behind ``target`` (ticks) on, where there is one. Formats without an index find it at the second attempt."""
        if self._survey is None or not self._survey.jumps:
            for earlier in _EARLIER:
                frames = self._from_key(max(0, target - round(earlier / self.time_base)))
                first = next(frames, None)
                if first is not None and (first.pts is None or first.pts <= target):
                    return chain((first,), frames)
        return self._from_start(float(target * self.time_base))

    def _from_key(self, target: int) -> Iterator[Any]:
        """Frames from the key frame before ``target`` (ticks) on, as far as the format knows where it is."""
        clock = Clock(self._container, self._stream)
        self._container.seek(target - clock.offset, stream=self._stream, backward=True)
        return self._decode(clock)

    def _from_start(self, seconds: float) -> Iterator[Any]:
        """The same, with the packets counted from the start: for a file whose clock jumps, in which a time may be there twice."""
        keys = [key.number for key in self._survey.keys if key.time <= seconds] if self._survey is not None else []
        self._container.close()
        self._container = open_container(self.place)
        self._stream = self._container.streams[self._stream_index]
        self._stream.thread_type = "AUTO"
        return self._decode(Clock(self._container, self._stream), skip=max(keys, default=0))


def _match_existing(text: str, cameras: CameraNames) -> SourceSpec | None:
    path = Path(text).expanduser()
    return SourceSpec("file", str(path), path_name(path)) if path.exists() else None


@register_source("file", match=_match_existing, priority=70)
def open_file(value: str, options: CaptureOptions) -> Source:
    """A recorded video."""
    return SeekableVideo(value)


def _match_path(text: str, cameras: CameraNames) -> SourceSpec | None:
    """What looks like a path, after it was found to be no camera's name: the file may be yet to come, or the error is to name it."""
    path = Path(text).expanduser()
    plainly = bool(path.suffix) or "/" in text or os.sep in text
    return SourceSpec("file", str(path), path_name(path)) if plainly else None


add_rule("file", _match_path, priority=90)
