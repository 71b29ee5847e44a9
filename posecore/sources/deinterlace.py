"""Interlaced video becomes progressive (FFmpeg's bwdif); progressive frames pass untouched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

import av


def deinterlaced(frames: Iterable[Any], time_base: Fraction) -> Iterator[Any]:
    """``frames`` (PyAV's) in their order, at their times in ticks of ``time_base``; filtered from the first interlaced one on."""
    graph: _Filter | None = None
    for frame in frames:
        if graph is not None and not graph.takes(frame):
            yield from graph.flush()
            graph = None
        if graph is None and frame.interlaced_frame and frame.pts is not None:
            graph = _Filter(frame, time_base)
        if graph is None or frame.pts is None:
            yield frame
        else:
            yield from graph.push(frame)
    if graph is not None:
        yield from graph.flush()


class _Filter:
    """A filter graph for frames like ``frame``; it holds one back."""

    def __init__(self, frame: Any, time_base: Fraction) -> None:
        self._kind = (frame.width, frame.height, frame.format.name)
        self._base = time_base
        self._graph = av.filter.Graph()
        width, height, _ = self._kind
        source = self._graph.add_buffer(width=width, height=height, format=frame.format, time_base=time_base)
        bwdif = self._graph.add("bwdif", "mode=send_frame:parity=auto:deint=interlaced")
        source.link_to(bwdif)
        bwdif.link_to(self._graph.add("buffersink"))
        self._graph.configure()

    def takes(self, frame: Any) -> bool:
        return (frame.width, frame.height, frame.format.name) == self._kind

    def push(self, frame: Any) -> Iterator[Any]:
        frame.time_base = self._base
        self._graph.push(frame)
        yield from self._pull()

    def flush(self) -> Iterator[Any]:
        self._graph.push(None)
        yield from self._pull()

    def _pull(self) -> Iterator[Any]:
        while True:
            try:
                frame: Any = self._graph.pull()
            except (av.error.BlockingIOError, av.error.EOFError):
                return
            if frame.pts is not None:  # the filter counts half ticks
                ticks = frame.time_base / self._base
                frame.pts, frame.duration = round(frame.pts * ticks), round(frame.duration * ticks)
                frame.time_base = self._base
            yield frame
