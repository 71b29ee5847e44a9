"""What a person names as inputs, many at a time: files, folders, patterns, lists, numbered images and addresses, turned into one by one.

inputs = find_inputs(["clips/", "more/*.mp4", "list.txt", "frames/%04d.png", "rtsp://cam/1"])
for item in inputs.found:
    open_recording(item.text)
"""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from posecore.sources import SourceError
from posecore.sources.address import is_address, redact
from posecore.sources.file import VIDEO_PATTERNS
from posecore.sources.images import IMAGE_SUFFIXES, natural_key

__all__ = ["VIDEO_SUFFIXES", "Input", "Inputs", "LeftOut", "find_inputs"]

VIDEO_SUFFIXES = frozenset(pattern[1:] for pattern in VIDEO_PATTERNS.split()) | frozenset(
    f".{name}"
    for name in (
        "m2ts", "m2v", "mxf", "ogv", "vob", "asf", "f4v", "3g2", "qt", "divx", "dv", "dav", "mjpg", "mjpeg", "y4m", "h264", "264", "h265",
        "265", "hevc", "ivf",
    )
)  # fmt: skip
"""What counts as a video when a folder is searched. A file named outright is opened whatever its suffix."""

LIST_SUFFIX = ".txt"
_NUMBER = re.compile(r"%0?\d*d")


@dataclass(frozen=True)
class Input:
    """One recording, or what should have been one.

    Attributes:
        text: what :func:`posecore.sources.factory.open_recording` takes; may hold secrets, show :attr:`shown` instead.
        name: what its results are called, without a suffix; relative to the folder it was found in. No two inputs have the same.
        problem: why there is nothing to open, in one line; "" where there should be.
    """

    text: str
    name: Path
    problem: str = ""

    @property
    def shown(self) -> str:
        """``text`` for people."""
        return redact(self.text)


@dataclass(frozen=True)
class LeftOut:
    """A file or folder that is not read, and why in a few words."""

    path: Path
    why: str


@dataclass
class Inputs:
    """What was found. ``several``: anything but one plain file, sequence or address was named, so that results belong into a folder."""

    found: list[Input] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    several: bool = False


def find_inputs(given: Sequence[str | Path], *, recursive: bool = False, exclude: Path | None = None, apart: bool = True) -> Inputs:
    """Everything that ``given`` names, each recording once, folders and patterns in natural order.

    A folder stands for the videos directly in it; one that holds images and no video is a recording itself. A ``.txt`` file is a list: an
    input a line, ``#`` before a comment, paths relative to the list. What a folder holds besides is named in ``left_out``.

    Args:
        given: see the module.
        recursive: search folders in folders too.
        exclude: a folder that is not searched, that of the results.
        apart: give each a name of its own; False where the names do not matter.

    Raises:
        SourceError: two inputs whose results cannot be told apart by name.
    """
    search = _Search(recursive, Path(os.path.realpath(exclude)) if exclude is not None else None)
    texts = [os.path.join(os.curdir, t) if isinstance(t, Path) and not t.is_absolute() else str(t) for t in given]
    for text in texts:
        search.add(text.strip(), lambda path: Path())
    search.inputs.several |= len(texts) > 1
    if apart:
        search.inputs.found = _told_apart(search.inputs.found)
    return search.inputs


Place = Callable[[Path], Path]
"""The folder of a file that was found → where its results go, relative to all results."""


