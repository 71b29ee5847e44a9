"""Without Qt's system libraries pytest-qt would end the whole run; here it is left out, and tests/gui skips itself with the reason."""

from __future__ import annotations

import os

import pytest

os.environ["LIGHTPOSE_CACHE"] = "off"  # tests leave nothing in the user's cache folder


def _qt_opens() -> bool:
    try:
        import PyQt6.QtWidgets  # noqa: F401
    except ImportError:
        return False
    return True


def pytest_plugin_registered(plugin: object, manager: pytest.PytestPluginManager) -> None:
    if not _qt_opens():
        for name in ("pytest-qt", "pytestqt.plugin"):
            if manager.has_plugin(name):
                manager.unregister(name=name)
