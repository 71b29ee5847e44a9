"""Boxes of a file in place of a detector: in images, recordings, and the program."""

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from lightpose.cli import app
from posecore import formats
from posecore.pipelines.frame import PoseFrame
from posecore.pipelines.given_boxes import GivenBoxes
from posecore.pipelines.recorded import follow
from posecore.runtime.detectors import BoxesFile, WholeFrame, open_detector
from posecore.sinks.images import write_image
from posecore.skeletons import COCO17
from tests.clips import make_clip, picture


class Corners:
    """Puts all joints along the diagonal of the box they are asked for: what a pose says where its box was."""

    skeleton, provider = COCO17, "cpu"

    def __call__(self, image, boxes):
        boxes = np.asarray(boxes, np.float32)
        share = np.linspace(0.1, 0.9, 17, dtype=np.float32)[:, None]
        return boxes[:, None, :2] + share * (boxes[:, None, 2:] - boxes[:, None, :2]), np.full((len(boxes), 17), 0.9, np.float32)

    def on_one_thread(self):
        return self


def rows(path: Path, table) -> Path:
    """(image_id, xywh, score) rows as COCO detections."""
    path.write_text(json.dumps([{"image_id": i, "category_id": 1, "bbox": list(map(float, b)), "score": s} for i, b, s in table]))
    return path


def frame(name: str = "", index: int = 0) -> PoseFrame:
    from fractions import Fraction

    from posecore.pipelines.frame import pose_frame
    from posecore.sources import SourceFrame

    return pose_frame(SourceFrame(np.zeros((100, 200, 3), np.uint8), index, 0.0, 0, Fraction(1), name=name), 0.0)


@pytest.mark.parametrize("ids", [(139, 285), ("000000000139.jpg", "000000000285.jpg"), ("000000000139", "000000000285")])
def test_images_are_known_by_name_or_number(tmp_path: Path, ids) -> None:
    path = rows(tmp_path / "boxes.json", [(ids[0], (10, 20, 30, 40), 0.4), (ids[1], (1, 2, 3, 4), 0.5), (ids[0], (50, 10, 20, 30), 0.8)])
    boxes, scores = BoxesFile(path).of("some/where/000000000139.jpg", 7)
    assert boxes.tolist() == [[50, 10, 70, 40], [10, 20, 40, 60]]
    assert scores.tolist() == pytest.approx([0.8, 0.4])
    assert len(BoxesFile(path, 0.5).of("000000000139.jpg", 0)[0]) == 1
    assert len(BoxesFile(path).of("000000000001.jpg", 0)[0]) == 0


def test_labels_are_boxes_too(tmp_path: Path) -> None:
    labels = {
        "images": [{"id": 5, "file_name": "a.jpg"}],
        "annotations": [
            {"image_id": 5, "category_id": 1, "bbox": [1, 2, 3, 4]},
            {"image_id": 5, "category_id": 1, "bbox": [9, 9, 90, 90], "iscrowd": 1},
            {"image_id": 5, "category_id": 3, "bbox": [0, 0, 9, 9]},
        ],
    }
    (tmp_path / "val.json").write_text(json.dumps(labels))
    boxes, scores = BoxesFile(tmp_path / "val.json").of("a.jpg", 0)
    assert boxes.tolist() == [[1, 2, 4, 6]]
    assert scores.tolist() == [1]


@pytest.mark.parametrize(
    "text", ["", "[", "3", "[3]", "[{}]", '{"images": []}', '[{"image_id": 1, "bbox": [1, 2, 3], "score": 1}]',
             '[{"image_id": 1, "bbox": [1, 2, 3, NaN], "score": 1}]', '[{"image_id": 1, "bbox": [1, 2, 3, 4], "score": "x"}]']
)  # fmt: skip
def test_other_files_are_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "b.json").write_text(text)
    with pytest.raises(ValueError, match=r"b\.json: not ") as caught:
        BoxesFile(tmp_path / "b.json")
    assert "\n" not in str(caught.value)
    with pytest.raises(FileNotFoundError, match="no such file"):
        BoxesFile(tmp_path / "c.json")


def test_a_name_without_the_number_is_told(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"cat\.jpg does not say which number"):
        BoxesFile(rows(tmp_path / "b.json", [(1, (1, 2, 3, 4), 1.0)])).of("cat.jpg", 1)


def test_single_images(tmp_path: Path) -> None:
    networks = GivenBoxes(
        BoxesFile(rows(tmp_path / "b.json", [("a.png", (10, 20, 60, 70), 0.01), ("b.png", (90, 5, 50, 80), 0.9)])), Corners()
    )
    people = networks.people_in(frame("a.png"))
    assert people.boxes.tolist() == [[10, 20, 70, 90]]  # every box is one to look into, whatever its score
    assert people.keypoints[0, 0].tolist() == pytest.approx([16, 27])
    assert networks.device == "cpu"
    with pytest.raises(ValueError, match="whose frames have names or numbers"):
        networks(np.zeros((10, 10, 3), np.uint8))


@pytest.mark.parametrize("track", [True, False])
def test_every_frame_of_a_recording_has_its_own(tmp_path: Path, track: bool) -> None:
    clip = make_clip(tmp_path / "in.mp4", pts=range(0, 200, 20), size=(160, 120))
    given = [(i, (10 + 3 * i, 20, 50, 80), 0.9) for i in range(10)]
    networks = GivenBoxes(BoxesFile(rows(tmp_path / "b.json", given)), Corners())
    found = [people for _, people in follow(clip, networks, track=track)]
    assert [len(people) for people in found] == [1] * 10
    firsts = np.array([people.keypoints[0, 0] for people in found])
    exact = np.array([[15 + 3 * i, 28] for i in range(10)])
    np.testing.assert_allclose(firsts, exact, atol=6 if track else 0.01)  # a track has a box of its own, which follows
    assert (np.diff(firsts[:, 0]) > 1).all()
    assert len({int(people.ids[0]) for people in found}) == 1


def test_the_program_takes_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("posecore.pipelines.image.open_pose", lambda *args, **options: Corners())
    write_image(tmp_path / "000000000007.png", picture(0, 160, 120))
    path = rows(tmp_path / "boxes.json", [(7, (10, 20, 60, 70), 0.9), (8, (0, 0, 9, 9), 0.9)])
    words = ["image", tmp_path / "000000000007.png", "-k", tmp_path / "k.jsonl", "--detector", path]
    done = CliRunner().invoke(app, list(map(str, words)))
    assert done.exit_code == 0, done.output
    (only,) = formats.read(tmp_path / "k.jsonl").frames
    assert only.people.boxes.round().tolist() == [[10, 20, 70, 90]]
    assert CliRunner().invoke(app, ["live", "--headless", "--detector", str(path), "-o", str(tmp_path / "o.mp4")]).exit_code == 2


def test_the_whole_frame() -> None:
    detector = open_detector("none")
    assert isinstance(detector, WholeFrame)
    assert detector(np.zeros((20, 30, 3), np.uint8))[0].tolist() == [[0, 0, 30, 20]]
