"""What the window shows, as a camera for other programs."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from posecore.drawing.painter import Style, draw
from posecore.people import People
from posecore.pipelines.frame import PoseFrame


class VirtualCamera:
    """Sends the annotated picture to other programs, where pyvirtualcam and its driver are installed. A consumer like the recorder."""

    def __init__(self, style: Callable[[], Style], fps: float = 30.0) -> None:
        self._style, self._fps = style, fps
        self._camera: Any = None
        self._over = False
        self._device = threading.Lock()  # frames come in an engine's thread, the end comes in the window's
        self.error: Exception | None = None

    @staticmethod
    def available() -> bool:
        """Whether pyvirtualcam is installed."""
        from importlib.util import find_spec

        return find_spec("pyvirtualcam") is not None

    def write(self, frame: PoseFrame) -> None:
        """Send one frame; after an error or the end, nothing more."""
        if self.error is not None or self._over:
            return
        try:
            people = frame.people if frame.people is not None else People.empty()
            picture = draw(frame.image, people, self._style())
            with self._device:
                if not self._over:
                    self._opened(*picture.shape[1::-1]).send(picture)
        except Exception as error:
            self.error = error

    def close(self) -> None:
        """Let go of the device, for good."""
        with self._device:
            self._over = True
            self._let_go()

    def _opened(self, width: int, height: int) -> Any:
        """The device, for pictures of this size."""
        if self._camera is None or (self._camera.width, self._camera.height) != (width, height):
            import pyvirtualcam  # type: ignore[import-not-found]

            self._let_go()
            self._camera = pyvirtualcam.Camera(width=width, height=height, fps=self._fps, fmt=pyvirtualcam.PixelFormat.BGR)
        return self._camera

    def _let_go(self) -> None:
        if self._camera is not None:
            self._camera.close()
            self._camera = None
