"""The desktop app. Importing this package imports no Qt; :func:`run` does."""

from __future__ import annotations

from pathlib import Path


def run(
    source: str | None = None,
    screenshot: Path | None = None,
    after: float | None = None,
    detector: str | None = None,
    pose: str | None = None,
    threads: int | None = None,
    size: tuple[int, int] | None = None,
    fps: float | None = None,
    theme: str | None = None,
    window: tuple[int, int] | None = None,
    soak: float | None = None,
) -> int:
    """Open the window and come back when it is closed. Arguments hold for this run; None leaves what the settings say.

    Args:
        source: a camera's number or name, a file, a folder, an address, or ``synthetic``; None: the camera used last, or the first.
        screenshot: write the window as PNG, then close it.
        after: seconds from the first picture to the screenshot (None: 3), or, without one, to the end (None: when a person closes it).
        detector, pose: networks, as :func:`posecore.load` takes them.
        threads: processor threads of each network.
        size: (W, H) asked of the camera, px.
        fps: frames a second asked of the camera.
        theme: ``light`` or ``dark``.
        window: (W, H) of the window, logical px.
        soak: minutes; run so long with settings of its own, print how much memory it took and how free the window's thread was, and end.

    Returns:
        The exit code.
    """
    from lightpose.gui.application import run_window

    return run_window(source, screenshot, after, detector, pose, threads, size, fps, theme, window, soak)
