"""What is shown while the networks are still busy: the newest image, with the people of an older one moved on."""

from __future__ import annotations

import threading
import time
from dataclasses import replace

import numpy as np
import pytest

from posecore.drawing.plan import Style
from posecore.pipelines.display import RUNS_ON, CameraFeed, Newest, by_now, newer_image
from posecore.pipelines.frame import PoseFrame
from posecore.sinks.virtual_camera import VirtualCamera
from posecore.streams.base import Address
from posecore.streams.udp import Udp
from tests.clips import standing

PATIENCE = 20
"""Seconds that a busy machine may take."""


def moving(captured: float, grey: int, speed: float = 200.0) -> PoseFrame:
    """A frame of one person who moves to the right at ``speed`` px/s."""
    people = standing((20, 20, 80, 100), ids=[1])
    motion = np.zeros((1, 17, 2))
    motion[..., 0] = speed
    return PoseFrame(np.full((120, 160, 3), grey, np.uint8), 0, captured, captured, people=people, motion=motion)


def test_people_go_on_with_the_newest_image() -> None:
    frame, newest = moving(10.0, 50), moving(10.06, 90)
    shown = by_now(frame, newest, 10.1)
    assert shown.image is newest.image
    assert shown.people.keypoints[..., 0] == pytest.approx(frame.people.keypoints[..., 0] + 20, abs=1e-3)
    assert frame.image[0, 0, 0] == 50, "the frame is others' too"


@pytest.mark.parametrize("captured", [9.0, 10.0, 10.0 + 2 * RUNS_ON])
def test_an_image_that_is_older_or_by_far_too_new_is_not_taken(captured: float) -> None:
    frame = moving(10.0, 50)
    assert newer_image(frame, moving(captured, 90)) is frame.image
    assert newer_image(frame, None) is frame.image
    assert newer_image(replace(frame, motion=None), moving(10.06, 90)) is None
    assert by_now(replace(frame, motion=None), moving(10.06, 90), 10.1).image is frame.image


class Shown(Newest):
    """Keeps what it is to show; holds while ``free`` is clear."""

    def __init__(self, follows: bool = True) -> None:
        super().__init__("shown")
        self.wanted = follows
        self.seen: list[tuple[float, float | None]] = []
        self.free, self.busy = threading.Event(), threading.Event()
        self.free.set()

    @property
    def follows(self) -> bool:
        return self.wanted

    def _show(self, frame: PoseFrame, newest: PoseFrame | None) -> None:
        self.seen.append((frame.captured, newest.captured if newest is not None else None))
        self.busy.set()
        self.free.wait(PATIENCE)

    def until(self, number: int) -> None:
        deadline = time.monotonic() + PATIENCE
        while len(self.seen) < number and time.monotonic() < deadline:
            time.sleep(0.002)
        assert len(self.seen) == number


def test_each_captured_image_is_shown_as_it_comes() -> None:
    shown = Shown()
    shown.captured(moving(9.9, 0))  # nobody is known yet
    shown.start()
    shown.offer(moving(10.0, 0))
    shown.until(1)
    shown.captured(moving(10.03, 0))
    shown.until(2)
    shown.captured(moving(10.07, 0))
    shown.until(3)
    assert shown.seen == [(10.0, 9.9), (10.0, 10.03), (10.0, 10.07)]
    shown.captured(moving(10.1 + RUNS_ON, 0))  # else the image would go back to that of the people
    shown.wanted = False
    shown.captured(moving(10.1, 0))
    shown.offer(moving(10.2, 0))
    shown.until(4)
    assert shown.stop(PATIENCE)


def test_what_comes_while_it_is_busy_is_left_out() -> None:
    shown = Shown()
    shown.free.clear()
    shown.start()
    shown.offer(moving(10.0, 0))
    assert shown.busy.wait(PATIENCE)
    for i in range(1, 6):
        shown.captured(moving(10.0 + i / 100, 0))
    shown.free.set()
    shown.until(2)
    assert shown.seen[-1] == (10.0, 10.05)
    assert shown.stop(PATIENCE)


class Kept(VirtualCamera):
    """Keeps the frames."""

    def __init__(self) -> None:
        super().__init__(Style)
        self.frames: list[PoseFrame] = []

    def write(self, frame: PoseFrame) -> None:  # type: ignore[override]  # only such are given
        self.frames.append(frame)


@pytest.mark.parametrize(("predicted", "blurred"), [(True, False), (False, False), (True, True)])
def test_the_virtual_camera_shows_what_the_window_shows(predicted: bool, blurred: bool) -> None:
    camera = Kept()
    now = time.monotonic()
    old, new = moving(now - 0.06, 50), moving(now, 90)
    with CameraFeed(camera, lambda: Style(blur_faces=blurred), lambda: predicted) as feed:
        feed.captured(new)
        feed.offer(old)
        deadline = time.monotonic() + PATIENCE
        while not camera.frames and time.monotonic() < deadline:
            time.sleep(0.002)
    (shown,) = camera.frames
    ahead = shown.people.keypoints[0, 0, 0] - old.people.keypoints[0, 0, 0]
    if predicted and not blurred:
        assert shown.image is new.image
        assert ahead >= 0.06 * 200 - 1e-3
    else:
        assert shown is old


def test_a_stream_tells_what_was_measured_and_when() -> None:
    stream = Udp(Address.parse("udp://:9"))
    first, second = moving(10.0, 0), moving(10.1, 0)
    stream._message(first)
    message = stream._message(second)
    assert message.time == pytest.approx(0.1)
    assert message.rows == stream._message(replace(second, motion=None)).rows
