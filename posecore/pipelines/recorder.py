"""Records a live pipeline: annotated video, raw video and keypoints on one clock, in a thread of its own.

The videos are fragmented MP4, a fragment a second: after a crash the ``.partial`` file plays up to its last whole fragment, and
:func:`recover` makes a whole file of it at the next start.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple, Protocol

from posecore.drawing.painter import draw
from posecore.drawing.plan import Style
from posecore.formats import KeypointHeader, KeypointWriter, check, named, open_writer
from posecore.people import People
from posecore.pipelines.frame import PoseFrame
from posecore.sinks import SinkError, check_output, opened
from posecore.sinks.images import write_image
from posecore.sinks.recovery import recover_file
from posecore.sinks.video import VIDEO_SUFFIXES, VideoWriter
from posecore.skeletons import COCO17

CLOCK = Fraction(1, 10_000)
"""Of the videos: between two frames are 2³¹ ticks at most, here 59 hours. As long may a source be lost."""
CAPACITY = 24
"""Frames that may wait for the encoder; those that find it full are left out and counted."""


class Outputs(NamedTuple):
    """The files of a recording; None for those that are not wanted."""

    annotated: Path | None = None
    raw: Path | None = None
    keypoints: Path | None = None


class Plan(Protocol):
    """What a recorder is to write. ``source`` and ``device`` are for the keypoint file's header."""

    @property
    def source(self) -> str: ...

    @property
    def device(self) -> str: ...

    def prepare(self) -> None:
        """Called before anything is written. Raises SinkError where that would be in vain."""
        ...

    def outputs(self) -> Outputs:
        """The files, asked once when the first frame is there."""
        ...


@dataclass(frozen=True)
class RecordingPlan:
    """Files named by the time of day in ``folder``. ``keypoints``: ``none``, or a format as of
    :func:`posecore.formats.known_formats`."""

    folder: Path
    annotated: bool = True
    raw: bool = False
    keypoints: str = "jsonl"
    source: str = ""
    device: str = ""

    def prepare(self) -> None:
        """Make the folder. Raises SinkError."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SinkError(f"cannot record into {self.folder}: {error.strerror or error}") from error
        if self.keypoints != "none":
            check(named(self.folder / "lightpose", self.keypoints))

    def outputs(self) -> Outputs:
        """Files whose name nothing in the folder has yet."""
        base = self.folder / time.strftime("lightpose %Y-%m-%d %H-%M-%S")
        number = 1
        while any(base.parent.glob(f"{base.name}[. ]*")):
            number += 1
            base = base.with_name(f"{base.name.split(' #')[0]} #{number}")
        return Outputs(
            base.with_name(base.name + ".mp4") if self.annotated else None,
            base.with_name(base.name + " raw.mp4") if self.raw else None,
            named(base, self.keypoints) if self.keypoints != "none" else None,
        )


@dataclass(frozen=True)
class FilePlan:
    """Files that the caller names."""

    annotated: Path | None = None
    keypoints: Path | None = None
    source: str = ""
    device: str = ""

    def prepare(self) -> None:
        """Raises SinkError where a file cannot be written."""
        if self.annotated is not None:
            check_output(self.annotated, VIDEO_SUFFIXES)
        if self.keypoints is not None:
            check(self.keypoints)

    def outputs(self) -> Outputs:
        """As named."""
        return Outputs(annotated=self.annotated, keypoints=self.keypoints)


class Recorder:
    """One recording. Use :meth:`write` as an engine's consumer.

    Args:
        plan: what to write.
        style: asked for each frame how people are drawn.
        on_done: called once, in the recorder's thread, when all files are closed.

    Attributes:
        files: what is written, by its final name.
        frames, dropped: frames written, and frames left out because the encoder could not keep up.
        error: what went wrong, None while all is well.
    """

    def __init__(self, plan: Plan, style: Callable[[], Style], on_done: Callable[[Recorder], None] | None = None) -> None:
        self.plan, self._style, self._on_done = plan, style, on_done
        self.files: list[Path] = []
        self.frames = self.dropped = 0
        self.error: Exception | None = None
        self._last = 0.0
        self._deadline: float | None = None
        self._queue: queue.Queue[PoseFrame | None] = queue.Queue(CAPACITY)
        self._thread = threading.Thread(target=self._run, name="recorder", daemon=True)

    def start(self) -> None:
        """Start the thread. Raises SinkError where nothing can be written."""
        self.plan.prepare()
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
        outputs = self.plan.outputs()
        self.files += [path for path in outputs if path is not None]

        def video(path: Path | None) -> VideoWriter | None:
            if path is None:
                return None
            return opened(sinks, lambda: VideoWriter(path, width=width, height=height, time_base=CLOCK, live=True))

        annotated, raw = video(outputs.annotated), video(outputs.raw)
        table, keypoints = None, outputs.keypoints
        if keypoints is not None:
            skeleton = first.people.skeleton if first.people is not None else COCO17
            header = KeypointHeader(self.plan.source, skeleton, width, height, device=self.plan.device)
            table = opened(sinks, lambda: open_writer(keypoints, header))
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
                self.error = SinkError("the size of the frames changed")
                return  # what there is of it is whole
            if ticks > last:
                last = ticks
                people = frame.people if frame.people is not None else People.empty()
                if table is not None:
                    table.write(self.frames, seconds, people, source_frame=frame.index)
                if raw is not None:
                    raw.write(frame.image, ticks)
                if annotated is not None:
                    annotated.write(draw(frame.image, people, self._style(), everyone=frame.all_people), ticks)
                self.frames, self._last = self.frames + 1, seconds
            frame = self._queue.get()


def recover(folder: Path, older_than: float = 60.0) -> list[Path]:
    """Make whole files of recordings that a crash cut short; not of those touched in the last ``older_than`` seconds."""
    found = []
    for partial in sorted(folder.glob("lightpose *.partial")) if folder.is_dir() else []:
        whole = partial.with_suffix("")
        target = whole.with_name(f"{whole.stem} recovered{whole.suffix}")
        try:
            if time.time() - partial.stat().st_mtime >= older_than and not target.exists():
                found.append(recover_file(partial, target).path)
        except (OSError, SinkError):
            continue
    return found


def snapshot(folder: Path, frame: PoseFrame, style: Style) -> Path:
    """Write ``frame`` with its people as PNG. Raises SinkError."""
    people = frame.people if frame.people is not None else People.empty()
    path = folder / (time.strftime("lightpose %Y-%m-%d %H-%M-%S") + f"-{int(time.time() * 1000) % 1000:03d}.png")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SinkError(f"cannot write {path}: {error.strerror or error}") from error
    write_image(path, draw(frame.image, people, style, everyone=frame.all_people))
    return path
