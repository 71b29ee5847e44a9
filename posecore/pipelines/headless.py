"""Live input to files and streams without a window: runs until the source ends, the time is up, or somebody asks for the end."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from posecore.drawing.plan import Style
from posecore.engine import Consumer, StateListener
from posecore.pipelines.frame import PoseFrame
from posecore.pipelines.live import Live, TrackingSettings
from posecore.pipelines.recorder import FilePlan, Recorder
from posecore.pipelines.selection import Selection, SelectionError
from posecore.pipelines.stages import Networks, device_of
from posecore.sinks import SinkError
from posecore.sources import Source, SourceError
from posecore.sources.player import Player

__all__ = ["LiveResult", "record_live"]

FINISH_SECONDS = 1.5
"""What waits for the encoder at the end may take so long; the rest of it is left out, so that a signal ends the program soon."""


LEISURE_SECONDS = 60.0
"""The same where nobody asked for the end: the time was up, or the source ended."""


@dataclass(frozen=True)
class LiveResult:
    """What came of it.

    Attributes:
        files: written, by their final names.
        frames: with their people found.
        left_out: of these, frames the encoder was too slow for.
        seconds: since the start.
    """

    files: list[Path]
    frames: int
    left_out: int
    seconds: float


def record_live(
    source: Source,
    networks: Networks,
    output: Path | None = None,
    *,
    keypoints: Path | None = None,
    name: str = "",
    style: Style | None = None,
    settings: TrackingSettings | None = None,
    selection: Selection | None = None,
    consumers: Sequence[Consumer[PoseFrame]] = (),
    duration: float | None = None,
    stop: threading.Event | None = None,
    on_state: StateListener | None = None,
    on_captured: Consumer[PoseFrame] | None = None,
) -> LiveResult:
    """Follow the people of a live source and write what is found. A source that is lost is waited for; time goes on meanwhile.

    Args:
        source: not open; a recording is played at its own pace.
        networks: what :func:`posecore.load` gives.
        output: annotated video to write.
        keypoints: keypoint file to write; its times count from the first frame.
        name: of the source, for the keypoint file.
        style: how people are drawn.
        settings: how people are tracked.
        selection: who is drawn, written and handed on; None: everyone.
        consumers: get each frame besides, in the thread of the last stage.
        duration: seconds to go on from when the people of the first frame are known.
        stop: set by whoever wants it to end.
        on_state, on_captured: see :class:`posecore.engine.Engine`.

    The files are whole whichever way it ends. Raises SourceError where the source cannot be opened, SinkError where a file cannot be
    written, SelectionError where who is wanted lies outside of the picture, EngineError where a stage fails.
    """
    if not source.live:
        source = Player(source)
    stop = stop or threading.Event()
    frames = 0
    start: float | None = None  # when the first frame was done, which takes longer than the others

    def give(frame: PoseFrame) -> None:
        nonlocal frames, start
        if start is None:
            (selection or Selection()).check(frame.size)
            start = time.monotonic()
        if duration is not None and frame.captured - start >= duration:
            return
        frames += 1
        for consumer in wanted:
            consumer(frame)

    engine = Live(source, networks, settings, selection=selection, consumers=[give], on_state=on_state, on_captured=on_captured).engine
    recorder = None
    if output is not None or keypoints is not None:
        chosen = style or Style()
        recorder = Recorder(FilePlan(output, keypoints, name, device_of(networks)), lambda: chosen)
        recorder.start()
    wanted: list[Consumer[PoseFrame]] = [*([recorder.write] if recorder is not None else []), *consumers]
    begun = time.monotonic()
    try:
        engine.start()
        while not engine.wait(0.1):
            over = duration is not None and start is not None and time.monotonic() - start >= duration
            if over or stop.is_set() or (recorder is not None and recorder.error is not None):
                break
    finally:
        engine.stop()
        if recorder is not None:
            _finish(recorder, stop)
        if engine.stragglers:  # a frame's work that is still under way when the process ends would abort it
            engine.stop(FINISH_SECONDS if stop.is_set() else LEISURE_SECONDS)
    if recorder is not None and recorder.error is not None:
        raise recorder.error
    if engine.error is not None:
        raise engine.error.cause if isinstance(engine.error.cause, (SourceError, SinkError, SelectionError)) else engine.error
    files, left_out = (recorder.files, recorder.dropped) if recorder is not None else ([], 0)
    return LiveResult(files, frames, left_out, time.monotonic() - begun)


def _finish(recorder: Recorder, stop: threading.Event) -> None:
    """Write what waits; once ``stop`` is set, no longer than :data:`FINISH_SECONDS`."""
    latest = time.monotonic() + LEISURE_SECONDS
    recorder.finish(FINISH_SECONDS if stop.is_set() else LEISURE_SECONDS)
    while not stop.is_set() and time.monotonic() < latest:
        if recorder.join(0.1):
            return
    recorder.finish(FINISH_SECONDS)
    recorder.join(FINISH_SECONDS + 2)
