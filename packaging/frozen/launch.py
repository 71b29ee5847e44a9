"""What the frozen program runs: the command line, or the window where it was started by a double-click (``lightpose-window``)."""

from __future__ import annotations

import multiprocessing
import sys
from pathlib import Path

from lightpose.start import main
from posecore.runtime.trial import SWITCH


def with_command(arguments: list[str]) -> list[str]:
    """``arguments`` of the program without a console: the window, on the file it was asked to open."""
    if not Path(arguments[0]).stem.endswith("-window"):
        return arguments
    return [arguments[0], "live", *arguments[1:]]


if __name__ == "__main__":
    multiprocessing.freeze_support()
    if sys.argv[1:2] == [SWITCH]:  # a network of the user's is tried out in a process of its own
        from posecore.runtime.trial_child import main as try_network

        try_network(sys.argv[2:])
    sys.argv = with_command(sys.argv)
    main()
