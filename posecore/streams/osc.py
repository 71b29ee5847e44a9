"""OSC (Open Sound Control) over UDP: a bundle a frame, for music, light and visuals.

====================  ==============================================================================================
address               arguments
====================  ==============================================================================================
``/lightpose/header``  version, skeleton (strings), width, height (int, px), source (string); at the start and every second
``/lightpose/frame``   frame (int), time (float, seconds), number of people (int)
``/lightpose/person``  id (int), score, x1, y1, x2, y2 of the box, then x, y, score of each keypoint (floats, px)
====================  ==============================================================================================

A bundle holds ``frame`` and then ``person`` for each of the people.
"""

from __future__ import annotations

from typing import Any

from posecore.sinks import SinkError
from posecore.streams.base import Message
from posecore.streams.registry import register_stream
from posecore.streams.udp import Datagrams


@register_stream("osc")
class Osc(Datagrams):
    """See the module. Needs python-osc."""

    def _open(self) -> None:
        try:
            import pythonosc  # noqa: F401
        except ModuleNotFoundError:
            raise SinkError('osc:// needs python-osc, which is not installed: pip install "lightpose[streams]"') from None
        super()._open()

    def _send(self, message: Message) -> int:
        from pythonosc.osc_bundle_builder import IMMEDIATELY, OscBundleBuilder

        if self._header_due(message):
            header = message.header
            values = [header.version, header.skeleton.name, header.width or 0, header.height or 0, header.source]
            self._put(bytes(_message("/lightpose/header", values).dgram))
        bundle = OscBundleBuilder(IMMEDIATELY)
        bundle.add_content(_message("/lightpose/frame", [message.index, float(message.time), len(message.rows)]))
        for row in message.rows:
            numbers = [row.score, *row.box, *(value for joint in row.keypoints for value in joint)]
            bundle.add_content(_message("/lightpose/person", [row.id, *(float(n) for n in numbers)]))
        return self._put_frame(bytes(bundle.build().dgram))


def _message(address: str, values: list[Any]) -> Any:
    from pythonosc.osc_message_builder import OscMessageBuilder

    builder = OscMessageBuilder(address)
    for value in values:
        builder.add_arg(value, "s" if isinstance(value, str) else "f" if isinstance(value, float) else "i")
    return builder.build()
