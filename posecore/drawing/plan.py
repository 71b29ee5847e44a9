"""What is drawn for the people of a frame: a list of shapes with coordinates, colours and widths. Pure; painters put it on a canvas.

Painters: :mod:`posecore.drawing.painter` (OpenCV, for recordings) and the program's overlay (Qt, for the window). Both paint the elements
in the order of the list, every element with its opacity as a whole (rim and core are one layer).

Coordinates and colours: see :mod:`posecore.drawing.elements`.
"""

from __future__ import annotations

import colorsys
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from posecore.drawing.elements import Box, Colour, Element, Joint, Label, Limb, Point
from posecore.people import People
from posecore.skeletons import FACE, Skeleton

OUTLINE: Colour = (24, 24, 24)
"""Colour of rims, and of the text on labels."""
CONFIDENT = 0.5
"""Score from which a joint widens the box that is drawn around its person."""
ANONYMOUS: Colour = (225, 225, 225)
"""Colour of a person without a track."""
WHITE: Colour = (255, 255, 255)

_GOLDEN = 0.618033988749895
_FADE = 0.35
"""Keypoint score above the threshold from which on limbs and joints are opaque."""
_MIN_OPACITY = 0.4
_LETTER = 0.72
"""Width of a letter relative to the height of capitals: an estimate, so that a plan needs no font."""
_HEAD = 0.85
"""Height of the head above the eyes relative to the width between the ears; the same for head and shoulders, roughly."""
_MIN_TEXT = 7.0
"""Height of capitals below which text cannot be read, canvas px."""


@dataclass(frozen=True)
class Style:
    """What is drawn, and how.

    Attributes:
        skeleton: limbs and joints.
        boxes: a box around each person.
        ids: the track's id, where a tracker gave one.
        scores: the person's score beside the id.
        names: the joints' names.
        blur_faces: make faces unrecognisable, before anything else is drawn.
        threshold: joints that score less are not drawn, nor the limbs that end in them.
        opacity: of everything, in [0, 1]; limbs fade further with the score of their weaker joint.
        thickness: factor on the width of lines and joints, which follows the size of each person.
    """

    skeleton: bool = True
    boxes: bool = True
    ids: bool = True
    scores: bool = False
    names: bool = False
    blur_faces: bool = False
    threshold: float = 0.25
    opacity: float = 1.0
    thickness: float = 1.0


def plan(
    people: People, style: Style, size: tuple[int, int], scale: float = 1.0, *, mirror: bool = False, selected: int = -1
) -> list[Element]:
    """The elements that show ``people``, in the order they are painted.

    All measures follow the frame, not the canvas: at another ``scale`` the same drawing comes out larger or smaller, but for lower limits
    that keep lines visible and text legible on a small canvas.

    Args:
        people: in the pixels of the frame; who has no finite box is left out, and so are keypoints without finite coordinates.
        style: what to draw.
        size: (W, H) of the frame, px.
        scale: canvas px per frame px; the canvas is ``size * scale``.
        mirror: swap left and right of the canvas (coordinates, not the text).
        selected: id of a person whose box is drawn even where ``style`` asks for no boxes.

    Returns:
        Person by person, lowest on the frame (nearest) last, then the labels of all of them.
    """
    people = people[np.asarray(np.isfinite(people.boxes).all(axis=1), dtype=np.bool_)]
    if not len(people):
        return []
    canvas, around = _Canvas(size, scale, mirror), enclosing_boxes(people)
    shapes: list[Element] = []
    labels: list[Element] = []
    for i in np.argsort(people.boxes[:, 3], kind="stable").tolist():
        boxed = style.boxes or (selected >= 0 and int(people.ids[i]) == selected)
        if boxed:
            shapes += _box(people, i, around[i], style, canvas)
        if style.skeleton or style.names:
            shapes += _skeleton(people, i, style, canvas)
        labels += _label(people, i, around[i] if boxed else None, style, canvas)
    return shapes + labels


def person_colour(identity: int) -> Colour:
    """BGR colour of a track: neighbouring ids get distant hues; -1 (not tracked) is a light grey."""
    if identity < 0:
        return ANONYMOUS
    red, green, blue = colorsys.hls_to_rgb((0.36 + identity * _GOLDEN) % 1.0, 0.62, 0.85)
    return round(blue * 255), round(green * 255), round(red * 255)


