"""Results over WebSocket, OSC and UDP, to readers on loopback: what is sent, and that nobody can hold the sender up."""

from __future__ import annotations

import json
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import numpy as np
import pytest

from posecore.pipelines.frame import PoseFrame
from posecore.sinks import SinkError
from posecore.streams import Address, Message, PoseStream, open_stream, register_stream, schemes, unregister_stream
from posecore.streams.websocket import page_file
from posecore.version import lightpose_version
from tests.clips import standing

HEADER = {"lightpose": lightpose_version(), "skeleton": "coco17", "width": 160, "height": 120, "source": "camera"}


def frame(index: int, people: int = 1, start: float = 1000.0) -> PoseFrame:
    found = standing(*[(20 + 5 * i, 10, 60 + 5 * i, 110) for i in range(people)], ids=range(4, 4 + people))
    return PoseFrame(np.zeros((120, 160, 3), np.uint8), index, start + index / 10, start + index / 10, people=found)


def until(true: Callable[[], object], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.fixture
def receiver() -> Iterator[socket.socket]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as made:
        made.bind(("127.0.0.1", 0))
        made.settimeout(20)
        yield made


def port_of(made: socket.socket) -> int:
    port: int = made.getsockname()[1]
    return port


# -- addresses


def test_addresses() -> None:
    assert Address.parse("ws://:9000") == Address("ws", "127.0.0.1", 9000)
    assert Address.parse("OSC://10.0.0.5:7000") == Address("osc", "10.0.0.5", 7000)
    assert str(Address.parse("ws://[::1]:9000?token=abc")) == "ws://[::1]:9000"
    assert Address.parse("ws://:9000?token=a%2Fb+c").written == "ws://127.0.0.1:9000?token=a%2Fb+c"
    assert schemes() == ["osc", "udp", "ws"]
    for wrong in ("ws://", "ws://host", "9000", "ws://:99999", "ws://me:x@host:1", "ws://:9/path"):
        with pytest.raises(SinkError, match="cannot send to"):
            Address.parse(wrong)
    with pytest.raises(SinkError, match="unknown kind mqtt, use one of osc, udp, ws"):
        open_stream("mqtt://:9000")
    with pytest.raises(SinkError, match="cannot send to udp://no-such-host.invalid:9"):
        open_stream("udp://no-such-host.invalid:9").start()


def test_a_kind_of_another_package() -> None:
    got: list[Message] = []

    @register_stream("list")
    class ToList(PoseStream):
        def _open(self) -> None: ...

        def _send(self, message: Message) -> int:
            got.append(message)
            return 1

        def _close(self) -> None: ...

    try:
        with open_stream("list://:1") as stream:
            for i in range(3):
                stream.write(frame(i))
                until(lambda i=i: len(got) == i + 1)
    finally:
        unregister_stream("list")
    assert [(m.index, m.time) for m in got] == [(0, 0.0), (1, 0.1), (2, 0.2)]


@pytest.mark.parametrize(("address", "module"), [("ws://:0", "websockets"), ("osc://:9", "pythonosc")])
def test_a_missing_package_is_named(address: str, module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(SinkError, match=r'pip install "lightpose\[streams\]"'):
        open_stream(address).start()


# -- UDP and OSC


def test_udp_sends_the_lines_of_a_keypoint_file(receiver: socket.socket) -> None:
    with open_stream(f"udp://:{port_of(receiver)}", "camera") as stream:
        lines = []
        for i in (0, 1, 15):
            stream.write(frame(i, people=2))
            lines.append(json.loads(receiver.recv(65536)))
            if i != 1:  # the header is repeated after a second
                assert lines[-1] == HEADER
                lines.append(json.loads(receiver.recv(65536)))
    first, second = lines[1], lines[2]
    assert list(first) == ["frame", "time", "people"]
    assert (second["frame"], second["time"]) == (1, 0.1)
    assert [p["id"] for p in first["people"]] == [4, 5]
    assert first["people"][0]["box"] == [20, 10, 60, 110]
    assert np.asarray(first["people"][1]["keypoints"]).shape == (17, 3)


def test_osc_sends_a_bundle_a_frame(receiver: socket.socket) -> None:
    bundles = pytest.importorskip("pythonosc.osc_bundle")
    messages = pytest.importorskip("pythonosc.osc_message")
    with open_stream(f"osc://127.0.0.1:{port_of(receiver)}", "camera") as stream:
        stream.write(frame(3, people=2))
        header = messages.OscMessage(receiver.recv(65536))
        bundle = bundles.OscBundle(receiver.recv(65536))
    assert (header.address, header.params) == ("/lightpose/header", [HEADER["lightpose"], "coco17", 160, 120, "camera"])
    found, *people = [bundle.content(i) for i in range(bundle.num_contents)]
    assert (found.address, found.params) == ("/lightpose/frame", [3, 0.0, 2])
    assert [p.address for p in people] == ["/lightpose/person"] * 2
    assert [len(p.params) for p in people] == [1 + 1 + 4 + 17 * 3] * 2
    assert people[1].params[:6] == pytest.approx([5, 0.9, 25, 10, 65, 110])


@pytest.mark.parametrize("scheme", ["udp", "osc"])
def test_nobody_listens_and_nobody_waits(scheme: str) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        port = port_of(free)
    with open_stream(f"{scheme}://:{port}") as stream:
        start = time.monotonic()
        for i in range(200):
            stream.write(frame(i))
        assert time.monotonic() - start < 2
        until(lambda: stream.sent + stream.dropped == 200)
        stream.write(frame(200))
        until(lambda: stream.readers == 0)
    assert stream.error is None
    assert stream.dropped > 0


# -- WebSocket


@pytest.fixture
def ws() -> Any:
    pytest.importorskip("websockets")
    from websockets.sync import client

    return client


def test_websocket_sends_header_and_frames(ws: Any) -> None:
    with open_stream("ws://:0", "camera") as stream:
        with ws.connect(f"ws://127.0.0.1:{stream.port}", proxy=None) as reader:
            until(lambda: stream.readers == 1)
            for i in range(3):
                stream.write(frame(i))
                if not i:
                    assert json.loads(reader.recv(20)) == HEADER
                line = json.loads(reader.recv(20))
                assert (line["frame"], line["time"], line["people"][0]["id"]) == (i, i / 10, 4)
            until(lambda: stream.sent == 3)
            assert stream.dropped == 0
        until(lambda: stream.readers == 0)
        stream.write(frame(4))
    assert stream.error is None


def test_readers_that_do_not_read_hold_nobody_up(ws: Any) -> None:
    """Two connections of which one never reads; the other gets the newest frames."""
    with open_stream("ws://:0", "camera") as stream:
        with socket.create_connection(("127.0.0.1", stream.port)) as silent:
            silent.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            silent.sendall(
                b"GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
            )
            with ws.connect(f"ws://127.0.0.1:{stream.port}", proxy=None) as reader:
                until(lambda: stream.readers == 2)
                got: list[int] = []

                def read() -> None:
                    while not got or got[-1] < 1999:
                        got.append(json.loads(reader.recv(30)).get("frame", -1))

                thread = threading.Thread(target=read, daemon=True)
                thread.start()
                longest = 0.0
                for i in range(2000):
                    made = frame(i, people=8)
                    begun = time.monotonic()
                    stream.write(made)
                    longest = max(longest, time.monotonic() - begun)
                thread.join(30)
                assert got[-1] == 1999, "the newest frame arrives"
                assert longest < 0.5
                waiting = [len(r.waiting) for r in stream._readers]
                assert max(waiting) <= 4
                assert stream.sent >= len(got) - 1, "the header is no frame"
                assert stream.dropped > 0
        begun = time.monotonic()
    assert time.monotonic() - begun < 5
    assert stream.error is None


def status(ws: Any, address: str, **options: Any) -> int:
    from websockets.exceptions import InvalidStatus

    try:
        with ws.connect(address, proxy=None, **options):
            return 101
    except InvalidStatus as error:
        code: int = error.response.status_code
        return code


def test_pages_of_other_sites_are_refused(ws: Any) -> None:
    with open_stream("ws://:0") as stream:
        address = f"ws://127.0.0.1:{stream.port}"
        for origin, expected in (
            ("https://evil.example", 403), ("null", 403), ("http://127.0.0.1.evil.example", 403), ("file://", 403),
            ("http://localhost:8000", 101), (None, 101),
        ):  # fmt: skip
            assert status(ws, address, origin=origin) == expected, origin


def test_a_browser_gets_a_page(ws: Any) -> None:
    for query in ("", "?token=a%2Fb"):
        with open_stream(f"ws://127.0.0.1:0{query}") as stream:
            assert stream.page == f"http://127.0.0.1:{stream.port}{query}"
            with urlopen(stream.page, timeout=20) as answer:
                assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
                assert answer.read().decode() == page_file().read_text(encoding="utf-8")
            for path, code in (("favicon.ico", 404), ("?token=wrong", 403 if query else 200)):
                try:
                    with urlopen(f"http://127.0.0.1:{stream.port}/{path}{query if '?' not in path else ''}", timeout=20) as answer:
                        found = answer.status
                except HTTPError as error:
                    found = error.code
                assert found == code, path
            assert stream.readers == 0
    assert open_stream("ws://0.0.0.0:9000?token=x").page == "http://127.0.0.1:9000?token=x"
    assert open_stream("ws://[::]:9000?token=x").page == "http://[::1]:9000?token=x"
    assert open_stream("udp://:9000").page == ""


def test_wider_than_this_machine_needs_a_token(ws: Any) -> None:
    for address in ("ws://0.0.0.0:9000", "ws://[::]:9000", "ws://192.168.1.5:9000"):
        with pytest.raises(SinkError, match=r"add a token, such as \?token=\S{10}"):
            open_stream(address)
    with open_stream("ws://127.0.0.1:0?token=s3cret") as stream:
        address = f"ws://127.0.0.1:{stream.port}"
        assert status(ws, address) == 403
        assert status(ws, f"{address}/?token=s3cre") == 403
        assert status(ws, f"{address}/?token=s3cret", origin="null") == 101
        with pytest.raises(SinkError, match=r"cannot listen at ws://127.0.0.1:\d+: Address already in use$") as caught:
            open_stream(f"ws://127.0.0.1:{stream.port}?token=s3cret").start()
    assert "s3cret" not in str(caught.value)


def test_an_error_ends_the_stream_and_nothing_else() -> None:
    stream = open_stream("udp://:9")
    stream.start()
    stream.write(SimpleNamespace(image=None, index=0, time=0, captured=0, people=None))
    until(lambda: stream.error is not None)
    stream.write(frame(1))
    stream.close()
