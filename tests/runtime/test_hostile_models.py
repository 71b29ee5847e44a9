"""Models that would harm: they are refused in one line and run nothing."""

import os
import pickle
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from posecore.runtime.detectors import open_detector
from posecore.runtime.estimator import PoseEstimator
from posecore.runtime.feeding import Feeder
from posecore.runtime.session import open_session
from posecore.runtime.weights import WeightsError, find_weights, manifest

CASES = Path(__file__).parents[3] / "shared" / "cases"


class Runs:
    """A pickle that makes a file when it is read."""

    def __init__(self, function, *arguments):
        self.answer = function, arguments

    def __reduce__(self):
        return self.answer


def payloads(mark):
    return {
        "system": Runs(os.system, f"touch {mark}"),
        "exec": Runs(exec, f"open({str(mark)!r}, 'w')"),
        "eval": Runs(eval, f"open({str(mark)!r}, 'w')"),
        "mkdir": Runs(os.mkdir, str(mark)),
        "subprocess": Runs(subprocess.call, ["touch", str(mark)]),
    }


@pytest.mark.parametrize("name", payloads(""))
@pytest.mark.parametrize("kind", ["torch", "torch model", "pickle"])
def test_a_checkpoint_runs_no_code(tmp_path, name, kind, monkeypatch):
    torch = pytest.importorskip("torch")
    pytest.importorskip("ultralytics")
    monkeypatch.delenv("LIGHTPOSE_TRUST", raising=False)
    mark, file = tmp_path / "mark", tmp_path / "evil.pt"
    evil = payloads(mark)[name]
    if kind == "pickle":
        file.write_bytes(pickle.dumps(evil))
    else:
        torch.save({"model": evil, "train_args": {}} if kind == "torch model" else evil, file)
    with pytest.raises(ValueError, match=r"evil\.pt") as caught:
        open_detector(str(file))
    assert not mark.exists()
    assert "\n" not in str(caught.value)


def test_a_missing_module_that_a_checkpoint_names_is_not_installed(tmp_path, monkeypatch):
    torch = pytest.importorskip("torch")
    pytest.importorskip("ultralytics")
    monkeypatch.delenv("LIGHTPOSE_TRUST", raising=False)
    calls = []
    monkeypatch.setattr(subprocess, "check_output", lambda *a, **k: calls.append(a) or b"")
    monkeypatch.setattr(subprocess, "run", lambda *a, **k: calls.append(a))
    module = type(sys)("notthere_module")
    module.Thing = type("Thing", (), {"__module__": "notthere_module"})
    monkeypatch.setitem(sys.modules, "notthere_module", module)
    torch.save({"model": module.Thing()}, tmp_path / "evil.pt")
    monkeypatch.delitem(sys.modules, "notthere_module")
    with pytest.raises(ValueError, match="--trust"):
        open_detector(str(tmp_path / "evil.pt"))
    assert not [call for call in calls if "pip" in str(call)]


def test_other_kinds_need_trust(tmp_path, monkeypatch):
    monkeypatch.delenv("LIGHTPOSE_TRUST", raising=False)
    (tmp_path / "net.engine").write_bytes(b"x")
    with pytest.raises(ValueError, match="--trust"):
        open_detector(str(tmp_path / "net.engine"))


def test_an_honest_checkpoint_is_loaded(tmp_path, monkeypatch):
    pytest.importorskip("ultralytics")
    monkeypatch.delenv("LIGHTPOSE_TRUST", raising=False)
    from ultralytics.models import YOLO

    made = YOLO("yolo11n.yaml")
    made.model.names = {**made.model.names, 0: "person"}
    made.save(tmp_path / "own.pt")
    detector = open_detector(str(tmp_path / "own.pt"), threshold=0.9)
    assert detector(np.zeros((64, 64, 3), np.uint8))[0].shape == (0, 4)


def test_trust_loads_it_all_the_same(tmp_path, monkeypatch):
    torch = pytest.importorskip("torch")
    pytest.importorskip("ultralytics")
    monkeypatch.setenv("LIGHTPOSE_TRUST", "1")
    mark = tmp_path / "mark"
    from ultralytics.nn import tasks

    monkeypatch.setattr(tasks, "SAFE_LOAD", False)
    torch.save({"model": payloads(mark)["mkdir"]}, tmp_path / "evil.pt")
    with pytest.raises(ValueError, match=r"evil\.pt"):
        open_detector(str(tmp_path / "evil.pt"))
    assert mark.exists()


