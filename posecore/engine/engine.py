"""The engine: one thread for the source, one for each stage, a queue between each two."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any, Generic, cast

from posecore.engine.frame import Mark, plain_frame
from posecore.engine.gate import Gate
from posecore.engine.memory import MemoryReturn
from posecore.engine.queues import BlockingQueue, Channel, Closed, Mailbox
from posecore.engine.stage import (
    Closes,
    Consumer,
    EngineError,
    F,
    FrameSource,
    Given,
    HasGauges,
    Interruptible,
    NotYet,
    Opens,
    Reconnecting,
    Seekable,
    Stage,
    State,
    StateListener,
    Wakeable,
)
from posecore.engine.stats import Meter, Stats

now = time.monotonic
give_back_memory = MemoryReturn(now)
"""Of all engines of the process: one alone may be over before it is time."""


class Engine(Generic[F]):
    """Runs frames of class ``F`` from a source through stages to consumers. It knows nothing of what the stages do.

    A live source feeds one-slot mailboxes: the newest frame wins, drops are counted. Any other feeds bounded queues: nothing is dropped,
    the order is kept. An engine runs once; make a new one to run again.

    Args:
        source: where frames come from; opened, read and closed in a thread of its own.
        stages: at least one; their names differ.
        frames: makes the frame of what the source gave and when it was captured (seconds, ``time.monotonic``); None: plain ones.
        live: mailboxes or queues; None: as ``source.live`` says.
        consumers: see :data:`Consumer`; :meth:`add_consumer` adds more while it runs.
        capacity: of the queues between the stages of a source that is not live.
        on_state: see :data:`StateListener`.
        on_captured: called in the source's thread with each captured frame, before the stages have it; must return at once. May be set
            until it is started.

    Attributes:
        latest: the newest finished frame; ``latest.take()`` from a GUI timer never waits.
        error: what ended it, None while all is well.
        stragglers: names of threads that did not end in time when it was stopped (daemons, which end with the process at the latest).
    """

    def __init__(
        self,
        source: FrameSource[Given],
        stages: Sequence[Stage[F]],
        *,
        frames: Callable[[Given, float], F] | None = None,
        live: bool | None = None,
        consumers: Sequence[Consumer[F]] = (),
        capacity: int = 2,
        on_state: StateListener | None = None,
        on_captured: Consumer[F] | None = None,
    ) -> None:
        names = ["source", *(stage.name for stage in stages)]
        if len(names) < 2 or len(set(names)) != len(names):
            raise ValueError(f"an engine needs at least one stage, and names that differ: {', '.join(names)}")
        self.source: FrameSource[Any] = source
        self.stages = tuple(stages)
        self.live = source.live if live is None else live
        self._frames = frames or cast("Callable[[Given, float], F]", plain_frame)
        self.latest: Mailbox[F] = Mailbox()
        self.error: EngineError | None = None
        self.stragglers: list[str] = []
        self.detail = ""
        self._consumers = list(consumers)
        self._listener = on_state
        self.on_captured = on_captured
        self._state = State.IDLE
        self._changed = threading.Condition(threading.RLock())
        self._channels: list[Channel[F]] = [Mailbox() if self.live else BlockingQueue(capacity) for _ in stages]
        self._meter = Meter(names)
        self._threads: list[threading.Thread] = []
        self._running = 0
        self._opened = False
        self._gate = Gate(source.live)

    def start(self) -> None:
        """Start the threads and return at once; none where it is stopped meanwhile. Raises RuntimeError where it was started before."""
        with self._changed:
            if self._state is not State.IDLE:
                raise RuntimeError("an engine runs once; make a new one")
            bodies: list[tuple[str, Callable[[], None]]] = [("source", self._run_source)]
            bodies += [(stage.name, lambda i=i: self._run_stage(i)) for i, stage in enumerate(self.stages)]  # type: ignore[misc]
            self._threads = [
                threading.Thread(target=self._guard, args=(name, body), name=f"engine-{name}", daemon=True) for name, body in bodies
            ]
            self._running = len(self._threads)
        self._set_state(State.STARTING)
        with self._changed:
            if self.state is State.STARTING:  # who stops it now waits until all run, or comes before any does
                for thread in self._threads:
                    thread.start()

    def stop(self, timeout: float = 0.9) -> None:
        """End it, whatever the stages do: back after ``timeout`` seconds at the latest, no thread left or its name in ``stragglers``.

        Frames on their way are thrown away. May be called again, from any thread but the engine's own (there it only asks for the end).
        """
        if self._state is State.IDLE:
            self._set_state(State.STOPPED)
        self._set_state(State.STOPPING)
        self._halt(discard=True)
        deadline = now() + timeout
        if threading.current_thread() in self._threads:
            return
        for thread in self._threads:
            if thread.ident is not None:
                thread.join(max(0.0, deadline - now()))
        self.stragglers = [t.name.removeprefix("engine-") for t in self._threads if t.is_alive()]
        self._end("still busy: " + ", ".join(self.stragglers) if self.stragglers else "")

    def wait(self, timeout: float | None = None) -> bool:
        """Until it has ended: True; False after ``timeout`` seconds. Raises nothing; see ``error``."""
        with self._changed:
            return self._changed.wait_for(lambda: self._state.ended, timeout)

    def run(self) -> None:
        """Start, wait for the end of the source, and stop (also on Ctrl-C). Raises EngineError where a stage failed."""
        self.start()
        try:
            while not self.wait(0.2):  # a wait without limit would not hear Ctrl-C on Windows
                pass
        finally:
            self.stop()
        if self.error is not None:
            raise self.error

    def pause(self) -> None:
        """Hold. A file waits where it is; of a camera the frames are thrown away."""
        self._gate.pause()
        self._wake()
        if self._state is not State.RECONNECTING:  # said when the connection is back
            self._set_state(State.PAUSED)

    def resume(self) -> None:
        """Go on after :meth:`pause`."""
        if self._gate.paused:
            self._gate.resume()
            self._set_state(State.RUNNING)

    def step(self) -> None:
        """Let one frame through; pauses first where it runs."""
        if not self._gate.paused:
            self.pause()
        self._gate.step()
        self._wake()

    def seek(self, seconds: float) -> None:
        """Go to a presentation time; while paused the frame there is shown. Raises TypeError where the source cannot seek."""
        if not isinstance(self.source, Seekable):
            raise TypeError(f"{type(self.source).__name__} cannot seek")
        self._gate.seek(seconds)
        self._wake()

    def _wake(self) -> None:
        if isinstance(self.source, Wakeable):
            self.source.wake()

    def add_consumer(self, consumer: Consumer[F]) -> None:
        """From the next frame on ``consumer`` gets each one."""
        with self._changed:
            self._consumers = [*self._consumers, consumer]

    def remove_consumer(self, consumer: Consumer[F]) -> None:
        """``consumer`` gets no more; one call may still be under way."""
        with self._changed:
            self._consumers = [c for c in self._consumers if c is not consumer and c != consumer]

    @property
    def state(self) -> State:
        """Where it is; ``detail`` says why in a sentence."""
        return self._state

    @property
    def paused(self) -> bool:
        """Whether :meth:`pause` holds it."""
        return self._gate.paused

    def displayed(self, frame: F) -> None:
        """The viewer has put ``frame`` on the screen just now: for the latency."""
        self._meter.shown(frame, now())

    def stats(self) -> Stats:
        """The numbers of now."""
        drops = {stage.name: channel.dropped for stage, channel in zip(self.stages, self._channels, strict=True)}
        gauges: dict[str, float] = {}
        for stage in self.stages:
            if isinstance(stage, HasGauges):
                gauges.update(stage.gauges())
        return self._meter.snapshot(now(), drops, gauges)

    def _guard(self, name: str, body: Callable[[], None]) -> None:
        """Body of every thread: whatever happens, the error is kept, the neighbours are told, and the last one says that it is over."""
        try:
            body()
        except Closed:
            pass
        except BaseException as error:
            self._fail(error if isinstance(error, EngineError) else EngineError(name, error))
        finally:
            with self._changed:
                self._running -= 1
                last = not self._running
            if last:
                self._end()

    def _run_source(self) -> None:
        source = self.source
        if isinstance(source, Reconnecting):
            source.on_connection = self._connection
        try:
            source.open()
            self._opened = True
            if self._gate.paused:  # asked for meanwhile
                self._set_state(State.PAUSED)
            while self._gate.wait():
                target = self._gate.target()
                if target is not None and isinstance(source, Seekable):
                    source.seek(target)
                asked = now()
                try:
                    given = source.read()
                except NotYet:
                    continue
                if given is None or self._gate.over:
                    break
                frame = self._frames(given, given.time if source.live else now())
                frame.marks["source"] = Mark(asked, asked, now())
                if self._gate.withholds():
                    continue
                self._set_state(State.RUNNING, after=State.STARTING)
                self._meter.stage("source", frame.marks["source"])
                if self.on_captured is not None:
                    self.on_captured(frame)
                self._channels[0].put(frame)
                give_back_memory()
        finally:
            self._channels[0].close()
            source.close()

    def _run_stage(self, number: int) -> None:
        stage, inlet = self.stages[number], self._channels[number]
        outlet = self._channels[number + 1] if number + 1 < len(self.stages) else None
        try:
            if isinstance(stage, Opens):
                stage.open()
            while True:
                given = inlet.get()
                queued, entered = given.left, now()
                frame = stage.process(given)
                if frame is None:
                    continue
                frame.marks[stage.name] = mark = Mark(queued, entered, now())
                self._meter.stage(stage.name, mark)
                if outlet is not None:
                    outlet.put(frame)
                else:
                    self._deliver(frame)
        finally:
            inlet.close(discard=True)
            if outlet is not None:
                outlet.close()
            if isinstance(stage, Closes):
                stage.close()

    def _deliver(self, frame: F) -> None:
        if self._state is State.STOPPING:
            return
        self._meter.finished(frame, now())
        for consumer in self._consumers:
            try:
                consumer(frame)
            except Exception as error:
                raise EngineError("consumer", error) from error
        with contextlib.suppress(Closed):
            self.latest.put(frame)

    def _fail(self, error: EngineError) -> None:
        with self._changed:
            if self.error is None and self._state is not State.STOPPING:
                self.error = error
        self._halt(discard=False)

    def _halt(self, discard: bool) -> None:
        """Make the source thread end; with ``discard`` all others too, else they finish what is on its way."""
        self._gate.shut()
        if discard:
            for channel in self._channels:
                channel.close(discard=True)
        if isinstance(self.source, Interruptible):
            self.source.interrupt()

    def _connection(self, connected: bool, detail: str = "") -> None:
        if self._state in (State.STARTING, State.RUNNING, State.PAUSED, State.RECONNECTING):
            back = State.PAUSED if self._gate.paused else State.RUNNING
            self._set_state(back if connected else State.RECONNECTING, detail)

    def _end(self, detail: str = "") -> None:
        self.latest.close()
        self._set_state(State.STOPPED if self.error is None else State.FAILED, detail if self.error is None else str(self.error))

    def _set_state(self, state: State, detail: str = "", after: State | None = None) -> None:
        """Say so; nothing where that makes no sense, or where the state is not ``after`` any more."""
        with self._changed:
            if after is not None and self._state is not after:
                return
            if self._state.ended or (self._state is State.STOPPING and not state.ended) or (self._state, self.detail) == (state, detail):
                return
            too_early = self._state is State.IDLE or (self._state is State.STARTING and not self._opened)
            if state is State.PAUSED and too_early:
                return
            self._state, self.detail = state, detail
            self._changed.notify_all()
        if self._listener is not None:
            self._listener(state, detail)
