"""Copyright files of the Debian packages whose libraries lie in the frozen program.

``python system_licences.py FOLDER`` prints them, FOLDER being its folder of libraries.
"""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import elf


@dataclass(frozen=True)
class Package:
    """A package of this system. ``files``: names of its libraries that lie in the program."""

    name: str
    version: str
    distribution: str
    files: tuple[str, ...]


def packages(folder: Path) -> list[Package]:
    """Packages of this system whose libraries lie right in ``folder``, stripped or not; none where there is no dpkg."""
    if shutil.which("dpkg-query") is None:
        return []
    names = sorted(path.name for path in folder.iterdir() if ".so" in path.name and path.is_file() and not path.is_symlink())
    found: dict[str, list[str]] = {}
    for name in names:
        for line in _asked("-S", f"*/{name}"):
            if line.endswith(f"/{name}") and _same(Path(line.split(": ", 1)[1]), folder / name):
                found.setdefault(line.split(":")[0], []).append(name)
    distribution = platform.freedesktop_os_release().get("ID", "debian") if found else ""
    versions = {name: "".join(_asked("-W", "-f", "${Version}\n", name)[:1]) for name in found}
    return [Package(name, versions[name], distribution, tuple(found[name])) for name in sorted(found)]


def _same(system: Path, ours: Path) -> bool:
    """Whether a library of the system is the one that lies in the program: Python's, for one, may come from elsewhere under that name."""
    try:
        return elf.loaded(system.read_bytes()) == elf.loaded(ours.read_bytes())
    except (OSError, ValueError):
        return False


def _asked(*arguments: str) -> list[str]:
    """Lines of dpkg-query's answer, none where it knows of nothing."""
    done = subprocess.run(["dpkg-query", *arguments], capture_output=True, text=True, timeout=60, check=False)
    return done.stdout.splitlines()


if __name__ == "__main__":
    for package in packages(Path(sys.argv[1])):
        text = Path("/usr/share/doc") / package.name / "copyright"
        if text.is_file():
            print(f"\n{'=' * 100}\n{package.name} {package.version} (library of the system this was built on)\n{'=' * 100}\n")
            print(text.read_text(encoding="utf-8", errors="replace").strip())
