"""Decoded frames do not pile up while a recording is read (:mod:`posecore.sources.viewing`)."""

from __future__ import annotations

import gc
from fractions import Fraction
from pathlib import Path

import av

from posecore.sources.viewing import Viewing
from tests.clips import make_clip


def test_frames_are_let_go_at_key_frames_too(tmp_path: Path) -> None:
    make_clip(tmp_path / "a.mp4", pts=range(0, 6000, 20), options={"g": "10"})
    gc.collect()
    gc.disable()
    try:
        with av.open(str(tmp_path / "a.mp4")) as container:
            viewing = None
            for frame in container.decode(video=0):
                viewing = viewing or Viewing(frame, Fraction(1))
                viewing.image(frame)
            waiting = sum(type(thing) is av.VideoFrame for thing in gc.get_objects())
    finally:
        gc.enable()
    assert waiting < 25  # of 30 key frames and some under way; 44 were they to wait for Python
