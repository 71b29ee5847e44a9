"""Paints a :mod:`plan <posecore.drawing.plan>` over the video with Qt, in the window's own coordinates; and the trails of the joints."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PyQt6.QtCore import QLineF, QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap

from lightpose.gui.joints import painted_name
from posecore.drawing.elements import Box, Colour, Element, Joint, Label, Limb
from posecore.drawing.plan import OUTLINE, Style, plan
from posecore.people import People

_TRAILING = ("left_wrist", "right_wrist", "left_ankle", "right_ankle")
TRAIL_SECONDS = 1.2


@dataclass(frozen=True)
class Mapping:
    """From the pixels of a frame to the window.

    Attributes:
        rect: where the frame is shown, logical px.
        width, height: of the frame, px.
        mirror: left and right swapped.
    """

    rect: QRectF
    width: int
    height: int
    mirror: bool = False

    @property
    def scale(self) -> float:
        """Logical px a frame px."""
        return self.rect.width() / self.width

    def points(self, places: NDArray[np.floating]) -> NDArray[np.float64]:
        """(...,2) xy of the frame → of the window; the centre of the frame's first pixel is at (0, 0)."""
        x = (places[..., 0] + 0.5) * (self.rect.width() / self.width)
        y = (places[..., 1] + 0.5) * (self.rect.height() / self.height)
        if self.mirror:
            x = self.rect.width() - x
        return np.stack([x + self.rect.x(), y + self.rect.y()], axis=-1)

    def box(self, box: NDArray[np.floating]) -> QRectF:
        """(4,) xyxy of the frame → a rectangle of the window."""
        (x1, y1), (x2, y2) = self.points(box.reshape(2, 2).astype(np.float64))
        return QRectF(QPointF(x1, y1), QPointF(x2, y2)).normalized()

    def to_frame(self, point: QPointF) -> tuple[float, float]:
        """A place in the window → frame px."""
        x = point.x() - self.rect.x()
        if self.mirror:
            x = self.rect.width() - x
        return x * self.width / self.rect.width() - 0.5, (point.y() - self.rect.y()) * self.height / self.rect.height() - 0.5


@dataclass
class Trails:
    """Where wrists and ankles of each person were, or the ends of the limbs of another joint set, for the last second and a bit."""

    past: dict[int, deque[tuple[float, NDArray[np.float32], NDArray[np.float32]]]] = field(default_factory=dict)

    def add(self, time: float, people: People) -> None:
        """Remember ``people`` at ``time`` seconds; a time that goes back starts anew. People without an id leave no trail."""
        if any(track and track[-1][0] > time for track in self.past.values()):
            self.past.clear()
        for i, person in enumerate(people.ids.tolist()):
            if person >= 0:
                self.past.setdefault(person, deque(maxlen=120)).append((time, people.keypoints[i], people.keypoint_scores[i]))
        for person in list(self.past):
            track = self.past[person]
            while track and track[0][0] < time - TRAIL_SECONDS:
                track.popleft()
            if not track:
                del self.past[person]

    def paint(self, painter: QPainter, people: People, mapping: Mapping, threshold: float) -> None:
        """Lines that fade and thin out with age."""
        names = [name for name in _TRAILING if name in people.skeleton.keypoints] or people.skeleton.ends
        joints = [people.skeleton.index(name) for name in names]
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for track in self.past.values():
            if len(track) < 2:
                continue
            newest, oldest = track[-1][0], track[-1][0] - TRAIL_SECONDS
            for joint in joints:
                places = mapping.points(np.asarray([points[joint] for _, points, _ in track]))
                visible = [scores[joint] >= threshold for _, _, scores in track]
                pen = QPen(_qcolour(people.skeleton.colour(joint)))
                pen.setCapStyle(Qt.PenCapStyle.FlatCap)
                for k in range(1, len(track)):
                    if visible[k] and visible[k - 1]:
                        age = (track[k][0] - oldest) / max(newest - oldest, 1e-6)
                        painter.setOpacity(0.75 * age**1.5)
                        pen.setWidthF(1.0 + 3.5 * age)
                        painter.setPen(pen)
                        painter.drawLine(QPointF(*places[k - 1]), QPointF(*places[k]))
        painter.setOpacity(1.0)


def paint_people(painter: QPainter, people: People, mapping: Mapping, style: Style, font: QFont, selected: int = -1) -> None:
    """Everything about ``people`` that ``style`` asks for; the box of the person with the id ``selected`` is always shown."""
    size = (mapping.width, mapping.height)
    elements = plan(people, style, size, mapping.scale, mirror=mapping.mirror, selected=selected)
    painter.save()
    painter.translate(mapping.rect.topLeft() + QPointF(0.5, 0.5))  # a plan's (0, 0) is the centre of the first pixel
    paint(painter, elements, font)
    painter.restore()


