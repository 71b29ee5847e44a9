"""How a run ends before its time: a signal is a flag that the loop reads; where it is too long at one thing, a thread ends it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, NoReturn

import torch
from torch import Tensor, nn

from posecore.terminal import ending_signals, hear_signals, importing, let_go

PATIENCE = 1.0
"""Seconds that the main thread has to heed a signal by itself."""


class StopError(Exception):
    """A signal came while nothing had to be finished first."""


def _say_nothing(_: object) -> None:
    pass


class StopRequest:
    """SIGINT, SIGTERM and SIGHUP as a flag the loop reads, so that a run ends with a checkpoint; the earlier handlers come back on exit.

    ``code`` is the exit code of a run that ends for it, 128 + the signal's number; 0 while none has come.

    Args:
        give_up: called in a thread of its own with that code where nobody has called :meth:`heed` within :data:`PATIENCE`. Python runs
            handlers between two lines of the main thread, which is in C++ for all of a long step, or of compiling one.
    """

    def __init__(self, give_up: Callable[[int], None] | None = None) -> None:
        self.code = 0
        self._give_up = give_up
        self._heeded = threading.Event()
        self._at_once = False
        self._earlier: dict[int, Any] = {}
        self._stop_hearing: Callable[[], None] | None = None
        self._earlier_hook = sys.unraisablehook

    def __enter__(self) -> StopRequest:
        for number in ending_signals():
            self._earlier[number] = signal.signal(number, self._ask)
        if self._give_up is not None:
            self._stop_hearing = hear_signals(self._earlier, self._heard)
        return self

    def __exit__(self, *_: object) -> None:
        self.heed()
        if self._stop_hearing is not None:
            self._stop_hearing()
        for number, handler in self._earlier.items():
            signal.signal(number, handler)
        sys.unraisablehook = self._earlier_hook

    @property
    def heeded(self) -> bool:
        """Whether the main thread is on its way to the end."""
        return self._heeded.is_set()

    def heed(self) -> None:
        """To be called by the main thread once it ends by itself."""
        self._heeded.set()

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Inside, a signal raises StopError, in the middle of an import at the end of the block only; so does one that came before."""
        self._at_once = True
        try:
            self._raise()
            yield
            self._raise()
        finally:
            self._at_once = False

    def _raise(self) -> None:
        if self.code:
            self.heed()
            sys.unraisablehook = _say_nothing  # objects that a library was about to make complain when they go
            raise StopError

    def _ask(self, number: int, frame: FrameType | None) -> None:
        let_go(number)
        self.code = 128 + number
        if self._at_once and not importing(frame):
            self._raise()

    def _heard(self, number: int) -> None:
        if not self._heeded.wait(PATIENCE) and self._give_up is not None:
            self._give_up(128 + number)


class StepBegun:
    """What a step changes of a network before it is done: batch statistics and random numbers, as they were before it."""

    def __init__(self, model: nn.Module) -> None:
        self._now = dict(model.named_buffers())
        self._before = {name: buffer.detach().clone() for name, buffer in self._now.items()}
        self._rng: Tensor | None = None

    def begin(self) -> None:
        """A step begins."""
        with torch.no_grad():
            for name, buffer in self._now.items():
                self._before[name].copy_(buffer)
        self._rng = torch.get_rng_state()

    def done(self) -> None:
        """It is done."""
        self._rng = None

    def undone(self, state: dict[str, Any]) -> dict[str, Any]:
        """``state`` (:meth:`posecore.training.run.Run.state`) as if the step that is under way had not begun."""
        if self._rng is None:
            return state
        before = {name: value for name, value in self._before.items() if name in state["model"]}
        return {**state, "model": {**state["model"], **before}, "rng": self._rng}


def kill_loaders() -> None:
    """End the loader processes, which ignore the signals by which Python ends its children, and would be waited for without end."""
    number: signal.Signals | None = getattr(signal, "SIGCHLD", None)
    heeds = number is not None and threading.current_thread() is threading.main_thread()
    before = signal.signal(number, signal.SIG_DFL) if number is not None and heeds else None  # torch's handler raises for each
    children = multiprocessing.active_children()
    for child in children:
        child.kill()
    if number is not None and heeds:
        for child in children:
            child.join(PATIENCE)
        signal.signal(number, signal.SIG_DFL if before is None else before)


def leave(code: int) -> NoReturn:
    """End the program from a thread, while the main one is in the middle of something; loader processes first."""
    kill_loaders()
    os._exit(code)
