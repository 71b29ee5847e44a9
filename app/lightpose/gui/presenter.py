"""Makes each frame ready for the screen, in a thread of its own: the window's thread only copies the result and draws lines over it."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from posecore.codec import STRIDE
from posecore.drawing.painter import Style, draw
from posecore.engine import Mailbox
from posecore.people import People
from posecore.pipelines.frame import PoseFrame

_BLURRED = Style(skeleton=False, boxes=False, ids=False, blur_faces=True)


@dataclass(frozen=True)
class PictureOptions:
    """How a frame becomes a picture: ``size`` (W, H) is the room on the screen in device px, ``heatmap`` a joint's number or None."""

    size: tuple[int, int] = (640, 360)
    mirror: bool = False
    blur_faces: bool = False
    heatmap: int | None = None


@dataclass(frozen=True)
class Picture:
    """Ready for the screen: ``image`` (h,w,4) uint8 BGRX at the size it is shown, and the frame it was made from."""

    image: NDArray[np.uint8]
    frame: PoseFrame
    mirror: bool


class Presenter:
    """Takes the newest frame, makes a :class:`Picture` of it, keeps the newest picture for the window's timer.

    Use :meth:`offer` as an engine's consumer. Changing ``options`` makes a new picture of the last frame: a paused video answers too.
    """

    def __init__(self) -> None:
        self.error: BaseException | None = None
        self._options = PictureOptions()
        self._frame: PoseFrame | None = None
        self._dirty = self._over = False
        self._changed = threading.Condition()
        self._out: Mailbox[Picture] = Mailbox()
        self._thread = threading.Thread(target=self._run, name="presenter", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self, timeout: float = 0.5) -> bool:
        """End it; True when the thread is gone."""
        with self._changed:
            self._over = True
            self._changed.notify_all()
        if self._thread.ident is not None:
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def offer(self, frame: PoseFrame) -> None:
        """The newest frame; returns at once."""
        with self._changed:
            self._frame, self._dirty = frame, True
            self._changed.notify_all()

    def take(self) -> Picture | None:
        """The newest picture nobody took yet; never waits."""
        return self._out.take()

    def clear(self) -> None:
        """Forget the last frame and picture, as when the source changes."""
        with self._changed:
            self._frame, self._dirty = None, False
        self._out.take()

    @property
    def options(self) -> PictureOptions:
        """How pictures are made from now on."""
        return self._options

    @options.setter
    def options(self, options: PictureOptions) -> None:
        with self._changed:
            if options != self._options:
                self._options, self._dirty = options, self._frame is not None
                self._changed.notify_all()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._dirty or self._over)
                if self._over:
                    return
                frame, options = self._frame, self._options
                self._dirty = False
            if frame is None:
                continue
            try:
                self._out.put(make_picture(frame, options))
            except Exception as error:  # one bad frame must not end the show
                self.error = error


def make_picture(frame: PoseFrame, options: PictureOptions) -> Picture:
    """One frame at the size it is shown, faces blurred and heatmap laid over it where asked."""
    image = frame.image
    people = frame.people if frame.people is not None else People.empty()
    if options.blur_faces and len(people):
        image = draw(image, people, _BLURRED)
    height, width = image.shape[:2]
    scale = min(options.size[0] / width, options.size[1] / height)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    shown: Any = cv2.resize(image, size, interpolation=cv2.INTER_AREA if scale < 0.7 else cv2.INTER_LINEAR)
    if options.heatmap is not None and frame.heatmaps is not None:
        _lay_heatmap(shown, heatmap_of(frame, options.heatmap, size))
    if options.mirror:
        shown = cv2.flip(shown, 1)
    return Picture(cv2.cvtColor(shown, cv2.COLOR_BGR2BGRA), frame, options.mirror)  # type: ignore[arg-type]


def heatmap_of(frame: PoseFrame, joint: int, size: tuple[int, int]) -> NDArray[np.float32]:
    """Everybody's heatmap of one joint at the place where it belongs: (h,w) float32 in [0,1] at the ``size`` (w, h) shown.

    The frame must carry the heatmaps (see :class:`posecore.pipelines.stages.PoseStage`).
    """
    height, width = frame.image.shape[:2]
    assert frame.heatmaps is not None
    maps, matrices = frame.heatmaps.values[:, joint], frame.heatmaps.affines
    shrink = np.diag([size[0] / width, size[1] / height, 1.0])
    grow = np.diag([float(STRIDE), float(STRIDE), 1.0])
    total = np.zeros((size[1], size[0]), np.float32)
    for single, matrix in zip(maps, matrices, strict=True):
        to_crop = np.vstack([matrix, [0, 0, 1]])
        to_screen = (shrink @ np.linalg.inv(to_crop) @ grow)[:2]
        placed = cv2.warpAffine(np.ascontiguousarray(single, np.float32), to_screen, size, flags=cv2.INTER_LINEAR)
        np.maximum(total, placed, out=total)
    return np.clip(total, 0, 1)


def _lay_heatmap(image: NDArray[np.uint8], heat: NDArray[np.float32]) -> None:
    """Colour ``heat`` (h,w) and blend it into ``image`` (h,w,3) in place: the higher, the more opaque."""
    rows, columns = np.flatnonzero(heat.max(axis=1) > 0.03), np.flatnonzero(heat.max(axis=0) > 0.03)
    if not len(rows):
        return
    window = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    part = heat[window]
    colours: Any = cv2.applyColorMap((part * 255).astype(np.uint8), cv2.COLORMAP_TURBO)
    weight = np.ascontiguousarray(np.clip(part * 1.6, 0, 0.85))
    image[window] = cv2.blendLinear(colours, np.ascontiguousarray(image[window]), weight, 1 - weight)
