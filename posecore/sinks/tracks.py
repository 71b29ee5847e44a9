"""One sound track on its way into a video: as it is, or as AAC."""

from __future__ import annotations

import io
from collections.abc import Callable
from fractions import Fraction
from typing import Any, Protocol

import av
import numpy as np

from posecore.sources.reading import open_container, place_of

COPIED_CODECS = frozenset({"aac", "mp3", "mp3float", "ac3", "eac3", "alac", "opus", "libopus"})
"""Codecs that stay as they are where the container takes them: common players play them."""

_AAC_RATES = frozenset({8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000})
_LAYOUTS = {1: "mono", 2: "stereo", 6: "5.1"}
_FRAME = 1024
_OFF = 0.08
"""Seconds by which decoded sound may be off its time before silence is put in or sound is left out."""

_SILENCE = 30.0
"""Seconds of silence at most; what is to come after a longer gap behind the video's end is left out."""


class Track(Protocol):
    """Takes packets of one stream.

    Attributes:
        delay: seconds added to every timestamp.
        lost: packets that could not be used.
    """

    delay: Fraction
    lost: int

    def write(self, packet: Any) -> None:
        """Write what ``packet`` holds, an empty one: the rest. Raises av.error.FFmpegError where it is unusable or the disk is full."""
        ...


class CopiedTrack:
    """Packets as they are, their times strictly increasing; one that lies before the end of the one before it is left out."""

    def __init__(self, stream: Any, output: Any, delay: Fraction) -> None:
        self.delay, self.lost = delay, 0
        self._output, self._target = output, output.add_stream_from_template(stream)
        _keep_language(stream, self._target)
        self._last: int | None = None
        if config := _adts_config(stream):
            self._target.codec_context.extradata = config

    def write(self, packet: Any) -> None:
        if not packet.size:
            return
        bare = _without_adts(packet)
        if bare is None:
            self.lost += 1
        else:
            self._write(bare)

    def _write(self, packet: Any) -> None:
        if packet.dts is None or packet.is_corrupt:
            self.lost += 1
            return
        base = self._target.time_base
        ticks = packet.time_base / base
        dts = round(packet.dts * ticks + self.delay / base)
        ahead = 0 if packet.pts is None else round((packet.pts - packet.dts) * ticks)
        duration = round(packet.duration * ticks) if packet.duration else 0
        if self._last is not None and dts <= self._last:
            if self._last - dts > duration // 2:
                return
            dts = self._last + 1
        packet.time_base, packet.stream = base, self._target
        packet.dts, packet.pts, packet.duration = dts, dts + max(0, ahead), duration
        self._output.mux(packet)
        self._last = dts


class EncodedTrack:
    """Decoded and encoded again as AAC: continuous from its first sample on, gaps as silence."""

    def __init__(self, stream: Any, output: Any, delay: Fraction) -> None:
        self.delay, self.lost = delay, 0
        self._output, self._target = output, _add_aac(stream, output)
        _keep_language(stream, self._target)
        self._rate = int(self._target.codec_context.sample_rate)
        self._layout = str(self._target.codec_context.layout.name)
        self._channels = int(self._target.codec_context.layout.nb_channels)
        self._resampler: Any = None
        self._kind: Any = None
        self._next: int | None = None  # sample at which ``_rest`` starts
        self._rest = np.zeros((self._channels, 0), np.float32)

    def write(self, packet: Any) -> None:
        frames = packet.decode()
        for frame in frames:
            frame = _named(frame)
            kind = (frame.format.name, frame.layout.name, frame.sample_rate)
            if kind != self._kind:
                self._resampler, self._kind = av.AudioResampler("fltp", self._layout, self._rate), kind
            if frame.pts is not None:
                self._go_to(round((frame.pts * frame.time_base + self.delay) * self._rate))
            elif self._next is None:
                self._next = 0
            frame.pts = None
            for part in self._resampler.resample(frame):
                self._add(part.to_ndarray())
        if not packet.size:
            if self._rest.shape[1] and self._next is not None:
                self._encode(self._rest)
            self._output.mux(self._target.encode(None))

    def _go_to(self, sample: int) -> None:
        """The next sound belongs to ``sample``."""
        if self._next is None:
            self._next = sample
        off = sample - (self._next + self._rest.shape[1])
        if off > _SILENCE * self._rate:
            raise av.error.InvalidDataError(1, "sound far behind its time")
        if off > _OFF * self._rate:
            self._add(np.zeros((self._channels, off), np.float32))
        elif off < -_OFF * self._rate:
            raise av.error.InvalidDataError(1, "sound before its time")

    def _add(self, samples: Any) -> None:
        self._rest = np.concatenate([self._rest, samples], axis=1)
        whole = self._rest.shape[1] // _FRAME * _FRAME
        for start in range(0, whole, _FRAME):
            self._encode(self._rest[:, start : start + _FRAME])
        self._rest = self._rest[:, whole:]

    def _encode(self, samples: Any) -> None:
        assert self._next is not None
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples), format="fltp", layout=self._layout)
        frame.sample_rate, frame.pts, frame.time_base = self._rate, self._next, Fraction(1, self._rate)
        self._next += samples.shape[1]
        self._output.mux(self._target.encode(frame))


