"""Skeletons, boxes, numbers, names and trails drawn over the video in the window's own coordinates: crisp on any screen."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PyQt6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PyQt6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap

from posecore.drawing.painter import Style, person_colour
from posecore.people import People
from posecore.skeletons import FACE

_OUTLINE = QColor(14, 16, 20, 210)
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
    """Where wrists and ankles of each person were, for the last second and a bit."""

    past: dict[int, deque[tuple[float, NDArray[np.float32], NDArray[np.float32]]]] = field(default_factory=dict)

    def add(self, time: float, people: People) -> None:
        """Remember ``people`` at ``time`` seconds; a time that goes back starts anew. People without a number leave no trail."""
        if any(track and track[-1][0] > time for track in self.past.values()):
            self.past.clear()
        for i, number in enumerate(people.ids.tolist()):
            if number >= 0:
                self.past.setdefault(number, deque(maxlen=120)).append((time, people.keypoints[i], people.keypoint_scores[i]))
        for number in list(self.past):
            track = self.past[number]
            while track and track[0][0] < time - TRAIL_SECONDS:
                track.popleft()
            if not track:
                del self.past[number]

    def paint(self, painter: QPainter, people: People, mapping: Mapping, threshold: float) -> None:
        """Lines that grow fainter and thinner with age."""
        joints = [people.skeleton.index(name) for name in _TRAILING if name in people.skeleton.keypoints]
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for track in self.past.values():
            if len(track) < 2:
                continue
            newest, oldest = track[-1][0], track[-1][0] - TRAIL_SECONDS
            for joint in joints:
                places = mapping.points(np.asarray([points[joint] for _, points, _ in track]))
                seen = [scores[joint] >= threshold for _, _, scores in track]
                pen = QPen(_qcolour(people.skeleton.colour(joint)))
                pen.setCapStyle(Qt.PenCapStyle.FlatCap)
                for k in range(1, len(track)):
                    if seen[k] and seen[k - 1]:
                        age = (track[k][0] - oldest) / max(newest - oldest, 1e-6)
                        painter.setOpacity(0.75 * age**1.5)
                        pen.setWidthF(1.0 + 3.5 * age)
                        painter.setPen(pen)
                        painter.drawLine(QPointF(*places[k - 1]), QPointF(*places[k]))
        painter.setOpacity(1.0)


def paint_people(painter: QPainter, people: People, mapping: Mapping, style: Style, font: QFont, selected: int = -1) -> None:
    """Everything about ``people`` that ``style`` asks for, the nearest on top; the ``selected`` number's box is always shown."""
    if not len(people):
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    order = [int(i) for i in np.argsort(people.boxes[:, 3]) if np.isfinite(people.boxes[i]).all()]
    for i in order:
        if style.boxes or (selected >= 0 and people.ids[i] == selected):
            _paint_box(painter, people, i, mapping)
        if style.skeleton or style.names:
            _paint_skeleton(painter, people, i, mapping, style, font)
    if style.ids:
        for i in order:
            _paint_number(painter, people, i, mapping, font)
    painter.setOpacity(1.0)


def _qcolour(bgr: tuple[int, int, int]) -> QColor:
    return QColor(bgr[2], bgr[1], bgr[0])


def line_width(people: People, i: int, mapping: Mapping) -> float:
    """Width of a limb in logical px: about 1/75 of the person's height on the screen, from 1.6 to 9 px."""
    x1, y1, x2, y2 = (float(v) for v in people.boxes[i])
    return float(np.clip(max(y2 - y1, 1.2 * (x2 - x1)) * mapping.scale / 75, 1.6, 9.0))


