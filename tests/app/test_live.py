"""``lightpose live``: what it says where there is no display, and live input to files without a window."""

from __future__ import annotations

import errno
import itertools
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from lightpose.cli import app, pipeline
from lightpose.cli import display as displays
from lightpose.cli.errors import UserError, explain
from posecore import formats
from posecore.pipelines.annotate import annotate
from posecore.pipelines.headless import record_live
from posecore.sinks import SinkError, partial_path
from posecore.sinks.recovery import recover_file
from posecore.sinks.virtual_camera import VirtualCamera
from posecore.sources.stream import Stream
from tests.app.test_cli import Jittering, one_line_error
from tests.clips import make_clip, standing, video_times
from tests.processes import ROOT, run
from tests.rtsp import RtspCamera
from tests.sinks.test_virtual_camera import FakeDevice


@pytest.fixture
def _stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "load_estimator", lambda *args, **options: Jittering())


def live(*args: str | Path) -> Result:
    return CliRunner().invoke(app, ["live", *(str(a) for a in args)])


# -- no display


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="displays of X and Wayland")
@pytest.mark.parametrize(
    ("arguments", "display", "said"),
    [
        ([], "", "no display: neither DISPLAY"),
        (["live"], "", "no display: neither DISPLAY"),
        (["live"], ":987", "the display :987 does not"),
    ],
)
def test_without_a_display_one_line_says_so(arguments: list[str], display: str, said: str, tmp_path: Path) -> None:
    done = run([sys.executable, "-m", "lightpose", *arguments], "xcb", tmp_path, DISPLAY=display, WAYLAND_DISPLAY="")
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    assert done.stderr.startswith(f"lightpose: error: {said}")
    assert len(done.stderr.splitlines()) == 1
    assert "lightpose live --headless, video, image, demo, doctor" in done.stderr


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(displays.sys, "platform", "linux")
    monkeypatch.setattr(displays, "_x_answers", lambda display: True)
    monkeypatch.setattr(displays, "_missing_library", lambda: "libxcb-cursor.so.0")
    for name, value in (("DISPLAY", ":0"), ("WAYLAND_DISPLAY", ""), ("QT_QPA_PLATFORM", "xcb")):
        monkeypatch.setenv(name, value)
    with pytest.raises(UserError, match=r"libxcb-cursor\.so\.0 is missing"):
        displays.check_display()
    monkeypatch.setattr(displays, "_missing_library", lambda: "")
    displays.check_display()
    monkeypatch.setenv("DISPLAY", "")
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    displays.check_display()


# -- without a window


@pytest.mark.usefixtures("_stand_in")
def test_headless_records_both_files(tmp_path: Path) -> None:
    video, table = tmp_path / "out.mp4", tmp_path / "k.jsonl"
    result = live("--headless", "--source", "synthetic:1", "--size", "160x120", "-o", video, "-k", table, "--duration", "2.5")
    assert result.exit_code == 0, result.output
    assert f"wrote {video}" in result.stdout
    assert f"wrote {table}" in result.stdout
    read = formats.read(table)
    assert (read.header.width, read.header.height, read.header.source) == (160, 120, "Test picture")
    times = [frame.time for frame in read.frames]
    assert len(times) > 3
    assert times[0] == 0
    assert 0.2 < times[-1] < 8
    assert video_times(video) == pytest.approx(times, abs=1 / 1000)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["k.jsonl", "out.mp4"]


class Three(Jittering):
    """Three people of different sizes, side by side."""

    def detect(self, image):
        boxes = np.asarray([[5, 60, 35, 115], [60, 5, 105, 115], [120, 40, 150, 115]], np.float32)
        return boxes, np.full(3, 0.9, np.float32)

    def pose(self, image, boxes):
        return (found := standing(*boxes.tolist())).keypoints, found.keypoint_scores


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        ([], {"left", "middle", "right"}),
        (["--person", "largest"], {"middle"}),
        (["--person", "0,100"], {"left"}),
        (["--max-people", "1"], {"middle"}),
        (["--region", "70%,0,30%,100%"], {"right"}),
    ],
)
def test_headless_records_who_is_wanted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, options: list[str], wanted: set[str]) -> None:
    monkeypatch.setattr(pipeline, "load_estimator", lambda *args, **how: Three())
    table = tmp_path / "k.jsonl"
    result = live("--headless", "--source", "synthetic:1", "--size", "160x120", "-k", table, "--duration", "0.5", *options)
    assert result.exit_code == 0, result.output
    seen = [frame.people for frame in formats.read(table).frames if len(frame.people)]
    assert seen
    assert {len(people) for people in seen} <= ({1} if options else {1, 2, 3})
    middles = np.concatenate([(people.boxes[:, 0] + people.boxes[:, 2]) / 2 for people in seen])
    assert {"left" if x < 50 else "right" if x > 110 else "middle" for x in middles} == wanted


