"""Licences of what lightpose is made of, collected from the metadata of the installed distributions and the libraries inside them.

``python -m lightpose.licences OUT.txt [FOLDER]`` writes them with their texts, as they lie beside the frozen program, whose folder of
libraries is FOLDER.
"""

from __future__ import annotations

import re
import sys
import tomllib
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

LIBRARIES = Path(__file__).parent / "assets" / "bundled_libraries.toml"
UNKNOWN = "see its page"
_TEXT = re.compile(r"(?i)(^|[/\\])(licen[cs]e|copying|notice|third.?party|license-3rd)[^/\\]*$")
_NAME = re.compile(r"[A-Za-z0-9._-]+")
_LONGEST = 80
"""Characters; a longer field is the text of a licence rather than its name."""


@dataclass(frozen=True)
class Component:
    """Something that lightpose contains or needs.

    Attributes:
        name, version: of the distribution; a library inside one has no version of its own.
        licence: an SPDX expression where the distribution gives one, else whatever it says.
        url: its page, "" where it names none.
        inside: name of the distribution that a library lies in.
        note: what else the licence asks to be said.
        text: the texts of the licence that come along, "" where none do.
    """

    name: str
    version: str
    licence: str
    url: str = ""
    inside: str = ""
    note: str = ""
    text: str = ""


def components(folder: Path | None = None) -> list[Component]:
    """Python, every distribution that lightpose needs (its extras left out), and the libraries inside them, by name.

    Args:
        folder: a frozen program's folder of libraries, of which everything counts whose metadata lies there; the running one's by default.
            None of an installed lightpose.
    """
    found = [Component("Python", sys.version.split()[0], "PSF-2.0", "https://www.python.org")]
    inside = folder or frozen_folder()
    needed = required("lightpose") if inside is None else bundled(inside)
    found += [_of_distribution(distribution) for name, distribution in needed.items() if name != "lightpose"]
    for entry in tomllib.loads(LIBRARIES.read_text(encoding="utf-8"))["library"]:
        distribution = needed.get(normalised(entry["inside"]))
        if distribution is not None and _has(distribution, entry.get("file", "")):
            found.append(Component(entry["name"], "", entry["licence"], entry["url"], entry["inside"], entry.get("note", "")))
    return sorted(found, key=lambda component: (component.name.lower(), component.inside))


def frozen_folder() -> Path | None:
    """The folder of libraries of the program that runs, None where it is not frozen."""
    return Path(sys._MEIPASS) if getattr(sys, "frozen", False) and hasattr(sys, "_MEIPASS") else None


def bundled(folder: Path) -> dict[str, metadata.Distribution]:
    """The distributions whose metadata lies in ``folder``; keys are normalised names."""
    return {normalised(distribution.name): distribution for distribution in metadata.distributions(path=[str(folder)])}


def required(root: str) -> dict[str, metadata.Distribution]:
    """The distributions that ``root`` needs, itself first, as far as they are installed; keys are normalised names."""
    found: dict[str, metadata.Distribution] = {}
    waiting = [root]
    while waiting:
        name = waiting.pop()
        if normalised(name) in found:
            continue
        try:
            distribution = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # for another system, or left out
        found[normalised(name)] = distribution
        for requirement in distribution.requires or []:
            start = _NAME.match(requirement)
            if start is not None and "extra ==" not in requirement:
                waiting.append(start.group())
    return found


def as_text(found: list[Component]) -> str:
    """A table, then the texts."""
    lines = ["lightpose contains or needs:", ""]
    for component in found:
        lines.append(f"{component.name} {component.version}".strip() + (f" (inside {component.inside})" if component.inside else ""))
        lines += [f"    {part}" for part in (component.licence, component.url, component.note) if part]
    for component in found:
        if component.text:
            lines += ["", "=" * 100, f"{component.name} {component.version}", "=" * 100, "", component.text]
    return "\n".join(lines) + "\n"


def _of_distribution(distribution: metadata.Distribution) -> Component:
    about = distribution.metadata
    text = "\n\n".join(_texts(distribution))
    return Component(distribution.name, distribution.version, _licence(about), _url(about), text=text)


def _licence(about: metadata.PackageMetadata) -> str:
    expression = _field(about, "License-Expression")
    named = " ".join(_field(about, "License").split())
    classified = [line.rsplit(" :: ", 1)[-1] for line in about.get_all("Classifier") or [] if line.startswith("License :: ")]
    if expression:
        return expression
    if named and len(named) <= _LONGEST:
        return named
    return ", ".join(classified) or UNKNOWN


def _url(about: metadata.PackageMetadata) -> str:
    pages = dict(line.split(", ", 1) for line in about.get_all("Project-URL") or [] if ", " in line)
    lower = {name.lower(): url for name, url in pages.items()}
    page = _field(about, "Home-page")
    named = (lower[name] for name in ("homepage", "home", "repository", "source") if name in lower)
    return page if page.startswith("http") else next(named, "")


def _field(about: metadata.PackageMetadata, name: str) -> str:
    return about[name] if name in about else ""  # noqa: SIM401 - the annotation of Python 3.11 has no get


def _texts(distribution: metadata.Distribution) -> list[str]:
    """Each different text once."""
    texts: dict[str, None] = {}
    for path in distribution.files or []:
        if _TEXT.search(str(path)) and path.suffix != ".py":
            try:
                texts[Path(str(path.locate())).read_text(encoding="utf-8", errors="replace").strip()] = None
            except OSError:
                continue
    return list(texts)


def _has(distribution: metadata.Distribution, pattern: str) -> bool:
    """Whether a file of it with a name like that is there; True where its files are not listed."""
    files = distribution.files
    return not pattern or files is None or any(re.search(pattern, path.name) and Path(str(path.locate())).exists() for path in files)


def normalised(name: str) -> str:
    """The name of a distribution as package indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(as_text(components(Path(sys.argv[2]) if sys.argv[2:] else None)), encoding="utf-8")