def graph(path, nodes, shape=("n", 3, 64, 64), out=("n", 17, 16, 16), constants=()):
    onnx = pytest.importorskip("onnx")
    h = onnx.helper
    source, target = (h.make_tensor_value_info(n, onnx.TensorProto.FLOAT, list(s)) for n, s in (("x", shape), ("y", out)))
    made = h.make_graph(nodes(onnx), "g", [source], [target], list(constants(onnx)) if constants else [])
    onnx.save(h.make_model(made, opset_imports=[h.make_opsetid("", 17)], ir_version=9), path)
    return path


def test_a_huge_input_is_refused(tmp_path):
    path = graph(tmp_path / "huge.onnx", lambda o: [o.helper.make_node("Identity", ["x"], ["y"])], ("n", 3, 100000, 100000))
    with pytest.raises(ValueError, match="above the limit"):
        open_session(path)


def test_a_huge_answer_is_refused(tmp_path, monkeypatch):
    """Its sides are not stated; the shape is computed when it runs."""
    monkeypatch.setattr("posecore.runtime.session.MAX_NUMBERS", 100_000)

    def sides(onnx):
        return [onnx.helper.make_tensor("sides", onnx.TensorProto.INT64, [4], [1, 17, 100, 100])]

    def nodes(onnx):
        make = onnx.helper.make_node
        return [
            make("ReduceMean", ["x"], ["mean"], axes=[1, 2, 3], keepdims=1),
            make("Cast", ["mean"], ["whole"], to=onnx.TensorProto.INT64),
            make("Flatten", ["whole"], ["flat"], axis=0),
            make("Squeeze", ["flat"], ["zero"]),
            make("Add", ["sides", "zero"], ["shape"]),
            make("Expand", ["mean", "shape"], ["y"]),
        ]

    path = graph(tmp_path / "large.onnx", nodes, (1, 3, 64, 64), ("n", "k", "h", "w"), constants=sides)
    with pytest.raises(ValueError, match="with 170,000 numbers; the limit is 100,000"):
        open_session(path)


@pytest.mark.parametrize("size", [1, 2])
def test_a_fixed_batch_is_run_in_parts(tmp_path, size):
    path = graph(tmp_path / "fixed.onnx", lambda o: [o.helper.make_node("Neg", ["x"], ["y"])], (size, 3, 8, 8), (size, 3, 8, 8))
    batch = np.random.default_rng(0).random((5, 3, 8, 8), np.float32)
    (found,) = Feeder(open_session(path))(batch)
    np.testing.assert_array_equal(found, -batch)


@pytest.mark.skipif(not (CASES / "p_batch1.onnx").is_file(), reason="the shared small cases are not here")
def test_the_shared_batch_of_one():
    boxes = np.array([[10, 10, 60, 90], [50, 10, 99, 90]])
    assert PoseEstimator.from_onnx(CASES / "p_batch1.onnx")(np.zeros((100, 100, 3), np.uint8), boxes)[0].shape == (2, 17, 2)


def test_weights_that_have_been_changed_are_refused(tmp_path, monkeypatch):
    entry = next(e for e in manifest() if e.kind == "pose" and e.path.suffix == ".onnx")
    copied = tmp_path / entry.path.name
    data = bytearray(entry.path.read_bytes())
    copied.write_bytes(data)
    (tmp_path / "manifest.toml").write_text(
        f'[[weights]]\nkind = "pose"\nname = "n"\nfile = "{copied.name}"\nsha256 = "{entry.sha256}"\ndefault = true\n'
    )
    monkeypatch.setattr("posecore.runtime.weights.weights_folder", lambda: tmp_path)
    manifest.cache_clear()
    try:
        assert find_weights("pose") == copied
        data[len(data) // 2] ^= 1
        copied.write_bytes(data)
        os.utime(copied, ns=(0, 0))
        with pytest.raises(WeightsError, match="SHA-256"):
            find_weights("pose")
    finally:
        manifest.cache_clear()


TRACED = """
import numpy as np
from posecore.runtime.detectors import open_detector
open_detector()(np.zeros((64, 64, 3), np.uint8))
import os
assert os.environ["ORT_DISABLE_TELEMETRY"] == "1"
"""


def test_onnxruntime_reports_nothing(tmp_path):
    import shutil

    trace = shutil.which("strace")
    if trace is None:
        pytest.skip("no strace here")
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("CI", "ORT_", "GITHUB"))}
    environment |= {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache"), "ORT_DISABLE_TELEMETRY": "0"}
    log = tmp_path / "trace.txt"
    command = [trace, "-f", "--seccomp-bpf", "-qq", "-o", str(log), "-e", "trace=socket,connect", sys.executable, "-c", TRACED]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=240, check=False, cwd=Path(__file__).parents[2])
    if "ptrace" in done.stderr.lower() or "PTRACE" in done.stderr:
        pytest.skip("strace may not trace here")
    assert done.returncode == 0, done.stderr
    assert "AF_INET" not in log.read_text()
    assert not (tmp_path / "cache").exists()
