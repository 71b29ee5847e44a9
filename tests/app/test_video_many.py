"""``lightpose video`` on many inputs, on a part of one, on some of the people."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from lightpose.cli import app, pipeline
from posecore import formats
from posecore.sinks import partial_path
from posecore.sources.file import VideoFile
from tests.clips import audio_packets, fake_estimator, make_clip, standing, video_times
from tests.datasets import ROOT


class Loads:
    """Counts how often the networks are loaded."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, *args: Any, **options: Any) -> Any:
        self.count += 1
        return fake_estimator


@pytest.fixture(autouse=True)
def loads(monkeypatch: pytest.MonkeyPatch) -> Loads:
    counter = Loads()
    monkeypatch.setattr(pipeline, "load_estimator", counter)
    return counter


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(app, ["video", *(str(a) for a in args)])


def made(folder: Path) -> list[str]:
    """What is in a folder of results, the record left out."""
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file() and p.name != ".lightpose-done")


@pytest.fixture
def clips(tmp_path: Path) -> Path:
    folder = tmp_path / "clips"
    (folder / "sub").mkdir(parents=True)
    for name in ("a.mp4", "b.mov", "sub/c.mkv"):
        make_clip(folder / name, pts=range(0, 100, 20))
    (folder / "broken.mp4").write_bytes(b"no video")
    (folder / "notes.md").write_text("x")
    return folder


