"""Live results for eyes: the newest image there is, with the joints where they are by then.

The people of a frame are known some time after it was captured. The window and the virtual camera show each image as it comes, with the
keypoints of the last people predicted to that time; what is written or sent keeps the keypoints of the image they were found in.
"""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import replace
from time import monotonic
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from posecore.drawing.plan import Style
from posecore.pipelines.frame import PoseFrame
from posecore.sinks.virtual_camera import VirtualCamera
from posecore.tracking.prediction import predict

__all__ = ["RUNS_ON", "CameraFeed", "Newest", "by_now", "newer_image"]

RUNS_ON = 0.4
"""Seconds by which an image may be newer than the one its people were found in; people who are further behind stay on their own."""


def newer_image(frame: PoseFrame, newest: PoseFrame | None) -> NDArray[np.uint8] | None:
    """The image on which ``frame``'s people can be predicted: that of ``newest``, or their own where that is none, no newer, by far too
    new, or of another size. None where they cannot be predicted."""
    if frame.motion is None:
        return None
    if newest is None or not 0 < newest.captured - frame.captured <= RUNS_ON or newest.size != frame.size:
        return frame.image
    return newest.image


def by_now(frame: PoseFrame, newest: PoseFrame | None, now: float) -> PoseFrame:
    """``frame`` as it is shown at ``now`` (seconds, ``time.monotonic``); as it is where its people cannot be predicted."""
    image = newer_image(frame, newest)
    if image is None or frame.motion is None:
        return frame
    return replace(frame, image=image, people=predict(frame.people, frame.motion, now - frame.captured))


class Newest(ABC):
    """A thread that shows the newest: what comes while it is busy takes the place of what came before.

    :meth:`offer` is an engine's consumer, :meth:`captured` its ``on_captured``.

    Attributes:
        error: what went wrong last; it goes on with the next frame.
    """

    def __init__(self, name: str) -> None:
        self.error: BaseException | None = None
        self._frame: PoseFrame | None = None
        self._newest: PoseFrame | None = None
        self._dirty = self._over = False
        self._cleared = self._taken = 0
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    @abstractmethod
    def _show(self, frame: PoseFrame, newest: PoseFrame | None) -> None:
        """The finished ``frame`` and the newest captured one; in the thread."""

    @property
    @abstractmethod
    def follows(self) -> bool:
        """Whether a captured image is shown before its own people are known."""

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
        """The newest finished frame; returns at once."""
        with self._changed:
            self._frame, self._dirty = frame, True
            self._changed.notify_all()

    def captured(self, frame: PoseFrame) -> None:
        """The newest captured frame; returns at once. Nothing is shown before the first finished one."""
        with self._changed:
            self._newest = frame
            if self._frame is not None and self.follows and newer_image(self._frame, frame) is frame.image:
                self._dirty = True
                self._changed.notify_all()

    def clear(self) -> None:
        """Forget the frames, as when the source changes."""
        with self._changed:
            self._frame = self._newest = None
            self._dirty = False
            self._cleared += 1

    @property
    def forgotten(self) -> bool:
        """Whether :meth:`clear` was called since the frames of :meth:`_show` were taken; with ``_changed`` held it stays as it is."""
        return self._taken != self._cleared

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._dirty or self._over)
                if self._over:
                    return
                frame, newest, self._taken = self._frame, self._newest, self._cleared
                self._dirty = False
            if frame is None:
                continue
            try:
                self._show(frame, newest)
            except Exception as error:  # one bad frame must not end the thread
                self.error = error


class CameraFeed(Newest):
    """Feeds a virtual camera, which shows what the window shows.

    Args:
        camera: closed with the feed.
        style: how it draws; faces are blurred on the image they were found in.
        predicted: asked for each frame: whether joints are drawn where they are by now, on the newest image.
    """

    def __init__(self, camera: VirtualCamera, style: Callable[[], Style], predicted: Callable[[], bool]) -> None:
        super().__init__("virtual camera")
        self.camera = camera
        self._style, self._predicted = style, predicted

    @property
    def follows(self) -> bool:
        return self._predicted() and not self._style().blur_faces

    def _show(self, frame: PoseFrame, newest: PoseFrame | None) -> None:
        self.camera.write(by_now(frame, newest, monotonic()) if self.follows else frame)

    def close(self, timeout: float = 1.0) -> bool:
        """End it and let go of the device; True when the thread is gone."""
        gone = self.stop(timeout)
        self.camera.close(timeout if gone else 0.0)
        return gone

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()
