"""Everything in one table, and two tables against each other."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest
from typer.testing import CliRunner

from lightpose.cli.bench import app
from posecore.bench import overall
from posecore.bench.overall import Figure, bench_all, compare
from posecore.bench.pipeline import bench_pipeline
from posecore.runtime.weights import WeightsError, find_weights
from tests.bench.test_bench import Slow
from tests.clips import make_clip


def written(path: Path, *figures: Figure) -> Path:
    path.write_text(json.dumps({"machine": {}, "runs": [figure.to_dict() for figure in figures]}))
    return path


def test_times_that_fall_and_rates_that_rise_are_gains(tmp_path: Path) -> None:
    before = written(tmp_path / "a.json", Figure("wait", 8, "ms", False), Figure("speed", 20, "fps", True), Figure("gone", 1, "s", False))
    after = written(tmp_path / "b.json", Figure("wait", 4, "ms", False), Figure("speed", 15, "fps", True), Figure("new", 1, "s", False))
    changes = {change.name: change.gain for change in compare(before, after)}
    assert changes == {"wait": 2.0, "speed": 0.75}
    result = CliRunner().invoke(app, ["compare", str(before), str(after)])
    assert result.exit_code == 0, result.output
    assert "2.00" in result.output
    assert "0.75" in result.output


def test_nothing_stays_nothing(tmp_path: Path) -> None:
    before = written(tmp_path / "a.json", Figure("drops", 0, "%", False), Figure("lost", 3, "%", False))
    after = written(tmp_path / "b.json", Figure("drops", 0, "%", False), Figure("lost", 0, "%", False))
    assert [change.gain for change in compare(before, after)] == [1.0, float("inf")]


@pytest.mark.parametrize("text", ["", "{}", '{"runs": [{"fps": 3}]}', "[]"])
def test_another_file_is_named(tmp_path: Path, text: str) -> None:
    good = written(tmp_path / "a.json", Figure("wait", 8, "ms", False))
    (tmp_path / "b.json").write_text(text)
    with pytest.raises(ValueError, match=r"b\.json: not written by lightpose bench all"):
        compare(good, tmp_path / "b.json")
    with pytest.raises(OSError, match=r"c\.json"):
        compare(good, tmp_path / "c.json")


@pytest.mark.slow
def test_everything_is_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    try:
        pose = find_weights("pose", "fp32")
    except WeightsError as error:
        pytest.skip(str(error))
    started: list[tuple[str, ...]] = []
    monkeypatch.setattr(overall, "_start", lambda *arguments: started.append(arguments) or 0.5)
    monkeypatch.setattr(overall, "bench_pipeline", partial(bench_pipeline, size=(160, 90), pictures=10))
    parts: list[str] = []
    clip = make_clip(tmp_path / "clip.mp4", size=(128, 96))
    figures = bench_all(Slow(), pose, find_weights("person"), clip, seconds=0.3, threads=(1,), on_part=parts.append)
    names = [figure.name for figure in figures]
    assert len(set(names)) == len(names)
    assert parts == ["start", "networks", "recording", "live"]
    assert len(started) == 2
    assert all(figure.value > 0 for figure in figures if figure.unit in ("s", "ms", "fps"))
    assert {"detector: 320×192, 1 thread", "pose: 8 people, 1 thread", "live: 5 people, latency p95"} <= set(names)


def test_a_start_is_timed() -> None:
    assert 0.01 < overall._start("-c", "pass") < 20
