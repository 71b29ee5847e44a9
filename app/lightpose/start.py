"""Where ``lightpose`` begins: Ctrl-C, SIGTERM and SIGHUP end it with one line from the first import on, half of a library or not."""

from __future__ import annotations

import contextlib
import io
import os
import signal
import sys
import threading
import time
from types import FrameType

from posecore.terminal import end, ending_signals, leave, let_go

INTERRUPTED = 130
"""Exit code after Ctrl-C; after another signal it is 128 + its number, too."""


LIBRARIES = {"OPENCV_LOG_LEVEL": "SILENT", "OPENCV_IO_MAX_IMAGE_PIXELS": "200000000", "OPENBLAS_NUM_THREADS": "1"}
"""How libraries that read their environment when they are loaded behave in this program. OpenCV: what goes wrong is said in our one line,
and the limit on pixels (:data:`posecore.sources.image_size.MAX_PIXELS`) holds whatever a file's head says. NumPy's OpenBLAS: products as
small as ours are done before another thread would have begun, which then goes on waiting at full speed where a network could run."""


def end_now(number: int, frame: FrameType | None = None) -> None:
    """The handler while nothing is under way but imports: an exception in the middle of one ends in whatever the library makes of it."""
    let_go(number)
    with contextlib.suppress(OSError):
        os.write(2, b"lightpose: error: stopped\n")
    os._exit(128 + number)


GRACE = 3.0
"""Seconds that Python has to end once a stopped command has closed its files."""


def leave_anyway(code: int) -> None:
    """End the program in :data:`GRACE` seconds where Python does not by itself: it waits for threads, one of which may be in a network that
    never ends."""

    def wait() -> None:
        time.sleep(GRACE)
        os._exit(code)

    threading.Thread(target=wait, name="leave", daemon=True).start()


def leave_busy_engine(code: int) -> None:
    """End the program at once where a thread of an engine is still in a network or decoder. All files are closed; Python would wait for it,
    or take apart what it uses, which aborts."""
    if any(thread.name.startswith("engine-") for thread in threading.enumerate()):
        leave(code)


def settle() -> None:
    """Set :data:`LIBRARIES` where the environment does not say otherwise. To be called before NumPy and OpenCV are loaded."""
    for name, value in LIBRARIES.items():
        os.environ.setdefault(name, value)


def open_closed() -> None:
    """Standard streams that whoever started the program closed lead nowhere; else the first files that are opened take their numbers, and
    what libraries print ends in them."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(number)
        except OSError:
            with contextlib.suppress(OSError):
                nowhere = os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free
                if nowhere == number and getattr(sys, name) is None:
                    setattr(sys, name, os.fdopen(number, "r" if number == 0 else "w", encoding="utf-8", errors="replace", closefd=False))


def print_anything() -> None:
    """What the terminal's encoding has no letters for (``LANG=C``, a Windows code page) is printed as ``?``, and fails nothing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.encoding.lower() not in ("utf-8", "utf8"):
            stream.reconfigure(errors="replace")


def main() -> None:
    """Entry point of the console script ``lightpose``."""
    for number in ending_signals():
        signal.signal(number, end_now)
    settle()
    open_closed()
    print_anything()
    from lightpose.cli import main as command_line

    try:
        command_line()
    except SystemExit as asked:
        if isinstance(asked.code, int):
            leave_busy_engine(asked.code)
            if asked.code > 128:  # stopped by a signal
                leave_anyway(asked.code)
        if isinstance(asked.code, int) and "torch" in sys.modules:
            end(asked.code)
        raise
