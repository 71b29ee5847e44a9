"""Every page quotes the manifest: card, README and docs hold what packaging/record_numbers.py makes of weights/manifest.toml."""

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from posecore.runtime.weights import HASH_DIGITS, manifest, measurements

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def pages() -> ModuleType:
    """The script, which is no package."""
    spec = importlib.util.spec_from_file_location("record_numbers", ROOT / "packaging" / "record_numbers.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def numbers(pages: ModuleType) -> object:
    return pages.Numbers(measurements(), manifest())


@pytest.mark.parametrize("name", ["README.md", "weights/MODEL_CARD.md", "docs/models.md"])
def test_pages_show_the_numbers_of_the_manifest(pages: ModuleType, name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "<!-- measured: " in text
    assert text == pages.fill(text, numbers(pages)), f"{name}: run python packaging/record_numbers.py"


def test_all_pages_and_blocks_are_known(pages: ModuleType) -> None:
    assert set(pages.PAGES) == {"README.md", "weights/MODEL_CARD.md", "docs/models.md"}
    used = {name for page in pages.PAGES for name in re.findall(r"<!-- measured: (\w+) -->", (ROOT / page).read_text(encoding="utf-8"))}
    assert used == set(pages.BLOCKS)


def test_a_changed_number_changes_the_page(pages: ModuleType) -> None:
    table = next(m for m in measurements() if m.measure == "keypoint_ap")
    table.row()["AP"] = 0.999
    changed = pages.Numbers([table, *measurements()[1:]], manifest())
    card = (ROOT / "weights" / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert "| 99.9 |" in pages.fill(card, changed)


def test_readme_says_how_accurate_the_weights_are_in_its_first_screen(pages: ModuleType) -> None:
    first = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()[:20]
    default = next(entry.name for entry in manifest() if entry.kind == "pose" and entry.default)
    ap = float(next(m for m in measurements() if m.network == default and m.settings.get("decoding") == "oks").row()["AP"])
    assert any(f"**{100 * ap:.1f} OKS AP**" in line for line in first)


def test_every_number_is_of_the_shipped_files() -> None:
    hashes = {entry.name: entry.sha256[:HASH_DIGITS] for entry in manifest()}
    shown = [m for m in measurements() if m.network in hashes]
    assert {m.network for m in shown} == set(hashes), "each shipped file has a measurement"
    for measured in shown:
        assert measured.sha256 == hashes[measured.network], f"{measured.network} was replaced: packaging/record_numbers.py --measure DATA"


def test_the_commands_behind_the_pages_exist(pages: ModuleType) -> None:
    from typer.testing import CliRunner

    from lightpose.cli import app

    shown = CliRunner().invoke(app, ["eval", "--help"], env={"COLUMNS": "200", "TERM": "dumb"}).output
    for words in pages.MEASURE:
        assert words[0] == "eval"
        for word in words[1:]:
            assert not word.startswith("--") or re.search(rf"{re.escape(word)}\b", shown), word
            assert not word.startswith("weights/") or (ROOT / word).is_file(), word


def test_the_model_card_is_one_page() -> None:
    assert len((ROOT / "weights" / "MODEL_CARD.md").read_text(encoding="utf-8").splitlines()) <= 110
