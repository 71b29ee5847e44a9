"""What the commands on images and videos share: their options, the models, the checks on paths."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lightpose.cli.errors import UserError, one_line, warn
from posecore import formats
from posecore.formats.angles import check_angles
from posecore.runtime.devices import Device, providers_of
from posecore.sinks import check_output, partial_path

if TYPE_CHECKING:
    from posecore.pipelines.image import Pipeline
    from posecore.streams import PoseStream

Check = Collection[str] | Callable[[Path], object]

_CLOCK = 1.0
"""Seconds that the times of files may be behind the clock."""

Detector = Annotated[
    str | None,
    typer.Option(
        "--detector",
        metavar="SPEC",
        help="Person detector: an ONNX file, an added one, fp32 or int8, none (the whole picture), a .json of COCO detections, or an "
        "ultralytics model (needs lightpose\\[train]); else the bundled one that is faster here.",
        rich_help_panel="Models",
    ),
]


def _trust(wanted: bool) -> bool:
    if wanted:
        from posecore.runtime.detectors.ultralytics_safe import TRUST

        os.environ[TRUST] = "1"
    return wanted


Trust = Annotated[
    bool,
    typer.Option(
        "--trust",
        callback=_trust,
        help="Load an ultralytics model even if it could run a program of its own; without it, models are read as data only.",
        rich_help_panel="Models",
    ),
]
"""Acts by its callback, for the whole process."""
Pose = Annotated[
    str | None,
    typer.Option(
        "--pose",
        metavar="SPEC",
        help="Pose network: an ONNX file, an added network, or fp32 or int8; else the bundled one that is faster here.",
        rich_help_panel="Models",
    ),
]
Joints = Annotated[
    str | None,
    typer.Option(
        "--skeleton",
        metavar="SET",
        help="Joint set that the pose network's file does not name: a name or a .toml file.",
        rich_help_panel="Models",
    ),
]
OnDevice = Annotated[
    Device,
    typer.Option(
        "--device",
        help="What runs the networks; auto: the best of what is installed. One that is missing says what to install.",
        rich_help_panel="Models",
    ),
]
Threads = Annotated[int | None, typer.Option("--threads", min=1, help="Threads for the networks.", rich_help_panel="Models")]
Threshold = Annotated[
    float | None, typer.Option("--threshold", min=0, max=1, help="Leave out people the detector is less sure of.", rich_help_panel="Models")
]
Multiscale = Annotated[
    bool,
    typer.Option(
        "--multiscale/--single-scale",
        help="Look for people in two sizes of each picture, which finds more, or in one, which is quicker.",
        rich_help_panel="Models",
    ),
]
Thorough = Annotated[bool | None, typer.Option("--thorough/--quick", hidden=True)]
"""The older name of ``--multiscale/--single-scale``; wins where it is given."""
Boxes = Annotated[bool, typer.Option("--boxes/--no-boxes", help="Draw a frame around each person.", rich_help_panel="Drawing")]
Names = Annotated[bool, typer.Option("--names", help="Write the joints' names.", rich_help_panel="Drawing")]
Scores = Annotated[bool, typer.Option("--scores", help="Write each person's score.", rich_help_panel="Drawing")]
BlurFaces = Annotated[bool, typer.Option("--blur-faces", help="Make faces unrecognisable.", rich_help_panel="Drawing")]
JointThreshold = Annotated[
    float, typer.Option("--joint-threshold", min=0, max=1, help="Do not draw joints that score less.", rich_help_panel="Drawing")
]

Send = Annotated[
    list[str] | None,
    typer.Option(
        "--send",
        metavar="ADDRESS",
        help="Send each frame's people: ws://:PORT (a server), osc://HOST:PORT or udp://HOST:PORT; several times for several.",
        rich_help_panel="Streams",
    ),
]


@contextlib.contextmanager
def sending(addresses: Collection[str] | None, source: str = "") -> Iterator[list[PoseStream]]:
    """The started streams to ``addresses``, closed at the end. One that broke off is told then. Raises SinkError."""
    from posecore.streams import open_stream

    streams = [open_stream(address, source) for address in addresses or ()]
    with contextlib.ExitStack() as stack:
        for stream in streams:
            stack.enter_context(stream)
        yield streams
    for stream in streams:
        if stream.error is not None:
            warn(f"sending to {stream.address} ended: {one_line(stream.error)}")


Keypoints = Annotated[
    list[Path] | None,
    typer.Option(
        "-k",
        "--keypoints",
        metavar="FILE",
        help="Keypoint file, may be given several times: .jsonl, .csv, .coco.json, .trc, .mot, a folder called openpose; .parquet, .slp, "
        ".h5 and .nwb need lightpose\\[formats].",
        rich_help_panel="Keypoints",
    ),
]
Angles = Annotated[
    list[Path] | None,
    typer.Option(
        "--angles",
        metavar="FILE",
        help="Joint angles in degrees, may be given several times: .csv, or OpenSim's .mot.",
        rich_help_panel="Keypoints",
    ),
]
PersonHeight = Annotated[
    float | None,
    typer.Option(
        "--height-of-person",
        metavar="METRES",
        min=0.3,
        max=3,
        help="How tall the person seen longest is: a .trc is in metres then.",
        rich_help_panel="Keypoints",
    ),
]


def keypoint_outputs(keypoints: Sequence[Path] | None, angles: Sequence[Path] | None) -> list[tuple[Path | None, Check]]:
    """Keypoint files and files of angles for :func:`check_outputs`."""
    return [*((path, formats.check) for path in keypoints or []), *((path, check_angles) for path in angles or [])]


def load_estimator(
    detector: str | None = None,
    pose: str | None = None,
    threads: int | None = None,
    threshold: float | None = None,
    multiscale: bool = False,
    flip: bool = False,
    skeleton: str | None = None,
    device: Device = Device.auto,
) -> Pipeline:
    """The models behind every command. Raises UserError where they cannot be loaded, ModuleNotFoundError where an extra is missing."""
    from posecore import load

    try:
        networks = load(
            detector=detector,
            pose=pose,
            threads=threads,
            threshold=threshold,
            multiscale=multiscale,
            flip=flip,
            skeleton=skeleton,
            providers=providers_of(device),
        )
    except ModuleNotFoundError:
        raise
    except Exception as error:  # a file of the person's choice: whatever is wrong with it, say so in one line
        raise UserError(f"cannot load the models: {one_line(error)}") from error
    if device is not Device.auto and networks.estimator.provider != device:
        warn(f"{device} does not start here; the networks run on {networks.device}")
    return networks


def chosen(multiscale: bool, thorough: bool | None) -> bool:
    """Whether the detector runs in several sizes, by the option or its older name."""
    return multiscale if thorough is None else thorough


def check_outputs(inputs: list[Path], outputs: Sequence[tuple[Path | None, Check]]) -> None:
    """Refuse, before any work, outputs that cannot be written, that would destroy an input, or that are one and the same file.

    With each output goes what it may end with, or a function that raises SinkError where it cannot be written.

    Raises UserError or SinkError.
    """
    seen: set[Path] = set()
    for path, check in outputs:
        if path is None:
            continue
        for place in (path, partial_path(path)):
            if any(_same(place, source) for source in inputs):
                raise UserError(f"{path} would overwrite the input; choose another output")
            if _resolved(place) in seen:
                raise UserError(f"{path} is named twice as an output")
            seen.add(_resolved(place))
        if callable(check):
            check(path)
        else:
            check_output(path, check)


def kept(*outputs: Path | None, since: float) -> str:
    """What a sentence ends with where files are unfinished that were written after ``since`` (``time.time()``): which; else ""."""
    partials = [partial_path(path) for path in outputs if path is not None]
    names = [str(path) for path in partials if path.exists() and path.stat().st_mtime > since - _CLOCK]
    return f"; what was done so far is in {' and '.join(names)}; lightpose recover makes whole files of it" if names else ""


def _resolved(path: Path) -> Path:
    return Path(os.path.normcase(os.path.realpath(path)))


def _same(a: Path, b: Path) -> bool:
    try:
        return a.samefile(b)
    except OSError:
        return _resolved(a) == _resolved(b)
