"""The keypoint formats there are, by the suffix of the file.

A new format is one file::

    @register_format(".xml")
    class Xml:
        def open(self, path: Path, header: KeypointHeader) -> KeypointWriter: ...
        def read(self, path: Path) -> KeypointFile: ...

:class:`posecore.formats.text.TextWriter` does what writers of text files have in common.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from posecore.formats.checked import read_checked
from posecore.formats.interface import (
    Checked,
    KeypointFile,
    KeypointFormat,
    KeypointHeader,
    KeypointWriter,
    Needing,
    Titled,
)
from posecore.plugins import import_modules, load_entry_points
from posecore.sinks import check_output

__all__ = [
    "ENTRY_POINTS", "Known", "check", "find_format", "find_suffix", "known_formats", "named", "open_writer", "read", "register_format",
    "suffixes", "unregister_format",
]  # fmt: skip

ENTRY_POINTS = "lightpose.formats"

_F = TypeVar("_F", bound=KeypointFormat)

_formats: dict[str, KeypointFormat] = {}
_loaded = False
_loading = threading.RLock()


def register_format(*names: str) -> Callable[[type[_F]], type[_F]]:
    """Decorator: the class is the format of files whose name ends in one of ``names`` (``".jsonl"``, in whatever case).

    The longest name counts: ``k.coco.json`` is of ``.coco.json``, whatever is registered for ``.json``.
    """

    def decorate(made: type[_F]) -> type[_F]:
        keypoint_format = made()
        for name in names:
            _formats[name.lower()] = keypoint_format
        return made

    return decorate


def unregister_format(name: str) -> None:
    """Forget the format of the suffix ``name``, if there is one."""
    _formats.pop(name.lower(), None)


def _load() -> None:
    global _loaded
    with _loading:
        if _loaded:
            return
        _loaded = True
        try:
            import_modules("posecore.formats")
            load_entry_points(ENTRY_POINTS)
        except BaseException:
            _loaded = False
            raise


def suffixes() -> frozenset[str]:
    """Ends of the names of files that are known, such as ``.jsonl``."""
    _load()
    return frozenset(_formats)


@dataclass(frozen=True)
class Known:
    """A format to choose from.

    Attributes:
        kind: its suffix without the leading dot, as :func:`find_suffix` takes it.
        title: its name for people.
        missing: what has to be installed first; "" where nothing is missing.
    """

    kind: str
    title: str
    missing: str


def known_formats() -> list[Known]:
    """All formats to choose from: JSON Lines and CSV, then the others by title."""
    found = []
    for suffix in suffixes():
        made, kind = _formats[suffix], suffix.removeprefix(".")
        title = made.titles.get(suffix, kind) if isinstance(made, Titled) else kind
        found.append(Known(kind, title, made.missing() if isinstance(made, Needing) else ""))
    first = ["jsonl", "csv"]
    return sorted(found, key=lambda k: (first.index(k.kind) if k.kind in first else len(first), k.title.lower()))


def find_suffix(kind: str) -> str | None:
    """The registered suffix for ``.jsonl``, ``jsonl`` or ``openpose``, in whatever case; None for an unknown one."""
    wanted = kind.lower().removeprefix(".")
    return next((suffix for suffix in suffixes() if suffix.removeprefix(".") == wanted), None)


def named(stem: Path, kind: str) -> Path:
    """The file of format ``kind`` whose name begins with all of ``stem``'s: ``a b`` and ``csv`` → ``a b.csv``."""
    return stem.with_name(f"{stem.name}.{kind.removeprefix('.')}")


def find_format(path: str | Path) -> tuple[str, KeypointFormat] | None:
    """The suffix and the format of a file by its name; a folder with OpenPose's files may have any name. None for an unknown one."""
    path, known = Path(path), suffixes()
    fitting = [suffix for suffix in known if path.name.lower().endswith(suffix)]
    if not fitting and path.is_dir() and "openpose" in known and any(path.glob("*_keypoints.json")):
        fitting = ["openpose"]
    suffix = max(fitting, key=len, default=None)
    return (suffix, _formats[suffix]) if suffix is not None else None


def check(path: str | Path) -> Path:
    """``path``, once it is clear that a keypoint file can be written there. Raises SinkError, also for an unknown suffix."""
    path = Path(path)
    found = find_format(path)
    if found is None:
        return check_output(path, suffixes())  # which says what is known
    keypoint_format = found[1]
    if isinstance(keypoint_format, Checked):
        keypoint_format.check(path)
        return path
    return check_output(path, {path.suffix.lower()})


def open_writer(path: str | Path, header: KeypointHeader) -> KeypointWriter:
    """Start the keypoint file ``path``, in the format of its suffix. Raises SinkError where it cannot be written."""
    path = check(path)
    found = find_format(path)
    assert found is not None
    return found[1].open(path, header)


def read(path: str | Path) -> KeypointFile:
    """Read a keypoint file of any format.

    Raises OSError where it cannot be opened, ValueError for an unknown suffix, and ValueError naming the line where it is not such a file,
    or the frame whose numbers cannot be.
    """
    path = Path(path)
    found = find_format(path)
    if found is None:
        raise ValueError(f"cannot read {path}: unknown extension {path.suffix!r}, use one of {', '.join(sorted(suffixes()))}")
    return read_checked(path, found[1].read)
