"""Without Qt's system libraries pytest-qt would end the whole run; here it is left out, and tests/gui skips itself with the reason.
Hypothesis sets no limit to the time of an example, which says more of the machine's other work than of the code."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("lightpose", deadline=None)
settings.load_profile("lightpose")
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


@pytest.fixture(autouse=True)
def _networks_are_tried_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Networks of one's own are tried out (posecore/runtime/trial.py) in this process, which is cheaper than one for each;
    tests/runtime/test_trial.py has the real ones."""
    from posecore.runtime import trial

    def here(file: Path, threads: int, providers: Sequence[str]) -> tuple[int, str]:
        from posecore.runtime.trial_child import examine

        refused = examine(file, threads, providers, lambda what: None)
        return (trial.REFUSED, refused) if refused else (0, "")

    monkeypatch.setattr(trial, "in_child", here)
