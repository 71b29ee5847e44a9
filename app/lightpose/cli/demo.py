"""``lightpose demo``: the bundled clip, the bundled weights, one command."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import lightpose
from lightpose.cli import pipeline
from lightpose.cli.errors import UserError
from lightpose.cli.video import Outputs, report, run
from posecore.pipelines.recipe import Recipe
from posecore.pipelines.stages import device_of
from posecore.runtime.devices import Device
from posecore.sinks.video import VIDEO_SUFFIXES
from posecore.sources.file import VideoFile

SAMPLE = Path(lightpose.__file__).parent / "assets" / "sample.mp4"


def command(
    output: Annotated[Path, typer.Option("-o", "--output", metavar="OUT", help="Annotated video to write.")] = Path("lightpose-demo.mp4"),
    keypoints: pipeline.Keypoints = None,
    device: pipeline.OnDevice = Device.auto,
    threads: pipeline.Threads = None,
) -> None:
    """Annotate the bundled sample clip with the bundled weights and say how fast it went."""
    if not SAMPLE.exists():
        raise UserError(f"the sample clip is missing ({SAMPLE}); install lightpose again")
    with VideoFile(SAMPLE) as source:
        pipeline.check_outputs([SAMPLE], [(output, VIDEO_SUFFIXES), *pipeline.keypoint_outputs(keypoints, None)])
        networks = pipeline.load_estimator(threads=threads, device=device)
        job = run(source, networks, Outputs(output, tuple(keypoints or ())), Recipe())
    report(job, output.resolve(), *(keypoints or []), device=device_of(networks))
