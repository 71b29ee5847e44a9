"""The terminal that a program is started from: what it is shown, and the signals by which it asks for the end."""

from __future__ import annotations

import atexit
import contextlib
import os
import signal
import socket
import stat
import sys
import threading
from collections.abc import Callable, Collection, Iterator
from types import CodeType, FrameType
from typing import NoReturn, TypeVar

__all__ = ["end", "ending_signals", "hear_signals", "importing", "leave", "let_go", "printable", "uninterrupted", "uninterrupted_now"]

_F = TypeVar("_F", bound=Callable[..., object])
_uninterrupted: set[CodeType] = set()


def printable(text: str) -> str:
    """``text`` with what would steer a terminal, or is no text (names that are not UTF-8), written as escapes."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def ending_signals() -> tuple[signal.Signals, ...]:
    """Ctrl-C, SIGTERM, and SIGHUP (the terminal was closed) where the system has it and nobody, as ``nohup`` does, had it ignored."""
    hung_up: signal.Signals | None = getattr(signal, "SIGHUP", None)
    both = (signal.SIGINT, signal.SIGTERM)
    return both if hung_up is None or signal.getsignal(hung_up) is signal.SIG_IGN else (*both, hung_up)


def let_go(number: int) -> None:
    """For handlers of :func:`ending_signals`: after SIGHUP what is written to the terminal, which is gone, goes nowhere and does not fail,
    and a second SIGHUP, which shells send when they end, is no impatience."""
    if number != getattr(signal, "SIGHUP", None):
        return
    if threading.current_thread() is threading.main_thread():
        signal.signal(number, signal.SIG_IGN)
    for stream in (1, 2):
        with contextlib.suppress(OSError):
            if stat.S_ISCHR(os.fstat(stream).st_mode):
                nowhere = os.open(os.devnull, os.O_WRONLY)
                os.dup2(nowhere, stream)
                os.close(nowhere)


def hear_signals(numbers: Collection[int], heard: Callable[[int], None]) -> Callable[[], None]:
    """Call ``heard`` with the number of each of these signals, in a thread of its own: Python runs handlers between two lines of the main
    thread, which may be in a library for long. A handler for each has to be set beforehand. To be called in the main thread.

    Returns:
        What ends this, to be called in the main thread.
    """
    wanted = frozenset(numbers)
    ear, bell = socket.socketpair()
    bell.setblocking(False)
    earlier = signal.set_wakeup_fd(bell.fileno(), warn_on_full_buffer=False)

    def wait() -> None:
        with ear, bell:  # held by the thread: collected, the bell would be closed while Python goes on to write to whatever has its number
            while rung := ear.recv(1):  # until the other end is closed; the end of child processes rings, too
                if rung[0] in wanted:
                    heard(rung[0])

    def close() -> None:
        signal.set_wakeup_fd(earlier)
        bell.close()

    threading.Thread(target=wait, name="signals", daemon=True).start()
    return close


def importing(frame: FrameType | None) -> bool:
    """Whether ``frame`` is inside an import: an exception there leaves a library in half, which then fails in ways of its own."""
    return any(code.co_filename.startswith("<frozen importlib") for code in _running(frame))


def uninterrupted(function: _F) -> _F:
    """Decorates what takes milliseconds and, interrupted, would leave a piece of a file: the signals that end a command wait for it."""
    _uninterrupted.add(function.__code__)  # type: ignore[attr-defined]
    return function


def uninterrupted_now(frame: FrameType | None) -> bool:
    """Whether ``frame`` is inside a function that is :func:`uninterrupted`."""
    return any(code in _uninterrupted for code in _running(frame))


def _running(frame: FrameType | None) -> Iterator[CodeType]:
    """What runs in ``frame`` and in those that called it."""
    while frame is not None:
        yield frame.f_code
        frame = frame.f_back


def end(code: int) -> NoReturn:
    """End the program as Python does, threads joined, exit functions run, streams written out, but leave the modules as they are: to take
    torch's apart costs one to two seconds of processor time, and the system takes all of their memory back at once."""
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    leave(code)


def leave(code: int) -> NoReturn:
    """End the program at once: streams written out, no thread waited for, no exit function run."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, OSError, ValueError):  # none, gone, closed
            stream.flush()
    os._exit(code)
