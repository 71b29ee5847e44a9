"""What holds for the options of every command."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from lightpose.cli import app


def said(*arguments: str) -> list[str]:
    result = CliRunner().invoke(app, list(arguments))
    assert result.exit_code == 2
    return result.stderr.splitlines()


@pytest.mark.parametrize("given", [("--data", "a", "--data", "b"), ("--data=a", "--data=b"), ("--data", "a", "--data", "b", "--data", "c")])
def test_a_second_value_is_told_of(given: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    warning, error = said("eval", *given)
    assert warning == "lightpose: warning: --data is given several times; the last one counts"
    assert f"{given[-1].removeprefix('--data=')}: no such folder" in error


def test_no_value_is_shown() -> None:
    lines = said("live", "--headless", "--source", "rtsp://me:secret@127.0.0.1:9/a", "--source", "nowhere.mp4")
    assert "--source is given several times" in lines[0]
    assert not any("secret" in line for line in lines)


@pytest.mark.parametrize(
    "given",
    [
        ("convert", "a.csv", "b.csv", "--height-of-person", "1.7"),
        ("image", "no.jpg", "-o", "a", "-k", "a.csv", "-k", "b.csv"),  # which takes many
        ("image", "no.jpg", "-o", "a", "--boxes", "--no-boxes"),  # a switch
        ("image", "no.jpg", "-o", "a", "-o", "a"),
    ],
)
def test_others_are_not(given: tuple[str, ...]) -> None:
    assert len(said(*given)) == 1
