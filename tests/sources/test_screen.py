"""The screen as a source: a real X screen of Xvfb with a window of known colour on it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from posecore.sources import SourceError
from posecore.sources.factory import open_source
from posecore.sources.screen import _within
from tests.processes import needs_xvfb, run_on_x_screen

_WINDOW = """
import sys, time
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QApplication, QWidget
from posecore.sources import SourceError
from posecore.sources.factory import open_source
application = QApplication([])
window = QWidget(None, Qt.WindowType.FramelessWindowHint | Qt.WindowType.X11BypassWindowManagerHint)
window.setStyleSheet("background: rgb(200, 100, 50)")
window.setGeometry(40, 30, 100, 80)
window.show()
until = time.monotonic() + 30
while time.monotonic() < until:  # until the X server shows it, which takes a while on a busy machine
    application.processEvents()
    shown = application.primaryScreen().grabWindow(0, 55, 45, 1, 1).toImage().pixelColor(0, 0)
    if (shown.red(), shown.green(), shown.blue()) == (200, 100, 50):
        break
    time.sleep(0.02)
for wanted in ("screen:30,20,120,100", "screen"):
    source = open_source(wanted)
    source.open()
    frames = [source.read() for _ in range(4)]
    image = frames[-1].image
    print(source.info.width, source.info.height, *image[45, 55], *image[5, 5], all(a.pts < b.pts for a, b in zip(frames, frames[1:])))
    source.close()
try:
    open_source("screen:600,400,100,100").open()
except SourceError as error:
    print(error)
"""


@needs_xvfb
def test_a_region_and_the_whole_of_a_real_screen(tmp_path: Path) -> None:
    pytest.importorskip("mss")
    python = ["-W", "error::DeprecationWarning:posecore.sources.screen", "-c", _WINDOW]
    done = run_on_x_screen(python, tmp_path, "-s", "-screen 0 640x480x24")
    assert done.returncode == 0, done.stderr
    region, whole, beyond = done.stdout.splitlines()
    assert region == "120 100 50 100 200 0 0 0 True"
    assert whole == "640 480 50 100 200 0 0 0 True"
    assert beyond == "the region 600,400,100,100 is not on the screen, which is 640×480"


def test_a_region_is_counted_from_the_corner_of_all_monitors() -> None:
    screen = {"left": -1280, "top": 0, "width": 3200, "height": 1080}
    assert _within({"left": 100, "top": 50, "width": 640, "height": 480}, screen) == {"left": -1180, "top": 50, "width": 640, "height": 480}
    with pytest.raises(SourceError, match="which is 3200×1080"):
        _within({"left": 3000, "top": 50, "width": 640, "height": 480}, screen)
    with pytest.raises(SourceError, match="not on the screen"):
        _within({"left": 0, "top": 0, "width": 0, "height": 480}, screen)


def test_without_mss_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mss", None)
    with pytest.raises(SourceError, match=r'pip install "lightpose\[screen\]"'):
        open_source("screen").open()
