"""The kinds of sources there are, and how a text is recognised as one of them.

A new kind is one file: a module in this package, or of another package that names it under the entry points ``lightpose.sources``::

    @register_source("noise", match=_match, priority=50, live=True)
    def open_noise(value: str, options: CaptureOptions) -> Source:
        return Noise(*(options.size or (640, 480)))


    def _match(text: str, cameras: CameraNames) -> SourceSpec | None:
        return SourceSpec("noise", text, "Noise") if text.lower() == "noise" else None
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from posecore.plugins import import_modules, load_entry_points
from posecore.sources import Source, SourceError
from posecore.sources.address import redact

__all__ = [
    "ENTRY_POINTS", "CameraNames", "CaptureOptions", "SourceKind", "SourceSpec", "add_rule", "load_sources", "match_rules", "path_name",
    "register_source", "source_kind", "unregister_source", "whole_numbers",
]  # fmt: skip

ENTRY_POINTS = "lightpose.sources"

CameraNames = Callable[[], dict[str, str]]
"""Gives the cameras that are plugged in: number as text → name. Asked only where it matters, since asking may take a while."""


@dataclass(frozen=True)
class CaptureOptions:
    """What a source may be asked for; those that have no choice ignore it.

    Attributes:
        size: (W, H) px.
        fps: frames a second.
    """

    size: tuple[int, int] | None = None
    fps: float | None = None


@dataclass(frozen=True)
class SourceSpec:
    """One source, recognised but not opened.

    Attributes:
        kind: name of a registered kind: ``camera``, ``file``, ``folder``, ``sequence``, ``url``, ``screen``, ``synthetic`` …
        value: what opens it: a camera's number or name, a path, an address. May hold a password: for opening only, never shown.
        name: for people; secrets of an address are removed from whatever is given here.
    """

    kind: str
    value: str = field(repr=False)
    name: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", redact(self.name))

    @property
    def live(self) -> bool:
        """Whether frames that nobody fetches in time are gone (a camera) or wait (a file)."""
        return source_kind(self.kind).live

    def open(self, size: tuple[int, int] | None = None, fps: float | None = None) -> Source:
        """The source, ready for its own :meth:`Source.open`, which tells what is wrong with a device, file or address.

        Args:
            size: (W, H) px to ask a camera for.
            fps: frames a second to ask a camera for.

        Raises SourceError for a value that makes no sense, such as ``screen:1,2``.
        """
        return source_kind(self.kind).open(self.value, CaptureOptions(size, fps))


Opener = Callable[[str, CaptureOptions], Source]
"""``SourceSpec.value`` and options → a source that is not open yet. Raises SourceError for a value that makes no sense."""

Match = Callable[[str, CameraNames], SourceSpec | None]
"""What a person typed, without spaces around it → the source, or None where it is none of this kind. Never raises."""


@dataclass(frozen=True)
class SourceKind:
    """A registered kind of source."""

    name: str
    live: bool
    open: Opener


_kinds: dict[str, SourceKind] = {}
_rules: list[tuple[int, int, str, Match]] = []
_loaded = False
_loading = threading.RLock()
"""Held while modules are imported; never taken by the decorators, which run while another thread may hold an import lock."""
_lock = threading.RLock()


def register_source(name: str, *, match: Match, priority: int = 50, live: bool = False) -> Callable[[Opener], Opener]:
    """Decorator: the function opens sources of kind ``name``.

    Args:
        name: of the kind; one that is there already is replaced.
        match: recognises a text as such a source.
        priority: smaller ones are asked first. Words such as ``screen`` have 20, addresses 30, devices 40, patterns and folders 60, files
            70; below 50 a kind takes precedence over files of the same name.
        live: whether frames that nobody fetches in time are gone.
    """

    def decorate(open_source: Opener) -> Opener:
        with _lock:
            unregister_source(name)
            _kinds[name] = SourceKind(name, live, open_source)
            add_rule(name, match, priority)
        return open_source

    return decorate


def add_rule(name: str, match: Match, priority: int) -> None:
    """A further way to recognise the registered kind ``name``, for one that has a certain and an uncertain one."""
    with _lock:
        _rules.append((priority, len(_rules), name, match))
        _rules.sort(key=lambda rule: rule[:2])


def unregister_source(name: str) -> None:
    """Forget the kind ``name``, if there is one."""
    with _lock:
        _kinds.pop(name, None)
        _rules[:] = [rule for rule in _rules if rule[2] != name]


def load_sources() -> None:
    """Have all kinds registered: those of this package, then those of plug-ins. Does nothing the second time."""
    global _loaded
    with _loading:
        if _loaded:
            return
        _loaded = True
        try:
            import_modules("posecore.sources")
            load_entry_points(ENTRY_POINTS)
        except BaseException:
            _loaded = False
            raise


def source_kind(name: str) -> SourceKind:
    """The registered kind. Raises SourceError where there is none of that name."""
    load_sources()
    if name not in _kinds:
        raise SourceError(f"there is no kind of source called '{name}'; there are: {', '.join(sorted(_kinds))}")
    return _kinds[name]


def match_rules() -> list[Match]:
    """How texts are recognised, in the order of asking."""
    load_sources()
    return [rule[3] for rule in _rules]


def path_name(path: Path) -> str:
    """The last part of ``path`` for people; secrets are removed first, since a password may hold a slash."""
    return Path(redact(str(path))).name or str(path)


def whole_numbers(value: str, count: int) -> tuple[int, ...]:
    """The ``count`` numbers behind the colon of ``WORD:1,2,3``; none where there is no colon. Raises SourceError for anything else."""
    rest = value.partition(":")[2].strip()
    if not rest:
        return ()
    parts = [part.strip() for part in rest.split(",")]
    if len(parts) != count or not all(part.isdecimal() for part in parts):
        raise SourceError(f"'{value}': expected {count} whole number{'s' if count > 1 else ''} after the colon")
    return tuple(int(part) for part in parts)
