"""Video files at their own pace."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from posecore.sources.player import Player
from posecore.sources.seekable import SeekableVideo
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
