"""From what a person types to a source: the one parser of the window, ``live``, ``video`` and ``doctor``.

Understood, in whatever case the words are written:

- a camera's number, its device (``/dev/video2``), or part of its name
- a video file, a folder of images, a numbered image sequence (``frames/%04d.png``, or ``frames/%04d.png:100`` to start at 100); each as
  path or as ``file://…``
- an address: ``rtsp://…``, ``http(s)://…``, ``udp://…``, ``tcp://…``, ``rtmp://…`` and whatever else FFmpeg opens
- ``screen``, ``screen:LEFT,TOP,WIDTH,HEIGHT``; ``synthetic``, ``synthetic:PEOPLE``, ``test``
- what plug-ins add, see :mod:`posecore.sources.registry`
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from urllib.parse import unquote

from posecore.sources import Recording, Source, SourceError
from posecore.sources.file import VideoFile
from posecore.sources.registry import SourceSpec, match_rules

__all__ = ["SourceSpec", "open_recording", "open_source", "parse"]


def parse(text: str | int | Path, cameras: Mapping[str, str] | None = None) -> SourceSpec:
    """What ``text`` means. Nothing is opened, and a path need not exist.

    Args:
        text: what a person typed; a camera's number; a path (as :class:`~pathlib.Path` it is never a camera's name).
        cameras: number as text → name of each camera there is; None: the system is asked where it matters.

    Raises SourceError for an empty text.
    """

    @cache
    def names() -> dict[str, str]:
        if cameras is not None:
            return dict(cameras)
        from posecore.sources.camera import list_cameras

        return {str(camera.index): camera.name for camera in list_cameras()}

    words = _as_path(str(text)) if isinstance(text, Path) else str(text).strip()
    if not words:
        raise SourceError("no source: give a camera, a file, a folder or an address")
    if words.lower().startswith("file:"):
        words = _from_file_uri(words)
    for match in match_rules():
        spec = match(words, names)
        if spec is not None:
            return spec
    raise SourceError(f"'{words}' is no source")


def open_source(wanted: str | int | Path = 0, size: tuple[int, int] | None = None, fps: float | None = None) -> Source:
    """``parse(wanted).open(size, fps)``: the source for ``wanted``, not yet open. Raises SourceError."""
    return parse(wanted).open(size, fps)


def open_recording(wanted: str | Path, stream: int | None = None) -> Recording:
    """The recorded video or the images that ``wanted`` names, not yet open; of a file with several videos, ``stream`` (None: the main one).

    Raises SourceError where it names something live, or a word that neither a file nor a camera is called.
    """
    spec = parse(wanted)
    if spec.kind == "camera" and not spec.value.isdecimal():
        raise SourceError(f"{wanted} does not exist")
    source = None if spec.live else spec.open()
    if not isinstance(source, Recording):
        raise SourceError(f"{spec.name} is no recorded video; lightpose live shows it and records it")
    if isinstance(source, VideoFile):
        source.stream = stream
    elif stream is not None:
        raise SourceError(f"{spec.name} is no video file and has no streams to choose from")
    return source


def _as_path(text: str) -> str:
    """``text`` so that it cannot be mistaken for a word, a number or a name."""
    return text if os.path.isabs(text) or len(Path(text).parts) > 1 else os.path.join(os.curdir, text)


def _from_file_uri(text: str) -> str:
    """Path of ``file:///a/b%20c.mp4``, ``file://localhost/…``, ``file:///C:/…``, ``file://server/share/…`` or ``file:a.mp4``.

    The ``%04d`` of an image sequence is not taken for an encoded control character.
    """
    rest = re.sub(r"%(?=[01]\dd)", "%25", text[len("file:") :])
    if rest.startswith("//"):
        host, slash, path = rest[2:].partition("/")
        rest = slash + path if host.lower() in ("", "localhost") else rest
    if os.name == "nt":
        from urllib.request import url2pathname  # brings HTTP and mail

        return _as_path(url2pathname(rest))
    return _as_path(unquote(rest))
