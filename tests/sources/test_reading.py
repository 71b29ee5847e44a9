"""Recordings that never end, or stop coming: told in one line; and recordings on a server: upright, with sound."""

from __future__ import annotations

import functools
import threading
import time
from collections.abc import Iterator
from fractions import Fraction
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import av
import pytest

from posecore.pipelines.annotate import annotate
from posecore.sinks import partial_path
from posecore.sources import Recording, SourceError, SourceFrame, SourceInfo, reading
from posecore.sources.excerpt import Excerpt, Span
from posecore.sources.file import VideoFile
from posecore.sources.limited import open_for
from posecore.sources.stream import NetworkStream
from tests.clips import audio_packets, corners, fake_estimator, make_clip, picture, video_times


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "PATIENCE", 0.4)


def unfinished_playlist(folder: Path) -> Path:
    """What a program that records pieces of a stream leaves when it dies: FFmpeg waits for the next piece for ever."""
    make_clip(folder / "piece.ts", audio="aac")
    path = folder / "live.m3u8"
    path.write_text("#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:1.0,\npiece.ts\n")
    return path


@pytest.mark.usefixtures("impatient")
def test_a_playlist_without_an_end_gives_what_it_has_and_says_so(tmp_path: Path) -> None:
    with VideoFile(unfinished_playlist(tmp_path)) as source:
        for _ in range(30):
            assert source.read() is not None
        with pytest.raises(SourceError, match=r"live\.m3u8 breaks off after 30 frames: nothing more comes"):
            source.read()


@pytest.mark.usefixtures("impatient")
def test_its_sound_does_not_wait_either(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="nothing more comes"):
        annotate(unfinished_playlist(tmp_path), tmp_path / "o.mp4", fake_estimator)
    assert len(video_times(partial_path(tmp_path / "o.mp4"))) == 30


class Endless(Recording):
    """Its decoder works on the third frame for ever."""

    def __init__(self) -> None:
        super().__init__("endless.mp4")
        self.count, self.since, self.released = 0, 0.0, threading.Event()

    @property
    def info(self) -> SourceInfo:
        return SourceInfo("endless.mp4", 64, 48)

    @property
    def waiting(self) -> float:
        return time.monotonic() - self.since if self.since else 0.0

    def open(self) -> None:
        pass

    def read(self) -> SourceFrame | None:
        self.count += 1
        if self.count == 3:
            self.since = time.monotonic()
            self.released.wait()
        return SourceFrame(picture(self.count), self.count - 1, self.count / 30, self.count, Fraction(1, 30))

    def close(self) -> None:
        pass


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("cut", [False, True])
def test_a_decoder_that_never_ends_is_given_up(tmp_path: Path, cut: bool) -> None:
    endless = Endless()
    source = Excerpt(endless, Span(every=1)) if cut else endless
    source.open()
    begun = time.monotonic()
    try:
        with pytest.raises(SourceError, match=r"endless\.mp4 is damaged: decoding it does not end"):
            annotate(source, tmp_path / "o.mp4", fake_estimator)
    finally:
        endless.released.set()
    assert time.monotonic() - begun < 8
    assert len(video_times(partial_path(tmp_path / "o.mp4"))) == 2


def test_a_reading_that_goes_on_in_another_thread_keeps_its_container(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = VideoFile(make_clip(tmp_path / "a.mp4"))
    source.open()
    container = source._container
    source._progress = (time.monotonic() - 60, threading.get_ident() + 1)
    assert source.waiting > 59
    source.close()
    assert next(container.demux(video=0)).size


# -- on a server


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(tmp_path))) as http:
        threading.Thread(target=http.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{http.server_port}"
        http.shutdown()


def test_a_recording_on_a_server_is_upright_and_has_sound(tmp_path: Path, server: str) -> None:
    clip = make_clip(tmp_path / "turned.mp4", rotation=90, audio="aac")
    with VideoFile(clip) as file, open_for(f"{server}/turned.mp4?token=secret") as source:
        assert (source.info.width, source.info.height) == (48, 64)
        for here, there in zip(file, source, strict=True):
            assert corners(there.image) == corners(here.image)
            assert there.time == here.time
    with open_for(f"{server}/turned.mp4?token=secret") as source:
        done = annotate(source, tmp_path / "o.mp4", fake_estimator)
    assert (done.frames, done.notices) == (30, [])
    assert [data for _, data in audio_packets(tmp_path / "o.mp4")] == [data for _, data in audio_packets(clip)]


def test_of_its_first_seconds_the_sound_ends_with_the_image(tmp_path: Path, server: str) -> None:
    make_clip(tmp_path / "a.mp4", audio="aac")
    with open_for(f"{server}/a.mp4", 0.5) as source:
        annotate(source, tmp_path / "o.mp4", fake_estimator)
    assert len(video_times(tmp_path / "o.mp4")) == 15
    assert audio_packets(tmp_path / "o.mp4")[-1][0] < 0.5


def test_played_from_a_server_it_is_upright_too(tmp_path: Path, server: str) -> None:
    clip = make_clip(tmp_path / "turned.mp4", rotation=90)
    device = NetworkStream(f"{server}/turned.mp4")
    info, image = device.open(), device.read()
    device.close()
    assert (info.width, info.height) == (48, 64)
    with VideoFile(clip) as file:
        first = file.read()
    assert image is not None
    assert first is not None
    assert corners(image) == corners(first.image)


def test_a_broken_file_is_named_without_numbers_of_ffmpeg(tmp_path: Path) -> None:
    (tmp_path / "x.avi").write_bytes(b"no video" * 200)
    with pytest.raises(SourceError) as failed:
        VideoFile(tmp_path / "x.avi").open()
    assert "Errno" not in str(failed.value)
    assert isinstance(failed.value.__cause__, av.error.FFmpegError)