class _Search:
    def __init__(self, recursive: bool, exclude: Path | None) -> None:
        self.recursive, self.exclude = recursive, exclude
        self.inputs = Inputs()
        self._seen: set[str] = set()
        self._lists: list[Path] = []

    def add(self, text: str, place: Place, base: Path = Path()) -> None:
        """One input as a person writes it; paths are relative to ``base``. What cannot be the name of anything is a problem of its own."""
        before = len(self._lists)
        try:
            if "\0" in text:
                raise ValueError("a name has no zero bytes")
            self._add(text, place, base)
        except (OSError, RuntimeError, ValueError) as error:  # a name that is too long, nobody's home folder, a zero byte
            del self._lists[before:]
            why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            text = text.replace("\0", r"\0")
            self.inputs.found.append(Input(text, Path(_safe(text)[:60]), f"{_shortened(text)} cannot be read: {why}"))

    def _add(self, text: str, place: Place, base: Path) -> None:
        if not text or is_address(text) or text.lower().startswith("file:"):
            self._found(text, Path(_address_name(text)))
            return
        path = Path(text).expanduser()
        path = path if path.is_absolute() or base == Path() else base / path
        if path.is_dir():
            self._folder(path, place, path)
        elif path.suffix.lower() == LIST_SUFFIX and path.is_file():
            self._list(path)
        elif path.exists() or not glob.has_magic(text):
            self._file(path if path.exists() or base != Path() else Path(text), text, base, place)
        else:
            self._pattern(path, place)

    def _file(self, path: Path, text: str, base: Path, place: Place) -> None:
        numbered = _NUMBER.search(path.name)
        stem = _NUMBER.sub("", path.name.rpartition(".")[0]).strip("_-. ") if numbered else path.stem
        name = stem or path.resolve().parent.name or "frames"
        self._found(text if base == Path() else str(path), place(path.parent) / name)

    def _pattern(self, pattern: Path, place: Place) -> None:
        self.inputs.several = True
        matches = [Path(match) for match in sorted(glob.glob(str(pattern), recursive=True), key=lambda match: natural_key(Path(match)))]
        if not matches:
            self.inputs.found.append(Input(str(pattern), Path(_safe(pattern.name)), f"{pattern} matches nothing"))
        for match in matches:
            if match.is_dir():
                if not self._excluded(match):
                    self._folder(match, place, match)
            elif self._is_video(match, IMAGE_SUFFIXES):
                self._found(str(match), place(match.parent) / match.stem)

    def _list(self, path: Path) -> None:
        self.inputs.several = True
        if path.resolve() in self._lists:
            self.inputs.found.append(Input(str(path), Path(path.stem), f"{path} names itself"))
            return
        self._lists.append(path.resolve())
        try:
            lines = path.read_text(encoding="utf-8-sig", errors="surrogateescape").splitlines()
        except OSError as error:
            self.inputs.found.append(Input(str(path), Path(path.stem), f"{path} cannot be read: {error.strerror or error}"))
            return
        for line in lines:
            if line.strip() and not line.lstrip().startswith("#"):
                self.add(line.strip(), lambda path: Path(), path.parent)
        self._lists.pop()

    def _folder(self, folder: Path, place: Place, top: Path) -> None:
        """The videos of ``folder``; its results keep their place below ``top``."""
        videos, images, folders = self._entries(folder)
        if videos or self.recursive or not images:
            self.inputs.several = True
        for video in videos:
            self._found(str(video), place(folder) / folder.relative_to(top) / video.stem)
        if videos:
            self.inputs.left_out += [LeftOut(image, "an image in a folder of videos") for image in images]
        elif images:
            self._found(_outright(folder), place(folder) / folder.relative_to(top).parent / (folder.name or folder.resolve().name))
        elif not (folders and self.recursive) and folder == top:
            more = f"; --recursive looks into its {len(folders)} folders" if folders else ""
            name = Path(folder.resolve().name or "folder")
            self.inputs.found.append(Input(str(folder), name, f"{folder} holds no videos and no pictures{more}"))
        for inner in folders:
            if self.recursive:
                self._folder(inner, place, top)
            else:
                self.inputs.left_out.append(LeftOut(inner, "a folder; --recursive looks into it"))

    def _entries(self, folder: Path) -> tuple[list[Path], list[Path], list[Path]]:
        """Videos, images and folders directly in ``folder``; the rest is left out, by the source itself where there are only images."""
        try:
            entries = sorted(folder.iterdir(), key=natural_key)
        except OSError as error:
            self.inputs.found.append(
                Input(str(folder), Path(folder.name or "folder"), f"{folder} cannot be read: {error.strerror or error}")
            )
            return [], [], []
        folders = [p for p in entries if p.is_dir() and not self._excluded(p)]
        files = [p for p in entries if not p.is_dir()]
        images = [p for p in files if p.suffix.lower() in IMAGE_SUFFIXES and not _hidden(p)]
        any_video = any(p.suffix.lower() in VIDEO_SUFFIXES and not _hidden(p) for p in files)
        others = set(files) - set(images)
        videos = [p for p in files if p in others and self._is_video(p)] if any_video or not images else []
        searched = [p for p in folders if not (p.is_symlink() and self.recursive) and not _hidden(p)]
        self.inputs.left_out += [LeftOut(p, "hidden" if _hidden(p) else "a link to a folder") for p in folders if p not in searched]
        return videos, images, searched

    def _is_video(self, path: Path, more: frozenset[str] = frozenset()) -> bool:
        """Whether a file of a folder counts; one that does not is left out."""
        if _hidden(path):
            why = "hidden"
        elif path.suffix.lower() == ".partial":
            why = "an unfinished result"
        elif path.suffix.lower() not in VIDEO_SUFFIXES | more:
            why = "not a video"
        else:
            return True
        self.inputs.left_out.append(LeftOut(path, why))
        return False

    def _excluded(self, folder: Path) -> bool:
        return self.exclude is not None and Path(os.path.realpath(folder)) == self.exclude

    def _found(self, text: str, name: Path) -> None:
        key = text if is_address(text) or not Path(text).exists() else os.path.normcase(Path(text).resolve())
        if key not in self._seen:
            self._seen.add(key)
            self.inputs.found.append(Input(text, name))


