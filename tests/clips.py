"""Real encoded clips for tests, made with PyAV on the spot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from posecore.people import People

BASE = Fraction(1, 600)


def picture(index: int, width: int = 64, height: int = 48) -> NDArray[np.uint8]:
    """A frame that tells which way is up and which one it is: red top left, green top right, blue bottom left, and a grey that counts."""
    image = np.zeros((height, width, 3), np.uint8)
    image[: height // 2, : width // 2] = (0, 0, 255)
    image[: height // 2, width // 2 :] = (0, 255, 0)
    image[height // 2 :, : width // 2] = (255, 0, 0)
    image[height // 2 :, width // 2 :] = grey(index)
    return image


def grey(index: int) -> int:
    """The grey of frame ``index``."""
    return 30 + 6 * (index % 35)


def corners(image: NDArray[Any]) -> list[str]:
    """What lies in the top left, top right, bottom left and bottom right quarter of a :func:`picture`, whichever way it was turned."""
    height, width = image.shape[:2]
    names = []
    for y in (height // 4, 3 * height // 4):
        for x in (width // 4, 3 * width // 4):
            blue, green, red = (int(v) for v in image[y, x])
            if max(blue, green, red) - min(blue, green, red) < 60:
                names.append("grey")
            else:
                names.append({blue: "blue", green: "green", red: "red"}[max(blue, green, red)])
    return names


def make_clip(
    path: Path,
    *,
    pts: Sequence[int] = range(0, 600, 20),
    time_base: Fraction = BASE,
    size: tuple[int, int] = (64, 48),
    codec: str = "libx264",
    options: dict[str, str] | None = None,
    rotation: int | None = None,
    hflip: bool = False,
    audio: str | None = None,
    container: dict[str, str] | None = None,
    pixels: str = "yuv420p",
    format: str | None = None,
    draw: Callable[[int, int, int], NDArray[np.uint8]] = picture,
) -> Path:
    """Encode :func:`picture` frames (or what ``draw`` makes of index, width and height) shown at ``pts`` × ``time_base`` seconds.

    ``audio`` names a codec for a tone of 440 Hz beside them.
    """
    with av.open(str(path), "w", format=format, options=container or {}) as out:
        stream: Any = out.add_stream(codec, rate=30, options=options or {})
        stream.width, stream.height, stream.pix_fmt = *size, pixels
        stream.codec_context.time_base = time_base
        if rotation is not None or hflip:
            stream.set_display_rotation(rotation or 0, hflip=hflip)
        sound: Any = out.add_stream(audio, rate=48000 if "opus" in audio else 44100) if audio else None
        for i, time in enumerate(pts):
            frame = av.VideoFrame.from_ndarray(draw(i, *size), format="bgr24")
            frame.pts, frame.time_base = time, time_base
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
        if sound is not None:
            _tone(out, sound, float(pts[-1] * time_base) + 0.1)
    return path


def _tone(out: Any, stream: Any, seconds: float) -> None:
    rate = stream.codec_context.sample_rate
    wave = (np.sin(np.arange(int(seconds * rate)) * (2 * np.pi * 440 / rate)) * 0.3).astype(np.float32)
    for start in range(0, len(wave), 1024):
        chunk = wave[start : start + 1024]
        frame = av.AudioFrame.from_ndarray(np.stack([chunk, chunk]), format="fltp", layout="stereo")
        frame.sample_rate, frame.pts, frame.time_base = rate, start, Fraction(1, rate)
        out.mux(stream.encode(frame))
    out.mux(stream.encode(None))


def make_sound(path: Path) -> Path:
    """A file with sound and nothing else."""
    with av.open(str(path), "w") as out:
        _tone(out, out.add_stream("aac", rate=44100), 0.5)
    return path


def video_times(path: Path) -> list[float]:
    """Presentation times of all frames in seconds, by a plain decode independent of posecore."""
    with av.open(str(path)) as file:
        frames: Any = file.decode(video=0)
        return [float(frame.pts * frame.time_base) for frame in frames]


def audio_packets(path: Path) -> list[tuple[float, bytes]]:
    """Time in seconds and content of all packets of the first sound track."""
    with av.open(str(path)) as file:
        packets: Any = file.demux(audio=0)
        return [(float(p.pts * p.time_base), bytes(p)) for p in packets if p.size]


_POSE = np.asarray(
    [
        (0.50, 0.08), (0.53, 0.06), (0.47, 0.06), (0.57, 0.08), (0.43, 0.08), (0.68, 0.22), (0.32, 0.22), (0.78, 0.38), (0.22, 0.38),
        (0.80, 0.52), (0.20, 0.52), (0.60, 0.53), (0.40, 0.53), (0.62, 0.75), (0.38, 0.75), (0.63, 0.95), (0.37, 0.95),
    ]
)  # fmt: skip


def standing(*boxes: tuple[float, float, float, float], score: float = 0.9, ids: Sequence[int] | None = None) -> People:
    """People who stand upright, each filling a box (xyxy px)."""
    places = np.asarray(boxes, np.float64).reshape(-1, 4)
    points = places[:, None, :2] + _POSE * (places[:, None, 2:] - places[:, None, :2])
    number = None if ids is None else np.asarray(ids)
    return People.build(places, np.full(len(places), score), points, np.full(points.shape[:2], score), number)


def fake_estimator(image: NDArray[np.uint8]) -> People:
    """One person in the left half of whatever picture: stands in for the networks where only the path around them is tested."""
    height, width = image.shape[:2]
    return standing((0.1 * width, 0.1 * height, 0.5 * width, 0.9 * height))
