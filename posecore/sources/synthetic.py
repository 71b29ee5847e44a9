"""A camera that needs no camera: photographs of real people move over a background, exactly as known."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from importlib.resources import files
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from posecore.geometry import clip_boxes
from posecore.sources import Source, SourceError, SourceFrame, SourceInfo
from posecore.sources.registry import CameraNames, CaptureOptions, SourceSpec, register_source, whole_numbers

Image = NDArray[np.uint8]

_PHOTOS = ("collins.webp", "hopper.webp")
_TICKS = 1_000_000
_VISIBLE = 128
"""Alpha from which a pixel belongs to the person."""


@dataclass(frozen=True)
class _Actor:
    """One person: the photograph, and its way. Lengths in px, times in seconds, phases in turns."""

    photo: Image
    """(h,w,4): colour premultiplied by alpha, and 255 - alpha."""
    box: tuple[int, int, int, int]
    """xyxy of the visible part of the photograph."""
    middle: float
    swing: float
    top: float
    bob: float
    period: float
    phase: float

    def place(self, seconds: float) -> tuple[float, float]:
        """Where the photograph's top left corner is."""
        turn = 2 * np.pi * (seconds / self.period + self.phase)
        return self.middle + self.swing * np.sin(turn) - self.photo.shape[1] / 2, self.top + self.bob * np.sin(2 * turn)


MOST_PEOPLE = 1000
"""More would not be told apart in a picture."""


class SyntheticPeople(Source):
    """People swaying to and fro in front of a wall.

    Args:
        people: how many.
        size: (W, H) px.
        fps: frames a second.
        live: come at that rate, as from a camera, a frame nobody fetches in time being skipped; else as fast as they are read.
        frames: how many there are; None: endless.
        motion: factor on how far they move; 0 is a still image.
        tempo: factor on how fast they move.
        seed: of the background and of the ways.

    The frame of a given number is the same whatever else happens.
    """

    def __init__(
        self,
        people: int = 1,
        size: tuple[int, int] = (1280, 720),
        fps: float = 30.0,
        *,
        live: bool = True,
        frames: int | None = None,
        motion: float = 1.0,
        tempo: float = 1.0,
        seed: int = 0,
    ) -> None:
        if not 0 <= people <= MOST_PEOPLE or min(size) < 32 or fps <= 0:
            raise SourceError(f"a synthetic camera of {people} people, {size[0]}×{size[1]} px, {fps:g} fps cannot be")
        self.people, self.size, self.fps = people, size, float(fps)
        self.live, self.frames, self.motion, self.tempo, self.seed = live, frames, motion, tempo, seed
        self._info = SourceInfo("synthetic camera", *size, self.fps, frames, frames / self.fps if frames else None)
        self._background: Image | None = None
        self._actors: list[_Actor] = []
        self._next = 0
        self._start: float | None = None
        self._over = threading.Event()

    @property
    def info(self) -> SourceInfo:
        return self._info

    def open(self) -> None:
        self._prepare()
        self._next, self._start = 0, None
        self._over.clear()

    def read(self) -> SourceFrame | None:
        self._prepare()
        now = time.monotonic()
        if self._start is None:
            self._start = now
        if self.live:
            self._next = max(self._next, int((now - self._start) * self.fps))
        if self.frames is not None and self._next >= self.frames:
            return None
        index = self._next
        image = self.render(index)
        if not self.live:
            self._next += 1
            base = 1 / Fraction(self.fps).limit_denominator(1001)
            return SourceFrame(image, index, float(index * base), index, base, 1)
        due = self._start + index / self.fps
        if self._over.wait(max(0.0, due - time.monotonic())):
            return None
        self._next += 1
        ticks = round(time.monotonic() * _TICKS)
        return SourceFrame(image, index, ticks / _TICKS, ticks, Fraction(1, _TICKS))

    def interrupt(self) -> None:
        """End a waiting :meth:`read` (from another thread)."""
        self._over.set()

    def close(self) -> None:
        self._over.set()

    def render(self, index: int) -> Image:
        """Frame ``index``: (H,W,3) uint8 BGR, new."""
        self._prepare()
        assert self._background is not None
        image = self._background.copy()
        for actor in self._actors:
            _paste(image, actor, *actor.place(index / self.fps))
        return image

    def truth(self, index: int) -> NDArray[np.float64]:
        """(N,4) xyxy px: exact boxes of the people in frame ``index``, the farthest first, cut to the frame, hidden ones too."""
        self._prepare()
        boxes = np.asarray([np.add(a.box, a.place(index / self.fps) * 2) for a in self._actors], np.float64).reshape(-1, 4)
        return np.asarray(clip_boxes(boxes, *self.size), np.float64)

    def moves(self, index: int) -> NDArray[np.float64]:
        """(N,2) px: how far each person has moved since frame 0, the farthest first. Nothing but this moves."""
        return self.moved(index / self.fps)

    def moved(self, seconds: float) -> NDArray[np.float64]:
        """The same ``seconds`` after frame 0."""
        self._prepare()
        then = np.asarray([actor.place(0.0) for actor in self._actors]).reshape(-1, 2)
        now = np.asarray([actor.place(seconds) for actor in self._actors]).reshape(-1, 2)
        return np.asarray(now - then, np.float64)

    def _prepare(self) -> None:
        if self._background is None:
            self._background = _wall(*self.size, self.seed)
            self._actors = _cast(self.people, *self.size, self.motion, self.tempo, self.seed)


