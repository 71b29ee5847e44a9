from __future__ import annotations

import gc
import itertools
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from posecore.sources import SourceError, SourceFrame
from posecore.sources.file import Orientation, VideoFile
from tests.clips import corners, grey, make_clip, make_sound, picture, video_times

UNEVEN = [0, 20, 30, 70, 90, 130, 131, 200, *range(210, 600, 13)]


def read_all(path: Path) -> tuple[VideoFile, list]:
    with VideoFile(path) as source:
        return source, list(source)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("even.mp4", {}),
        ("uneven.mp4", {"pts": UNEVEN}),
        ("b-frames.mp4", {"pts": UNEVEN, "options": {"bf": "3"}}),
        ("late.mp4", {"pts": [t + 777 for t in UNEVEN], "container": {"movie_timescale": "600"}}),
        ("ntsc.mp4", {"pts": range(40), "time_base": Fraction(1001, 30000)}),
        ("sound.mp4", {"audio": "aac", "options": {"bf": "2"}}),
        ("vp9.webm", {"codec": "libvpx-vp9", "pts": range(20), "time_base": Fraction(1, 20)}),
        ("lossless.mkv", {"codec": "ffv1", "pixels": "yuv444p", "size": (63, 47)}),
    ],
)
def test_every_frame_at_its_own_time(tmp_path: Path, name: str, options: dict) -> None:
    path = make_clip(tmp_path / name, **options)
    pts, base = options.get("pts", range(0, 600, 20)), options.get("time_base", Fraction(1, 600))
    source, frames = read_all(path)
    assert [f.index for f in frames] == list(range(len(pts)))
    assert [f.time for f in frames] == pytest.approx([float(t * base) for t in pts], abs=6e-4 if path.suffix in (".mkv", ".webm") else 1e-9)
    assert [f.time for f in frames] == pytest.approx(video_times(path), abs=1e-9)
    assert all(f.time == pytest.approx(float(f.pts * f.time_base), abs=1e-12) for f in frames)
    seen = [int(f.image[-6, -6].mean()) for f in frames]
    assert seen == pytest.approx([grey(i) for i in range(len(pts))], abs=4), "frames out of order"
    size = options.get("size", (64, 48))
    assert (source.info.width, source.info.height) == size
    assert {f.image.shape for f in frames} == {(size[1], size[0], 3)}
    assert source.has_audio == ("audio" in options)


def test_info(tmp_path: Path) -> None:
    source, frames = read_all(make_clip(tmp_path / "clip.mp4", pts=range(0, 600, 20)))
    assert source.info.name == "clip.mp4"
    assert source.info.fps == pytest.approx(30)
    assert source.info.frames == len(frames) == 30
    assert source.info.duration == pytest.approx(1.0)
    assert not source.truncated
    assert source.damaged_packets == 0


def test_frame_durations_are_the_gaps(tmp_path: Path) -> None:
    _, frames = read_all(make_clip(tmp_path / "clip.mp4", pts=UNEVEN, options={"bf": "0"}))
    for frame, following in itertools.pairwise(frames):
        assert frame.duration == following.pts - frame.pts


@pytest.mark.parametrize("rotation", [90, 180, -90])
def test_rotation_as_a_viewer_shows_it(tmp_path: Path, rotation: int) -> None:
    path = make_clip(tmp_path / "turned.mp4", rotation=rotation)
    source, frames = read_all(path)
    assert (source.info.width, source.info.height) == ((64, 48) if rotation == 180 else (48, 64))
    assert frames[0].image.shape == (source.info.height, source.info.width, 3)
    expected = {90: ["green", "grey", "red", "blue"], 180: ["grey", "blue", "green", "red"], -90: ["blue", "red", "grey", "green"]}[
        rotation
    ]
    assert corners(frames[0].image) == expected
    viewer = cv2.VideoCapture(str(path))
    shown = viewer.read()[1]
    assert corners(shown) == expected, "OpenCV, an independent viewer, shows it otherwise"


