"""How many frames a file without an index holds, and where its clock jumps: a quick look at its packets, none of them decoded."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av

from posecore.sources.clock import Clock, Jump
from posecore.sources.packets import Packets
from posecore.sources.reading import open_container

PATIENCE = 1.5
"""Seconds; what a longer file holds is extrapolated from its size."""


@dataclass(frozen=True)
class KeyPacket:
    """A packet from which decoding can start: its number among the stream's packets, its time (s), and the clock's offset there (s)."""

    number: int
    time: float
    offset: Fraction


@dataclass(frozen=True)
class Survey:
    """``frames`` and ``duration`` (s) as far as they can be told; ``keys`` in the file's order; ``jumps`` of the clock."""

    frames: int
    duration: float | None
    keys: list[KeyPacket]
    jumps: list[Jump]


def survey(path: Path, index: int) -> Survey | None:
    """Look at the packets of stream ``index``. None where the file cannot be read."""
    try:
        with open_container(path) as container:
            stream: Any = container.streams[index]
            clock = Clock(container, stream)
            count, latest, keys, share, deadline = 0, None, [], 1.0, time.monotonic() + PATIENCE
            for packet in _until_silence(Packets(container, stream)):
                if not packet.size:
                    continue
                clock.straighten(packet)
                stamp = packet.dts if packet.dts is not None else packet.pts
                shown = packet.pts if packet.pts is not None else packet.dts
                if shown is not None and clock.end is not None and stamp is not None:
                    latest = max(latest or 0, shown + clock.end - stamp)
                if packet.is_keyframe and stamp is not None:
                    keys.append(KeyPacket(count, float(stamp * clock.base), clock.seconds))
                count += 1
                if time.monotonic() > deadline and packet.pos and packet.pos > 0:
                    share = packet.pos / path.stat().st_size
                    break
            duration = float(latest * clock.base) if latest is not None else None
    except (av.error.FFmpegError, OSError):
        return None
    share = min(1.0, max(share, 1e-6))
    return Survey(round(count / share), duration / share if duration else None, keys, clock.jumps)


def _until_silence(packets: Packets) -> Iterator[Any]:
    """``packets``, as far as they come."""
    try:
        yield from packets
    except av.error.ExitError:
        return
