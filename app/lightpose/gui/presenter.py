"""Prepares frames for the screen (scaled, mirrored, blurred, with a heatmap) in a thread of its own.

The window's thread only copies the result and paints the people over it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from posecore.drawing.faces import blur_faces
from posecore.drawing.heatmap import paint_heatmap, place_heatmaps
from posecore.engine import Mailbox
from posecore.people import People
from posecore.pipelines.choice import chosen_anew
from posecore.pipelines.frame import PoseFrame
from posecore.pipelines.selection import Selection
from posecore.tracking.prediction import MOST_SECONDS


@dataclass(frozen=True)
class ScreenOptions:
    """How a frame is prepared: ``size`` (W, H) is the room on the screen in device px, ``heatmap`` a joint's index or None.

    ``predict``: show the newest image there is, and the joints where they are by then (:func:`newer_image`).
    ``selection``: who is shown, where the frame's people were chosen otherwise; None: leave them.
    """

    size: tuple[int, int] = (640, 360)
    mirror: bool = False
    blur_faces: bool = False
    heatmap: int | None = None
    predict: bool = False
    selection: Selection | None = None


@dataclass(frozen=True)
class ScreenImage:
    """Ready for the screen: ``image`` (h,w,4) uint8 BGRX at the size it is shown, and the frame whose people belong to it.

    ``predict``: the people are to be drawn where they are when the image is painted first.
    """

    image: NDArray[np.uint8]
    frame: PoseFrame
    mirror: bool
    predict: bool = False


class Presenter:
    """Takes the newest frame, prepares it, keeps the newest :class:`ScreenImage` for the window's timer.

    Use :meth:`offer` as an engine's consumer; ``newest`` gives the newest frame the source has captured, or None. Changing ``options``
    prepares the last frame anew: a paused video answers too.
    """

    def __init__(self) -> None:
        self.error: BaseException | None = None
        self.newest: Callable[[], PoseFrame | None] = lambda: None
        self._options = ScreenOptions()
        self._frame: PoseFrame | None = None
        self._dirty = self._over = False
        self._changed = threading.Condition()
        self._out: Mailbox[ScreenImage] = Mailbox()
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

    def take(self) -> ScreenImage | None:
        """The newest image that was not taken yet; never waits."""
        return self._out.take()

    def clear(self) -> None:
        """Forget the last frame and image, as when the source changes."""
        with self._changed:
            self._frame, self._dirty = None, False
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
                self._out.put(prepare(frame, options, self.newest()))
            except Exception as error:  # one bad frame must not end the thread
                self.error = error


def newer_image(frame: PoseFrame, options: ScreenOptions, newest: PoseFrame | None) -> NDArray[np.uint8] | None:
    """The image of ``newest``, where ``frame``'s people are to be predicted and can be; None: they are shown on their own image.

    Blurred faces and heatmaps stay on the image they were found in, and so does who cannot be predicted that far.
    """
    if not options.predict or frame.motion is None or options.blur_faces or options.heatmap is not None:
        return None
    if newest is None or not 0 < newest.captured - frame.captured <= MOST_SECONDS or newest.size != frame.size:
        return frame.image
    return newest.image


def prepare(frame: PoseFrame, options: ScreenOptions, newest: PoseFrame | None = None) -> ScreenImage:
    """One frame at the size it is shown, faces blurred and heatmap laid over it where asked."""
    if options.selection is not None and options.selection != frame.selection:
        frame = chosen_anew(frame, options.selection)
    newer = newer_image(frame, options, newest)
    image = frame.image if newer is None else newer
    people = frame.people if frame.people is not None else People.empty()
    if options.blur_faces and len(people):
        image = image.copy()
        blur_faces(image, people)
    height, width = image.shape[:2]
    scale = min(options.size[0] / width, options.size[1] / height)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    shown = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA if scale < 0.7 else cv2.INTER_LINEAR), np.uint8)
    if options.heatmap is not None and frame.heatmaps is not None:
        maps = frame.heatmaps.values[:, options.heatmap]
        paint_heatmap(shown, place_heatmaps(maps, frame.heatmaps.affines, (width, height), size))
    if options.mirror:
        shown = np.asarray(cv2.flip(shown, 1), np.uint8)
    return ScreenImage(np.asarray(cv2.cvtColor(shown, cv2.COLOR_BGR2BGRA), np.uint8), frame, options.mirror, newer is not None)