@pytest.mark.usefixtures("_stand_in")
@pytest.mark.parametrize("wrong", [["--person", "tallest"], ["--region", "1,2,3"], ["--max-people", "0"]])
def test_wishes_that_make_no_sense(tmp_path: Path, wrong: list[str]) -> None:
    for mode in (["--headless", "-k", str(tmp_path / "k.jsonl")], []):
        result = live("--source", "synthetic", *mode, *wrong)
        assert result.exit_code == 2
        assert not list(tmp_path.iterdir())


@pytest.mark.usefixtures("_stand_in")
@pytest.mark.parametrize("wrong", [("--person", "10000,10000"), ("--region", "100%,0%,10%,100%")])
def test_headless_refuses_who_would_be_outside_of_the_picture(tmp_path: Path, wrong: tuple[str, str]) -> None:
    result = live("--headless", "--source", "synthetic", "--size", "160x120", "-k", tmp_path / "k.jsonl", "-o", tmp_path / "o.mp4", *wrong)
    assert f"{wrong[1]} is outside of the picture, which has 160×120 px" in one_line_error(result)
    assert not list(tmp_path.iterdir())


@pytest.mark.usefixtures("_stand_in")
def test_headless_plays_a_file_to_its_end(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "in.mp4", size=(160, 120))
    result = live("--headless", clip, "-k", tmp_path / "k.jsonl")
    assert result.exit_code == 0, result.output
    assert formats.read(tmp_path / "k.jsonl").frames[-1].time == pytest.approx(29 / 30, abs=0.3)
    assert "would overwrite the input" in one_line_error(live("--headless", "--source", clip, "-o", clip))


@pytest.mark.usefixtures("_stand_in")
def test_headless_writes_formats_of_two_suffixes(tmp_path: Path) -> None:
    table = tmp_path / "k.coco.json"
    assert live("--headless", "--source", "synthetic:1", "--size", "160x120", "-k", table, "--duration", "0.3").exit_code == 0
    assert formats.read(table).frames


@pytest.mark.usefixtures("_stand_in")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--headless", "--source", "synthetic"], "nothing to write"),
        (["--headless", "--source", "synthetic", "-o", "x.avi"], "unknown extension"),
        (["--headless", "--source", "synthetic", "-k", "missing/x.jsonl"], "does not exist"),
        (["--headless", "--theme", "dark", "-k", "x.jsonl"], "are of the window"),
        (["-o", "x.mp4"], "need --headless"),
        (["a.mp4", "--source", "b.mp4"], "given twice"),
        (["--headless", "--source", "rtsp://me:secret@127.0.0.1:9/1", "-k", "x.jsonl"], "127.0.0.1:9/1 cannot be opened"),
    ],
)
def test_headless_says_what_is_wrong(arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    message = one_line_error(live(*arguments))
    assert said in message
    assert "secret" not in message
    assert not list(tmp_path.iterdir())


def test_a_stream_that_hangs_up_is_recorded_on(tmp_path: Path) -> None:
    told: list[str] = []
    with RtspCamera(fps=25, pictures=60) as camera:
        threading.Thread(target=camera.serve_forever, daemon=True).start()
        stop = threading.Event()

        def said(state: object, detail: str) -> None:
            told.append(str(state))

        def count(frame: object) -> None:
            if camera.plays == 2 and told[-1].endswith("RUNNING"):
                stop.set()

        ended = threading.Timer(40, stop.set)
        ended.start()
        done = record_live(
            Stream(camera.address),
            Jittering(),
            tmp_path / "o.mp4",
            keypoints=tmp_path / "k.jsonl",
            stop=stop,
            consumers=[count],
            on_state=said,
        )
        ended.cancel()
        camera.shutdown()
    assert camera.plays == 2
    assert "State.RECONNECTING" in told
    times = [frame.time for frame in formats.read(tmp_path / "k.jsonl").frames]
    assert len(times) == done.frames - done.left_out
    assert max(b - a for a, b in itertools.pairwise(times)) > 0.25, "the pause is in the recording"
    assert video_times(tmp_path / "o.mp4") == pytest.approx(times, abs=1 / 1000)


def test_a_full_disk_ends_it_with_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from posecore.formats.text import TextWriter
    from posecore.sources.synthetic import SyntheticPeople

    def full(self: object, *args: object, **extra: object) -> None:
        raise SinkError("cannot write k.jsonl: No space left on device")

    monkeypatch.setattr(TextWriter, "write", full)
    with pytest.raises(SinkError, match="No space left"):
        record_live(SyntheticPeople(1, (160, 120)), Jittering(), keypoints=tmp_path / "k.jsonl", duration=20)


def test_what_are_no_networks_leaves_no_thread(tmp_path: Path) -> None:
    from posecore.sources.synthetic import SyntheticPeople

    before = threading.enumerate()
    nothing: Any = object()
    with pytest.raises(AttributeError):
        record_live(SyntheticPeople(1, (160, 120)), nothing, keypoints=tmp_path / "k.jsonl", duration=20)
    assert threading.enumerate() == before
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="names that Windows has not")
@pytest.mark.usefixtures("_stand_in")
def test_names_steer_no_terminal(tmp_path: Path) -> None:
    video, table = tmp_path / "o\x1b[31m\a\n.mp4", tmp_path / "k\r\x1b]0;x\x07.jsonl"
    done = live("--headless", "--source", "synthetic:1", "--size", "160x120", "-o", video, "-k", table, "--duration", "0.3")
    assert done.exit_code == 0, done.output
    assert video.exists()
    assert table.exists()
    assert all(line.isprintable() for line in done.output.splitlines())
    assert "o\\x1b[31m\\x07\\n.mp4" in done.output


