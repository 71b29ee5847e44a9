"""Webcams by number or name: the back ends that find and open them, and the source.

A further back end (a vendor's SDK, GStreamer …) is one file, in this package or named under the entry points ``lightpose.sources``::

    @register_camera_backend("vendor")
    class VendorCameras:
        def cameras(self) -> list[CameraEntry]: ...
        def device(self, entry: CameraEntry, size: tuple[int, int] | None, fps: float | None) -> Device: ...
"""

from __future__ import annotations

import os
import re
import sys
import warnings
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from posecore.sources import Source, SourceError, SourceInfo
from posecore.sources.reconnecting import Device, LiveSource
from posecore.sources.registry import CameraNames, CaptureOptions, SourceSpec, add_rule, load_sources, register_source


class CameraError(SourceError):
    """``kind`` says what a person can do: ``missing`` (plug one in), ``denied`` (give permission), ``busy`` (close the other program)."""

    def __init__(self, message: str, kind: str) -> None:
        super().__init__(message)
        self.kind = kind


@dataclass(frozen=True, order=True)
class CameraEntry:
    """One camera that is plugged in.

    Attributes:
        index: its number for :class:`Camera`, different for each.
        name: for people.
        backend: OpenCV's number of the interface it is reached by (0: any); of no meaning to other back ends.
        driver: name of the registered back end that found it and opens it.
        device: what the back end itself calls it, where that is not ``index``.
    """

    index: int
    name: str
    backend: int = 0
    driver: str = "opencv"
    device: str = ""


class CameraBackend(Protocol):
    """Finds cameras and opens them. Made without arguments, once."""

    def cameras(self) -> list[CameraEntry]:
        """What is plugged in now; quick enough to be asked every second."""
        ...

    def device(self, entry: CameraEntry, size: tuple[int, int] | None, fps: float | None) -> Device:
        """One opening of the camera ``entry``, not open yet; ``size`` (W, H) px and ``fps`` are to be asked for."""
        ...


_backends: dict[str, CameraBackend] = {}
_B = TypeVar("_B", bound=CameraBackend)


def register_camera_backend(name: str) -> Callable[[type[_B]], type[_B]]:
    """Decorator: the class finds and opens cameras, beside those that are registered already. One of the same name is replaced."""

    def decorate(backend: type[_B]) -> type[_B]:
        _backends[name] = backend()
        return backend

    return decorate


def unregister_camera_backend(name: str) -> None:
    """Forget the back end ``name``, if there is one."""
    _backends.pop(name, None)


def list_cameras() -> list[CameraEntry]:
    """What is plugged in now, by number; quick enough to be asked every second. Empty where there is none or the system does not tell.

    OpenCV's cameras keep their numbers; one of another back end whose number is taken gets the next free one.
    """
    load_sources()
    found: dict[int, CameraEntry] = {}
    for name, backend in sorted(_backends.items(), key=lambda item: item[0] != "opencv"):
        for entry in _cameras_of(name, backend):
            index = entry.index if entry.index not in found else max(found) + 1
            found[index] = replace(entry, index=index, driver=name, device=entry.device or str(entry.index))
    return [found[index] for index in sorted(found)]


def _cameras_of(name: str, backend: CameraBackend) -> list[CameraEntry]:
    try:
        return backend.cameras()
    except Exception as error:
        if name == "opencv":
            raise
        warnings.warn(f"the camera back end '{name}' does not say which cameras there are: {error}", RuntimeWarning, stacklevel=2)
        return []


def find_camera(wanted: int | str, cameras: list[CameraEntry] | None = None) -> CameraEntry:
    """The camera of that number, or whose name contains the text, in whatever case. Raises CameraError naming those there are."""
    cameras = list_cameras() if cameras is None else cameras
    there = "; there are: " + ", ".join(f"{c.index} ({c.name})" for c in cameras) if cameras else "; no camera is connected"
    if isinstance(wanted, int) or wanted.isdigit():
        index = int(wanted)
        found = next((c for c in cameras if c.index == index), None)
        if found is None and sys.platform.startswith("linux") and not Path(f"/dev/video{index}").exists():
            raise CameraError(f"there is no camera {index}{there}", "missing")
        return found or CameraEntry(index, f"camera {index}")
    for camera in cameras:
        if wanted.lower() in camera.name.lower():
            return camera
    raise CameraError(f"there is no camera called '{wanted}'{there}", "missing")


