"""Drawing people onto a frame. Stateless: the same image, people and style give the same picture."""

from __future__ import annotations

import colorsys
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from posecore.people import People
from posecore.skeletons import FACE, Skeleton

Image = NDArray[np.uint8]
Colour = tuple[int, int, int]
Point = tuple[float, float]

_SHIFT = 4  # cv2's sub-pixel bits
_OUTLINE: Colour = (24, 24, 24)
_ANONYMOUS: Colour = (225, 225, 225)
_GOLDEN = 0.618033988749895
_DISC = np.asarray([(np.cos(t), np.sin(t)) for t in np.arange(20) * (np.pi / 10)])  # cv2.circle makes diamonds of small radii


@dataclass(frozen=True)
class Style:
    """What is drawn, and how.

    Attributes:
        skeleton: limbs and joints.
        boxes: a frame around each person.
        ids: the person's number, where a tracker gave one.
        scores: the person's score beside the number.
        names: the joints' names.
        blur_faces: make faces unrecognisable, before anything else is drawn.
        threshold: joints that score less are not drawn, nor the limbs that end in them.
        opacity: of everything, in [0, 1]; limbs fade further with the score of their weaker joint.
        thickness: factor on the width of lines and dots, which follows the size of each person.
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


def draw(image: Image, people: People, style: Style | None = None, *, out: Image | None = None) -> Image:
    """``people`` drawn onto ``image``.

    Args:
        image: (H,W,3) uint8 BGR.
        people: in the pixels of ``image``; who has no finite box is left out, and so are joints without finite places.
        style: what to draw; the default shows skeletons, boxes and numbers.
        out: where to draw, (H,W,3) uint8; ``out=image`` draws in place.

    Returns:
        A new array, ``image`` untouched; or ``out`` where it was given.
    """
    style = style or Style()
    if out is None:
        out = image.copy()
    elif out is not image:
        np.copyto(out, image)
    people = people[np.asarray(np.isfinite(people.boxes).all(axis=1), dtype=np.bool_)]
    if style.blur_faces:
        for i in range(len(people)):
            _blur_face(out, people, i, style)
    order = np.argsort(people.boxes[:, 3]) if len(people) else ()  # the nearest, who stands lowest, on top
    for i in order:
        if style.boxes:
            _draw_box(out, people, int(i), style)
        if style.skeleton:
            _draw_skeleton(out, people, int(i), style)
    for i in order:
        _draw_label(out, people, int(i), style)
    return out


def person_colour(identity: int) -> Colour:
    """BGR colour of a tracked person: neighbouring numbers get distant hues; -1 (not tracked) is a light grey."""
    if identity < 0:
        return _ANONYMOUS
    red, green, blue = colorsys.hls_to_rgb((0.36 + identity * _GOLDEN) % 1.0, 0.62, 0.85)
    return round(blue * 255), round(green * 255), round(red * 255)


def _line_width(people: People, i: int, style: Style) -> float:
    """Width of a limb in px: about 1/80 of the person's height, from 1.5 to 9 px."""
    x1, y1, x2, y2 = people.boxes[i]
    size = max(float(y2 - y1), 1.2 * float(x2 - x1))
    return float(np.clip(size / 80, 1.5, 9.0)) * style.thickness


def _fixed(point: Point, offset: tuple[int, int]) -> tuple[int, int]:
    """``point`` seen from ``offset``, in cv2's fixed-point pixels."""
    return round((point[0] - offset[0]) * (1 << _SHIFT)), round((point[1] - offset[1]) * (1 << _SHIFT))


def _limb_colour(skeleton: Skeleton, a: int, b: int, own: Colour) -> Colour:
    """Left and right limbs have their side's colour, those across the body the person's own."""
    sides = {skeleton.sides[a], skeleton.sides[b]} - {"middle"}
    if len(sides) != 1:
        return own
    return skeleton.colour(a if skeleton.sides[a] != "middle" else b)


