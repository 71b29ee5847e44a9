"""Paints a :mod:`plan <posecore.drawing.plan>` onto a frame with OpenCV. Stateless: same image, people and style, same result."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from posecore.drawing.elements import Box, Colour, Element, Joint, Label, Limb
from posecore.drawing.faces import blur_faces
from posecore.drawing.plan import OUTLINE, WHITE, Style, plan
from posecore.people import People

__all__ = ["Style", "draw", "paint"]

Image = NDArray[np.uint8]
Bounds = tuple[float, float, float, float]

_SHIFT = 4  # cv2's sub-pixel bits
_ONE = 1 << _SHIFT
_SPREAD = 0.75  # cv2's anti-aliased polygons come out larger than they are by this, px on each side
_MARGIN = 2  # px around a polygon that anti-aliasing may reach
_OPAQUE = 0.99
_FONT = cv2.FONT_HERSHEY_DUPLEX
_CAPITALS = 21.5  # px at scale 1


def draw(image: Image, people: People, style: Style | None = None, *, out: Image | None = None, everyone: People | None = None) -> Image:
    """``people`` drawn onto ``image``.

    Args:
        image: (H,W,3) uint8 BGR.
        people: in the pixels of ``image``; who has no finite box is left out, and so are joints without finite places.
        style: what to draw; the default shows skeletons, boxes and ids.
        out: where to draw, (H,W,3) uint8; ``out=image`` draws in place.
        everyone: those whose faces are blurred, drawn or not; None: ``people``.

    Returns:
        A new array, ``image`` untouched; or ``out`` where it was given.
    """
    style = style or Style()
    if out is None:
        out = image.copy()
    elif out is not image:
        np.copyto(out, image)
    if style.blur_faces:
        blur_faces(out, people if everyone is None else everyone, style.threshold)
    paint(out, plan(people, style, (image.shape[1], image.shape[0])))
    return out


def paint(canvas: Image, elements: Iterable[Element]) -> None:
    """Paint ``elements`` onto ``canvas`` (H,W,3) uint8 BGR, in place and in their order."""
    elements = list(elements)
    limbs = _shapes(_limb_corners([element for element in elements if isinstance(element, Limb)]))
    joints = _shapes(_joint_corners([element for element in elements if isinstance(element, Joint)]))
    for element in elements:
        if isinstance(element, Limb):
            _fill(canvas, *next(limbs), (OUTLINE, element.colour), element.opacity)
        elif isinstance(element, Joint):
            _fill(canvas, *next(joints), (OUTLINE, WHITE, element.colour), element.opacity)
        elif isinstance(element, Box):
            _paint_box(canvas, element)
        else:
            _paint_label(canvas, element)


def _shapes(corners: NDArray[np.int32]) -> Iterator[tuple[NDArray[np.int32], Bounds]]:
    """(S,P,N,2) polygons of S shapes, xy in 1/16 px → those of each, and the xyxy px that it fills."""
    low, high = corners.min(axis=(1, 2)) / _ONE - _MARGIN, corners.max(axis=(1, 2)) / _ONE + _MARGIN
    bounds: list[Bounds] = np.concatenate([low, high], axis=1).tolist()
    return zip(corners, bounds, strict=True)


def _fill(canvas: Image, polygons: NDArray[np.int32], around: Bounds, colours: Sequence[Colour], opacity: float) -> None:
    """Fill convex polygons (P,N,2), xy in 1/16 px, one upon the other; the whole lets as much through as ``opacity`` leaves."""
    if opacity >= _OPAQUE:
        for polygon, colour in zip(polygons, colours, strict=True):
            cv2.fillConvexPoly(canvas, polygon, colour, cv2.LINE_AA, _SHIFT)
        return
    layer = _Layer(canvas, *around, opacity)
    for polygon, colour in zip(polygons - np.multiply(layer.offset, _ONE, dtype=np.int32), colours, strict=True):
        layer.polygon(polygon, colour)
    layer.blend()


def _limb_corners(limbs: Sequence[Limb]) -> NDArray[np.int32]:
    """(L,2,4,2) xy in 1/16 px: the outer and the inner rectangle of each limb."""
    if not limbs:
        return np.zeros((0, 2, 4, 2), np.int32)
    ends = np.asarray([(*limb.start, *limb.end, limb.width / 2 + limb.rim, limb.width / 2) for limb in limbs])
    start, end, half = ends[:, :2], ends[:, 2:4], np.maximum(ends[:, 4:] - _SPREAD, 0.0)
    along = end - start
    across = along[:, ::-1] * (-1, 1) / np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-6)[:, None]
    beside = across[:, None] * half[..., None]
    start, end = start[:, None], end[:, None]
    corners = np.stack([start + beside, end + beside, end - beside, start - beside], axis=2)
    return np.asarray(np.rint(corners * _ONE), np.int32)


def _joint_corners(joints: Sequence[Joint]) -> NDArray[np.int32]:
    """(J,3,20,2) xy in 1/16 px: rim, disc and core of each joint; cv2.circle makes diamonds of small radii."""
    if not joints:
        return np.zeros((0, 3, 20, 2), np.int32)
    centers = np.asarray([joint.center for joint in joints])
    radii = np.asarray([(joint.radius + joint.rim, joint.radius, joint.core) for joint in joints])
    radii = np.rint(np.maximum(radii - _SPREAD, 0.2) * _ONE)[..., None, None]
    return np.asarray(np.rint(_circle(20) * radii) + np.rint(centers * _ONE)[:, None, None], np.int32)


class _Layer:
    """The part of a canvas around an element, and how opaque what is painted there becomes.

    Use as a context: ``layer.pixels`` is painted on, ``layer.offset`` is its first pixel on the canvas; ``pixels`` is None outside.
    """

    def __init__(self, canvas: Image, x1: float, y1: float, x2: float, y2: float, opacity: float) -> None:
        height, width = canvas.shape[:2]
        left, right = max(0, int(x1)), min(width, int(x2) + 2)
        top, bottom = max(0, int(y1)), min(height, int(y2) + 2)
        self.offset = (left, top)
        self._opacity = opacity
        self._below: Image | None = canvas[top:bottom, left:right] if left < right and top < bottom else None
        self.pixels = self._below.copy() if self._below is not None and opacity < _OPAQUE else self._below

    def polygon(self, points: NDArray[np.int32], colour: Colour) -> None:
        """Fill a convex polygon, (N,2) xy in 1/16 px from ``offset``, anti-aliased."""
        if self.pixels is not None:
            cv2.fillConvexPoly(self.pixels, points, colour, cv2.LINE_AA, _SHIFT)

    def fixed(self, x: float, y: float) -> tuple[int, int]:
        """A place on the canvas in 1/16 px from ``offset``: cv2's fixed-point coordinates."""
        return round((x - self.offset[0]) * _ONE), round((y - self.offset[1]) * _ONE)

    def blend(self) -> None:
        """Put the layer onto the canvas."""
        if self.pixels is not None and self.pixels is not self._below and self._below is not None:
            cv2.addWeighted(self.pixels, self._opacity, self._below, 1 - self._opacity, 0, dst=self._below)


