"""Every keypoint format: what is written is read back, and what is lost is said."""

from __future__ import annotations

import ast
import json
import math
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from typer.testing import CliRunner

from lightpose.cli import app
from posecore import formats
from posecore.angles import THRESHOLD, joint_angles, measures
from posecore.formats import KeypointHeader, open_writer, open_writers
from posecore.formats.angles import open_angle_writer
from posecore.people import People
from posecore.sinks import SinkError, partial_path
from posecore.skeletons import COCO17, MPII16
from tests.clips import standing

CROWD = standing((10, 20, 110, 220), (300.25, 40.5, 360, 200), score=0.625, ids=[4, 7])
TABLES = ["k.jsonl", "k.csv", "k.coco.json", "openpose", "k.parquet"]
SLEAP = [pytest.param(name, marks=pytest.mark.slow) for name in ("k.slp", "k.h5", "k.nwb")]
"""Importing sleap-io and pynwb takes long."""
EXTRAS = {"k.parquet": "pyarrow", "k.slp": "sleap_io", "k.h5": "sleap_io", "k.nwb": "ndx_pose"}


def path_of(folder: Path, name: str) -> Path:
    if name in EXTRAS:
        pytest.importorskip(EXTRAS[name])
    return folder / name


def write(path: Path, *frames: People, header: KeypointHeader | None = None) -> Path:
    with open_writer(path, header or KeypointHeader("walk.mp4", frames[0].skeleton)) as writer:
        for i, people in enumerate(frames):
            writer.write(i, i / 25, people)
    assert not partial_path(path).exists()
    return path


_NUMBERS = st.floats(-2000, 8000, width=32)
_SCORES = st.floats(0.25, 1, width=32)


@pytest.mark.parametrize("name", [*TABLES, "k.trc", *SLEAP])
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(points=hnp.arrays(np.float32, (2, 17, 2), elements=_NUMBERS), scores=hnp.arrays(np.float32, (2, 17), elements=_SCORES))
def test_round_trip(tmp_path_factory: pytest.TempPathFactory, name: str, points: Any, scores: Any) -> None:
    people = People.build(CROWD.boxes, CROWD.scores, points, scores, CROWD.ids)
    path = write(path_of(tmp_path_factory.mktemp("k"), name), people, people[:1], people)
    back = formats.read(path)
    assert [(frame.index, len(frame.people)) for frame in back.frames] == [(0, 2), (1, 1), (2, 2)]
    lost = formats.losses(formats.read(write(path.with_name("all.jsonl"), people, people[:1])), path)
    for frame, expected in zip(back.frames, (people, people[:1], people), strict=True):
        order = np.argsort([np.abs(expected.keypoints - p).max(axis=(1, 2)).argmin() for p in frame.people.keypoints], kind="stable")
        found = frame.people[order]
        assert np.abs(found.keypoints - expected.keypoints).max() < 0.006
        if "the times of the frames" not in lost:
            assert frame.time == pytest.approx(frame.index / 25, abs=1e-6)
        if "which person has which id" not in lost:
            assert found.ids.tolist() == expected.ids.tolist()
        if "the boxes" not in lost:
            np.testing.assert_allclose(found.boxes, expected.boxes, atol=0.006)
        if "the scores of people" not in lost:
            np.testing.assert_allclose(found.scores, expected.scores, atol=1e-4)
        if "the scores of keypoints" not in lost:
            np.testing.assert_allclose(found.keypoint_scores, expected.keypoint_scores, atol=1e-4)


@pytest.mark.parametrize("name", ["k.jsonl", "openpose", "k.parquet", SLEAP[0]])
def test_frames_without_people_are_kept(tmp_path: Path, name: str) -> None:
    back = formats.read(write(path_of(tmp_path, name), CROWD, People.empty(), CROWD[1:], People.empty()))
    assert [(frame.index, frame.time, frame.people.ids.tolist()) for frame in back.frames] == [
        (0, 0.0, [4, 7]), (1, 0.04, []), (2, 0.08, [7]), (3, 0.12, []),
    ]  # fmt: skip


@pytest.mark.parametrize("name", [*TABLES, "k.trc", "k.mot", *SLEAP[:2]])
def test_a_recording_without_anybody(tmp_path: Path, name: str) -> None:
    path = path_of(tmp_path, name)
    write(path, People.empty(), People.empty())
    assert path.exists()
    if name != "k.mot":
        assert all(len(frame.people) == 0 for frame in formats.read(path).frames)