def test_mirrored_by_metadata(tmp_path: Path) -> None:
    _, frames = read_all(make_clip(tmp_path / "mirrored.mp4", hflip=True))
    assert corners(frames[0].image) == ["green", "red", "grey", "blue"]


@pytest.mark.parametrize("transpose", [False, True])
@pytest.mark.parametrize("flip_x", [False, True])
@pytest.mark.parametrize("flip_y", [False, True])
def test_orientation_moves_pixels_as_its_matrix_says(transpose: bool, flip_x: bool, flip_y: bool) -> None:
    sign_x, sign_y = -1 if flip_x else 1, -1 if flip_y else 1
    matrix = np.zeros(9, np.int32)
    if transpose:
        matrix[3], matrix[1] = sign_x * 65536, sign_y * 65536
    else:
        matrix[0], matrix[4] = sign_x * 65536, sign_y * 65536
    orientation = Orientation.from_display_matrix(matrix)
    assert orientation == Orientation(transpose, flip_x, flip_y)
    image = np.arange(4 * 6 * 3, dtype=np.uint8).reshape(4, 6, 3)
    turned = orientation.apply(image)
    height, width = turned.shape[:2]
    for y in range(4):
        for x in range(6):
            new_x, new_y = (matrix[0] * x + matrix[3] * y) // 65536 % width, (matrix[1] * x + matrix[4] * y) // 65536 % height
            new_x, new_y = (new_x - flip_x) % width, (new_y - flip_y) % height  # mirrored to -x: pixel 0 lands on the last one
            assert (turned[new_y, new_x] == image[y, x]).all()


