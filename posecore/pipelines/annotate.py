"""The recorded-video job: read, estimate, draw, write. Used by the command line and the window alike; prints nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol, runtime_checkable

from posecore.drawing.painter import Style
from posecore.engine import Consumer
from posecore.formats import KeypointHeader, Keypoints, open_writers
from posecore.people import People
from posecore.pipelines.frame import PoseFrame
from posecore.pipelines.live import TrackingSettings
from posecore.pipelines.recorded import Estimator, follow
from posecore.pipelines.rendering import Rendering
from posecore.pipelines.selection import Chooser, Selection
from posecore.pipelines.stages import Networks, device_of
from posecore.sinks import opened
from posecore.sinks.video import VideoWriter
from posecore.skeletons import COCO17, Skeleton
from posecore.sources import Recording, SourceError, SourceFrame
from posecore.sources.factory import open_recording
from posecore.tracking import DetectionSettings, TrackJoiner, ZeroPhase, renumbered


@dataclass
class Progress:
    """How far a job is.

    Attributes:
        frames: done.
        examined: frames of a first pass over the recording, where tracks are joined; see :func:`annotate`.
        people: found on all of them together.
        seconds: since its start.
        notices: lines on what was out of the ordinary and was dealt with: sound left out, a clock that jumps. Complete at the end.
        estimating: of these, spent waiting for the next frame's people; reading and estimation go on meanwhile.
    """

    frames: int = 0
    examined: int = 0
    people: int = 0
    seconds: float = 0.0
    estimating: float = 0.0
    notices: list[str] = field(default_factory=list)

    @property
    def steps(self) -> int:
        """Frames done, those of the first pass too."""
        return self.frames + self.examined

    @property
    def pace(self) -> float:
        """Steps a second; 0 before the first moment has passed."""
        return self.steps / self.seconds if self.seconds else 0.0

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
    angles: Keypoints = None,
    person_height: float | None = None,
    style: Style | None = None,
    rendering: Rendering | None = None,
    audio: bool = True,
    track: bool = True,
    settings: TrackingSettings | None = None,
    smooth: bool = False,
    join: bool = False,
    selection: Selection | None = None,
    consumers: Sequence[Consumer[PoseFrame]] = (),
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
        angles: file of joint angles to write, or several, ``.csv`` or ``.mot`` (:mod:`posecore.formats.angles`). None for none.
        person_height: m, of the person seen longest, for keypoint files in metres (``.trc``).
        style: how people are drawn.
        rendering: size, background and coding of the video, and the style where ``style`` is None.
        audio: carry the sound over.
        track: follow people: they keep their ids, and the detector runs only where it has to. False: each frame stands alone.
        settings: how they are followed; None: :func:`posecore.pipelines.recorded.recording_settings`; :func:`thorough_settings` gives the
            best results.
        smooth: remove the jitter from the joints of people who are followed, some frames later, so that nothing lags.
        join: read the recording twice and join tracks that belong together, see :mod:`posecore.tracking.joining`; ids are 1, 2, 3, …
            then. What cannot be read twice, a live source, is not joined.
        selection: who is drawn and written; None: everyone.
        consumers: get each frame with its people, such as a stream's ``write``; of its image only the size holds.
        on_frame: called after each frame; what it raises (KeyboardInterrupt, say) ends the job.

    Raises SourceError or SinkError, and whatever the networks raise; files written so far then stay behind as ``.partial``.
    """
    if networks is None:
        from posecore.pipelines.image import load

        networks = load()
    rendering = rendering or Rendering()
    if style is not None:
        rendering = replace(rendering, style=style)
    progress = Progress()
    with ExitStack() as stack:
        if not isinstance(source, Recording):
            source = stack.enter_context(open_recording(source))
        start = time.perf_counter()

        def tick() -> None:
            progress.seconds = time.perf_counter() - start
            if on_frame is not None:
                on_frame(progress)

        if join and track and source.repeatable and isinstance(networks, Networks):
            found: Generator[tuple[SourceFrame, People], None, None] = _joined(source, networks, settings, progress, tick)
        else:
            # closed first of all: the source is at rest before the files are closed
            found = follow(source, networks, settings, track=track)
        info = source.info
        selection = selection or Selection()
        selection.check((info.width, info.height))
        video = None
        if output is not None:
            width, height = rendering.size(info.width, info.height)
            video = opened(
                stack,
                lambda: VideoWriter(
                    output,
                    width=width,
                    height=height,
                    time_base=source.time_base,
                    fps=info.fps,
                    audio_from=source.place if audio and source.has_audio else None,
                    audio_delay=-source.clock_offset,
                    audio_span=source.span,
                    sample_aspect_ratio=source.sample_aspect_ratio,
                    quality=rendering.quality,
                    codec=rendering.codec,
                    alpha=rendering.transparent,
                ),
            )
        header = KeypointHeader(
            info.name,
            skeleton_of(networks),
            info.width,
            info.height,
            pixel_aspect=source.pixel_aspect,
            person_height=person_height,
            device=device_of(networks),
        )
        table = opened(stack, lambda: open_writers(keypoints, header, angles))
        stack.enter_context(closing(found))
        choose, ids = Chooser(selection), set[int]()
        for frame, everyone in _timed(_smoothed(found) if smooth and track else found, progress):
            people = choose(everyone, (frame.image.shape[1], frame.image.shape[0]))
            ids.update(everyone.ids.tolist())
            table.write(frame.index, frame.time, people, **({"file": frame.name} if frame.name else {}))
            for consumer in consumers:
                consumer(PoseFrame(frame.image, frame.index, frame.time, frame.time, frame.pts, source=frame, people=people))
            if video is not None:
                video.write(rendering(frame.image, people, everyone), frame.pts, frame.duration)
            progress.frames += 1
            progress.people += len(people)
            tick()
        progress.notices += source.notices
    if ids and not progress.people:
        progress.notices.append(_nobody_chosen(ids))
    progress.notices += video.notices if video is not None else []
    progress.seconds = time.perf_counter() - start
    return progress


_NAMED = 12
"""Ids that a line names."""


def _nobody_chosen(ids: set[int]) -> str:
    """For a recording in which people were found, none of whom was wanted."""
    people = sorted(ids - {-1})  # -1: nobody was followed
    names = ", ".join(map(str, people[:_NAMED])) + (", …" if len(people) > _NAMED else "")
    return "people were found, but none of them was chosen" + (f"; their ids are {names}" if people else "")


def thorough_settings() -> TrackingSettings:
    """The detector runs, and everybody is posed, on every frame. Nothing is smoothed on the way."""
    return TrackingSettings(DetectionSettings.every(0.0), smoothing=None)


def _joined(
    source: Recording, networks: Networks | Estimator, settings: TrackingSettings | None, progress: Progress, tick: Callable[[], None]
) -> Generator[tuple[SourceFrame, People], None, None]:
    """The frames of an open source, read twice, with people whose tracks were joined."""
    joiner, everyone = TrackJoiner(skeleton_of(networks)), list[People]()
    with suppress(SourceError), closing(follow(source, networks, settings)) as found:  # what breaks off does so the second time, too
        for frame, people in found:
            joiner.add(frame.time, people, frame.image)
            everyone.append(people)
            progress.examined += 1
            tick()
    ids = joiner.ids()
    source.close()
    source.open()
    for frame, people in zip(source, everyone, strict=False):
        yield frame, renumbered(people, ids)
    if source.read() is not None:
        raise SourceError(f"{source.path} changed while it was read")


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
