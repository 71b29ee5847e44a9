"""What an engine of the window is built with, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from lightpose.gui.state import AppState
from posecore.engine import Engine, State
from posecore.sources.factory import SourceSpec


@dataclass(frozen=True)
class Options:
    """What an engine is built with; empty strings, zeros and None leave the choice to the library."""

    detector: str = ""
    pose: str = ""
    precision: str = "auto"
    threshold: float = 0.0
    threads: int = 0
    size: tuple[int, int] | None = None
    fps: float = 30.0
    speed: float = 1.0
    multiscale: bool = False
    flip: bool = False
    device: str = "auto"
    skeleton: str = ""

    @classmethod
    def of(cls, state: AppState) -> Options:
        """As ``state`` asks."""
        return cls(
            state.detector, state.pose, state.precision, state.person_threshold, state.threads, state.size,
            state.camera_fps, state.speed, device=state.device, skeleton=state.joints,
        )  # fmt: skip


class Assembled(Protocol):
    """An engine that is ready to start, and what belongs to it."""

    engine: Engine
    provider: str

    def tune(self, state: AppState) -> None:
        """Take over what can be changed while it runs. Any thread."""
        ...


class Assemble(Protocol):
    """Builds an engine: may take a while, raises what stands in the way."""

    def __call__(self, spec: SourceSpec, options: Options, start: float, on_state: Callable[[State, str], None]) -> Assembled:
        """``start``: seconds into a file."""
        ...