def _draw_skeleton(canvas: Image, people: People, i: int, style: Style) -> None:
    skeleton = people.skeleton
    places, scores = people.keypoints[i], people.keypoint_scores[i]
    limit = 4 * max(canvas.shape)  # cv2's fixed-point coordinates overflow far outside the image
    seen = ((scores >= style.threshold) & (np.abs(places) < limit).all(axis=1)).tolist()
    points: list[Point] = [(x, y) for x, y in places.tolist()]  # plain numbers: faster than NumPy's one by one
    sureness = (scores - style.threshold) / 0.35
    alphas = (style.opacity * np.clip(0.4 + 0.6 * sureness, 0.4, 1.0)).tolist()
    width = _line_width(people, i, style)
    own = person_colour(int(people.ids[i]))
    head = {skeleton.index(name) for name in FACE if name in skeleton.keypoints}
    for a, b in skeleton.limb_indices.tolist():
        if seen[a] and seen[b]:
            slim = 0.55 if a in head or b in head else 1.0
            _draw_limb(canvas, points[a], points[b], width * slim, _limb_colour(skeleton, a, b, own), min(alphas[a], alphas[b]))
    for k, point in enumerate(points):
        if seen[k]:
            _draw_joint(canvas, point, width * (0.6 if k in head else 1.0), skeleton.colour(k), alphas[k])
    if style.names:
        for k, (x, y) in enumerate(points):
            if seen[k]:
                _text(canvas, skeleton.keypoints[k].replace("_", " "), (int(x + 1.5 * width), int(y)), 0.36)


def _patch(canvas: Image, a: Point, b: Point, margin: float) -> tuple[Image, tuple[int, int]] | None:
    """The part of ``canvas`` around two points as a view, and its offset; None where it lies outside."""
    height, width = canvas.shape[:2]
    x1, x2 = max(0, int(min(a[0], b[0]) - margin)), min(width, int(max(a[0], b[0]) + margin) + 2)
    y1, y2 = max(0, int(min(a[1], b[1]) - margin)), min(height, int(max(a[1], b[1]) + margin) + 2)
    if x1 >= x2 or y1 >= y2:
        return None
    return canvas[y1:y2, x1:x2], (x1, y1)


def _draw_limb(canvas: Image, a: Point, b: Point, width: float, colour: Colour, alpha: float) -> None:
    found = _patch(canvas, a, b, width + 3)
    if found is None:
        return
    patch, offset = found
    layer = patch if alpha >= 0.99 else patch.copy()
    start, end = _fixed(a, offset), _fixed(b, offset)
    core = max(1, round(width))
    cv2.line(layer, start, end, _OUTLINE, core + max(2, round(width * 0.5)), cv2.LINE_AA, _SHIFT)
    cv2.line(layer, start, end, colour, core, cv2.LINE_AA, _SHIFT)
    if layer is not patch:
        cv2.addWeighted(layer, alpha, patch, 1 - alpha, 0, dst=patch)


def _draw_joint(canvas: Image, point: Point, width: float, colour: Colour, alpha: float) -> None:
    radius = max(1.5, width * 0.95)
    found = _patch(canvas, point, point, radius + 3)
    if found is None:
        return
    patch, offset = found
    layer = patch if alpha >= 0.99 else patch.copy()
    center = _fixed(point, offset)
    for size, shade in ((radius + max(1.0, width * 0.25), _OUTLINE), (radius, (255, 255, 255)), (radius * 0.68, colour)):
        disc = np.rint(_DISC * (size * (1 << _SHIFT)) + center).astype(np.int32)
        cv2.fillConvexPoly(layer, disc, shade, cv2.LINE_AA, _SHIFT)
    if layer is not patch:
        cv2.addWeighted(layer, alpha, patch, 1 - alpha, 0, dst=patch)


