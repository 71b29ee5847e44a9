"""Keypoint files with values of any type and size: converted, or refused in one short line that names the file. Nothing on the terminal."""

from __future__ import annotations

import json
import shutil
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from posecore import formats
from posecore.sinks import SinkError

GOLDEN = Path(__file__).parent / "golden.jsonl"
VALUES = [None, True, "", [], {"a": 1}, -1, 1e308, float("nan"), float("inf"), 10**30, 10**400, [[1]], "x\n\t\0"]
CELLS = ["", "x", "nan", "inf", "1e308", "9" * 5000, '"', "-9223372036854775809"]


def put(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    """A copy of ``value`` with ``new`` at ``path``."""
    if not path:
        return new
    copy = value.copy()
    copy[path[0]] = put(copy[path[0]], path[1:], new)
    return copy


def refuses(path: Path, target: str = "out.jsonl") -> bool:
    """Convert it; whether it was refused."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            formats.convert(path, path.parent / target)
    except ValueError as error:
        text = str(error)
    else:
        formats.read(path.parent / target)
        return False
    assert str(path) in text
    assert len(text) < len(str(path)) + 400
    return True


def lines() -> list[Any]:
    return [json.loads(line) for line in GOLDEN.read_text(encoding="utf-8").splitlines()]


def jsonl(folder: Path, path: tuple[Any, ...], value: Any) -> Path:
    text = "\n".join(json.dumps(line) for line in put(lines(), path, value))
    (folder / "in.jsonl").write_text(text + "\n", encoding="utf-8")
    return folder / "in.jsonl"


def coco(folder: Path, path: tuple[Any, ...], value: Any) -> Path:
    formats.convert(GOLDEN, folder / "whole.coco.json")
    text = json.dumps(put(json.loads((folder / "whole.coco.json").read_text(encoding="utf-8")), path, value))
    (folder / "in.coco.json").write_text(text, encoding="utf-8")
    return folder / "in.coco.json"


def openpose(folder: Path, path: tuple[Any, ...], value: Any) -> Path:
    shutil.rmtree(folder / "in", ignore_errors=True)
    formats.convert(GOLDEN, folder / "openpose")
    (folder / "openpose").rename(folder / "in")
    first = min((folder / "in").iterdir())
    first.write_text(json.dumps(put(json.loads(first.read_text(encoding="utf-8")), path, value)), encoding="utf-8")
    return folder / "in"


@pytest.mark.parametrize(
    ("make", "places"),
    [
        (jsonl, [(0,), *((0, name) for name in ("skeleton", "width", "height", "source", "lightpose")), (1,), (1, "frame"), (1, "time")]),
        (
            jsonl,
            [(1, "people"), *((1, "people", 0, name) for name in ("id", "score", "box", "keypoints")), (1, "people", 0, "keypoints", 0, 0)],
        ),
        (jsonl, [(3, "file"), (3, "width")]),
        (coco, [(), *((0, *rest) for rest in ((), ("frame",), ("time",), ("score",), ("track_id",), ("box",), ("keypoints", 0)))]),
        (openpose, [(), ("people",), ("frame",), ("people", 0, "person_id", 0), ("people", 0, "pose_keypoints_2d", 0)]),
    ],
)
def test_values_of_any_type(tmp_path: Path, make: Callable[[Path, tuple[Any, ...], Any], Path], places: list[tuple[Any, ...]]) -> None:
    refused = [refuses(make(tmp_path, place, value)) for place in places for value in VALUES]
    assert sum(refused) > len(refused) / 2


def tables(folder: Path, suffix: str, separator: str) -> Iterator[Path]:
    formats.convert(GOLDEN, folder / f"whole{suffix}")
    rows = (folder / f"whole{suffix}").read_text(encoding="utf-8").split("\n")
    for row in (0, 1, len(rows) - 2):
        for column in (0, 1, 2, 5):
            for cell in CELLS:
                cells = rows[row].split(separator)
                cells[column : column + 1] = [cell]
                path = folder / f"in{suffix}"
                path.write_text("\n".join([*rows[:row], separator.join(cells), *rows[row + 1 :]]), encoding="utf-8")
                yield path


@pytest.mark.parametrize(("suffix", "separator"), [(".csv", ","), (".trc", "\t")])
def test_cells_of_any_kind(tmp_path: Path, suffix: str, separator: str) -> None:
    refused = [refuses(path, "out.trc") for path in tables(tmp_path, suffix, separator)]
    assert sum(refused) > len(refused) / 4


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000, "9" * 5000])
@pytest.mark.parametrize("name", ["in.jsonl", "in.coco.json"])
def test_json_without_end(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    assert refuses(tmp_path / name)


def test_a_cell_longer_than_the_csv_library_takes(tmp_path: Path) -> None:
    header = (GOLDEN.parent / "golden.csv").read_text(encoding="utf-8").splitlines()[0]
    (tmp_path / "in.csv").write_text(header + "\n" + "1" * 200_000 + ",2\n")
    assert refuses(tmp_path / "in.csv")


def test_a_frame_whose_number_is_beyond_every_table(tmp_path: Path) -> None:
    pytest.importorskip("sleap_io")
    path = jsonl(tmp_path, (3, "frame"), 10**14)
    with pytest.raises(SinkError, match=r"out\.h5: its table of frames and people is larger than the memory"):
        formats.convert(path, tmp_path / "out.h5")


@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".coco.json"])
def test_files_that_an_editor_saved_with_a_bom(tmp_path: Path, suffix: str) -> None:
    whole, marked = tmp_path / f"whole{suffix}", tmp_path / f"marked{suffix}"
    formats.convert(GOLDEN, whole)
    marked.write_bytes(b"\xef\xbb\xbf" + whole.read_bytes())
    assert [frame.index for frame in formats.read(marked).frames] == [frame.index for frame in formats.read(whole).frames] != []
