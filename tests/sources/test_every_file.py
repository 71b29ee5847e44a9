"""Files as phones, cameras and streams write them: one clock, the right stream, square upright SDR frames."""

from __future__ import annotations

import itertools
import os
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from posecore.sources import SourceError
from posecore.sources.factory import open_recording
from posecore.sources.file import VideoFile
from posecore.sources.hdr import HLG, PQ, tone_map
from posecore.sources.heic import can_read_heic
from posecore.sources.image_size import image_size
from posecore.sources.images import read_image
from posecore.sources.seekable import SeekableVideo
from posecore.sources.viewing import letterboxed, pixel_aspect
from tests.clips import make_clip, picture

EVEN = range(0, 600, 24)


def times(path: Path) -> list[float]:
    with VideoFile(path) as source:
        return [frame.time for frame in source]


@pytest.mark.parametrize(("name", "codec"), [("piece.webm", "libvpx"), ("piece.mkv", "libx264"), ("piece.flv", "flv")])
def test_a_piece_of_a_stream_starts_at_zero(tmp_path: Path, name: str, codec: str) -> None:
    path = make_clip(tmp_path / name, codec=codec, pts=range(3_600_000, 3_601_000, 40), time_base=Fraction(1, 1000))
    with VideoFile(path) as source:
        frames = list(source)
        assert source.info.frames == len(frames) == 25
        assert source.info.duration == pytest.approx(1.0, abs=0.05)
    assert [f.time for f in frames] == pytest.approx([0.04 * i for i in range(25)], abs=2e-3)


def joined(folder: Path) -> Path:
    clip = make_clip(folder / "one.ts", pts=EVEN, audio="aac")
    path = folder / "joined.ts"
    path.write_bytes(clip.read_bytes() * 2)
    return path


def test_joined_streams_go_on_where_the_clock_starts_again(tmp_path: Path) -> None:
    path = joined(tmp_path)
    with VideoFile(path) as source:
        frames = list(source)
        assert source.info.frames == len(frames) == 50
        assert any("clock jumps" in notice for notice in source.notices)
    assert np.diff([f.time for f in frames]) == pytest.approx(0.04, abs=1e-3)


def test_seeking_uses_the_same_clock_as_playing(tmp_path: Path) -> None:
    with SeekableVideo(joined(tmp_path)) as source:
        frames = list(source)
        for wanted in (40, 3):
            source.seek(frames[wanted].time + 0.001)
            frame = source.read()
            assert frame is not None
            assert frame.time == pytest.approx(frames[wanted].time, abs=1e-3)
            assert np.abs(frame.image.astype(int) - frames[wanted].image).mean() < 3


def test_a_raw_stream_says_that_it_cannot_seek(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "raw.h264", format="h264", pts=range(12), time_base=Fraction(1, 30))
    with SeekableVideo(path) as source, pytest.raises(SourceError, match="no times"):
        source.seek(0.2)


def test_a_thumbnail_is_not_the_video(tmp_path: Path) -> None:
    path = tmp_path / "thumb.mov"
    with av.open(str(path), "w") as out:
        thumb, video = out.add_stream("mjpeg", rate=30), out.add_stream("libx264", rate=30)
        for stream, size, pixels in ((thumb, (320, 240), "yuvj420p"), (video, (64, 48), "yuv420p")):
            stream.width, stream.height, stream.pix_fmt = *size, pixels
        for stream, count in ((thumb, 1), (video, 12)):
            for i in range(count):
                out.mux(stream.encode(av.VideoFrame.from_ndarray(picture(i, stream.width, stream.height), format="bgr24")))
            out.mux(stream.encode(None))
    with VideoFile(path) as source:
        assert (source.info.width, len(list(source))) == (64, 12)
    with open_recording(path, 0) as source:
        assert source.info.width == 320
    with pytest.raises(SourceError, match="no video stream 7"):
        open_recording(path, 7).open()


def test_wide_pixels_are_shown_square(tmp_path: Path) -> None:
    path = tmp_path / "wide.mkv"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=30)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        stream.codec_context.sample_aspect_ratio = Fraction(2, 1)
        for i in range(3):
            out.mux(stream.encode(av.VideoFrame.from_ndarray(picture(i), format="bgr24")))
        out.mux(stream.encode(None))
    with VideoFile(path) as source:
        assert (source.info.width, source.info.height, source.pixel_aspect) == (128, 48, 2)
        assert next(iter(source)).image.shape == (48, 128, 3)
    assert pixel_aspect(Fraction(4823, 4800)) == 1
    assert pixel_aspect(Fraction(30000, 1)) == 1


def test_another_size_midway_is_fitted_between_bars(tmp_path: Path) -> None:
    lying, upright = make_clip(tmp_path / "a.ts", pts=EVEN), make_clip(tmp_path / "b.ts", pts=EVEN, size=(48, 64))
    path = tmp_path / "turns.ts"
    path.write_bytes(lying.read_bytes() + upright.read_bytes())
    with VideoFile(path) as source:
        frames = list(source)
        assert {f.image.shape for f in frames} == {(48, 64, 3)}
        assert sum("size changes" in notice for notice in source.notices) == 1
    assert frames[-1].image[:, :10].max() < 20
    image = letterboxed(np.full((64, 48, 3), 200, np.uint8), 64, 48)
    assert (image[:, 14:50] == 200).all()
    assert image[:, :14].max() == image[:, 50:].max() == 0


