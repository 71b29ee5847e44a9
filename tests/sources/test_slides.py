"""Images one after the other, for people to look at."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from posecore.sources import SourceError
from posecore.sources.images import NoImages
from posecore.sources.slides import SLIDE_SECONDS, Slides, is_image


def photos(folder: Path, count: int = 4) -> Path:
    """Images of different sizes, ``1.png`` and so on; as grey as their number."""
    folder.mkdir()
    for number in range(1, count + 1):
        cv2.imwrite(str(folder / f"{number}.png"), np.full((40 + number, 60, 3), number, np.uint8))
    return folder


def test_each_image_has_its_time_and_one_can_go_to_it(tmp_path: Path) -> None:
    with Slides(photos(tmp_path / "a")) as source:
        assert [(frame.time, frame.name, frame.image.shape[0]) for frame in source] == [
            (number * SLIDE_SECONDS, f"{number + 1}.png", 41 + number) for number in range(4)
        ]
        for seconds, name in ((0, "1.png"), (2.99, "1.png"), (3, "2.png"), (6.5, "3.png"), (99, "4.png"), (-1, "1.png")):
            source.seek(seconds)
            frame = source.read()
            assert frame is not None
            assert frame.name == name, seconds


def test_what_cannot_be_read_is_left_out(tmp_path: Path) -> None:
    folder = photos(tmp_path / "a")
    for number in (1, 3):
        (folder / f"{number}.png").write_bytes(b"no image")
    with Slides(folder) as source:
        assert [frame.name for frame in source] == ["2.png", "4.png"]
    for number in (2, 4):
        (folder / f"{number}.png").write_bytes(b"")
    with pytest.raises(SourceError, match=r"1\.png cannot be read"):
        Slides(folder).open()
    (tmp_path / "empty").mkdir()
    with pytest.raises(NoImages):
        Slides(tmp_path / "empty").open()


def test_a_single_image(tmp_path: Path) -> None:
    path = photos(tmp_path / "a", 1) / "1.png"
    with Slides(path) as source:
        assert (source.info.frames, source.info.name) == (1, "1.png")
        assert [frame.name for frame in source] == ["1.png"]
    assert is_image(path)
    assert not is_image("a.mp4")
    with pytest.raises(SourceError, match="does not exist"):
        Slides(tmp_path / "no.png").open()