@pytest.mark.parametrize(("space", "kr", "kb"), [(1, 0.2126, 0.0722), (6, 0.299, 0.114), (9, 0.2627, 0.0593)])
@pytest.mark.parametrize("full_range", [False, True])
def test_colours_follow_the_files_own_space_and_range(tmp_path: Path, space: int, kr: float, kb: float, full_range: bool) -> None:
    y, u, v = 120, 100, 160
    path = tmp_path / "colour.mkv"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("ffv1", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        stream.codec_context.colorspace, stream.codec_context.color_range = space, 2 if full_range else 1
        frame = av.VideoFrame(64, 48, "yuv420p")
        for plane, value in zip(frame.planes, (y, u, v), strict=True):
            plane.update(bytes([value]) * plane.buffer_size)
        frame.colorspace, frame.color_range, frame.pts = space, 2 if full_range else 1, 0
        out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    luma = y / 255 if full_range else (y - 16) / 219
    cb, cr = ((c - 128) / (255 if full_range else 224) for c in (u, v))
    red, blue = luma + 2 * (1 - kr) * cr, luma + 2 * (1 - kb) * cb
    green = (luma - kr * red - kb * blue) / (1 - kr - kb)
    _, frames = read_all(path)
    assert frames[0].image[20, 20].astype(int) == pytest.approx([255 * blue, 255 * green, 255 * red], abs=3)


def test_stream_without_timestamps_gets_even_ones(tmp_path: Path) -> None:
    _, frames = read_all(make_clip(tmp_path / "raw.h264", format="h264", pts=range(12), time_base=Fraction(1, 30), options={"bf": "0"}))
    assert len(frames) == 12
    gaps = np.diff([f.time for f in frames])
    assert (gaps > 0).all()
    assert gaps == pytest.approx(gaps[0])


def test_broadcast_clock_starts_near_zero(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "stream.ts", pts=range(60_000, 60_600, 20))
    assert video_times(path)[0] > 99
    _source, frames = read_all(path)
    assert 0 <= frames[0].time < 1.5
    assert np.diff([f.time for f in frames]) == pytest.approx(np.diff(video_times(path)))


def test_path_may_look_like_a_url(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "clip.mp4")
    odd = path.rename(tmp_path / "a:b %03d é.mp4")
    assert len(read_all(odd)[1]) == 30


def test_can_be_opened_again(tmp_path: Path) -> None:
    source = VideoFile(make_clip(tmp_path / "clip.mp4"))
    for _ in range(2):
        with source:
            assert [f.index for f in source] == list(range(30))
    with pytest.raises(RuntimeError):
        _ = VideoFile(tmp_path / "clip.mp4").info


def front_index_clip(path: Path) -> Path:
    options = {"threads": "3"}  # else x264 encodes otherwise on other numbers of cores
    return make_clip(path, pts=range(0, 6000, 20), size=(160, 120), options=options, container={"movflags": "faststart"})


@pytest.mark.parametrize("share", [0.4, 0.7, 0.999])
def test_cut_off_mp4_gives_what_is_there_and_then_says_so(tmp_path: Path, share: float) -> None:
    whole = front_index_clip(tmp_path / "whole.mp4").read_bytes()
    path = tmp_path / "cut.mp4"
    path.write_bytes(whole[: int(len(whole) * share)])
    frames: list[SourceFrame] = []
    with VideoFile(path) as source, pytest.raises(SourceError, match=r"cut\.mp4 was cut off: it ends after \d+ of 300 frames"):
        frames.extend(source)
    assert 0.4 * share * 300 < len(frames) < 300
    assert [int(f.image[-20, -20].mean()) for f in frames] == pytest.approx([grey(i) for i in range(len(frames))], abs=6)


def test_damage_in_the_middle_is_counted(tmp_path: Path) -> None:
    data = bytearray(front_index_clip(tmp_path / "whole.mp4").read_bytes())
    middle = len(data) // 2
    data[middle : middle + 400] = bytes(400)
    path = tmp_path / "hole.mp4"
    path.write_bytes(data)
    source, frames = read_all(path)
    assert source.damaged_packets > 0
    assert 200 < len(frames) < 300


def broken_inputs(folder: Path) -> dict[str, tuple[Path, str]]:
    def write(name: str, data: bytes) -> Path:
        path = folder / name
        path.write_bytes(data)
        return path

    return {
        "missing": (folder / "nowhere.mp4", "does not exist"),
        "folder": (folder, "is a folder"),
        "empty": (write("empty.mp4", b""), "is empty"),
        "text": (write("text.mp4", b"dear diary\n" * 200), "cannot be read as a video"),
        "bytes": (
            write("noise.mp4", bytes(np.random.default_rng(0).integers(0, 256, 20_000, dtype=np.uint8))),
            "cannot be read as a video",
        ),
        "no index": (write("no-index.mp4", make_clip(folder / "whole.mp4").read_bytes()[:-1500]), "index is missing or broken"),
        "only sound": (make_sound(folder / "sound.m4a"), "holds no video, only sound"),
        "subtitles": (write("film.srt", b"1\n00:00:00,000 --> 00:00:02,000\nhello\n"), "holds no video"),
        "picture": (write("photo.png", cv2.imencode(".png", picture(0))[1].tobytes()), "is a picture, not a video"),
    }


@pytest.mark.parametrize("case", ["missing", "folder", "empty", "text", "bytes", "no index", "only sound", "subtitles", "picture"])
def test_broken_input(tmp_path: Path, case: str) -> None:
    path, reason = broken_inputs(tmp_path)[case]
    with pytest.raises(SourceError) as caught:
        VideoFile(path).open()
    message = str(caught.value)
    assert reason in message
    assert str(path) in message
    assert "\n" not in message


def test_decoded_frames_do_not_wait_for_the_garbage_collector(tmp_path: Path) -> None:
    make_clip(tmp_path / "clip.mp4", rotation=90)
    gc.collect()
    gc.disable()
    try:
        with VideoFile(tmp_path / "clip.mp4") as source:
            assert [source.read() is not None for _ in range(25)] == [True] * 25
            waiting = sum(isinstance(thing, av.VideoFrame) for thing in gc.get_objects())
    finally:
        gc.enable()
    assert waiting < 6
