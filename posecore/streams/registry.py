"""The kinds of streams there are, by the scheme of the address.

A new kind is one file::

    @register_stream("mqtt")
    class Mqtt(PoseStream):
        def _open(self) -> None: ...
        def _send(self, message: Message) -> int: ...
        def _close(self) -> None: ...
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from posecore.plugins import import_modules, load_entry_points
from posecore.sinks import SinkError
from posecore.streams.base import Address, PoseStream

__all__ = ["ENTRY_POINTS", "open_stream", "register_stream", "schemes", "unregister_stream"]

ENTRY_POINTS = "lightpose.streams"

_S = TypeVar("_S", bound=type[PoseStream])

_streams: dict[str, type[PoseStream]] = {}
_loaded = False
_loading = threading.RLock()


def register_stream(scheme: str) -> Callable[[_S], _S]:
    """Decorator: the class serves addresses that begin with ``scheme://``."""

    def decorate(made: _S) -> _S:
        _streams[scheme.lower()] = made
        return made

    return decorate


def unregister_stream(scheme: str) -> None:
    """Forget the kind, if there is one."""
    _streams.pop(scheme.lower(), None)


def schemes() -> list[str]:
    """What an address may begin with, such as ``ws``."""
    global _loaded
    with _loading:
        if not _loaded:
            _loaded = True
            try:
                import_modules("posecore.streams")
                load_entry_points(ENTRY_POINTS)
            except BaseException:
                _loaded = False
                raise
    return sorted(_streams)


def open_stream(address: str, source: str = "") -> PoseStream:
    """The stream for ``address``, to be started (or used in a ``with`` block).

    Raises SinkError for an address that makes no sense, a kind that is not known, or one whose package is not installed.
    """
    known, parsed = schemes(), Address.parse(address)
    if parsed.scheme not in known:
        raise SinkError(f"cannot send to {parsed}: unknown kind {parsed.scheme}, use one of {', '.join(known)}")
    return _streams[parsed.scheme](parsed, source)
