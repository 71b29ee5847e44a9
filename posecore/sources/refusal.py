"""Why an address cannot be opened, in a sentence: FFmpeg's error, and what a look at the address and its host adds to it."""

from __future__ import annotations

import re
import socket
from urllib.parse import urlsplit

import av

from posecore.sources.address import openable, redact

__all__ = ["explain"]

_CODE = re.compile(r"Server returned (\d\w\w)")
_PASSWORD = "in a user name or password / # ? : % and the at sign have to be percent-encoded (/ is %2F)"


def explain(address: str, error: Exception) -> str:
    """The sentence, without the secrets of ``address``.

    Args:
        address: as it was typed.
        error: what :func:`av.open` raised for ``openable(address)``.

    It names which of these it is: wrong scheme or port, unknown host, refused connection, no answer, 401, 403, 404, another answer, no
    video. Looks up the name of the host where FFmpeg only says that there was an error.
    """
    host, port, hidden = _place(address)
    shown = "the host" if hidden else host  # which may be a user name
    text = str((error.strerror if isinstance(error, (av.error.FFmpegError, OSError)) else None) or error)
    if isinstance(error, av.error.HTTPUnauthorizedError):
        if "@" not in address:
            return "the server asks for a user name and password (401): write USER:PASSWORD and an at sign before the host"
        return f"the server does not accept the user name or password (401); {_PASSWORD}"
    if isinstance(error, av.error.HTTPForbiddenError):
        return "the server forbids it (403)"
    if isinstance(error, av.error.HTTPNotFoundError):
        return f"{shown or 'the server'} answers, but has nothing under this path (404)"
    code = _CODE.search(text)
    if code is not None:
        meaning = "something is wrong with the server" if code[1].startswith("5") else "the server does not understand the address"
        return f"{meaning} ({code[1].replace('X', 'x')})"
    if isinstance(error, av.error.ProtocolNotFoundError):
        return f"{address.split('://', 1)[0]}:// is no kind of stream that can be read here"
    if not host and not address.lower().startswith(("udp:", "rtp:")):
        return "the address names no host"
    if port is None:
        return f"the port behind {shown} has to be a number up to 65535" + _advice(hidden)
    if isinstance(error, ConnectionRefusedError):
        return (
            f"{shown} refuses the connection: nothing listens on {f'port {port}' if port else 'that port'} (Connection refused)"
            + _advice(hidden)
        )
    if isinstance(error, OSError) and host and not _known(host):
        return ("there is no such host" if hidden else f"there is no host called {host}") + _advice(hidden)
    silent = isinstance(error, (av.error.ExitError, TimeoutError)) or (
        isinstance(error, av.error.InvalidDataError) and address.lower().startswith("rtsp")
    )
    if silent:
        if address.lower().startswith(("udp:", "rtp:")):
            return "nothing arrives there"
        return f"{shown} does not answer" + _advice(hidden)
    if isinstance(error, (av.error.InvalidDataError, av.error.EOFError)) or text == "Input/output error":
        return "what it sends is no video"
    return redact(text.replace(openable(address), redact(address)).replace(address, redact(address)))


def _place(address: str) -> tuple[str, int | None, bool]:
    """Host, port (0 where none is given, None where it is no number), and whether an @ stands where it is not taken for the end of a
    password, so that what looks like the host may be a user name."""
    parts = urlsplit(openable(address))
    hidden = "@" not in parts.netloc and "@" in address
    try:
        return parts.hostname or "", parts.port or 0, hidden
    except ValueError:
        return parts.hostname or "", None, hidden


def _advice(hidden: bool) -> str:
    return f"; {_PASSWORD}" if hidden else ""


def _known(host: str) -> bool:
    try:
        socket.getaddrinfo(host, None)
    except (OSError, UnicodeError):
        return False
    return True