def find_again(before: CameraEntry, wanted: int | str) -> CameraEntry:
    """The camera that was ``before`` (found as ``wanted``) after it was away: plugged in again it may have got another number."""
    cameras = list_cameras()
    same = [c for c in cameras if (c.driver, c.name) == (before.driver, before.name)]
    return next((c for c in same if c.index == before.index), None) or (same[0] if same else find_camera(wanted, cameras))


class AnyCamera:
    """One opening of a camera by the back end that lists it, a :class:`posecore.sources.reconnecting.Device`; arguments of
    :class:`Camera`. The camera is looked up when it is opened, since numbers change when cameras come and go.

    Attributes:
        entry: which one it is; None before :meth:`open`. Where it is given, that one is looked for.
    """

    def __init__(
        self, wanted: int | str, size: tuple[int, int] | None = None, fps: float | None = None, entry: CameraEntry | None = None
    ) -> None:
        self.wanted, self.size, self.fps, self.entry = wanted, size, fps, entry
        self._device: Device | None = None

    def open(self) -> SourceInfo:
        """Raises SourceError."""
        load_sources()
        entry = find_camera(self.wanted) if self.entry is None else find_again(self.entry, self.wanted)
        self._device = _backends[entry.driver].device(entry, self.size, self.fps)
        info = self._device.open()
        self.entry = entry
        return info

    def read(self) -> NDArray[np.uint8] | None:
        """Raises SourceError where the camera gives no image."""
        if self._device is None:
            raise RuntimeError(f"camera {self.wanted} is not open")
        return self._device.read()

    def close(self) -> None:
        """Give the camera back."""
        if self._device is not None:
            self._device.close()


class Camera(LiveSource):
    """A webcam.

    Args:
        wanted: its number, or part of its name.
        size: (W, H) px to ask for; ``info`` says what was given.
        fps: rate to ask for.
        device: makes the device, for tests.

    A camera that is unplugged or blocked is noticed within 2 s, and read on when it comes back, under whatever number.
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
        self._wanted, self._size, self._fps = wanted, size, fps
        self._opening: AnyCamera | None = None
        super().__init__(device or self._next, name, stall=stall, endless=True)

    def _next(self) -> Device:
        """Another opening, of the camera that was open before."""
        before = self._opening.entry if self._opening is not None else None
        self._opening = AnyCamera(self._wanted, self._size, self._fps, before)
        return self._opening


_NODE = re.compile(r"/dev/video(\d+)")


def _match_number(text: str, cameras: CameraNames) -> SourceSpec | None:
    """A number, a device of Linux (or a link to it, as in ``/dev/v4l/by-id``)."""
    if text.startswith("/dev/"):
        node = _NODE.fullmatch(text) or _NODE.fullmatch(os.path.realpath(text))
        text = node[1] if node else text
    if not text.isdecimal():
        return None
    value = str(int(text))
    return SourceSpec("camera", value, cameras().get(value) or f"Camera {value}")


@register_source("camera", match=_match_number, priority=40, live=True)
def open_camera(value: str, options: CaptureOptions) -> Source:
    """A webcam by its number or part of its name."""
    return Camera(int(value) if value.isdecimal() else value, options.size, options.fps)


def _match_listed(text: str, cameras: CameraNames) -> SourceSpec | None:
    """Part of the name of a camera that is there, in whatever case; nothing that is plainly a path."""
    if "/" in text or "\\" in text:
        return None
    found = next(((value, name) for value, name in cameras().items() if text.lower() in name.lower()), None)
    return SourceSpec("camera", *found) if found else None


def _match_name(text: str, cameras: CameraNames) -> SourceSpec | None:
    """Anything that is nothing else: a camera that may be plugged in later."""
    return SourceSpec("camera", text, text)


add_rule("camera", _match_listed, priority=80)
add_rule("camera", _match_name, priority=100)
