"""The engine's promises: order, drops, states, errors, the end."""

from __future__ import annotations

import threading
import time

import numpy as np
import pytest

from posecore.engine import Engine, EngineError, Frame, State, run_stages
from tests.engine.fakes import IMAGE, Counter, Step, engine_threads


def raise_on(index: int, error: Exception):
    def action(frame: Frame) -> Frame:
        if frame.index == index:
            raise error
        return frame

    return action


def test_file_keeps_every_frame_in_order():
    seen: list[int] = []
    stages = [Step("a"), Step("b", 0.001), Step("c")]
    source = Counter(120)
    engine = Engine(source, stages, consumers=[lambda f: seen.append(f.index)])
    engine.run()
    assert seen == list(range(120))
    assert engine.state is State.STOPPED
    assert engine.stats().drops == 0
    assert engine.stats().frames == 120
    assert (source.opened, source.closed) == (1, 1)
    assert all((s.opened, s.closed) == (1, 1) for s in stages)
    assert not engine_threads()


def test_live_drops_old_frames_and_counts_them():
    seen: list[Frame] = []
    engine = Engine(Counter(60, live=True, period=0.005), [Step("fast"), Step("slow", 0.03)], consumers=[seen.append])
    engine.run()
    indices = [f.index for f in seen]
    assert indices == sorted(indices)
    assert indices[-1] == 59, "the newest frame always gets through"
    stats = engine.stats()
    assert stats.drops == 60 - len(seen) > 20
    assert {s.name: s.drops for s in stats.stages} == {"source": 0, "fast": 0, "slow": stats.drops}
    assert max(f.latency for f in seen) < 0.03 * 2 + 0.04


def test_captured_frames_are_told_before_the_stages_have_them():
    told: list[tuple[int, int]] = []
    engine = Engine(Counter(30, live=True, period=0.002), [Step("slow", 0.02)], on_captured=lambda f: told.append((f.index, len(f.marks))))
    engine.run()
    assert told == [(i, 1) for i in range(30)], "each one, though the stage is slower, and with the source's mark only"


def test_frame_carries_its_times():
    seen: list[Frame] = []
    Engine(Counter(5), [Step("a", 0.01), Step("b")], consumers=[seen.append]).run()
    for frame in seen:
        assert list(frame.marks) == ["source", "a", "b"]
        assert frame.marks["a"].work >= 0.009
        assert frame.captured <= frame.marks["source"].left <= frame.marks["a"].entered <= frame.marks["a"].left <= frame.marks["b"].entered
        assert frame.latency >= 0.009


@pytest.mark.parametrize("live", [True, False])
@pytest.mark.parametrize("stage", [0, 1, 2])
def test_error_names_the_stage_and_keeps_the_cause(stage: int, live: bool):
    error = ValueError("no luck")
    stages = [Step(name, action=raise_on(3, error) if i == stage else None) for i, name in enumerate("abc")]
    engine = Engine(Counter(None, live=live, period=0.002), stages)
    if live:  # frame 3 may be dropped: fail on any from there
        stages[stage].action = lambda f: raise_on(f.index if f.index >= 3 else -1, error)(f)
    with pytest.raises(EngineError, match=f"{'abc'[stage]}: no luck") as caught:
        engine.run()
    assert caught.value.cause is error is caught.value.__cause__
    assert engine.state is State.FAILED
    assert engine.detail == f"{'abc'[stage]}: no luck"
    assert not engine_threads()
    assert all(s.closed == 1 for s in stages)


def test_source_error_comes_after_all_frames_before_it():
    class Broken(Counter):
        def read(self):
            if self.next == 7:
                raise OSError("cut off")
            return super().read()

    seen: list[int] = []
    engine = Engine(Broken(None), [Step("a", 0.005)], consumers=[lambda f: seen.append(f.index)])
    with pytest.raises(EngineError, match="source: cut off"):
        engine.run()
    assert seen == list(range(7))


def test_open_and_consumer_errors():
    class NoCamera(Counter):
        def open(self) -> None:
            raise OSError("busy")

    with pytest.raises(EngineError, match="source: busy"):
        Engine(NoCamera(3), [Step("a")]).run()

    def full(frame: Frame) -> None:
        raise OSError("disk full")

    with pytest.raises(EngineError, match="consumer: disk full"):
        Engine(Counter(3), [Step("a")], consumers=[full]).run()


