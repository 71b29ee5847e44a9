"""Live, the newest frame comes first: shown by stages and a source that go on when the test says so, not by the clock."""

from __future__ import annotations

import queue
import threading

import pytest

from posecore.engine import Engine, Frame
from tests.engine.fakes import IMAGE, Picture

PATIENCE = 20.0
"""Seconds after which a thread that should have gone on has not."""


class Told:
    """A live source that gives a frame each time :meth:`shoot` is called."""

    live = True

    def __init__(self) -> None:
        self._wanted: queue.SimpleQueue[int | None] = queue.SimpleQueue()

    def shoot(self, index: int | None) -> None:
        """Give the frame ``index``; None: the end."""
        self._wanted.put(index)

    def open(self) -> None: ...

    def read(self) -> Picture | None:
        index = self._wanted.get(timeout=PATIENCE)
        return None if index is None else Picture(IMAGE, index, index / 30)

    def close(self) -> None: ...


class Held:
    """A stage that keeps each frame until :meth:`let_go`."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._entered: queue.SimpleQueue[int] = queue.SimpleQueue()
        self._leave = threading.Semaphore(0)

    def process(self, frame: Frame) -> Frame:
        self._entered.put(frame.index)
        assert self._leave.acquire(timeout=PATIENCE)
        return frame

    def next(self) -> int:
        """The frame that it has next."""
        return self._entered.get(timeout=PATIENCE)

    def let_go(self) -> None:
        """Be done with it."""
        self._leave.release()


@pytest.fixture
def camera():
    """Source, detector, pose stage, frames captured and done; the engine ends with the test."""
    source, detect, pose = Told(), Held("detect"), Held("pose")
    captured: queue.SimpleQueue[int] = queue.SimpleQueue()
    done: queue.SimpleQueue[int] = queue.SimpleQueue()
    engine = Engine(source, [detect, pose], consumers=[lambda f: done.put(f.index)], on_captured=lambda f: captured.put(f.index))
    engine.start()
    yield engine, source, detect, pose, captured, done
    for stage in (detect, pose):
        for _ in range(20):
            stage.let_go()
    source.shoot(None)
    assert engine.wait(PATIENCE)


def test_a_frame_that_waits_for_the_pose_stage_gives_way_to_a_newer_one(camera):
    engine, source, detect, pose, captured, done = camera
    for index in range(5):
        source.shoot(index)
        assert captured.get(timeout=PATIENCE) == index
        assert detect.next() == index
        detect.let_go()
        if index == 0:
            assert pose.next() == 0
    # the detector has handed on 1, 2, 3 and maybe 4 while the pose stage was at 0; when it asks for the next, 4 is there
    source.shoot(5)
    assert detect.next() == 5, "4 has left the detector"
    pose.let_go()
    assert pose.next() == 4
    assert engine.stats().drops == 3
    assert done.get(timeout=PATIENCE) == 0


def test_no_more_than_one_frame_waits_for_a_stage_however_long_it_takes(camera):
    engine, source, detect, pose, captured, _ = camera
    source.shoot(0)
    assert detect.next() == 0
    for index in range(1, 30):
        source.shoot(index)
    source.shoot(30)
    while captured.get(timeout=PATIENCE) < 30:
        pass
    source.shoot(31)  # the source asks for this one: it has handed on 30
    while captured.get(timeout=PATIENCE) < 31:
        pass
    detect.let_go()
    newest = detect.next()
    assert newest >= 30, "31 may not have been handed on yet, whatever is older is gone"
    assert engine.stats().drops == newest - 1
    detect.let_go()
    assert pose.next() in (0, newest)
