"""``lightpose live``: a camera, file or stream in the window, or into files and streams without one."""

from __future__ import annotations

import time
from contextlib import nullcontext
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lightpose.cli import pipeline, video_options
from lightpose.cli.display import check_display
from lightpose.cli.errors import UserError, one_line, say, warn
from lightpose.cli.signals import asked_to_end
from posecore import formats
from posecore.drawing.plan import Style
from posecore.engine import State
from posecore.pipelines.stages import device_of
from posecore.runtime.devices import Device
from posecore.sinks import SinkError
from posecore.sinks.video import VIDEO_SUFFIXES
from posecore.sinks.virtual_camera import BACKGROUNDS, NOT_INSTALLED, VirtualCamera

if TYPE_CHECKING:
    from posecore.pipelines.frame import PoseFrame
    from posecore.pipelines.selection import Selection

PANEL = "Without a window"


class Background(StrEnum):
    """What people are drawn on for the virtual camera."""

    image = "image"
    black = "black"
    green = "green"


class Theme(StrEnum):
    """Colours of the window."""

    light = "light"
    dark = "dark"


Size = Annotated[str | None, typer.Option("--size", metavar="WxH", help="Picture size to ask the camera for, such as 1280x720.")]


def command(
    opened: Annotated[str | None, typer.Argument(metavar="[SOURCE]", help="The same as --source.", show_default=False)] = None,
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
    skeleton: pipeline.Joints = None,
    device: pipeline.OnDevice = Device.auto,
    threads: pipeline.Threads = None,
    theme: Annotated[Theme | None, typer.Option("--theme", help="Colours of the window; else as the system has them.")] = None,
    window: Annotated[str | None, typer.Option("--window", metavar="WxH", help="Size of the window, such as 1280x720.")] = None,
    soak: Annotated[
        float | None,
        typer.Option("--soak", metavar="MINUTES", min=0.05, help="Run so long, say what memory it took and how free the window was, end."),
    ] = None,
    predict: Annotated[
        bool | None,
        typer.Option("--predict/--no-predict", help="In the window and the virtual camera, draw joints where they are by now."),
    ] = None,
    max_people: video_options.MaxPeople = None,
    person: video_options.Person = None,
    region: video_options.RegionOption = None,
    every_person: video_options.EveryPerson = False,
    send: pipeline.Send = None,
    headless: Annotated[
        bool, typer.Option("--headless", help="No window: write files until Ctrl-C, SIGTERM or --duration.", rich_help_panel=PANEL)
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="OUT", help="Annotated video: .mp4, .m4v or .mov.", rich_help_panel=PANEL),
    ] = None,
    keypoints: Annotated[
        Path | None,
        typer.Option("-k", "--keypoints", metavar="FILE", help="Keypoint file: .jsonl or .csv.", rich_help_panel=PANEL),
    ] = None,
    duration: Annotated[
        float | None,
        typer.Option("--duration", metavar="SECONDS", min=0.1, help="End so long after the first frame.", rich_help_panel=PANEL),
    ] = None,
    virtual_camera: Annotated[
        bool, typer.Option("--virtual-camera", help="Be a camera for other programs (needs lightpose\\[camera]).", rich_help_panel=PANEL)
    ] = False,
    background: Annotated[
        Background, typer.Option("--background", help="What the virtual camera draws people on.", rich_help_panel=PANEL)
    ] = Background.image,
    blur_faces: Annotated[
        bool, typer.Option("--blur-faces", help="Make faces unrecognisable in the video.", rich_help_panel=PANEL)
    ] = False,
) -> None:
    """Open the window, or with --headless record without one. Without --source it is the camera used last, else the first one.

    With --headless a source that is lost is waited for. Ctrl-C, SIGTERM and a closed terminal finish the files; the exit code
    is then 130, 143 or 129.
    """
    from posecore.runtime.detectors.boxes_file import holds_boxes

    if holds_boxes(detector):
        raise UserError(f"--detector {detector}: boxes of a file are for images and recordings; take lightpose image or video")
    selection = video_options.selection(max_people, person, region, True)
    if opened is not None and source is not None:
        raise UserError("SOURCE is given twice, as an argument and with --source")
    source = source if source is not None else opened
    if headless:
        if any(option is not None for option in (screenshot, after, window, soak, theme)):
            raise UserError("--screenshot, --after, --window, --theme and --soak are of the window; leave them out with --headless")
        record(
            source if source is not None else "0", output, keypoints, parse_size(size), fps, detector, pose, threads,
            duration=duration, style=Style(blur_faces=blur_faces), send=send,
            camera=background if virtual_camera else None, skeleton=skeleton, device=device, selection=selection,
            predict=predict is not False, every_person=every_person,
        )  # fmt: skip
        return
    if output is not None or keypoints is not None or duration is not None or blur_faces or virtual_camera:
        raise UserError("-o, --keypoints, --duration, --blur-faces and --virtual-camera need --headless; the window records with the key R")
    if screenshot is None and soak is None:
        check_display()
    from lightpose import gui

    options = gui.WindowOptions(
        source=source,
        screenshot=screenshot,
        after=after,
        detector=detector,
        pose=pose,
        skeleton=skeleton,
        device=None if device is Device.auto else device.value,
        threads=threads,
        camera_size=parse_size(size),
        camera_fps=fps,
        theme=theme.value if theme is not None else None,
        window_size=parse_size(window, "--window"),
        soak=soak,
        predict=predict,
        selection=None if selection.everyone else selection,
        every_person=every_person,
    )
    with pipeline.sending(send) as streams:
        code = gui.run(replace(options, streams=tuple(zip(send, streams, strict=True)) if send else None))
    raise typer.Exit(code or 0)


