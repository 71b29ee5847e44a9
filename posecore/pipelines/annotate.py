"""The recorded-video job: read, estimate, draw, write. Used by the command line and the window alike; prints nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

from posecore.drawing.painter import Style, draw
from posecore.formats import KeypointHeader, Keypoints, open_writers
from posecore.people import People
from posecore.pipelines.recorded import Estimator, follow
from posecore.pipelines.stages import Networks
from posecore.sinks.video import VideoWriter
from posecore.skeletons import COCO17, Skeleton
from posecore.sources import Recording, SourceError, SourceFrame
from posecore.sources.factory import open_recording
from posecore.tracking import ZeroPhase


@dataclass
class Progress:
    """How far a job is.

    Attributes:
        frames: done.
        people: found on all of them together.
        seconds: since its start.
        estimating: of these, spent waiting for the next frame's people; reading and estimation go on meanwhile.
    """

    frames: int = 0
    people: int = 0
    seconds: float = 0.0
    estimating: float = 0.0

    @property
    def fps(self) -> float:
        """Frames a second, the whole job counted."""
        return self.frames / self.seconds if self.seconds else 0.0


@runtime_checkable
class _HasSkeleton(Protocol):
    @property
    def skeleton(self) -> Skeleton: ...


def skeleton_of(estimator: object) -> Skeleton:
    """The joint set of what finds people: its ``skeleton``, COCO's where it names none."""
    return estimator.skeleton if isinstance(estimator, _HasSkeleton) else COCO17


def annotate(
    source: str | Path | Recording,
    output: str | Path | None = None,
    networks: Networks | Estimator | None = None,
    *,
    keypoints: Keypoints = None,
    angles: str | Path | None = None,
    person_height: float | None = None,
    style: Style | None = None,
    audio: bool = True,
    track: bool = True,
    smooth: bool = False,
    on_frame: Callable[[Progress], None] | None = None,
) -> Progress:
    """Find the people on every frame of a video; write the annotated video, a keypoint file, or both.

        annotate("in.mp4", "out.mp4", keypoints="out.jsonl")

    Args:
        source: a video file, a folder of images or whatever :func:`posecore.sources.factory.parse` knows; or a recording that is open,
            nothing read from it yet, which then stays open.
        output: annotated video to write: same frames, same times, same sound. None for no video.
        networks: what :func:`posecore.load` gives; None: that. Or any function from an image to its people, which sees each frame alone.
        keypoints: keypoint file to write, or several, of any format of :mod:`posecore.formats`. None for none.
        angles: file of joint angles to write, ``.csv`` or ``.mot`` (:mod:`posecore.formats.angles`). None for none.
        person_height: m, of the person seen longest, for keypoint files in metres (``.trc``).
        style: how people are drawn.
        audio: carry the sound over.
        track: follow people: they keep their ids, and the detector runs only where it has to. False: each frame stands alone.
        smooth: remove the jitter from the joints of people who are followed, some frames later, so that nothing lags.
        on_frame: called after each frame; what it raises (KeyboardInterrupt, say) ends the job.

    Raises SourceError or SinkError, and whatever the networks raise; files written so far then stay behind as ``.partial``.
    """
    if networks is None:
        from posecore.pipelines.image import load

        networks = load()
    progress = Progress()
    with ExitStack() as stack:
        if not isinstance(source, Recording):
            source = stack.enter_context(open_recording(source))
        info = source.info
        video = None
        if output is not None:
            video = stack.enter_context(
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
        header = KeypointHeader(info.name, skeleton_of(networks), info.width, info.height, person_height=person_height)
        table = stack.enter_context(open_writers(keypoints, header, angles))
        start = time.perf_counter()
        found = stack.enter_context(closing(follow(source, networks, track=track)))  # at rest before the files are closed
        for frame, people in _timed(_smoothed(found) if smooth and track else found, progress):
            table.write(frame.index, frame.time, people, **({"file": frame.name} if frame.name else {}))
            if video is not None:
                video.write(draw(frame.image, people, style, out=frame.image), frame.pts, frame.duration)
            progress.frames += 1
            progress.people += len(people)
            progress.seconds = time.perf_counter() - start
            if on_frame is not None:
                on_frame(progress)
    progress.seconds = time.perf_counter() - start
    return progress


def _timed(found: Iterator[tuple[SourceFrame, People]], progress: Progress) -> Iterator[tuple[SourceFrame, People]]:
    """``found``; the time it takes is added to ``progress.estimating``."""
    while True:
        before = time.perf_counter()
        pair = next(found, None)
        progress.estimating += time.perf_counter() - before
        if pair is None:
            return
        yield pair


def _smoothed(found: Iterator[tuple[SourceFrame, People]]) -> Iterator[tuple[SourceFrame, People]]:
    """``found`` without jitter; what was found before a source broke off comes out first."""
    smoother: ZeroPhase[SourceFrame] = ZeroPhase()
    try:
        for frame, people in found:
            yield from smoother.add(frame.time, frame, people)
    except SourceError:
        yield from smoother.flush()
        raise
    yield from smoother.flush()
