"""A run does not hide its faults: settings explained, folders kept, evaluations tried first and never skipped."""

import csv
import json
from dataclasses import fields

import pytest

torch = pytest.importorskip("torch")

from posecore.data.augment import Augmentation  # noqa: E402
from posecore.train import main, parser  # noqa: E402
from posecore.training.checkpoint import read_checkpoint, save_atomic  # noqa: E402
from posecore.training.config import Config, differences  # noqa: E402
from posecore.training.log import RunLog  # noqa: E402
from posecore.training.settings_help import MEANING  # noqa: E402
from tests.datasets import make_dataset  # noqa: E402

SMALL = ["--height=64", "--width=64", "--batch-size=4", "--workers=0", "--threads=1", "--samples-per-epoch=8", "--epochs=1"]


def test_every_setting_is_explained():
    names = {f.name for f in fields(Config)} - {"augment"} | {f"augment.{f.name}" for f in fields(Augmentation)}
    assert names == set(MEANING)
    text = " ".join(parser().format_help().split())
    assert "learning rate (number; default 0.0005)" in text
    assert "epochs at which the learning rate falls by gamma (steps) (integers; default 170,200)" in text


def test_differences_are_named():
    before = {"lr": 0.1, "milestones": [1, 2], "augment": {"flip": 0.5}}
    assert differences(before, {"lr": 0.1, "milestones": (1, 2), "augment": {"flip": 0.5}}) == []
    assert differences(before, {"lr": 0.2, "milestones": (1, 2), "augment": {"flip": 0}}) == [("lr", 0.1, 0.2), ("augment.flip", 0.5, 0)]


def test_rows_after_the_checkpoint_are_forgotten(tmp_path):
    log = RunLog(tmp_path, True, False, ["AP"])
    for row in [(0, 1), (0, 2), (1, 1), (1, 2)]:
        log._write("log.csv", (*row, 0, 0, 0, 0, 0))
    (tmp_path / "log.csv").open("a").write("1,3,0")  # killed in the middle of a line
    log._write("eval.csv", (1, "all", 3, 0.5))
    log._write("eval.csv", (2, "all", 3, 0.5))
    RunLog(tmp_path, True, True, ["AP"]).forget(1, 1, 1)
    with open(tmp_path / "log.csv", newline="") as file:
        assert [(row["epoch"], row["batch"]) for row in csv.DictReader(file)] == [("0", "1"), ("0", "2"), ("1", "1")]
    with open(tmp_path / "eval.csv", newline="") as file:
        assert [row["epoch"] for row in csv.DictReader(file)] == ["1"]
    RunLog(tmp_path, True, True, ["AP"]).forget(1, 0, 1)
    assert len((tmp_path / "log.csv").read_text().splitlines()) == 3


def test_a_folder_with_a_run_is_kept(tmp_path, capsys):
    (tmp_path / "log.csv").write_text("mine")
    assert main(["--config", "smoke", "--data", str(tmp_path), "--out", str(tmp_path)]) == 2
    assert "holds a run" in capsys.readouterr().err
    assert (tmp_path / "log.csv").read_text() == "mine"


def test_a_run_killed_while_it_evaluates_evaluates_when_resumed(tmp_path, capsys):
    data, out = make_dataset(tmp_path / "data", train=8, val=3), tmp_path / "run"
    assert main(["--config", "smoke", "--data", str(data), "--out", str(out), *SMALL]) == 0
    state = read_checkpoint(out / "last.pt")
    assert state["evaluated"] == 1
    save_atomic({**state, "evaluated": 0, "best": -1.0}, out / "last.pt")  # as it was before the evaluation
    (out / "best.safetensors").unlink()
    assert main(["--out", str(out), "--resume", "--lr", "0.01"]) == 0
    assert "lr was 0.0005, is 0.01" in capsys.readouterr().out
    assert (out / "best.safetensors").is_file()
    with open(out / "eval.csv", newline="") as file:
        assert [row["group"] for row in csv.DictReader(file)] == ["coco", "lspet", "all"]
    assert main(["--config", "smoke", "--data", str(data), "--out", str(out), *SMALL]) == 2


def test_a_fault_of_the_evaluation_shows_before_the_first_step(tmp_path, capsys):
    data, out = make_dataset(tmp_path / "data", train=8, val=3), tmp_path / "run"
    content = json.loads((data / "val.json").read_text())
    (data / "images" / content["images"][0]["file_name"]).write_bytes(b"no image")
    assert main(["--config", "smoke", "--data", str(data), "--out", str(out), *SMALL]) == 2
    assert "not a picture" in capsys.readouterr().err
    assert len((out / "log.csv").read_text().splitlines()) == 1
