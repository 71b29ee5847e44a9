"""Copyright files of the Debian packages whose libraries lie in the frozen program: ``python system_licences.py FOLDER`` prints them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def packages(folder: Path) -> list[str]:
    """Packages of this system that have a library of the same name as one right in ``folder``/_internal."""
    names = sorted(path.name for path in (folder / "_internal").iterdir() if ".so" in path.name and path.is_file())
    found = set()
    for name in names:
        done = subprocess.run(["dpkg-query", "-S", f"*/{name}"], capture_output=True, text=True, timeout=60, check=False)
        found |= {line.split(":")[0] for line in done.stdout.splitlines() if line.endswith(f"/{name}")}
    return sorted(found)


if __name__ == "__main__":
    for package in packages(Path(sys.argv[1])):
        text = Path("/usr/share/doc") / package / "copyright"
        if text.is_file():
            print(f"\n{'=' * 100}\n{package} (library of the system this was built on)\n{'=' * 100}\n")
            print(text.read_text(encoding="utf-8", errors="replace").strip())
