"""The shapes a drawing is made of.

Coordinates are canvas pixels with the centre of the first pixel at (0, 0), x right, y down, as everywhere in posecore (see
:mod:`posecore.geometry`). Colours are BGR, uint8 values, as in frames.
"""

from __future__ import annotations

from dataclasses import dataclass

Colour = tuple[int, int, int]
Point = tuple[float, float]


@dataclass(frozen=True)
class Limb:
    """A line with flat ends.

    Attributes:
        start, end: canvas px.
        width: of the coloured core, px.
        rim: width of the dark line along each side, px.
        colour: of the core.
        opacity: in [0, 1].
    """

    start: Point
    end: Point
    width: float
    rim: float
    colour: Colour
    opacity: float


@dataclass(frozen=True)
class Joint:
    """A coloured disc in a white and a dark ring.

    Attributes:
        center: canvas px.
        radius: of the white disc, px.
        core: radius of the coloured disc, px.
        rim: width of the dark ring around the white disc, px.
        colour: of the core.
        opacity: in [0, 1].
    """

    center: Point
    radius: float
    core: float
    rim: float
    colour: Colour
    opacity: float


@dataclass(frozen=True)
class Box:
    """A thin rectangle with strong corners.

    Attributes:
        xyxy: canvas px, inside the canvas.
        width: of the rectangle's lines, px.
        corner_width: of the corners' lines, px.
        reach: length of the corners' lines, px.
        colour: of the lines.
        opacity: in [0, 1].
    """

    xyxy: tuple[float, float, float, float]
    width: float
    corner_width: float
    reach: float
    colour: Colour
    opacity: float


@dataclass(frozen=True)
class Label:
    """A line of text, centred in a rectangle.

    Attributes:
        text: what is written.
        xyxy: the rectangle, canvas px.
        size: height of capitals and digits, px.
        colour: of the text.
        tab: colour of the rounded tab behind the text; None: no tab, but a dark rim around the letters.
        opacity: in [0, 1].
    """

    text: str
    xyxy: tuple[float, float, float, float]
    size: float
    colour: Colour
    tab: Colour | None
    opacity: float


Element = Limb | Joint | Box | Label
