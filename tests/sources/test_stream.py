"""Streams over HTTP, from a server in this process; and the choice of a source by what a person types."""

from __future__ import annotations

import functools
import http.server
import itertools
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from posecore.sources import SourceError
from posecore.sources.address import redact
from posecore.sources.camera import Camera
from posecore.sources.factory import open_source
from posecore.sources.images import ImageFolder
from posecore.sources.screen import Screen
from posecore.sources.seekable import SeekableVideo
from posecore.sources.stream import NetworkStream, Stream
from posecore.sources.synthetic import SyntheticPeople
from tests.clips import corners, grey, make_clip, picture
from tests.rtsp import RtspCamera


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    handler = functools.partial(_Quiet, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as http_server:
        threading.Thread(target=http_server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{http_server.server_port}"
        http_server.shutdown()


def test_recording_over_http_is_read_to_its_end(server: str, tmp_path: Path):
    make_clip(tmp_path / "clip.mp4")
    device = NetworkStream(f"{server}/clip.mp4")
    assert (device.open().width, device.open().height) == (64, 48)
    images = []
    while (image := device.read()) is not None:
        images.append(image)
    device.close()
    assert len(images) == 30
    assert all(abs(int(image[40, 56].mean()) - grey(i)) < 12 for i, image in enumerate(images))


def test_as_a_live_source(server: str, tmp_path: Path):
    make_clip(tmp_path / "clip.mp4")
    with Stream(f"{server}/clip.mp4") as source:
        frames = list(source)
        assert source.live
    assert 20 <= len(frames) <= 30
    assert frames[-1].time - frames[0].time == pytest.approx(29 / 30, abs=0.3), "at its own pace"


class _Webcam(_Quiet):
    """Sends pictures one after the other as network cameras do (MJPEG), 50 a second."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
        self.end_headers()
        for i in range(500):
            data = cv2.imencode(".jpg", np.full((48, 64, 3), i % 25 * 10, np.uint8))[1].tobytes()
            try:
                self.wfile.write(b"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n" % len(data) + data + b"\r\n")
            except OSError:
                return
            time.sleep(0.02)


def test_network_camera():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Webcam) as camera:
        threading.Thread(target=camera.serve_forever, daemon=True).start()
        with Stream(f"http://127.0.0.1:{camera.server_port}/video") as source:
            frames = [source.read() for _ in range(10)]
            late = time.monotonic() - frames[-1].time
        camera.shutdown()
    assert all(f is not None and f.image.shape == (48, 64, 3) for f in frames)
    assert all(a.time < b.time for a, b in itertools.pairwise(frames))
    assert late < 0.5


@pytest.mark.parametrize("trouble", ["hangs up", "falls silent", "is away"])
def test_network_camera_that_fails_comes_back(trouble: str):
    """The first connection gives ten pictures; while it is away two more attempts are refused, each after a longer wait."""
    calls: list[float] = []
    over = threading.Event()

    class Failing(_Webcam):
        def do_GET(self) -> None:
            calls.append(time.monotonic())
            if trouble == "is away" and len(calls) in (2, 3):
                self.send_error(503)
                return
            if len(calls) > 1:
                super().do_GET()
                return
            self.send_response(200)
            self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
            self.end_headers()
            data = cv2.imencode(".jpg", np.zeros((48, 64, 3), np.uint8))[1].tobytes()
            for _ in range(10):
                self.wfile.write(b"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n" % len(data) + data + b"\r\n")
                time.sleep(0.02)
            if trouble == "falls silent":
                over.wait(20)

    told: list[tuple[bool, str, float]] = []
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Failing) as camera:
        threading.Thread(target=camera.serve_forever, daemon=True).start()
        source = Stream(f"http://127.0.0.1:{camera.server_port}/video")
        source.on_connection = lambda connected, what: told.append((connected, what, time.monotonic()))
        with source:
            frames = []
            while not (told and told[-1][0]):
                frames.append(source.read())
                assert time.monotonic() - calls[0] < 20
        over.set()
        camera.shutdown()
    assert all(frame is not None for frame in frames)
    assert told[0][2] - calls[0] < 0.5 + 2.0, "noticed within 2 s"
    assert [connected for connected, _, _ in told] == [False] * (len(told) - 1) + [True]
    assert "is back" in told[-1][1]
    if trouble == "is away":
        assert calls[2] - calls[1] > 0.55
        assert calls[3] - calls[2] > 1.1


def test_rtsp_camera_that_hangs_up_comes_back():
    told: list[tuple[bool, str]] = []
    with RtspCamera(fps=50, pictures=60) as camera:
        threading.Thread(target=camera.serve_forever, daemon=True).start()
        source = Stream(camera.address)
        source.on_connection = lambda connected, what: told.append((connected, what))
        start = time.monotonic()
        with source:
            assert (source.info.width, source.info.height) == (64, 48)
            frames = []
            while not (told and told[-1][0]) or len(frames) < 40:
                frames.append(source.read())
                assert time.monotonic() - start < 30
        camera.shutdown()
    assert camera.plays == 2
    assert [connected for connected, _ in told] == [False, True]
    assert all(f is not None and corners(f.image)[:3] == ["red", "green", "blue"] for f in frames)
    assert all(a.time < b.time for a, b in itertools.pairwise(frames))


def test_nothing_there(server: str):
    with pytest.raises(SourceError, match=r"none\.mp4 cannot be opened"):
        Stream(f"{server}/none.mp4").open()
    with pytest.raises(SourceError, match="cannot be opened"):
        Stream("rtsp://127.0.0.1:9/x", timeout=1).open()


def refusal(address: str) -> str:
    with pytest.raises(SourceError) as caught:
        NetworkStream(address, timeout=1.0).open()
    told = str(caught.value)
    assert " cannot be opened: " in told
    assert "me" not in told.split()
    assert "secret" not in told
    return told.partition(" cannot be opened: ")[2]


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (401, "the server does not accept the user name or password (401); in a user name or password / # ?"),
        (403, "the server forbids it (403)"),
        (404, "127.0.0.1 answers, but has nothing under this path (404)"),
        (410, "the server does not understand the address (4xx)"),
        (503, "something is wrong with the server (5xx)"),
    ],
)
def test_what_a_server_refuses_is_said(status: int, said: str):
    class Refusing(_Quiet):
        def do_GET(self) -> None:
            self.send_error(status)

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Refusing) as web, RtspCamera(refuse=status) as camera:
        for server in (web, camera):
            threading.Thread(target=server.serve_forever, daemon=True).start()
        assert refusal(f"http://me:secret@127.0.0.1:{web.server_port}/x").startswith(said)
        assert refusal(camera.address.replace("://", "://me:secret@")).startswith(said)
        if status == 401:
            assert refusal(camera.address).startswith("the server asks for a user name and password (401)")
        web.shutdown()
        camera.shutdown()


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("http://127.0.0.1:9/x", "127.0.0.1 refuses the connection: nothing listens on port 9"),
        ("rtsp://127.0.0.1:9/x", "127.0.0.1 refuses the connection: nothing listens on port 9"),
        ("rtsp://me:12/secret@127.0.0.1:9/1", "there is no such host; in a user name or password / # ?"),
        ("rtsp://no-such-host.invalid/1", "there is no host called no-such-host.invalid"),
        ("udp://127.0.0.1:45679", "nothing arrives there"),
        ("foo://127.0.0.1/1", "foo:// is no kind of stream"),
        ("http://127.0.0.1:99999/1", "the port behind 127.0.0.1 has to be a number up to 65535"),
        ("rtsp://", "the address names no host"),
    ],
)
def test_what_is_wrong_with_an_address_is_said(address: str, said: str):
    assert refusal(address).startswith(said)


def test_what_is_no_video_is_said(server: str, tmp_path: Path):
    (tmp_path / "page.html").write_text("<html>hello</html>" * 99)
    assert refusal(f"{server}/page.html") == "what it sends is no video"


def test_a_path_with_spaces_and_letters_of_any_language(server: str, tmp_path: Path):
    make_clip(tmp_path / "mein clip é 100%.mp4")
    with Stream(f"{server}/mein clip é 100%.mp4") as source:
        assert source.read().image.shape == (48, 64, 3)


def transport_stream(path: Path, seconds: int = 4) -> bytes:
    """H.264 in MPEG-TS, a key frame a second."""
    make_clip(path, pts=range(0, seconds * 600, 24), options={"g": "25", "bf": "0", "preset": "ultrafast"}, format="mpegts")
    return path.read_bytes()


def test_mpeg_ts_over_udp(tmp_path: Path):
    import socket

    data = transport_stream(tmp_path / "a.ts")
    packets = [data[i : i + 1316] for i in range(0, len(data), 1316)]
    over = threading.Event()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    def send() -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
            for packet in itertools.cycle(packets):
                out.sendto(packet, ("127.0.0.1", port))
                if over.wait(4 / len(packets)):
                    return

    threading.Thread(target=send, daemon=True).start()
    try:
        with Stream(f"udp://127.0.0.1:{port}") as source:
            assert (source.info.width, source.info.height) == (64, 48)
            frames = [source.read() for _ in range(10)]
    finally:
        over.set()
    assert all(f is not None and corners(f.image)[:3] == ["red", "green", "blue"] for f in frames)
    assert all(a.time < b.time for a, b in itertools.pairwise(frames))


def test_mpeg_ts_over_http(tmp_path: Path):
    """As a camera or encoder sends it: no length, no end."""
    data = transport_stream(tmp_path / "a.ts")
    over = threading.Event()

    class Encoder(_Quiet):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "video/mp2t")
            self.end_headers()
            try:
                while True:
                    for i in range(0, len(data), 1316):
                        self.wfile.write(data[i : i + 1316])
                        if over.wait(4 * 1316 / len(data)):
                            return
            except OSError:
                return

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Encoder) as encoder:
        threading.Thread(target=encoder.serve_forever, daemon=True).start()
        with Stream(f"http://127.0.0.1:{encoder.server_port}/live.ts") as source:
            assert (source.info.width, source.info.height) == (64, 48)
            frames = [source.read() for _ in range(10)]
        over.set()
        encoder.shutdown()
    assert all(f is not None and corners(f.image)[:3] == ["red", "green", "blue"] for f in frames)


def test_a_silent_server_is_given_up():
    import socket

    with socket.create_server(("127.0.0.1", 0)) as silent:
        start = time.monotonic()
        with pytest.raises(SourceError):
            Stream(f"http://127.0.0.1:{silent.getsockname()[1]}/live", timeout=0.5).open()
        assert time.monotonic() - start < 4


def test_secrets_stay_secret():
    assert redact("rtsp://me:pass@cam.local:554/1?token=x") == "rtsp://cam.local:554/1"
    assert Stream("rtsp://me:pass@cam.local/1").name == "rtsp://cam.local/1"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("0", Camera), (1, Camera), ("Logitech", Camera), ("rtsp://cam/1", Stream), ("screen", Screen), ("screen:0,0,640,480", Screen),
        ("synthetic", SyntheticPeople), ("clip.mp4", SeekableVideo), ("missing.mkv", SeekableVideo), ("pictures", ImageFolder),
    ],
)  # fmt: skip
def test_source_by_what_is_typed(text: str | int, kind: type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pictures").mkdir()
    (tmp_path / "clip.mp4").touch()
    assert type(open_source(text)) is kind


def test_options_reach_the_synthetic_camera():
    source = open_source("synthetic:3", (640, 360), 15.0)
    assert isinstance(source, SyntheticPeople)
    assert (source.people, source.size, source.fps) == (3, (640, 360), 15.0)
    for wrong in ("synthetic:many", "screen:1,2"):
        with pytest.raises(SourceError, match="expected"):
            open_source(wrong)


def test_seek_in_a_file(tmp_path: Path):
    path = make_clip(tmp_path / "clip.mp4", pts=range(0, 1800, 20), options={"g": "12"})
    with SeekableVideo(path) as video:
        for seconds, index in ((2.0, 60), (0.5, 15), (0.52, 15), (0.0, 0), (99.0, 89), (1.0, 30)):
            video.seek(seconds)
            frame = video.read()
            assert frame is not None
            assert frame.index == index
            assert frame.time == pytest.approx(index / 30)
            assert abs(int(frame.image[40, 56].mean()) - int(picture(index)[40, 56].mean())) < 12
        assert [f.index for f in video] == list(range(31, 90))


def test_screen_says_what_it_needs():
    try:
        import mss  # noqa: F401
    except ImportError:
        with pytest.raises(SourceError, match="needs the package mss"):
            Screen().open()
