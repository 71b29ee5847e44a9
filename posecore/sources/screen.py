"""A region of the screen as a source; needs the package ``mss`` (``lightpose[screen]``)."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posecore.sources import Source, SourceError, SourceInfo
from posecore.sources.reconnecting import LiveSource
from posecore.sources.registry import CameraNames, CaptureOptions, SourceSpec, register_source, whole_numbers


class ScreenRegion:
    """One opening of the screen, a :class:`posecore.sources.reconnecting.Device`.

    Args:
        region: (left, top, width, height) px; None: the first monitor.
        fps: frames a second.
    """

    def __init__(self, region: tuple[int, int, int, int] | None = None, fps: float = 30.0) -> None:
        self.region, self.fps = region, fps
        self._screen: Any = None
        self._due = 0.0

    def open(self) -> SourceInfo:
        """Raises SourceError where ``mss`` is not installed, there is no screen, or the region reaches beyond it."""
        try:
            import mss
        except ImportError as error:
            raise SourceError('the screen as a source needs the package mss: pip install "lightpose[screen]"') from error
        try:
            self._screen = (vars(mss).get("MSS") or mss.mss)()  # the older name warns since 10.2
            everything, monitor = self._screen.monitors[:2]
        except Exception as error:
            raise SourceError(f"the screen cannot be read: {error}") from error
        if self.region is not None:
            monitor = _within(dict(zip(("left", "top", "width", "height"), self.region, strict=True)), everything)
        self._monitor = monitor
        self._due = time.monotonic()
        return SourceInfo("screen", monitor["width"], monitor["height"], self.fps)

    def read(self) -> NDArray[np.uint8]:
        """Raises SourceError where the screen is gone."""
        time.sleep(max(0.0, self._due - time.monotonic()))
        self._due = max(self._due + 1 / self.fps, time.monotonic())
        try:
            shot = np.asarray(self._screen.grab(self._monitor))
        except Exception as error:
            raise SourceError(f"the screen cannot be read: {error}") from error
        return np.ascontiguousarray(shot[:, :, :3])

    def close(self) -> None:
        """Let go."""
        if self._screen is not None:
            self._screen.close()


def _within(region: dict[str, int], screen: dict[str, int]) -> dict[str, int]:
    """``region`` itself, whose frame begins at the top left of ``screen`` (all monitors). Raises SourceError where it reaches beyond."""
    right, bottom = region["left"] + region["width"], region["top"] + region["height"]
    if min(region["width"], region["height"]) < 1 or right > screen["width"] or bottom > screen["height"]:
        raise SourceError(
            f"the region {region['left']},{region['top']},{region['width']},{region['height']} is not on the screen, "
            f"which is {screen['width']}×{screen['height']}"
        )
    return {**region, "left": region["left"] + screen["left"], "top": region["top"] + screen["top"]}


class Screen(LiveSource):
    """The screen, or a region of it, as a live source; arguments of :class:`ScreenRegion`."""

    def __init__(self, region: tuple[int, int, int, int] | None = None, fps: float = 30.0) -> None:
        super().__init__(lambda: ScreenRegion(region, fps), "screen")


def _match(text: str, cameras: CameraNames) -> SourceSpec | None:
    return SourceSpec("screen", text.lower(), "Screen") if text.lower().partition(":")[0].strip() == "screen" else None


@register_source("screen", match=_match, priority=20, live=True)
def open_screen(value: str, options: CaptureOptions) -> Source:
    """``screen`` or ``screen:LEFT,TOP,WIDTH,HEIGHT``; 30 frames a second unless asked otherwise."""
    region = whole_numbers(value, 4)
    return Screen((region[0], region[1], region[2], region[3]) if region else None, options.fps or 30.0)