def paint(painter: QPainter, elements: Iterable[Element], font: QFont) -> None:
    """Paint ``elements`` in their order; ``font`` gives the family of the labels."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    device = painter.device()
    ratio = device.devicePixelRatioF() if device is not None else 1.0
    for element in elements:
        painter.setOpacity(element.opacity)
        if isinstance(element, Limb):
            _paint_limb(painter, element)
        elif isinstance(element, Joint):
            _paint_joint(painter, element, ratio)
        elif isinstance(element, Box):
            _paint_box(painter, element)
        else:
            _paint_label(painter, element, font, ratio)
    painter.setOpacity(1.0)


def _qcolour(bgr: Colour) -> QColor:
    return QColor(bgr[2], bgr[1], bgr[0])


_DARK = _qcolour(OUTLINE)


def _flat_pen(colour: QColor, width: float) -> QPen:
    return QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)  # joints cover the ends


def _paint_limb(painter: QPainter, limb: Limb) -> None:
    line = QLineF(QPointF(*limb.start), QPointF(*limb.end))
    if limb.opacity >= 0.99:
        painter.setPen(_flat_pen(_DARK, limb.width + 2 * limb.rim))
        painter.drawLine(line)
    else:  # a rim under the core would shine through it
        away = (limb.width + limb.rim) / 2 / max(line.length(), 1e-6)
        x, y = -line.dy() * away, line.dx() * away
        painter.setPen(_flat_pen(_DARK, limb.rim))
        painter.drawLine(line.translated(x, y))
        painter.drawLine(line.translated(-x, -y))
    painter.setPen(_flat_pen(_qcolour(limb.colour), limb.width))
    painter.drawLine(line)


def _paint_joint(painter: QPainter, joint: Joint, ratio: float) -> None:
    quarter = [round(v * 4) / 4 for v in (joint.radius, joint.core, joint.rim)]
    disc = _disc(joint.colour, *quarter, ratio)
    half = disc.width() / ratio / 2
    painter.drawPixmap(QPointF(*joint.center) - QPointF(half, half), disc)


@lru_cache(maxsize=512)
def _disc(colour: Colour, radius: float, core: float, rim: float, ratio: float) -> QPixmap:
    """A joint: a coloured disc in a white and a dark ring; painted once, then copied."""
    side = 2 * round((radius + rim + 1.5) * ratio)
    result = QPixmap(side, side)
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    centre = QPointF(side / 2, side / 2)
    for brush, size in ((_DARK, radius + rim), (QColor("white"), radius), (_qcolour(colour), core)):
        painter.setBrush(brush)
        painter.drawEllipse(centre, size * ratio, size * ratio)
    painter.end()
    result.setDevicePixelRatio(ratio)
    return result


def _paint_box(painter: QPainter, box: Box) -> None:
    x1, y1, x2, y2 = box.xyxy
    colour = _qcolour(box.colour)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, box.width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap, Qt.PenJoinStyle.MiterJoin))
    painter.drawRect(QRectF(x1, y1, x2 - x1, y2 - y1))
    painter.setPen(QPen(colour, box.corner_width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap))
    for x, dx in ((x1, box.reach), (x2, -box.reach)):
        for y, dy in ((y1, box.reach), (y2, -box.reach)):
            painter.drawLine(QPointF(x, y), QPointF(x + dx, y))
            painter.drawLine(QPointF(x, y), QPointF(x, y + dy))


def _paint_label(painter: QPainter, label: Label, font: QFont, ratio: float) -> None:
    x1, y1, x2, y2 = label.xyxy
    size, baseline = round(label.size * 2) / 2, (y1 + y2 + label.size) / 2
    if label.tab is None:
        letters = _rimmed_text(painted_name(label.text), font.family(), size, label.colour, ratio)
        painter.drawPixmap(QPointF(x1 - _MARGIN, baseline - 2 * size), letters)
        return
    path, width = _text(label.text, font.family(), size, True)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_qcolour(label.tab))
    painter.drawRoundedRect(QRectF(x1, y1, x2 - x1, y2 - y1), (y2 - y1) / 2, (y2 - y1) / 2)
    painter.fillPath(path.translated((x1 + x2 - width) / 2, baseline), _qcolour(label.colour))


_MARGIN = 2.0
"""Room around the letters for their rim, px."""


@lru_cache(maxsize=256)
def _rimmed_text(text: str, family: str, size: float, colour: Colour, ratio: float) -> QPixmap:
    """``text`` with a dark rim, its baseline two heights of capitals below the top; painted once, then copied: stroking letters is slow."""
    path, width = _text(text, family, size, False)
    result = QPixmap(math.ceil((width + 2 * _MARGIN) * ratio), math.ceil(3 * size * ratio))
    result.fill(Qt.GlobalColor.transparent)
    result.setDevicePixelRatio(ratio)
    painter = QPainter(result)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    path = path.translated(_MARGIN, 2 * size)
    painter.strokePath(path, QPen(_DARK, 2.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.fillPath(path, _qcolour(colour))
    painter.end()
    return result


@lru_cache(maxsize=256)
def _text(text: str, family: str, size: float, bold: bool) -> tuple[QPainterPath, float]:
    """The outline of ``text`` whose capitals are ``size`` px high, its baseline at (0, 0); and its width."""
    font = QFont(family)
    font.setBold(bold)
    font.setPixelSize(100)
    font.setPixelSize(max(1, round(100 * size / max(QFontMetricsF(font).capHeight(), 1.0))))
    path = QPainterPath()
    path.addText(QPointF(0, 0), font, text)
    return path, QFontMetricsF(font).horizontalAdvance(text)
