"""``lightpose live``: the window on a camera, file or stream."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.cli import pipeline
from app.cli.errors import UserError

Size = Annotated[str | None, typer.Option("--size", metavar="WxH", help="Picture size to ask the camera for, such as 1280x720.")]


def command(
    source: Annotated[
        str | None,
        typer.Option(
            "--source", metavar="SOURCE", help="Camera number or name, video file, folder, address (rtsp://…), screen, or synthetic."
        ),
    ] = None,
    screenshot: Annotated[Path | None, typer.Option("--screenshot", metavar="FILE", help="Save a picture of the window and quit.")] = None,
    after: Annotated[float, typer.Option("--after", metavar="SECONDS", min=0, help="When to take the screenshot.")] = 3.0,
    size: Size = None,
    fps: Annotated[float | None, typer.Option("--fps", min=1, max=1000, help="Frames a second to ask the camera for.")] = None,
    detector: pipeline.Detector = None,
    pose: pipeline.Pose = None,
    threads: pipeline.Threads = None,
) -> None:
    """Open the window. Without --source it starts on the camera used last, else the first one."""
    wanted = parse_size(size)
    from app import gui

    code = gui.run(source, screenshot=screenshot, after=after, size=wanted, fps=fps, detector=detector, pose=pose, threads=threads)
    raise typer.Exit(code or 0)


def parse_size(text: str | None) -> tuple[int, int] | None:
    """``"1280x720"`` → (1280, 720). Raises UserError for anything else."""
    if text is None:
        return None
    parts = text.lower().replace("×", "x").split("x")
    if len(parts) != 2 or not all(part.strip().isdigit() and int(part) > 0 for part in parts):
        raise UserError(f"--size {text}: expected WIDTHxHEIGHT, such as 1280x720")
    return int(parts[0]), int(parts[1])
