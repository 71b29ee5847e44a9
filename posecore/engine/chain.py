"""Several stages one after the other in one thread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic

from posecore.engine.stage import Closes, F, HasGauges, Opens, Stage


def run_stages(stages: Sequence[Stage[F]], frame: F) -> F | None:
    """Take one frame through ``stages`` in this thread, one after the other, as a single image or a test needs it."""
    result: F | None = frame
    for stage in stages:
        if result is None:
            return None
        result = stage.process(result)
    return result


class Chain(Generic[F]):
    """A stage made of ``stages`` that share one thread of an engine."""

    def __init__(self, name: str, stages: Sequence[Stage[F]]) -> None:
        self.name = name
        self.stages = tuple(stages)

    def open(self) -> None:
        """Open those that ask for it, in order."""
        for stage in self.stages:
            if isinstance(stage, Opens):
                stage.open()

    def process(self, frame: F) -> F | None:
        """One after the other; None as soon as one drops the frame."""
        return run_stages(self.stages, frame)

    def close(self) -> None:
        """Close those that ask for it, in order."""
        for stage in self.stages:
            if isinstance(stage, Closes):
                stage.close()

    def gauges(self) -> dict[str, float]:
        """Those of all of them."""
        return {name: value for stage in self.stages if isinstance(stage, HasGauges) for name, value in stage.gauges().items()}