def record(
    source: str,
    output: Path | None,
    keypoints: Path | None,
    size: tuple[int, int] | None = None,
    fps: float | None = None,
    detector: str | None = None,
    pose: str | None = None,
    threads: int | None = None,
    *,
    duration: float | None = None,
    style: Style | None = None,
    send: list[str] | None = None,
    camera: Background | None = None,
    skeleton: str | None = None,
    device: Device = Device.auto,
    selection: Selection | None = None,
    predict: bool = True,
    every_person: bool = False,
) -> None:
    """What ``--headless`` does. Raises UserError, SourceError, or typer.Exit(128 + its number) after a signal."""
    from posecore.pipelines.display import CameraFeed
    from posecore.pipelines.headless import record_live
    from posecore.pipelines.live import TrackingSettings
    from posecore.sources import Recording, SourceError
    from posecore.sources.factory import parse

    if output is None and keypoints is None and not send and camera is None:
        raise UserError("nothing to write: give -o OUT.mp4, --keypoints FILE.jsonl, --send ADDRESS, --virtual-camera, or several of them")
    if camera is not None and not VirtualCamera.available():
        raise UserError(NOT_INSTALLED)
    spec = parse(source)
    opened = spec.open(size, fps)
    pipeline.check_outputs(opened.files if isinstance(opened, Recording) else [], [(output, VIDEO_SUFFIXES), (keypoints, formats.check)])
    begun = time.time()
    networks = pipeline.load_estimator(detector, pose, threads, skeleton=skeleton, device=device)
    lost = told = False
    chosen = style or Style()
    device_feed = VirtualCamera(lambda: chosen, fps or 30.0, BACKGROUNDS[camera]) if camera is not None else None
    shared = CameraFeed(device_feed, lambda: chosen, lambda: predict and opened.live) if device_feed is not None else None

    def share(frame: PoseFrame) -> None:
        """Where the virtual camera is all that was asked for, its end is the end; else it is told."""
        nonlocal told
        if shared is None or told:
            return
        shared.offer(frame)
        if shared.camera.trouble:
            told = True
            trouble = f"the virtual camera does not work: {shared.camera.trouble}"
            if output is None and keypoints is None and not send:
                raise SinkError(trouble)
            warn(trouble)

    def tell(state: State, detail: str) -> None:
        nonlocal lost
        if state is State.RECONNECTING and not lost:
            warn(detail)
        elif state is State.RUNNING:
            first = f"recording {spec.name}, networks on {device_of(networks)}; Ctrl-C ends it"
            say(f"lightpose: {spec.name} is back" if lost else f"lightpose: {first}", error=True)
        lost = state is State.RECONNECTING

    with pipeline.sending(send, spec.name) as streams, asked_to_end() as ending, shared or nullcontext():
        try:
            done = record_live(
                opened, networks, output, keypoints=keypoints, name=spec.name, style=style, selection=selection, duration=duration,
                settings=TrackingSettings() if every_person else None, stop=ending.event, on_state=tell,
                consumers=[*(stream.write for stream in streams), *([share] if shared is not None else [])],
                on_captured=shared.captured if shared is not None else None,
            )  # fmt: skip
        except (SourceError, SinkError) as error:
            raise UserError(one_line(error) + pipeline.kept(output, keypoints, since=begun)) from error
    for path in done.files:
        say(f"wrote {path}")
    say(f"{done.frames} frames in {done.seconds:.1f} s" + (f", {done.left_out} of them too many for the encoder" if done.left_out else ""))
    if ending.code:
        raise typer.Exit(ending.code)


def parse_size(text: str | None, option: str = "--size") -> tuple[int, int] | None:
    """``"1280x720"`` → (1280, 720). Raises UserError that names ``option`` for anything else."""
    if text is None:
        return None
    parts = text.lower().replace("×", "x").split("x")
    if len(parts) != 2 or not all(part.strip().isdecimal() and len(part) < 10 and int(part) > 0 for part in parts):
        raise UserError(f"{option} {text}: expected WIDTHxHEIGHT, such as 1280x720")
    from posecore.sinks.video import MOST_SIDE

    width, height = int(parts[0]), int(parts[1])
    if max(width, height) > MOST_SIDE:
        raise UserError(f"{option} {text}: at most {MOST_SIDE:,} px a side")
    return width, height
