from __future__ import annotations

import csv
import json
from dataclasses import replace
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from posecore import formats, plugins
from posecore.formats import KeypointFile, KeypointFrame, KeypointHeader, KeypointWriter, open_writer, registry
from posecore.formats.text import PersonRow, TextWriter
from posecore.people import People
from posecore.sinks import SinkError, partial_path
from posecore.skeletons import COCO17, MPII16
from posecore.version import lightpose_version
from tests.clips import standing

CROWD = standing((10, 20, 110, 220), (300.25, 40.5, 360, 200), score=0.625, ids=[4, 7])
CAMERA = KeypointHeader("camera", width=640, height=480)
HERE = Path(__file__).parent


def write(path: Path, *people: People, **options: object) -> Path:
    settings = {"width": 640, "height": 480, "source": "walk.mp4", **options}
    with open_writer(path, KeypointHeader(**settings)) as writer:  # type: ignore[arg-type]
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
@settings(deadline=None)  # a busy machine is no fault of the code
def test_round_trip(tmp_path_factory: pytest.TempPathFactory, points: np.ndarray, scores: np.ndarray) -> None:
    people = People.build(CROWD.boxes, CROWD.scores, points, scores, CROWD.ids)
    back = formats.read(write(tmp_path_factory.mktemp("k") / "k.jsonl", people, People.empty(), CROWD[:1]))
    assert (back.header.width, back.header.height, back.header.source, back.header.skeleton) == (640, 480, "walk.mp4", COCO17)
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
    back = formats.read(write(tmp_path / "k.jsonl", people, skeleton=MPII16))
    assert back.header.skeleton is MPII16
    with pytest.raises(ValueError, match="joints of mpii16"):
        write(tmp_path / "k.jsonl", people)


def test_each_frame_is_on_disk_at_once(tmp_path: Path) -> None:
    path = tmp_path / "k.jsonl"
    writer = open_writer(path, CAMERA)
    for i in range(3):
        writer.write(i, i / 30, CROWD)
        assert len(partial_path(path).read_text().splitlines()) == i + 2
        assert not path.exists()
    writer.finish()
    assert len(formats.read(path).frames) == 3
    assert not partial_path(path).exists()


def test_failure_keeps_a_partial(tmp_path: Path) -> None:
    writer = open_writer(tmp_path / "k.jsonl", CAMERA)
    writer.write(0, 0.0, CROWD)
    writer.abort()
    assert [p.name for p in tmp_path.iterdir()] == ["k.jsonl.partial"]
    open_writer(tmp_path / "other.csv", CAMERA).abort()
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
        open_writer(tmp_path / name, CAMERA)
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
        formats.read(path)


@pytest.mark.parametrize("suffix", ["jsonl", "csv"])
def test_files_are_the_same_byte_for_byte(tmp_path: Path, suffix: str) -> None:
    """``golden.*`` were written before formats were registered."""
    path = tmp_path / f"k.{suffix}"
    with open_writer(path, KeypointHeader("Gärten.mp4", width=640, version="0.1.0")) as writer:
        writer.write(0, 0.0, CROWD)
        writer.write(1, 1 / 3, People.empty())
        writer.write(2, 2 / 3, CROWD[1:], file="a/b.png", width=7)
    assert path.read_bytes() == (HERE / f"golden.{suffix}").read_bytes()
    assert KeypointHeader("x").version == lightpose_version()


def test_csv_is_read_back(tmp_path: Path) -> None:
    back = formats.read(write(tmp_path / "k.csv", CROWD, People.empty(), CROWD[1:]))
    assert (back.header.skeleton, back.header.width, back.header.source, back.header.version) == (COCO17, None, "", "")
    assert [(f.index, f.people.ids.tolist()) for f in back.frames] == [(0, [4, 7]), (2, [7])], "a frame without people has no line"
    assert back.frames[1].time == pytest.approx(2 / 30, abs=1e-6)
    np.testing.assert_allclose(back.frames[0].people.keypoints, CROWD.keypoints, atol=0.0051)
    np.testing.assert_allclose(back.frames[0].people.keypoint_scores, CROWD.keypoint_scores, atol=0.000051)
    np.testing.assert_allclose(back.frames[0].people.boxes, CROWD.boxes, atol=0.006)
    other = People.build(np.ones((1, 4)), np.ones(1), np.ones((1, 16, 2)), np.ones((1, 16)), skeleton=MPII16)
    assert formats.read(write(tmp_path / "m.csv", other, skeleton=MPII16)).header.skeleton is MPII16


