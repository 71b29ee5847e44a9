"""Sound carried from a recorded video into the annotated one: copied packet by packet where the container holds it, else turned into AAC.

Sound never costs the image: a track that cannot be carried is left out and named in ``notices``.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av

from posecore.sinks.tracks import CopiedTrack, EncodedTrack, Track, can_copy, can_encode
from posecore.sources.address import RemoteFile
from posecore.sources.clock import Clock
from posecore.sources.packets import Packets
from posecore.sources.reading import open_container
from posecore.sources.tracks import choose_video

DISK_ERRORS = frozenset({errno.ENOSPC, errno.EIO, errno.EFBIG, errno.EROFS, getattr(errno, "EDQUOT", errno.ENOSPC)})
"""What is a fault of the output; all else is one of the sound."""

_WAITING = 500
"""Packets of sound that wait for the video's clock to jump as theirs did."""

_NEAR = 1.0
"""Seconds of silence or overlap at a jump up to which the sound takes the video's clock."""


class AudioCopy:
    """Feeds all sound tracks of ``source`` into ``output`` as the video advances.

    Args:
        source: the file, or the address, the sound is read from, by its own reader, so the video's reader is not disturbed.
        output: an open PyAV output container to which no packet has been written.
        delay: seconds added to every timestamp. Breaks of the file's clock are closed besides, as for the video.
        span: seconds of the output's time; what begins before the first or after the second is left out. None: no limit.

    Attributes:
        notices: a line for each track that is left out, wholly or in part.
        lost: packets the container refused.
    """

    def __init__(
        self,
        source: str | Path | RemoteFile,
        output: Any,
        delay: Fraction = Fraction(0),
        span: tuple[float | None, float | None] = (None, None),
    ) -> None:
        self.notices: list[str] = []
        self._span = span
        self.lost = 0
        self._path = source if isinstance(source, RemoteFile) else Path(source)
        self._input: Any = None
        self._tracks: dict[int, Track] = {}
        self._packets: Iterator[Any] = iter(())
        self._held: Any = None
        try:
            self._input = open_container(self._path)
            for number, stream in enumerate(self._input.streams.audio, 1):
                track = _track(stream, output, delay)
                if track is None:
                    name = stream.codec_context.name if stream.codec_context is not None else "an unknown codec"
                    self.notices.append(f"{source}: sound track {number} ({name}) cannot be carried over and is left out")
                else:
                    self._tracks[stream.index] = track
            if self._tracks:
                self._packets = self._straightened()
        except av.error.FFmpegError as error:
            self.notices.append(f"{source}: the sound cannot be read ({error.strerror}) and is left out")

    def advance(self, seconds: float) -> None:
        """Write the sound up to ``seconds`` of the output's time. What is damaged is left out. Raises OSError of the output."""
        while (packet := self._next()) is not None:
            track = self._tracks[packet.stream.index]
            if packet.pts is not None and float(packet.pts * packet.time_base + track.delay) > seconds:
                self._held = packet
                return
            if not self._wanted(packet, track.delay):
                continue
            try:
                track.write(packet)
            except av.error.FFmpegError as error:
                if error.errno in DISK_ERRORS:
                    raise
                track.lost += 1

    def _wanted(self, packet: Any, delay: Fraction) -> bool:
        """Whether it lies in the span; the empty packet at the end of a stream does, too."""
        if packet.pts is None:
            return True
        start, end = self._span
        time = float(packet.pts * packet.time_base + delay)
        return (start is None or time >= start) and (end is None or time < end)

    def finish(self) -> None:
        """Write all that is left and close the reader."""
        self.advance(float("inf"))
        for number, track in enumerate(self._tracks.values(), 1):
            if track.lost:
                self.notices.append(f"{self._path}: {track.lost} damaged pieces of sound track {number} were left out")
        if self.lost:
            self.notices.append(f"{self._path}: {self.lost} damaged pieces of sound were left out")
        self.close()

    def close(self) -> None:
        """Close the reader and leave the rest out."""
        self._packets = iter(())
        if self._input is not None:
            self._input.close()
            self._input = None

    def _next(self) -> Any:
        packet, self._held = self._held, None
        try:
            return packet if packet is not None else next(self._packets, None)
        except av.error.FFmpegError:  # it takes too long, or the server is gone
            self.notices.append(f"{self._path}: the rest of the sound cannot be read and is left out")
            self._packets = iter(())
            return None

    def _straightened(self) -> Iterator[Any]:
        """The packets of sound, on the clock of the video where the file's jumps."""
        sound = [self._input.streams[index] for index in self._tracks]
        try:
            video = choose_video(Path(str(self._path)), self._input)
        except ValueError:
            video = None
        master = _Master(self._input, video) if video is not None else None
        clocks = {stream.index: _without_origin(Clock(self._input, stream)) for stream in sound}
        waiting: list[Any] = []
        remote = isinstance(self._path, RemoteFile)
        for packet in Packets(self._input, *([video] if video is not None else []), *sound, remote=remote):
            if master is not None and packet.stream.index == video.index:
                if master.jumped(packet):
                    waiting, packets = [], waiting
                    yield from self._placed(packets, waiting, clocks, master)
                continue
            if master is None or not packet.size or len(waiting) >= _WAITING:
                packets, waiting = [*waiting, packet], []
                for packet in packets:
                    clocks[packet.stream.index].straighten(packet)
                    yield packet
            else:
                yield from self._placed([packet], waiting, clocks, master)

    def _placed(self, packets: list[Any], waiting: list[Any], clocks: dict[int, Clock], master: _Master) -> Iterator[Any]:
        """``packets`` with straight times; those for which the video's clock is not known yet go to ``waiting``."""
        for packet in packets:
            clock, stamp = clocks[packet.stream.index], packet.dts if packet.dts is not None else packet.pts
            if any(other.stream is packet.stream for other in waiting):
                waiting.append(packet)
                continue
            if stamp is not None:
                if clock.jump(stamp) and clock.end is not None:
                    expected = clock.end * clock.base
                    shift = min(master.shifts, key=lambda shift: abs(stamp * clock.base + shift - expected))
                    if abs(stamp * clock.base + shift - expected) > _NEAR:
                        waiting.append(packet)
                        continue
                    clock.move(shift)
                clock.apply(packet)
            yield packet


class _Master:
    """The video's clock, and the seconds that were added so far to close its breaks."""

    def __init__(self, container: Any, stream: Any) -> None:
        self._clock = _without_origin(Clock(container, stream))
        self.shifts = [Fraction(0)]

    def jumped(self, packet: Any) -> bool:
        before = len(self._clock.jumps)
        self._clock.straighten(packet)
        if len(self._clock.jumps) == before:
            return False
        self.shifts.append(self._clock.seconds)
        return True


def _without_origin(clock: Clock) -> Clock:
    clock.offset = 0
    return clock


def _track(stream: Any, output: Any, delay: Fraction) -> Track | None:
    """How ``stream`` gets into ``output``; None: not at all."""
    if stream.codec_context is None:
        return None
    if can_copy(stream, output.format.name):
        return CopiedTrack(stream, output, delay)
    return EncodedTrack(stream, output, delay) if can_encode(stream, output.format.name) else None
