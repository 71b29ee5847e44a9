"""``lightpose recover`` and what it is made of: plain MP4 files and whole lines of what a kill left."""

from __future__ import annotations

import shutil
from fractions import Fraction
from pathlib import Path

import av
import pytest
from typer.testing import CliRunner

from lightpose.cli import app
from posecore.sinks import SinkError, partial_path
from posecore.sinks.recovery import recover_file
from posecore.sinks.video import VideoWriter
from tests.clips import audio_packets, make_clip, picture, video_times


def killed(folder: Path, frames: int = 280, name: str = "out.mp4", **options: object) -> Path:
    """``NAME.partial`` as it is on disk while a video of ``frames`` frames from 1/6 s on is being written; its last bytes are missing."""
    source = make_clip(folder / "in.mp4", audio="aac", pts=range(0, 6000, 20))
    given: dict[str, object] = {"audio_from": source, **options}
    writer = VideoWriter(folder / "running.mp4", width=64, height=48, time_base=Fraction(1, 600), **given)  # type: ignore[arg-type]
    for i in range(frames):
        writer.write(picture(i), 100 + 20 * i, 20)
    partial = partial_path(folder / name)
    shutil.copy(partial_path(folder / "running.mp4"), partial)
    with partial.open("r+b") as file:
        file.truncate(max(1, partial.stat().st_size - 7))
    writer.abort()
    writer.partial.unlink()
    return partial


def atoms(path: Path) -> list[bytes]:
    from posecore.sinks.faststart import _atoms

    with path.open("rb") as file:
        return [name for name, _, _ in _atoms(file)]


@pytest.mark.parametrize("options", [{}, {"live": True, "audio_from": None}, {"codec": "h265"}], ids=["recorded", "live", "h265"])
def test_a_plain_mp4_comes_out(tmp_path: Path, options: dict[str, object]) -> None:
    partial = killed(tmp_path, **options)
    made = recover_file(partial)
    assert made.path == tmp_path / "out.mp4"
    assert atoms(made.path).count(b"moof") == 0
    assert atoms(made.path).index(b"moov") < atoms(made.path).index(b"mdat")
    times = video_times(made.path)
    assert made.frames == len(times) > 150
    start = 0.0 if options.get("live") and times[0] == 0 else 1 / 6
    whole = times[:-8]  # the last ones are shown in another order than they are stored: one may be there without those before it
    assert whole == pytest.approx([start + i / 30 for i in range(len(whole))], abs=1e-3)
    assert not partial.exists()
    if options == {}:
        original = {data: time for time, data in audio_packets(tmp_path / "in.mp4")}
        sound = audio_packets(made.path)
        assert len(sound) > 200
        assert all(original[data] == pytest.approx(time, abs=1e-3) for time, data in sound)
    if options.get("codec") == "h265":
        with av.open(str(made.path)) as file:
            assert file.streams.video[0].codec_context.codec_tag == "hvc1"


def test_what_is_there_is_not_overwritten(tmp_path: Path) -> None:
    partial = killed(tmp_path)
    (tmp_path / "out.mp4").write_bytes(b"mine")
    assert recover_file(partial).path == tmp_path / "out recovered.mp4"
    assert (tmp_path / "out.mp4").read_bytes() == b"mine"


def test_lines_are_cut_after_the_last_whole_one(tmp_path: Path) -> None:
    partial = tmp_path / "k.jsonl.partial"
    partial.write_text('{"header": 1}\n{"frame": 0}\n{"frame": 1, "peo')
    assert recover_file(partial).lines == 1
    assert (tmp_path / "k.jsonl").read_text() == '{"header": 1}\n{"frame": 0}\n'


def test_what_is_still_being_written_is_left_alone(tmp_path: Path) -> None:
    with VideoWriter(tmp_path / "out.mp4", width=64, height=48, time_base=Fraction(1, 30)) as writer:
        for i in range(90):
            writer.write(picture(i), i)
        with pytest.raises(SinkError, match="another program is writing it"):
            recover_file(partial_path(tmp_path / "out.mp4"))
    assert len(video_times(tmp_path / "out.mp4")) == 90


def test_the_command(tmp_path: Path) -> None:
    killed(tmp_path)
    (tmp_path / "early.mp4.partial").write_bytes(b"")
    (tmp_path / "noise.mp4.partial").write_bytes(b"noise" * 1000)
    (tmp_path / "k.jsonl.partial").write_text('{"header": 1}\n{"frame": 0}\n')
    (tmp_path / "x.parquet.partial").write_bytes(b"PAR1")
    result = CliRunner().invoke(app, ["recover", str(tmp_path)])
    assert result.exit_code == 2
    told = result.output.splitlines()
    assert [line for line in told if "wrote" in line and "out.mp4: " in line and "frames" in line]
    assert [line for line in told if "wrote" in line and "k.jsonl: 1 lines" in line]
    assert len([line for line in told if "first second" in line]) == 2
    assert len([line for line in told if "x.parquet.partial: only videos" in line]) == 1
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "early.mp4.partial", "in.mp4", "k.jsonl", "noise.mp4.partial", "out.mp4", "x.parquet.partial",
    ]  # fmt: skip


def test_the_command_says_what_is_none(tmp_path: Path) -> None:
    make_clip(tmp_path / "a.mp4")
    for arguments, said in (
        ([tmp_path / "a.mp4"], "no unfinished file"),
        ([tmp_path], "holds no unfinished files"),
        ([tmp_path / "none.mp4.partial"], "does not exist"),
    ):
        result = CliRunner().invoke(app, ["recover", *map(str, arguments)])
        assert result.exit_code == 2
        assert said in result.output
        assert result.output.count("lightpose: error:") == 1