@pytest.mark.parametrize("name", ["k.jsonl", "k.parquet", SLEAP[0]])
def test_source_and_size_are_kept(tmp_path: Path, name: str) -> None:
    back = formats.read(write(path_of(tmp_path, name), CROWD, header=KeypointHeader("Gärten.mp4", width=640, height=480)))
    assert (back.header.source, back.header.width, back.header.height) == ("Gärten.mp4", 640, 480)


@pytest.mark.parametrize("name", [*TABLES, SLEAP[0], SLEAP[2]])
def test_the_name_of_an_image_is_in_every_row(tmp_path: Path, name: str) -> None:
    path = path_of(tmp_path, name)
    with open_writer(path, KeypointHeader("images", images=True)) as writer:
        writer.write(0, 0.0, CROWD, file="a/000000000139.jpg", width=640, height=480)
        writer.write(1, 0.0, CROWD[:1], file="a/ü, 2.png", width=10, height=20)
    back = formats.read(path)
    assert back.header.images
    assert [f.extra["file"] for f in back.frames] == ["a/000000000139.jpg", "a/ü, 2.png"]
    assert [(f.extra["width"], f.extra["height"]) for f in back.frames] == [(640, 480), (10, 20)]


@pytest.mark.slow
def test_nwb_keeps_gaps_times_and_who_is_who(tmp_path: Path) -> None:
    path = path_of(tmp_path, "k.nwb")
    empty = CROWD[:0]
    with open_writer(path, KeypointHeader("Gärten.mp4", width=640, height=480)) as writer:
        for index, people in [(3, CROWD), (4, CROWD[1:]), (6, empty), (9, CROWD)]:
            writer.write(index, index * 0.04, people)
    back = formats.read(path)
    assert (back.header.source, back.header.width, back.header.height) == ("Gärten.mp4", 640, 480)
    assert [(f.index, f.people.ids.tolist()) for f in back.frames] == [(3, [4, 7]), (4, [7]), (6, []), (9, [4, 7])]
    assert [f.time for f in back.frames] == pytest.approx([0.12, 0.16, 0.24, 0.36])


@pytest.mark.slow
def test_nwb_of_sleap_is_read(tmp_path: Path) -> None:
    """Its containers are elsewhere, and where frames are evenly spaced they have a rate in place of timestamps."""
    path = path_of(tmp_path, "k.nwb")
    sleap_io = pytest.importorskip("sleap_io")
    sleap_io.save_nwb(sleap_io.load_slp(str(write(tmp_path / "k.slp", CROWD, CROWD, CROWD)), open_videos=False), str(path))
    back = formats.read(path)
    assert [(f.index, f.people.ids.tolist()) for f in back.frames] == [(i, [4, 7]) for i in range(3)]
    np.testing.assert_allclose(back.frames[2].people.keypoints, CROWD.keypoints, atol=0.01)


@pytest.mark.parametrize("name", ["k.jsonl", "k.csv", "k.coco.json", "k.trc", "k.parquet"])
def test_another_joint_set(tmp_path: Path, name: str) -> None:
    people = People.build(np.ones((1, 4)), np.ones(1), np.full((1, 16, 2), 7.5), np.ones((1, 16)), np.asarray([1]), MPII16)
    back = formats.read(write(path_of(tmp_path, name), people))
    assert back.header.skeleton is MPII16
    np.testing.assert_allclose(back.frames[0].people.keypoints, 7.5)
    with pytest.raises(SinkError, match="needs the joints of coco17"):
        open_writer(tmp_path / "openpose", KeypointHeader("x", MPII16))


def test_coco_results_are_read_by_pycocotools(tmp_path: Path) -> None:
    coco = pytest.importorskip("pycocotools.coco")
    path = write(tmp_path / "k.coco.json", CROWD)
    truth = coco.COCO()
    truth.dataset = {"images": [{"id": 0}], "categories": [{"id": 1}], "annotations": []}
    truth.createIndex()
    found = truth.loadRes(str(path))
    assert [len(a["keypoints"]) for a in found.loadAnns(found.getAnnIds(imgIds=[0]))] == [51, 51]
    foreign = [{"image_id": 42, "category_id": 1, "keypoints": [1.0, 2.0, 0.5] * 17, "score": 0.7}]
    path.write_text(json.dumps(foreign))
    frame = formats.read(path).frames[0]
    assert (frame.index, frame.people.ids.tolist(), frame.people.boxes.tolist()) == (42, [-1], [[1, 2, 1, 2]])


