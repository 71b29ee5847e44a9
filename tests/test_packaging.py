"""What a wheel installs: the packages ``posecore`` and ``lightpose``, nothing else at the top of site-packages."""

import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SETUPTOOLS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]


def test_every_folder_of_code_is_installed():
    folders = {"posecore": ROOT / "posecore", "lightpose": ROOT / "app" / "lightpose"}
    found = {"posecore.weights"}
    for name, folder in folders.items():
        found |= {".".join([name, *path.parent.relative_to(folder).parts]) for path in folder.rglob("__init__.py")}
    assert set(SETUPTOOLS["packages"]) == found


def test_nothing_of_ours_has_a_name_that_a_user_may_have():
    assert {name.split(".")[0] for name in SETUPTOOLS["packages"]} == {"posecore", "lightpose"}


def test_packages_say_that_they_are_typed():
    assert "py.typed" in SETUPTOOLS["package-data"]["posecore"]
    assert "py.typed" in SETUPTOOLS["package-data"]["lightpose"]
    assert (ROOT / "posecore" / "py.typed").is_file()
    assert (ROOT / "app" / "lightpose" / "py.typed").is_file()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """A wheel of this tree, made without the network."""
    pytest.importorskip("setuptools", minversion="77")
    source, out = tmp_path_factory.mktemp("source") / "lightpose", tmp_path_factory.mktemp("wheel")
    source.mkdir()
    for name in ("README.md", "LICENSE", "pyproject.toml"):
        shutil.copy(ROOT / name, source)
    for name in ("app", "posecore", "weights"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    build = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", str(out), str(source)]
    done = subprocess.run(build, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return next(out.glob("*.whl"))


@pytest.mark.slow
def test_a_wheel_has_our_two_packages_and_everything_they_need(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"lightpose", "posecore"}
    weights = {path.name for path in (ROOT / "weights").iterdir() if path.suffix in (".onnx", ".safetensors", ".toml", ".md")}
    assert weights == {name.split("/")[-1] for name in names if name.startswith("posecore/weights/")} - {"worst.jpg"}
    for name in ("posecore/py.typed", "lightpose/py.typed", "lightpose/assets/sample.mp4", "posecore/training/configs/smoke.toml"):
        assert name in names
    code = {path.relative_to(ROOT / "app").as_posix() for path in (ROOT / "app" / "lightpose").rglob("*.py")}
    code |= {path.relative_to(ROOT).as_posix() for path in (ROOT / "posecore").rglob("*.py")}
    assert code == {name for name in names if name.endswith(".py")}


@pytest.mark.slow
def test_an_unpacked_wheel_finds_its_weights_beside_files_of_a_users_own(wheel, tmp_path):
    site, mine = tmp_path / "site", tmp_path / "mine"
    zipfile.ZipFile(wheel).extractall(site)
    mine.mkdir()
    for name in ("app.py", "weights.py"):
        (mine / name).write_text("raise SystemExit('not ours')\n")
    code = "import lightpose, posecore\nfrom posecore.runtime.weights import find_weights\nprint(posecore.__file__, find_weights('pose'))"
    environment = {**os.environ, "PYTHONPATH": str(site)}
    done = subprocess.run([sys.executable, "-c", code], cwd=mine, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert all(path.startswith(str(site)) for path in done.stdout.split())


@pytest.mark.parametrize("name", ["app.txt", "dev.txt"])
def test_the_lock_files_pin_every_requirement_with_hashes(name):
    """What pyproject.toml asks for (with the extras of development for dev.txt), in a version that it allows, each with its hashes."""
    packaging = pytest.importorskip("packaging.requirements")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    groups = ("train", "dev", "docs", "screen", "streams", "heic", "formats") if name == "dev.txt" else ()
    extras = [r for group in groups for r in project["optional-dependencies"][group]]
    asked = [packaging.Requirement(r) for r in [*project["dependencies"], *extras] if not r.startswith("lightpose[")]
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    assert "://" not in text, "a place to install from is named"
    lines = [line.split(" ;")[0].split(" \\")[0] for line in text.splitlines() if "==" in line and not line.startswith(("#", " "))]
    versions = {}
    for line in lines:
        key, _, version = line.partition("==")
        versions.setdefault(key.lower().replace("_", "-"), []).append(version.strip())
    assert text.count("--hash=sha256:") >= len(lines) > 20
    for requirement in asked:
        found = versions.get(requirement.name.lower().replace("_", "-"))
        assert found, f"{requirement.name} is not in requirements/{name}: run the command at its top"
        assert any(requirement.specifier.contains(v, prereleases=True) for v in found), requirement
