"""What the engine runs: sources and stages are plain objects with these methods; nothing to inherit from."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any, Protocol, runtime_checkable

from posecore.engine.frame import Frame


class State(Enum):
    """Where an engine is."""

    IDLE = "idle"
    """Made, not started."""
    STARTING = "starting"
    """Started, no frame yet."""
    RUNNING = "running"
    PAUSED = "paused"
    RECONNECTING = "reconnecting"
    """The source lost its device or stream and tries to get it back."""
    STOPPING = "stopping"
    STOPPED = "stopped"
    """Ended: stopped by the caller, or the source came to its end. No thread runs."""
    FAILED = "failed"
    """Ended by an error, which is in ``engine.error``."""

    @property
    def ended(self) -> bool:
        """Whether nothing more will come."""
        return self in (State.STOPPED, State.FAILED)


class EngineError(RuntimeError):
    """A stage failed.

    Attributes:
        stage: its name (``source`` for the source, ``consumer`` for a consumer).
        cause: the original exception; also ``__cause__``.
    """

    def __init__(self, stage: str, cause: BaseException) -> None:
        super().__init__(f"{stage}: {' '.join(str(cause).split()) or type(cause).__name__}")
        self.stage = stage
        self.cause = cause
        self.__cause__ = cause


@runtime_checkable
class Stage(Protocol):
    """One step on the way of a frame. It runs in a thread of its own, but as well alone in a test.

    Optional, used where they exist: ``open()`` before the first frame and ``close()`` after the last, both in the stage's thread; and
    ``gauges() -> dict[str, float]``, called from any thread, whose numbers appear in :attr:`Stats.gauges`.
    """

    name: str

    def process(self, frame: Frame) -> Frame | None:
        """Do the work, usually by filling in ``frame``; None drops the frame. What it raises ends the engine."""
        ...


class FrameSource(Protocol):
    """What the engine asks of a source; those of :mod:`posecore.sources` have it all.

    Optional, used where they exist: ``interrupt()``, called from another thread to make a waiting :meth:`read` return at once;
    ``seek(seconds)``; and the attribute ``on_connection``, which the engine sets to a function ``(connected, what happened)`` for the
    source to call when it loses and regains its device.
    """

    live: bool

    def open(self) -> None:
        """Get ready."""
        ...

    def read(self) -> Any:
        """The next frame, an object with ``image``, ``index``, ``time`` and maybe ``pts``; None at the end."""
        ...

    def close(self) -> None:
        """Let go."""
        ...


Consumer = Callable[[Frame], None]
"""Gets every finished frame, in the thread of the last stage: be quick, or put it into a queue of your own."""

StateListener = Callable[[State, str], None]
"""Told each new state and a sentence on why ("" where there is nothing to say), from whichever thread made the change."""