def enclosing_boxes(people: People) -> NDArray[np.float64]:
    """(N,4) xyxy px: the box of each person, widened to the joints that score at least :data:`CONFIDENT`, by at most half its size a side.

    The boxes of :class:`People`, in files too, are the detector's or those in which a person is tracked: a stretched arm may leave them.
    Around what is seen of a person there is this one.
    """
    boxes = people.boxes.astype(np.float64)
    near, room = boxes.reshape(-1, 2, 2), (boxes[:, 2:] - boxes[:, :2]) / 2
    with np.errstate(invalid="ignore"):
        sure = (people.keypoint_scores >= CONFIDENT) & np.isfinite(people.keypoints).all(axis=2)
    places = people.keypoints.astype(np.float64)
    low = np.where(sure[..., None], places, np.inf).min(axis=1, initial=np.inf)
    high = np.where(sure[..., None], places, -np.inf).max(axis=1, initial=-np.inf)
    low = np.minimum(near[:, 0], np.maximum(low, near[:, 0] - room))
    high = np.maximum(near[:, 1], np.minimum(high, near[:, 1] + room))
    return np.concatenate([low, high], axis=1)


def line_width(box: NDArray[np.floating], style: Style) -> float:
    """Width of a limb in frame px: about 1/80 of the person's height, from 1.5 to 9 px. ``box`` is (4,) xyxy, frame px."""
    x1, y1, x2, y2 = (float(v) for v in box)
    person = max(y2 - y1, 1.2 * (x2 - x1))
    return min(max(person / 80, 1.5), 9.0) * style.thickness


@dataclass(frozen=True)
class _Canvas:
    """From frame px to canvas px."""

    frame: tuple[int, int]
    scale: float
    mirror: bool

    @property
    def right(self) -> float:
        """The largest x: the centre of the last column."""
        return self.frame[0] * self.scale - 1

    @property
    def bottom(self) -> float:
        """The largest y."""
        return self.frame[1] * self.scale - 1

    def points(self, places: NDArray[np.floating]) -> NDArray[np.float64]:
        """(..., 2) xy of the frame → of the canvas."""
        moved = (places.astype(np.float64) + 0.5) * self.scale - 0.5
        if self.mirror:
            moved[..., 0] = self.right - moved[..., 0]
        return moved

    def box(self, box: NDArray[np.floating]) -> tuple[float, float, float, float]:
        """(4,) xyxy of the frame → xyxy of the canvas, not clipped."""
        (x1, y1), (x2, y2) = self.points(box.reshape(2, 2)).tolist()
        return (x2, y1, x1, y2) if self.mirror else (x1, y1, x2, y2)


def _visible(people: People, i: int, style: Style, canvas: _Canvas) -> list[bool]:
    """Which keypoints of person ``i`` are drawn: those above the threshold and not absurdly far outside the frame."""
    limit = 4 * max(*canvas.frame, 3)
    inside = (np.abs(people.keypoints[i]) < limit).all(axis=1)  # False for NaN and infinity
    visible: list[bool] = ((people.keypoint_scores[i] >= style.threshold) & inside).tolist()
    return visible


@lru_cache(maxsize=16)
def _face(skeleton: Skeleton) -> frozenset[int]:
    """Indices of the face's keypoints."""
    return frozenset(skeleton.index(name) for name in FACE if name in skeleton.keypoints)


@lru_cache(maxsize=16)
def _shoulders(skeleton: Skeleton) -> frozenset[int]:
    """Indices of the shoulders."""
    return frozenset(skeleton.index(name) for name in ("left_shoulder", "right_shoulder") if name in skeleton.keypoints)


class _Look(NamedTuple):
    """How the limbs and joints of a joint set look: of each limb its two joints, its share of the line width and its colour (None: that of
    the person); of each joint its share and its colour."""

    limbs: tuple[tuple[int, int, float, Colour | None], ...]
    joints: tuple[tuple[float, Colour], ...]


@lru_cache(maxsize=16)
def _look(skeleton: Skeleton) -> _Look:
    face = _face(skeleton)
    limbs = tuple((a, b, 0.55 if a in face or b in face else 1.0, _limb_colour(skeleton, a, b)) for a, b in skeleton.limb_indices.tolist())
    return _Look(limbs, tuple((0.6 if k in face else 1.0, skeleton.colour(k)) for k in range(len(skeleton))))


def _limb_colour(skeleton: Skeleton, a: int, b: int) -> Colour | None:
    """Left and right limbs have their side's colour, those across the body the person's own; in a set with colours, that of joint ``b``."""
    if skeleton.colours is not None:
        return skeleton.colour(b)
    sides = {skeleton.sides[a], skeleton.sides[b]} - {"middle"}
    if len(sides) != 1:
        return None
    return skeleton.colour(a if skeleton.sides[a] != "middle" else b)


