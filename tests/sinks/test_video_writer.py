from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from posecore.sinks import SinkError, partial_path
from posecore.sinks.video import CODECS, VideoWriter
from posecore.sources.file import VideoFile
from tests.clips import audio_packets, corners, grey, make_clip, picture, video_times

UNEVEN = [0, 20, 30, 70, 90, 130, 131, 200, *range(210, 600, 13)]


def rewrite(source_path: Path, target: Path, audio: bool = True) -> list[float]:
    """Copy a video frame by frame through source and sink; the times of the source."""
    times = []
    with (
        VideoFile(source_path) as source,
        VideoWriter(
            target,
            width=source.info.width,
            height=source.info.height,
            time_base=source.time_base,
            fps=source.info.fps,
            audio_from=source_path if audio and source.has_audio else None,
            audio_delay=-source.clock_offset,
            sample_aspect_ratio=source.sample_aspect_ratio,
        ) as writer,
    ):
        for frame in source:
            writer.write(frame.image, frame.pts, frame.duration)
            times.append(frame.time)
    return times


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("even.mp4", {}),
        ("uneven.mp4", {"pts": UNEVEN, "options": {"bf": "3"}}),
        ("late.mp4", {"pts": [t + 777 for t in UNEVEN], "container": {"movie_timescale": "600"}}),
        ("late with sound.mp4", {"pts": [t + 777 for t in UNEVEN], "audio": "aac"}),
        ("ntsc.mp4", {"pts": range(40), "time_base": Fraction(1001, 30000)}),
        ("fine clock.mp4", {"pts": [t * 150_001 for t in range(20)], "time_base": Fraction(1, 10_000_000)}),
        ("vp9.webm", {"codec": "libvpx-vp9", "pts": range(20), "time_base": Fraction(1, 20), "audio": "libopus"}),
        ("old.avi", {"codec": "mpeg4", "pts": range(20), "time_base": Fraction(1001, 30000)}),
        ("odd.mkv", {"codec": "ffv1", "pixels": "yuv444p", "size": (63, 47)}),
        ("one frame.mp4", {"pts": [40]}),
        ("a:b %02d ü.mp4", {}),
    ],
)
def test_same_frames_at_the_same_times(tmp_path: Path, name: str, options: dict) -> None:
    source = make_clip(tmp_path / name, **options)
    target = tmp_path / ("out " + name.split(".")[0] + ".mp4")
    times = rewrite(source, target)
    assert len(times) == len(options.get("pts", range(0, 600, 20)))
    assert video_times(target) == pytest.approx(times, abs=2e-6)
    assert video_times(target) == pytest.approx(video_times(source), abs=2e-6)
    with av.open(str(target)) as out:
        frames = [frame.to_ndarray(format="bgr24") for frame in out.decode(video=0)]
    assert [int(image[-8, -8].mean()) for image in frames] == pytest.approx([grey(i) for i in range(len(times))], abs=8)
    assert not partial_path(target).exists()


def test_file_plays_everywhere(tmp_path: Path) -> None:
    target = tmp_path / "out.mp4"
    rewrite(make_clip(tmp_path / "in.mp4", audio="aac"), target)
    with av.open(str(target)) as out:
        stream = out.streams.video[0]
        assert (stream.codec_context.name, stream.pix_fmt) == ("h264", "yuv420p")
        assert stream.codec_context.color_range == 1
        assert stream.codec_context.colorspace == 6
    data = target.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat"), "the index must come first, so that a browser can start at once"
    capture = cv2.VideoCapture(str(target))
    count = 0
    while capture.read()[0]:
        count += 1
    assert count == 30


