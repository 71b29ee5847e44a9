"""What a person names as inputs becomes recordings, each once, each with a name of its own; what is not read is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from posecore.sources import SourceError
from posecore.sources.inputs import Inputs, find_inputs


def touch(*paths: Path) -> None:
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"?")


def texts(inputs: Inputs, folder: Path) -> list[str]:
    return [str(Path(item.text).relative_to(folder)) for item in inputs.found]


def test_a_folder_of_videos_and_what_is_left_out_of_it(tmp_path: Path) -> None:
    touch(*(tmp_path / n for n in ("b10.mp4", "b2.MOV", "notes.md", "cover.jpg", ".hidden.mp4", "c.mp4.partial", "sub/d.avi")))
    inputs = find_inputs([str(tmp_path)])
    assert texts(inputs, tmp_path) == ["b2.MOV", "b10.mp4"]
    assert inputs.several
    left_out = {item.path.name: item.why for item in inputs.left_out}
    assert set(left_out) == {"notes.md", "cover.jpg", ".hidden.mp4", "c.mp4.partial", "sub"}
    assert "--recursive" in left_out["sub"]
    assert "unfinished" in left_out["c.mp4.partial"]


def test_folders_in_folders_keep_their_place(tmp_path: Path) -> None:
    touch(*(tmp_path / n for n in ("a.mp4", "x/a.mp4", "x/y/b.webm", "shots/1.png", "shots/2.png", "out/old.mp4")))
    inputs = find_inputs([str(tmp_path)], recursive=True, exclude=tmp_path / "out")
    assert {str(Path(i.text).relative_to(tmp_path)): i.name.as_posix() for i in inputs.found} == {
        "a.mp4": "a", "x/a.mp4": "x/a", "x/y/b.webm": "x/y/b", "shots": "shots",
    }  # fmt: skip
    assert not inputs.left_out


def test_a_folder_of_images_is_one_recording(tmp_path: Path) -> None:
    touch(tmp_path / "shots/1.png", tmp_path / "shots/2.png")
    inputs = find_inputs([str(tmp_path / "shots")])
    assert [(item.text, item.name) for item in inputs.found] == [(str(tmp_path / "shots"), Path("shots"))]
    assert not inputs.several
    assert find_inputs([str(tmp_path / "shots/%04d.png")]).found[0].name == Path("shots")
    assert find_inputs([str(tmp_path / "shots/run_%04d.png")]).found[0].name == Path("run")


def test_a_folder_of_nothing_is_a_problem(tmp_path: Path) -> None:
    touch(tmp_path / "sub/a.txt")
    (item,) = find_inputs([str(tmp_path)]).found
    assert "holds no videos and no pictures" in item.problem
    assert "--recursive" in item.problem


def test_patterns(tmp_path: Path) -> None:
    touch(*(tmp_path / n for n in ("a.mp4", "b.mp4", "c.md", "odd[1].mp4")))
    assert texts(find_inputs([str(tmp_path / "*.mp4")]), tmp_path) == ["a.mp4", "b.mp4", "odd[1].mp4"]
    assert texts(find_inputs([str(tmp_path / "odd[1].mp4")]), tmp_path) == ["odd[1].mp4"], "a file of that name comes first"
    some = find_inputs([str(tmp_path / "*")])
    assert texts(some, tmp_path) == ["a.mp4", "b.mp4", "odd[1].mp4"]
    assert [item.path.name for item in some.left_out] == ["c.md"]
    assert "matches nothing" in find_inputs([str(tmp_path / "*.mkv")]).found[0].problem


def test_lists(tmp_path: Path) -> None:
    touch(*(tmp_path / n for n in ("clips/a.mp4", "clips/b.mp4", "clips/# c.mp4", "far.mp4")))
    listed = tmp_path / "clips" / "list.txt"
    listed.write_text("\ufeff# what we took\n\n a.mp4 \n../far.mp4\n*b.mp4\nrtsp://me:pw@cam/1\nlist.txt\n", encoding="utf-8")
    inputs = find_inputs([str(listed)])
    assert [Path(i.text).name for i in inputs.found] == ["a.mp4", "far.mp4", "b.mp4", "1", "list.txt"]
    assert "names itself" in inputs.found[-1].problem
    assert all(Path(i.text).exists() for i in inputs.found[:3])
    assert "pw" not in inputs.found[3].shown
    assert "pw" not in str(inputs.found[3].name)


def test_each_once_and_told_apart(tmp_path: Path) -> None:
    touch(*(tmp_path / n for n in ("a.mp4", "a.mov", "x/b.mp4", "y/b.mp4", "C.mp4", "z/c.mp4")))
    given = ["a.mp4", "a.mov", "x/b.mp4", "y/b.mp4", "x/../a.mp4", "C.mp4", "z/c.mp4"]
    inputs = find_inputs([str(tmp_path / name) for name in given])
    names = [str(item.name) for item in inputs.found]
    assert names[:2] == ["a.mp4", "a.mov"]
    assert names[2:4] == ["x b", "y b"]
    assert len(names) == 6
    assert len({name.casefold() for name in names}) == 6


def test_what_cannot_be_told_apart_is_refused(tmp_path: Path) -> None:
    touch(tmp_path / "1/x/a.mp4", tmp_path / "2/x/a.mp4")
    with pytest.raises(SourceError, match="would have the same name"):
        find_inputs([str(tmp_path / "1/x/a.mp4"), str(tmp_path / "2/x/a.mp4")])


def test_addresses_are_called_after_their_file() -> None:
    found = find_inputs(["https://me:secret@host/a/walk.mp4?token=1", "rtsp://cam/live/main", "rtsp://10.0.0.7"]).found
    assert [str(item.name) for item in found] == ["walk", "main", "10.0.0.7"]


def test_what_cannot_be_the_name_of_anything_is_a_problem_of_its_own(tmp_path: Path) -> None:
    """A list that is no text, a name too long, nobody's home folder: the others are found all the same."""
    touch(tmp_path / "a.mp4")
    (tmp_path / "list.txt").write_bytes(b"a\0b.mp4\na.mp4\n" + b"x" * 5000 + b"\n~nobody-of-this-name/b.mp4\n")
    inputs = find_inputs([str(tmp_path / "list.txt")])
    wrong = [item for item in inputs.found if item.problem]
    assert texts(Inputs([item for item in inputs.found if not item.problem]), tmp_path) == ["a.mp4"]
    assert len(wrong) == 3
    assert all(" cannot be read: " in item.problem and len(item.problem) < 200 for item in wrong)
