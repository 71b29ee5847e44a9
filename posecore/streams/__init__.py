"""Results to other programs, while they come: one message a frame over WebSocket, OSC or UDP.

    with open_stream("ws://:9000", source="camera") as stream:
        Live(source, load(), consumers=[stream.write]).engine.run()

Messages have the fields of a keypoint file in JSON Lines (:mod:`posecore.formats.jsonl`). Whoever reads slowly or not at all holds nothing
up: the newest frames are kept, older ones left out. A further kind is one module in this package, or in another package that names it
under the entry points ``lightpose.streams``; see :mod:`posecore.streams.registry`.
"""

from __future__ import annotations

from posecore.streams.base import LOOPBACK, Address, Message, PoseStream
from posecore.streams.registry import ENTRY_POINTS, open_stream, register_stream, schemes, unregister_stream

__all__ = [
    "ENTRY_POINTS", "LOOPBACK", "Address", "Message", "PoseStream", "open_stream", "register_stream", "schemes", "unregister_stream",
]  # fmt: skip
