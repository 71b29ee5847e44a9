"""Makes whole files of the ``.partial`` ones that a crash, a kill or a full disk left."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av

from posecore.sinks import SinkError, partial_path
from posecore.sinks.faststart import cut_broken_end, index_path
from posecore.sinks.lock import Busy, Lock
from posecore.sinks.video import VIDEO_SUFFIXES
from posecore.sources.names import ffmpeg_name
from posecore.sources.reading import open_container

__all__ = ["Recovered", "recover_file", "whole_path"]

_LINES = (".jsonl", ".csv")
"""Files of lines, of which only the last can be broken."""


@dataclass(frozen=True)
class Recovered:
    """A file that was made whole: ``path``, and how many video ``frames`` or text ``lines`` it has."""

    path: Path
    frames: int = 0
    lines: int = 0


def whole_path(partial: Path) -> Path:
    """What ``NAME.partial`` becomes: ``NAME``, or ``NAME recovered``, ``NAME recovered 2``, … where that is taken."""
    whole = partial.with_suffix("")
    target, number = whole, 1
    while target.exists():
        target = whole.with_name(f"{whole.stem} recovered{'' if number == 1 else f' {number}'}{whole.suffix}")
        number += 1
    return target


def recover_file(partial: Path, target: Path | None = None) -> Recovered:
    """Write the whole file and remove the ``.partial``: a video as a plain MP4 with its index first, nothing encoded again; a file of lines
    up to its last whole line.

    Args:
        partial: ``NAME.partial``.
        target: what to write; None: :func:`whole_path`.

    Raises SinkError where ``partial`` is none, is still being written, holds nothing, or ``target`` cannot be written; it stays then.
    """
    if partial.suffix != ".partial":
        raise SinkError(f"{partial} is no unfinished file; those are called NAME.partial")
    kind = partial.with_suffix("").suffix.lower()
    if kind not in (*VIDEO_SUFFIXES, *_LINES):
        raise SinkError(f"{partial}: only videos and keypoint files of lines ({', '.join((*VIDEO_SUFFIXES, *_LINES))}) can be recovered")
    if not partial.is_file() or partial.is_symlink():
        raise SinkError(f"{partial} does not exist" if not partial.exists() else f"{partial} is no file")
    target = target or whole_path(partial)
    try:
        lock = Lock(partial)
        try:
            found = _video(partial, target) if kind in VIDEO_SUFFIXES else _lines(partial, target)
        finally:
            lock.release()
        partial.unlink()
        index_path(partial).unlink(missing_ok=True)
    except Busy as error:
        raise SinkError(f"{partial}: another program is writing it") from error
    except OSError as error:
        raise SinkError(f"cannot write {target}: {error.strerror or error}") from error
    return found


def _lines(partial: Path, target: Path) -> Recovered:
    data = partial.read_bytes()
    whole = data[: data.rfind(b"\n") + 1]
    lines = whole.count(b"\n")
    if lines < 2:
        raise SinkError(f"{partial} holds no frame")
    draft = _draft(target)
    try:
        draft.write_bytes(whole)
        os.replace(draft, target)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    return Recovered(target, lines=lines - 1)


def _video(partial: Path, target: Path) -> Recovered:
    cut_broken_end(partial)
    draft = _draft(target)
    try:
        source = open_container(partial)
    except av.error.FFmpegError as error:
        raise SinkError(f"{partial} holds nothing that can be recovered: it was cut off within its first second") from error
    try:
        with contextlib.closing(source):
            draft.touch(exist_ok=False)
            frames = _copied(source, draft, VIDEO_SUFFIXES[partial.with_suffix("").suffix.lower()])
        if not frames:
            raise SinkError(f"{partial} holds no frame")
        os.replace(draft, target)
    except av.error.FFmpegError as error:
        draft.unlink(missing_ok=True)
        raise SinkError(f"{partial} cannot be recovered: {error.strerror or error}") from error
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    return Recovered(target, frames=frames)


def _copied(source: Any, draft: Path, container: str) -> int:
    """Copy all packets of ``source`` into the file ``draft``; how many of them are video."""
    video = source.streams.video[0]
    options = {"movflags": "+faststart", "movie_timescale": str(video.time_base.denominator)}
    frames = 0
    with ffmpeg_name(draft, os.O_RDWR) as name, av.open(name, "w", format=container, options=options) as out:
        targets: dict[int, Any] = {}
        for stream in (*source.streams.video, *source.streams.audio):
            target: Any = out.add_stream_from_template(stream)
            target.codec_context.codec_tag = stream.codec_context.codec_tag
            target.time_base = stream.time_base
            if language := stream.metadata.get("language"):
                target.metadata["language"] = language
            targets[stream.index] = target
        for packet in source.demux(*(source.streams[index] for index in targets)):
            if packet.dts is not None:
                frames += packet.stream.index == video.index
                packet.stream = targets[packet.stream.index]
                out.mux(packet)
    return frames


def _draft(target: Path) -> Path:
    """Where ``target`` is written until it is whole; not its ``.partial``, which may be what it is made of."""
    return partial_path(target).with_suffix(".recovering")
