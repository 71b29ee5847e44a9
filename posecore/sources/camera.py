"""Webcams by number or name, through OpenCV."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ.setdefault("OPENCV_VIDEOIO_MSMF_ENABLE_HW_TRANSFORMS", "0")  # else Windows takes up to a minute to open a camera

import cv2
import numpy as np
from numpy.typing import NDArray

from posecore.sources import SourceError, SourceInfo
from posecore.sources.reconnecting import Device, LiveSource

_MJPG = cv2.VideoWriter.fourcc(*"MJPG")
_WIDE = 640
"""Above this width USB 2 has no room for uncompressed pictures at full rate."""


class CameraError(SourceError):
    """``kind`` says what a person can do: ``missing`` (plug one in), ``denied`` (give permission), ``busy`` (close the other program)."""

    def __init__(self, message: str, kind: str) -> None:
        super().__init__(message)
        self.kind = kind


@dataclass(frozen=True, order=True)
class CameraEntry:
    """One camera that is plugged in: its number for :class:`Camera`, its name for people, and OpenCV's backend for it (0: any)."""

    index: int
    name: str
    backend: int = 0


def list_cameras() -> list[CameraEntry]:
    """What is plugged in now, by number; quick enough to be asked every second. Empty where there is none or the system does not tell."""
    try:
        from cv2_enumerate_cameras import enumerate_cameras
    except ImportError:
        return _video4linux() if sys.platform.startswith("linux") else []
    return [CameraEntry(int(c.index), str(c.name), int(c.backend)) for c in enumerate_cameras(platform_backend())]


def _video4linux(devices: Path = Path("/sys/class/video4linux")) -> list[CameraEntry]:
    """Capture nodes of Linux; a camera's further nodes (metadata) carry the same name and an index above 0 and are left out."""
    found = []
    for node in devices.glob("video*"):
        try:
            if (node / "index").read_text().strip() == "0":
                found.append(CameraEntry(int(node.name.removeprefix("video")), (node / "name").read_text().strip(), cv2.CAP_V4L2))
        except (OSError, ValueError):
            continue
    return sorted(found)


def platform_backend() -> int:
    """OpenCV's own number of the capture interface to use on this system."""
    if sys.platform == "win32":
        return int(cv2.CAP_MSMF)
    return int(cv2.CAP_AVFOUNDATION) if sys.platform == "darwin" else int(cv2.CAP_V4L2)


def find_camera(wanted: int | str, cameras: list[CameraEntry] | None = None) -> CameraEntry:
    """The camera of that number, or whose name contains the text, in whatever case. Raises CameraError naming those there are."""
    cameras = list_cameras() if cameras is None else cameras
    there = "; there are: " + ", ".join(f"{c.index} ({c.name})" for c in cameras) if cameras else "; no camera is connected"
    if isinstance(wanted, int) or wanted.isdigit():
        index = int(wanted)
        found = next((c for c in cameras if c.index == index), None)
        if found is None and sys.platform.startswith("linux") and not Path(f"/dev/video{index}").exists():
            raise CameraError(f"there is no camera {index}{there}", "missing")
        return found or CameraEntry(index, f"camera {index}", platform_backend())
    for camera in cameras:
        if wanted.lower() in camera.name.lower():
            return camera
    raise CameraError(f"there is no camera called '{wanted}'{there}", "missing")


class OpenCVCamera:
    """One opening of a camera, a :class:`posecore.sources.reconnecting.Device`."""

    def __init__(self, wanted: int | str, size: tuple[int, int] | None = None, fps: float | None = None) -> None:
        self.wanted, self.size, self.fps = wanted, size, fps
        self._capture: Any = None
        self._name = str(wanted)

    def open(self) -> SourceInfo:
        """Raises CameraError."""
        entry = find_camera(self.wanted)
        self._name = entry.name
        self._capture = cv2.VideoCapture(entry.index, entry.backend or platform_backend())
        if not self._capture.isOpened() and sys.platform == "win32":
            self._capture = cv2.VideoCapture(entry.index, cv2.CAP_DSHOW)
        if not self._capture.isOpened():
            raise self._why(entry)
        if self.size is not None:
            if self.size[0] > _WIDE and sys.platform != "darwin":
                self._capture.set(cv2.CAP_PROP_FOURCC, _MJPG)
            self._capture.set(cv2.CAP_PROP_FRAME_WIDTH, self.size[0])
            self._capture.set(cv2.CAP_PROP_FRAME_HEIGHT, self.size[1])
        if self.fps is not None:
            self._capture.set(cv2.CAP_PROP_FPS, self.fps)
        self._capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
        given = [self._capture.get(p) for p in (cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT, cv2.CAP_PROP_FPS)]
        return SourceInfo(entry.name, int(given[0]), int(given[1]), float(given[2]) if 0 < given[2] < 1000 else None)

    def _why(self, entry: CameraEntry) -> CameraError:
        node = Path(f"/dev/video{entry.index}")
        if sys.platform.startswith("linux") and node.exists() and not os.access(node, os.R_OK | os.W_OK):
            return CameraError(f"{entry.name}: no permission to use {node}; add your user to the group 'video'", "denied")
        if sys.platform == "darwin":
            return CameraError(f"{entry.name} cannot be opened: allow it under System Settings, Privacy & Security, Camera", "denied")
        return CameraError(f"{entry.name} cannot be opened: close other programs that use it", "busy")

    def read(self) -> NDArray[np.uint8]:
        """Raises SourceError where the camera gives no picture."""
        good, image = self._capture.read()
        if not good or image is None:
            raise SourceError(f"{self._name} gives no pictures")
        return image if image.ndim == 3 else cv2.cvtColor(image, cv2.COLOR_GRAY2BGR)

    def close(self) -> None:
        """Give the camera back."""
        if self._capture is not None:
            self._capture.release()


class Camera(LiveSource):
    """A webcam.

    Args:
        wanted: its number, or part of its name.
        size: (W, H) px to ask for; ``info`` says what was given.
        fps: rate to ask for.
        device: makes the device, for tests.

    A camera that is unplugged or blocked is noticed within 2 s, and read on when it comes back.
    """

    def __init__(
        self,
        wanted: int | str = 0,
        size: tuple[int, int] | None = None,
        fps: float | None = None,
        *,
        device: Callable[[], Device] | None = None,
        stall: float = 1.5,
    ) -> None:
        name = f"camera {wanted}" if isinstance(wanted, int) or wanted.isdigit() else wanted
        super().__init__(device or (lambda: OpenCVCamera(wanted, size, fps)), name, stall=stall)
