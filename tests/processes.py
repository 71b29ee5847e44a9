"""Programs in a process of their own with settings of their own, on a real X screen (Xvfb, Qt's xcb plug-in) where they ask for one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]


def run(arguments: list[str], platform: str, home: Path, **extra: str) -> subprocess.CompletedProcess[str]:
    """Run it to its end. ``platform`` is Qt's, ``home`` an empty folder, ``extra`` goes into the environment."""
    environment = {
        **os.environ, "QT_QPA_PLATFORM": platform, "LIGHTPOSE_SETTINGS": str(home / "settings.ini"), "PYTHONFAULTHANDLER": "1",
        "HOME": str(home), **extra,
    }  # fmt: skip
    return subprocess.run(arguments, capture_output=True, text=True, timeout=120, env=environment, cwd=ROOT, check=False)


def needs_xvfb(test: Callable[..., Any]) -> Callable[..., Any]:
    """Skips ``test`` where there is no Xvfb."""
    test = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Xvfb is of Linux")(test)
    return pytest.mark.skipif(shutil.which("xvfb-run") is None, reason="xvfb is not installed (apt-get install xvfb)")(test)


def run_on_x_screen(arguments: list[str], home: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """:func:`run` Python on a screen of its own; ``options`` are those of xvfb-run. Skips the test where a library of Qt's is missing."""
    done = run(["xvfb-run", "-a", *options, sys.executable, *arguments], "xcb", home)
    if "Could not load the Qt platform plugin" in done.stderr and "xcb-cursor" in done.stderr:
        pytest.skip("libxcb-cursor0 is not installed")
    return done
