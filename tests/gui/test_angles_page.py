"""The Angles page exports what it showed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("PyQt6.QtWidgets", exc_type=ImportError)

from pytestqt.qtbot import QtBot

from lightpose.gui.panels.angles import AnglesPage
from lightpose.gui.state import AppState
from posecore.pipelines.frame import PoseFrame
from tests.clips import standing


def test_the_table_holds_the_numbers_of_the_page(qtbot: QtBot, tmp_path: Path) -> None:
    page = AnglesPage(AppState())
    qtbot.addWidget(page)
    page.show()
    assert not page.export.isEnabled()
    for i in range(3):
        page.show_frame(PoseFrame(np.zeros((200, 200, 3), np.uint8), i, 5 + i / 10, 0.0, people=standing((10, 10, 90, 190), ids=[3])))
    assert page.export.isEnabled()
    page.export_to(tmp_path / "a.csv")
    rows = [line.split(",") for line in (tmp_path / "a.csv").read_text().splitlines()]
    assert [row[:3] for row in rows[1:]] == [["0", "0.0", "3"], ["1", "0.1", "3"], ["2", "0.2", "3"]]
    shown = page.numbers["Left elbow"].text()
    assert f"{float(rows[3][rows[0].index('left_elbow')]):.0f}°" == shown