def test_what_one_recording_is_told_of_many_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock that jumps and damaged pieces, with the name of the recording."""
    clip = make_clip(tmp_path / "clip.ts", pts=range(0, 1000, 20))
    joined = tmp_path / "joined.ts"
    joined.write_bytes(clip.read_bytes() * 2)
    told = VideoFile.notices.fget
    monkeypatch.setattr(VideoFile, "notices", property(lambda self: [setattr(self, "damaged_packets", 1), told(self)][1]))
    alone, of_many = run(joined, "-o", tmp_path / "o.mp4").stderr, run(joined, clip, "-o", tmp_path / "out").stderr
    for line in (f"{joined}: its clock jumps (1×); times go on where it does", f"{joined}: 1 damaged piece was left out"):
        assert f"lightpose: warning: {line}\n" in alone
        assert f"lightpose: warning: {line}\n" in of_many


def test_a_folder_with_a_broken_file_in_it(tmp_path: Path, clips: Path, loads: Loads) -> None:
    out = tmp_path / "out"
    result = run(clips, "-o", out, "-k", ".jsonl", "--recursive", "--jobs", "2")
    assert result.exit_code == 1, result.output
    assert made(out) == ["a.jsonl", "a.mp4", "b.jsonl", "b.mp4", "sub/c.jsonl", "sub/c.mp4"]
    assert loads.count == 1
    assert f"{clips / 'notes.md'} is left out" in result.stderr
    assert f"{clips / 'broken.mp4'} cannot be read" in result.stderr
    lines = {line.split()[0]: line.split()[1] for line in result.stdout.splitlines() if line.startswith(str(clips))}
    assert lines == {str(clips / n): s for n, s in (("a.mp4", "done"), ("b.mov", "done"), ("broken.mp4", "failed"), ("sub/c.mkv", "done"))}
    assert "3 done (15 frames" in result.stdout
    assert "1 failed" in result.stdout
    assert "Traceback" not in result.output


def test_each_of_many_has_several_formats(tmp_path: Path, clips: Path) -> None:
    out = tmp_path / "out"
    result = run(
        clips / "a.mp4", clips / "b.mov", "-o", out, "-k", ".trc", "-k", "openpose", "--angles", ".csv", "--angles", "mot",
        "--only", "keypoints", "--height-of-person", "1.8",
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    assert {path.name for path in out.iterdir()} - {".lightpose-done"} == {
        f"{clip}.{kind}" for clip in "ab" for kind in ("trc", "openpose", "angles.csv", "mot")
    }
    assert "\tm\t" in (out / "a.trc").read_text()
    for wrong in (("-k", "a.xyz"), ("--angles", "a.csv")):
        result = run(clips / "a.mp4", clips / "b.mov", "-o", out, *wrong)
        assert result.exit_code == 2
        assert "suffix" in result.stderr


def test_resume_leaves_out_what_is_whole(tmp_path: Path, clips: Path, loads: Loads) -> None:
    (clips / "broken.mp4").unlink()
    out = tmp_path / "out"
    assert run(clips, "-o", out, "-k", "jsonl", "--resume").exit_code == 0
    before = {name: (out / name).stat().st_mtime_ns for name in made(out)}

    def redone(*options: str) -> list[str]:
        result = run(clips, "-o", out, "-k", "jsonl", "--resume", *options)
        assert result.exit_code == 0, result.output
        changed = [n for n in made(out) if (out / n).stat().st_mtime_ns != before.get(n)]
        before.update({n: (out / n).stat().st_mtime_ns for n in made(out)})
        return changed

    loaded = loads.count
    assert redone() == []
    assert loads.count == loaded, "nothing to do needs no networks"
    (out / "a.jsonl").unlink()
    assert redone() == ["a.jsonl", "a.mp4"]
    partial_path(out / "b.mp4").write_bytes(b"half")
    assert redone() == ["b.jsonl", "b.mp4"]
    assert redone("--scores") == ["a.jsonl", "a.mp4", "b.jsonl", "b.mp4"], "other options, other results"
    assert redone("--scores") == []
    make_clip(clips / "a.mp4", pts=range(0, 140, 20))
    assert redone("--scores") == ["a.jsonl", "a.mp4"], "another recording of that name"
    assert len(formats.read(out / "a.jsonl").frames) == 7


def test_resume_of_one(tmp_path: Path, clips: Path) -> None:
    for words in ("wrote", "done already"):
        result = run(clips / "a.mp4", "-o", tmp_path / "a.mp4", "--resume")
        assert result.exit_code == 0, result.output
        assert words in result.stdout


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["-k", ".jsonl"], "need a folder"),
        (["-o", "one.mp4"], "give a folder"),
        (["-o", "out", "-k", "all.jsonl"], "suffix"),
        (["-o", "clips"], "overwrite an input"),
        (["-o", "clips/notes.md"], "is a file"),
        (["-o", "out", "--start", "soon"], "is no time"),
        (["-o", "out", "--start", "5", "--end", "4"], "after the start"),
        (["-o", "out", "--person", "nobody"], "names no person"),
        (["-o", "out", "--region", "1,2"], "is no region"),
        (["-o", "out", "--duration", "0"], "must be above 0"),
        (["-o", "out", "--only", "keypoints", "--background", "black"], "--background is for the annotated video"),
        (["-o", "out", "--only", "keypoints", "--height", "200"], "--height is for"),
        (["-o", "out", "--only", "keypoints", "--codec", "av1"], "--codec is for"),
        (["-o", "out", "--only", "keypoints", "--quality", "30"], "--quality is for"),
    ],
)
def test_what_is_refused_before_any_work(
    tmp_path: Path, clips: Path, loads: Loads, monkeypatch: pytest.MonkeyPatch, options: list[str], reason: str
) -> None:
    monkeypatch.chdir(tmp_path)
    make_clip(clips / "b.mp4", pts=range(0, 40, 20))
    result = run("clips", *options)
    assert result.exit_code == 2
    assert reason in result.stderr
    assert loads.count == 0


def test_lists_and_patterns(tmp_path: Path, clips: Path) -> None:
    (tmp_path / "list.txt").write_text("clips/*.mov\n# clips/a.mp4\nclips/none.mp4\n")
    result = run(tmp_path / "list.txt", "-o", tmp_path / "out", "--only", "keypoints")
    assert result.exit_code == 1
    assert made(tmp_path / "out") == ["b.jsonl"]
    assert "none.mp4 does not exist" in result.stderr


def test_ctrl_c_says_how_to_go_on(tmp_path: Path, clips: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import lightpose.cli.video_batch as batch

    def interrupted(*args: Any, **options: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(batch, "run_batch", interrupted)
    result = run(clips, "-o", tmp_path / "out")
    assert result.exit_code == 130
    assert "--resume" in result.stderr


def test_a_part_with_its_sound(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "a.mp4", pts=range(0, 1800, 20), audio="aac")
    result = run(clip, "-o", tmp_path / "b.mp4", "-k", tmp_path / "b.jsonl", "--start", "0:01", "--end", "2")
    assert result.exit_code == 0, result.output
    assert video_times(tmp_path / "b.mp4") == pytest.approx([i / 30 for i in range(30)], abs=1e-3)
    whole, part = audio_packets(clip), audio_packets(tmp_path / "b.mp4")
    wanted = [(time - 1, data) for time, data in whole if 1 <= time < 2]
    assert [data for _, data in part] == [data for _, data in wanted]
    assert [time for time, _ in part] == pytest.approx([time for time, _ in wanted], abs=0.002)
    frames = formats.read(tmp_path / "b.jsonl").frames
    assert [f.index for f in frames] == list(range(30))
    assert frames[-1].time == pytest.approx(29 / 30, abs=1e-3)


def test_some_of_the_people(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        pipeline, "load_estimator", lambda *args, **options: lambda image: standing((0, 0, 20, 40), (30, 0, 60, 46), (20, 10, 30, 20))
    )
    clip = make_clip(tmp_path / "a.mp4", pts=range(0, 60, 20))

    def widths(*options: str) -> list[float]:
        assert run(clip, "-k", tmp_path / "k.jsonl", *options).exit_code == 0
        boxes = formats.read(tmp_path / "k.jsonl").frames[-1].people.boxes
        return sorted((boxes[:, 2] - boxes[:, 0]).tolist())

    assert widths() == [10, 20, 30]
    assert widths("--max-people", "2") == [20, 30]
    assert widths("--person", "largest") == [30]
    assert widths("--person", "central") == [10]
    assert widths("--region", "0,0,29,48") == [10, 20]


@pytest.mark.parametrize("wrong", [("--person", "10000,10000"), ("--region", "0,48,64,10")])
def test_who_would_be_outside_of_the_picture_is_refused(tmp_path: Path, clips: Path, wrong: tuple[str, str]) -> None:
    """Of one recording, and of each of several; nothing is written."""
    said = f"{wrong[1]} is outside of the picture, which has 64×48 px"
    single = run(clips / "a.mp4", "-o", tmp_path / "o.mp4", "-k", tmp_path / "k.jsonl", *wrong)
    assert single.exit_code == 2
    assert [line for line in single.stderr.splitlines() if "error" in line and said in line]
    assert [path.name for path in tmp_path.iterdir()] == ["clips"]
    both = run(clips / "a.mp4", clips / "b.mov", "-o", tmp_path / "out", *wrong)
    assert both.exit_code == 1
    assert both.stderr.count(said) == 2
    assert not [path for path in (tmp_path / "out").rglob("*") if path.is_file()]


def test_what_was_out_of_the_ordinary_is_said_of_each_of_many(tmp_path: Path, clips: Path) -> None:
    """As of a single one: sound left out, a clock that jumps, a size that changes, a choice that chose nobody."""
    result = run(clips / "a.mp4", clips / "b.mov", "-o", tmp_path / "out", "-k", ".jsonl", "--only", "keypoints", "--person", "99")
    assert result.exit_code == 0, result.output
    warnings = [line for line in result.stderr.splitlines() if line.startswith("lightpose: warning: ")]
    assert sorted(line.split(": ")[2] for line in warnings) == [str(clips / "a.mp4"), str(clips / "b.mov")]
    assert all("none of them was chosen" in line for line in warnings)
    single = run(clips / "a.mp4", "-k", tmp_path / "k.jsonl", "--person", "99")
    assert single.exit_code == 0
    assert "none of them was chosen" in single.stderr


def test_best_accuracy_asks_for_all_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import posecore
    from tests.app.test_cli import Jittering

    monkeypatch.undo()
    networks, asked = Jittering(), []

    def load(**options: Any) -> Any:
        asked.append((options["multiscale"], options["flip"]))
        return networks

    monkeypatch.setattr(posecore, "load", load)
    clip = make_clip(tmp_path / "a.mp4", pts=range(0, 400, 20), size=(160, 120))
    result = run(clip, "-o", tmp_path / "b.mp4", "-k", tmp_path / "k.jsonl", "--accuracy", "best")
    assert result.exit_code == 0, result.output
    assert asked == [(True, True)]
    assert networks.detector_runs == 20, "on every frame, once"
    frames = formats.read(tmp_path / "k.jsonl").frames
    assert [f.people.ids.tolist() for f in frames] == [[1]] * 20
    assert len(video_times(tmp_path / "b.mp4")) == 20


_PROGRAM = """
import sys, time
sys.path.insert(0, {root!r})
from lightpose.cli import main, pipeline
from tests.clips import fake_estimator
def slowly(image):
    time.sleep({pause})
    return fake_estimator(image)
