"""A network of one's own is tried out before it is opened: in a process of its own, which ends itself where the network does not end.

ONNX Runtime cannot be stopped for certain from inside: it looks between two nodes whether it is to end, and a node may take hours. The
process does what opening does, and runs the network on two images (:mod:`posecore.runtime.trial_child`).
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

MAX_OPENING = 120.0
"""Seconds after which a network that is still being opened is given up."""
MAX_RUN = 10.0
"""Seconds after which a network that has not answered to a small image is given up."""
MAX_STARTING = 60.0
"""Seconds more that the process has to start, before it is ended from outside."""

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
        done = subprocess.run(
            [*command, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False,
            env=None if frozen else environment, timeout=MAX_STARTING + MAX_OPENING + 2 * MAX_RUN,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )  # fmt: skip
    except subprocess.TimeoutExpired as late:
        return None, _text(late.stdout)
    except (OSError, ValueError):  # no Python of its own (embedded in a program), no processes here
        return 0, ""
    return done.returncode, _text(done.stdout)


def _text(said: bytes | None) -> str:
    return (said or b"").decode("utf-8", "replace").strip()
