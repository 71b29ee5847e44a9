"""``--data sample``: a data set made of a clip, for trying."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")

from posecore.data.coco import find_annotations, load_coco
from posecore.data.samples import DataError
from posecore.people import People
from posecore.skeletons import COCO17
from posecore.train import main
from posecore.training import sample
from tests.clips import make_clip, standing

WALKER = standing((20, 5, 50, 40))


@pytest.fixture
def clip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """40 frames; whoever looks finds one person."""
    monkeypatch.setattr(sample, "load", lambda: lambda image: WALKER)
    make_clip(tmp_path / "walk.mp4", pts=range(0, 4000, 100))
    return tmp_path / "walk.mp4"


def test_train_and_val_are_two_parts_of_the_clip(clip: Path, tmp_path: Path) -> None:
    folder = sample.write_sample(clip, tmp_path / "set")
    found = {split: load_coco(*find_annotations(folder, split), COCO17)[0] for split in ("train", "val")}
    assert [len(people) for people in found.values()] == [6, 2]
    assert max(s.image.name for s in found["train"]) < min(s.image.name for s in found["val"])
    one = found["val"][0]
    np.testing.assert_allclose(one.keypoints, WALKER.keypoints[0], atol=0.01)
    np.testing.assert_allclose(one.box, WALKER.boxes[0], atol=0.01)
    assert one.source == "teacher"
    before = (folder / "train.json").stat().st_mtime_ns
    sample.write_sample(clip, folder)
    assert (folder / "train.json").stat().st_mtime_ns == before


def test_scores_become_visibility(clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scores = np.repeat([[0.1, 0.4, 0.9]], 6, axis=0).reshape(1, -1)[:, :17]
    unsure = People.build(WALKER.boxes, WALKER.scores, WALKER.keypoints, scores)
    monkeypatch.setattr(sample, "load", lambda: lambda image: unsure)
    rows = json.loads((sample.write_sample(clip, tmp_path / "set") / "train.json").read_text())["annotations"]
    assert rows[0]["keypoints"][2::3][:3] == [0, 1, 2]


def test_a_clip_without_people_is_refused(clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sample, "load", lambda: lambda image: People.empty(COCO17))
    with pytest.raises(DataError, match="nobody found in the part for train"):
        sample.write_sample(clip, tmp_path / "set")


def test_train_makes_it_once(clip: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "run"
    options = ["--config", "smoke", "--data", "sample", "--out", str(out), "--preview", "2"]
    assert main(options, clip=clip) == 0, capsys.readouterr().err
    assert (out / "preview.jpg").is_file()
    assert "not for a network worth having" in capsys.readouterr().out
    assert main(options) == 2
    assert "comes with the program" in capsys.readouterr().err
