"""Webcams through OpenCV: Video4Linux, Media Foundation, AVFoundation."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

os.environ.setdefault("OPENCV_VIDEOIO_MSMF_ENABLE_HW_TRANSFORMS", "0")  # else Windows takes up to a minute to open a camera

import cv2
import numpy as np
from numpy.typing import NDArray

from posecore.sources import SourceError, SourceInfo
from posecore.sources.camera import CameraEntry, CameraError, find_camera, register_camera_backend
from posecore.sources.reconnecting import Device

_MJPG = cv2.VideoWriter.fourcc(*"MJPG")
_WIDE = 640
"""Above this width USB 2 has no room for uncompressed images at full rate."""


@register_camera_backend("opencv")
class OpenCVCameras:
    """The webcams that the operating system knows."""

    def cameras(self) -> list[CameraEntry]:
        """By number; empty on Windows and macOS where the package cv2-enumerate-cameras is not installed."""
        try:
            from cv2_enumerate_cameras import enumerate_cameras
        except ImportError:
            return _video4linux() if sys.platform.startswith("linux") else []
        return [CameraEntry(int(c.index), str(c.name), int(c.backend)) for c in enumerate_cameras(platform_backend())]

    def device(self, entry: CameraEntry, size: tuple[int, int] | None, fps: float | None) -> Device:
        """A :class:`OpenCVCamera`."""
        return OpenCVCamera(entry, size, fps)


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


class OpenCVCamera:
    """One opening of a camera by OpenCV, a :class:`posecore.sources.reconnecting.Device`.

    Args:
        wanted: its number, part of its name, or the camera as it was listed.
        size: (W, H) px to ask for.
        fps: rate to ask for.
    """

    def __init__(self, wanted: int | str | CameraEntry, size: tuple[int, int] | None = None, fps: float | None = None) -> None:
        self.wanted, self.size, self.fps = wanted, size, fps
        self._capture: Any = None
        self._name = wanted.name if isinstance(wanted, CameraEntry) else str(wanted)

    def open(self) -> SourceInfo:
        """Raises CameraError."""
        entry = self.wanted if isinstance(self.wanted, CameraEntry) else find_camera(self.wanted)
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
        """Raises SourceError where the camera gives no image."""
        good, image = self._capture.read()
        if not good or image is None:
            raise SourceError(f"{self._name} gives no pictures")
        result: NDArray[np.uint8] = image if image.ndim == 3 else np.asarray(cv2.cvtColor(image, cv2.COLOR_GRAY2BGR), np.uint8)
        return result

    def close(self) -> None:
        """Give the camera back."""
        if self._capture is not None:
            self._capture.release()
