"""What is done to each of many recordings, in this process or in another."""

from __future__ import annotations

from collections.abc import Callable

from posecore.pipelines.annotate import Progress
from posecore.pipelines.batch import BatchJob
from posecore.pipelines.recipe import Recipe
from posecore.pipelines.recorded import Estimator
from posecore.pipelines.resume import Record
from posecore.sinks.video import VIDEO_SUFFIXES

__all__ = ["process"]


def process(job: BatchJob, recipe: Recipe, networks: Estimator, record: Record, on_frame: Callable[[Progress], None]) -> Progress:
    """Make the files of ``job``, which gets its ``total`` and ``warnings``, and note it in ``record`` when they are whole.

    Raises what :func:`posecore.annotate` raises; OSError where a folder cannot be made.
    """
    video = next((path for path in job.outputs if path.suffix.lower() in VIDEO_SUFFIXES), None)
    keypoints = [path for path in job.outputs if path != video]
    job.outputs[0].parent.mkdir(parents=True, exist_ok=True)
    with recipe.source(job.source) as source:
        job.total = recipe.steps(source)
        try:
            done = recipe.run(source, networks, video, keypoints, on_frame)
            job.warnings += _told(job, done.notices)
        except BaseException:
            job.warnings += _told(job, source.notices)
            raise
        finally:
            job.warnings += [f"{path} is left out: not an image" for path in source.left_out]
    record.note(job)
    return done


def _told(job: BatchJob, notices: list[str]) -> list[str]:
    """Lines that name the recording."""
    return [line if job.shown in line else f"{job.shown}: {line}" for line in notices]
