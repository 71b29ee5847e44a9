"""Annotated video: H.264 in MP4 that plays everywhere, with the source's own timestamps and sound (PyAV)."""

from __future__ import annotations

import contextlib
import os
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
from av.video.reformatter import VideoReformatter
from numpy.typing import NDArray

from posecore.sinks import Sink, SinkError
from posecore.sinks.audio import DISK_ERRORS, AudioCopy
from posecore.sinks.faststart import cut_broken_end, move_index_first
from posecore.sinks.priority import kept_priority
from posecore.sources.address import RemoteFile
from posecore.sources.names import ffmpeg_name

VIDEO_SUFFIXES = {".mp4": "mp4", ".m4v": "mp4", ".mov": "mov"}
"""Extension → container."""

CODECS = {
    "h264": ("libx264", "libopenh264", "h264_videotoolbox", "h264_mf"),
    "h265": ("libx265", "hevc_videotoolbox", "hevc_mf"),
    "av1": ("libsvtav1", "libaom-av1"),
}
"""Codec → its encoders, the best first. H.264 plays everywhere, H.265 and AV1 make smaller files."""

_SPEEDS = {
    "libx264": {"preset": "veryfast"},
    "libx265": {"preset": "veryfast", "x265-params": "log-level=error"},
    "libsvtav1": {"preset": "9"},
}
_ERRORS_ALONE = {"libsvtav1": ("SVT_LOG", "1")}
"""Encoder → the variable, and its value, that keeps it from writing about itself to stderr past FFmpeg's log. Who sets it, is obeyed."""

_BT709, _SMPTE170M, _LIMITED = 1, 6, 1
MOST_SIDE = 16_384
"""Most pixels of a frame's side, as the H.264 encoder has it."""

_HD_HEIGHT = 600
_SLOWEST, _FASTEST = 0.1, 1000
"""Frames a second that an encoder's rate control takes seriously."""

_FINEST = 1_000_000
"""Ticks a second at most: what a 32-bit media clock holds with room to spare."""

_LONGEST_GAP = 2**31 - 1
"""Ticks between two frames: they are stored in 32 bits."""
_FAR_APART = "some of its frames are more hours apart than a video can hold"


_FRAGMENTS = {"frag_duration": "1000000", "flush_packets": "1"}
"""A fragment a second, on disk at once."""


