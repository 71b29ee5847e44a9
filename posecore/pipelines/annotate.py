"""The recorded-video job: read, estimate, draw, write. Used by the command line and the window alike; prints nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posecore.drawing.painter import Style, draw
from posecore.formats import KeypointHeader, open_writer
from posecore.people import People
from posecore.sinks.video import VideoWriter
from posecore.skeletons import COCO17
from posecore.sources import Recording, SourceError, SourceFrame
from posecore.tracking import ZeroPhase

Estimator = Callable[[NDArray[np.uint8]], People]
"""(H,W,3) uint8 BGR frame → its people."""


Found = Iterator[tuple[SourceFrame, People]]


@dataclass
class Progress:
    """How far a job is: frames done, people found on all of them together, seconds since its start, and of these in the estimator."""

    frames: int = 0
    people: int = 0
    seconds: float = 0.0
    estimating: float = 0.0

    @property
    def fps(self) -> float:
        """Frames a second, the whole job counted."""
        return self.frames / self.seconds if self.seconds else 0.0


def annotate_video(
    source: Recording,
    estimator: Estimator,
    *,
    output: Path | None = None,
    keypoints: Path | None = None,
    style: Style | None = None,
    audio: bool = True,
    track: bool = True,
    smooth: bool = False,
    on_frame: Callable[[Progress], None] | None = None,
) -> Progress:
    """Find the people on every frame of an open ``source``.

    Args:
        source: open, nothing read from it yet.
        estimator: what finds the people; its ``skeleton`` attribute, where it has one, names the joint set.
        output: annotated video to write: same frames, same times, same sound. None for no video.
        keypoints: keypoint file (``.jsonl`` or ``.csv``) to write. None for none.
        style: how people are drawn.
        audio: carry the sound over.
        track: follow people: they keep their numbers, and the detector looks only where it has to. Needs an estimator with ``detect`` and
            ``pose``, such as :class:`posecore.pipelines.image.Pipeline`; any other sees each frame alone, as all do with False.
        smooth: steady the joints of people who are followed, looking a little ahead so that nothing lags.
        on_frame: called after each frame; what it raises (KeyboardInterrupt, say) ends the job.

    Raises SourceError or SinkError, and whatever the estimator raises; files written so far then stay behind as ``.partial``.
    """
    info = source.info
    progress = Progress()
    with ExitStack() as sinks:
        video = table = None
        if output is not None:
            video = sinks.enter_context(
                VideoWriter(
                    output,
                    width=info.width,
                    height=info.height,
                    time_base=source.time_base,
                    fps=info.fps,
                    audio_from=source.path if audio and source.has_audio else None,
                    audio_delay=-source.clock_offset,
                    sample_aspect_ratio=source.sample_aspect_ratio,
                )
            )
        if keypoints is not None:
            skeleton = getattr(estimator, "skeleton", COCO17)
            table = sinks.enter_context(open_writer(keypoints, KeypointHeader(info.name, skeleton, info.width, info.height)))
        start = time.perf_counter()
        for frame, people in _people(source, estimator, track, smooth, progress):
            if table is not None:
                table.write(frame.index, frame.time, people)
            if video is not None:
                video.write(draw(frame.image, people, style, out=frame.image), frame.pts, frame.duration)
            progress.frames += 1
            progress.people += len(people)
            progress.seconds = time.perf_counter() - start
            if on_frame is not None:
                on_frame(progress)
    progress.seconds = time.perf_counter() - start
    return progress


def _people(source: Recording, estimator: Estimator, track: bool, smooth: bool, progress: Progress) -> Found:
    """Frames and their people, in order; the time it takes, without that of reading, is added to ``progress.estimating``."""
    reading = 0.0

    def read() -> Iterator[SourceFrame]:
        nonlocal reading
        frames = iter(source)
        while True:
            before = time.perf_counter()
            frame = next(frames, None)
            reading += time.perf_counter() - before
            if frame is None:
                return
            yield frame

    found: Found
    if track and hasattr(estimator, "detect") and hasattr(estimator, "pose"):
        found = _followed(read(), estimator, smooth)
    else:
        found = ((frame, estimator(frame.image)) for frame in read())
    while True:
        before, read_before = time.perf_counter(), reading
        pair = next(found, None)
        progress.estimating += time.perf_counter() - before - (reading - read_before)
        if pair is None:
            return
        yield pair


def _followed(frames: Iterator[SourceFrame], networks: Any, smooth: bool) -> Found:
    from posecore.pipelines.live import LiveSettings, follow
    from posecore.tracking import UNHURRIED

    found = follow(frames, networks, LiveSettings(UNHURRIED, smoothing=None))
    if not smooth:
        yield from found
        return
    steady = ZeroPhase()
    try:
        for frame, people in found:
            yield from steady.add(frame.time, frame, people)
    except SourceError:
        yield from steady.flush()
        raise
    yield from steady.flush()
