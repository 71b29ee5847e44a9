"""WebSocket: a server that sends each reader the lines of a keypoint file in JSON Lines, the header first, then a text message a frame.
To a browser it gives a page that draws them, ``examples/overlay.html``: ``http://127.0.0.1:9000`` where it listens at ``ws://:9000``.

It listens on loopback unless the address names another place, for which a token is needed: ``ws://0.0.0.0:9000?token=…``, the same for
server and readers. Web pages of other sites, which a browser would let in, are refused: readers are programs, pages that this machine
serves (``http://localhost``), or know the token. A page opened as a file is of origin ``null`` for a browser, as any site can be, and so
needs the token too.
"""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import os
import secrets
import threading
from collections import deque
from concurrent.futures import Future
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from posecore.bundled import bundled_folder
from posecore.sinks import SinkError
from posecore.streams.base import LOOPBACK, Address, Message, PoseStream
from posecore.streams.registry import register_stream

KEPT = 4
"""Messages that wait for a slow reader; older ones are left out."""
MOST_READERS = 64
_LOCAL_PAGES = {"localhost", "127.0.0.1", "::1"}


class _Reader:
    """What waits for one reader."""

    def __init__(self) -> None:
        self.waiting: deque[str] = deque(maxlen=KEPT)
        self.header = ""
        self.news = asyncio.Event()


@register_stream("ws")
class WebSocket(PoseStream):
    """See the module. Needs websockets."""

    def __init__(self, address: Address, source: str = "") -> None:
        super().__init__(address, source)
        if not address.is_loopback and not address.token:
            raise SinkError(
                f"cannot send to {address}: others in the network could read it; add a token, such as ?token={secrets.token_urlsafe(12)}"
            )
        self._loop: asyncio.AbstractEventLoop | None = None
        self._over: asyncio.Event | None = None
        self._readers: set[_Reader] = set()
        self._header = ""
        self._server = threading.Thread(target=self._serve, name="send-ws-server", daemon=True)
        self._listening: Future[int] = Future()

    @property
    def port(self) -> int:
        """Where it listens, once it is started."""
        return self._listening.result(0)

    @property
    def readers(self) -> int:
        """How many there are."""
        return len(self._readers)

    @property
    def page(self) -> str:
        """For a browser on this machine, with the token where there is one."""
        host = {"0.0.0.0": LOOPBACK, "::": "::1"}.get(self.address.host, self.address.host)
        port = self.port if self._listening.done() and not self._listening.exception() else self.address.port
        return Address("http", host, port, self.address.token).written

    def _open(self) -> None:
        try:
            import websockets  # noqa: F401
        except ModuleNotFoundError:
            raise SinkError('ws:// needs websockets, which is not installed: pip install "lightpose[streams]"') from None
        self._server.start()
        try:
            self._listening.result(20)
        except (OSError, UnicodeError, OverflowError, TimeoutError) as error:
            number = getattr(error, "errno", None)  # asyncio's own words are long
            why = os.strerror(number) if number and os.name == "posix" and number > 0 else getattr(error, "strerror", None) or error
            raise SinkError(f"cannot listen at {self.address}: {why}") from None

    def _send(self, message: Message) -> int:
        header = message.header_json()
        text = message.json() if self._readers else ""
        assert self._loop is not None
        self._loop.call_soon_threadsafe(self._publish, header, text)
        return 0  # counted where it is sent

    def _close(self) -> None:
        if self._loop is not None and self._over is not None:
            with contextlib.suppress(RuntimeError):  # it is over already
                self._loop.call_soon_threadsafe(self._over.set)
            self._server.join(2)

    # -- in the server's thread

    def _serve(self) -> None:
        try:
            asyncio.run(self._listen())
        except BaseException as error:
            if not self._listening.done():
                self._listening.set_exception(error)
            else:
                self.error = error if isinstance(error, Exception) else RuntimeError(str(error))

    async def _listen(self) -> None:
        from websockets.asyncio.server import serve

        self._loop, self._over = asyncio.get_running_loop(), asyncio.Event()
        server = await serve(
            self._feed, self.address.host, self.address.port, process_request=self._admit, max_size=1024, max_queue=1,
            compression=None, close_timeout=0.5, server_header=None,
        )  # fmt: skip
        async with server:
            self._listening.set_result(next(iter(server.sockets)).getsockname()[1])
            await self._over.wait()

    def _admit(self, connection: Any, request: Any) -> Any:
        """None for who may read; else the answer."""
        token = parse_qs(urlsplit(request.path).query).get("token", [""])[0]
        if self.address.token:
            allowed = hmac.compare_digest(token.encode(), self.address.token.encode())
        else:
            origin = request.headers.get("Origin")
            page = urlsplit(origin or "")
            allowed = origin is None or page.hostname in _LOCAL_PAGES
        if not allowed:
            return connection.respond(HTTPStatus.FORBIDDEN, "the token is missing or wrong, or the page is of another site\n")
        if "Upgrade" not in request.headers:
            return _page(connection, urlsplit(request.path).path)
        if len(self._readers) >= MOST_READERS:
            return connection.respond(HTTPStatus.SERVICE_UNAVAILABLE, "too many readers\n")
        return None

    def _publish(self, header: str, text: str) -> None:
        self._header = header
        for reader in self._readers:
            if text:
                self._lost += len(reader.waiting) == KEPT
                reader.waiting.append(text)
                reader.news.set()

    async def _feed(self, connection: Any) -> None:
        """Send one reader what is new, as fast as it reads."""
        from websockets.exceptions import ConnectionClosed

        reader = _Reader()
        self._readers.add(reader)
        gone = asyncio.ensure_future(connection.wait_closed())
        try:
            while True:
                news = asyncio.ensure_future(reader.news.wait())
                await asyncio.wait({news, gone}, return_when=asyncio.FIRST_COMPLETED)
                news.cancel()
                if gone.done():
                    return
                reader.news.clear()
                while reader.waiting:
                    if reader.header != self._header:
                        reader.header = self._header
                        await connection.send(reader.header)
                    await connection.send(reader.waiting.popleft())
                    self.sent += 1
        except ConnectionClosed:
            pass
        finally:
            self._readers.discard(reader)
            gone.cancel()


def page_file() -> Path:
    """The page that draws the skeletons in a browser."""
    return bundled_folder("examples") / "overlay.html"


def _page(connection: Any, path: str) -> Any:
    """The answer to a browser that asks for ``path``."""
    if path != "/":
        return connection.respond(HTTPStatus.NOT_FOUND, "there is one page, /\n")
    answer = connection.respond(HTTPStatus.OK, page_file().read_text(encoding="utf-8"))
    del answer.headers["Content-Type"]
    answer.headers["Content-Type"] = "text/html; charset=utf-8"
    answer.headers["Cache-Control"] = "no-store"
    return answer