@pytest.mark.skipif(sys.platform == "win32", reason="pipes with names")
@pytest.mark.parametrize(("name", "said"), [("out.mp4", "it is a pipe or a device"), ("out.mp4.partial", "out.mp4.partial is in the way")])
@pytest.mark.usefixtures("_stand_in")
def test_a_pipe_is_no_place_for_a_file(name: str, said: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / name)
    done = live("--headless", "--source", "synthetic:1", "--size", "160x120", "-o", tmp_path / "out.mp4", "--duration", "0.3")
    assert done.exit_code == 2
    assert said in one_line_error(done)
    assert (tmp_path / name).is_fifo()
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.skipif(sys.platform == "win32", reason="pipes with names")
@pytest.mark.usefixtures("_stand_in")
def test_a_pipe_is_no_recording(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "in.mp4")
    done = live("--headless", "--source", tmp_path / "in.mp4", "-k", tmp_path / "k.jsonl")
    assert "in.mp4 is a pipe or a device" in one_line_error(done)
    assert [path.name for path in tmp_path.iterdir()] == ["in.mp4"]


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
@pytest.mark.parametrize("limit", [6_000, 0])
def test_a_full_disk_keeps_what_is_written(limit: int, tmp_path: Path) -> None:
    """A limit on the size of files, in bytes, stands for the end of the disk."""
    import resource

    def bound() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    video, table = tmp_path / "out.mp4", tmp_path / "k.jsonl"
    command = [sys.executable, "-B", "-c", SCRIPT, video, table]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=100, check=False, preexec_fn=bound)
    errors = [line for line in done.stderr.splitlines() if not line.startswith("lightpose: recording")]
    assert done.returncode == 2
    assert len(errors) == 1, done.stderr
    assert errors[0].startswith("lightpose: error: cannot write ")
    if not limit:
        assert not list(tmp_path.iterdir()), "no empty files are left"
        return
    assert "lightpose recover makes whole files" in errors[0]
    assert str(partial_path(table)) in errors[0]
    assert recover_file(partial_path(table)).lines >= 2
    assert not video.exists()


def test_a_full_disk_is_one_line_for_an_open_file() -> None:
    assert explain(OSError(errno.ENOSPC, "No space left on device")) == "cannot write: No space left on device"
    assert explain(OSError(errno.EBADF, "Bad file descriptor")) is None, "a mistake of ours"


def test_a_torchvision_that_does_not_fit_is_no_mistake_of_ours() -> None:
    """As where torch is the build for processors and torchvision the one for CUDA; torchvision's import ends with these words then."""
    assert "does not fit the installed torch" in str(explain(RuntimeError("operator torchvision::nms does not exist")))
    assert explain(RuntimeError("operator aten::nms does not exist")) is None


