"""``lightpose convert``: a keypoint file in, another format out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lightpose.cli import pipeline
from lightpose.cli.errors import UserError, one_line, say, warn


def command(
    source: Annotated[Path, typer.Argument(metavar="IN", help="A keypoint file, or a folder of OpenPose's.", show_default=False)],
    target: Annotated[Path, typer.Argument(metavar="OUT", help="The file to write; its name says the format.", show_default=False)],
    force: Annotated[bool, typer.Option("--force", help="Overwrite OUT where it is there.")] = False,
    person_height: pipeline.PersonHeight = None,
) -> None:
    """Turn a keypoint file into another format.

    Known are .jsonl, .csv, .coco.json (COCO results), .trc (OpenSim), folders called openpose, .parquet, .slp and .h5 (SLEAP), .nwb;
    joint angles can be written as .mot (OpenSim) and .angles.csv. What the new format has no room for is said.
    """
    from posecore import formats

    pipeline.check_outputs([source], [(target, formats.check)])
    if target.exists() and not force:
        raise UserError(f"{target} is there; --force overwrites it")
    try:
        lost = formats.convert(source, target, person_height)
    except ValueError as error:  # also SinkError
        raise UserError(one_line(error)) from error
    say(f"wrote {target}")
    if lost:
        warn(f"{target.name} has no room for {'; '.join(lost)}")
