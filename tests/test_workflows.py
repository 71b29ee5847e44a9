"""The workflows and the shell scripts, without the network: GitHub's schema, shellcheck, and that they name things that exist."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

yaml = pytest.importorskip("yaml")

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / ".github" / "workflows"
WORKFLOWS = {path.name: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.yml"))}
SCRIPTS = [ROOT / ".ci" / "run", *sorted((ROOT / "packaging").rglob("*.sh"))]


def steps(workflow: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """(job, step) of every step."""
    return [(name, step) for name, job in workflow["jobs"].items() for step in job["steps"]]


def in_bash(job: dict[str, Any], step: dict[str, Any]) -> bool:
    return "run" in step and "windows" not in str(job["runs-on"]) and step.get("shell", "bash") == "bash"


def schema_complaints(path: Path) -> str:
    """What GitHub's schema, which lies in the package, says against a workflow; "" where it says nothing."""
    pytest.importorskip("check_jsonschema")
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    return done.stdout + done.stderr if done.returncode else ""


def shellcheck(text: str, *options: str) -> str:
    """What shellcheck says against a script; "" where it says nothing."""
    program = shutil.which("shellcheck") or shutil.which("shellcheck", path=str(Path(sys.executable).parent))
    if program is None:
        pytest.skip("no shellcheck")
    command = [program, "--shell=bash", "--format=gcc", *options, "-"]
    return subprocess.run(command, input=text, capture_output=True, text=True, timeout=120, check=False).stdout


@pytest.mark.parametrize("name", WORKFLOWS)
def test_workflows_are_as_githubs_schema_wants_them(name: str) -> None:
    assert schema_complaints(FOLDER / name) == ""


def test_the_schema_finds_a_mistake(tmp_path: Path) -> None:
    text = (FOLDER / "lint.yml").read_text(encoding="utf-8")
    (tmp_path / "lint.yml").write_text(text.replace("runs-on:", "run-on:"), encoding="utf-8")
    assert "run" in schema_complaints(tmp_path / "lint.yml")


def test_scripts_pass_shellcheck() -> None:
    said = {str(path.relative_to(ROOT)): shellcheck(path.read_text(encoding="utf-8")) for path in SCRIPTS}
    assert len(said) > 6
    assert not any(said.values()), said
    assert "SC2086" in shellcheck("#!/bin/bash\nrm -r $1\n"), "it does find something"


@pytest.mark.parametrize("name", WORKFLOWS)
def test_commands_of_workflows_pass_shellcheck(name: str) -> None:
    """GitHub's bash stops at the first failure (-e); what it puts in for ${{ … }} is taken for a word."""
    for job, step in steps(WORKFLOWS[name]):
        if in_bash(WORKFLOWS[name]["jobs"][job], step):
            text = re.sub(r"\$\{\{.*?\}\}", "word", step["run"])
            assert shellcheck(f"#!/bin/bash\nset -e\n{text}\n") == "", f"{job}: {text}"


@pytest.mark.parametrize("name", WORKFLOWS)
def test_workflows_name_jobs_files_and_artefacts_that_exist(name: str) -> None:
    jobs = WORKFLOWS[name]["jobs"]
    given = {step["with"]["name"] for _, step in steps(WORKFLOWS[name]) if "upload-artifact" in step.get("uses", "")}
    for job, step in steps(WORKFLOWS[name]):
        needs = jobs[job].get("needs", [])
        assert set([needs] if isinstance(needs, str) else needs) <= set(jobs) - {job}
        if "uses" in step:
            assert re.fullmatch(r"[\w-]+/[\w-]+@v\d+", step["uses"]), "an action without a version"
        if "download-artifact" in step.get("uses", "") and "name" in step["with"]:
            assert step["with"]["name"] in given
        for path in re.findall(r"\bpackaging[\\/][\w./\\-]+", step.get("run", "")):
            file = ROOT / path.replace("\\", "/")
            assert file.is_file(), f"{job}: {path}"
            if file.suffix == ".sh" and os.name == "posix":
                assert os.access(file, os.X_OK), f"{path} cannot be run"


def test_secrets_of_a_release_are_those_that_the_page_names() -> None:
    used = {name for path in FOLDER.glob("*.yml") for name in re.findall(r"secrets\.(\w+)", path.read_text(encoding="utf-8"))}
    named = set(re.findall(r"`((?:WINDOWS|MACOS)_\w+)`", (ROOT / "packaging" / "README.md").read_text(encoding="utf-8")))
    assert used == named
