"""Brings the window's translations up to date: ``python packaging/translations.py`` after texts of the window have changed.

New texts come into ``app/lightpose/translations/*.ts`` as unfinished, old ones go; Qt Linguist (or an editor) fills in the rest.
``--check`` changes nothing and exits with 1 where something is left to do; CI runs it.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from functools import cache
from pathlib import Path

from PyQt6.lupdate import lupdate

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "app" / "lightpose" / "gui"
FOLDER = ROOT / "app" / "lightpose" / "translations"


def update(path: Path) -> None:
    """Bring one .ts file up to date. Places in the code are left out: they would change with every edit."""
    lupdate([str(SOURCES)], [str(path)], no_obsolete=True)
    tree = ElementTree.parse(path)
    contexts = tree.getroot().findall("context")
    for context in contexts:
        for message in context.iter("message"):
            for place in message.findall("location"):
                message.remove(place)
        context[1:] = sorted(context[1:], key=lambda message: message.findtext("source") or "")
    for context in contexts:
        tree.getroot().remove(context)
    tree.getroot().extend(sorted(contexts, key=lambda context: context.findtext("name") or ""))
    ElementTree.indent(tree)
    text = ElementTree.tostring(tree.getroot(), encoding="unicode")
    path.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{text}\n', encoding="utf-8", newline="\n")


def sources(path: Path) -> set[tuple[str, str]]:
    """(context, text) of all messages of a .ts file."""
    root = ElementTree.parse(path).getroot()
    return {(c.findtext("name") or "", m.findtext("source") or "") for c in root.iter("context") for m in c.iter("message")}


@cache
def extracted() -> set[tuple[str, str]]:
    """(context, text) of all texts of the window."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "all.ts"
        lupdate([str(SOURCES)], [str(path)])
        return sources(path)


def problems() -> list[str]:
    """What is left to do, a line each."""
    wanted = extracted()
    found = []
    for path in sorted(FOLDER.glob("*.ts")):
        root = ElementTree.parse(path).getroot()
        there = sources(path)
        found += [f"{path.name}: missing: {text}" for _, text in sorted(wanted - there)]
        found += [f"{path.name}: no longer used: {text}" for _, text in sorted(there - wanted)]
        for message in root.iter("message"):
            translation = message.find("translation")
            if translation is None or translation.get("type") is not None or not translation.text:
                found.append(f"{path.name}: not translated: {message.findtext('source')}")
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; exit with 1 where something is left to do")
    if not parser.parse_args().check:
        for path in sorted(FOLDER.glob("*.ts")):
            update(path)
    left = problems()
    print("\n".join(left) or "all texts are translated")
    sys.exit(bool(left))
