from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from posecore.sinks import SinkError
from posecore.sinks.images import write_image
from posecore.sources import SourceError
from posecore.sources.images import ImageFolder, read_image, scan_folder
from tests.clips import corners, picture


def with_exif_orientation(jpeg: bytes, orientation: int) -> bytes:
    """Put an EXIF block that holds only the orientation tag into a JPEG."""
    tiff = b"II*\x00\x08\x00\x00\x00" + b"\x01\x00" + b"\x12\x01\x03\x00\x01\x00\x00\x00" + bytes([orientation, 0, 0, 0]) + bytes(4)
    block = b"Exif\x00\x00" + tiff
    return jpeg[:2] + b"\xff\xe1" + (len(block) + 2).to_bytes(2, "big") + block + jpeg[2:]


# Where the stored red, green, blue, grey quarters are shown, by the EXIF standard's "0th row / 0th column" table.
SHOWN = {
    1: ["red", "green", "blue", "grey"],
    2: ["green", "red", "grey", "blue"],
    3: ["grey", "blue", "green", "red"],
    4: ["blue", "grey", "red", "green"],
    5: ["red", "blue", "green", "grey"],
    6: ["blue", "red", "grey", "green"],
    7: ["grey", "green", "blue", "red"],
    8: ["green", "grey", "red", "blue"],
}


@pytest.mark.parametrize("orientation", SHOWN)
def test_exif_orientation(tmp_path: Path, orientation: int) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(with_exif_orientation(cv2.imencode(".jpg", picture(0))[1].tobytes(), orientation))
    assert corners(read_image(path)) == SHOWN[orientation]


@pytest.mark.parametrize("name", ["plain.png", "Ünïcode 人.png", "with space.bmp", "a.webp"])
def test_round_trip_under_any_name(tmp_path: Path, name: str) -> None:
    write_image(tmp_path / name, picture(3))
    back = read_image(tmp_path / name)
    assert back.dtype == np.uint8
    assert corners(back) == SHOWN[1]
    if not name.endswith("webp"):
        assert (back == picture(3)).all()
    assert [p.name for p in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("image", [np.full((8, 9), 77, np.uint8), np.full((8, 9), 77 * 257, np.uint16), np.full((8, 9, 4), 77, np.uint8)])
def test_grey_deep_and_transparent_pictures_become_bgr(tmp_path: Path, image: np.ndarray) -> None:
    (tmp_path / "x.png").write_bytes(cv2.imencode(".png", image)[1].tobytes())
    back = read_image(tmp_path / "x.png")
    assert back.shape == (8, 9, 3)
    assert back.dtype == np.uint8
    assert (back == 77).all()


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("missing.png", None, "does not exist"),
        ("empty.png", b"", "is empty"),
        ("text.jpg", b"not a picture", "cannot be read as a picture"),
        ("cut.png", cv2.imencode(".png", picture(0))[1].tobytes()[:40], "cannot be read as a picture"),
        ("data.xyz", b"\x00" * 100, "cannot be read as a picture"),
    ],
)
def test_broken_picture(tmp_path: Path, name: str, data: bytes | None, reason: str) -> None:
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(SourceError, match=reason) as caught:
        read_image(path)
    assert str(path) in str(caught.value)


def test_folder_in_natural_order(tmp_path: Path) -> None:
    for number in (10, 9, 1, 100):
        write_image(tmp_path / f"frame{number}.png", np.full((4 + number, 6, 3), number, np.uint8))
    (tmp_path / "notes.txt").write_text("no picture")
    assert [p.name for p in scan_folder(tmp_path).images] == ["frame1.png", "frame9.png", "frame10.png", "frame100.png"]
    with ImageFolder(tmp_path, fps=10) as source:
        frames = list(source)
        assert (source.info.frames, source.info.fps, source.info.height) == (4, 10, 5)
    assert [int(f.image[0, 0, 0]) for f in frames] == [1, 9, 10, 100]
    assert [f.time for f in frames] == pytest.approx([0, 0.1, 0.2, 0.3])
    assert [f.name for f in frames] == ["frame1.png", "frame9.png", "frame10.png", "frame100.png"]


def test_folder_without_pictures(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="holds no pictures"):
        ImageFolder(tmp_path).open()
    with pytest.raises(SourceError, match="is not a folder"):
        ImageFolder(tmp_path / "nowhere").open()


def test_unwritable_picture(tmp_path: Path) -> None:
    with pytest.raises(SinkError, match="does not exist"):
        write_image(tmp_path / "nowhere" / "x.png", picture(0))
    with pytest.raises(SinkError, match="unknown extension"):
        write_image(tmp_path / "x.xyz", picture(0))
    assert list(tmp_path.iterdir()) == []
