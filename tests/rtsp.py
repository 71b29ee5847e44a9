"""A network camera that speaks RTSP, as little of it as a client needs: H.264 inside the connection itself (RFC 2326, RFC 6184)."""

from __future__ import annotations

import itertools
import socketserver
import struct
import time
from collections.abc import Iterator
from typing import Any

import av

from tests.clips import picture

_SDP = """v=0
o=- 0 0 IN IP4 127.0.0.1
s=camera
c=IN IP4 127.0.0.1
t=0 0
m=video 0 RTP/AVP 96
a=rtpmap:96 H264/90000
a=fmtp:96 packetization-mode=1
a=control:video
"""


def access_units(fps: int) -> Iterator[bytes]:
    """Pictures of :func:`tests.clips.picture` without end, each encoded on its own (Annex B), a key frame twice a second."""
    encoder: Any = av.CodecContext.create("libx264", "w")
    encoder.width, encoder.height, encoder.pix_fmt = 64, 48, "yuv420p"
    encoder.framerate = fps
    encoder.options = {"tune": "zerolatency", "preset": "ultrafast", "g": str(fps // 2)}
    for i in itertools.count():
        for packet in encoder.encode(av.VideoFrame.from_ndarray(picture(i), format="bgr24")):
            yield bytes(packet)


class RtspCamera(socketserver.ThreadingTCPServer):
    """Serves ``rtsp://127.0.0.1:PORT/…``; hangs up after ``pictures`` of them on the first connection that plays.

    ``refuse`` is a status, such as 404, with which it answers whoever asks what there is.
    """

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, fps: int = 25, pictures: int | None = None, refuse: int | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        self.fps, self.pictures, self.plays, self.refuse = fps, pictures, 0, refuse

    @property
    def address(self) -> str:
        """Where it is."""
        return f"rtsp://127.0.0.1:{self.server_address[1]}/stream"


class _Connection(socketserver.StreamRequestHandler):
    server: RtspCamera

    def handle(self) -> None:
        while request := self.rfile.readline().split():
            headers = dict(line.split(b": ", 1) for line in iter(lambda: self.rfile.readline().strip(), b""))
            method, number = request[0], headers[b"CSeq"]
            if method == b"DESCRIBE" and self.server.refuse is not None:
                wants = {"WWW-Authenticate": 'Basic realm="camera"'} if self.server.refuse == 401 else {}
                self._answer(number, wants, status=f"{self.server.refuse} Refused")
            elif method == b"DESCRIBE":
                self._answer(number, {"Content-Type": "application/sdp"}, _SDP)
            elif method == b"SETUP":
                self._answer(number, {"Transport": "RTP/AVP/TCP;unicast;interleaved=0-1", "Session": "1"})
            elif method == b"PLAY":
                self._answer(number, {"Session": "1"})
                self._play()
                return
            else:
                self._answer(number, {"Public": "OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN"})

    def _answer(self, number: bytes, headers: dict[str, str], body: str = "", status: str = "200 OK") -> None:
        lines = [f"RTSP/1.0 {status}", f"CSeq: {number.decode()}", *(f"{k}: {v}" for k, v in headers.items())]
        if body:
            lines.append(f"Content-Length: {len(body)}")
        self.wfile.write("\r\n".join([*lines, "", body]).encode())

    def _play(self) -> None:
        self.server.plays += 1
        last = self.server.pictures if self.server.plays == 1 else None
        sequence = 0
        try:
            for i, unit in enumerate(access_units(self.server.fps)):
                if i == last:
                    return
                nals = [nal.rstrip(b"\0") for nal in unit.split(b"\0\0\1") if nal.rstrip(b"\0")]
                for nal in nals:
                    mark = 0x80 if nal is nals[-1] else 0
                    rtp = struct.pack("!BBHII", 0x80, mark | 96, sequence & 0xFFFF, i * 90000 // self.server.fps, 1) + nal
                    self.wfile.write(struct.pack("!cBH", b"$", 0, len(rtp)) + rtp)
                    sequence += 1
                time.sleep(1 / self.server.fps)
        except OSError:
            pass