@pytest.mark.parametrize(("size", "stored"), [((63, 47), (64, 48)), ((64, 47), (64, 48)), ((63, 48), (64, 48)), ((2, 2), (2, 2))])
def test_odd_sizes_grow_by_one_pixel(tmp_path: Path, size: tuple[int, int], stored: tuple[int, int]) -> None:
    image = np.zeros((size[1], size[0], 3), np.uint8)
    image[:, : size[0] // 2] = 200
    with VideoWriter(tmp_path / "out.mp4", width=size[0], height=size[1], time_base=Fraction(1, 10)) as writer:
        for i in range(3):
            writer.write(image, i)
    with av.open(str(tmp_path / "out.mp4")) as out:
        frame = next(out.decode(video=0))
        assert (frame.width, frame.height) == stored
        back = frame.to_ndarray(format="bgr24")[: size[1], : size[0]]
    assert np.abs(back.astype(int) - image).mean() < 12


def test_rotated_video_is_written_upright_without_a_flag(tmp_path: Path) -> None:
    rewrite(make_clip(tmp_path / "in.mp4", rotation=90), tmp_path / "out.mp4")
    with av.open(str(tmp_path / "out.mp4")) as out:
        frame = next(out.decode(video=0))
        assert frame.rotation == 0
        assert corners(frame.to_ndarray(format="bgr24")) == ["green", "grey", "red", "blue"]


@pytest.mark.parametrize("height", [96, 720])
def test_colours_survive(tmp_path: Path, height: int) -> None:
    patches = np.asarray([(0, 0, 255), (0, 255, 0), (255, 0, 0), (200, 180, 30), (128, 128, 128), (255, 255, 255)], np.uint8)
    image = np.repeat(np.repeat(patches[None], height, axis=0), 32, axis=1)
    path = tmp_path / "out.mp4"
    with VideoWriter(path, width=image.shape[1], height=height, time_base=Fraction(1, 10), quality=5) as writer:
        writer.write(image, 0)
    with VideoFile(path) as source:
        frame = source.read()
        assert frame is not None
        back = frame.image[height // 2, 16::32]
    assert back.astype(int) == pytest.approx(patches.astype(int), abs=6)
    shown = cv2.VideoCapture(str(path)).read()[1][height // 2, 16::32]
    assert shown.astype(int) == pytest.approx(patches.astype(int), abs=8), "another reader sees other colours"


@pytest.mark.parametrize(
    ("name", "codec", "video"), [("in.mp4", "aac", "libx264"), ("in.mp4", "libmp3lame", "libx264"), ("in.mkv", "libopus", "libx264")]
)
def test_sound_is_copied_packet_by_packet(tmp_path: Path, name: str, codec: str, video: str) -> None:
    source = make_clip(tmp_path / name, audio=codec, codec=video)
    rewrite(source, tmp_path / "out.mp4")
    before, after = audio_packets(source), audio_packets(tmp_path / "out.mp4")
    assert [data for _, data in after] == [data for _, data in before]
    assert [t for t, _ in after] == pytest.approx([t for t, _ in before], abs=1e-3)


@pytest.mark.parametrize(("name", "codec"), [("in.mov", "pcm_s16le"), ("in.mkv", "flac")])
def test_other_sound_becomes_aac(tmp_path: Path, name: str, codec: str) -> None:
    source = make_clip(tmp_path / name, audio=codec)
    rewrite(source, tmp_path / "out.mp4")

    def wave(path: Path) -> Iterator[np.ndarray]:
        with av.open(str(path)) as file:
            resampler = av.AudioResampler("fltp", "mono", 44100)
            for frame in file.decode(audio=0):
                if frame.pts is not None and frame.pts >= 0:
                    for part in resampler.resample(frame):
                        yield part.to_ndarray()[0]

    with av.open(str(tmp_path / "out.mp4")) as out:
        assert out.streams.audio[0].codec_context.name == "aac"
    before, after = (np.concatenate(list(wave(path))) for path in (source, tmp_path / "out.mp4"))
    length = min(len(before), len(after))
    assert length > 0.9 * len(before)
    spectrum = np.abs(np.fft.rfft(after[:length]))
    assert abs(spectrum.argmax() * 44100 / length - 440) < 3
    middle = slice(length // 4, length // 2)
    assert np.corrcoef(before[middle], after[middle])[0, 1] > 0.98, "the sound has moved"


def test_sound_of_a_transport_stream_stays_in_step(tmp_path: Path) -> None:
    source = make_clip(tmp_path / "in.ts", audio="aac")
    rewrite(source, tmp_path / "out.mp4")
    lag_before = audio_packets(source)[0][0] - video_times(source)[0]
    lag_after = audio_packets(tmp_path / "out.mp4")[0][0] - video_times(tmp_path / "out.mp4")[0]
    assert lag_after == pytest.approx(lag_before, abs=1e-3)


def test_negative_start_moves_picture_and_sound_together(tmp_path: Path) -> None:
    sound = make_clip(tmp_path / "sound.mp4", audio="aac")
    with VideoWriter(tmp_path / "out.mp4", width=64, height=48, time_base=Fraction(1, 100), audio_from=sound) as writer:
        for i in range(20):
            writer.write(picture(i), 5 * i - 30)
    assert video_times(tmp_path / "out.mp4") == pytest.approx([0.05 * i for i in range(20)])
    assert audio_packets(tmp_path / "out.mp4")[0][0] - audio_packets(sound)[0][0] == pytest.approx(0.3, abs=1e-3)


def test_nothing_under_the_final_name_until_it_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "out.mp4"
    target.write_bytes(b"what was there before")
    with VideoWriter(target, width=64, height=48, time_base=Fraction(1, 10)) as writer:
        for i in range(5):
            writer.write(picture(i), i)
        assert target.read_bytes() == b"what was there before"
        assert partial_path(target).exists()
    assert len(video_times(target)) == 5


def test_failure_keeps_a_playable_partial(tmp_path: Path) -> None:
    target = tmp_path / "out.mp4"

    def interrupted() -> None:
        with VideoWriter(target, width=64, height=48, time_base=Fraction(1, 10)) as writer:
            for i in range(5):
                writer.write(picture(i), i)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert not target.exists()
    assert len(video_times(partial_path(target))) == 5


def test_failure_before_the_first_frame_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), VideoWriter(tmp_path / "out.mp4", width=64, height=48, time_base=Fraction(1, 10)):
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_wrong_frames_are_refused(tmp_path: Path) -> None:
    writer = VideoWriter(tmp_path / "out.mp4", width=64, height=48, time_base=Fraction(1, 10))
    writer.write(picture(0), 3)
    with pytest.raises(ValueError, match="shape"):
        writer.write(picture(0, 48, 64), 4)
    with pytest.raises(ValueError, match="does not come after"):
        writer.write(picture(0), 3)
    writer.abort()


@pytest.mark.parametrize(
    ("name", "reason"),
    [("out.xyz", "unknown extension"), ("out", "unknown extension"), ("nowhere/out.mp4", "does not exist"), ("folder.mp4", "is a folder")],
)
def test_unwritable_place(tmp_path: Path, name: str, reason: str) -> None:
    (tmp_path / "folder.mp4").mkdir()
    with pytest.raises(SinkError, match=reason) as caught:
        VideoWriter(tmp_path / name, width=64, height=48, time_base=Fraction(1, 10))
    assert name in str(caught.value)
    assert [p.name for p in tmp_path.iterdir()] == ["folder.mp4"]


@pytest.mark.parametrize("live", [True, False])
def test_a_file_plays_before_it_is_finished(tmp_path: Path, live: bool) -> None:
    target = tmp_path / "out.mp4"
    writer = VideoWriter(target, width=64, height=48, time_base=Fraction(1, 30), live=live)
    for index in range(150):
        writer.write(picture(index), index)
    assert len(video_times(partial_path(target))) >= 60
    writer.finish()
    assert video_times(target) == pytest.approx([index / 30 for index in range(150)], abs=1e-6)


@pytest.mark.parametrize("late", range(5))
def test_every_frame_is_shown_whatever_gaps_there_are(tmp_path: Path, late: int) -> None:
    """Before a gap a fragment ends; the frame shown last may be stored in it."""
    gaps = [20] * 10 + [20] * (4 - late) + [900] + [40] * late
    pts = np.cumsum(gaps).tolist()
    with VideoWriter(tmp_path / "o.mp4", width=64, height=48, time_base=Fraction(1, 600)) as out:
        for i, time in enumerate(pts):
            out.write(picture(i), time, 20)
    assert video_times(tmp_path / "o.mp4") == pytest.approx([time / 600 for time in pts], abs=1e-3)


HOUR = 3600


@pytest.mark.parametrize(
    ("seconds", "clock", "live", "holds"),
    [
        ([0, 6 * HOUR], 90_000, False, True),
        ([0, 7 * HOUR], 90_000, False, False),
        ([0, 40 * 60], 1_000_000, False, False),
        ([0, 5 * HOUR, 10 * HOUR], 90_000, False, False),  # each is near enough, but they wait for each other to be put in order
        ([0, 1, 50 * HOUR, 50 * HOUR + 1], 10_000, True, True),
        ([0, 60 * HOUR], 10_000, True, False),
    ],
)
def test_frames_that_are_hours_apart_have_their_times_or_are_refused(
    tmp_path: Path, seconds: list[int], clock: int, live: bool, holds: bool
) -> None:
    """A distance is stored in 32 bits: FFmpeg made one tick of what is longer, and a camera may be lost for a night."""
    writer = VideoWriter(tmp_path / "o.mp4", width=64, height=48, time_base=Fraction(1, clock), live=live)

    def write() -> None:
        with writer:
            for i, second in enumerate(seconds):
                writer.write(picture(i), second * clock, clock // 30)

    if holds:
        write()
        assert video_times(tmp_path / "o.mp4") == pytest.approx(seconds, abs=1e-4)
        return
    with pytest.raises(SinkError, match="hours apart"):
        write()
    assert not (tmp_path / "o.mp4").exists()


@pytest.mark.parametrize("codec", CODECS)
def test_encoders_say_nothing(tmp_path: Path, codec: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """What a library writes to stderr by itself, past FFmpeg's log, would stand in the middle of the progress bars."""
    if not any(name in av.codecs_available for name in CODECS[codec]):
        pytest.skip(f"no {codec} encoder")
    monkeypatch.delenv("SVT_LOG", raising=False)
    with VideoWriter(tmp_path / "out.mp4", width=128, height=96, time_base=Fraction(1, 30), codec=codec) as writer:
        for n in range(3):
            writer.write(np.full((96, 128, 3), grey(n), np.uint8), n)
    assert len(video_times(tmp_path / "out.mp4")) == 3
    assert capfd.readouterr() == ("", "")


def test_a_fault_while_the_file_is_closed_is_one_line(tmp_path: Path) -> None:
    """FFmpeg's own errors are not all of the system's: a time beyond what the file can hold is an argument that is wrong."""
    writer = VideoWriter(tmp_path / "out.mp4", width=64, height=48, time_base=Fraction(1, 600), fps=30)
    writer.write(np.zeros((48, 64, 3), np.uint8), 0, 10**14)
    with pytest.raises(SinkError, match=r"cannot write .*out\.mp4"):
        writer.finish()
