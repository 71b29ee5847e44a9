"""Which of a file's streams is the video: no attached image, no thumbnail; the default one, then the largest."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from av.stream import Disposition

from posecore.sources import SourceError

_STILL = int((Disposition.attached_pic | Disposition.timed_thumbnails | Disposition.still_image).value)
_DEFAULT = int(Disposition.default.value)
_IMAGE_CODECS = frozenset({"mjpeg", "png", "bmp", "webp", "tiff"})


def choose_video(path: Path, container: Any, wanted: int | None = None) -> Any:
    """The stream that is the video.

    Args:
        path: for messages.
        container: open for reading.
        wanted: number of a stream in the file, as ``ffprobe`` counts; None: chosen.

    Raises SourceError where there is none, or ``wanted`` is none.
    """
    streams = list(container.streams.video)
    if wanted is not None:
        numbers = ", ".join(str(s.index) for s in streams) or "none"
        stream = next((s for s in streams if s.index == wanted), None)
        if stream is None:
            raise SourceError(f"{path} has no video stream {wanted}; its video streams: {numbers}")
        streams = [stream]
    else:
        streams = [s for s in streams if not int(s.disposition) & _STILL]
        longer = [s for s in streams if s.frames != 1]
        moving = [s for s in longer if _codec(s) not in _IMAGE_CODECS]
        streams = moving or longer or streams
    if not streams:
        raise SourceError(f"{path} holds no video" + (", only sound" if container.streams.audio else ""))
    decodable = [s for s in streams if s.codec_context is not None]
    if not decodable:
        raise SourceError(f"{path} is coded in a way this build of FFmpeg cannot decode")
    return max(decodable, key=lambda s: (bool(int(s.disposition) & _DEFAULT), s.width * s.height, -s.index))


def _codec(stream: Any) -> str:
    return stream.codec_context.name if stream.codec_context is not None else ""