pipeline.load_estimator = lambda *args, **options: slowly
main()
"""


def killed_twice(tmp_path: Path, count: int, pause: float) -> None:
    """``count`` clips, two at a time; killed after a third and after two thirds; the third run ends with all of them whole."""
    clips, out = tmp_path / "clips", tmp_path / "out"
    clips.mkdir()
    for i in range(count):
        make_clip(clips / f"{i}.mp4", pts=range(0, 100, 20))
    program = [sys.executable, "-c", _PROGRAM.format(root=str(ROOT), pause=pause), "video", str(clips)]
    program += ["-o", str(out), "-k", ".jsonl", "--jobs", "2", "--resume"]

    def whole() -> int:
        return sum(path.with_suffix(".jsonl").exists() for path in out.glob("*.mp4"))

    for share in (1, 2):
        process = subprocess.Popen(program, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT)
        deadline = time.monotonic() + 200
        while whole() < share * count / 3 and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.005)
        assert process.poll() is None, "killed before it was through"
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert count > whole() >= share * count / 3
    done = whole()
    last = subprocess.run(program, capture_output=True, text=True, timeout=300, cwd=ROOT, check=False)
    assert last.returncode == 0, last.stderr
    skipped = int(last.stdout.splitlines()[-1].split(" skipped")[0].rpartition(" ")[2])
    assert done - 2 <= skipped <= done
    assert made(out) == sorted(f"{i}.{suffix}" for i in range(count) for suffix in ("mp4", "jsonl"))
    for i in range(count):
        assert len(video_times(out / f"{i}.mp4")) == len(formats.read(out / f"{i}.jsonl").frames) == 5


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_six_clips_killed_twice(tmp_path: Path) -> None:
    killed_twice(tmp_path, 6, 0.05)


@pytest.mark.kill
@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_forty_clips_killed_twice(tmp_path: Path) -> None:
    killed_twice(tmp_path, 40, 0.02)