def _cast(people: int, width: int, height: int, motion: float, tempo: float, seed: int) -> list[_Actor]:
    """The people, the farthest (smallest) first, side by side but overlapping where there are many."""
    random = np.random.default_rng(seed)
    share = np.linspace(0.55, 0.8, people) if people > 1 else np.asarray([0.75])
    order = random.permutation(people)
    actors = []
    for i in range(people):
        photo, box = _photo(i % len(_PHOTOS), bool(i // len(_PHOTOS) % 2), round(height * float(share[i])))
        room = width / people
        actors.append(
            _Actor(
                photo,
                box,
                middle=room * (order[i] + 0.5),
                swing=motion * min(0.25 * width, 0.6 * room),
                top=height - photo.shape[0] * 0.97,
                bob=motion * 0.012 * height,
                period=float(random.uniform(5.0, 8.0)) / tempo,
                phase=float(random.uniform(0, 1)),
            )
        )
    return actors


@lru_cache(maxsize=16)
def _photo(number: int, mirrored: bool, height: int) -> tuple[Image, tuple[int, int, int, int]]:
    """Photograph ``number`` at ``height`` px: (h,w,4) colours times alpha and what shines through, and the visible part's box."""
    data = files("posecore").joinpath("assets", _PHOTOS[number]).read_bytes()
    decoded: Any = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    if mirrored:
        decoded = cv2.flip(decoded, 1)
    premultiplied = decoded.astype(np.float32)
    premultiplied[..., :3] *= premultiplied[..., 3:] / 255
    scale = height / decoded.shape[0]
    scaled: Any = cv2.resize(
        premultiplied, (round(decoded.shape[1] * scale), height), interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    )
    scaled = np.clip(np.round(scaled), 0, 255).astype(np.uint8)
    rows, columns = np.nonzero(scaled[..., 3] >= _VISIBLE)
    box = (int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1)
    scaled[..., 3] = 255 - scaled[..., 3]
    return scaled, box


def _paste(image: Image, actor: _Actor, x: float, y: float) -> None:
    """Put a person into ``image`` with its top left corner at (x, y), to a fraction of a pixel."""
    height, width = image.shape[:2]
    left, top = int(np.floor(x)), int(np.floor(y))
    size = (actor.photo.shape[1] + 1, actor.photo.shape[0] + 1)
    x1, y1, x2, y2 = max(0, left), max(0, top), min(width, left + size[0]), min(height, top + size[1])
    if x1 >= x2 or y1 >= y2:
        return
    shift = np.asarray([[1, 0, x - x1], [0, 1, y - y1]], np.float64)
    part = cv2.warpAffine(actor.photo, shift, (x2 - x1, y2 - y1), borderValue=(0, 0, 0, 255))
    colour, hole = cv2.cvtColor(part, cv2.COLOR_BGRA2BGR), cv2.cvtColor(cv2.extractChannel(part, 3), cv2.COLOR_GRAY2BGR)
    under = image[y1:y2, x1:x2]
    image[y1:y2, x1:x2] = cv2.add(cv2.multiply(under, hole, scale=1 / 255), colour)


@lru_cache(maxsize=4)
def _wall(width: int, height: int, seed: int) -> Image:
    """A quiet room: a wall with soft light, some framed pictures, a floor."""
    random = np.random.default_rng(seed + 1)
    light: Any = cv2.resize(random.uniform(0.75, 1.1, (4, 6)).astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
    wall = np.empty((height, width, 3), np.float32)
    wall[:] = (168, 176, 172)
    wall[int(0.86 * height) :] = (92, 108, 128)
    for i in range(4):
        x, y = int(width * (0.06 + 0.25 * i)), int(height * random.uniform(0.06, 0.2))
        w, h = int(width * 0.12), int(height * random.uniform(0.14, 0.24))
        cv2.rectangle(wall, (x, y), (x + w, y + h), (70, 82, 96), -1)
        cv2.rectangle(wall, (x + 6, y + 6), (x + w - 6, y + h - 6), tuple(float(v) for v in random.uniform(90, 200, 3)), -1)
    wall *= light[..., None]
    wall += random.normal(0, 3, wall.shape).astype(np.float32)
    return np.clip(wall, 0, 255).astype(np.uint8)


def _match(text: str, cameras: CameraNames) -> SourceSpec | None:
    words = text.lower()
    if words == "test":
        words = "synthetic:2"
    return SourceSpec("synthetic", words, "Test picture") if words.partition(":")[0].strip() == "synthetic" else None


@register_source("synthetic", match=_match, priority=20, live=True)
def open_synthetic(value: str, options: CaptureOptions) -> Source:
    """``synthetic`` or ``synthetic:PEOPLE``; 1280×720 at 30 frames a second unless asked otherwise."""
    people = whole_numbers(value, 1) or (1,)
    return SyntheticPeople(people[0], options.size or (1280, 720), options.fps or 30.0)
