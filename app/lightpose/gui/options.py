"""What one run of the window is told at its start. Knows no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from posecore.pipelines.selection import Selection

if TYPE_CHECKING:
    from posecore.streams import PoseStream


@dataclass(frozen=True)
class WindowOptions:
    """Options of one run; None leaves what the settings say.

    Attributes:
        source: a camera's number or name, a file, a folder, an address, or ``synthetic``; None: the camera used last, or the first.
        screenshot: write the window as PNG, then close it.
        after: seconds from the first frame to the screenshot (None: 3), or, without one, to the end (None: when a person closes it).
        detector, pose: networks, as :func:`posecore.load` takes them.
        skeleton: joint set that the pose network's file does not name: a name or a ``.toml`` file.
        device: what runs the networks, a name of :class:`posecore.runtime.devices.Device`.
        threads: processor threads of each network.
        camera_size: (W, H) asked of the camera, px.
        camera_fps: frames a second asked of the camera.
        theme: ``light`` or ``dark``.
        window_size: (W, H) of the window, logical px.
        soak: minutes; run so long with settings of its own, print how much memory it took and how free the window's thread was, and end.
        predict: draw joints where they are by the time they are on the screen.
        every_person: look for everybody on each frame, in crowds too.
        selection: who is wanted, whatever is open; None: as remembered of the source.
        streams: started streams with their addresses; None: as remembered.
    """

    source: str | None = None
    screenshot: Path | None = None
    after: float | None = None
    detector: str | None = None
    pose: str | None = None
    skeleton: str | None = None
    device: str | None = None
    threads: int | None = None
    camera_size: tuple[int, int] | None = None
    camera_fps: float | None = None
    theme: str | None = None
    window_size: tuple[int, int] | None = None
    soak: float | None = None
    predict: bool | None = None
    every_person: bool = False
    selection: Selection | None = None
    streams: tuple[tuple[str, PoseStream], ...] | None = None
