"""``lightpose live``: the window on a camera, file or stream."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from lightpose.cli import pipeline
from lightpose.cli.errors import UserError


class Theme(StrEnum):
    """Colours of the window."""

    light = "light"
    dark = "dark"


Size = Annotated[str | None, typer.Option("--size", metavar="WxH", help="Picture size to ask the camera for, such as 1280x720.")]


def command(
    source: Annotated[
        str | None,
        typer.Option(
            "--source",
            metavar="SOURCE",
            help="Camera number or name, video file, folder, frames/%04d.png, rtsp://…, screen, or synthetic.",
        ),
    ] = None,
    screenshot: Annotated[Path | None, typer.Option("--screenshot", metavar="FILE", help="Save a picture of the window and quit.")] = None,
    after: Annotated[
        float | None,
        typer.Option("--after", metavar="SECONDS", min=0, help="When to take the screenshot, 3 if not said; without one, when to quit."),
    ] = None,
    size: Size = None,
    fps: Annotated[float | None, typer.Option("--fps", min=1, max=1000, help="Frames a second to ask the camera for.")] = None,
    detector: pipeline.Detector = None,
    trust: pipeline.Trust = False,
    pose: pipeline.Pose = None,
    threads: pipeline.Threads = None,
    theme: Annotated[Theme | None, typer.Option("--theme", help="Colours of the window; else as the system has them.")] = None,
    window: Annotated[str | None, typer.Option("--window", metavar="WxH", help="Size of the window, such as 1280x720.")] = None,
    soak: Annotated[
        float | None,
        typer.Option("--soak", metavar="MINUTES", min=0.05, help="Run so long, say what memory it took and how free the window was, end."),
    ] = None,
) -> None:
    """Open the window. Without --source it starts on the camera used last, else the first one."""
    from lightpose import gui

    options = gui.WindowOptions(
        source=source,
        screenshot=screenshot,
        after=after,
        detector=detector,
        pose=pose,
        threads=threads,
        camera_size=parse_size(size),
        camera_fps=fps,
        theme=theme.value if theme is not None else None,
        window_size=parse_size(window, "--window"),
        soak=soak,
    )
    code = gui.run(options)
    raise typer.Exit(code or 0)


def parse_size(text: str | None, option: str = "--size") -> tuple[int, int] | None:
    """``"1280x720"`` → (1280, 720). Raises UserError that names ``option`` for anything else."""
    if text is None:
        return None
    parts = text.lower().replace("×", "x").split("x")
    if len(parts) != 2 or not all(part.strip().isdigit() and int(part) > 0 for part in parts):
        raise UserError(f"{option} {text}: expected WIDTHxHEIGHT, such as 1280x720")
    return int(parts[0]), int(parts[1])