@pytest.mark.parametrize("transfer", [HLG, PQ])
def test_high_dynamic_range_looks_like_the_original(transfer: int) -> None:
    """Greys of an SDR screen (100 cd/m², gamma 2.4) written as HDR come back; highlights stay below white and in order."""
    grey = np.arange(0, 256, 5)
    light = (grey / 255) ** 2.4 * 100
    if transfer == HLG:
        scene = (light / 1000) ** (1 / 1.2)
        a, b, c = 0.17883277, 0.28466892, 0.55991073
        signal = np.where(scene <= 1 / 12, np.sqrt(3 * scene), a * np.log(np.maximum(12 * scene - b, 1e-9)) + c)
    else:
        power = (light / 10000) ** 0.1593017578125
        signal = ((0.8359375 + 18.8515625 * power) / (1 + 18.6875 * power)) ** 78.84375
    codes = np.round(signal * 65535).astype(np.uint16)
    shown = tone_map(np.repeat(codes[None, :, None], 3, axis=2), transfer)[0].astype(int)
    assert np.abs(shown.mean(axis=1) - grey).mean() < 4
    assert (np.diff(shown[:, 1]) >= 0).all()


def test_interlaced_is_deinterlaced(tmp_path: Path) -> None:
    path = tmp_path / "interlaced.ts"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("mpeg2video", rate=25, options={"flags": "+ilme+ildct", "b": "4M"})
        stream.width, stream.height, stream.pix_fmt = 128, 96, "yuv420p"
        for i in range(12):
            image = np.zeros((96, 128, 3), np.uint8)
            image[0::2, 8 * i : 8 * i + 16] = 255
            image[1::2, 8 * i + 4 : 8 * i + 20] = 255
            out.mux(stream.encode(top_field_first(image, i)))
        out.mux(stream.encode(None))
    with av.open(str(path)) as raw:
        frames = list(raw.decode(video=0))
        if not any(f.interlaced_frame for f in frames):
            pytest.skip("this encoder does not tag its frames")
        combed = np.mean([comb(f.to_ndarray(format="bgr24")) for f in frames])
    with VideoFile(path) as source:
        shown = list(source)
    assert len(shown) == len(frames)
    assert np.mean([comb(f.image) for f in shown]) < 0.5 * combed


def top_field_first(image: np.ndarray, number: int) -> av.VideoFrame:
    frame = av.VideoFrame.from_ndarray(image, format="bgr24").reformat(format="yuv420p")
    frame.pts, frame.time_base = number, Fraction(1, 25)
    graph = av.filter.Graph()
    steps = [graph.add_buffer(width=128, height=96, format=frame.format, time_base=frame.time_base), graph.add("setfield", "mode=tff")]
    steps.append(graph.add("buffersink"))
    for before, after in itertools.pairwise(steps):
        before.link_to(after)
    graph.configure()
    graph.push(frame)
    return graph.pull()


def comb(image: np.ndarray) -> float:
    lines = image.astype(int)
    return float(np.abs(lines[1:-1] - (lines[:-2] + lines[2:]) / 2).mean())


def test_lost_packets_of_a_broadcast_are_stepped_over(tmp_path: Path) -> None:
    data = make_clip(tmp_path / "whole.ts", pts=range(0, 1200, 24), audio="aac").read_bytes()
    packets = [data[i : i + 188] for i in range(0, len(data), 188)]
    path = tmp_path / "lossy.ts"
    path.write_bytes(b"".join(packet for i, packet in enumerate(packets) if i % 40 != 30))
    assert len(times(path)) > 25


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names")
def test_a_pipe_without_a_writer_is_one_line(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.mp4")
    for read in (lambda path: VideoFile(path).open(), read_image):
        with pytest.raises(SourceError, match="pipe"):
            read(tmp_path / "pipe.mp4")


@pytest.mark.parametrize("suffix", ["png", "jpg", "webp", "bmp", "tiff", "jp2", "ppm"])
def test_the_size_is_known_before_decoding(suffix: str) -> None:
    assert image_size(cv2.imencode("." + suffix, np.zeros((33, 77, 3), np.uint8))[1].tobytes()) == (77, 33)


def test_a_bomb_is_refused_with_the_limit(tmp_path: Path) -> None:
    data = bytearray(cv2.imencode(".png", np.zeros((8, 8), np.uint8))[1].tobytes())
    data[16:24] = (30_000).to_bytes(4, "big") * 2
    (tmp_path / "bomb.png").write_bytes(data)
    with pytest.raises(SourceError, match="30000×30000 px.*200 million"):
        read_image(tmp_path / "bomb.png")


@pytest.mark.skipif(not can_read_heic(), reason="needs pillow-heif")
def test_heic(tmp_path: Path) -> None:
    import pillow_heif

    rgb = picture(0, 64, 64)[:, :, ::-1]
    pillow_heif.from_bytes("RGB", (64, 64), rgb.tobytes()).save(tmp_path / "photo.heic", quality=95)
    image = read_image(tmp_path / "photo.heic")
    assert np.abs(image.astype(int) - picture(0, 64, 64)).mean() < 12
    image[0, 0] = 0  # drawn into


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="names are text here")
def test_a_name_that_is_not_utf8(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "clip.mp4").rename(tmp_path / os.fsdecode(b"caf\xe9.mp4"))
    assert len(times(path)) == 30
