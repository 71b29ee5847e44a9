"""Secrets of an address are shown nowhere: not in names, errors, causes, notices, files or on standard error."""

from __future__ import annotations

import string
import traceback
from urllib.parse import quote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from posecore.sources import SourceError
from posecore.sources.address import is_address, openable, redact
from posecore.sources.factory import parse
from posecore.sources.stream import NetworkStream

LETTERS = string.ascii_uppercase + string.digits
INSIDE = LETTERS + "/#?@:%&=!$+;,'\"\\()[]{}<>|~^`*.-_ é"
"""What a password may be made of."""


def secret(inside: str) -> st.SearchStrategy[str]:
    """A secret whose parts between signs are recognisable: XK…, nothing of which stands in the rest of the address."""
    return st.tuples(st.text(LETTERS, min_size=4, max_size=8), st.text(inside, max_size=12), st.text(LETTERS, min_size=4, max_size=8)).map(
        lambda parts: f"XK{parts[0]}{parts[1]}XK{parts[2]}"
    )


USERS, PASSWORDS, TOKENS = secret(INSIDE.replace(":", "").replace(" ", "")), secret(INSIDE), secret(LETTERS + "/@:%=!$+;,._-~")
KEYS = st.sampled_from(["token", "access_token", "key", "api_key", "Password", "pwd", "auth", "secret", "sig", "X-Amz-Signature", "t"])


def shown(text: str, *secrets: str) -> list[str]:
    """Which of the secrets, or of their pieces of four letters or more, can be read in ``text``, percent-encoded or not."""
    pieces = {piece for secret in secrets for piece in (secret, quote(secret, safe=""), secret[:6], secret[-6:])}
    return [piece for piece in pieces if piece in text]


@given(user=USERS, password=PASSWORDS, token=TOKENS, key=KEYS, encoded=st.booleans())
@example(user="XKAAAA", password="XKAAAA/#?@@XKBBBB", token="XKCCCC@XKDDDD", key="token", encoded=False)
@settings(max_examples=80, deadline=None)
def test_neither_names_nor_messages_show_a_secret(user: str, password: str, token: str, key: str, encoded: bool) -> None:
    given_user, given_password = (quote(user, safe=""), quote(password, safe="")) if encoded else (user, password)
    addresses = [
        f"rtsp://{given_user}:{given_password}@cam.local:554/1",
        f"rtsp://{given_user}@cam.local:554/1",
        f"http://cam.local/1?{key}={token}",
        f"http://cam.local/1?channel=1&{key}={token}#top",
        f"https://{given_user}:{given_password}@cam.local/1?{key}={token}",
    ]
    for address in addresses:
        secrets = [s for s in (user, password, token) if s in address or quote(s, safe="") in address]
        assert secrets
        assert not shown(redact(address), *secrets)
        assert not shown(redact(f"{address}: Connection refused"), *secrets) or " " in password + user
        spec = parse(address, {})
        assert spec.kind == "url"
        assert not shown(f"{spec.name} {spec!r}", *secrets)


@given(user=secret(LETTERS + "/#?@:%!$+;,._-~"), password=secret(LETTERS + "/#?@:%!$+;,._-~"), encoded=st.booleans())
@example(user="XK0000XK0000", password="XK0000:@XK0000", encoded=False)
@settings(max_examples=80, deadline=None)
def test_parameters_of_network_cameras(user: str, password: str, encoded: bool) -> None:
    for start in ("rtsp://10.0.0.5:554", "", "http://10.0.0.5"):
        path = f"user={user}&password={password}&channel=1"
        text = f"{start}/{quote(path) if encoded else path}"
        assert not shown(redact(text), user, password), text
        assert not shown(parse(text, {}).name, user, password), text
        assert not shown(str(SourceError(f"{text} does not exist")), user, password), text


