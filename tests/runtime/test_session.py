"""Opening ONNX files: providers, threads, and what is said about bad files."""

import platform
from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from posecore.runtime.session import (
    active_provider,
    best_provider,
    default_threads,
    fast_integers,
    open_session,
    session_options,
)

onnx = pytest.importorskip("onnx")


@pytest.fixture
def doubler(tmp_path: Path) -> Path:
    """A model that doubles its input."""
    value = onnx.helper.make_tensor_value_info("x", onnx.TensorProto.FLOAT, [2])
    out = onnx.helper.make_tensor_value_info("y", onnx.TensorProto.FLOAT, [2])
    graph = onnx.helper.make_graph([onnx.helper.make_node("Add", ["x", "x"], ["y"])], "double", [value], [out])
    path = tmp_path / "double.onnx"
    onnx.save(onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 17)], ir_version=8), path)
    return path


@pytest.mark.parametrize("providers", [None, ["cpu"], ["CPUExecutionProvider"]])
def test_opens_and_runs(doubler: Path, providers: list[str] | None) -> None:
    session = open_session(doubler, threads=1, providers=providers)
    assert session.run(None, {"x": np.asarray([1, 2], np.float32)})[0].tolist() == [2, 4]
    assert active_provider(session) == "cpu" or providers is None


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_threads_reach_the_session(doubler: Path, threads: int) -> None:
    assert open_session(doubler, threads=threads).get_session_options().intra_op_num_threads == threads


def test_idle_threads_do_not_spin() -> None:
    assert session_options().get_session_config_entry("session.intra_op.allow_spinning") == "0"
    assert 1 <= session_options().intra_op_num_threads == default_threads() <= 4


def test_a_provider_that_cannot_start_is_passed_over(doubler: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = onnxruntime.InferenceSession

    def start(path: str, options: object, providers: list[str]) -> object:
        if providers[0] != "CPUExecutionProvider":
            raise RuntimeError("driver missing")
        return real(path, options, providers=providers)

    monkeypatch.setattr(onnxruntime, "InferenceSession", start)
    monkeypatch.setattr(onnxruntime, "get_available_providers", lambda: ["CUDAExecutionProvider", "CPUExecutionProvider"])
    assert active_provider(open_session(doubler)) == "cpu"


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"nobody\.onnx: no such model file"):
        open_session(tmp_path / "nobody.onnx")


@pytest.mark.parametrize("content", [b"", b"not a model", bytes(range(256)) * 8])
def test_broken_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.onnx"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"broken\.onnx: not a usable ONNX model") as caught:
        open_session(path)
    assert "\n" not in str(caught.value)


def test_truncated_file(doubler: Path) -> None:
    doubler.write_bytes(doubler.read_bytes()[:-20])
    with pytest.raises(ValueError, match="not a usable ONNX model"):
        open_session(doubler)


def test_threads_below_one(doubler: Path) -> None:
    with pytest.raises(ValueError, match="threads"):
        open_session(doubler, threads=0)


@pytest.mark.skipif(platform.system() != "Linux", reason="reads what Linux tells of the processor")
@pytest.mark.parametrize(
    ("text", "fast"),
    [
        ("flags\t\t: fpu avx2 avx512f avx512_vnni\n", True),
        ("flags : fpu avx_vnni fma\n", True),
        ("Features\t: fp asimd asimddp\n", True),
        ("model name : avx512_vnni\nflags : fpu avx2 avx512f\n", False),
        ("", False),
    ],
)
def test_fast_integers(tmp_path: Path, text: str, fast: bool) -> None:
    (tmp_path / "cpuinfo").write_text(text)
    assert fast_integers(tmp_path / "cpuinfo") is fast
    assert not fast_integers(tmp_path / "none")


def test_the_first_provider_by_its_short_name() -> None:
    assert best_provider(["cpu"]) == "cpu"
    with pytest.raises(ValueError, match="provider 'abacus'"):
        best_provider(["abacus"])
