"""Recordings: every frame gets its people, the poses of several frames are computed at once, and the result is the same on every machine.

Where people are expected follows from where they were. Live, that is the last frame that is done; here, always exactly the one
:data:`AHEAD` frames before, and their motion since. So that many frames can be at the pose network side by side, each on one core, which
gets more out of the cores than several threads on one small image do.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from posecore.engine import BlockingQueue, Closed, Engine, FrameSource, Stage, State
from posecore.geometry import box_iou
from posecore.people import People
from posecore.pipelines.frame import PoseFrame, pose_frame
from posecore.pipelines.live import TrackingSettings
from posecore.pipelines.stages import DetectStage, FrameNetworks, Image, Networks, ParallelNetworks, PoseStage, ProposeStage, TrackStage
from posecore.runtime.session import default_threads
from posecore.sources import Recording, SourceError, SourceFrame, reading
from posecore.tracking import (
    RECORDED,
    RECORDED_TURNS,
    Between,
    DetectionPolicy,
    DetectionSettings,
    PoseTracker,
    Sides,
    TrackerSnapshot,
    Turns,
)

AHEAD = 2
"""How many frames the detector may be ahead of the tracker. A constant, because the result depends on it: the further ahead, the older what
is known of where people are (with 4, a walk through a crowd has 4 % fewer people than with 2). Two frames at the pose network, with one
thread each, beside detection, reading and the caller's own work in threads of theirs, keep a laptop's cores busy."""

STOP_SECONDS = 10.0
"""How long an abandoned recording may take to come to rest: a frame's work of every stage."""

Estimator = Callable[[Image], People]
"""(H,W,3) uint8 BGR frame → its people, each frame on its own; a :class:`posecore.pipelines.image.Pipeline` is one."""


class DetectAhead:
    """The first thread of a recording: detect, propose, and start the pose network, at most ``ahead`` frames before the tracker.

    Args:
        detect, propose, pose: the stages it runs; ``pose`` on threads of its own.
        tracker: of these stages.
        snapshots: the tracker after each frame, from :class:`TrackBehind`.
        ahead: see :data:`AHEAD`; 0: frame after frame.
    """

    name = "detect"

    def __init__(
        self,
        detect: DetectStage,
        propose: ProposeStage,
        pose: PoseStage,
        tracker: PoseTracker,
        snapshots: BlockingQueue[TrackerSnapshot],
        ahead: int,
    ) -> None:
        self.detect, self.propose, self.pose = detect, propose, pose
        self.tracker, self.snapshots, self.ahead = tracker, snapshots, ahead
        self._pool: ThreadPoolExecutor | None = None
        self._snapshot = tracker.snapshot()
        self._frames = self._known = 0
        self._newcomers = False

    def open(self) -> None:
        """Start the threads of the pose network: no more than cores, which changes how long it takes and nothing else."""
        self._pool = ThreadPoolExecutor(max(1, min(self.ahead, default_threads())), "engine-pose")

    def process(self, frame: PoseFrame) -> PoseFrame:
        """Wait until the tracker is as far as it must be, then detect and propose."""
        assert self._pool is not None
        while self._known < self._frames - (0 if self._newcomers else self.ahead):
            self._snapshot = self.snapshots.get()
            self._known += 1
            if self._snapshot.detector_ran:
                self.detect.schedule.report(self._snapshot.new_tracks > 0)
        self._frames += 1
        frame.snapshot = self._snapshot
        self.propose.process(self.detect.process(frame))
        self._newcomers = self._has_newcomers(frame)
        frame.pending = self._pool.submit(self.pose.process, frame)
        return frame

    def _has_newcomers(self, frame: PoseFrame) -> bool:
        """Whether the detector found a person where nobody was expected: the next frame waits until the tracker knows of them all."""
        assert frame.proposals is not None
        if frame.detections is None:
            return False
        expected = self.tracker.propose(frame.time, *frame.size, None, frame.snapshot)
        found = frame.proposals.boxes[frame.proposals.from_detector]
        return bool((box_iou(found, expected.boxes) < 0.5).all(axis=1).any())

    def close(self) -> None:
        """Let the pose network finish what it was given."""
        self.snapshots.close(discard=True)
        if self._pool is not None:
            self._pool.shutdown(wait=True)

    def gauges(self) -> dict[str, float]:
        """Those of the detection stage."""
        return self.detect.gauges()


