"""A window on a fake camera, off screen. Everything here is skipped where Qt or pytest-qt cannot be used."""

from __future__ import annotations

import importlib
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

os.environ["QT_QPA_PLATFORM"] = "offscreen"
try:
    from PyQt6 import sip
    from PyQt6.QtWidgets import QApplication  # noqa: F401
    from pytestqt.qtbot import QtBot

    WHY = ""
except ImportError as error:
    WHY = f"Qt or pytest-qt cannot be used here: {error}"
    collect_ignore = [path.name for path in Path(__file__).parent.glob("test_*.py") if path.name != "test_qt_is_there.py"]

if not WHY:
    from lightpose.gui.application import make_application
    from lightpose.gui.assembly import Assembly
    from lightpose.gui.cameras import CameraWatch
    from lightpose.gui.idle_tasks import IMPORTS
    from lightpose.gui.state import AppState
    from lightpose.gui.theme import DARK, apply_theme
    from lightpose.gui.window import MainWindow
    from posecore.sources.factory import SourceSpec
    from tests.gui.fakes import PATIENCE, FakeCamera, FakeNetworks

    CAMERA = SourceSpec("camera", "0", "Fake camera")

    @pytest.fixture(scope="session")
    def qapp() -> Any:
        for name in IMPORTS:  # beforehand: no test is to wait for them
            importlib.import_module(name)
        app = make_application()
        apply_theme(app, DARK)
        return app

    @pytest.fixture
    def state(qapp: Any, tmp_path: Path) -> AppState:
        state = AppState()
        state.folder = str(tmp_path / "recordings")
        state.theme = "dark"
        state.mirror_camera = False
        return state

    @pytest.fixture
    def make_window(qtbot: QtBot, state: AppState) -> Iterator[Callable[..., MainWindow]]:
        """Windows on fakes; closed at the end, when no thread may be left."""
        made: list[MainWindow] = []
        before = set(threading.enumerate())

        def make(
            camera: Callable[[], Any] = FakeCamera, networks: Any = None, cameras: list[tuple[str, str]] | None = None, **how: Any
        ) -> MainWindow:
            networks = networks or FakeNetworks()
            load = networks if callable(networks) and not isinstance(networks, FakeNetworks) else lambda _: networks
            source = how.get("source") or (lambda spec, options: camera())
            listed = [("0", "Fake camera")] if cameras is None else cameras
            window = MainWindow(state, Assembly(load, source), CameraWatch(lambda: list(listed), 0.05))
            window.resize(1000, 640)
            window.show()
            made.append(window)
            return window

        yield make
        for window in made:
            window.close()
        left = [t for t in threading.enumerate() if t not in before and t.is_alive() and t is not threading.current_thread()]
        for thread in left:
            thread.join(2 * PATIENCE)
        assert not [t.name for t in left if t.is_alive()]
        for window in made:
            sip.delete(window)

    @pytest.fixture
    def window(make_window: Callable[..., MainWindow], qtbot: QtBot) -> MainWindow:
        """A window with two people on the screen."""
        window = make_window()
        window.begin("0")
        qtbot.waitUntil(lambda: len(window.view.people) == 2, timeout=10_000 * PATIENCE)
        return window