def _draw_box(canvas: Image, people: People, i: int, style: Style) -> None:
    """Four corner brackets joined by a thin line."""
    height, width = canvas.shape[:2]
    x1, y1, x2, y2 = (round(float(v)) for v in np.clip(people.boxes[i], 0, [width - 1, height - 1, width - 1, height - 1]))
    colour = person_colour(int(people.ids[i]))
    line = max(1, round(_line_width(people, i, style) * 0.45))
    cv2.rectangle(canvas, (x1, y1), (x2, y2), colour, 1)
    reach = max(4, min(x2 - x1, y2 - y1) // 6)
    for x, dx in ((x1, reach), (x2, -reach)):
        for y, dy in ((y1, reach), (y2, -reach)):
            cv2.line(canvas, (x, y), (x + dx, y), colour, line + 1)
            cv2.line(canvas, (x, y), (x, y + dy), colour, line + 1)


def _draw_label(canvas: Image, people: People, i: int, style: Style) -> None:
    """The person's number (and score) on a tab at the box's top left corner."""
    parts = [str(int(people.ids[i]))] if style.ids and people.ids[i] >= 0 else []
    if style.scores:
        parts.append(f"{people.scores[i]:.0%}")
    if not parts:
        return
    text, scale = "  ".join(parts), 0.45 + 0.02 * _line_width(people, i, style)
    (width, height), base = cv2.getTextSize(text, cv2.FONT_HERSHEY_DUPLEX, scale, 1)
    x = int(np.clip(people.boxes[i][0], 0, max(0, canvas.shape[1] - width - 10)))
    y = int(np.clip(people.boxes[i][1] - height - base - 4, 0, max(0, canvas.shape[0] - height - base - 4)))
    cv2.rectangle(canvas, (x, y), (x + width + 10, y + height + base + 4), person_colour(int(people.ids[i])), -1)
    cv2.putText(canvas, text, (x + 5, y + height + 3), cv2.FONT_HERSHEY_DUPLEX, scale, _OUTLINE, 1, cv2.LINE_AA)


def _text(canvas: Image, text: str, origin: tuple[int, int], scale: float) -> None:
    cv2.putText(canvas, text, origin, cv2.FONT_HERSHEY_SIMPLEX, scale, _OUTLINE, 3, cv2.LINE_AA)
    cv2.putText(canvas, text, origin, cv2.FONT_HERSHEY_SIMPLEX, scale, (255, 255, 255), 1, cv2.LINE_AA)


def face_ellipse(people: People, i: int, threshold: float = 0.25) -> tuple[float, float, float, float] | None:
    """Where person ``i``'s face is: centre x, y and half axes, px; None where nothing tells.

    From the joints of the head where two or more are seen; else from the shoulders; else the top of the box, so that a face is rather
    blurred in vain than shown.
    """
    skeleton, scores, points = people.skeleton, people.keypoint_scores[i], people.keypoints[i].astype(np.float64)

    known = (scores >= threshold) & np.isfinite(points).all(axis=1)

    def seen(names: tuple[str, ...]) -> NDArray[np.float64]:
        return np.asarray([points[k] for k in (skeleton.index(n) for n in names if n in skeleton.keypoints) if known[k]]).reshape(-1, 2)

    head, shoulders = seen(FACE), seen(("left_shoulder", "right_shoulder"))
    x1, y1, x2, y2 = (float(v) for v in people.boxes[i])
    least = 0.05 * max(x2 - x1, y2 - y1)
    if len(head) >= 2:
        center = head.mean(axis=0)
        radius = max(float(np.linalg.norm(head - center, axis=1).max()) * 1.5, least)
        if len(shoulders) == 2:
            radius = max(radius, 0.3 * float(np.linalg.norm(shoulders[0] - shoulders[1])))
        return float(center[0]), float(center[1]), radius, radius * 1.35
    if len(shoulders) == 2:
        span = max(float(np.linalg.norm(shoulders[0] - shoulders[1])), 2 * least)
        middle = shoulders.mean(axis=0)
        return float(middle[0]), float(middle[1]) - 0.55 * span, 0.45 * span, 0.55 * span
    if x2 > x1 and y2 > y1:
        half = min(0.5 * (x2 - x1), 0.14 * (y2 - y1))
        return (x1 + x2) / 2, y1 + half, half, half * 1.2
    return None


def _blur_face(canvas: Image, people: People, i: int, style: Style) -> None:
    ellipse = face_ellipse(people, i, style.threshold)
    if ellipse is None or not np.isfinite(ellipse).all():
        return
    x, y, half_width, half_height = ellipse
    found = _patch(canvas, (x - half_width, y - half_height), (x + half_width, y + half_height), 1)
    if found is None:
        return
    patch, offset = found
    tiny = cv2.resize(patch, (6, 8), interpolation=cv2.INTER_AREA)
    blurred = cv2.resize(tiny, (patch.shape[1], patch.shape[0]), interpolation=cv2.INTER_LINEAR)
    mask = np.zeros(patch.shape[:2], np.uint8)
    center = (round(x - offset[0]), round(y - offset[1]))
    cv2.ellipse(mask, center, (max(1, round(half_width)), max(1, round(half_height))), 0, 0, 360, 255, -1, cv2.LINE_8)
    cv2.copyTo(blurred, mask, patch)