def _paint_skeleton(painter: QPainter, people: People, i: int, mapping: Mapping, style: Style, font: QFont) -> None:
    skeleton = people.skeleton
    scores = people.keypoint_scores[i]
    seen = (scores >= style.threshold) & np.isfinite(people.keypoints[i]).all(axis=1)
    places = [QPointF(x, y) for x, y in mapping.points(np.nan_to_num(people.keypoints[i].astype(np.float64))).tolist()]
    alphas = np.clip(0.35 + 0.65 * (scores - style.threshold) / 0.35, 0.35, 1.0).tolist()
    width, own = line_width(people, i, mapping), _qcolour(person_colour(int(people.ids[i])))
    head = {skeleton.index(name) for name in FACE if name in skeleton.keypoints}
    if style.skeleton:
        for a, b in skeleton.limb_indices.tolist():
            if seen[a] and seen[b]:
                sides = {skeleton.sides[a], skeleton.sides[b]} - {"middle"}
                side = a if skeleton.sides[a] != "middle" else b
                colour = _qcolour(skeleton.colour(side)) if len(sides) == 1 else own
                thick = width * (0.55 if a in head or b in head else 1.0)
                line = QLineF(places[a], places[b])
                painter.setOpacity(min(alphas[a], alphas[b]))
                for pen_colour, pen_width in ((_OUTLINE, thick + max(1.6, thick * 0.5)), (colour, thick)):
                    painter.setPen(QPen(pen_colour, pen_width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))  # joints cover the ends
                    painter.drawLine(line)
        ratio = painter.device().devicePixelRatioF()  # type: ignore[union-attr]
        for k, place in enumerate(places):
            if seen[k]:
                radius = max(1.8, width * (0.55 if k in head else 0.9))
                painter.setOpacity(alphas[k])
                dot = _dot(skeleton.colour(k), round(radius * 4) / 4, ratio)
                half = dot.width() / ratio / 2
                painter.drawPixmap(place - QPointF(half, half), dot)
    painter.setOpacity(1.0)
    if style.names:
        ratio = painter.device().devicePixelRatioF()  # type: ignore[union-attr]
        taken: list[QRectF] = []
        for k, place in enumerate(places):
            if seen[k]:
                word = _name(skeleton.keypoints[k].replace("_", " "), font.toString(), ratio)
                size = QSizeF(word.size()) / ratio
                room = QRectF(place + QPointF(width * 1.4, -size.height() / 2), size)
                if not any(room.intersects(other) for other in taken):  # of words one on top of the other nobody reads either
                    painter.drawPixmap(room.topLeft(), word)
                    taken.append(room)


@lru_cache(maxsize=256)
def _dot(bgr: tuple[int, int, int], radius: float, ratio: float) -> QPixmap:
    """A joint: a coloured disc in a white and a dark ring; drawn once, then copied."""
    side = 2 * round((radius + 2.5) * ratio)
    result = QPixmap(side, side)
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    centre = QPointF(side / 2, side / 2)
    for brush, size in ((_OUTLINE, radius + 1.2), (QColor("white"), radius), (_qcolour(bgr), radius * 0.66)):
        painter.setBrush(brush)
        painter.drawEllipse(centre, size * ratio, size * ratio)
    painter.end()
    result.setDevicePixelRatio(ratio)
    return result


@lru_cache(maxsize=256)
def _name(text: str, font: str, ratio: float) -> QPixmap:
    """A word in white with a dark rim; drawn once, then copied."""
    real = QFont()
    real.fromString(font)
    metrics = QFontMetricsF(real)
    result = QPixmap(math.ceil((metrics.horizontalAdvance(text) + 4) * ratio), math.ceil((metrics.height() + 4) * ratio))
    result.fill(Qt.GlobalColor.transparent)
    result.setDevicePixelRatio(ratio)
    painter = QPainter(result)
    painter.setFont(real)
    _paint_text(painter, text, QPointF(2, 2 + metrics.ascent()))
    painter.end()
    return result


def _paint_text(painter: QPainter, text: str, place: QPointF) -> None:
    painter.setPen(_OUTLINE)
    for dx, dy in ((-1, 0), (1, 0), (0, -1), (0, 1)):
        painter.drawText(place + QPointF(dx, dy), text)
    painter.setPen(QColor("white"))
    painter.drawText(place, text)


def _paint_box(painter: QPainter, people: People, i: int, mapping: Mapping) -> None:
    """A rounded frame, its corners stronger than its sides."""
    rect = mapping.box(people.boxes[i]).intersected(mapping.rect)
    if rect.width() < 2 or rect.height() < 2:
        return
    colour = _qcolour(person_colour(int(people.ids[i])))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setOpacity(0.45)
    painter.setPen(QPen(colour, 1.4))
    painter.drawRect(rect)
    painter.setOpacity(1.0)
    painter.setPen(QPen(colour, 3.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap))
    reach = max(6.0, min(rect.width(), rect.height()) / 7)
    for x, dx in ((rect.left(), reach), (rect.right(), -reach)):
        for y, dy in ((rect.top(), reach), (rect.bottom(), -reach)):
            painter.drawLine(QPointF(x, y), QPointF(x + dx, y))
            painter.drawLine(QPointF(x, y), QPointF(x, y + dy))


def _paint_number(painter: QPainter, people: People, i: int, mapping: Mapping, font: QFont) -> None:
    number = int(people.ids[i])
    if number < 0:
        return
    text, bold = str(number), QFont(font)
    bold.setBold(True)
    metrics = QFontMetricsF(bold)
    width, height = metrics.horizontalAdvance(text) + 14, metrics.height() + 4
    box = mapping.box(people.boxes[i])
    x = min(max(box.left(), mapping.rect.left()), mapping.rect.right() - width)
    y = min(max(box.top() - height - 4, mapping.rect.top() + 4), mapping.rect.bottom() - height)
    tag = QRectF(x, y, width, height)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_qcolour(person_colour(number)))
    painter.drawRoundedRect(tag, height / 2, height / 2)
    painter.setPen(QColor(16, 20, 24))
    painter.setFont(bold)
    painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, text)
