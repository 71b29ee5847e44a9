"""The version of the installed distribution (``pyproject.toml`` has it) and the commit that a development build was made from."""

from __future__ import annotations

import subprocess
import tomllib
from functools import cache
from importlib import metadata
from pathlib import Path

BUILD_FILE = Path(__file__).with_name("build.toml")
"""Written into wheels and source distributions by ``setup.py``: ``commit`` unless it is a release, ``releases`` where it was published."""


def lightpose_version() -> str:
    """Version of the ``lightpose`` distribution, or ``0+unknown`` where the package was never installed (a bare copy of the source)."""
    try:
        return metadata.version("lightpose")
    except metadata.PackageNotFoundError:
        return "0+unknown"


def full_version() -> str:
    """The version, for a development build with the commit: ``0.1.0 (commit 17230de9a)``, ``…, changed`` if files differed from it."""
    commit = build_commit()
    return f"{lightpose_version()} (commit {commit})" if commit else lightpose_version()


@cache
def build_commit() -> str:
    """The commit of a development build; "" for a release, and where nothing is known."""
    root = BUILD_FILE.parents[1]
    if (root / ".git").exists() and (root / "setup.py").is_file():
        return describe(root, lightpose_version())
    return build_facts().get("commit", "")


def build_facts() -> dict[str, str]:
    """What :data:`BUILD_FILE` says; empty where there is none or it is damaged."""
    try:
        return {name: str(value) for name, value in tomllib.loads(BUILD_FILE.read_text(encoding="utf-8")).items()}
    except (OSError, ValueError):
        return {}


def describe(root: Path, version: str) -> str:
    """The commit of the checkout ``root``; "" where git knows none, and where the tag ``vVERSION`` names it and no file differs from it."""

    def git(*arguments: str) -> str:
        command = ["git", "-C", str(root), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False, stdin=subprocess.DEVNULL)
        return done.stdout.strip() if done.returncode == 0 else ""

    try:
        commit = git("rev-parse", "--short=9", "HEAD")
        changed = bool(commit) and bool(git("status", "--porcelain", "--untracked-files=no"))
        if not changed and f"v{version}" in git("tag", "--points-at", "HEAD").split():
            return ""
    except (OSError, subprocess.SubprocessError):
        return ""
    return f"{commit}, changed" if changed else commit
