"""The life of ``.partial`` files: one writer, no link followed, playable whatever ends it."""

from __future__ import annotations

import errno
import os
from fractions import Fraction
from pathlib import Path

import av
import pytest

from posecore.formats import KeypointHeader, open_writer
from posecore.sinks import SinkError, check_output, partial_path, write_whole
from posecore.sinks.audio import AudioCopy
from posecore.sinks.faststart import cut_broken_end
from posecore.sinks.video import VideoWriter
from posecore.skeletons import COCO17
from tests.clips import make_clip, picture, standing, video_times


def writer(path: Path) -> VideoWriter:
    return VideoWriter(path, width=64, height=48, time_base=Fraction(1, 30))


def test_the_second_writer_is_refused(tmp_path: Path) -> None:
    first = writer(tmp_path / "out.mp4")
    first.write(picture(0), 0)
    for attempt in (lambda: writer(tmp_path / "out.mp4"), lambda: check_output(tmp_path / "out.mp4", {".mp4"})):
        with pytest.raises(SinkError, match="another program is writing it"):
            attempt()
    first.finish()
    assert len(video_times(tmp_path / "out.mp4")) == 1
    writer(tmp_path / "out.mp4").abort()
    assert [p.name for p in tmp_path.iterdir()] == ["out.mp4"]


def test_a_partial_left_behind_is_no_obstacle(tmp_path: Path) -> None:
    partial_path(tmp_path / "out.mp4").write_bytes(b"left by a crash")
    with writer(tmp_path / "out.mp4") as out:
        out.write(picture(0), 0)
    assert len(video_times(tmp_path / "out.mp4")) == 1


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "precious").write_bytes(b"mine")
    partial_path(tmp_path / "out.mp4").symlink_to(tmp_path / "precious")
    with pytest.raises(SinkError, match="symbolic link"):
        writer(tmp_path / "out.mp4")
    assert (tmp_path / "precious").read_bytes() == b"mine"


@pytest.mark.skipif(os.name == "nt", reason="no umask there")
def test_the_umask_decides_who_may_read(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        with writer(tmp_path / "out.mp4") as out:
            out.write(picture(0), 0)
    finally:
        os.umask(before)
    assert (tmp_path / "out.mp4").stat().st_mode & 0o777 == 0o640


def test_what_a_kill_leaves_plays_once_its_broken_end_is_cut(tmp_path: Path) -> None:
    out = writer(tmp_path / "out.mp4")
    for i in range(200):
        out.write(picture(i), i)
    killed = tmp_path / "killed.mp4"
    killed.write_bytes(partial_path(tmp_path / "out.mp4").read_bytes()[:-100])
    out.abort()
    cut_broken_end(killed)
    assert len(video_times(killed)) >= 60


@pytest.mark.parametrize(("codec", "name"), [("pcm_s16le", "in.avi"), ("libopus", "in.mkv"), ("aac", "in.ts")])
def test_sound_never_costs_the_image(tmp_path: Path, codec: str, name: str) -> None:
    source = make_clip(tmp_path / name, audio=codec, pts=range(30), time_base=Fraction(1, 30))
    target = tmp_path / "out.mov"
    with VideoWriter(target, width=64, height=48, time_base=Fraction(1, 30), audio_from=source) as out:
        for i in range(30):
            out.write(picture(i), i)
    assert len(video_times(target)) == 30
    with av.open(str(target)) as file:
        assert [s.codec_context.name for s in file.streams.audio] == ["aac"]


def test_sound_that_cannot_be_read_is_left_out_with_a_line(tmp_path: Path) -> None:
    (tmp_path / "noise.mp4").write_bytes(b"no sound" * 100)
    with av.open(str(tmp_path / "out.mp4"), "w") as out:
        copy = AudioCopy(tmp_path / "noise.mp4", out)
        copy.finish()
    assert "left out" in copy.notices[0]


def test_a_file_in_one_go_is_whole_or_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "report.html"
    write_whole(path, b"old")
    assert path.read_bytes() == b"old"

    def full(self: Path, data: bytes) -> None:
        with self.open("wb") as file:
            file.write(data[:1])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(SinkError, match=r"cannot write .*report\.html: No space left on device"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == ["report.html"]


@pytest.mark.parametrize(("written", "left"), [(b"", []), (b"some", ["k.trc.partial"])])
def test_no_empty_file_is_left_where_it_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: bytes, left: list[str]) -> None:
    writer = open_writer(tmp_path / "k.trc", KeypointHeader("", COCO17))
    writer.write(0, 0.0, standing((0, 0, 9, 9)))

    def full(self: object, path: Path) -> None:
        path.write_bytes(written)
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(type(writer), "write_all", full)
    with pytest.raises(SinkError, match="No space left"):
        writer.finish()
    assert [path.name for path in tmp_path.iterdir()] == left
