"""A recorded video in which one can jump to any time."""

from __future__ import annotations

import os
from itertools import chain
from pathlib import Path

import av

from posecore.sources import Source, SourceError
from posecore.sources.file import VideoFile
from posecore.sources.registry import CameraNames, CaptureOptions, SourceSpec, add_rule, path_name, register_source


class SeekableVideo(VideoFile):
    """A :class:`posecore.sources.file.VideoFile` with :meth:`seek`, for a viewer. Frame indices after a jump are counted from the time."""

    def seek(self, seconds: float) -> None:
        """The next frame read is the one shown at ``seconds`` (the last one where that lies behind the end). Raises SourceError."""
        stream = self._container.streams.video[0]
        target = max(0, round((seconds + float(self.clock_offset)) / float(self.time_base)))
        try:
            self._container.seek(target, stream=stream, backward=True)
        except av.error.FFmpegError as error:
            raise SourceError(f"{self.path}: cannot go to {seconds:.1f} s ({error.strerror})") from error
        frames = self._decode(stream)
        self._last_pts = None
        last = None
        for last in frames:
            if last.pts is None or last.pts + (last.duration or self._step) > target:
                break
        self._frames = frames
        if last is not None:
            self._frames = chain((last,), frames)
            at = 0.0 if last.pts is None else float(last.pts * self.time_base - self.clock_offset)
            self._count = round(at * (self.info.fps or 30.0))


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
