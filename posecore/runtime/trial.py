"""A network of one's own is tried out before it is opened: in a process of its own, which ends itself where the network does not end.

ONNX Runtime cannot be stopped for certain from inside: it looks between two nodes whether it is to end, and a node may take hours. The
process does what opening does, and runs the network on two images (:mod:`posecore.runtime.trial_child`).
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

MAX_OPENING = 120.0
"""Seconds after which a network that is still being opened is given up."""
MAX_RUN = 10.0
"""Seconds after which a network that has not answered to a small image is given up."""
MAX_STARTING = 60.0
"""Seconds that the process has to start, before it is ended from outside."""
LEEWAY = 5.0
"""Seconds more than it has for what it says it is at, after which it is ended from outside: its own watch has been seen to fail
on a machine with much other work."""

LATE, REFUSED = 1, 3
"""Exit codes: ended by its own watch; refused, with the reason on its standard output. All others but 0 are those of a crash."""
OPENING, RUNNING = "opening", "running"
"""Lines the process writes when it begins with either."""
SWITCH = "--try-network"
"""First argument of the frozen program by which it becomes this process; the same arguments follow."""

_passed: set[tuple[object, ...]] = set()
_lock = threading.Lock()


def try_out(file: Path, threads: int, providers: Sequence[str]) -> None:
    """Open and run the ONNX file in another process; once as long as the file and the providers stay the same.

    What is merely broken is left to who opens it: this is about networks that never end, that answer with too much, or that crash.
    Where no process can be started, nothing is tried.

    Raises:
        ValueError: the network is one of these; the message names the file.
    """
    status = file.stat()
    key = (file.resolve(), status.st_mtime_ns, status.st_size, status.st_ino, *providers)
    with _lock:
        if key not in _passed:
            judge(file, *in_child(file, threads, providers))
            _passed.add(key)


def judge(file: Path, code: int | None, said: str) -> None:
    """Raise ValueError where the process ended for a fault of the network. ``code`` None: it had to be ended from outside."""
    lines = said.split("\n")
    if code == REFUSED:
        raise ValueError(f"{file}: {lines[-1]}")
    if code == 0 or OPENING not in lines:  # fine, or the process did not come to the network at all
        return
    if code not in (LATE, None):
        how = f"signal {-code}" if code < 0 else f"code {code}"
        raise ValueError(f"{file}: the network makes ONNX Runtime crash ({how}); export it again")
    if RUNNING in lines:
        raise ValueError(f"{file}: the network has no answer within {MAX_RUN:g} s; it may never end")
    raise ValueError(f"{file}: the network is not open within {MAX_OPENING:g} s; it may never be")


def in_child(file: Path, threads: int, providers: Sequence[str]) -> tuple[int | None, str]:
    """(exit code, what it said) of a process that tries the file; (None, …) where it had to be ended, (0, "") where none starts."""
    arguments = [str(file), str(threads), str(MAX_OPENING), str(MAX_RUN), *providers]
    frozen = bool(getattr(sys, "frozen", False))
    command = [sys.executable, SWITCH] if frozen else [sys.executable, "-P", "-m", "posecore.runtime.trial_child"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}  # the same modules as here
    try:
        process = subprocess.Popen(
            [*command, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env=None if frozen else environment, creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )  # fmt: skip
    except (OSError, ValueError):  # no Python of its own (embedded in a program), no processes here
        return 0, ""
    with process:
        try:
            return _watched(process)
        except BaseException:
            process.kill()
            raise


def _watched(process: subprocess.Popen[bytes]) -> tuple[int | None, str]:
    """Exit code and what the process said; None where it was ended, :data:`LEEWAY` after its own watch should have done that."""
    said, since = "", time.monotonic()
    while True:
        try:
            output, _ = process.communicate(timeout=0.25)
            return process.returncode, _text(output)
        except subprocess.TimeoutExpired as late:
            news = _text(late.stdout)  # empty on Windows, where all is known at the end only
        if news != said:
            said, since = news, time.monotonic()
        limits = {OPENING: MAX_OPENING, RUNNING: MAX_RUN}
        unheard = MAX_STARTING + (MAX_OPENING + 2 * MAX_RUN if os.name == "nt" else 0)
        if time.monotonic() - since > limits.get(said.rpartition("\n")[2], unheard) + LEEWAY:
            process.kill()
            process.communicate()
            return None, said


def _text(said: bytes | None) -> str:
    return (said or b"").decode("utf-8", "replace").strip()
