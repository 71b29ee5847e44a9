"""``lightpose report``: one page on a recording."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lightpose.cli import pipeline
from lightpose.cli.errors import UserError, one_line, say

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from posecore.formats import KeypointFile


def command(
    source: Annotated[Path, typer.Argument(metavar="IN", help="A keypoint file with ids, or a video.", show_default=False)],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="OUT", help="The page: .html.")] = Path("report.html"),
    video: Annotated[Path | None, typer.Option("--video", metavar="FILE", help="The video of the keypoints, for images of people.")] = None,
    threads: pipeline.Threads = None,
) -> None:
    """Make a page of a recording: who was seen when, joint angles, range of motion, repetitions, trajectories, confidence.

    The page is one file that needs nothing else. From a video, people are found first, and the page shows them.
    """
    from posecore import formats
    from posecore.report import page
    from posecore.sinks import write_whole

    pipeline.check_outputs([path for path in (source, video) if path is not None], [(output, {".html", ".htm"})])
    if formats.find_format(source) is not None:
        try:
            file = formats.read(source)
        except ValueError as error:
            raise UserError(one_line(error)) from error
    else:
        file, video = _keypoints(source, threads), source
    text = page(file, _images(file, video) if video is not None else None)
    write_whole(output, text.encode())
    say(f"wrote {output}")


def _keypoints(video: Path, threads: int | None) -> KeypointFile:
    from posecore.formats import KeypointFile, KeypointFrame, KeypointHeader
    from posecore.pipelines.annotate import skeleton_of
    from posecore.pipelines.recorded import follow
    from posecore.sources.factory import open_recording

    with open_recording(video) as recording:
        networks = pipeline.load_estimator(threads=threads)
        header = KeypointHeader(recording.info.name, skeleton_of(networks), recording.info.width, recording.info.height)
        return KeypointFile(header, [KeypointFrame(frame.index, frame.time, people) for frame, people in follow(recording, networks)])


def _images(file: KeypointFile, video: Path) -> dict[int, NDArray[np.uint8]]:
    """An image of each person from the frame that shows them best."""
    from posecore.report import crop_of, summarize
    from posecore.sources.factory import open_recording

    wanted = {person.best: [] for person in summarize(file)}  # type: dict[int, list[tuple[int, tuple[float, float, float, float]]]]
    for person in summarize(file):
        wanted[person.best].append((person.id, person.best_box))
    images = {}
    with open_recording(video) as recording:
        while wanted and (frame := recording.read()) is not None:
            for number, box in wanted.pop(frame.index, []):
                image = crop_of(frame.image, box)
                if image is not None:
                    images[number] = image
    return images
