"""The window and a recording show the same drawing."""

from __future__ import annotations

import dataclasses
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PyQt6.QtCore import QRectF
from PyQt6.QtGui import QImage, QPainter

from lightpose.gui.overlay import Mapping, paint_people
from posecore.drawing.painter import draw
from posecore.drawing.plan import Style
from posecore.people import People
from tests.clips import standing

WIDTH, HEIGHT = 640, 480
BOUND = 12.0
"""Mean difference, of 255, over the pixels that either painter touches: two ways to smooth edges and two fonts differ by so much."""


def background() -> NDArray[np.uint8]:
    coarse = np.random.default_rng(0).integers(40, 200, (12, 16, 3), dtype=np.uint8)
    return np.asarray(cv2.resize(coarse, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC), np.uint8)


def crowd() -> People:
    people = standing((30, 40, 180, 460), (220, 160, 330, 420), (380, 30, 600, 470), ids=[3, 11, 25])
    people.keypoint_scores[0, ::2] = 0.4
    people.keypoint_scores[1] = 0.3
    return people


def painted_by_qt(image: NDArray[np.uint8], people: People, style: Style, qapp: Any) -> NDArray[np.uint8]:
    pixels = np.ascontiguousarray(cv2.cvtColor(image, cv2.COLOR_BGR2BGRA))
    canvas = QImage(pixels.tobytes(), WIDTH, HEIGHT, 4 * WIDTH, QImage.Format.Format_RGB32).copy()
    painter = QPainter(canvas)
    paint_people(painter, people, Mapping(QRectF(0, 0, WIDTH, HEIGHT), WIDTH, HEIGHT), style, qapp.font())
    painter.end()
    data = canvas.constBits()
    assert data is not None
    return np.frombuffer(data.asstring(canvas.sizeInBytes()), np.uint8).reshape(HEIGHT, WIDTH, 4)[..., :3]


def difference(one: NDArray[np.uint8], two: NDArray[np.uint8], image: NDArray[np.uint8]) -> float:
    """Mean difference over what is not ``image`` in one or the other."""
    touched = ((one != image) | (two != image)).any(axis=2)
    assert touched.any()
    return float(np.abs(one.astype(int) - two)[touched].mean())


@pytest.mark.parametrize(
    "style", [Style(), Style(boxes=False), Style(skeleton=False, scores=True), Style(opacity=0.5), Style(thickness=2)], ids=str
)
def test_qt_and_opencv_paint_the_same(qapp: Any, style: Style) -> None:
    image, people = background(), crowd()
    recorded, shown = draw(image, people, style), painted_by_qt(image, people, style, qapp)
    assert difference(recorded, shown, image) < BOUND
    assert np.abs(recorded.astype(int) - shown).mean() < 2.5
    unlike = draw(image, people, dataclasses.replace(style, thickness=1.6 * style.thickness))
    if style.skeleton:
        assert difference(unlike, shown, image) > BOUND, "the bound would not notice another width"


def test_names_lie_at_the_same_places(qapp: Any) -> None:
    image, people, style = background(), crowd(), Style(skeleton=False, boxes=False, ids=False, names=True)
    recorded, shown = draw(image, people, style), painted_by_qt(image, people, style, qapp)
    one, two = ((canvas != image).any(axis=2) for canvas in (recorded, shown))
    near = [cv2.dilate(mask.astype(np.uint8), np.ones((9, 9))) > 0 for mask in (one, two)]
    assert (two & near[0]).sum() > 0.85 * two.sum()
    assert (one & near[1]).sum() > 0.85 * one.sum()
