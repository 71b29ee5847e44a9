"""MPEG-TS as FFmpeg's own program sends it, over UDP and as a small HTTP server; skipped where it is not installed."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from posecore.sources import SourceError
from posecore.sources.stream import Stream

pytestmark = pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="ffmpeg is not installed")


@contextmanager
def ffmpeg(*output: str) -> Iterator[None]:
    """A test picture, 64×48 px, 25 a second, key frames twice a second."""
    picture = ["-re", "-f", "lavfi", "-i", "testsrc=size=64x48:rate=25", "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency"]
    process = subprocess.Popen(["ffmpeg", "-v", "error", *picture, "-g", "12", "-pix_fmt", "yuv420p", "-f", "mpegts", *output])
    try:
        yield
    finally:
        process.kill()
        process.wait()


def opened(address: str) -> Stream:
    """As soon as the sender listens; to ask whether it does would be the one connection it takes."""
    deadline = time.monotonic() + 30
    while True:
        try:
            source = Stream(address, timeout=20)
            source.open()
            return source
        except SourceError as error:
            if "refuses" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def free_port(kind: socket.SocketKind) -> int:
    with socket.socket(socket.AF_INET, kind) as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.mark.parametrize("way", ["udp", "http"])
def test_mpeg_ts(way: str) -> None:
    port = free_port(socket.SOCK_DGRAM if way == "udp" else socket.SOCK_STREAM)
    address = f"udp://127.0.0.1:{port}" if way == "udp" else f"http://127.0.0.1:{port}/live.ts"
    output = ["-listen", "1", address] if way == "http" else [f"{address}?pkt_size=1316"]
    with ffmpeg(*output), closing(opened(address)) as source:
        assert (source.info.width, source.info.height) == (64, 48)
        frames = [source.read() for _ in range(10)]
    assert all(frame is not None and frame.image.std() > 20 for frame in frames)
    times = [frame.time for frame in frames if frame is not None]
    assert times == sorted(set(times))