SCRIPT = """
import sys
from lightpose.cli import app, pipeline
from tests.app.test_cli import Jittering
pipeline.load_estimator = lambda *a, **o: Jittering()
sys.argv = ["lightpose", "live", "--headless", "--source", "synthetic:1", "--size", "160x120", "-o", sys.argv[1], "-k", sys.argv[2]]
app(prog_name="lightpose")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signals_finish_the_files(number: signal.Signals, tmp_path: Path) -> None:
    video, table = tmp_path / "out.mp4", tmp_path / "k.jsonl"
    process = subprocess.Popen([sys.executable, "-c", SCRIPT, video, table], stderr=subprocess.PIPE, text=True, cwd=ROOT)
    try:
        assert process.stderr is not None
        assert "recording Test picture" in process.stderr.readline()
        partial, deadline = partial_path(table), time.monotonic() + 30
        while not (partial.exists() and len(partial.read_text().splitlines()) > 4):
            assert time.monotonic() < deadline
            time.sleep(0.1)
        process.send_signal(number)
        assert process.wait(15) == 128 + number
    finally:
        process.kill()
        process.wait()
    times = [frame.time for frame in formats.read(table).frames]
    assert len(times) > 2
    assert video_times(video) == pytest.approx(times, abs=1 / 1000)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["k.jsonl", "out.mp4"]


# -- streams


@pytest.mark.usefixtures("_stand_in")
@pytest.mark.parametrize("command", ["live", "video"])
def test_results_are_sent_to_another_program(command: str, tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "in.mp4", size=(160, 120))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as receiver:
        receiver.bind(("127.0.0.1", 0))
        receiver.settimeout(10)
        to = f"udp://127.0.0.1:{receiver.getsockname()[1]}"
        camera = ["live", "--headless", "--source", "synthetic:1", "--size", "160x120", "--duration", "3"]
        given = camera if command == "live" else ["video", str(clip)]
        result = CliRunner().invoke(app, [*given, "--send", to])
        assert result.exit_code == 0, result.output
        lines = [json.loads(receiver.recv(65536)) for _ in range(4)]
    assert lines[0]["source"] == ("Test picture" if command == "live" else "in.mp4")
    assert (lines[0]["width"], lines[0]["skeleton"]) == (160, "coco17")
    assert [lines[1]["time"], len(lines[1]["people"])] == [0.0, 1]
    assert next(line["frame"] for line in lines[2:] if "frame" in line) > lines[1]["frame"]


@pytest.mark.usefixtures("_stand_in")
@pytest.mark.parametrize(
    ("address", "said"),
    [("ws://0.0.0.0:9000", "add a token"), ("mqtt://:1", "unknown kind mqtt"), ("9000", "such as ws://:9000")],
)
def test_an_address_to_send_to_that_makes_no_sense(address: str, said: str) -> None:
    assert said in one_line_error(live("--headless", "--source", "synthetic", "--send", address))


@pytest.mark.usefixtures("_stand_in")
def test_a_virtual_camera_without_a_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FakeDevice, "made", [])
    monkeypatch.setattr(VirtualCamera, "available", staticmethod(lambda: True))
    monkeypatch.setitem(sys.modules, "pyvirtualcam", SimpleNamespace(Camera=FakeDevice, PixelFormat=SimpleNamespace(BGR="bgr")))
    given = ["--headless", "--source", "synthetic:1", "--size", "160x120", "--virtual-camera", "--background", "green", "--duration", "1"]
    result = live(*given)
    assert result.exit_code == 0, result.output
    assert [(d.width, d.height, d.closed) for d in FakeDevice.made] == [(160, 120, True)]
    assert FakeDevice.made[0].frames > 0

    def none(**options: object) -> None:
        raise RuntimeError("no device")

    monkeypatch.setitem(sys.modules, "pyvirtualcam", SimpleNamespace(Camera=none, PixelFormat=SimpleNamespace(BGR="bgr")))
    assert "the virtual camera does not work: " in one_line_error(live(*given[:-2]))
    monkeypatch.setattr(VirtualCamera, "available", staticmethod(lambda: False))
    assert "pyvirtualcam is not installed" in one_line_error(live(*given))


def test_a_recorded_video_goes_to_consumers_frame_by_frame(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "in.mp4", size=(160, 120))
    got: list[tuple[int, float, int]] = []
    annotate(clip, networks=Jittering(), consumers=[lambda frame: got.append((frame.index, frame.captured, len(frame.people)))])
    assert [(index, people) for index, _, people in got] == [(i, 1) for i in range(30)]
    assert [time for _, time, _ in got] == pytest.approx([i / 30 for i in range(30)])
