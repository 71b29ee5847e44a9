"""Measured numbers: from an evaluation to the manifest and back."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from posecore.evaluation.keypoint_ap import Score
from posecore.evaluation.measured import (
    MARKER,
    measured_ap,
    measured_recall,
    measured_speed,
    network_name,
    processor_name,
    read_json,
    record,
    write_json,
)
from posecore.evaluation.recall import Found, RecallReport
from posecore.runtime.weights import Measurement, find_weights, manifest, measurements, weights_folder

SETTINGS = {"boxes": "gt", "flip": True, "padding": 1.25}


def ap(value: float, network: str | Path = "mine.onnx") -> Measurement:
    return measured_ap([Score("coco", 3, {"AP": value, "APM": -1.0}), Score("all", 5, {"AP": value})], network, "val", SETTINGS)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped manifest without the networks themselves."""
    shutil.copy(weights_folder() / "manifest.toml", tmp_path)
    return tmp_path


def test_ap_is_rounded_and_what_nobody_measured_is_absent() -> None:
    measured = ap(0.123456)
    assert measured.values == ({"group": "coco", "people": 3, "AP": 0.1235}, {"group": "all", "people": 5, "AP": 0.1235})
    assert measured.row()["people"] == 5
    with pytest.raises(KeyError, match="lspet"):
        measured.row("lspet")


def test_recall_has_a_row_a_group_and_one_of_the_run() -> None:
    groups = {"coco": Found(4, 3), "coco small": Found(0, 0)}
    report = RecallReport(groups, {"coco": 0.5}, {"coco": float("nan")}, {}, {}, 7.654, 12, 0.5)
    measured = measured_recall(report, "d.onnx", "val", {"threshold": 0.25})
    assert measured.values == (
        {"group": "coco", "people": 4, "recall": 0.75, "AP50": 0.5},
        {"group": "coco small", "people": 0},
        {"group": "run", "images": 12, "median_ms": 7.65},
    )
    assert measured.settings == {"threshold": 0.25, "iou": 0.5}


def test_speed_has_a_table_a_network_and_a_row_a_thread_count() -> None:
    shipped = find_weights("pose")
    runs = [{"file": f, "batch": 1, "threads": t, "median_ms": 8 / t, "ratio": 1.0} for f in ("a.onnx", shipped.name) for t in (1, 2)]
    plain, ours = measured_speed(runs)
    assert (plain.network, plain.sha256) == ("a.onnx", "")
    assert (ours.network, ours.sha256) == network_name(shipped)
    assert ours.values == ({"threads": 1, "median_ms": 8.0, "ratio": 1.0}, {"threads": 2, "median_ms": 4.0, "ratio": 1.0})


def test_json_round_trip(tmp_path: Path) -> None:
    measured = [ap(0.5), replace(ap(0.25), network="other ≥ 1")]
    write_json(tmp_path / "m.json", measured)
    assert read_json(tmp_path / "m.json") == measured


@pytest.mark.parametrize("text", ["[]", "{", '{"measured": [{"measure": "speed"}]}', '{"runs": [{}]}'])
def test_another_file_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "m.json").write_text(text)
    with pytest.raises(ValueError, match=r"m\.json: not written by"):
        read_json(tmp_path / "m.json")


def test_recording_replaces_the_same_question_and_keeps_the_rest(folder: Path) -> None:
    before = measurements(folder)
    record(folder, [ap(0.1)])
    record(folder, [ap(0.2), replace(ap(0.3), settings={**SETTINGS, "flip": False})])
    after = measurements(folder)
    assert after[: len(before)] == before
    assert [m.row()["AP"] for m in after[len(before) :]] == [0.2, 0.3]
    head = (weights_folder() / "manifest.toml").read_text(encoding="utf-8").partition(MARKER)[0]
    assert (folder / "manifest.toml").read_text(encoding="utf-8").startswith(head)


def test_numbers_do_not_outlive_their_weights(folder: Path) -> None:
    path, entry = folder / "manifest.toml", manifest(folder)[0]
    path.write_text(path.read_text(encoding="utf-8").replace(f'sha256 = "{entry.sha256}"', f'sha256 = "{"0" * 64}"'), encoding="utf-8")
    manifest.cache_clear()
    record(folder, [])
    left = {m.network for m in measurements(folder)}
    assert entry.name not in left
    assert left == {m.network for m in measurements()} - {entry.name}


def test_a_manifest_without_the_marker_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "manifest.toml").write_text("# nothing\n")
    with pytest.raises(ValueError, match="is missing"):
        record(tmp_path, [ap(0.1)])
    assert (tmp_path / "manifest.toml").read_text() == "# nothing\n"


def test_the_processor_has_its_model_where_the_system_tells(tmp_path: Path) -> None:
    (tmp_path / "cpuinfo").write_text("processor : 0\nmodel name\t: Fast One 3000\n")
    assert processor_name(tmp_path / "cpuinfo").startswith("Fast One 3000, ")
    assert processor_name(tmp_path / "none").endswith(" cores")
