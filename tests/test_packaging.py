"""What a wheel installs: the packages ``posecore`` and ``lightpose``, nothing else at the top of site-packages."""

import importlib
import os
import plistlib
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
    found = {"posecore.weights", "posecore.examples"}
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
    for name in ("README.md", "LICENSE", "pyproject.toml", "setup.py"):
        shutil.copy(ROOT / name, source)
    for name in ("app", "examples", "posecore", "weights"):
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
    assert weights == {name.split("/")[-1] for name in names if name.startswith("posecore/weights/")}
    for name in (
        "posecore/py.typed",
        "lightpose/py.typed",
        "lightpose/assets/sample.mp4",
        "posecore/training/configs/smoke.toml",
        "posecore/examples/overlay.html",
    ):
        assert name in names
    code = {path.relative_to(ROOT / "app").as_posix() for path in (ROOT / "app" / "lightpose").rglob("*.py")}
    code |= {path.relative_to(ROOT).as_posix() for path in (ROOT / "posecore").rglob("*.py")}
    code |= {f"posecore/examples/{path.name}" for path in (ROOT / "examples").glob("*.py")}
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
    groups = ("train", "dev", "docs", "openvino", "screen", "streams", "heic", "formats") if name == "dev.txt" else ()
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


def test_a_headless_machine_gets_everything_but_the_window() -> None:
    lines = (ROOT / "packaging" / "headless.txt").read_text(encoding="utf-8").splitlines()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    window = ("PyQt6", "pyqtgraph", "cv2-enumerate-cameras")
    assert [line for line in lines if not line.startswith("#")] == [d for d in project["dependencies"] if not d.startswith(window)]
    train = (ROOT / "packaging" / "docker" / "train.txt").read_text(encoding="utf-8").splitlines()
    extra = project["optional-dependencies"]["train"]
    assert {line for line in train if not line.startswith("#")} == {d for d in extra if not d.startswith(("torch", "ultralytics"))}


def test_the_menu_entry_opens_a_file_and_has_an_icon() -> None:
    text = (ROOT / "packaging" / "linux" / "lightpose.desktop").read_text(encoding="utf-8")
    entry = dict(line.split("=", 1) for line in text.split("[Desktop Action")[0].splitlines() if "=" in line)
    assert entry["Exec"] == "lightpose live %f"
    assert {"video/mp4", "video/quicktime"} <= set(entry["MimeType"].split(";"))
    assert (ROOT / "app" / "lightpose" / "assets" / f"{entry['Icon']}.svg").is_file()


def test_icons_of_every_size(tmp_path: Path) -> None:
    pytest.importorskip("PyQt6.QtSvg")
    subprocess.run([sys.executable, str(ROOT / "packaging" / "make_icons.py"), str(tmp_path)], check=True, timeout=120)
    assert {path.name for path in tmp_path.iterdir()} >= {"16.png", "512.png", "lightpose.ico", "lightpose.icns"}
    from PyQt6.QtGui import QImage

    for side in (16, 64, 512):
        image = QImage(str(tmp_path / f"{side}.png"))
        assert (image.width(), image.height()) == (side, side)
        colours = {image.pixel(x, side // 2) for x in range(side)}
        assert len(colours) > 3, "a drawing, not a blank tile"


def test_macos_asks_for_the_camera() -> None:
    entitlements = plistlib.loads((ROOT / "packaging" / "macos" / "entitlements.plist").read_bytes())
    assert entitlements["com.apple.security.device.camera"] is True
    assert "NSCameraUsageDescription" in (ROOT / "packaging" / "frozen" / "lightpose.spec").read_text(encoding="utf-8")


def test_the_steps_of_the_dockerfile(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "packaging" / "docker"))
    check = importlib.import_module("check")
    text = (ROOT / "packaging" / "docker" / "Dockerfile").read_text(encoding="utf-8")
    runtime, train = check.instructions(text, "runtime"), check.instructions(text, "train")
    assert runtime[0] == ("FROM", "debian:bookworm-slim AS runtime")
    assert train[: len(runtime)] == runtime
    assert ("ARG", 'TORCH="torch torchvision"') in train
    for name, argument in train:
        if name == "COPY" and not argument.startswith("dist/"):
            assert (ROOT / argument.split()[0]).is_file()
    with pytest.raises(ValueError, match="no stage"):
        check.instructions(text, "nothing")


def test_pip_in_the_bare_root_trusts_what_it_trusts_here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Under a name of its own: installing ca-certificates, which Python's packages bring, writes /etc/ssl/certs anew."""
    monkeypatch.syspath_prepend(str(ROOT / "packaging" / "docker"))
    root = importlib.import_module("check").Root(tmp_path / "root", {})
    (tmp_path / "mine.crt").write_text("certificate")
    root.trust(str(tmp_path / "mine.crt"))
    assert (tmp_path / "root" / root.environment["PIP_CERT"].lstrip("/")).read_text() == "certificate"
    assert not root.environment["PIP_CERT"].startswith("/etc/ssl/certs")


def test_sizes_go_between_the_marks_of_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))
    record = importlib.import_module("record_builds")
    page = record.replaced("a\n<!-- builds -->\nold\n<!-- end -->\nb\n", "| new |", "2026-01-01", "here")
    assert page == "a\n<!-- builds -->\n2026-01-01, here:\n\n| new |\n<!-- end -->\nb\n"
    assert record.MARKS.search((ROOT / "packaging" / "README.md").read_text(encoding="utf-8"))
    with pytest.raises(ValueError, match="marks"):
        record.replaced("none", "", "", "")
