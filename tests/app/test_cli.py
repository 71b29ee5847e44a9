"""The commands on recorded pictures and videos, with a stand-in for the networks."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from lightpose.cli import app, pipeline
from lightpose.cli.demo import SAMPLE
from posecore import formats
from posecore.people import People
from posecore.runtime.acceptance import AcceptancePolicy
from posecore.sinks import partial_path
from posecore.sinks.images import write_image
from posecore.skeletons import COCO17
from posecore.sources.images import read_image
from posecore.version import lightpose_version
from tests.clips import audio_packets, fake_estimator, make_clip, picture, standing, video_times
from tests.processes import ROOT
from tests.sources.test_video_file import broken_inputs, front_index_clip


@pytest.fixture(autouse=True)
def _stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "load_estimator", lambda *args, **options: fake_estimator)


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(app, [str(a) for a in args])


def one_line_error(result: Result, code: int = 2) -> str:
    """The message, once it is sure that it is one line on standard error and nothing else happened."""
    assert result.exit_code == code, result.output
    lines = [line for line in result.stderr.splitlines() if line.startswith("lightpose: error: ")]
    assert len(lines) == 1, result.stderr
    assert "Traceback" not in result.output
    assert "wrote" not in result.stdout
    return lines[0]


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def test_video(tmp_path: Path) -> None:
    pts = [0, 20, 30, 70, 90, 130, 131, 200]
    source = make_clip(tmp_path / "in.mp4", pts=pts, size=(160, 120), audio="aac")
    result = run("video", source, "-o", tmp_path / "out.mp4", "--keypoints", tmp_path / "k.jsonl")
    assert result.exit_code == 0, result.output
    assert f"wrote {tmp_path / 'out.mp4'}" in result.stdout
    assert "8 frames in" in result.stdout
    assert video_times(tmp_path / "out.mp4") == pytest.approx([t / 600 for t in pts], abs=1e-6)
    assert [d for _, d in audio_packets(tmp_path / "out.mp4")] == [d for _, d in audio_packets(source)]
    keypoints = formats.read(tmp_path / "k.jsonl")
    assert (keypoints.header.width, keypoints.header.height, keypoints.header.source) == (160, 120, "in.mp4")
    assert [f.time for f in keypoints.frames] == pytest.approx([t / 600 for t in pts], abs=1e-6)
    assert [len(f.people) for f in keypoints.frames] == [1] * 8
    assert names(tmp_path) == ["in.mp4", "k.jsonl", "out.mp4"]


class Jittering:
    """One person who stands still, seen with jittering joints; counts the runs of the detector."""

    skeleton = COCO17
    acceptance = AcceptancePolicy.strict(0.0)

    def __init__(self) -> None:
        self.detector_runs = 0
        self.random = np.random.default_rng(0)

    def __call__(self, image):
        boxes, scores = self.detect(image)
        return People.build(boxes, scores, *self.pose(image, boxes))

    def detect(self, image):
        self.detector_runs += 1
        return np.asarray([[20.0, 10.0, 80.0, 110.0]]), np.asarray([0.9])

    def pose(self, image, boxes):
        one = standing((20, 10, 80, 110))
        noise = self.random.normal(0, 1, (len(boxes), 17, 2))
        return np.repeat(one.keypoints, len(boxes), 0) + noise, np.repeat(one.keypoint_scores, len(boxes), 0)


@pytest.mark.parametrize("options", [(), ("--smooth",), ("--no-track",)])
def test_video_follows_people(tmp_path: Path, monkeypatch, options: tuple[str, ...]) -> None:
    networks = Jittering()
    monkeypatch.setattr(pipeline, "load_estimator", lambda *args, **chosen: networks)
    source = make_clip(tmp_path / "in.mp4", pts=range(0, 1200, 20), size=(160, 120))
    result = run("video", source, "-o", tmp_path / "out.mp4", "-k", tmp_path / "k.jsonl", *options)
    assert result.exit_code == 0, result.output
    frames = formats.read(tmp_path / "k.jsonl").frames
    assert [f.index for f in frames] == list(range(60))
    assert len(video_times(tmp_path / "out.mp4")) == 60
    people = [f.people for f in frames]
    assert {tuple(p.ids.tolist()) for p in people} == ({(-1,)} if options == ("--no-track",) else {(1,)})
    assert networks.detector_runs == 60 if options == ("--no-track",) else networks.detector_runs < 10
    jitter = np.abs(np.diff([p.keypoints[0] for p in people], axis=0)).mean()
    assert jitter < 0.5 if options == ("--smooth",) else jitter > 0.8


@pytest.mark.parametrize(("command", "multiscale"), [("video", False), ("image", True)])
def test_images_are_searched_in_two_sizes(tmp_path: Path, monkeypatch, command: str, multiscale: bool) -> None:
    """The bundled detector runs on an image in two sizes; where people are followed, in one, unless told otherwise."""
    import posecore

    asked: list[bool] = []

    def load(**options: Any) -> Any:
        asked.append(options["multiscale"])
        return Jittering()

    monkeypatch.undo()
    monkeypatch.setattr(posecore, "load", load)
    source = make_clip(tmp_path / "in.mp4", pts=range(0, 60, 20), size=(160, 120))
    if command == "image":
        source = tmp_path / "in.jpg"
        write_image(source, picture(0))
    out = tmp_path / ("out" if command == "image" else "out.mp4")
    for options in ([], ["--single-scale"], ["--multiscale"], ["--quick"], ["--thorough"]):
        result = run(command, source, "-o", out, *options)
        assert result.exit_code == 0, result.output
    assert asked == [multiscale, False, True, False, True]
    shown = CliRunner().invoke(app, [command, "--help"], env={"COLUMNS": "200", "TERM": "dumb"}).output
    assert "--multiscale" in shown
    assert "--thorough" not in shown


def test_smoothing_needs_tracking(tmp_path: Path) -> None:
    source = make_clip(tmp_path / "in.mp4")
    assert "--smooth" in one_line_error(run("video", source, "-o", tmp_path / "out.mp4", "--smooth", "--no-track"))


def test_video_draws_the_people(tmp_path: Path) -> None:
    from posecore.sources.file import VideoFile

    source = make_clip(tmp_path / "in.mp4", size=(160, 120), pts=range(0, 100, 20))
    for name, options in (("with.mp4", []), ("without.mp4", ["--no-boxes", "--joint-threshold", "1"])):
        assert run("video", source, "-o", tmp_path / name, *options).exit_code == 0
    images = []
    for name in ("in.mp4", "with.mp4", "without.mp4"):
        with VideoFile(tmp_path / name) as video:
            images.append([f.image.astype(int) for f in video][2])
    assert np.abs(images[2] - images[0]).mean() < 4
    assert np.abs(images[1] - images[0])[:, :84].mean() > 10
    assert np.abs(images[1] - images[0])[:, 100:].mean() < 4


def test_only_keypoints(tmp_path: Path) -> None:
    source = make_clip(tmp_path / "in.mp4", pts=range(0, 100, 20))
    assert run("video", source, "-k", tmp_path / "k.csv").exit_code == 0
    assert len((tmp_path / "k.csv").read_text().splitlines()) == 6
    assert names(tmp_path) == ["in.mp4", "k.csv"]


def test_empty_and_endless_names() -> None:
    one_line_error(run("video", "", "-o", "out.mp4"))
    one_line_error(run("video", "x" * 300, "-o", "out.mp4"))
    one_line_error(run("image", "x" * 300, "-k", "k.jsonl"))
    assert "unknown extension" in one_line_error(run("video", SAMPLE, "-o", ""))


@pytest.mark.parametrize(
    "arguments",
    [
        ("video", SAMPLE, "-k", "k.trc", "--height-of-person", "nan"),
        ("live", "--headless", "-k", "k.jsonl", "--duration", "inf"),
        ("bench", "pose", "--seconds", "nan"),
        ("eval", "--threshold", "-inf"),
    ],
)
def test_numbers_are_finite(arguments: tuple[str | Path, ...]) -> None:
    """No range leaves nan out."""
    assert f"{arguments[-1]} is no finite number" in one_line_error(run(*arguments))


def test_overwrites_an_older_result(tmp_path: Path) -> None:
    source = make_clip(tmp_path / "in.mp4", pts=range(0, 100, 20))
    (tmp_path / "out.mp4").write_bytes(b"old")
    assert run("video", source, "-o", tmp_path / "out.mp4").exit_code == 0
    assert len(video_times(tmp_path / "out.mp4")) == 5


@pytest.mark.parametrize("case", ["missing", "empty", "text", "bytes", "no index", "only sound", "subtitles", "picture"])
def test_broken_video(tmp_path: Path, case: str) -> None:
    inputs = tmp_path / "inputs"
    inputs.mkdir()
    path, reason = broken_inputs(inputs)[case]
    before = names(tmp_path)
    error = one_line_error(run("video", path, "-o", tmp_path / "out.mp4", "-k", tmp_path / "k.jsonl"))
    assert reason in error
    assert str(path) in error
    assert names(tmp_path) == before


@pytest.mark.parametrize("how", ["folder", "sequence", "uri"])
def test_images_as_a_video(tmp_path: Path, how: str) -> None:
    shots = tmp_path / "my shots"
    shots.mkdir()
    for number in (7, 8, 9):
        write_image(shots / f"{number:04d}.png", picture(number, 160, 120))
    (shots / "notes.txt").write_text("no image")
    given = {"folder": shots, "sequence": shots / "%04d.png", "uri": f"{shots.as_uri()}/%04d.png"}[how]
    result = run("video", given, "-o", tmp_path / "out.mp4", "-k", tmp_path / "k.jsonl")
    assert result.exit_code == 0, result.output
    assert len(formats.read(tmp_path / "k.jsonl").frames) == len(video_times(tmp_path / "out.mp4")) == 3
    assert (f"{shots / 'notes.txt'} is left out: not an image" in result.stderr) == (how == "folder")


@pytest.mark.parametrize("text", ["0", "SCREEN", "synthetic:2", "rtsp://me:s3cret@cam/1?token=abc"])
def test_what_is_live_is_not_for_video(tmp_path: Path, text: str) -> None:
    error = one_line_error(run("video", text, "-k", tmp_path / "k.jsonl"))
    assert "lightpose live" in error
    assert "s3cret" not in error
    assert "abc" not in error
    assert names(tmp_path) == []


def test_a_word_that_is_nothing_does_not_exist(tmp_path: Path) -> None:
    assert "wlak does not exist" in one_line_error(run("video", "wlak", "-k", tmp_path / "k.jsonl"))


def test_files_left_out_of_a_folder_are_named(tmp_path: Path) -> None:
    write_image(tmp_path / "a.png", picture(0))
    for name in ("b.raw", "notes.txt"):
        (tmp_path / name).write_bytes(b"?")
    result = run("image", tmp_path, "-k", tmp_path / "k.jsonl")
    assert result.exit_code == 0, result.output
    for name in ("b.raw", "notes.txt"):
        assert f"{tmp_path / name} is left out: not an image" in result.stderr


def test_cut_off_video_keeps_what_there_is_as_partial(tmp_path: Path) -> None:
    whole = front_index_clip(tmp_path / "whole.mp4").read_bytes()
    (tmp_path / "cut.mp4").write_bytes(whole[: len(whole) // 2])
    out, keypoints = tmp_path / "out.mp4", tmp_path / "k.jsonl"
    error = one_line_error(run("video", tmp_path / "cut.mp4", "-o", out, "-k", keypoints))
    assert "was cut off: it ends after" in error
    assert str(partial_path(out)) in error
    assert names(tmp_path) == ["cut.mp4", "k.jsonl.partial", "out.mp4.partial", "whole.mp4"]
    count = len(video_times(partial_path(out)))
    assert 50 < count < 250
    assert f"after {count} of 300 frames" in error
    assert len(partial_path(keypoints).read_text().splitlines()) == count + 1


@pytest.mark.parametrize(
    ("output", "keypoints", "reason"),
    [
        ("out.xyz", None, "unknown extension"),
        ("out", None, "unknown extension"),
        ("nowhere/out.mp4", None, "does not exist"),
        ("folder.mp4", None, "is a folder"),
        ("x" * 300 + ".mp4", None, "too long"),
        (None, "k.txt", "unknown extension"),
        (None, "nowhere/k.jsonl", "does not exist"),
        ("in.mp4", None, "would overwrite the input"),
        ("sub/../in.mp4", None, "would overwrite the input"),
        ("link.mp4", None, "would overwrite the input"),
        (None, None, "nothing to write"),
    ],
)
def test_bad_output(tmp_path: Path, output: str | None, keypoints: str | None, reason: str) -> None:
    source = make_clip(tmp_path / "in.mp4", pts=range(0, 100, 20))
    (tmp_path / "folder.mp4").mkdir()
    (tmp_path / "sub").mkdir()
    os.link(source, tmp_path / "link.mp4")
    before, content = names(tmp_path), source.read_bytes()
    arguments: list[str | Path] = ["-o", tmp_path / output] if output else []
    arguments += ["-k", tmp_path / keypoints] if keypoints else []
    assert reason in one_line_error(run("video", source, *arguments))
    assert names(tmp_path) == before
    assert source.read_bytes() == content


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links")
def test_links_that_lead_nowhere(tmp_path: Path) -> None:
    source = make_clip(tmp_path / "in.mp4", pts=range(0, 100, 20))
    for name in ("loop.mp4", "loop", "loop.jsonl"):
        (tmp_path / name).symlink_to(name)
    assert "does not exist" in one_line_error(run("video", tmp_path / "loop.mp4", "-o", tmp_path / "out.mp4"))
    assert "cannot make the folder" in one_line_error(run("video", source, source, "-o", tmp_path / "loop"))
    assert run("video", source, "-o", tmp_path / "loop.mp4", "-k", tmp_path / "loop.jsonl").exit_code == 0


@pytest.mark.skipif(sys.platform == "win32" or not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_folder_without_permission(tmp_path: Path) -> None:
    source = make_clip(tmp_path / "in.mp4", pts=range(0, 100, 20))
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    assert "Permission denied" in one_line_error(run("video", source, "-o", locked / "out.mp4"))


def test_a_link_in_place_of_the_partial_file_is_not_followed(tmp_path: Path) -> None:
    source = make_clip(tmp_path / "in.mp4", pts=range(0, 100, 20))
    (tmp_path / "other.txt").write_text("keep")
    (tmp_path / "k.jsonl.partial").symlink_to(tmp_path / "other.txt")
    assert "k.jsonl.partial is a symbolic link" in one_line_error(run("video", source, "-k", tmp_path / "k.jsonl"))
    assert (tmp_path / "other.txt").read_text() == "keep"


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX's limits")
def test_no_room_for_the_file(tmp_path: Path) -> None:
    import resource

    source = make_clip(tmp_path / "in.mp4", pts=range(0, 1000, 20))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, hard))
    try:
        error = one_line_error(run("video", source, "-k", tmp_path / "k.jsonl"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "File too large" in error
    assert not (tmp_path / "k.jsonl").exists()


def test_ctrl_c_keeps_the_partial(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    def interrupted(image: np.ndarray) -> People:
        calls.append(1)
        if len(calls) == 7:
            raise KeyboardInterrupt
        return fake_estimator(image)

    monkeypatch.setattr(pipeline, "load_estimator", lambda *args, **options: interrupted)
    source = make_clip(tmp_path / "in.mp4", audio="aac")
    result = run("video", source, "-o", tmp_path / "out.mp4", "-k", tmp_path / "k.jsonl")
    assert "out.mp4.partial" in one_line_error(result, code=130)
    assert names(tmp_path) == ["in.mp4", "k.jsonl.partial", "out.mp4.partial"]
    assert len(video_times(tmp_path / "out.mp4.partial")) == 6


def test_models_that_cannot_be_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    source = make_clip(tmp_path / "in.mp4", pts=range(0, 100, 20))
    error = one_line_error(run("video", source, "-o", tmp_path / "out.mp4", "--pose", tmp_path / "none.onnx"))
    assert "none.onnx" in error
    assert names(tmp_path) == ["in.mp4"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["video"],
        ["nonsense"],
        ["video", "in.mp4", "--nonsense"],
        ["video", "in.mp4", "--threads", "many"],
        ["video", "in.mp4", "--threshold", "7"],
    ],
)
def test_wrong_usage_is_one_line_too(arguments: list[str]) -> None:
    assert "--help" in one_line_error(run(*arguments))


def test_image(tmp_path: Path) -> None:
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    write_image(pictures / "a.png", picture(0, 160, 120))
    write_image(pictures / "b.jpg", picture(1, 200, 100))
    write_image(tmp_path / "c.png", picture(2, 160, 120))
    result = run("image", pictures, tmp_path / "c.png", "-o", tmp_path / "out" / "deep", "-k", tmp_path / "k.jsonl")
    assert result.exit_code == 0, result.output
    assert names(tmp_path / "out" / "deep") == ["a.png", "b.jpg", "c.png"]
    done = read_image(tmp_path / "out" / "deep" / "a.png")
    assert (done != picture(0, 160, 120)).any(axis=2)[:, :85].mean() > 0.05
    assert (done == picture(0, 160, 120))[:, 100:].all()
    lines = [json.loads(line) for line in (tmp_path / "k.jsonl").read_text().splitlines()]
    assert lines[0]["width"] is None
    assert [(Path(line["file"]).name, line["width"], line["height"]) for line in lines[1:]] == [
        ("a.png", 160, 120),
        ("b.jpg", 200, 100),
        ("c.png", 160, 120),
    ]
    assert len(formats.read(tmp_path / "k.jsonl").frames) == 3


def test_unreadable_picture_does_not_stop_the_others(tmp_path: Path) -> None:
    write_image(tmp_path / "a.png", picture(0))
    (tmp_path / "b.png").write_bytes(b"no picture")
    result = run("image", tmp_path / "b.png", tmp_path / "a.png", "-o", tmp_path / "out")
    assert "b.png cannot be read" in one_line_error(result)
    assert names(tmp_path / "out") == ["a.png"]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("missing.png", None, "does not exist"),
        ("zero.png", b"", "is empty"),
        ("text.png", b"text", "cannot be read"),
        ("x.xyz", b"\0" * 50, "cannot be read"),
    ],
)
def test_broken_picture(tmp_path: Path, name: str, data: bytes | None, reason: str) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    error = one_line_error(run("image", tmp_path / name, "-o", tmp_path / "out", "-k", tmp_path / "k.jsonl"))
    assert reason in error
    assert not (tmp_path / "k.jsonl").exists()
    assert names(tmp_path / "out") == []


def test_pictures_that_would_be_overwritten(tmp_path: Path) -> None:
    write_image(tmp_path / "a.png", picture(0))
    (tmp_path / "sub").mkdir()
    write_image(tmp_path / "sub" / "a.png", picture(1))
    assert "would overwrite the input" in one_line_error(run("image", tmp_path / "a.png", "-o", tmp_path))
    assert "named twice" in one_line_error(run("image", tmp_path / "a.png", tmp_path / "sub" / "a.png", "-o", tmp_path / "out"))
    assert "takes a folder" in one_line_error(run("image", tmp_path / "a.png", "-o", tmp_path / "sub" / "a.png"))
    assert (read_image(tmp_path / "a.png") == picture(0)).all()


def test_demo(tmp_path: Path) -> None:
    result = run("demo", "-o", tmp_path / "out.mp4", "-k", tmp_path / "k.jsonl")
    assert result.exit_code == 0, result.output
    assert str(tmp_path / "out.mp4") in result.stdout
    assert "frames/s" in result.stdout
    assert "ms a frame" in result.stdout
    assert len(video_times(tmp_path / "out.mp4")) == 125


def test_sample_clip_is_small_and_attributed() -> None:
    assert SAMPLE.stat().st_size < 2_000_000
    assert "public domain" in (SAMPLE.parent / "ATTRIBUTION.md").read_text()
    assert len(video_times(SAMPLE)) == 125


def test_version_and_help() -> None:
    assert re.fullmatch(rf"lightpose {re.escape(lightpose_version())}( \(commit [^)]+\))?\n", run("--version").stdout)
    result = run("--help")
    assert result.exit_code == 0
    for name in ("video", "image", "demo", "doctor"):
        assert name in result.stdout
        assert run(name, "--help").exit_code == 0
    assert "overwritten" in run("video", "--help").stdout


def test_the_device_is_told_and_a_missing_one_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.setattr("onnxruntime.get_available_providers", lambda: ["CPUExecutionProvider"])
    source = tmp_path / "in.png"
    write_image(source, picture(0))
    words = ("image", source, "--keypoints", tmp_path / "k.jsonl", "--single-scale")
    missing = run(*words, "--device", "cuda")
    assert "onnxruntime-gpu" in one_line_error(missing) or "cuda is for" in one_line_error(missing)
    result = run(*words, "--device", "cpu")
    assert result.exit_code == 0, result.output
    assert ", on cpu: " in result.stdout
    assert json.loads((tmp_path / "k.jsonl").read_text().splitlines()[0])["device"] == "cpu"
    assert formats.read(tmp_path / "k.jsonl").header.device == "cpu"
    assert run(*words, "--device", "abacus").exit_code == 2


def test_a_device_that_does_not_start_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """ONNX Runtime offers CUDA without a driver, too, and falls back by itself."""
    import onnxruntime

    monkeypatch.undo()
    real = onnxruntime.InferenceSession
    monkeypatch.setattr("onnxruntime.get_available_providers", lambda: ["CUDAExecutionProvider", "CPUExecutionProvider"])
    monkeypatch.setattr(onnxruntime, "InferenceSession", lambda path, options, providers: real(path, options, providers=providers[-1:]))
    source = tmp_path / "in.png"
    write_image(source, picture(0))
    result = run("image", source, "--keypoints", tmp_path / "k.jsonl", "--single-scale", "--device", "cuda")
    assert result.exit_code == 0, result.output
    assert "cuda does not start here; the networks run on cpu" in result.stderr


@pytest.mark.parametrize("table", ["doctor", pytest.param("models", marks=pytest.mark.slow)])
@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_a_terminal_without_our_letters(tmp_path: Path, encoding: str, table: str) -> None:
    """They are printed as ``?``: names, tables, bars."""
    (tmp_path / "Ł×━.jsonl").write_bytes(b"")
    code = "import sys; sys.argv[0] = 'lightpose'; from lightpose.start import main; main()"
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'app'}{os.pathsep}{ROOT}", "PYTHONIOENCODING": encoding}
    for arguments, code_wanted in ((["video", "--help"], 0), ([table], 0), (["convert", "Ł×━.jsonl", "out.csv"], 2)):
        command = [sys.executable, "-c", code, *arguments]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, timeout=120, check=False)
        assert done.returncode == code_wanted, done.stderr
        assert b"Traceback" not in done.stderr
    assert done.stderr.startswith(b"lightpose: error: ?"), done.stderr


@pytest.mark.parametrize(
    "arguments", [("live", "--headless", "--source", "synthetic:1", "--size", "99999x99999"), ("video", "in.mp4", "--height", "99999999")]
)
def test_videos_larger_than_any_encoder_makes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]) -> None:
    monkeypatch.chdir(tmp_path)
    make_clip(tmp_path / "in.mp4", pts=range(0, 60, 20))
    assert "at most 16,384 px a side" in one_line_error(run(*arguments, "-o", "out.mp4"))
    assert not list(tmp_path.glob("out*"))


@pytest.mark.skipif(sys.platform == "win32", reason="a shell closes them")
def test_streams_that_are_closed_are_not_taken_by_files(tmp_path: Path) -> None:
    code = "from lightpose.start import open_closed; open_closed(); f = open('out', 'w'); import os, sys\n"
    code += "print('lost'); print('lost', file=sys.stderr); os.write(2, b'lost'); f.write(str(f.fileno() > 2))"
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'app'}{os.pathsep}{ROOT}"}
    command = f"exec '{sys.executable}' -c \"{code}\" <&- >&- 2>&-"
    assert subprocess.run(["sh", "-c", command], cwd=tmp_path, env=environment, timeout=60, check=False).returncode == 0
    assert (tmp_path / "out").read_text() == "True"