class VideoWriter(Sink):
    """Writes frames of one size at exactly the times given, variable frame rates and a late start included.

    Until it is finished the file is fragmented, a fragment a second, so that the ``.partial`` that is left by a crash or a full disk plays
    up to its last whole fragment. A finished file is a plain MP4 with its index first.

    Pixels are written upright; no rotation flag is set. An odd width or height grows by one pixel (the last column or row repeated),
    because 4:2:0 video has even sizes; coordinates keep their meaning. A first timestamp below zero cannot be stored: then image and
    sound move together so that the first frame is shown at zero.

    Args:
        path: ``.mp4``, ``.m4v`` or ``.mov``.
        width: px, of the frames to come.
        height: px, of the frames to come.
        time_base: seconds a tick of every ``pts``.
        fps: about how many frames a second; steers only the encoder's rate control.
        audio_from: a video file, or the address of one, whose sound is carried over.
        audio_delay: seconds added to the times of that sound.
        sample_aspect_ratio: of the frames; 1 for square pixels.
        audio_span: seconds of the output's time between which sound is carried over; the second None: to its end. None: all sound.
        quality: x264's CRF: lower is better and larger, 18 is visually lossless.
        codec: a key of :data:`CODECS`.
        alpha: frames have a fourth channel, the opacity; needs ``.mov``, and is written as PNG frames.
        live: for frames of a camera: an encoder fast enough to keep up, which holds no frame back; the finished file stays fragmented.

    Raises SinkError where the file cannot be written or PyAV has no H.264 encoder.
    """

    def __init__(
        self,
        path: str | Path,
        *,
        width: int,
        height: int,
        time_base: Fraction,
        fps: float | None = None,
        audio_from: str | Path | RemoteFile | None = None,
        audio_delay: Fraction = Fraction(0),
        sample_aspect_ratio: Fraction = Fraction(1),
        audio_span: tuple[Fraction, Fraction | None] | None = None,
        quality: int = 20,
        codec: str = "h264",
        alpha: bool = False,
        live: bool = False,
    ) -> None:
        if max(width, height) > MOST_SIDE:
            raise SinkError(f"cannot write {path}: {width}×{height} px; videos have at most {MOST_SIDE:,} px a side")
        super().__init__(path, VIDEO_SUFFIXES)
        self._size = (width, height)
        self._source_base = Fraction(time_base)
        self._base = max(self._source_base, Fraction(1, _FINEST))
        self._fps = Fraction(fps if fps and _SLOWEST <= fps <= _FASTEST else 30).limit_denominator(1001)
        self._audio_from, self._audio_delay = audio_from, audio_delay
        self._aspect, self._quality, self._live = sample_aspect_ratio, quality, live
        self._audio_span, self._codec, self._alpha = audio_span, codec, alpha
        self._shift: int | None = None
        self._last = -1
        self._end = 0
        self._last_pts: int | None = None
        self._audio: AudioCopy | None = None
        self._to_yuv = VideoReformatter()
        self._colour_space = _BT709 if height >= _HD_HEIGHT else _SMPTE170M
        try:
            with ffmpeg_name(self.partial, os.O_RDWR) as name:
                self._container: Any = av.open(name, "w", format=VIDEO_SUFFIXES[self.path.suffix.lower()], options=self._mux_options())
            self._stream = self._add_stream()
        except (av.error.FFmpegError, OSError, ValueError) as error:
            self.abort()
            raise SinkError(f"cannot write {self.path}: {error}") from error

    def _mux_options(self) -> dict[str, str]:
        if self._live:
            return {**_FRAGMENTS, "movflags": "+frag_keyframe+empty_moov+default_base_moof"}
        # The edit list, which holds a late start, counts in the movie's clock: make that as fine as the track's
        clock = self._track_clock
        return {**_FRAGMENTS, "movflags": "+hybrid_fragmented+frag_keyframe+delay_moov", "movie_timescale": str(clock)}

    @property
    def _track_clock(self) -> int:
        """Ticks a second of the track in the file: FFmpeg doubles those asked for until there are at least 10,000."""
        clock = self._base.denominator
        while clock < 10_000:
            clock *= 2
        return clock

    def _add_stream(self) -> Any:
        if self._alpha:
            return self._add_transparent_stream()
        encoder = next((name for name in CODECS[self._codec] if name in av.codecs_available), None)
        if encoder is None:
            raise ValueError(f"this build of PyAV has no {self._codec} encoder; install PyAV's wheel from PyPI")
        if encoder in _ERRORS_ALONE:
            os.environ.setdefault(*_ERRORS_ALONE[encoder])
        options: dict[str, str] = {}
        if encoder in _SPEEDS:
            speed = {"preset": "ultrafast", "tune": "zerolatency", "g": "30"} if self._live else _SPEEDS[encoder]
            options = {**speed, "crf": str(self._quality)}
        stream: Any = self._container.add_stream(encoder, rate=self._fps, options=options)
        width, height = self._size
        stream.width, stream.height, stream.pix_fmt = width + width % 2, height + height % 2, "yuv420p"
        context = stream.codec_context
        context.time_base = stream.time_base = self._base
        context.sample_aspect_ratio = self._aspect
        context.colorspace = context.color_primaries = context.color_trc = self._colour_space
        context.color_range = _LIMITED
        context.flags |= av.codec.context.Flags.frame_duration
        if self._codec == "h265":
            context.codec_tag = "hvc1"  # the one that Apple's players know
        return stream

    def _add_transparent_stream(self) -> Any:
        if self.path.suffix.lower() != ".mov":
            raise ValueError("a video without background needs the extension .mov; MP4 knows no transparency")
        stream: Any = self._container.add_stream("png", rate=self._fps)
        stream.width, stream.height, stream.pix_fmt = self._size[0] + self._size[0] % 2, self._size[1] + self._size[1] % 2, "rgba"
        stream.codec_context.time_base = stream.time_base = self._base
        stream.codec_context.sample_aspect_ratio = self._aspect
        return stream

    @property
    def notices(self) -> list[str]:
        """Lines on what of the sound had to be left out; complete once the file is finished."""
        return list(self._audio.notices) if self._audio is not None else []

    def write(self, image: NDArray[np.uint8], pts: int, duration: int | None = None) -> None:
        """Append a frame.

        Args:
            image: (H,W,3) uint8 BGR of the size given at the start, (H,W,4) BGRA with ``alpha``; not kept, not changed.
            pts: when it is shown, in ticks of ``time_base``; larger than the one before.
            duration: how long, in ticks; matters for the last frame.

        Raises ValueError for a wrong size or a time that does not advance, SinkError where the file cannot be written (a full disk).
        """
        if image.shape != (expected := (self._size[1], self._size[0], 4 if self._alpha else 3)):
            raise ValueError(f"frame of shape {image.shape}, expected {expected}")
        ticks = round(pts * self._source_base / self._base)
        try:
            if self._shift is None:
                self._start(ticks)
            if self._last_pts is not None and pts <= self._last_pts:
                raise ValueError(f"frame time {pts} does not come after the one before")
            ticks = max(ticks + (self._shift or 0), self._last + 1)  # the source's clock may be finer than the file's
            gap = (ticks - self._last) * self._base
            if self._last_pts is not None and gap * self._track_clock >= _LONGEST_GAP:  # FFmpeg would store another time
                raise SinkError(f"cannot write {self.path}: {_FAR_APART}")
            self._last, self._last_pts = ticks, pts
            self._end = ticks + 1
            frame = self._convert(image)
            frame.pts, frame.time_base = ticks, self._base
            if duration:
                frame.duration = max(1, round(duration * self._source_base / self._base))
                self._end = ticks + frame.duration
            self._mux(self._stream.encode(frame))
            if self._audio is not None:
                self._audio.advance(float(ticks * self._base))
        except (av.error.FFmpegError, OSError) as error:
            raise SinkError(f"cannot write {self.path}: {_words(error)}") from error
        self.count += 1

    def _mux(self, packets: list[Any]) -> None:
        for packet in packets:
            try:
                self._container.mux(packet)
            except av.error.FFmpegError as error:  # of a packet that waited to be interleaved: sound, where there is some
                if self._audio is None or error.errno in DISK_ERRORS:
                    raise
                self._audio.lost += 1

    def _start(self, ticks: int) -> None:
        self._shift = max(0, -ticks)
        if self._audio_from is not None:
            shift = self._shift * self._base
            start, end = self._audio_span or (None, None)
            span = (None if start is None else float(start + shift), None if end is None else float(end + shift))
            self._audio = AudioCopy(self._audio_from, self._container, self._audio_delay + shift, span)
        with kept_priority():
            self._container.start_encoding()

    def _convert(self, image: NDArray[np.uint8]) -> Any:
        width, height = self._size
        if width % 2 or height % 2:
            image = np.asarray(cv2.copyMakeBorder(image, 0, height % 2, 0, width % 2, cv2.BORDER_REPLICATE), np.uint8)
        if self._alpha:
            return av.VideoFrame.from_ndarray(np.ascontiguousarray(image), format="bgra").reformat(format="rgba")
        frame = av.VideoFrame.from_numpy_buffer(np.ascontiguousarray(image), format="bgr24")
        return self._to_yuv.reformat(
            frame, format="yuv420p", dst_colorspace=1 if self._colour_space == _BT709 else 5, dst_color_range=_LIMITED, threads=1
        )

    def _close(self) -> None:
        try:
            if self.count:
                self._mux(self._stream.encode(None))
                if self._audio is not None and not self.aborted:  # else hours of sound behind a few seconds of images
                    self._audio.finish()
        except av.error.FFmpegError as error:
            if isinstance(error, OSError):
                raise
            raise OSError(error.errno, _words(error)) from error
        finally:
            if self._audio is not None:
                self._audio.close()
            self._container.close()

    def _complete(self) -> None:
        if not self._live:
            move_index_first(self.partial, self._end * self._base)

    def _salvage(self) -> None:
        with contextlib.suppress(OSError):
            cut_broken_end(self.partial)


def _words(error: Exception) -> str:
    if isinstance(error, av.error.PatchWelcomeError):  # times of several frames beyond 32 bits, while they are put in order
        return _FAR_APART
    return str(getattr(error, "strerror", None) or error)
