"""The desktop app. Importing this package imports no Qt; :func:`run` does."""

from __future__ import annotations

from lightpose.gui.options import WindowOptions

__all__ = ["WindowOptions", "run"]


def run(options: WindowOptions | None = None) -> int:
    """Open the window and come back with the exit code when it is closed."""
    from lightpose.gui.application import run_window

    return run_window(options or WindowOptions())