@pytest.mark.parametrize(("text", "line"), [("", 1), ("frame,time\n", 1), (None, 3)])
def test_not_a_csv_of_keypoints(tmp_path: Path, text: str | None, line: int) -> None:
    path = tmp_path / "k.csv"
    path.write_text(write(path, CROWD).read_text()[:-40] if text is None else text)
    with pytest.raises(ValueError, match=f"line {line}: not a lightpose keypoint file"):
        formats.read(path)


def test_an_unknown_suffix_is_told_with_the_known(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"unknown extension '.txt', use one of .*\.csv, .*\.jsonl"):
        formats.read(tmp_path / "k.txt")


def test_no_secret_of_an_address_gets_into_a_file(tmp_path: Path) -> None:
    text = write(tmp_path / "k.jsonl", CROWD, source="rtsp://me:s3cret@cam/user=admin&password=hunter2?token=abc").read_text()
    assert '"source": "rtsp://' in text
    assert not [secret for secret in ("s3cret", "hunter2", "abc") if secret in text]


PLUGIN = """
from posecore.formats import KeypointFile, KeypointHeader, register_format
from posecore.formats.text import TextWriter

class Counts(TextWriter):
    def begin(self):
        self.file.write("# people a frame\\n")

    def write_rows(self, frame_index, time, rows, extra):
        self.file.write(f"{frame_index} {len(rows)}\\n")

@register_format(".Count")
class Format:
    def open(self, path, header):
        return Counts(path, header)

    def read(self, path):
        return KeypointFile(KeypointHeader("counts"), [])
"""


@pytest.fixture
def anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Formats are looked for again, and what was found is forgotten afterwards."""
    formats.suffixes()
    monkeypatch.setattr(registry, "_formats", dict(registry._formats))
    monkeypatch.setattr(registry, "_loaded", False)


def test_a_format_of_another_package(anew: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "counting_plugin.py").write_text(PLUGIN)
    monkeypatch.syspath_prepend(tmp_path)
    group = "lightpose.formats"
    points = [EntryPoint("broken", "no_such_module_at_all:X", group), EntryPoint("counts", "counting_plugin", group)]
    monkeypatch.setattr(plugins.metadata, "entry_points", lambda group: [point for point in points if point.group == group])
    with pytest.warns(RuntimeWarning, match=r"the plug-in 'broken' \(no_such_module_at_all:X\) of lightpose.formats cannot be used"):
        assert formats.suffixes() >= {".jsonl", ".csv", ".count"}
    written = write(tmp_path / "k.count", CROWD, People.empty())
    assert written.read_text().splitlines() == ["# people a frame", "0 2", "1 0"]
    assert formats.read(written).header.source == "counts"


def test_a_format_by_decorator(anew: None, tmp_path: Path) -> None:
    class Lines(TextWriter):
        def begin(self) -> None:
            self.file.write(self.header.source)

        def write_rows(self, frame_index: int, time: float, rows: list[PersonRow], extra: dict[str, Any]) -> None:
            self.file.write(f" {frame_index}:{','.join(str(row.id) for row in rows)}")

    @formats.register_format(".ids", ".IDX")
    class Ids:
        def open(self, path: Path, header: KeypointHeader) -> KeypointWriter:
            return Lines(path, header)

        def read(self, path: Path) -> KeypointFile:
            return KeypointFile(KeypointHeader(path.read_text().split()[0]), [KeypointFrame(0, 0.0, CROWD)])

    for name in ("k.ids", "k.idx"):
        assert write(tmp_path / name, CROWD, CROWD[1:]).read_text() == "walk.mp4 0:4,7 1:7"
        assert formats.read(tmp_path / name).header.source == "walk.mp4"


def test_json_lines_say_who_was_not_looked_for(tmp_path: Path):
    people = replace(CROWD, interpolated=np.asarray([False, True]))
    path = write(tmp_path / "k.jsonl", people, CROWD)
    rows = json.loads(path.read_text().splitlines()[1])["people"]
    assert ["interpolated" in row for row in rows] == [False, True]
    back = formats.read(path)
    assert [frame.people.interpolated.tolist() for frame in back.frames] == [[False, True], [False, False]]
