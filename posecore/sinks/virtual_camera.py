"""Annotated frames as a camera for other programs, by pyvirtualcam and the driver that each system needs for it.

Linux: v4l2loopback (``apt-get install v4l2loopback-dkms``, ``modprobe v4l2loopback exclusive_caps=1``). Windows and macOS: OBS, whose
virtual camera it uses; on macOS it has to be started in OBS once.
"""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posecore.drawing.painter import draw
from posecore.drawing.plan import Style
from posecore.people import People
from posecore.sinks.frame import FrameWithPeople

NOT_INSTALLED = 'pyvirtualcam is not installed: pip install "lightpose[camera]"'
_DRIVERS = {
    "linux": "there is no virtual camera device: install v4l2loopback-dkms, then modprobe v4l2loopback exclusive_caps=1",
    "win32": "there is no virtual camera: install OBS, which brings one",
    "darwin": "there is no virtual camera: install OBS, start its virtual camera once and allow it in the system settings",
}

BACKGROUNDS: dict[str, tuple[int, int, int] | None] = {"image": None, "black": (0, 0, 0), "green": (0, 255, 0)}
"""What people are drawn on: the camera's image, or one colour (BGR), such as green for another program to cut out."""


def explain(error: Exception, platform: str = sys.platform, quoted: bool = True) -> str:
    """What is missing, in a sentence, when opening the device raised ``error``; ``quoted``: with what the driver said."""
    if isinstance(error, ModuleNotFoundError):
        return NOT_INSTALLED
    text = " ".join(str(getattr(error, "strerror", None) or error).split()) or type(error).__name__
    low, behind = text.lower(), f" ({text})" if quoted else ""
    if "could not be opened" in low or "in use" in low or "busy" in low:
        return f"another program uses the virtual camera, or it may not be written to{behind}"
    if isinstance(error, RuntimeError) and platform in _DRIVERS:
        return f"{_DRIVERS[platform]}{behind}"
    return text


def even(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Without the last row and column of an odd size: devices take images whose colours are halved (I420), which have none."""
    height, width = image.shape[:2]
    return np.ascontiguousarray(image[: height - height % 2, : width - width % 2])


STUCK_SECONDS = 5.0
"""A driver that takes longer for a frame counts as hanging."""


class VirtualCamera:
    """Sends annotated frames to other programs, where pyvirtualcam and its driver are installed. A consumer like the recorder.

    Args:
        style: asked for each frame how people are drawn.
        fps: frames a second that the device announces.
        background: (B, G, R) to draw people on instead of the image; None: the image.

    Attributes:
        error: what ended it, None while all is well; :func:`explain` makes a sentence of it.
        device: what other programs call it, "" where the driver does not say; None before the first frame was sent.
    """

    def __init__(self, style: Callable[[], Style], fps: float = 30.0, background: tuple[int, int, int] | None = None) -> None:
        self._style, self._fps, self._background = style, fps, background
        self._camera: Any = None
        self._over = False
        self._device = threading.Lock()  # frames come in an engine's thread, the end comes in the window's
        self._busy_since: float | None = None
        self.error: Exception | None = None
        self.device: str | None = None

    @staticmethod
    def available() -> bool:
        """Whether pyvirtualcam is installed; its driver is looked for when the first frame comes."""
        from importlib.util import find_spec

        return find_spec("pyvirtualcam") is not None

    @property
    def hangs(self) -> bool:
        """Whether its driver has not come back for :data:`STUCK_SECONDS`."""
        since = self._busy_since
        return since is not None and time.monotonic() - since > STUCK_SECONDS

    @property
    def failure(self) -> Exception | None:
        """What keeps it from working now: :attr:`error`, or a driver that hangs."""
        return self.error or (TimeoutError("the driver of the virtual camera does not answer") if self.hangs else None)

    @property
    def trouble(self) -> str:
        """Why it does not work, in a sentence with what to do; "" while all is well."""
        failure = self.failure
        return explain(failure) if failure is not None else ""

    def write(self, frame: FrameWithPeople) -> None:
        """Send one frame; after an error or the end, nothing more."""
        if self.error is not None or self._over:
            return
        try:
            people = frame.people if frame.people is not None else People.empty()
            below = frame.image if self._background is None else np.full_like(frame.image, self._background)
            image = even(draw(below, people, self._style(), everyone=frame.all_people))
            with self._device:
                self._send(image)
        except Exception as error:
            self.error = error

    def close(self, timeout: float = 0.5) -> None:
        """Let go of the device, for good; of a driver that hangs only once it comes back, after ``timeout`` seconds here."""
        self._over = True
        if self._device.acquire(timeout=timeout):
            try:
                self._let_go()
            finally:
                self._device.release()

    def _send(self, image: NDArray[np.uint8]) -> None:
        if self._over:
            return
        self._busy_since = time.monotonic()
        try:
            camera = self._opened(*image.shape[1::-1])
            camera.send(image)
            self.device = str(getattr(camera, "device", ""))
        finally:
            self._busy_since = None
            if self._over:  # given up meanwhile
                self._let_go()

    def _opened(self, width: int, height: int) -> Any:
        """The device, for frames of this size."""
        if self._camera is None or (self._camera.width, self._camera.height) != (width, height):
            import pyvirtualcam

            self._let_go()
            self._camera = pyvirtualcam.Camera(width=width, height=height, fps=self._fps, fmt=pyvirtualcam.PixelFormat.BGR)
        return self._camera

    def _let_go(self) -> None:
        camera, self._camera = self._camera, None
        if camera is not None:
            with contextlib.suppress(Exception):  # of a driver that is gone
                camera.close()
