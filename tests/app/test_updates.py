"""Asking for the newest version: only a server of this machine is asked here."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from lightpose import updates
from lightpose.updates import NoReleaseError, UpdateError, newest
from posecore import version


class _Answer(BaseHTTPRequestHandler):
    body: bytes = b""
    status = 200

    def do_GET(self) -> None:
        self.send_response(self.status)
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def server() -> Iterator[tuple[type[_Answer], str]]:
    handler = type("Answer", (_Answer,), {})
    with HTTPServer(("127.0.0.1", 0), handler) as running:
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        yield handler, f"http://127.0.0.1:{running.server_port}/latest"
        running.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("installed", "latest", "newer"),
    [("0.1.0", "0.2.0", True), ("0.9.0", "0.10", True), ("0.2", "0.2.0", False), ("1.0", "0.9", False), ("1.0rc1", "1.0", True),
     ("1.0", "1.0rc1", False)],
)  # fmt: skip
def test_newer_or_not(server: tuple[type[_Answer], str], installed: str, latest: str, newer: bool) -> None:
    handler, url = server
    handler.body = json.dumps({"tag_name": f"v{latest}", "html_url": "https://example.org/release"}).encode()
    found = newest(url, installed)
    assert (found.version, found.page, found.newer) == (latest, "https://example.org/release", newer)


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"[]", b'{"tag_name": "nightly", "html_url": "https://a"}', b'{"tag_name": "1.0", "html_url": "file:///etc"}']
)
def test_answers_that_name_no_release(server: tuple[type[_Answer], str], body: bytes) -> None:
    handler, url = server
    handler.body = body
    with pytest.raises(UpdateError, match="names no release"):
        newest(url, "0.1.0")


def test_no_answer(server: tuple[type[_Answer], str]) -> None:
    handler, url = server
    handler.status = 404
    with pytest.raises(UpdateError, match=r"127\.0\.0\.1 did not answer: 404"):
        newest(url, "0.1.0")
    with pytest.raises(UpdateError, match="https"):
        newest("http://example.org/latest", "0.1.0")


def test_a_copy_from_source_asks_nobody(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(version, "BUILD_FILE", tmp_path / "build.toml")
    with pytest.raises(NoReleaseError):
        updates.address()
    (tmp_path / "build.toml").write_text('releases = "https://example.org/latest"\n')
    assert updates.address() == "https://example.org/latest"