def _has_adts(data: bytes) -> bool:
    return len(data) > 7 and data[0] == 0xFF and data[1] & 0xF6 == 0xF0


def _adts_config(stream: Any) -> bytes | None:
    """What MP4 wants to know beforehand of AAC as broadcast streams have it, a header a packet; None where that is known or not needed."""
    if stream.codec_context.name != "aac" or stream.codec_context.extradata:
        return None
    with open_container(place_of(stream.container)) as file:
        for packet in file.demux(file.streams[stream.index]):
            head = bytes(packet)[:8]
            if _has_adts(head):
                kind, rate, channels = (head[2] >> 6) + 1, head[2] >> 2 & 15, (head[2] & 1) << 2 | head[3] >> 6
                return (kind << 11 | rate << 7 | channels << 3).to_bytes(2, "big")
    return None


def _without_adts(packet: Any) -> Any:
    """``packet`` without the header of an ADTS frame; None where nothing is left."""
    data = bytes(packet)
    if packet.stream.codec_context.name != "aac" or not _has_adts(data):
        return packet
    start = 7 if data[1] & 1 else 9
    if len(data) <= start:
        return None
    bare: Any = av.Packet(data[start:])
    bare.pts, bare.dts, bare.time_base, bare.duration = packet.pts, packet.dts, packet.time_base, packet.duration
    return bare


def can_copy(stream: Any, container: str) -> bool:
    """Whether ``container`` (FFmpeg's name) takes the packets of ``stream``."""
    return stream.codec_context.name in COPIED_CODECS and _header_works(container, lambda out: out.add_stream_from_template(stream))


def can_encode(stream: Any, container: str) -> bool:
    """Whether ``stream`` can be decoded, and ``container`` takes it as AAC."""
    return bool(stream.codec_context.sample_rate) and _header_works(container, lambda out: _add_aac(stream, out))


def _header_works(container: str, add: Callable[[Any], Any]) -> bool:
    try:
        with av.open(io.BytesIO(), "w", format=container) as out:
            add(out)
            out.start_encoding()
    except (av.error.FFmpegError, ValueError, TypeError):
        return False
    return True


def _add_aac(stream: Any, output: Any) -> Any:
    rate, channels = stream.codec_context.sample_rate, stream.codec_context.layout.nb_channels
    target = output.add_stream("aac", rate=rate if rate in _AAC_RATES else 48000)
    target.codec_context.layout = _LAYOUTS.get(channels, "stereo")
    target.codec_context.bit_rate = 96_000 * (channels if channels in _LAYOUTS else 2)
    return target


def _keep_language(stream: Any, target: Any) -> None:
    if language := stream.metadata.get("language"):
        target.metadata["language"] = language


def _named(frame: Any) -> Any:
    """``frame`` with a channel layout: where the file names none, that of its number of channels."""
    channels = frame.layout.nb_channels
    if not frame.layout.name.endswith("channels") or channels not in _LAYOUTS:
        return frame
    named: Any = av.AudioFrame.from_ndarray(frame.to_ndarray(), format=frame.format.name, layout=_LAYOUTS[channels])
    named.sample_rate, named.pts, named.time_base = frame.sample_rate, frame.pts, frame.time_base
    return named
