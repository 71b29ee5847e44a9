"""Opens recordings for reading, wherever they are, with an end to waiting."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import av

from posecore.sources.address import RemoteFile, openable
from posecore.sources.names import ffmpeg_name

PATIENCE = 10.0
"""Seconds without progress after which a recording is given up: no packet from the container, or no end of decoding one."""

_OPENING = 30.0
"""Seconds that FFmpeg may take to find out what a file holds."""

_SERVER = 15.0
"""Seconds a server may take for each piece."""

_RECONNECT = {"reconnect": "1", "reconnect_on_network_error": "1", "reconnect_delay_max": "5", "multiple_requests": "0"}


def open_container(place: str | Path | RemoteFile) -> Any:
    """A PyAV container to read ``place``: a file, or a recording on a server, whose short breaks FFmpeg bridges.

    Raises av.error.FFmpegError where it cannot be opened; this and every later reading raise av.error.ExitError where nothing comes, as
    from a playlist that waits for pieces which nobody writes.
    """
    if isinstance(place, RemoteFile):
        waits = (_SERVER, _SERVER)
        return av.open(openable(place.address), mode="r", options=_RECONNECT, timeout=waits, metadata_errors="replace")
    with ffmpeg_name(place) as name:
        return av.open(name, mode="r", timeout=(_OPENING, PATIENCE), metadata_errors="replace")


def place_of(container: Any) -> Path | RemoteFile:
    """What :func:`open_container` made ``container`` of."""
    name = str(container.name)
    return Path(name.removeprefix("file:")) if name.startswith("file:") else RemoteFile(name)


def reason(error: Exception) -> str:
    """What FFmpeg or the system says is wrong, without numbers and addresses."""
    if isinstance(error, av.error.ExitError):
        return f"nothing more comes from it for {PATIENCE:g} s"
    return str((error.strerror if isinstance(error, (av.error.FFmpegError, OSError)) else None) or error)
