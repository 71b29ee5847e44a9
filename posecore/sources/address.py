"""Network addresses: what is one, how FFmpeg is given it, and what of it may be shown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote

__all__ = ["HIDDEN", "RemoteFile", "is_address", "openable", "redact"]

HIDDEN = "…"
"""Stands where something was left out."""

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_EQUALS, _AND, _AT = "(?:=|%(?:25)*3D)", "(?:&|%(?:25)*26)", "(?:@|%(?:25)*40)"
_SECRET = re.compile(r"token|key|pass|pwd|\bpw\b|auth|secret|sig|cred|session|login|jwt|user|usr", re.IGNORECASE)
"""Parameters whose name contains one of these (``access_token``, ``X-Amz-Signature``, ``user``) keep their value to themselves."""

_ANY_SCHEME = "[a-z][a-z0-9+.-]+(?::|%(?:25)*3A)(?:/|%(?:25)*2F){1,2}"
"""Percent-encoded too, and with one slash, as a path makes of it."""

_USER_INFO = re.compile(rf"({_ANY_SCHEME})(.*{_AT})(\S*)", re.IGNORECASE)
_QUERY = re.compile(rf"({_ANY_SCHEME}[^\s?#]*)[?#]\S*?(?=[\"'>)\].,:;]*(?:\s|$))", re.IGNORECASE)
_BARE_USER_INFO = re.compile(rf"""([^\s:/\\@"'(<]+:(?![\s/\\])\S*{_AT})(\S*)""", re.IGNORECASE)
_PARAMETER = re.compile(rf"""([^\s=&/?"'(<]+?)({_EQUALS})((?:(?!{_AND})\S)*)""", re.IGNORECASE)


@dataclass(frozen=True)
class RemoteFile:
    """A recording on a server, by its address. As text it is without secrets."""

    address: str

    def __str__(self) -> str:
        return redact(self.address)


def is_address(text: str) -> bool:
    """Whether ``text`` is an address such as ``rtsp://…`` rather than a file; ``file://…`` is a file."""
    return bool(_SCHEME.match(text)) and not text.lower().startswith("file:")


def is_web_address(text: str) -> bool:
    """Whether ``text`` is an address of a web server, which tells how long what it sends is: a recording or something live."""
    return text.strip().lower().startswith(("http://", "https://"))


def redact(text: str) -> str:
    """``text`` without the secrets of the addresses in it, for names, titles, messages and files.

    Left out are: user name and password, that is everything from ``://`` to the last ``@`` of the line (a password may hold ``/``, ``#``,
    ``?`` and ``@``, as they are or percent-encoded); the query and the fragment of an address; the values of parameters that are called
    like secrets anywhere (``/user=admin&password=x``). Where an ``@`` may as well belong to a query or a parameter, nothing behind it is
    shown either. More may be left out than is secret, never less. Text without any of these is returned as it is.
    """
    if "=" not in text and "@" not in text and "%" not in text and "://" not in text:
        return text
    text = _USER_INFO.sub(_without_user_info, text)
    text = _BARE_USER_INFO.sub(_without_bare_user_info, text)
    text = _QUERY.sub(r"\1", text)
    return _PARAMETER.sub(_without_value, text)


def _without_user_info(found: re.Match[str]) -> str:
    scheme, before, after = found.groups()
    return scheme + (HIDDEN if re.search(_EQUALS, before, re.IGNORECASE) else after)


def _without_bare_user_info(found: re.Match[str]) -> str:
    before, after = found.groups()
    return HIDDEN if re.search(_EQUALS, before, re.IGNORECASE) else after


def _without_value(found: re.Match[str]) -> str:
    name, equals, _ = found.groups()
    return name + equals + HIDDEN if _SECRET.search(unquote(unquote(name))) else found.group()


def openable(address: str) -> str:
    """``address`` with user name and password percent-encoded, so that FFmpeg finds the host behind a password with ``/`` or ``@`` in it.

    By RFC 3986 the authority ends at the first ``/``, ``?`` or ``#``. Only where what stands before it can be no host and port
    (``rtsp://me:a/b@host``), everything up to the last ``@`` is taken as user and password. What is percent-encoded already stays. In the
    path of HTTP and RTSP, spaces and whatever else no address may hold (``é``, ``{``, a ``%`` that encodes nothing) is encoded, too.
    """
    start = _SCHEME.match(address)
    if start is None:
        return address
    scheme, rest = address[: start.end()], address[start.end() :]
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    if "@" in authority:
        info, host = authority.rsplit("@", 1)
        host += rest[len(authority) :]
    elif "@" in rest and not re.fullmatch(r"(?:[^:\[\]]*|\[[^\]]*\])(?::\d*)?", authority):
        info, host = rest.rsplit("@", 1)
    else:
        return scheme + _encoded(rest) if scheme.lower().startswith(_ENCODED) else address
    if scheme.lower().startswith(_ENCODED):
        host = _encoded(host)
    user, colon, password = info.partition(":")
    return f"{scheme}{_encoded(user, _KEPT)}{colon}{_encoded(password, _KEPT)}@{host}"


def _encoded(text: str, kept: str = "%!$&'()*+,;=~/?#[]@:") -> str:
    return quote(re.sub(r"%(?![0-9a-fA-F]{2})", "%25", text), safe=kept)


_ENCODED = ("http:", "https:", "rtsp:", "rtsps:")
_KEPT = "%!$&'()*+,;=~"
"""Allowed in user info by RFC 3986, and the mark of what is encoded already."""
