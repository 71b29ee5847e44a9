"""README promises only what is there: its commands exist and its files are in the tree."""

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from lightpose.cli import COMMANDS, app

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
SHELL = [line for block in re.findall(r"```sh\n(.*?)```", TEXT, re.S) for line in block.strip().splitlines()]
LIGHTPOSE = [part for line in SHELL for part in line.split(" && ") if part.startswith("lightpose")]


@pytest.mark.parametrize("line", LIGHTPOSE)
def test_commands_and_their_options_exist(line):
    words = shlex.split(line)[1:]
    if not words:
        return
    assert words[0] in COMMANDS
    if words[0] == "train":  # its options are argparse's
        pytest.importorskip("torch")
        from posecore.train import parser

        known = parser().parse_args(words[1:])
        assert str(known.out).startswith("runs")
        return
    shown = CliRunner().invoke(app, [words[0], "--help"], env={"COLUMNS": "200", "TERM": "dumb"})
    assert shown.exit_code == 0
    for word in words[1:]:
        if word.startswith("-"):
            assert re.search(rf"(^|\W){re.escape(word)}\b", shown.output), f"{word} is not an option of {words[0]}"


def test_the_two_commands_come_first():
    assert SHELL[0] == "pip install . && lightpose demo"
    assert SHELL[1] == 'pip install -e ".[train,dev]" && pytest'


@pytest.mark.parametrize("target", re.findall(r"\]\((?!http)([^)#]+)\)", TEXT))
def test_linked_files_exist(target):
    assert (ROOT / target).is_file()
