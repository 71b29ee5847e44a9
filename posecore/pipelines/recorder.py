"""Records a live pipeline: annotated video, raw video and keypoints on one clock, in a thread of its own.

The videos are fragmented MP4, a fragment a second: after a crash the ``.partial`` file plays up to its last whole fragment, and
:func:`recover` gives it a proper name at the next start.
"""

from __future__ import annotations

import os
import queue
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import cv2

from posecore.drawing.painter import draw
from posecore.drawing.plan import Style
from posecore.formats import KeypointHeader, KeypointWriter, open_writer
from posecore.people import People
from posecore.pipelines.frame import PoseFrame
from posecore.sinks import SinkError
from posecore.sinks.video import VideoWriter
from posecore.skeletons import COCO17

CLOCK = Fraction(1, 90_000)
CAPACITY = 24
"""Frames that may wait for the encoder; those that find it full are left out and counted."""


@dataclass(frozen=True)
class RecordingPlan:
    """What to write. ``keypoints`` is ``none``, ``jsonl`` or ``csv``."""

    folder: Path
    annotated: bool = True
    raw: bool = False
    keypoints: str = "jsonl"
    source: str = ""


class Recorder:
    """One recording. Use :meth:`write` as an engine's consumer.

    Args:
        plan: what to write; the folder is made where it is missing.
        style: asked for each frame how people are drawn.
        on_done: called once, in the recorder's thread, when all files are closed.

    Attributes:
        files: what is written, by its final name.
        frames, dropped: frames written, and frames left out because the encoder could not keep up.
        error: what went wrong, None while all is well.
    """

    def __init__(self, plan: RecordingPlan, style: Callable[[], Style], on_done: Callable[[Recorder], None] | None = None) -> None:
        self.plan, self._style, self._on_done = plan, style, on_done
        self.files: list[Path] = []
        self.frames = self.dropped = 0
        self.error: Exception | None = None
        self._last = 0.0
        self._deadline: float | None = None
        self._queue: queue.Queue[PoseFrame | None] = queue.Queue(CAPACITY)
        self._thread = threading.Thread(target=self._run, name="recorder", daemon=True)

    def start(self) -> None:
        """Make the folder and start the thread. Raises SinkError where the folder cannot be made."""
        try:
            self.plan.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SinkError(f"cannot record into {self.plan.folder}: {error.strerror or error}") from error
        self._thread.start()

    def write(self, frame: PoseFrame) -> None:
        """Take a frame; never waits."""
        if self._deadline is not None or self.error is not None:
            return
        try:
            self._queue.put_nowait(frame)
        except queue.Full:
            self.dropped += 1

    def finish(self, within: float = 10.0) -> None:
        """Write what waits and close the files, in the background; what is not written ``within`` seconds is left out."""
        if self._deadline is None:
            self._deadline = time.monotonic() + within
            threading.Thread(target=self._queue.put, args=(None,), daemon=True).start() if self._queue.full() else self._queue.put(None)
        self._deadline = min(self._deadline, time.monotonic() + within)

    def join(self, timeout: float) -> bool:
        """Wait for the end after :meth:`finish`; True when the thread is gone."""
        if self._thread.ident is not None:
            self._thread.join(timeout)
        return not self._thread.is_alive()

    @property
    def seconds(self) -> float:
        """Length so far."""
        return self._last

    def _run(self) -> None:
        try:
            with ExitStack() as sinks:
                first = self._queue.get()
                if first is not None:
                    self._record(first, *self._open(first, sinks))
        except Exception as error:
            self.error = error
        finally:
            if self._on_done is not None:
                self._on_done(self)

    def _open(self, first: PoseFrame, sinks: ExitStack) -> tuple[VideoWriter | None, VideoWriter | None, KeypointWriter | None]:
        height, width = first.image.shape[:2]
        base = self.plan.folder / time.strftime("lightpose %Y-%m-%d %H-%M-%S")
        number = 1
        while any(base.parent.glob(f"{base.name}[. ]*")):
            number += 1
            base = base.with_name(f"{base.name.split(' #')[0]} #{number}")

        def video(suffix: str) -> VideoWriter:
            path = base.with_name(base.name + suffix)
            self.files.append(path)
            return sinks.enter_context(VideoWriter(path, width=width, height=height, time_base=CLOCK, live=True))

        annotated = video(".mp4") if self.plan.annotated else None
        raw = video(" raw.mp4") if self.plan.raw else None
        table = None
        if self.plan.keypoints != "none":
            path = base.with_name(f"{base.name}.{self.plan.keypoints}")
            self.files.append(path)
            skeleton = first.people.skeleton if first.people is not None else COCO17
            table = sinks.enter_context(open_writer(path, KeypointHeader(self.plan.source, skeleton, width, height)))
        return annotated, raw, table

    def _record(self, first: PoseFrame, annotated: VideoWriter | None, raw: VideoWriter | None, table: KeypointWriter | None) -> None:
        shape, last = first.image.shape, -1
        frame: PoseFrame | None = first
        while frame is not None:
            if self._deadline is not None and time.monotonic() > self._deadline:
                return
            seconds = frame.captured - first.captured
            ticks = round(seconds / CLOCK)
            if frame.image.shape != shape:
                raise SinkError("the recording ended because the size of the frames changed")
            if ticks > last:
                last = ticks
                people = frame.people if frame.people is not None else People.empty()
                if table is not None:
                    table.write(self.frames, seconds, people, source_frame=frame.index)
                if raw is not None:
                    raw.write(frame.image, ticks)
                if annotated is not None:
                    annotated.write(draw(frame.image, people, self._style()), ticks)
                self.frames, self._last = self.frames + 1, seconds
            frame = self._queue.get()


def recover(folder: Path, older_than: float = 60.0) -> list[Path]:
    """Give the files of recordings that a crash cut short a proper name; not those touched in the last ``older_than`` seconds."""
    found = []
    for partial in sorted(folder.glob("lightpose *.partial")) if folder.is_dir() else []:
        whole = partial.with_suffix("")
        target = whole.with_name(f"{whole.stem} recovered{whole.suffix}")
        try:
            if time.time() - partial.stat().st_mtime < older_than or target.exists():
                continue
            os.replace(partial, target)
        except OSError:
            continue
        found.append(target)
    return found


def snapshot(folder: Path, frame: PoseFrame, style: Style) -> Path:
    """Write ``frame`` with its people as PNG. Raises SinkError."""
    people = frame.people if frame.people is not None else People.empty()
    path = folder / (time.strftime("lightpose %Y-%m-%d %H-%M-%S") + f"-{int(time.time() * 1000) % 1000:03d}.png")
    done, data = cv2.imencode(".png", draw(frame.image, people, style))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not done:
            raise OSError("the image cannot be encoded")
        path.write_bytes(data.tobytes())
    except OSError as error:
        raise SinkError(f"cannot write {path}: {error.strerror or error}") from error
    return path