def _outright(folder: Path) -> str:
    """``folder`` so that it cannot be mistaken for a word or a number."""
    return str(folder) if folder.is_absolute() or len(folder.parts) > 1 else os.path.join(os.curdir, str(folder))


def _hidden(path: Path) -> bool:
    return path.name.startswith(".")


def _shortened(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"


def _safe(text: str) -> str:
    return re.sub(r"[^\w.-]+", "_", text).strip("_.") or "input"


def _address_name(text: str) -> str:
    """A file name for ``https://me:secret@host/a/walk.mp4?token=1``: ``walk``; the host where there is no path."""
    shown = redact(text).split("?")[0].split("#")[0].rstrip("/")
    last = shown.rsplit("/", 1)[-1]
    stem = last.rpartition(".")[0] if Path(last).suffix.lower() in VIDEO_SUFFIXES | {".m3u8", ".mpd"} else last
    return _safe(stem if len(stem) > 1 else shown.split("://", 1)[-1])


def _told_apart(found: list[Input]) -> list[Input]:
    """Inputs of one name get longer ones: with their suffix, else with their folder's name. Raises SourceError where that is not enough."""
    named = [item.name for item in found]
    for longer in (_with_suffix, _with_folder, _with_both):
        for group in _same(named):
            for i in group:
                named[i] = longer(found[i])
    for group in _same(named):
        if sum(not found[i].problem for i in group) > 1:
            one, other = (found[i].shown for i in group[:2])
            raise SourceError(f"the results of {one} and {other} would have the same name; process them into different folders")
    return [replace(item, name=name) for item, name in zip(found, named, strict=True)]


def _same(names: list[Path]) -> Iterator[list[int]]:
    groups: dict[str, list[int]] = {}
    for i, name in enumerate(names):
        groups.setdefault(str(name).casefold(), []).append(i)
    yield from (group for group in groups.values() if len(group) > 1)


def _with_suffix(item: Input) -> Path:
    return item.name.with_name(_safe_suffix(item, item.name.name))


def _with_folder(item: Input) -> Path:
    return item.name.with_name(f"{_folder_name(item)} {item.name.name}")


def _with_both(item: Input) -> Path:
    return item.name.with_name(_safe_suffix(item, f"{_folder_name(item)} {item.name.name}"))


def _folder_name(item: Input) -> str:
    if is_address(item.text):
        return _safe("_".join(redact(item.text).split("://", 1)[-1].split("?")[0].split("/")[:-1]))
    return Path(item.text).resolve().parent.name or "root"


def _safe_suffix(item: Input, name: str) -> str:
    suffix = "" if is_address(item.text) else Path(item.text).suffix
    return name + suffix if re.fullmatch(r"\.\w+", suffix) else name
