"""HDF5 files where the disk is full: one line, nothing of HDF5's own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from posecore.formats import KeypointHeader, open_writer
from posecore.formats.hdf5 import in_memory
from tests.clips import standing
from tests.processes import ROOT


def test_only_the_whole_file_reaches_the_disk(tmp_path: Path) -> None:
    h5py = pytest.importorskip("h5py")
    name, other = tmp_path / "k.writing.h5", tmp_path / "other.h5"
    with in_memory(tmp_path / "k.partial", name):
        with h5py.File(str(name), "a") as file:
            file["a"] = np.arange(5)
        with h5py.File(name, "a") as file:  # as sleap-io does, part by part
            file["b"] = 2
        with h5py.File(other, "w") as file:
            file["c"] = 3
        assert [path.name for path in tmp_path.iterdir()] == ["other.h5"]
    with h5py.File(tmp_path / "k.partial", "r") as file:
        assert (file["a"][:].tolist(), file["b"][()]) == ([0, 1, 2, 3, 4], 2)
    assert not name.exists()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no limit on the size of files")
@pytest.mark.parametrize(("suffix", "package"), [("slp", "sleap_io"), ("h5", "sleap_io"), ("nwb", "ndx_pose")])
def test_a_full_disk_is_one_line(tmp_path: Path, suffix: str, package: str) -> None:
    """Beyond the limit writing fails as on a full disk; so does what the package would keep elsewhere."""
    pytest.importorskip(package)
    people = standing((10, 20, 110, 220), (300, 40, 360, 200))
    with open_writer(tmp_path / "k.jsonl", KeypointHeader("walk.mp4", people.skeleton)) as writer:
        for index in range(50):
            writer.write(index, index / 25, people)
    code = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192)); from lightpose.start import main; main()"
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'app'}", "XDG_CACHE_HOME": str(tmp_path / "cache")}
    command = [sys.executable, "-c", code, "convert", "k.jsonl", f"out.{suffix}"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    assert done.stderr == f"lightpose: error: cannot write out.{suffix}: File too large\n"
    assert not list(tmp_path.glob("out.*"))
    assert not [path for path in (tmp_path / "cache").rglob("*") if path.is_file()]
