"""One source at a time through one engine: opened, watched, closed, never in the window's thread."""

from __future__ import annotations

import math
import queue
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from PyQt6.QtCore import QObject, pyqtSignal

from lightpose.gui import notices
from lightpose.gui.assembled import Assemble, Assembled, Options
from lightpose.gui.notices import Notice
from lightpose.gui.presenter import Presenter
from lightpose.gui.state import AppState, restarts
from posecore.engine import Consumer, Engine, FrameSource, Paced, Seekable, State, Stats
from posecore.pipelines.frame import PoseFrame
from posecore.sources import Recording, Source, SourceInfo
from posecore.sources.factory import SourceSpec
from posecore.sources.player import Player
from posecore.sources.slides import Slides


class Session(QObject):
    """Keeps the engine. All methods are called in the window's thread and return at once.

    Attributes:
        phase: ``idle``, ``loading``, ``running``, ``paused``, ``reconnecting``, ``ended`` or ``failed``.
        notice: what to tell about it, or None.
        spec: what is open, or was last.
        start: seconds into the file from which it plays.
    """

    changed = pyqtSignal()
    """Phase, notice or spec changed."""
    _built = pyqtSignal(int, object)
    _engine_state = pyqtSignal(int, object, str)

    def __init__(self, state: AppState, assemble: Assemble, presenter: Presenter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state, self.presenter = state, presenter
        self.phase = "idle"
        self.notice: Notice | None = None
        self.spec: SourceSpec | None = None
        self.start = 0.0
        self.live: Assembled | None = None
        self._assemble = assemble
        self._generation = 0
        self._door = threading.Lock()  # the presenter gets nothing of a source after it was told to forget it
        self._consumers: list[Consumer] = []
        self._watchers: list[Consumer] = []
        self._work: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._engine: Engine | None = None  # touched by the worker only, like the next
        self._busy: list[Engine] = []  # stopped, but not all of their threads ended in time
        self._worker = threading.Thread(target=self._run, name="session", daemon=True)
        self._worker.start()
        self._built.connect(self._on_built)
        self._engine_state.connect(self._on_engine_state)
        state.changed.connect(self._on_setting)

    # -- what the window asks for

    def open(self, spec: SourceSpec, start: float = 0.0, paused: bool = False) -> None:
        """Close what is open and show ``spec``; of a ``paused`` file only the frame at ``start`` seconds."""
        with self._door:
            self._generation += 1
            if spec != self.spec:
                self.presenter.clear()
                self._frame = 0
        self._position, self._shown = start, None
        generation, options = self._generation, Options.of(self.state)
        self.spec, self.live, self.start = spec, None, start
        self._enter("loading", notices.loading())
        self.state.paused = paused
        self._work.put(lambda: self._build(generation, spec, options, start, paused))

    def reopen(self) -> None:
        """Try again, or start anew with other settings; a file goes on where it was."""
        if self.spec is not None:
            self.open(self.spec, self.position if self.phase not in ("ended", "failed") else 0.0)

    def fail(self, spec: SourceSpec | None, notice: Notice) -> None:
        """Nothing can be opened; say why."""
        self._generation += 1
        self.spec, self.live = spec, None
        self._work.put(self._stop_engine)
        self._enter("failed", notice)

    def pause(self, paused: bool) -> None:
        """Hold or go on; a video that has ended plays again."""
        if self.over:
            self.reopen()
        if self.live is None:
            return
        if paused:
            self.live.engine.pause()
        else:
            self.live.engine.resume()

    def step(self) -> None:
        """One frame forward; pauses where it runs."""
        if self.live is not None and not self.over:
            self.state.paused = True
            self.live.engine.step()

    def step_back(self) -> None:
        """One frame back in a file, also from its end; pauses where it runs."""
        source = self._source.source if isinstance(self._source, Player) else None
        if self.spec is None or not isinstance(source, Recording) or not (self.seekable or self.over):
            return
        before = max(0.0, self.position - float(source.time_base))  # shown just before this one came
        if self.over:
            self.open(self.spec, before, paused=True)
        elif self.live is not None:
            self.state.paused = True
            self._seek(self.live.engine, before)

    def seek(self, seconds: float) -> None:
        """Go to ``seconds`` of a file; starts again where it had ended."""
        if self.phase == "ended" and self.spec is not None:
            self.open(self.spec, seconds)
        elif self.live is not None and self.seekable:
            self._seek(self.live.engine, seconds)

    def _seek(self, engine: Engine, seconds: float) -> None:
        """From now on the position is ``seconds``, whatever frames of before are still shown."""
        self._position, self._sought = seconds, time.monotonic()
        engine.seek(seconds)

    def add_consumer(self, consumer: Consumer) -> None:
        """``consumer`` gets every finished frame of this and all later engines."""
        self._consumers.append(consumer)
        if self.live is not None:
            self.live.engine.add_consumer(consumer)

    def watch_captured(self, watcher: Consumer, on: bool = True) -> None:
        """``watcher`` gets every captured frame of this and all later engines, before its people are known; not ``on``: no more."""
        self._watchers = [w for w in self._watchers if w != watcher] + ([watcher] if on else [])

    def _show(self, generation: int, present: Consumer, frame: PoseFrame) -> None:
        """Hand ``frame`` to the presenter, in the engine's thread, unless another source is being opened."""
        with self._door:
            if generation == self._generation:
                present(frame)

    def _captured(self, generation: int, frame: PoseFrame) -> None:
        self._show(generation, self.presenter.captured, frame)
        for watcher in self._watchers:
            watcher(frame)

    def remove_consumer(self, consumer: Consumer) -> None:
        """It gets no more."""
        self._consumers = [c for c in self._consumers if c != consumer]
        if self.live is not None:
            self.live.engine.remove_consumer(consumer)

    def shutdown(self, timeout: float = 0.8) -> bool:
        """End everything; True when no thread is left."""
        self._generation += 1
        self._work.put(self._stop_engine)
        self._work.put(None)
        self._worker.join(timeout)
        if self._worker.is_alive():
            return False
        for engine in self._busy:
            engine.stop(0.0)  # looks again
        return not any(engine.stragglers for engine in self._busy)

    # -- what the window shows

    @property
    def position(self) -> float:
        """Seconds into the file of the last frame that was shown."""
        return self._position if self.spec is not None and not self.spec.live else 0.0

    @property
    def frame(self) -> int:
        """Index of the last frame that was shown, from 0."""
        return self._frame

    _position, _frame = 0.0, 0
    _sought = -math.inf
    _shown: PoseFrame | None = None

    def shown(self, frame: PoseFrame) -> None:
        """The window has painted ``frame``, or a newer image with its people."""
        if frame.captured >= self._sought:
            self._position, self._frame = frame.time, frame.index
        if self.live is not None and frame is not self._shown:
            self.live.engine.displayed(frame)
        self._shown = frame

    @property
    def over(self) -> bool:
        """Whether a video, or what an address sent, has come to its end."""
        return self.phase == "ended" and self.spec is not None

    @property
    def seekable(self) -> bool:
        """Whether there is a file to seek in."""
        source = self._source
        return source.seekable if isinstance(source, Player) else isinstance(source, Seekable)

    @property
    def slides(self) -> bool:
        """Whether images are shown, each for some seconds."""
        return isinstance(self._source, Player) and isinstance(self._source.source, Slides)

    @property
    def single(self) -> bool:
        """Whether it is one image, and nothing plays."""
        return self.slides and self.info is not None and self.info.frames == 1

    @property
    def duration(self) -> float | None:
        """Seconds of the file; None where unknown or endless."""
        return self.info.duration if self.info is not None else None

    @property
    def info(self) -> SourceInfo | None:
        """What the open source says about itself; None while it is not open."""
        source = self._source
        try:
            return source.info if isinstance(source, Source) else None
        except RuntimeError:
            return None

    @property
    def _source(self) -> FrameSource[Any] | None:
        return self.live.engine.source if self.live is not None else None

    def stats(self) -> Stats | None:
        """The engine's numbers of now."""
        return self.live.engine.stats() if self.live is not None else None

    # -- in the worker

    def _run(self) -> None:
        while (work := self._work.get()) is not None:
            work()

    def _stop_engine(self) -> None:
        if self._engine is not None:
            self._engine.stop(0.7)
            if self._engine.stragglers:
                self._busy.append(self._engine)
            self._engine = None

    def _build(self, generation: int, spec: SourceSpec, options: Options, start: float, paused: bool) -> None:
        self._stop_engine()
        if generation != self._generation:
            return
        try:
            live = self._assemble(spec, options, start, lambda state, detail: self._engine_state.emit(generation, state, detail))
        except Exception as error:
            self._built.emit(generation, error)
            return
        if generation != self._generation:
            return
        self._engine = live.engine
        live.engine.on_captured = partial(self._captured, generation)
        live.engine.add_consumer(partial(self._show, generation, self.presenter.offer))
        for consumer in self._consumers:
            live.engine.add_consumer(consumer)
        if paused:
            live.engine.pause()
            live.engine.step()
        self._built.emit(generation, live)
        live.engine.start()

    # -- back in the window's thread

    def _on_built(self, generation: int, result: Any) -> None:
        if generation != self._generation or self.spec is None:
            return
        if isinstance(result, BaseException):
            self._enter("failed", notices.failure(result, self.spec))
            return
        self.live = result
        result.tune(self.state)
        if self.state.paused and not result.engine.paused:  # asked for while it was built
            result.engine.pause()
        self.changed.emit()

    def _on_engine_state(self, generation: int, state: State, detail: str) -> None:
        if generation != self._generation or self.spec is None:
            return
        if self.live is not None:  # what two threads said at once may come in either order
            state, detail = self.live.engine.state, self.live.engine.detail
        if state is State.RUNNING:
            self._enter("running", None)
        elif state is State.PAUSED:
            self._enter("paused", None)
        elif state is State.RECONNECTING:
            self._enter("reconnecting", notices.reconnecting(self.spec, detail))
        elif state is State.FAILED:
            error = self.live.engine.error if self.live is not None else None
            self._enter("failed", notices.failure(error or RuntimeError(detail), self.spec))
        elif state is State.STOPPED:
            self._enter("ended", None if self.single else notices.ended(self.slides or self.spec.kind == "sequence"))

    def _on_setting(self, name: str) -> None:
        if name == "paused":
            self.pause(self.state.paused)
        elif name == "speed":
            source = self._source
            if isinstance(source, Paced):
                source.speed = self.state.speed
        elif restarts(name) and self.spec is not None:
            if name in ("resolution", "camera_fps") and self.spec.kind not in ("camera", "synthetic"):
                return
            self.reopen()
        elif self.live is not None:
            self.live.tune(self.state)

    def _enter(self, phase: str, notice: Notice | None) -> None:
        self.phase, self.notice = phase, notice
        self.changed.emit()
