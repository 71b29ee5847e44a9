"""Optimised graphs in the user's cache folder."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from posecore.runtime import graph_cache, session
from posecore.runtime.graph_cache import GraphCache, cache_folder
from posecore.runtime.weights import WeightsError, find_weights, vouched_hash


@pytest.fixture
def network() -> Path:
    try:
        return find_weights("pose", "fp32")
    except WeightsError as error:
        pytest.skip(str(error))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LIGHTPOSE_CACHE", str(tmp_path / "cache" / "graphs"))
    return tmp_path / "cache" / "graphs"


def graphs(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def output(opened: onnxruntime.InferenceSession) -> np.ndarray:
    images = np.random.default_rng(0).standard_normal((1, 3, 256, 192)).astype(np.float32)
    return np.asarray(opened.run(None, {"images": images})[0])


def loads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that sessions are opened from, from now on."""
    opened: list[str] = []
    plain = onnxruntime.InferenceSession

    def watched(path: str, *args: object, **options: object) -> onnxruntime.InferenceSession:
        opened.append(str(path))
        return plain(path, *args, **options)

    monkeypatch.setattr(onnxruntime, "InferenceSession", watched)
    return opened


def test_the_second_time_the_kept_graph_is_opened_and_computes_the_same(
    network: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = session.open_session(network, providers=["cpu"])
    (kept,) = graphs(folder)
    if os.name != "nt":
        assert folder.stat().st_mode & 0o777 == 0o700
    opened = loads(monkeypatch)
    second = session.open_session(network, providers=["cpu"])
    assert opened == [str(kept)]
    assert second.get_modelmeta().custom_metadata_map == first.get_modelmeta().custom_metadata_map
    np.testing.assert_array_equal(output(first), output(second))


@pytest.mark.parametrize("damage", [b"", b"not a graph", None])
def test_a_damaged_graph_is_made_anew(network: Path, folder: Path, damage: bytes | None) -> None:
    session.open_session(network, providers=["cpu"])
    (kept,) = graphs(folder)
    whole = kept.read_bytes()
    kept.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]) if damage is None else damage)
    session.open_session(network, providers=["cpu"])
    (again,) = graphs(folder)
    assert again.stem.endswith(hashlib.sha256(again.read_bytes()).hexdigest())
    assert again.stat().st_size == len(whole)


@pytest.mark.skipif(os.name == "nt", reason="other rights there")
@pytest.mark.parametrize("mode", [0o770, 0o707, 0o755])
def test_a_folder_that_others_may_use_is_left_alone(network: Path, folder: Path, mode: int) -> None:
    folder.mkdir(parents=True)
    folder.chmod(mode)
    session.open_session(network, providers=["cpu"])
    assert graphs(folder) == []


@pytest.mark.skipif(os.name == "nt", reason="other rights there")
def test_a_link_is_no_folder(network: Path, folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o700)
    folder.parent.mkdir()
    folder.symlink_to(elsewhere)
    session.open_session(network, providers=["cpu"])
    assert graphs(elsewhere) == []


def test_another_version_or_processor_has_its_own_graph(network: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session.open_session(network, providers=["cpu"])
    with monkeypatch.context() as patch:
        patch.setattr(graph_cache, "processor", lambda: "another")
        session.open_session(network, providers=["cpu"])
    with monkeypatch.context() as patch:
        patch.setattr(onnxruntime, "__version__", "another")
        session.open_session(network, providers=["cpu"])
    assert len(graphs(folder)) == 3


def test_other_files_are_not_kept(network: Path, folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.onnx"
    copy.write_bytes(network.read_bytes())
    assert vouched_hash(copy) is None
    session.open_session(copy, providers=["cpu"])
    assert not folder.exists()


def test_a_few_stay(network: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graph_cache, "KEPT", 2)
    folder.mkdir(parents=True, mode=0o700)
    for number in range(3):
        (folder / f"{number}-0.onnx").write_bytes(b"")
        os.utime(folder / f"{number}-0.onnx", (number, number))
    session.open_session(network, providers=["cpu"])
    names = [path.name for path in graphs(folder)]
    assert len(names) == 2
    assert "2-0.onnx" in names


def test_a_few_of_what_openvino_compiled_stay(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graph_cache, "KEPT", 2)
    kept = GraphCache(folder).compiled()
    assert kept is not None
    kept.mkdir()
    for age in range(4):
        (kept / f"{age}.blob").write_bytes(b"")
        os.utime(kept / f"{age}.blob", (1e9 - age, 1e9 - age))
    assert GraphCache(folder).compiled() == kept
    assert sorted(path.name for path in kept.iterdir()) == ["0.blob", "1.blob"]
    if os.name != "nt":  # other rights there
        folder.chmod(0o777)
        assert GraphCache(folder).compiled() is None


def test_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIGHTPOSE_CACHE", "off")
    assert cache_folder() is None
    monkeypatch.delenv("LIGHTPOSE_CACHE")
    assert cache_folder() is not None


def test_a_full_disk_is_no_reason_to_fail(network: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(graph_cache.os, "replace", full)
    assert output(session.open_session(network, providers=["cpu"])).shape == (1, 17, 64, 48)
    assert graphs(folder) == []
    assert GraphCache(folder).is_private()
