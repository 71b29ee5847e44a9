"""From what a person types to a source: a camera's number or name, a file, a folder, an address, ``screen``, ``synthetic``."""

from __future__ import annotations

from pathlib import Path

from posecore.sources import Source, SourceError
from posecore.sources.images import ImageFolder


def open_source(wanted: str | int | Path = 0, size: tuple[int, int] | None = None, fps: float | None = None) -> Source:
    """The source for ``wanted``, not yet open.

    Args:
        wanted: camera number or part of its name; ``rtsp://…`` or another address; a video file; a folder of pictures; ``screen`` or
            ``screen:LEFT,TOP,WIDTH,HEIGHT``; ``synthetic`` or ``synthetic:PEOPLE``.
        size, fps: to ask a camera for; the synthetic one obeys.

    Raises:
        SourceError: a screen region or number of people that is none. Whatever else is wrong comes out when the source is opened.
    """
    from posecore.sources.camera import Camera
    from posecore.sources.screen import Screen
    from posecore.sources.seekable import SeekableVideo
    from posecore.sources.stream import Stream, is_address
    from posecore.sources.synthetic import SyntheticPeople

    text = str(wanted).strip()
    kind, _, rest = text.partition(":")
    if text.isdigit():
        return Camera(int(text), size, fps)
    if kind == "synthetic":
        return SyntheticPeople(_numbers(text, rest or "1", 1)[0], size or (1280, 720), fps or 30.0)
    if kind == "screen":
        region = _numbers(text, rest, 4) if rest else None
        return Screen((region[0], region[1], region[2], region[3]) if region else None, fps or 30.0)
    if is_address(text):
        return Stream(text)
    path = Path(text).expanduser()
    if path.is_dir():
        return ImageFolder(path)
    if path.exists() or path.suffix or len(path.parts) > 1:
        return SeekableVideo(path)
    return Camera(text, size, fps)


def _numbers(text: str, rest: str, count: int) -> list[int]:
    parts = rest.split(",")
    if len(parts) != count or not all(part.strip().isdigit() for part in parts):
        raise SourceError(f"'{text}': expected {count} whole number{'s' if count > 1 else ''} after the colon")
    return [int(part) for part in parts]
