"""The Angles page exports what it showed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("PyQt6.QtWidgets", exc_type=ImportError)

from pytestqt.qtbot import QtBot

from lightpose.gui.panels.angles import AnglesPage
from lightpose.gui.state import AppState
from posecore.people import People
from posecore.pipelines.frame import PoseFrame
from posecore.skeletons import HAND21
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


def test_the_page_shows_the_angles_of_the_joint_set(qtbot: QtBot, tmp_path: Path) -> None:
    page = AnglesPage(AppState())
    qtbot.addWidget(page)
    page.show()
    points = np.zeros((1, 21, 2))
    points[0, 1:] = [(10 * finger, 10 * joint) for finger in range(1, 6) for joint in range(1, 5)]
    points[0, HAND21.index("forefinger3")] = (30, 20)  # bent by 90°
    hand = People.build(np.array([[0.0, 0, 60, 60]]), np.ones(1), points, np.ones((1, 21)), np.array([3]), HAND21)
    page.show_frame(PoseFrame(np.zeros((80, 80, 3), np.uint8), 0, 5.0, 0.0, people=hand))
    assert list(page.numbers) == ["Thumb", "Forefinger", "Middle finger", "Ring finger", "Pinky finger"]
    assert [label.text() for label in page.numbers.values()] == ["180°", "90°", "180°", "180°", "180°"]
    assert [box.isChecked() for box in page.shown.values()] == [True, True, True, False, False]
    page.export_to(tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_text().splitlines()[1].split(",")[5] == "90.0"
    page.show_frame(PoseFrame(np.zeros((200, 200, 3), np.uint8), 1, 5.1, 0.0, people=standing((10, 10, 90, 190), ids=[3])))
    assert "Left elbow" in page.numbers
    assert page.numbers["Left elbow"].text() != "–"
