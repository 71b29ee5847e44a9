"""A real RTSP server (GStreamer's), in a process of its own; skipped where it is not installed."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner

from lightpose.cli import app, pipeline
from posecore.sources import SourceError
from posecore.sources.stream import Stream
from tests.app.test_cli import Jittering

PASSWORD = "se/cr#et@5"
SERVER = """
import sys
import gi
gi.require_version("Gst", "1.0")
gi.require_version("GstRtsp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtsp, GstRtspServer
Gst.init(None)
if Gst.ElementFactory.find("x264enc") is None:
    raise ImportError("x264enc")
server = GstRtspServer.RTSPServer()
server.set_service("0")
launch = "( videotestsrc is-live=true ! video/x-raw,width=64,height=48,framerate=25/1"
launch += " ! x264enc tune=zerolatency key-int-max=12 ! rtph264pay name=pay0 pt=96 )"
points = server.get_mount_points()
factory = GstRtspServer.RTSPMediaFactory()
factory.set_launch(launch)
factory.set_shared(True)
if sys.argv[1] != "open":
    kind, password = sys.argv[1:3]
    role = "user, media.factory.access=(boolean)true, media.factory.construct=(boolean)true"
    factory.add_role_from_structure(Gst.Structure.new_from_string(role))
    token = GstRtspServer.RTSPToken()
    token.set_string(GstRtspServer.RTSP_TOKEN_MEDIA_FACTORY_ROLE, "user")
    auth = GstRtspServer.RTSPAuth()
    if kind == "basic":
        auth.add_basic(GstRtspServer.RTSPAuth.make_basic("me", password), token)
    else:
        auth.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
        auth.add_digest("me", password, token)
    server.set_auth(auth)
points.add_factory("/cam", factory)
server.attach(None)
print(server.get_bound_port(), flush=True)
GLib.MainLoop().run()
"""


@contextmanager
def serving(kind: str) -> Iterator[str]:
    """Its host and port; ``kind``: ``open``, or how it asks for the password of ``me``: ``basic`` or ``digest``."""
    python = shutil.which("python3", path="/usr/bin:/usr/local/bin")
    if python is None:
        pytest.skip("no Python of the system's")
    process = subprocess.Popen([python, "-c", SERVER, kind, PASSWORD], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    port = process.stdout.readline().strip()
    if not port:
        process.wait()
        pytest.skip("GStreamer's RTSP server is not installed (apt-get install gir1.2-gst-rtsp-server-1.0 gstreamer1.0-plugins-ugly)")
    yield f"127.0.0.1:{port}"
    process.kill()
    process.wait()


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with serving("open") as place:
        yield place


def test_a_camera_of_gstreamer(server: str) -> None:
    with Stream(f"rtsp://{server}/cam", timeout=20) as source:
        assert (source.info.width, source.info.height) == (64, 48)
        frames = [source.read() for _ in range(10)]
    assert all(frame is not None and frame.image.std() > 20 for frame in frames)


def test_a_path_it_has_not(server: str) -> None:
    with pytest.raises(SourceError, match="404"):
        Stream(f"rtsp://{server}/none", timeout=20).open()


@pytest.mark.parametrize("kind", ["basic", "digest"])
def test_a_user_name_and_a_password(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "load_estimator", lambda *args, **options: Jittering())
    monkeypatch.chdir(tmp_path)
    command = ["live", "--headless", "-o", "o.mp4", "-k", "k.jsonl", "--duration", "0.5", "--source"]
    with serving(kind) as place:
        done = CliRunner().invoke(app, [*command, f"rtsp://me:{PASSWORD}@{place}/cam"])
        assert done.exit_code == 0, done.output
        table = (tmp_path / "k.jsonl").read_text()
        assert table.count("\n") > 2
        assert f'"{place}/cam"' in table
        told = [done.output, table, (tmp_path / "o.mp4").read_bytes().decode("latin-1"), *(path.name for path in tmp_path.iterdir())]
        for given, said in (
            ("me:gues/s@", "does not accept the user name or password (401)"),
            ("", "asks for a user name and password (401)"),
        ):
            done = CliRunner().invoke(app, [*command, f"rtsp://{given}{place}/cam"])
            assert done.exit_code == 2
            assert said in done.output
            assert len(done.output.splitlines()) == 1
            told.append(done.output)
    assert not any(secret in text for text in told for secret in (PASSWORD, "gues/s", "se%2Fcr"))
