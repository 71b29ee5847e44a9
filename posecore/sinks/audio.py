"""Sound carried from a recorded video into the annotated one: copied packet by packet where MP4 can hold it, else turned into AAC."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av

COPIED_CODECS = frozenset({"aac", "mp3", "mp3float", "ac3", "eac3", "alac", "opus", "libopus"})
"""Codecs that stay as they are: MP4 holds them and common players play them."""

_AAC_RATES = frozenset({8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000})


class AudioCopy:
    """Feeds all sound tracks of ``source`` into ``output`` as the video advances.

    Args:
        source: the file the sound is read from, by its own reader, so the video's reader is not disturbed.
        output: an open PyAV output container to which no packet has been written.
        delay: seconds added to every timestamp.
        span: seconds of the output's time; what begins before the first or after the second is left out. None: no limit.
    """

    def __init__(
        self,
        source: str | Path,
        output: Any,
        delay: Fraction = Fraction(0),
        span: tuple[float | None, float | None] = (None, None),
    ) -> None:
        self._span = span
        self._input = av.open(f"file:{source}", mode="r", metadata_errors="replace")
        self._output = output
        self._delay = delay
        streams = [s for s in self._input.streams.audio if s.codec_context is not None]
        self._targets = {s.index: self._add_stream(s) for s in streams}
        self._packets: Iterator[Any] = self._input.demux(*streams) if streams else iter(())
        self._held: Any = None

    def _add_stream(self, stream: Any) -> Any:
        if stream.codec_context.name in COPIED_CODECS:
            target = self._output.add_stream_from_template(stream)
        else:
            rate = stream.codec_context.sample_rate
            target = self._output.add_stream("aac", rate=rate if rate in _AAC_RATES else 48000)
            channels = stream.codec_context.layout.nb_channels
            target.codec_context.layout = stream.codec_context.layout if channels in (1, 2, 6) else "stereo"
            target.codec_context.bit_rate = 96_000 * max(1, channels)
        if language := stream.metadata.get("language"):
            target.metadata["language"] = language
        return target

    def advance(self, seconds: float) -> None:
        """Write the sound up to ``seconds`` of the output's time. A damaged rest of a track is left out."""
        while (packet := self._next()) is not None:
            if packet.pts is not None and float(packet.pts * packet.time_base + self._delay) > seconds:
                self._held = packet
                return
            if self._wanted(packet):
                self._write(packet)

    def _wanted(self, packet: Any) -> bool:
        """Whether it lies in the span; the empty packet at the end of a stream does, too."""
        if packet.pts is None:
            return True
        start, end = self._span
        time = float(packet.pts * packet.time_base + self._delay)
        return (start is None or time >= start) and (end is None or time < end)

    def finish(self) -> None:
        """Write all that is left and close the reader."""
        self.advance(float("inf"))
        self._input.close()

    def close(self) -> None:
        """Close the reader and leave the rest out."""
        self._input.close()

    def _next(self) -> Any:
        packet, self._held = self._held, None
        if packet is not None:
            return packet
        try:
            return next(self._packets, None)
        except av.error.FFmpegError:
            self._packets = iter(())
            return None

    def _write(self, packet: Any) -> None:
        source, target = packet.stream, self._targets[packet.stream.index]
        if source.codec_context.name in COPIED_CODECS:
            if packet.size and packet.dts is not None:
                shift = round(self._delay / packet.time_base)
                packet.pts, packet.dts = (packet.dts if packet.pts is None else packet.pts) + shift, packet.dts + shift
                packet.stream = target
                self._output.mux(packet)
            return
        try:
            frames = packet.decode()
        except av.error.FFmpegError:
            return
        for frame in frames:
            if frame.pts is not None:
                frame.pts += round(self._delay / frame.time_base)
            self._output.mux(target.encode(frame))
        if not packet.size:
            self._output.mux(target.encode(None))
