"""Does the steps of the Dockerfile in a bare root, for machines without a container engine, and uses what comes of them.

``python packaging/docker/check.py WHEEL [--target train] [--build-arg NAME=VALUE]`` as root on Debian with debootstrap. RUN goes through
chroot, COPY copies, ENV and ARG count as in a Dockerfile. pip's and apt's settings of this machine are taken along. Nothing of the root
stays unless ``--keep FOLDER``.
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILE = Path(__file__).with_name("Dockerfile")
CHROOT = shutil.which("chroot") or "/usr/sbin/chroot"
SETTINGS = ("etc/resolv.conf", "etc/hosts", "etc/pip.conf", "etc/xdg/pip", "etc/apt", "etc/ssl/certs/ca-certificates.crt")


def instructions(text: str, target: str) -> list[tuple[str, str]]:
    """(instruction, argument) of the stages up to ``target``; continued lines are joined. Raises ValueError for another stage."""
    lines = re.sub(r"\\\n", " ", re.sub(r"(?m)^#.*\n", "", text)).splitlines()
    found = []
    stages: list[str] = []
    for line in filter(None, map(str.strip, lines)):
        name, argument = line.split(None, 1)
        if name == "FROM":
            if target in stages:
                break
            stages.append(argument.rsplit(None, 1)[-1])
        found.append((name, argument))
    if target not in stages:
        raise ValueError(f"no stage {target} in {stages}")
    return found


class Root:
    """A root with the state that a Dockerfile's instructions build up."""

    def __init__(self, folder: Path, arguments: dict[str, str]) -> None:
        self.folder, self.arguments = folder, arguments
        self.environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "DEBIAN_FRONTEND": "noninteractive"}
        self.environment |= {name: value for name, value in os.environ.items() if name.startswith("PIP_") or name.endswith("_proxy")}
        self.values: dict[str, str] = {}

    def bootstrap(self, suite: str) -> None:
        """The base image: Debian's minimal variant, with this machine's way to its packages."""
        sources = Path("/etc/apt/sources.list.d/debian.sources")
        mirror = re.search(r"(?m)^URIs: (\S+)", sources.read_text(encoding="utf-8")) if sources.is_file() else None
        command = ["debootstrap", "--variant=minbase", suite, str(self.folder)]
        subprocess.run([*command, *([mirror.group(1)] if mirror else [])], check=True, stdout=subprocess.DEVNULL, timeout=3000)
        for name in SETTINGS:
            source, place = Path("/") / name, self.folder / name
            if source.is_dir():
                shutil.copytree(source, place, dirs_exist_ok=True)
            elif source.is_file():
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(source, place)
        source = Path(os.environ.get("PIP_FIND_LINKS", ""))
        if source.is_absolute() and source.is_dir():
            shutil.copytree(source, self.folder / source.relative_to("/"), dirs_exist_ok=True)
        self.trust(os.environ.get("PIP_CERT", ""))

    def trust(self, certificates: str) -> None:
        """Take along what this machine's pip trusts, by a name that the package ca-certificates does not write over when it comes."""
        if Path(certificates).is_file():
            place = self.folder / "etc" / "ssl" / "pip.crt"
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(certificates, place)
            self.environment["PIP_CERT"] = "/etc/ssl/pip.crt"

    @contextmanager
    def mounted(self) -> Iterator[None]:
        """/proc and /dev inside, as in a container."""
        places = {"proc": self.folder / "proc", "dev": self.folder / "dev"}
        subprocess.run(["mount", "-t", "proc", "proc", str(places["proc"])], check=True)
        subprocess.run(["mount", "--bind", "/dev", str(places["dev"])], check=True)
        try:
            yield
        finally:
            for place in places.values():
                subprocess.run(["umount", "-l", str(place)], check=False)

    def run(self, command: str | list[str]) -> None:
        """A RUN, or a use of the finished image in its working directory."""
        inside = ["/bin/sh", "-c", command] if isinstance(command, str) else command
        environment = {**self.environment, **self.values}
        place = self.values.get("_WORKDIR", "/")
        shell = [CHROOT, str(self.folder), "/bin/sh", "-c", f'cd {shlex.quote(place)} && exec "$@"', "sh", *inside]
        subprocess.run(shell, env=environment, check=True, timeout=3000, stdin=subprocess.DEVNULL)

    def copy(self, argument: str, wheel: Path) -> None:
        """A COPY; ``dist/*.whl`` is ``wheel``."""
        source, target = argument.split()
        place = self.folder / target.lstrip("/")
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(wheel if source.startswith("dist/") else ROOT / source, place)

    def build(self, steps: list[tuple[str, str]], wheel: Path) -> None:
        """All of them. Raises ValueError for an instruction that is not known here."""
        for name, argument in steps:
            print(f"{name} {argument[:100]}", flush=True)
            if name == "RUN":
                self.run(argument)
            elif name == "COPY":
                self.copy(argument, wheel)
            elif name == "ENV":
                key, value = argument.split("=", 1)
                self.values[key] = value
            elif name == "ARG":
                key, _, default = argument.partition("=")
                self.values[key] = self.arguments.get(key, default.strip('"'))
            elif name == "WORKDIR":
                (self.folder / argument.lstrip("/")).mkdir(parents=True, exist_ok=True)
                self.values["_WORKDIR"] = argument
            elif name not in ("FROM", "ENTRYPOINT", "CMD"):
                raise ValueError(f"unknown instruction {name}")


def use(root: Root, target: str) -> None:
    """What the image is for: a video, its keypoints, and with ``train`` a short training."""
    root.run(["lightpose", "--version"])
    root.run(["lightpose", "demo", "-o", "demo.mp4"])
    root.run(["lightpose", "video", "demo.mp4", "-o", "out.mp4", "--keypoints", "out.jsonl", "--end", "2"])
    for name in ("demo.mp4", "out.mp4", "out.jsonl"):
        if (root.folder / "work" / name).stat().st_size < 1000:
            raise ValueError(f"{name} is nearly empty")
    root.run(["python", "-c", "import importlib.util as i; assert not any(map(i.find_spec, ('PyQt6', 'ultralytics')))"])
    if target == "train":
        root.run(["lightpose", "train", "--config", "smoke", "--data", "sample", "--out", "run"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wheel", type=Path)
    parser.add_argument("--target", default="runtime")
    parser.add_argument("--build-arg", action="append", default=[], metavar="NAME=VALUE")
    parser.add_argument("--keep", type=Path, metavar="FOLDER")
    options = parser.parse_args()
    steps = instructions(DOCKERFILE.read_text(encoding="utf-8"), options.target)
    suite = steps[0][1].split(":")[1].split("-")[0]
    with ExitStack() as stack:
        folder = options.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        root = Root(folder, dict(item.split("=", 1) for item in options.build_arg))
        begun = time.monotonic()
        root.bootstrap(suite)
        base = size(folder)
        stack.enter_context(root.mounted())
        root.build(steps, options.wheel)
        print(f"built in {time.monotonic() - begun:.0f} s: base {base} MB, all {size(folder)} MB", flush=True)
        use(root, options.target)
    print(f"the Dockerfile's stage {options.target} works")


def size(folder: Path) -> int:
    """MB of its files."""
    return int(subprocess.run(["du", "-smx", "--apparent-size", str(folder)], check=True, capture_output=True, text=True).stdout.split()[0])


if __name__ == "__main__":
    sys.exit(main())
