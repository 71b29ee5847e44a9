"""The options of ``lightpose video`` and what they come to."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from lightpose.cli.errors import UserError
from posecore.pipelines.rendering import Rendering
from posecore.pipelines.selection import Region, Selection
from posecore.sources.excerpt import Span, parse_duration, parse_seconds


class Accuracy(StrEnum):
    """How much work a recording is worth."""

    normal = "normal"
    best = "best"


class Background(StrEnum):
    """What lies behind the skeletons."""

    image = "image"
    black = "black"
    blur = "blur"
    none = "none"


class Codec(StrEnum):
    """How the video is coded."""

    h264 = "h264"
    h265 = "h265"
    av1 = "av1"


class Only(StrEnum):
    """What alone is written."""

    keypoints = "keypoints"


_MANY, _PART, _PEOPLE, _VIDEO = "Many inputs", "Part of the recording", "People", "Annotated video"

Recursive = Annotated[bool, typer.Option("--recursive", help="Search folders in folders too.", rich_help_panel=_MANY)]
Resume = Annotated[bool, typer.Option("--resume", help="Leave out what is whole, made with the same options.", rich_help_panel=_MANY)]
Jobs = Annotated[int, typer.Option("--jobs", "-j", min=1, help="Recordings at a time.", rich_help_panel=_MANY)]

Ray = Annotated[
    str | None,
    typer.Option(
        "--ray",
        metavar="ADDRESS",
        help="Do them on a Ray cluster (needs lightpose\\[cluster]): HOST:PORT, ray://HOST:PORT, auto; local: --jobs processes here.",
        rich_help_panel=_MANY,
    ),
]

Start = Annotated[str, typer.Option("--start", metavar="TIME", help="Begin there: seconds or h:mm:ss.", rich_help_panel=_PART)]
End = Annotated[str | None, typer.Option("--end", metavar="TIME", help="End there: seconds or h:mm:ss.", rich_help_panel=_PART)]
Duration = Annotated[
    str | None, typer.Option("--duration", metavar="TIME", help="So much from the start on; streams need it.", rich_help_panel=_PART)
]
Every = Annotated[int, typer.Option("--every", metavar="N", min=1, help="Every N-th frame only.", rich_help_panel=_PART)]

MaxPeople = Annotated[int | None, typer.Option("--max-people", metavar="N", min=1, help="The largest N only.", rich_help_panel=_PEOPLE)]
Person = Annotated[
    str | None,
    typer.Option(
        "--person", metavar="WHO", help="One person only: an id, largest, central, or a place (X,Y) in px or %.", rich_help_panel=_PEOPLE
    ),
]
RegionOption = Annotated[
    str | None, typer.Option("--region", metavar="X,Y,W,H", help="Only who is in this part of the image, px or %.", rich_help_panel=_PEOPLE)
]
EveryPerson = Annotated[
    bool,
    typer.Option(
        "--every-person",
        help="Look for everybody on every frame; else, in crowds, for who moves little on some of them only.",
        rich_help_panel=_PEOPLE,
    ),
]
AccuracyOption = Annotated[
    Accuracy,
    typer.Option(
        "--accuracy",
        help="best: detector on every frame in two sizes, poses of mirrored crops too, joints steadied, broken tracks joined. Slow.",
        rich_help_panel="Models",
    ),
]
Height = Annotated[int | None, typer.Option("--height", metavar="PX", min=2, help="Height of the video.", rich_help_panel=_VIDEO)]
Quality = Annotated[
    int,
    typer.Option("--quality", metavar="CRF", min=0, max=51, help="Lower is better and larger.", rich_help_panel=_VIDEO),
]
CodecOption = Annotated[Codec, typer.Option("--codec", help="h264 plays everywhere, the others are smaller.", rich_help_panel=_VIDEO)]
BackgroundOption = Annotated[
    Background, typer.Option("--background", help="Behind the skeletons; none is transparent and needs .mov.", rich_help_panel=_VIDEO)
]
OnlyOption = Annotated[Only | None, typer.Option("--only", help="keypoints: write no video.", rich_help_panel=_VIDEO)]


def span(start: str, end: str | None, every: int) -> Span:
    """Raises UserError."""
    try:
        return Span(parse_seconds(start), parse_seconds(end) if end is not None else None, every)
    except ValueError as error:
        raise UserError(str(error)) from error


def without_video(height: int | None, quality: int, codec: Codec, background: Background) -> None:
    """No video is written. Raises UserError for an option that is of the video alone."""
    changed = {
        "--height": height is not None,
        "--quality": quality != Rendering.quality,
        "--codec": codec.value != Rendering.codec,
        "--background": background.value != Rendering.background,
    }
    for name, given in changed.items():
        if given:
            raise UserError(f"{name} is for the annotated video, and none is written; leave it out, or give -o OUT.mp4 without --only")


def seconds(duration: str | None) -> float | None:
    """Raises UserError."""
    try:
        return None if duration is None else parse_duration(duration)
    except ValueError as error:
        raise UserError(str(error)) from error


def selection(max_people: int | None, person: str | None, region: str | None, track: bool) -> Selection:
    """Raises UserError."""
    try:
        chosen = Selection(
            Region.parse(region) if region is not None else None,
            Selection.parse_person(person) if person is not None else None,
            max_people,
        )
    except ValueError as error:
        raise UserError(str(error)) from error
    if isinstance(chosen.person, int) and not track:
        raise UserError("--person by id needs people who are followed; leave out --no-track")
    return chosen
