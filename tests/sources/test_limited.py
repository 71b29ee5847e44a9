"""Live sources for some seconds, and recordings on a server."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from posecore.sources import SourceError
from posecore.sources.file import VideoFile
from posecore.sources.limited import LiveSpan, open_for
from posecore.sources.synthetic import SyntheticPeople
from tests.clips import make_clip


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(tmp_path))) as http:
        threading.Thread(target=http.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{http.server_port}"
        http.shutdown()


def test_a_recording_on_a_server_has_every_frame_and_its_times(tmp_path: Path, server: str) -> None:
    make_clip(tmp_path / "a.mp4", pts=[0, 20, 30, 70, 300])
    with open_for(f"{server}/a.mp4?token=secret") as source:
        assert (source.info.width, source.info.height) == (64, 48)
        assert "secret" not in source.info.name
        assert [frame.time for frame in source] == pytest.approx([0, 20 / 600, 30 / 600, 70 / 600, 0.5], abs=1e-4)


def test_its_first_seconds(tmp_path: Path, server: str) -> None:
    make_clip(tmp_path / "a.mp4", pts=range(0, 600, 24))
    with open_for(f"{server}/a.mp4", 0.4) as source:
        assert len(list(source)) == 10


def test_a_server_that_sends_no_pieces(tmp_path: Path, server: str) -> None:
    """Python's own, for one, cannot be asked for the index at the end of an MP4, and what would have to be skipped may be gigabytes."""
    whole = make_clip(tmp_path / "small.mp4").read_bytes()
    index = whole.rindex(b"moov") - 4
    free = (2_000_000).to_bytes(4, "big") + b"free" + bytes(2_000_000 - 8)
    (tmp_path / "large.mp4").write_bytes(whole[:index] + free + whole[index:])
    with VideoFile(tmp_path / "large.mp4") as source:
        assert len(list(source)) > 1
    with (
        pytest.raises(SourceError, match="index of this one is at its end; download it") as failed,
        open_for(f"{server}/large.mp4?token=secret"),
    ):
        pass
    assert "secret" not in str(failed.value)
    assert "\n" not in str(failed.value)


def test_nothing_there(server: str) -> None:
    with pytest.raises(SourceError, match="cannot be opened") as failed, open_for(f"{server}/none.mp4?token=secret"):
        pass
    assert "secret" not in str(failed.value)


def test_live_needs_a_duration() -> None:
    with pytest.raises(SourceError, match="--duration"):
        open_for("rtsp://me:pw@127.0.0.1/1")


def test_live_for_some_seconds() -> None:
    with LiveSpan(SyntheticPeople(1, (160, 120), fps=50), "synthetic", 0.4) as source:
        times = [frame.time for frame in source]
    assert times[0] == 0
    assert 0.2 < times[-1] < 0.4
    assert times == sorted(set(times))
