"""A real RTSP server (GStreamer's), in a process of its own; skipped where it is not installed."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator

import pytest

from posecore.sources import SourceError
from posecore.sources.stream import Stream

SERVER = """
import gi
gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer
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
points.add_factory("/cam", factory)
server.attach(None)
print(server.get_bound_port(), flush=True)
GLib.MainLoop().run()
"""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    python = shutil.which("python3", path="/usr/bin:/usr/local/bin")
    if python is None:
        pytest.skip("no Python of the system's")
    process = subprocess.Popen([python, "-c", SERVER], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    port = process.stdout.readline().strip()
    if not port:
        process.wait()
        pytest.skip("GStreamer's RTSP server is not installed (apt-get install gir1.2-gst-rtsp-server-1.0 gstreamer1.0-plugins-ugly)")
    yield f"127.0.0.1:{port}"
    process.kill()
    process.wait()


def test_a_camera_of_gstreamer(server: str) -> None:
    with Stream(f"rtsp://{server}/cam", timeout=20) as source:
        assert (source.info.width, source.info.height) == (64, 48)
        frames = [source.read() for _ in range(10)]
    assert all(frame is not None and frame.image.std() > 20 for frame in frames)


def test_a_path_it_has_not(server: str) -> None:
    with pytest.raises(SourceError, match="404"):
        Stream(f"rtsp://{server}/none", timeout=20).open()
