"""A recorded video in which one can jump to any time."""

from __future__ import annotations

from itertools import chain

import av

from posecore.sources import SourceError
from posecore.sources.file import VideoFile


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
