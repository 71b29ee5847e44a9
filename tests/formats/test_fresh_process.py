"""Files are read by a program that has written none: packages that a format needs may know more once they have written something."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from posecore import formats
from posecore.formats import KeypointHeader, open_writers
from tests.clips import standing

ROOT = Path(__file__).parents[2]
PLAIN = ["k.jsonl", "k.csv", "k.coco.json", "openpose", "k.trc"]
PACKAGES = {"k.parquet": "pyarrow", "k.slp": "sleap_io", "k.h5": "sleap_io", "k.nwb": "ndx_pose"}
CODE = "import sys; from posecore import formats; print(*(sum(len(f.people) for f in formats.read(p).frames) for p in sys.argv[1:]))"


def people_read_by_another(folder: Path, *names: str) -> list[int]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", CODE, *names]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300, check=True)
    return [int(number) for number in done.stdout.split()]


def write(folder: Path, *names: str) -> None:
    people = standing((10, 20, 110, 220), (300, 40, 360, 200), ids=[1, 2])
    with open_writers([folder / name for name in names], KeypointHeader("walk.mp4", people.skeleton, 640, 480)) as writer:
        for index in range(3):
            writer.write(index, index / 25, people)


def test_plain_formats(tmp_path: Path) -> None:
    write(tmp_path, *PLAIN)
    assert people_read_by_another(tmp_path, *PLAIN) == [6] * len(PLAIN)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "package"), [("k.parquet", "pyarrow"), ("k.slp", "sleap_io"), ("k.h5", "sleap_io"), ("k.nwb", "ndx_pose")]
)
def test_formats_of_packages(tmp_path: Path, name: str, package: str) -> None:
    pytest.importorskip(package)
    write(tmp_path, name)
    assert people_read_by_another(tmp_path, name) == [6]
    assert sum(len(frame.people) for frame in formats.read(tmp_path / name).frames) == 6
