"""What pyproject.toml cannot say: wheels and source distributions carry ``posecore/build.toml`` with the commit they were made from.

LIGHTPOSE_RELEASES, which the release workflow sets, is the address of the JSON that names the latest release; *Check for updates* asks it.
"""

import importlib.util
import os
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py
from setuptools.command.sdist import sdist

ROOT = Path(__file__).parent


def write_build_file(folder: str, version: str) -> None:
    """Write ``folder``/build.toml, unless this is an unpacked source distribution, which has one."""
    spec = importlib.util.spec_from_file_location("version", ROOT / "posecore" / "version.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    facts = {
        "commit": module.describe(ROOT, version) if (ROOT / ".git").exists() else "",
        "releases": os.environ.get("LIGHTPOSE_RELEASES", ""),
    }
    lines = [f'{name} = "{value}"\n' for name, value in facts.items() if value]
    if lines:
        path = Path(folder) / "build.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(lines), encoding="utf-8")


class BuildPy(build_py):
    """Copies the packages, then writes the file beside them."""

    def run(self) -> None:
        super().run()
        if not self.editable_mode:
            write_build_file(str(Path(self.build_lib) / "posecore"), self.distribution.get_version())


class Sdist(sdist):
    """The same for the source distribution."""

    def make_release_tree(self, base_dir: str, files: list[str]) -> None:
        super().make_release_tree(base_dir, files)
        write_build_file(str(Path(base_dir) / "posecore"), self.distribution.get_version())


setup(cmdclass={"build_py": BuildPy, "sdist": Sdist})