@given(user=secret(LETTERS), password=secret(LETTERS + "/#@?!"), token=secret(LETTERS))
@settings(max_examples=10, deadline=None)
def test_an_address_that_cannot_be_opened_keeps_its_secrets(user: str, password: str, token: str) -> None:
    for address in (
        f"rtsp://{user}:{password}@127.0.0.1:9/1?token={token}",
        f"http://{quote(user, safe='')}:{token}@127.0.0.1:9/{token[:0]}x",
    ):
        with pytest.raises(SourceError) as caught:
            NetworkStream(address, timeout=1.0).open()
        told = "".join(traceback.format_exception(caught.value)).split("Error: ")[-1]
        assert "cannot be opened" in told
        for text in (told, str(caught.value), repr(caught.value)):
            assert not shown(text, user, password, token)


def test_the_live_source_and_the_log_keep_them(capfd: pytest.CaptureFixture[str]) -> None:
    address = "rtsp://XKUSER1:XKPASS/#@1@127.0.0.1:9/user=XKADMIN&password=XKHIDDEN&channel=1?token=XKTOKEN"
    source = parse(address).open()
    with pytest.raises(SourceError) as caught:
        source.open()
    captured = capfd.readouterr()
    for text in (str(caught.value), "".join(traceback.format_exception(caught.value)[-1:]), captured.err, captured.out):
        assert "XK" not in text


def test_what_is_no_secret_is_shown() -> None:
    for text in (
        "rtsp://cam.local:554/1", "udp://239.0.0.1:1234", "a.mp4 does not exist", "C:\\Users\\me@work\\a.mp4", "x=y.mp4", "frames/%04d.png",
        "http://cam.local/channel=1&stream=0", "there is no camera 3; there are: 0 (Cam @ desk)",
    ):  # fmt: skip
        assert redact(text) == text
    assert redact("rtsp://me:pass@cam.local:554/1?token=x") == "rtsp://cam.local:554/1"
    assert redact("rtsp://me:p/a#s?s@x@cam.local/1: Connection refused") == "rtsp://cam.local/1: Connection refused"
    assert redact("'http://h/x?token=y': Connection refused") == "'http://h/x': Connection refused"
    assert redact("rtsp://h/user=admin&password=x&channel=1") == "rtsp://h/user=…&password=…&channel=1"
    assert redact("me:secret@cam/1 does not exist") == "cam/1 does not exist"
    assert redact("http://h/1?token=abc@def") == "http://…", "what stands behind the @ may be the rest of the token"


def test_addresses() -> None:
    assert is_address("HTTP://x")
    for text in ("C:\\video.mp4", "clip.mp4", "file:///a.mp4", "c://x"):
        assert not is_address(text)


@pytest.mark.parametrize(
    ("address", "opened"),
    [
        ("rtsp://me:a/b@host/1", "rtsp://me:a%2Fb@host/1"),
        ("rtsp://me:a@b@host:55/1", "rtsp://me:a%40b@host:55/1"),
        ("rtsp://me:p#w@host/1", "rtsp://me:p%23w@host/1"),
        ("rtsp://me:p%40s@h/1", "rtsp://me:p%40s@h/1"),
        ("http://host:80/@user", "http://host:80/@user"),
        ("rtsp://[::1]:554/@x", "rtsp://[::1]:554/@x"),
        ("udp://@239.0.0.1:1", "udp://@239.0.0.1:1"),
        ("rtsp://me:100%@h/1", "rtsp://me:100%25@h/1"),
        ("http://h/my clip é.mp4?a=b%20c&d=[1]#x", "http://h/my%20clip%20%C3%A9.mp4?a=b%20c&d=[1]#x"),
        ("rtsp://me:a b@h/live 1", "rtsp://me:a%20b@h/live%201"),
        ("http://h/100%.mp4", "http://h/100%25.mp4"),
    ],
)
def test_ffmpeg_finds_the_host_behind_any_password(address: str, opened: str) -> None:
    assert openable(address) == opened
