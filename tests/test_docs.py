"""The documentation: links lead somewhere, the reference covers every room, guides name files that exist."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "weights" / "MODEL_CARD.md"])
NOT_IN_THE_REFERENCE = {"bundled", "assets", "plugins", "train", "terminal", "version"}
"""Rooms without a public interface of their own."""
GUIDES = ("network", "source", "format", "command")


def rooms() -> set[str]:
    """Modules and packages directly in posecore."""
    folders = {path.parent.name for path in (ROOT / "posecore").glob("*/__init__.py")}
    return folders | {path.stem for path in (ROOT / "posecore").glob("*.py") if path.stem != "__init__"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_of_every_page(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.S)
    for target in re.findall(r"\]\((?!https?:)([^)#\s]+)[^)]*\)", text):
        assert (page.parent / target).resolve().is_file(), target


def test_the_reference_covers_every_room() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs" / "reference").glob("*.md"))
    assert set(re.findall(r"^::: posecore\.(\w+)$", text, re.M)) == rooms() - NOT_IN_THE_REFERENCE


def test_every_page_is_in_the_navigation() -> None:
    navigation = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    for page in (ROOT / "docs").rglob("*.md"):
        assert f"- {page.relative_to(ROOT / 'docs').as_posix()}\n" in navigation


@pytest.mark.parametrize("name", GUIDES)
def test_guides_are_short(name: str) -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    section = text.split(f"## Add a {name}\n")[1].split("\n## ")[0]
    assert 5 < len(section.splitlines()) < 30


def test_contributing_names_files_that_exist() -> None:
    """Also the table of the twelve changes: at most three files each."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    table = text.split("| change | files |")[1]
    rows = [line.split("|")[2] for line in table.splitlines() if line.startswith("| ")]
    assert len(rows) == 12
    for row in rows:
        files = re.findall(r"`([\w/]+\.(?:py|toml))`", row)
        assert 1 <= len(set(files) - {"packaging/record_numbers.py"}) <= 3
        for file in files:
            assert (ROOT / file.replace("NEW.py", "__init__.py")).is_file(), file
