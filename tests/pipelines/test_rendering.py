"""What an annotated video shows."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from posecore import annotate
from posecore.drawing.painter import Style, draw
from posecore.people import People
from posecore.pipelines.rendering import Rendering
from posecore.sinks import SinkError
from posecore.sources.file import VideoFile
from tests.clips import fake_estimator, make_clip, picture, standing

PEOPLE = standing((20, 10, 80, 110), ids=[1])


def test_plain_is_what_draw_gives() -> None:
    image = picture(0, 160, 120)
    assert np.array_equal(Rendering()(image.copy(), PEOPLE), draw(image, PEOPLE))
    hidden = Style(blur_faces=True)
    assert np.array_equal(Rendering(hidden)(image.copy(), PEOPLE), draw(image, PEOPLE, hidden))


def test_backgrounds() -> None:
    image = picture(0, 160, 120)
    image[::2, ::2] = 255 - image[::2, ::2]  # writing on it
    black, blurred = (Rendering(background=b)(image.copy(), PEOPLE) for b in ("black", "blur"))
    assert not black[:, 120:].any()
    assert black[10:110, 20:80].any()
    assert np.abs(np.diff(blurred[:, 130:].astype(int), axis=1)).max() < 20 < np.abs(np.diff(image[:, 130:].astype(int), axis=1)).max()


def test_without_background_the_rest_is_transparent_and_what_is_drawn_keeps_its_colour() -> None:
    people = standing((20, 10, 80, 110), ids=[1], score=1.0)
    clear = Rendering(background="none")(picture(0, 160, 120), people)
    assert clear.shape == (120, 160, 4)
    assert not clear[:, 120:, 3].any()
    alpha = clear[..., 3:] / 255
    for level in (0, 128, 255):
        below = np.full((120, 160, 3), level, np.uint8)
        pasted = clear[..., :3] * alpha + below * (1 - alpha)
        assert np.abs(pasted - draw(below, people)).max() < 12


def test_smaller_is_the_same_image_smaller() -> None:
    image = picture(0, 160, 120)
    small = Rendering(height=60)(image.copy(), PEOPLE)
    assert small.shape == (60, 80, 3)
    assert Rendering(height=61).size(160, 120) == (82, 61)
    whole = draw(image, PEOPLE)
    shrunk = whole.reshape(60, 2, 80, 2, 3).mean(axis=(1, 3))
    assert np.abs(small - shrunk)[:, 55:].max() < 3, "the image"
    assert np.abs(small - draw(image.copy(), People.empty())[::2, ::2].astype(int))[5:55, 10:40].max() > 50, "the person on it"


@pytest.mark.parametrize(("codec", "name"), [("h264", "h264"), ("h265", "hevc"), ("av1", "av1")])
def test_codecs(tmp_path: Path, codec: str, name: str) -> None:
    clip = make_clip(tmp_path / "a.mp4", pts=range(0, 100, 20), size=(128, 96))
    annotate(clip, tmp_path / "b.mp4", fake_estimator, rendering=Rendering(codec=codec, height=72))
    with av.open(str(tmp_path / "b.mp4")) as file:
        stream = file.streams.video[0]
        assert stream.codec_context.name.startswith(("libdav1d", name))
        assert (stream.width, stream.height) == (96, 72)
        assert len(list(file.decode(stream))) == 5


def test_quality_makes_smaller_files(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "a.mp4", pts=range(0, 300, 20), size=(160, 120))
    sizes = []
    for quality in (15, 45):
        annotate(clip, tmp_path / "b.mp4", fake_estimator, rendering=Rendering(quality=quality))
        sizes.append((tmp_path / "b.mp4").stat().st_size)
    assert sizes[1] < 0.8 * sizes[0]


def test_a_transparent_video(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "a.mp4", pts=range(0, 100, 20), size=(160, 120))
    annotate(clip, tmp_path / "b.mov", fake_estimator, rendering=Rendering(background="none"))
    with av.open(str(tmp_path / "b.mov")) as file:
        frames = [frame.to_ndarray(format="rgba") for frame in file.decode(video=0)]
    assert len(frames) == 5
    assert not frames[0][:, 130:, 3].any()
    assert frames[0][..., 3].max() == 255
    with pytest.raises(SinkError, match=r"\.mov"):
        annotate(clip, tmp_path / "b.mp4", fake_estimator, rendering=Rendering(background="none"))


def test_keypoints_stay_in_the_recordings_pixels(tmp_path: Path) -> None:
    from posecore import formats

    clip = make_clip(tmp_path / "a.mp4", pts=range(0, 60, 20), size=(160, 120))
    annotate(clip, tmp_path / "b.mp4", fake_estimator, keypoints=tmp_path / "k.jsonl", rendering=Rendering(height=60))
    read = formats.read(tmp_path / "k.jsonl")
    assert (read.header.width, read.header.height) == (160, 120)
    assert read.frames[0].people.boxes[0].tolist() == pytest.approx([16, 12, 80, 108])
    with VideoFile(tmp_path / "b.mp4") as video:
        assert (video.info.width, video.info.height) == (80, 60)


@pytest.mark.parametrize("words", [{"background": "green"}, {"codec": "h266"}, {"height": 1}])
def test_unknown_words(words: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"background|codec|height"):
        Rendering(**words)  # type: ignore[arg-type]
