"""Prepares frames for the screen (scaled, mirrored, blurred, with a heatmap) in a thread of its own.

The window's thread only copies the result and paints the people over it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from posecore.drawing.faces import blur_faces
from posecore.drawing.heatmap import paint_heatmap, place_heatmaps
from posecore.engine import Mailbox
from posecore.pipelines.choice import chosen_anew
from posecore.pipelines.display import Newest, newer_image
from posecore.pipelines.frame import PoseFrame
from posecore.pipelines.selection import Selection

Image = NDArray[np.uint8]


@dataclass(frozen=True)
class ScreenOptions:
    """How a frame is prepared: ``size`` (W, H) is the room on the screen in device px, ``heatmap`` a joint's index or None.

    ``predict``: show the newest image there is, and the joints where they are by then (:mod:`posecore.pipelines.display`).
    ``selection``: who is shown, where the frame's people were chosen otherwise; None: leave them.
    """

    size: tuple[int, int] = (640, 360)
    mirror: bool = False
    blur_faces: bool = False
    heatmap: int | None = None
    predict: bool = False
    selection: Selection | None = None

    @property
    def follows(self) -> bool:
        """Whether an image is shown before its own people are known: blurred faces and heatmaps stay on the image they were found in."""
        return self.predict and not self.blur_faces and self.heatmap is None


@dataclass(frozen=True)
class ScreenImage:
    """Ready for the screen: ``image`` (h,w,4) uint8 BGRX at the size it is shown, and the frame whose people belong to it.

    ``predict``: the people are to be drawn where they are when the image is painted first.
    """

    image: NDArray[np.uint8]
    frame: PoseFrame
    mirror: bool
    predict: bool = False


class Presenter(Newest):
    """Takes the newest frame, prepares it, keeps the newest :class:`ScreenImage` for the window.

    Where joints are predicted, each captured image is prepared as it comes, whatever the networks are busy with. Changing ``options``
    prepares the last frame anew: a paused video answers too.

    Args:
        ready: called in the presenter's thread when there is an image to :meth:`take`; not again before it was taken.
    """

    def __init__(self, ready: Callable[[], None] = lambda: None) -> None:
        super().__init__("presenter")
        self._options = ScreenOptions()
        self._ready, self._told = ready, False
        self._out: Mailbox[ScreenImage] = Mailbox()
        self._scaled = Scaled()

    def take(self) -> ScreenImage | None:
        """The newest image that was not taken yet; never waits."""
        self._told = False
        return self._out.take()

    def clear(self) -> None:
        """Forget the last frame and image, as when the source changes."""
        super().clear()
        self._out.take()

    @property
    def options(self) -> ScreenOptions:
        """How frames are prepared from now on."""
        return self._options

    @options.setter
    def options(self, options: ScreenOptions) -> None:
        with self._changed:
            if options != self._options:
                self._options, self._dirty = options, self._frame is not None
                self._changed.notify_all()

    @property
    def follows(self) -> bool:
        return self._options.follows

    def _show(self, frame: PoseFrame, newest: PoseFrame | None) -> None:
        screen = prepare(frame, self._options, newest, self._scaled)
        with self._changed:
            if self.forgotten:
                return
            self._out.put(screen)
        if not self._told:
            self._told = True
            self._ready()


class Scaled:
    """An image at the size it is shown. The last one is kept: its people may become known a moment after it is on the screen."""

    def __init__(self) -> None:
        self._key: tuple[object, ...] = ()
        self._last: tuple[Image, Image] | None = None

    def __call__(self, image: Image, options: ScreenOptions) -> Image:
        """(H,W,3) BGR → (h,w,4) BGRX, not to be written into."""
        key = (options.size, options.mirror)
        if self._last is None or self._last[0] is not image or key != self._key:
            self._key, self._last = key, (image, finished(resized(image, options.size), options.mirror))
        return self._last[1]


def resized(image: Image, room: tuple[int, int]) -> Image:
    """As large as ``room`` (W, H) allows; the same array where it has that size.

    Halved as often as it goes, each pixel the mean of four, then interpolated: OpenCV's means over areas of other sizes take five to ten
    times as long and look the same.
    """
    height, width = image.shape[:2]
    scale = min(room[0] / width, room[1] / height)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    while image.shape[1] >= 2 * size[0] and image.shape[0] >= 2 * size[1]:
        image = np.asarray(cv2.resize(image, (image.shape[1] // 2, image.shape[0] // 2), interpolation=cv2.INTER_AREA), np.uint8)
    if size == image.shape[1::-1]:
        return image
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_LINEAR), np.uint8)


def finished(image: Image, mirror: bool) -> Image:
    """BGR → BGRX, mirrored where asked."""
    return np.asarray(cv2.cvtColor(cv2.flip(image, 1) if mirror else image, cv2.COLOR_BGR2BGRA), np.uint8)


def prepare(frame: PoseFrame, options: ScreenOptions, newest: PoseFrame | None = None, scaled: Scaled | None = None) -> ScreenImage:
    """One frame at the size it is shown, faces blurred and heatmap laid over it where asked."""
    if options.selection is not None and options.selection != frame.selection:
        frame = chosen_anew(frame, options.selection)
    newer = newer_image(frame, newest) if options.follows else None
    if newer is not None:
        return ScreenImage((scaled or Scaled())(newer, options), frame, options.mirror, predict=True)
    image, everyone = frame.image, frame.all_people  # faces of those who are not shown too
    if options.blur_faces and len(everyone):
        image = image.copy()
        blur_faces(image, everyone)
    shown = resized(image, options.size)
    if options.heatmap is not None and frame.heatmaps is not None:
        maps = frame.heatmaps.values[:, options.heatmap]
        shown = shown.copy() if shown is frame.image else shown
        paint_heatmap(shown, place_heatmaps(maps, frame.heatmaps.affines, frame.size, shown.shape[1::-1]))
    return ScreenImage(finished(shown, options.mirror), frame, options.mirror)