class TrackBehind:
    """The second thread of a recording: waits for the poses, in the frames' order, and runs ``track``."""

    name = "pose"

    def __init__(self, track: TrackStage, tracker: PoseTracker, snapshots: BlockingQueue[TrackerSnapshot]) -> None:
        self.track, self.tracker, self.snapshots = track, tracker, snapshots

    def process(self, frame: PoseFrame) -> PoseFrame:
        """Fill in ``frame.people``."""
        assert frame.pending is not None
        frame.pending.result()
        frame.pending = None
        self.track.process(frame)
        with contextlib.suppress(Closed):
            self.snapshots.put(self.tracker.snapshot())
        return frame

    def close(self) -> None:
        """Do not keep the other thread waiting."""
        self.snapshots.close()

    def gauges(self) -> dict[str, float]:
        """Those of the tracking stage."""
        return self.track.gauges()


class EachImage:
    """One stage for all: the people of each frame on its own."""

    name = "pose"

    def __init__(self, estimator: Estimator) -> None:
        self.estimator = estimator

    def process(self, frame: PoseFrame) -> PoseFrame:
        """Fill in ``frame.people``."""
        find = self.estimator
        frame.people = frame.measured = find.people_in(frame) if isinstance(find, FrameNetworks) else find(frame.image)
        return frame


class Recorded:
    """The one runner of recordings: iterate it for every frame with its people, in order.

    Reading, detection, tracking and the caller's own work overlap; at most a dozen frames are under way.

    Args:
        source: not yet open. It is opened, read and closed in a thread of the engine.
        networks: what finds the people. Anything but :class:`posecore.pipelines.stages.Networks` sees each frame on its own.
        settings: how people are tracked; None: :func:`recording_settings`.
        track: follow people through the frames, else each frame stands alone. Who is followed does not change sides for a moment, see
            :mod:`posecore.tracking.sides`.
        ahead: see :data:`AHEAD`; for tests.

    Attributes:
        engine: runs the stages; started by iterating.
    """

    def __init__(
        self,
        source: FrameSource[SourceFrame],
        networks: Networks | Estimator,
        settings: TrackingSettings | None = None,
        *,
        track: bool = True,
        ahead: int = AHEAD,
    ) -> None:
        self._done: BlockingQueue[PoseFrame] = BlockingQueue(2)
        given = source.frames if isinstance(source, _Frames) else source
        self._recording = given if isinstance(given, Recording) else None
        stages: list[Stage[PoseFrame]]
        self._track = track and isinstance(networks, Networks)
        if track and isinstance(networks, Networks):
            stages = tracking_stages(networks, settings or recording_settings(networks), ahead)
        elif callable(networks):
            stages = [EachImage(networks)]
        else:
            raise TypeError(f"{type(networks).__name__} finds no people on single images; leave track on")
        self.engine: Engine[PoseFrame] = Engine(
            source, stages, frames=pose_frame, live=False, consumers=[self._deliver], on_state=self._on_state
        )

    def __iter__(self) -> Generator[PoseFrame, None, None]:
        """Run the engine. Raises, after the last frame that could be done, what source or networks raised. Once only."""
        self.engine.start()
        between: Between[PoseFrame] = Between()
        sides: Sides[PoseFrame] = Sides()
        try:
            while True:
                try:
                    frame = self._done.get(timeout=0.2)  # a wait without limit would not hear Ctrl-C on Windows
                except TimeoutError:
                    self._check_progress()
                    continue
                except Closed:
                    break
                if not self._track or frame.measured is not frame.people:  # smoothed on the way: who waits goes on as before
                    yield frame
                else:
                    for seen, people in between.add(frame.time, frame, frame.people):
                        yield from map(_with_people, sides.add(seen.time, seen, people))
            for seen, people in between.flush():
                yield from map(_with_people, sides.add(seen.time, seen, people))
            yield from map(_with_people, sides.flush())
        finally:
            self._done.close(discard=True)
            self.engine.stop(STOP_SECONDS if self._waiting() < reading.PATIENCE else 0.5)
        if self.engine.error is not None:
            raise self.engine.error.cause

    def _waiting(self) -> float:
        """Seconds that the source has been at it without progress."""
        return self._recording.waiting if self._recording is not None else 0.0

    def _check_progress(self) -> None:
        if self._recording is not None and self._waiting() >= 1.5 * reading.PATIENCE:  # what FFmpeg can be interrupted in has ended before
            raise SourceError(f"{self._recording.path} is damaged: decoding it does not end")

    def _deliver(self, frame: PoseFrame) -> None:
        with contextlib.suppress(Closed):  # nobody wants it any more
            self._done.put(frame)

    def _on_state(self, state: State, detail: str) -> None:
        if state.ended:
            self._done.close()


