"""Which cameras there are, kept up to date while the window is open."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from importlib.util import find_spec

from PyQt6.QtCore import QObject, pyqtSignal

PERIOD = 2.0

ListCameras = Callable[[], list[tuple[str, str]]]
"""Cameras as (value that opens it, name)."""


def list_cameras() -> list[tuple[str, str]]:
    """The library's list; the first camera, whatever it is called, where the system does not tell which there are."""
    from posecore.sources.camera import list_cameras as listed

    if not sys.platform.startswith("linux") and find_spec("cv2_enumerate_cameras") is None:
        return [("0", "Camera")]
    return [(str(camera.index), camera.name) for camera in listed()]


class CameraWatch(QObject):
    """Looks for cameras every two seconds in a thread of its own."""

    changed = pyqtSignal(object)
    """The new list; the first comes soon after :meth:`start`, even if it is empty."""

    def __init__(self, lister: ListCameras | None = None, period: float = PERIOD, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._list, self._period = lister or list_cameras, period
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="cameras", daemon=True)

    def start(self) -> None:
        """Start looking."""
        self._thread.start()

    def stop(self, timeout: float = 0.3) -> bool:
        """End it; True when the thread is gone."""
        self._over.set()
        if self._thread.ident is not None:
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        last: list[tuple[str, str]] | None = None
        while not self._over.is_set():
            try:
                found = self._list()
            except Exception:  # a driver that does not answer must not end the watch
                found = last or []
            if found != last and not self._over.is_set():
                last = found
                self.changed.emit(found)
            self._over.wait(self._period)
