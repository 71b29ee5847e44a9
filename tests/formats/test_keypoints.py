from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from posecore.formats.keypoints import KeypointWriter, read_keypoints
from posecore.people import People
from posecore.sinks import SinkError, partial_path
from posecore.skeletons import COCO17, MPII16
from posecore.version import lightpose_version
from tests.clips import standing

CROWD = standing((10, 20, 110, 220), (300.25, 40.5, 360, 200), score=0.625, ids=[4, 7])


def write(path: Path, *people: People, **options: object) -> Path:
    settings = {"width": 640, "height": 480, "source": "walk.mp4", **options}
    with KeypointWriter(path, **settings) as writer:  # type: ignore[arg-type]
        for i, found in enumerate(people):
            writer.write(i, i / 30, found)
    return path


def test_lines_are_as_documented(tmp_path: Path) -> None:
    lines = write(tmp_path / "k.jsonl", CROWD, People.empty()).read_text().splitlines()
    assert json.loads(lines[0]) == {
        "lightpose": lightpose_version(),
        "skeleton": "coco17",
        "width": 640,
        "height": 480,
        "source": "walk.mp4",
    }
    frame = json.loads(lines[1])
    assert list(frame) == ["frame", "time", "people"]
    assert (frame["frame"], frame["time"]) == (0, 0)
    assert frame["people"][1]["id"] == 7
    assert frame["people"][1]["score"] == 0.625
    assert frame["people"][1]["box"] == [300.25, 40.5, 360, 200]
    assert np.shape(frame["people"][1]["keypoints"]) == (17, 3)
    assert frame["people"][0]["keypoints"][0] == pytest.approx([60, 36, 0.625])
    assert json.loads(lines[2]) == {"frame": 1, "time": 0.033333, "people": []}


@given(
    points=hnp.arrays(np.float32, (2, 17, 2), elements=st.floats(-2000, 8000, width=32)),
    scores=hnp.arrays(np.float32, (2, 17), elements=st.floats(0, 1, width=32)),
)
def test_round_trip(tmp_path_factory: pytest.TempPathFactory, points: np.ndarray, scores: np.ndarray) -> None:
    people = People.build(CROWD.boxes, CROWD.scores, points, scores, CROWD.ids)
    back = read_keypoints(write(tmp_path_factory.mktemp("k") / "k.jsonl", people, People.empty(), CROWD[:1]))
    assert (back.width, back.height, back.source, back.skeleton) == (640, 480, "walk.mp4", COCO17)
    assert [f.index for f in back.frames] == [0, 1, 2]
    assert [len(f.people) for f in back.frames] == [2, 0, 1]
    assert back.frames[2].time == pytest.approx(2 / 30, abs=1e-6)
    first = back.frames[0].people
    assert np.abs(first.keypoints - points).max() <= 0.0051 + np.abs(points).max() * 1e-6
    assert np.abs(first.keypoint_scores - scores).max() <= 0.000051
    assert first.ids.tolist() == [4, 7]
    np.testing.assert_allclose(first.boxes, CROWD.boxes, atol=0.006)


def test_other_joint_sets(tmp_path: Path) -> None:
    people = People.build(np.ones((1, 4)), np.ones(1), np.ones((1, 16, 2)), np.ones((1, 16)), skeleton=MPII16)
    back = read_keypoints(write(tmp_path / "k.jsonl", people, skeleton=MPII16))
    assert back.skeleton is MPII16
    with pytest.raises(ValueError, match="joints of mpii16"):
        write(tmp_path / "k.jsonl", people)


def test_each_frame_is_on_disk_at_once(tmp_path: Path) -> None:
    path = tmp_path / "k.jsonl"
    writer = KeypointWriter(path, width=640, height=480, source="camera")
    for i in range(3):
        writer.write(i, i / 30, CROWD)
        assert len(partial_path(path).read_text().splitlines()) == i + 2
        assert not path.exists()
    writer.finish()
    assert len(read_keypoints(path).frames) == 3
    assert not partial_path(path).exists()


def test_failure_keeps_a_partial(tmp_path: Path) -> None:
    writer = KeypointWriter(tmp_path / "k.jsonl", width=640, height=480, source="camera")
    writer.write(0, 0.0, CROWD)
    writer.abort()
    assert [p.name for p in tmp_path.iterdir()] == ["k.jsonl.partial"]
    KeypointWriter(tmp_path / "other.csv", width=640, height=480, source="camera").abort()
    assert [p.name for p in tmp_path.iterdir()] == ["k.jsonl.partial"]


def test_csv(tmp_path: Path) -> None:
    with write(tmp_path / "k.csv", CROWD, People.empty(), CROWD[1:]).open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["frame"], row["id"]) for row in rows] == [("0", "4"), ("0", "7"), ("2", "7")]
    assert len(rows[0]) == 8 + 3 * 17
    assert float(rows[1]["x1"]) == 300.25
    assert float(rows[0]["left_shoulder_x"]) == pytest.approx(CROWD.keypoints[0, 5, 0], abs=0.005)
    assert float(rows[0]["right_ankle_score"]) == 0.625
    assert float(rows[2]["time"]) == pytest.approx(2 / 30, abs=1e-6)


@pytest.mark.parametrize("name", ["k.txt", "k", "nowhere/k.jsonl"])
def test_unwritable(tmp_path: Path, name: str) -> None:
    with pytest.raises(SinkError, match="cannot write"):
        KeypointWriter(tmp_path / name, width=1, height=1, source="x")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "line"),
    [("", 1), ("hello\n", 1), ('{"lightpose": "1"}\n', 1), ("[1]\n", 1), (None, 3)],
)
def test_not_a_keypoint_file(tmp_path: Path, text: str | None, line: int) -> None:
    path = tmp_path / "k.jsonl"
    if text is None:
        whole = write(path, CROWD, CROWD).read_text()
        path.write_text(whole[:-40])
    else:
        path.write_text(text)
    with pytest.raises(ValueError, match=f"line {line}: not a lightpose keypoint file"):
        read_keypoints(path)
