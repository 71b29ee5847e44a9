"""In a Jupyter notebook: images with their people, and live video, below the cell.

from posecore.notebook import show, watch

show("photo.jpg").people
watch("0", seconds=20)          # a camera; interrupting the kernel ends it, too
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from posecore.drawing.painter import draw
from posecore.drawing.plan import Style
from posecore.people import People
from posecore.pipelines.frame import PoseFrame
from posecore.pipelines.live import Live
from posecore.pipelines.selection import Selection
from posecore.pipelines.stages import Networks
from posecore.sources import Source
from posecore.sources.images import read_image

__all__ = ["LiveImage", "Shown", "show", "watch"]

Image = NDArray[np.uint8]
Estimator = Callable[[Image], People]

WIDTH = 960
"""Px; wider images are shown smaller."""
RATE = 10.0
"""Images a second that are sent to the browser."""


class Drawn:
    """An image with its people, at most so wide. ``image``: (h,w,3) uint8 BGR; ``people``: those who are drawn, in px of the original."""

    def __init__(self, image: Image, people: People, style: Style | None = None, width: int = WIDTH) -> None:
        """``image`` (H,W,3) uint8 BGR and its people."""
        self.people = people
        drawn = draw(image, people, style or Style())
        if drawn.shape[1] > width:
            size = (width, max(1, round(drawn.shape[0] * width / drawn.shape[1])))
            drawn = np.asarray(cv2.resize(drawn, size, interpolation=cv2.INTER_AREA), np.uint8)
        self.image = drawn

    def __repr__(self) -> str:
        return f"{len(self.people)} people"

    def _encoded(self, suffix: str) -> bytes:
        return cv2.imencode(suffix, self.image)[1].tobytes()


class Shown(Drawn):
    """What Jupyter displays of an image."""

    def _repr_png_(self) -> bytes:
        return self._encoded(".png")


class LiveImage(Drawn):
    """What Jupyter displays of live video: smaller."""

    def _repr_jpeg_(self) -> bytes:
        return self._encoded(".jpg")


def show(
    image: str | Path | Image, people: People | None = None, *, networks: Estimator | None = None, style: Style | None = None
) -> Shown:
    """An image with its people, for the last line of a cell.

    Args:
        image: a file, or (H,W,3) uint8 BGR.
        people: of it; None: those the networks find.
        networks: what :func:`posecore.load` gives; None: that, loaded once.

    Raises SourceError for a file that is no image.
    """
    if isinstance(image, str | Path):
        image = read_image(image)
    return Shown(image, people if people is not None else (networks or _loaded())(image), style)


def watch(
    source: str | Source = "0",
    *,
    seconds: float | None = None,
    networks: Networks | None = None,
    selection: Selection | None = None,
    style: Style | None = None,
    width: int = WIDTH,
) -> People:
    """Live video in one place below the cell, until it ends, ``seconds`` are over or the kernel is interrupted: the last people seen.

    Args:
        source: whatever :func:`posecore.sources.factory.open_source` knows, or a source that is not open.
        seconds: from the first image on; None: no end.
        networks: what :func:`posecore.load` gives; None: that, loaded once.
        selection: who is shown; None: everyone.

    The last image stays. Raises ModuleNotFoundError without IPython, and what ended the engine: EngineError.
    """
    display: Any = import_module("IPython.display").display
    if isinstance(source, str):
        from posecore.sources.factory import open_source

        source = open_source(source)
    engine = Live(source, networks if networks is not None else cast("Networks", _loaded()), selection=selection).engine
    handle: Any = None
    people, first = People.empty(), None
    engine.start()
    try:
        while seconds is None or first is None or time.monotonic() - first < seconds:
            frame: PoseFrame | None = engine.latest.take()
            if frame is None:
                if engine.wait(0.02):
                    break
                continue
            people, shown = frame.people, LiveImage(frame.image, frame.people, style, width)
            if handle is None:
                first, handle = time.monotonic(), display(shown, display_id=True)
            else:
                handle.update(shown)
            engine.wait(1 / RATE)
    except KeyboardInterrupt:  # how a notebook ends a cell: nothing to complain of
        pass
    finally:
        engine.stop()
    if engine.error is not None:
        raise engine.error
    return people


@lru_cache(maxsize=1)
def _loaded() -> Estimator:
    from posecore.pipelines.image import load

    return load()
