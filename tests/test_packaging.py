"""What a wheel installs: the packages ``posecore`` and ``lightpose``, nothing else at the top of site-packages."""

import tomllib
from pathlib import Path

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