def test_a_folder_of_openpose_itself(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    body = [[float(i), float(i) + 1, 0.5] for i in range(25)]
    for number in (12, 13):
        line = {"version": 1.3, "people": [{"person_id": [-1], "pose_keypoints_2d": [value for joint in body for value in joint]}]}
        (folder / f"clip_{number:012d}_keypoints.json").write_text(json.dumps(line))
    back = formats.read(folder)
    assert [f.index for f in back.frames] == [12, 13]
    points = back.frames[0].people.keypoints[0]
    assert points[COCO17.index("nose")].tolist() == [0, 1]
    assert points[COCO17.index("left_hip")].tolist() == [12, 13]
    assert points[COCO17.index("right_ear")].tolist() == [17, 18]


def test_openpose_never_removes_what_is_not_its_own(tmp_path: Path) -> None:
    folder = write(tmp_path / "walk_openpose", CROWD, CROWD)
    assert len(list(folder.iterdir())) == 2
    write(folder, CROWD)  # its own results are replaced
    assert len(list(folder.iterdir())) == 1
    (folder / "thesis.txt").write_text("")
    with pytest.raises(SinkError, match="holds other files"):
        open_writer(folder, KeypointHeader("x"))


def trc_rows(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text().splitlines()]


def test_markers_of_opensim(tmp_path: Path) -> None:
    people = CROWD[[0, 1]]
    people.keypoint_scores[0, 0] = THRESHOLD - 0.01
    header = KeypointHeader("walk.mp4", width=640, height=480)
    rows = trc_rows(write(tmp_path / "k.trc", people, people[1:], header=header))
    assert rows[0][:2] == ["PathFileType", "4"]
    head = dict(zip(rows[1], rows[2], strict=True))
    assert (head["Units"], float(head["DataRate"]), head["NumFrames"], head["NumMarkers"]) == ("px", 25.0, "2", "34")
    assert rows[3][2] == "nose"  # of 7, who is seen longer
    assert rows[3][2 + 3 * 17] == "person4_nose"
    assert rows[4][2:5] == ["X1", "Y1", "Z1"]
    first = [float(cell) for cell in rows[6][2:5]]
    assert first == pytest.approx([people.keypoints[1, 0, 0], 479 - people.keypoints[1, 0, 1], 0], abs=0.006)
    assert rows[6][2 + 51 : 5 + 51] == ["", "", ""]  # the nose of 4 is not known
    assert set(rows[7][2 + 51 :]) == {""}  # 4 is gone


def test_markers_in_metres(tmp_path: Path) -> None:
    header = KeypointHeader("walk.mp4", height=480, person_height=1.8)
    rows = trc_rows(write(tmp_path / "k.trc", CROWD[:1], header=header))
    assert rows[2][4] == "m"
    cells = {name: [float(c) for c in rows[6][2 + i : 5 + i]] for i, name in enumerate(rows[3][2:]) if name}
    middle = {p: np.mean([cells[f"left_{p}"], cells[f"right_{p}"]], axis=0) for p in ("ankle", "knee", "hip", "shoulder", "eye")}
    length = sum(np.linalg.norm(a - b) for a, b in zip(list(middle.values())[:-1], list(middle.values())[1:], strict=True))
    assert length == pytest.approx(1.8 * 0.897, abs=0.001)
    assert cells["nose"][1] > cells["left_ankle"][1]  # y up
    with pytest.raises(ValueError, match="unit is not px"):
        formats.read(tmp_path / "k.trc")
    legless = CROWD[[0]]
    legless.keypoint_scores[:, 13:] = 0
    with pytest.raises(SinkError, match="never seen from ankles to eyes"):
        write(tmp_path / "l.trc", legless, header=header)


def test_a_table_of_angles_has_gaps(tmp_path: Path) -> None:
    people = CROWD[[0, 1]]
    people.keypoint_scores[1, COCO17.index("left_wrist")] = 0.1
    with open_angle_writer(tmp_path / "a.csv", KeypointHeader("x")) as writer:
        writer.write(3, 0.5, people)
    lines = [line.split(",") for line in (tmp_path / "a.csv").read_text().splitlines()]
    names = list(measures(COCO17))
    assert lines[0] == ["frame", "time", "id", *(cell for name in names for cell in (name, f"{name}_score"))]
    assert [line[:3] for line in lines[1:]] == [["3", "0.5", "4"], ["3", "0.5", "7"]]
    gap = lines[0].index("left_elbow")
    assert lines[2][gap : gap + 2] == ["", "0.1"]
    assert float(lines[1][gap]) == pytest.approx(joint_angles(people)[0, 0], abs=0.006)
    assert float(lines[1][lines[0].index("trunk_tilt")]) == pytest.approx(0, abs=0.1)


def test_a_motion_of_opensim(tmp_path: Path) -> None:
    lines = write(tmp_path / "a.mot", CROWD, CROWD[1:]).read_text().splitlines()
    assert lines[:6] == ["Coordinates", "version=1", "nRows=2", "nColumns=21", "inDegrees=yes", "endheader"]
    names, rows = lines[6].split("\t"), [line.split("\t") for line in lines[7:]]
    assert (names[:2], names[11]) == (["time", "left_elbow"], "person4_left_elbow")
    assert float(rows[0][1]) == pytest.approx(joint_angles(CROWD)[1, 0], abs=0.006)
    assert math.isnan(float(rows[1][11]))
    with pytest.raises(ValueError, match="holds angles"):
        formats.read(tmp_path / "a.mot")


def test_several_files_at_once_and_none_where_one_cannot_be(tmp_path: Path) -> None:
    with open_writers([tmp_path / "k.jsonl", tmp_path / "k.csv"], KeypointHeader("x"), tmp_path / "a.csv") as writers:
        writers.write(0, 0.0, CROWD)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.csv", "k.csv", "k.jsonl"]
    with pytest.raises(SinkError, match="unknown extension"):
        open_writers([tmp_path / "new.jsonl", tmp_path / "k.doc"], KeypointHeader("x"))
    writers = open_writers([tmp_path / "b.jsonl", tmp_path / "b.csv"], KeypointHeader("x"))
    writers.__enter__()
    writers.write(0, 0.0, CROWD)
    writers.__exit__(RuntimeError, RuntimeError(), None)
    left = sorted(p.name for p in tmp_path.iterdir())
    assert left == ["a.csv", "b.csv.partial", "b.jsonl.partial", "k.csv", "k.jsonl"]


@pytest.mark.parametrize("name", ["k.coco.json", "k.trc", "openpose", "k.parquet", *SLEAP])
def test_not_a_file_of_this_format(tmp_path: Path, name: str) -> None:
    path = path_of(tmp_path, name)
    if name == "openpose":
        path.mkdir()
        path = path / "a_keypoints.json"
    path.write_text('{"people": 7, "x": [')
    with pytest.raises(ValueError, match=r"line \d+: not a"):
        formats.read(path.parent if name == "openpose" else path)


def lightpose(*words: object) -> Any:
    return CliRunner().invoke(app, [str(word) for word in words])


def test_convert_says_what_is_lost(tmp_path: Path) -> None:
    source = write(tmp_path / "k.jsonl", CROWD, People.empty(), header=KeypointHeader("walk.mp4", width=640, height=480))
    done = lightpose("convert", source, tmp_path / "k.csv")
    assert done.exit_code == 0, done.output
    assert "the name of the source; the size of the frames; frames without people" in done.output
    done = lightpose("convert", source, tmp_path / "k.csv")
    assert done.exit_code == 2
    assert "--force" in done.output
    assert lightpose("convert", source, tmp_path / "k.csv", "--force").exit_code == 0
    done = lightpose("convert", tmp_path / "k.csv", tmp_path / "again.jsonl")
    assert "no room" not in done.output
    assert formats.read(tmp_path / "again.jsonl").frames[0].people.ids.tolist() == [4, 7]
    assert "keypoints, of which the angles are kept" in lightpose("convert", source, tmp_path / "k.angles.csv").output
    for bad in (tmp_path / "k.doc", source):
        assert lightpose("convert", source, bad, "--force").exit_code == 2
    (tmp_path / "broken.jsonl").write_text("no")
    done = lightpose("convert", tmp_path / "broken.jsonl", tmp_path / "b.csv")
    assert (done.exit_code, "line 1" in done.output) == (2, True)
    assert not (tmp_path / "b.csv").exists()


def test_a_missing_package_is_said_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    for name in ("k.parquet", "k.slp"):
        with pytest.raises(SinkError, match=r"pip install \"lightpose\[formats\]\""):
            formats.check(tmp_path / name)
        with pytest.raises(ValueError, match=r"lightpose\[formats\]"):
            formats.read(tmp_path / name)


def test_the_lines_of_the_readme_read_the_jsonl_with_pandas(tmp_path: Path) -> None:
    pytest.importorskip("pandas")
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    block = next(part for part in readme.split("```python\n")[1:] if "json_normalize" in part).split("```")[0]
    write(tmp_path / "out.jsonl", CROWD, People.empty(), CROWD[1:])
    script = block + "\nprint(people[['frame', 'time', 'id', 'score']].values.tolist(), len(people.keypoints[0]))"
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
    rows, _, joints = done.stdout.strip().rpartition(" ")
    assert joints == "17", done.stderr
    assert ast.literal_eval(rows) == [[0, 0, 4, 0.625], [0, 0, 7, 0.625], [2, 0.08, 7, 0.625]]
