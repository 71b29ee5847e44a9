"""Video files at their own pace."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import cv2
import numpy as np
import pytest

from posecore.engine import NotYet
from posecore.sources.player import Player
from posecore.sources.seekable import SeekableVideo
from posecore.sources.slides import Slides
from posecore.sources.synthetic import SyntheticPeople
from tests.clips import make_clip


@pytest.mark.parametrize("speed", [1.0, 3.0])
def test_a_file_plays_at_its_pace(tmp_path: Path, speed: float) -> None:
    player = Player(SeekableVideo(make_clip(tmp_path / "a.mp4")), speed=speed)  # 30 frames, one second
    with player:
        start = time.monotonic()
        count = sum(1 for _ in player)
        took = time.monotonic() - start
    assert count == 30
    assert took == pytest.approx(29 / 30 / speed, abs=0.25)


def test_a_file_starts_in_the_middle(tmp_path: Path) -> None:
    with Player(SeekableVideo(make_clip(tmp_path / "a.mp4")), start=0.5) as player:
        first = player.read()
    assert first is not None
    assert first.time == pytest.approx(0.5, abs=0.02)


def test_a_wait_for_the_next_frame_can_be_ended(tmp_path: Path) -> None:
    player = Player(SeekableVideo(make_clip(tmp_path / "slow.mp4", pts=(0, 3000))))  # the second is shown after 5 s
    with player:
        player.read()
        start = time.monotonic()
        player.interrupt()
        player.read()
        assert time.monotonic() - start < 1


def test_a_source_that_cannot_seek_plays_from_its_start() -> None:
    player = Player(SyntheticPeople(live=False, frames=3, size=(64, 48)), start=5.0)
    assert not player.seekable
    assert player.path is None
    with player:
        player.seek(3.0)
        first = player.read()
    assert first is not None
    assert first.index == 0


def test_who_wakes_it_need_not_wait_for_a_frame_that_is_not_due(tmp_path: Path) -> None:
    """A pause, a step or a jump during a long wait: the frame is not given out before, and not lost."""
    player = Player(SeekableVideo(make_clip(tmp_path / "slow.mp4", pts=(0, 3000, 6000))))  # 5 s each
    with player:
        player.read()
        waker = threading.Timer(0.1, player.wake)
        waker.start()
        start = time.monotonic()
        with pytest.raises(NotYet):
            player.read()
        second = player.read()
        assert second is not None
        assert second.time == pytest.approx(5.0)
        player.wake()
        third = player.read()
        assert third is not None
        assert third.time == pytest.approx(10.0)
        player.wake()
        player.seek(0.0)
        first = player.read()
        assert first is not None
        assert first.time == 0.0
        assert time.monotonic() - start < 3


def test_the_last_frame_is_shown_as_long_as_the_others(tmp_path: Path) -> None:
    path = tmp_path / "1.png"
    cv2.imwrite(str(path), np.zeros((8, 8, 3), np.uint8))
    with Player(Slides(path, seconds=1), speed=4) as player:
        start = time.monotonic()
        assert player.read() is not None
        assert player.read() is None
        assert time.monotonic() - start > 0.2
