"""``lightpose bench latency``: a window on a screen of its own, watched from outside."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lightpose.cli.errors import UserError
from posecore.bench.latency import JointError, LatencyRun, latency_run
from posecore.bench.stamps import Framebuffer, age, find_bar, read_bar

SCREEN = (1366, 820)
GLANCE = 0.0005
"""Seconds between two screenshots."""
WARM = 2.0
"""Seconds from the first image on the screen that do not count."""


def measure(people: int, seconds: float, predict: bool) -> LatencyRun:
    """Run the window for so long on so many people. Raises UserError where there is no Xvfb, or nothing was to be seen."""
    if shutil.which("Xvfb") is None:
        raise UserError("the window is watched on a screen of Xvfb, which is not installed: apt-get install xvfb (Linux only)")
    with tempfile.TemporaryDirectory() as folder, _screen(Path(folder)) as display:
        report = Path(folder) / "report.json"
        arguments = [sys.executable, "-m", "lightpose.gui.latency", str(people), str(seconds), str(report)]
        environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "LIGHTPOSE_SETTINGS": str(Path(folder) / "settings.ini")}
        environment.pop("WAYLAND_DISPLAY", None)
        window = subprocess.Popen(
            [*arguments, *([] if predict else ["--no-predict"])],
            env=environment,
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
        )
        try:
            ages, watched = _watch(Framebuffer(Path(folder)), window)
            said = window.communicate(timeout=30)[1]
        finally:
            window.kill()
        if not report.exists() or not ages:
            raise UserError(f"the window showed nothing: {said.strip().splitlines()[-1] if said.strip() else 'no people came into view'}")
        told = json.loads(report.read_text(encoding="utf-8"))
    try:
        return latency_run(people, ages, watched, told["found_ms"], JointError(**told["error"]) if told["error"] else None)
    except ValueError as error:
        raise UserError(str(error)) from error


@contextmanager
def _screen(folder: Path) -> Iterator[str]:
    """An X screen whose pixels are in ``folder``; gives the name of the display."""
    read, write = os.pipe()
    size = f"{SCREEN[0]}x{SCREEN[1]}x24"
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", size, "-fbdir", str(folder), "-nolisten", "tcp"],
        pass_fds=[write], stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(write)
    try:
        with os.fdopen(read) as told:
            number = told.readline().strip()
        if not number:
            raise UserError("Xvfb does not start")
        yield f":{number}"
    finally:
        server.terminate()
        server.wait(10)


def _watch(screen: Framebuffer, window: subprocess.Popen[str]) -> tuple[list[float], float]:
    """Ages (ms) of the images when they came onto the screen, until the window is closed; and seconds from the first to the last."""
    pixels, bar = screen.pixels[..., :3], None
    while bar is None and window.poll() is None:
        time.sleep(0.05)
        bar = find_bar(pixels)
    if bar is None:
        return [], 0.0
    ages: list[float] = []
    times: list[float] = []
    last, begun = read_bar(pixels, bar), time.monotonic()
    while window.poll() is None:
        stamp, now = read_bar(pixels, bar), time.monotonic()
        if stamp is not None and stamp != last:
            last = stamp
            if now - begun > WARM:
                ages.append(age(now, stamp))
                times.append(now)
        time.sleep(GLANCE)
    return ages, times[-1] - times[0] if len(times) > 1 else 0.0
