"""What the window shows, as a camera for other programs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from posecore.drawing import Style, draw
from posecore.engine import Frame
from posecore.people import People


class VirtualCamera:
    """Sends the annotated picture to other programs, where pyvirtualcam and its driver are installed. A consumer like the recorder."""

    def __init__(self, style: Callable[[], Style], fps: float = 30.0) -> None:
        self._style, self._fps = style, fps
        self._camera: Any = None
        self.error: Exception | None = None

    @staticmethod
    def available() -> bool:
        """Whether pyvirtualcam is installed."""
        from importlib.util import find_spec

        return find_spec("pyvirtualcam") is not None

    def write(self, frame: Frame) -> None:
        """Send one frame; after an error, nothing more."""
        if self.error is not None:
            return
        try:
            height, width = frame.image.shape[:2]
            if self._camera is None or (self._camera.width, self._camera.height) != (width, height):
                import pyvirtualcam  # type: ignore[import-not-found]

                self.close()
                self._camera = pyvirtualcam.Camera(width=width, height=height, fps=self._fps, fmt=pyvirtualcam.PixelFormat.BGR)
            people = frame.people if frame.people is not None else People.empty()
            self._camera.send(draw(frame.image, people, self._style()))
        except Exception as error:
            self.error = error

    def close(self) -> None:
        """Let go of the device."""
        if self._camera is not None:
            self._camera.close()
            self._camera = None
