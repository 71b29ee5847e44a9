"""The process that :mod:`posecore.runtime.trial` starts: opens an ONNX file and runs it, and ends itself where that takes too long."""

from __future__ import annotations

import contextlib
import faulthandler
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NoReturn

import numpy as np

from posecore.runtime import session as opening
from posecore.runtime.feeding import TYPES
from posecore.runtime.trial import OPENING, REFUSED, RUNNING


def examine(file: Path, threads: int, providers: Sequence[str], begin: Callable[[str], object]) -> str:
    """Open ``file`` as :func:`posecore.runtime.session.open_session` does and run it on a black image and on noise.

    Networks that do not take one image are not run, and what ONNX Runtime refuses is left to who opens it. ``begin`` is called with
    :data:`OPENING`, and with :data:`RUNNING` before each run. Returns why the network is refused; empty where it is not.
    """
    begin(OPENING)
    try:
        session = opening.start_session(file, opening.session_options(threads), providers)
    except ValueError:
        return ""
    inputs = session.get_inputs()
    if len(inputs) != 1 or inputs[0].type not in TYPES or len(inputs[0].shape) != 4:
        return ""
    shape = [side if isinstance(side, int) and side > 0 else free for side, free in zip(inputs[0].shape, (1, 3, 64, 64), strict=True)]
    if np.prod(np.asarray(shape, np.float64)) > opening.MAX_NUMBERS:
        return ""
    for image in _images(shape, TYPES[inputs[0].type]):
        begin(RUNNING)
        try:
            answers = session.run(None, {inputs[0].name: image})
        except Exception:
            return ""
        largest = max((np.size(answer) for answer in answers), default=0)
        if largest > opening.MAX_NUMBERS:
            return f"it answers to an image of {shape[2]}×{shape[3]} with {largest:,} numbers; the limit is {opening.MAX_NUMBERS:,}"
    return ""


def _images(shape: Sequence[int], kind: Any) -> Iterator[np.ndarray]:
    yield np.zeros(shape, kind)
    noise = np.random.default_rng(0).random(shape, np.float32)
    yield noise.astype(kind) if np.issubdtype(kind, np.floating) else (noise * 255).astype(kind)


def main(arguments: Sequence[str]) -> NoReturn:
    """Arguments: the file, threads, seconds for opening, seconds for a run, providers."""
    file, threads, *seconds = arguments[:4]
    limits = dict(zip((OPENING, RUNNING), map(float, seconds), strict=True))
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)  # Ctrl-C ends it whatever ONNX Runtime is at

    nowhere = open(os.devnull, "w")  # noqa: SIM115 (written to when it is too late)

    def begin(what: str) -> None:
        _say(f"{what}\n")
        # a thread of C, which needs no turn of Python's to end the process with code 1 (trial.LATE)
        faulthandler.dump_traceback_later(limits[what], exit=True, file=nowhere)

    refused = ""
    with contextlib.suppress(Exception):
        refused = examine(Path(file), int(threads), arguments[4:], begin)
    _say(refused)
    os._exit(REFUSED if refused else 0)


def _say(text: str) -> None:
    with contextlib.suppress(OSError):
        os.write(1, text.encode())


if __name__ == "__main__":
    main(sys.argv[1:])