@pytest.mark.parametrize("live", [True, False])
def test_stop_while_everything_is_busy(live: bool):
    engine = Engine(Counter(None, live=live), [Step("a"), Step("b", 0.05), Step("c")])
    engine.start()
    time.sleep(0.15)
    start = time.monotonic()
    engine.stop()
    assert time.monotonic() - start < 0.5
    assert engine.state is State.STOPPED
    assert not engine.stragglers
    assert not engine_threads()


@pytest.mark.parametrize("where", ["source", "stage"])
def test_stop_returns_although_somebody_hangs(where: str):
    release = threading.Event()

    class Stuck(Counter):
        def read(self):
            release.wait(20)
            return super().read()

    def hang(frame: Frame) -> Frame:
        release.wait(20)
        return frame

    source = Stuck(None, live=True) if where == "source" else Counter(None, live=True, period=0.001)
    engine = Engine(source, [Step("a", action=hang if where == "stage" else None)])
    engine.start()
    time.sleep(0.05)
    start = time.monotonic()
    engine.stop()
    assert time.monotonic() - start < 1.0
    assert engine.stragglers == ["source" if where == "source" else "a"]
    assert engine.state is State.STOPPED
    release.set()
    for _ in range(100):
        if not engine_threads():
            break
        time.sleep(0.02)
    assert not engine_threads()


def test_stop_interrupts_a_waiting_source():
    class Waiting(Counter):
        woken = threading.Event()

        def read(self):
            self.woken.wait(20)
            return

        def interrupt(self) -> None:
            self.woken.set()

    engine = Engine(Waiting(None, live=True), [Step("a")])
    engine.start()
    engine.stop()
    assert not engine.stragglers
    assert not engine_threads()


def test_stop_from_a_consumer_does_not_deadlock():
    engine = Engine(Counter(None), [Step("a")])
    engine.add_consumer(lambda f: engine.stop() if f.index == 5 else None)
    engine.start()
    assert engine.wait(2)
    engine.stop()
    assert engine.state is State.STOPPED
    assert not engine_threads()


def test_states_are_told_and_end_once():
    told: list[tuple[State, str]] = []
    source = Counter(None, live=True, period=0.002)
    engine = Engine(source, [Step("a")], on_state=lambda s, d: told.append((s, d)))
    assert engine.state is State.IDLE
    engine.start()
    while engine.stats().frames < 3:
        time.sleep(0.005)
    source.on_connection(False, "camera 0 gives no pictures")
    assert (engine.state, engine.detail) == (State.RECONNECTING, "camera 0 gives no pictures")
    source.on_connection(True, "")
    engine.stop()
    engine.stop()
    assert [s for s, _ in told] == [State.STARTING, State.RUNNING, State.RECONNECTING, State.RUNNING, State.STOPPING, State.STOPPED]
    with pytest.raises(RuntimeError, match="runs once"):
        engine.start()


def test_stop_while_it_starts():
    """Who asks for the end between the first word of the start and the first thread gets an engine of which nothing runs."""
    source = Counter(None, live=True, period=0.001)

    def listen(state: State, detail: str) -> None:
        if state is State.STARTING:
            engine.stop()

    engine = Engine(source, [Step("a")], on_state=listen)
    engine.start()
    assert engine.state is State.STOPPED
    assert not engine_threads()
    assert not source.opened


def test_stop_before_start():
    engine = Engine(Counter(3), [Step("a")])
    engine.stop()
    assert engine.state is State.STOPPED
    assert engine.wait(0)


def collect(engine: Engine, expected: int, seconds: float = 2.0) -> None:
    limit = time.monotonic() + seconds
    while engine.stats().frames < expected and time.monotonic() < limit:
        time.sleep(0.002)


def test_pause_step_seek_on_a_file():
    seen: list[int] = []
    engine = Engine(Counter(None, period=0.001), [Step("a")], consumers=[lambda f: seen.append(f.index)], capacity=1)
    engine.start()
    collect(engine, 5)
    engine.pause()
    assert engine.paused
    assert engine.state is State.PAUSED
    time.sleep(0.05)
    held = list(seen)
    time.sleep(0.05)
    assert seen == held
    engine.step()
    collect(engine, len(held) + 1)
    engine.seek(100.0)
    collect(engine, len(held) + 2)
    time.sleep(0.02)
    assert seen == [*held, held[-1] + 1, 3000]
    engine.resume()
    collect(engine, len(held) + 5)
    assert seen[len(held) + 2] == 3001
    assert engine.state is State.RUNNING
    engine.stop()
    assert not engine_threads()