def _skeleton(people: People, i: int, style: Style, canvas: _Canvas) -> list[Element]:
    skeleton = people.skeleton
    visible = _visible(people, i, style, canvas)
    points: list[Point] = [(x, y) for x, y in canvas.points(people.keypoints[i]).tolist()]
    fade = (people.keypoint_scores[i] - style.threshold) / _FADE
    opacity: list[float] = (style.opacity * np.clip(_MIN_OPACITY + (1 - _MIN_OPACITY) * fade, _MIN_OPACITY, 1.0)).tolist()
    width = line_width(people.boxes[i], style) * canvas.scale
    own, look = person_colour(int(people.ids[i])), _look(skeleton)
    shapes: list[Element] = []
    if style.skeleton:
        for a, b, share, colour in look.limbs:
            if visible[a] and visible[b] and points[a] != points[b]:
                core = max(width * share, 1.0)
                shapes.append(Limb(points[a], points[b], core, max(0.8, core * 0.25), colour or own, min(opacity[a], opacity[b])))
        for k, (share, joint_colour) in enumerate(look.joints):
            if visible[k]:
                own_width = width * share
                radius = max(1.5, own_width * 0.95)
                shapes.append(Joint(points[k], radius, radius * 0.68, max(0.8, own_width * 0.25), joint_colour, opacity[k]))
    if style.names:
        shapes += _names(skeleton, points, visible, width, style, canvas)
    return shapes


def _names(skeleton: Skeleton, points: list[Point], visible: list[bool], width: float, style: Style, canvas: _Canvas) -> list[Element]:
    """The joints' names at the right of the joints; a name that would lie on another is left out."""
    size = _text_size(0.0, canvas)
    taken: list[tuple[float, float, float, float]] = []
    labels: list[Element] = []
    for k, (x, y) in enumerate(points):
        if visible[k]:
            text = skeleton.keypoints[k].replace("_", " ")
            left = x + 1.5 * width
            room = (left, y - size, left + _LETTER * size * len(text), y + size)
            if not any(_overlap(room, other) for other in taken):
                taken.append(room)
                labels.append(Label(text, room, size, WHITE, None, style.opacity))
    return labels


def _overlap(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _box(people: People, i: int, around: NDArray[np.float64], style: Style, canvas: _Canvas) -> list[Element]:
    x1, y1, x2, y2 = canvas.box(around)
    x1, x2 = (min(max(x, 0.0), canvas.right) for x in (x1, x2))
    y1, y2 = (min(max(y, 0.0), canvas.bottom) for y in (y1, y2))
    width = line_width(people.boxes[i], style) * canvas.scale
    reach = max(4.0, min(x2 - x1, y2 - y1) / 6)
    colour = person_colour(int(people.ids[i]))
    return [Box((x1, y1, x2, y2), max(1.0, width * 0.2), max(2.0, width * 0.45 + 1.0), reach, colour, style.opacity)]


def _text_size(width: float, canvas: _Canvas) -> float:
    """Height of capitals, canvas px: grows with the frame and with ``width``, the person's line width in frame px."""
    return max((max(7.5, 0.013 * canvas.frame[1]) + 0.4 * width) * canvas.scale, _MIN_TEXT)


def _label(people: People, i: int, around: NDArray[np.float64] | None, style: Style, canvas: _Canvas) -> list[Element]:
    """The person's id (and score) on a tab: above the top left corner of the box ``around``, or above the head where none is drawn."""
    identity = int(people.ids[i])
    parts = [str(identity)] if style.ids and identity >= 0 else []
    if style.scores:
        parts.append(f"{people.scores[i]:.0%}")
    if not parts:
        return []
    text, size = "  ".join(parts), _text_size(line_width(people.boxes[i], style), canvas)
    width, height = size * (_LETTER * len(text) + 1.1), size * 1.8
    head = _above_head(people, i, style, canvas) if around is None else None
    if head is None:
        x1, y1, _, _ = canvas.box(people.boxes[i] if around is None else around)
        left, top = x1, y1 - height - 0.2 * size
    else:
        lowest = canvas.box(people.boxes[i])[1] - 0.2 * size  # no farther from the head than where the box is drawn
        left, top = head[0] - width / 2, max(head[1], lowest) - height
    left = min(max(left, 0.0), max(0.0, canvas.right - width))
    top = min(max(top, 0.0), max(0.0, canvas.bottom - height))
    return [Label(text, (left, top, left + width, top + height), size, OUTLINE, person_colour(identity), style.opacity)]


def _above_head(people: People, i: int, style: Style, canvas: _Canvas) -> Point | None:
    """Canvas px just above the head: above the face's visible keypoints, else the shoulders, else the topmost visible keypoints; None where
    none is visible. A raised hand is no head.
    """
    visible = np.asarray(_visible(people, i, style, canvas))
    if not visible.any():
        return None
    shown = np.flatnonzero(visible).tolist()
    points = canvas.points(people.keypoints[i][visible])
    above = 4 * line_width(people.boxes[i], style) * canvas.scale
    for group in (_face(people.skeleton), _shoulders(people.skeleton)):
        rows = [row for row, k in enumerate(shown) if k in group]
        if rows:
            above = max(above, _HEAD * float(np.ptp(points[rows, 0])))
            break
    else:
        rows = np.flatnonzero(points[:, 1] < points[:, 1].min() + above).tolist()
    return float(points[rows, 0].mean()), float(points[rows, 1].min()) - above
