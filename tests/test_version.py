"""The version, and the commit of a development build."""

import subprocess
from pathlib import Path

import pytest

from posecore import version


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    def git(*arguments: str) -> None:
        who = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", "-C", str(tmp_path), *who, *arguments], check=True, capture_output=True, timeout=30)

    git("init", "-q")
    (tmp_path / "file").write_text("one")
    git("add", "file")
    git("commit", "-q", "-m", "first")
    git("tag", "v1.2.3")
    return tmp_path


def test_a_release_shows_no_commit_and_everything_else_does(checkout: Path) -> None:
    assert version.describe(checkout, "1.2.3") == ""
    commit = version.describe(checkout, "1.2.4")
    assert len(commit) == 9
    assert set(commit) <= set("0123456789abcdef")
    (checkout / "file").write_text("two")
    assert version.describe(checkout, "1.2.3") == f"{commit}, changed"


def test_no_checkout_no_commit(tmp_path: Path) -> None:
    assert version.describe(tmp_path / "nowhere", "1.0") == ""


def test_what_a_wheel_was_made_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    version.build_commit.cache_clear()
    monkeypatch.setattr(version, "BUILD_FILE", tmp_path / "posecore" / "build.toml")
    (tmp_path / "posecore").mkdir()
    try:
        assert version.full_version() == version.lightpose_version()
        (tmp_path / "posecore" / "build.toml").write_text('commit = "17230de9a"\n')
        version.build_commit.cache_clear()
        assert version.full_version() == f"{version.lightpose_version()} (commit 17230de9a)"
    finally:
        version.build_commit.cache_clear()
