"""The comparison of networks: measured in parts, merged, shown, drawn; and files of one network against each other."""

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from lightpose.cli.bench import app
from lightpose.cli.errors import UserError
from posecore.bench.models import ModelSpeed, merge_speeds, read_speeds, time_interleaved
from posecore.bench.pose import bench_pose


def speed(name: str = "lightpose", torch: tuple[float, ...] = (10.0,), **values: object) -> ModelSpeed:
    usual = {"name": name, "parameters": 3.1, "ap": 65.8, "torch_sets": list(torch), "onnx_sets": [40.0], "paper_cpu_fps": 18.3}
    return ModelSpeed(**(usual | values))  # type: ignore[arg-type]


def test_functions_take_turns() -> None:
    calls: list[str] = []
    rates = time_interleaved({name: (lambda n=name: calls.append(n)) for name in "ab"}, sets=2, rounds=3, warm_up=1)
    assert "".join(calls) == "aaaabbbb" * 2
    assert {name: len(sets) for name, sets in rates.items()} == {"a": 2, "b": 2}


def test_merging_keeps_every_set_and_refuses_other_settings() -> None:
    merged = merge_speeds([speed(torch=(10, 20)), speed("litehrnet-18"), speed(torch=(60,))])
    assert [entry.name for entry in merged] == ["lightpose", "litehrnet-18"]
    assert merged[0].torch_fps == pytest.approx(30)
    with pytest.raises(ValueError, match="threads"):
        merge_speeds([speed(), speed(threads=2)])


def test_table_and_figure_from_numbers_measured_before(tmp_path: Path) -> None:
    numbers, picture = tmp_path / "speeds.json", tmp_path / "figure.png"
    slow = speed("litehrnet-30", (4.0,), paper_cpu_fps=6.2, ap=67.2)
    numbers.write_text(json.dumps({"runs": [slow.to_dict(), speed().to_dict()]}))
    assert read_speeds(numbers) == [slow, speed()]
    result = CliRunner().invoke(app, ["models", "--show", "--json", str(numbers), "--figure", str(picture)])
    assert result.exit_code == 0, result.output
    row = next(line for line in result.output.splitlines() if "litehrnet-30" in line)
    assert "2.50" in row, "10 against 4 pictures a second"
    assert "2.95" in row, "the paper's 18.3 against 6.2"
    assert picture.read_bytes().startswith(b"\x89PNG")
    numbers.write_text('{"runs": [{"file": "a"}]}')
    with pytest.raises(UserError, match="another --json"):
        CliRunner().invoke(app, ["models", "--show", "--json", str(numbers)], catch_exceptions=False)


@pytest.mark.parametrize(
    ("arguments", "message"), [(["nothing"], "unknown network"), (["--height", "100"], "multiple of 32"), (["--show"], "--json")]
)
def test_models_options_that_make_no_sense(arguments: list[str], message: str) -> None:
    result = CliRunner().invoke(app, ["models", *arguments])
    assert message in str(result.exception)


@pytest.mark.slow
def test_measuring_one_network_twice(tmp_path: Path) -> None:
    pytest.importorskip("torch")
    pytest.importorskip("onnxscript")
    out, files = tmp_path / "speeds.json", tmp_path / "files"
    arguments = ["models", "hrnet-w16-small", "--sets", "1", "--rounds", "2", "--height", "64", "--width", "64", "--threads", "1"]
    for _ in range(2):
        result = CliRunner().invoke(app, [*arguments, "--json", str(out), "--files", str(files)])
        assert result.exit_code == 0, result.output
    assert "exporting" not in result.output, "the second time the file is there"
    (run,) = json.loads(out.read_text())["runs"]
    assert len(run["torch_sets"]) == len(run["onnx_sets"]) == 2
    assert min(run["torch_sets"] + run["onnx_sets"]) > 0
    assert (run["size"], run["threads"]) == ("64x64", 1)
    assert run["parameters"] == pytest.approx(1.29, abs=0.01)


def pose_file(path: Path, repeats: int) -> Path:
    """A network that only costs time: the input's mean over 4×4 blocks through ``repeats`` sines, for 17 joints."""
    onnx = pytest.importorskip("onnx")
    make = onnx.helper.make_node
    nodes = [make("AveragePool", ["images"], ["x0"], kernel_shape=[4, 4], strides=[4, 4])]
    nodes += [make("Sin", [f"x{i}"], [f"x{i + 1}"]) for i in range(repeats)]
    nodes += [make("ReduceMean", [f"x{repeats}", "axes"], ["mean"], keepdims=1), make("Expand", ["mean", "shape"], ["heatmaps"])]
    constants = {"axes": [1], "shape": [1, 17, 16, 16]}
    tensors = [onnx.numpy_helper.from_array(np.asarray(value, np.int64), name) for name, value in constants.items()]
    info = onnx.helper.make_tensor_value_info
    images, heatmaps = info("images", 1, ["n", 3, 64, 64]), info("heatmaps", 1, ["n", 17, 16, 16])
    graph = onnx.helper.make_graph(nodes, "g", [images], [heatmaps], tensors)
    onnx.save(onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 18)], ir_version=9), str(path))
    return path


def test_files_against_each_other(tmp_path: Path) -> None:
    slow, fast = pose_file(tmp_path / "slow.onnx", 400), pose_file(tmp_path / "fast.onnx", 1)
    runs = bench_pose([slow, fast], (1,), (1,), seconds=0.1)
    assert [run.file for run in runs] == ["slow.onnx", "fast.onnx"]
    assert (runs[0].ratio, runs[0].cpu_ratio) == (1, 1)
    assert runs[1].cpu_ratio > 2
    assert runs[1].ratio == pytest.approx(runs[0].median_ms / runs[1].median_ms)
    arguments = ["pose", "--pose", str(fast), "--against", str(slow), "--batches", "1", "--threads", "1", "--seconds", "0.05"]
    result = CliRunner().invoke(app, arguments, env={"COLUMNS": "120"})
    assert result.exit_code == 0, result.output
    assert "cpu ratio" in result.output