def _paint_box(canvas: Image, box: Box) -> None:
    x1, y1, x2, y2 = (round(v) for v in box.xyxy)
    layer = _Layer(canvas, x1 - box.corner_width - 1, y1 - box.corner_width - 1, x2 + box.corner_width, y2 + box.corner_width, box.opacity)
    if layer.pixels is None:
        return
    (left, top), line, strong, reach = layer.offset, round(box.width), round(box.corner_width), round(box.reach)
    x1, x2, y1, y2 = x1 - left, x2 - left, y1 - top, y2 - top
    for y in (y1, y2):
        _bar(layer.pixels, x1, y, x2, y, line, box.colour)
        _bar(layer.pixels, x1, y, x1 + reach, y, strong, box.colour)
        _bar(layer.pixels, x2 - reach, y, x2, y, strong, box.colour)
    for x in (x1, x2):
        _bar(layer.pixels, x, y1, x, y2, line, box.colour)
        _bar(layer.pixels, x, y1, x, y1 + reach, strong, box.colour)
        _bar(layer.pixels, x, y2 - reach, x, y2, strong, box.colour)
    layer.blend()


def _bar(pixels: Image, x1: int, y1: int, x2: int, y2: int, width: int, colour: Colour) -> None:
    """A level or upright line ``width`` px wide, its ends square."""
    before, after = (width - 1) // 2, width // 2 + 1
    pixels[max(0, y1 - before) : max(0, y2 + after), max(0, x1 - before) : max(0, x2 + after)] = colour


def _paint_label(canvas: Image, label: Label) -> None:
    x1, y1, x2, y2 = label.xyxy
    layer = _Layer(canvas, x1 - 3, y1 - 3, x2 + 3, y2 + 3, label.opacity)
    if layer.pixels is None:
        return
    if label.tab is not None:
        pill = [layer.fixed(x, y) for x, y in _pill(x1, y1, x2, y2).tolist()]
        layer.polygon(np.asarray(pill, np.int32), label.tab)
    scale, stroke = label.size / _CAPITALS, max(1, round(label.size / 9))
    left = (x1 + x2 - _text_width(label.text, scale, stroke)) / 2 if label.tab is not None else x1
    origin = (round(left - layer.offset[0]), round((y1 + y2 + label.size) / 2 - layer.offset[1]))
    if label.tab is None:
        cv2.putText(layer.pixels, label.text, origin, _FONT, scale, OUTLINE, stroke + 2, cv2.LINE_AA)
    cv2.putText(layer.pixels, label.text, origin, _FONT, scale, label.colour, stroke, cv2.LINE_AA)
    layer.blend()


@lru_cache(maxsize=512)
def _text_width(text: str, scale: float, stroke: int) -> int:
    return cv2.getTextSize(text, _FONT, scale, stroke)[0][0]


def _pill(x1: float, y1: float, x2: float, y2: float) -> NDArray[np.float64]:
    """(N,2) outline of a rectangle whose ends are half circles."""
    radius = min(x2 - x1, y2 - y1) / 2
    middle, flat = ((x1 + x2) / 2, (y1 + y2) / 2), (x2 - x1) / 2 - radius
    round_ends = _circle(24) * max(radius - _SPREAD, 0.2)
    return np.asarray(round_ends + np.where(round_ends[:, :1] > 0, (flat, 0.0), (-flat, 0.0)) + middle)


@lru_cache(maxsize=4)
def _circle(corners: int) -> NDArray[np.float64]:
    angles = (np.arange(corners) + 0.5) * (2 * np.pi / corners)
    return np.stack([np.cos(angles), np.sin(angles)], axis=1)