def recording_settings(networks: object = None) -> TrackingSettings:
    """Nobody waits for the next frame: the detector runs twice a second at least. Nothing is smoothed on the way. In crowds people are
    posed in turn, and interpolated between. Where boxes are given, they are taken on every frame, and each gets a pose."""
    if isinstance(networks, FrameNetworks):
        return TrackingSettings(DetectionSettings.every(0.0), smoothing=None)
    return TrackingSettings(RECORDED, smoothing=None, turns=RECORDED_TURNS)


def tracking_stages(networks: Networks, settings: TrackingSettings, ahead: int = AHEAD) -> list[Stage[PoseFrame]]:
    """The stages of a recording, one for each thread."""
    tracker = PoseTracker(networks.skeleton, settings.tracking, networks.acceptance)
    snapshots: BlockingQueue[TrackerSnapshot] = BlockingQueue(ahead + 2)
    detect = DetectStage(networks, tracker, DetectionPolicy(settings.detection))
    pose = PoseStage(networks, networks.pose_side_by_side(ahead) if ahead and isinstance(networks, ParallelNetworks) else None)
    first = DetectAhead(detect, ProposeStage(tracker, Turns(settings.turns)), pose, tracker, snapshots, ahead)
    return [first, TrackBehind(TrackStage(tracker), tracker, snapshots), settings.smoother()]


def _with_people(ready: tuple[PoseFrame, People]) -> PoseFrame:
    frame, people = ready
    frame.people = frame.measured = people
    return frame


class _Frames:
    """A source that somebody else opens and closes."""

    live = False

    def __init__(self, frames: Iterable[SourceFrame]) -> None:
        self.frames = frames
        self._iterator = iter(frames)

    def open(self) -> None:
        """Nothing to do."""

    def read(self) -> SourceFrame | None:
        """The next frame."""
        return next(self._iterator, None)

    def close(self) -> None:
        """Nothing to do."""


def follow(
    frames: str | Path | Iterable[SourceFrame],
    networks: Networks | Estimator | None = None,
    settings: TrackingSettings | None = None,
    *,
    track: bool = True,
) -> Generator[tuple[SourceFrame, People], None, None]:
    """The people of every frame of a recording, in order, with ids that stay the same from frame to frame.

        for frame, people in follow("walk.mp4"):
            print(frame.time, people.ids, people.keypoints)

    Args:
        frames: a video file, or frames as an open source gives them. They are read in a thread of their own, some frames ahead.
        networks: what :func:`posecore.load` gives; None: that. Or any function from an image to its people, which sees each frame alone.
        settings: how people are tracked; None: :func:`recording_settings`.
        track: False: each frame stands alone, all ids are -1.

    Raises:
        SourceError: the file cannot be read; one that breaks off raises after its last good frame. Whatever the networks raise.
    """
    if networks is None:
        from posecore.pipelines.image import load

        networks = load()
    source: FrameSource[SourceFrame]
    if isinstance(frames, str | Path):
        from posecore.sources.factory import open_recording

        source = open_recording(frames)
    else:
        source = _Frames(frames)
    with contextlib.closing(iter(Recorded(source, networks, settings, track=track))) as done:
        for frame in done:
            assert frame.source is not None
            yield frame.source, frame.people