def test_pause_of_a_camera_throws_frames_away():
    source = Counter(None, live=True, period=0.002)
    engine = Engine(source, [Step("a")])
    engine.start()
    collect(engine, 3)
    engine.pause()
    time.sleep(0.03)
    frames, reads = engine.stats().frames, source.next
    time.sleep(0.05)
    assert engine.stats().frames == frames
    assert source.next > reads
    engine.step()
    collect(engine, frames + 1)
    assert engine.stats().frames == frames + 1
    engine.resume()
    collect(engine, frames + 5)
    assert engine.stats().frames > frames + 4
    engine.stop()


@pytest.mark.parametrize("live", [False, True])
@pytest.mark.parametrize("opening", [0.0, 0.05])
def test_pause_while_it_starts(live: bool, opening: float):
    class Slow(Counter):
        def open(self) -> None:
            time.sleep(opening)
            super().open()

    source = Slow(None, live=live, period=0.002)
    said: list[State] = []
    engine = Engine(source, [Step("a")], on_state=lambda state, _: said.append(state))
    engine.pause()
    engine.start()
    limit = time.monotonic() + 5
    while engine.state is not State.PAUSED and time.monotonic() < limit:
        time.sleep(0.002)
    assert said == [State.STARTING, State.PAUSED]
    assert engine.stats().frames == 0
    engine.resume()
    collect(engine, 3)
    assert engine.state is State.RUNNING
    engine.stop()
    assert not engine_threads()


def test_latest_and_consumers_come_and_go():
    engine = Engine(Counter(None, live=True, period=0.002), [Step("a")])
    seen: list[int] = []
    engine.start()
    collect(engine, 3)
    engine.add_consumer(seen.append)  # type: ignore[arg-type]
    collect(engine, 10)
    engine.remove_consumer(seen.append)  # type: ignore[arg-type]
    collect(engine, 14)
    count = len(seen)
    collect(engine, 20)
    assert 0 < count == len(seen)
    frame = engine.latest.take()
    assert isinstance(frame, Frame)
    engine.displayed(frame)
    assert engine.stats().latency_p50_ms > 0
    engine.stop()


def test_stage_may_drop_frames_and_report_gauges():
    class Odd(Step):
        def gauges(self) -> dict[str, float]:
            return {"seen": float(len(self.seen))}

    engine = Engine(Counter(10), [Odd("odd", action=lambda f: f if f.index % 2 else None)])
    engine.run()
    stats = engine.stats()
    assert stats.frames == 5
    assert stats.gauges == {"seen": 10.0}
    assert stats.to_dict()["stages"][1]["name"] == "odd"


def test_names_must_differ():
    with pytest.raises(ValueError, match="names that differ"):
        Engine(Counter(1), [Step("a"), Step("a")])
    with pytest.raises(ValueError, match="at least one stage"):
        Engine(Counter(1), [])


def test_stages_run_alone():
    frame = Frame(IMAGE, 0, 0.0, 0.0)
    assert run_stages([Step("a"), Step("b")], frame) is frame
    assert run_stages([Step("a", action=lambda f: None), Step("b")], frame) is None


@pytest.mark.parametrize("live", [True, False])
def test_overhead_and_memory(live: bool):
    """No-op stages at 720p: hundreds of frames a second of processor time, nothing piles up (bench engine measures 20,000)."""
    import psutil

    image = np.zeros((720, 1280, 3), np.uint8)
    process = psutil.Process()
    memory: dict[int, int] = {}
    engine = Engine(Counter(2500, live=live, period=0.0005 if live else 0.0, image=image), [Step("a"), Step("b"), Step("c")])
    engine.add_consumer(lambda f: memory.setdefault(f.index // 500, process.memory_info().rss) and None)
    start = time.process_time()
    engine.run()
    seconds = time.process_time() - start
    assert engine.stats().frames / seconds > 500
    assert memory[4] - memory[1] < 10e6
    assert not engine_threads()
