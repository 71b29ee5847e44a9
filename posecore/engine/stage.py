"""What the engine runs: sources and stages are plain objects with these methods; nothing to inherit from.

What a source or stage may have beyond the necessary is a protocol of its own (:class:`Seekable`, :class:`HasGauges`, …): the engine uses
it where ``isinstance`` finds it.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Protocol, TypeVar, runtime_checkable

from posecore.engine.frame import Frame, SourceImage

F = TypeVar("F", bound=Frame)
"""The frame class of a pipeline."""

Given = TypeVar("Given", bound=SourceImage)
"""The image class of a source."""

Given_co = TypeVar("Given_co", bound=SourceImage, covariant=True)


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


class Stage(Protocol[F]):
    """One step on the way of a frame. It runs in a thread of its own, but as well alone in a test.

    Optional: :class:`Opens`, :class:`Closes`, :class:`HasGauges`.
    """

    @property
    def name(self) -> str:
        """Its name in statistics and errors."""
        ...

    def process(self, frame: F) -> F | None:
        """Do the work, usually by filling in ``frame``; None drops the frame. What it raises ends the engine."""
        ...


@runtime_checkable
class Opens(Protocol):
    """A stage that prepares before the first frame."""

    def open(self) -> None:
        """Called once, in the stage's thread."""
        ...


@runtime_checkable
class Closes(Protocol):
    """A stage that releases something after the last frame."""

    def close(self) -> None:
        """Called once, in the stage's thread, also after an error."""
        ...


@runtime_checkable
class HasGauges(Protocol):
    """A stage that reports numbers about itself."""

    def gauges(self) -> dict[str, float]:
        """Numbers by name for :attr:`posecore.engine.Stats.gauges`; called from any thread."""
        ...


class FrameSource(Protocol[Given_co]):
    """What the engine asks of a source. Optional: :class:`Seekable`, :class:`Interruptible`, :class:`Reconnecting`, :class:`Paced`."""

    @property
    def live(self) -> bool:
        """Whether images that nobody fetches in time are gone (a camera) or wait (a file)."""
        ...

    def open(self) -> None:
        """Get ready."""
        ...

    def read(self) -> Given_co | None:
        """The next image; None at the end."""
        ...

    def close(self) -> None:
        """Let go."""
        ...


@runtime_checkable
class Seekable(Protocol):
    """A source that can go to another time."""

    def seek(self, seconds: float) -> None:
        """The next image read is the one shown at ``seconds``. Called between reads, in the reading thread."""
        ...


@runtime_checkable
class Interruptible(Protocol):
    """A source whose waiting ``read`` can be ended."""

    def interrupt(self) -> None:
        """Make a waiting ``read`` return at once. Called from another thread."""
        ...


@runtime_checkable
class Reconnecting(Protocol):
    """A source that loses and regains its device, and calls ``on_connection(connected, what happened)`` when it does."""

    on_connection: Callable[[bool, str], None] | None


@runtime_checkable
class Paced(Protocol):
    """A source that plays at a pace of its own; 2 is twice as fast. May be set at any time, from any thread."""

    speed: float


class NotYet(Exception):
    """Raised by a source's ``read`` that waited for the time of its next frame and was woken: ask again, nothing is lost."""


@runtime_checkable
class Wakeable(Protocol):
    """A source whose ``read`` waits until its next frame is due."""

    def wake(self) -> None:
        """Something else is wanted (a pause, a step, another time): a waiting ``read`` raises :class:`NotYet`, the next one does not wait.
        From any thread."""
        ...


Consumer = Callable[[F], None]
"""Gets every finished frame, in the thread of the last stage: be quick, or put it into a queue of your own."""

StateListener = Callable[[State, str], None]
"""Told each new state and a sentence on why ("" where there is nothing to say), from whichever thread made the change."""
