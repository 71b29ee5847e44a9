"""Choosing people: by a click, by size and place, by a region; what of it is recorded and remembered."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PyQt6.QtCore import QPoint, QPointF, QRectF, QSettings, Qt
from PyQt6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from lightpose.gui.choosing import absent
from lightpose.gui.overlay import Mapping
from lightpose.gui.region import region_of
from lightpose.gui.state import AppState
from lightpose.gui.window import MainWindow
from posecore import formats
from posecore.people import People
from posecore.pipelines.selection import Place, Region, Selection
from tests.clips import make_clip
from tests.gui.fakes import PATIENCE, FakeCamera

MakeWindow = Callable[..., MainWindow]


def slow_camera() -> FakeCamera:
    """Two people who move so slowly that they keep their ids on a busy machine."""
    return FakeCamera(fps=8)


@pytest.fixture
def window(make_window: MakeWindow, qtbot: QtBot) -> MainWindow:
    window = make_window(slow_camera)
    window.begin("0")
    wait(qtbot, lambda: len(window.view.people) == 2)
    return window


def most_central(people: People) -> int:
    """Of a frame of 320×240 px, whose middle person is so near to the centre that nobody else is nearly as near."""
    away = np.linalg.norm((people.boxes[:, :2] + people.boxes[:, 2:]) / 2 - (160, 120), axis=1)
    return int(people.ids[away.argmin()])


def ids(window: MainWindow) -> list[int]:
    return sorted(window.view.people.ids.tolist())


def centre(window: MainWindow, person: int) -> QPoint:
    mapping, people = window.view.mapping, window.view.everyone
    assert mapping is not None
    return mapping.box(people.boxes[people.ids.tolist().index(person)]).center().toPoint()


def wait(qtbot: QtBot, condition: Callable[[], bool]) -> None:
    qtbot.waitUntil(condition, timeout=10_000 * PATIENCE)


def test_only_who_is_clicked_is_shown_until_the_ground_is(window: MainWindow, qtbot: QtBot) -> None:
    one, two = ids(window)
    qtbot.mouseClick(window.view, Qt.MouseButton.LeftButton, pos=centre(window, two))
    wait(qtbot, lambda: ids(window) == [two])
    wait(qtbot, lambda: "1 of 2 people" in window.controls.status.text())
    qtbot.mouseClick(window.view, Qt.MouseButton.LeftButton, pos=centre(window, one))  # hidden, but there
    wait(qtbot, lambda: ids(window) == [one])
    qtbot.mouseClick(window.view, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    wait(qtbot, lambda: ids(window) == [one, two])


def test_a_paused_video_answers_too(window: MainWindow, qtbot: QtBot) -> None:
    window.state.paused = True
    wait(qtbot, lambda: window.session.phase == "paused")
    qtbot.wait(300)
    index = window.view.frame.index  # type: ignore[union-attr]
    one, two = ids(window)
    qtbot.mouseClick(window.view, Qt.MouseButton.LeftButton, pos=centre(window, one))
    wait(qtbot, lambda: ids(window) == [one])
    window.commands.run("everyone")
    wait(qtbot, lambda: ids(window) == [one, two])
    assert window.view.frame is not None
    assert window.view.frame.index == index


def test_the_page_chooses_by_size_and_number(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window(lambda: FakeCamera(people=3, fps=8))
    window.begin("0")
    wait(qtbot, lambda: len(window.view.people) == 3)
    page = window.view_page.people
    for who, count in (("largest", 1), ("central", 1), ("several", 2), ("everyone", 3)):
        page.who.setCurrentIndex(page.who.findData(who))
        page.who.activated.emit(page.who.currentIndex())
        wait(qtbot, lambda count=count: len(window.view.people) == count)  # type: ignore[misc]
        assert page.most.isHidden() == (who != "several")
        assert len(window.view.everyone) == 3
        if who == "central":
            wait(qtbot, lambda: window.view.people.ids[0] == most_central(window.view.everyone))
    window.state.person = int(window.view.people.ids[0])
    assert page.who.isHidden()
    button = page.findChild(QPushButton, "everyone")
    assert button is not None
    button.click()
    assert window.state.person == -1
    assert not page.who.isHidden()


@pytest.mark.parametrize("mirror", [False, True])
def test_keys_choose_one_person_after_the_other(make_window: MakeWindow, qtbot: QtBot, mirror: bool) -> None:
    window = make_window(lambda: FakeCamera(people=3, fps=8))
    window.state.mirror_camera = mirror
    window.begin("0")
    wait(qtbot, lambda: len(window.view.people) == 3)
    window.state.paused = True
    wait(qtbot, lambda: window.session.phase == "paused")
    wait(qtbot, lambda: len(window.view.everyone) == 3)
    people = window.view.everyone
    order = [int(people.ids[i]) for i in np.argsort(people.boxes[:, 0])][:: -1 if mirror else 1]
    view, seen = window.view, []
    for _ in range(4):
        qtbot.keyClick(view, Qt.Key.Key_C)
        seen.append(window.state.person)
        wait(qtbot, lambda: ids(window) == seen[-1:])
    assert seen == [*order, order[0]]
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ShiftModifier)
    assert window.state.person == order[-1]
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    wait(qtbot, lambda: len(ids(window)) == 3)
    assert window.state.selection.everyone
    window.commands.run("previous_person")
    assert window.state.person == order[-1], "from the right, where nobody was chosen"


def test_the_keys_for_people_do_nothing_where_nobody_is(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window(lambda: FakeCamera(people=0))
    assert not window.actions_["next_person"].isEnabled()
    assert "there is no image yet" in window.actions_["next_person"].toolTip()
    window.begin("0")
    wait(qtbot, lambda: window.view.frame is not None)
    qtbot.keyClick(window.view, Qt.Key.Key_C)
    assert window.state.selection.everyone


def drag(window: MainWindow, qtbot: QtBot, start: QPointF, end: QPointF) -> None:
    qtbot.mousePress(window.view, Qt.MouseButton.LeftButton, pos=start.toPoint())
    qtbot.mouseMove(window.view, end.toPoint())
    qtbot.mouseRelease(window.view, Qt.MouseButton.LeftButton, pos=end.toPoint())


@pytest.mark.parametrize("mirror", [False, True])
def test_a_region_is_drawn_with_the_mouse(window: MainWindow, qtbot: QtBot, mirror: bool) -> None:
    window.state.mirror_camera = mirror
    wait(qtbot, lambda: window.view.screen_image is not None and window.view.screen_image.mirror == mirror)
    mapping = window.view.mapping
    assert mapping is not None
    rect = mapping.rect
    window.commands.run("draw_region")
    drag(window, qtbot, rect.topLeft(), rect.bottomRight() - QPointF(rect.width() / 2, 0))
    region = window.state.selection.region
    assert region is not None
    assert (region.x, region.width) == pytest.approx((50 if mirror else 0, 50), abs=1)
    wait(qtbot, lambda: len(window.view.people) == 1)
    middle = window.view.people.boxes[0, [0, 2]].mean()
    assert (middle > 160) == mirror
    qtbot.mouseClick(window.view, Qt.MouseButton.LeftButton, pos=rect.center().toPoint() + QPoint(0, 2))
    assert window.state.selection.region == region or window.state.person >= 0, "without the command a drag draws nothing"
    window.commands.run("whole_image")
    window.commands.run("everyone")
    wait(qtbot, lambda: len(window.view.people) == 2)


def test_escape_and_tiny_drags_draw_nothing(window: MainWindow, qtbot: QtBot) -> None:
    window.commands.run("draw_region")
    assert window.view.cursor().shape() == Qt.CursorShape.CrossCursor
    qtbot.keyClick(window.view, Qt.Key.Key_Escape)
    assert not window.view.region.waiting
    assert window.view.cursor().shape() == Qt.CursorShape.ArrowCursor
    window.commands.run("draw_region")
    drag(window, qtbot, QPointF(200, 200), QPointF(203, 201))
    assert not window.view.region.waiting
    assert window.state.region == ""


def test_a_rectangle_is_cut_to_the_image() -> None:
    mapping = Mapping(QRectF(100, 0, 400, 200), 640, 320)
    assert region_of(QRectF(0, -50, 300, 500), mapping) == Region(0, 0, 50, 100, percent=True)
    assert region_of(QRectF(0, 0, 100, 200), mapping) is None
    mirrored = Mapping(QRectF(100, 0, 400, 200), 640, 320, mirror=True)
    assert region_of(QRectF(100, 50, 100, 100), mirrored) == Region(75, 25, 25, 50, percent=True)


@pytest.mark.parametrize("everyone", [False, True])
def test_recordings_hold_who_is_shown_or_everyone(window: MainWindow, qtbot: QtBot, everyone: bool) -> None:
    window.state.who, window.state.record_everyone = "largest", everyone
    wait(qtbot, lambda: len(window.view.people) == 1)
    window.state.recording = True
    wait(qtbot, lambda: window.capture.recorder is not None and window.capture.recorder.frames > 5)
    window.state.recording = False
    folder = Path(window.state.folder)
    wait(qtbot, lambda: bool(list(folder.glob("*.jsonl"))))
    table = formats.read(next(folder.glob("*.jsonl")))
    assert max(len(frame.people) for frame in table.frames) == (2 if everyone else 1)


def test_each_source_has_its_own_choice_and_keeps_it(make_window: MakeWindow, state: AppState, qtbot: QtBot) -> None:
    window = make_window(slow_camera)
    window.begin("0")
    wait(qtbot, lambda: len(window.view.people) == 2)
    state.who, state.region = "largest", "0%,0%,50%,100%"
    window.opener.open_text("1")
    assert state.selection == Selection()
    wait(qtbot, lambda: len(window.view.people) == 2)
    state.most_people, state.who = 1, "several"
    window.opener.open_text("0")
    assert state.selection == Selection(Region(0, 0, 50, 100, percent=True), "largest")
    wait(qtbot, lambda: len(window.view.people) == 1)
    window.opener.open_text("1")
    assert state.selection == Selection(max_people=1)
    assert set(json.loads(state.choices)) == {"camera:0", "camera:1"}
    state.reset()
    assert state.selection == Selection()
    assert state.choices == ""


def test_files_of_one_name_in_two_folders_are_two_sources(
    make_window: MakeWindow, state: AppState, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        make_clip(tmp_path / name / "clip.mp4")
    window = make_window(source=lambda spec, options: spec.open())
    monkeypatch.chdir(tmp_path / "a")
    window.opener.open_text("clip.mp4")
    state.who = "largest"
    assert json.loads(state.choices) == {f"file:{tmp_path / 'a' / 'clip.mp4'}": {"who": "largest"}}
    window.opener.open_text(str(tmp_path / "b" / "clip.mp4"))
    assert state.selection.everyone
    window.opener.open_text(str(tmp_path / "a" / "clip.mp4"))
    assert state.who == "largest"


def test_who_was_clicked_is_found_again_by_place(make_window: MakeWindow, state: AppState, qtbot: QtBot) -> None:
    window = make_window(slow_camera)
    window.begin("0")
    wait(qtbot, lambda: len(window.view.people) == 2)
    right = int(window.view.people.ids[window.view.people.boxes[:, 0].argmax()])
    state.person = right
    wait(qtbot, lambda: ids(window) == [right])
    state.threads = 1  # a new engine: ids start anew
    assert state.person == -1
    assert isinstance(state.selection.person, Place)
    wait(qtbot, lambda: state.person >= 0)
    wait(qtbot, lambda: len(window.view.people) == 1 and window.view.people.boxes[0, 0] > 120)
    window.opener.open_text("1")
    assert state.selection == Selection()
    assert "person_place" in json.loads(state.choices)["camera:0"]
    window.opener.open_text("0")
    assert isinstance(state.selection.person, Place)
    wait(qtbot, lambda: state.person >= 0)
    wait(qtbot, lambda: len(window.view.people) == 1 and window.view.people.boxes[0, 0] > 120)


def test_what_the_command_line_asks_for_is_not_remembered(make_window: MakeWindow, state: AppState, qtbot: QtBot) -> None:
    state.choices = json.dumps({"camera:0": {"who": "central"}})
    window = make_window(slow_camera)
    window.choosing.given = Selection(Region(0, 0, 50, 100, percent=True), max_people=1)
    window.begin("0")
    wait(qtbot, lambda: len(window.view.people) == 1)
    assert state.selection == window.choosing.given
    state.who = "largest"
    window.close()
    assert json.loads(state.choices) == {"camera:0": {"who": "central"}}


def test_who_is_chosen_but_not_there_is_said(window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lightpose.gui.choosing.MISSING_SECONDS", 0.2)
    window.state.person = 77
    wait(qtbot, lambda: window.hint.notice == absent())
    assert window.hint.isVisible()
    assert window.hint.button.text() == "Show everyone"
    window.hint.button.click()
    wait(qtbot, lambda: len(window.view.people) == 2)
    wait(qtbot, lambda: window.hint.notice is None)


@pytest.mark.parametrize(
    "stored", ["", "nonsense", "[1]", '{"camera:0": 5}', '{"camera:0": {"who": "tallest", "region": "x", "person_place": "y"}}']
)
def test_broken_memories_choose_everyone(make_window: MakeWindow, state: AppState, qtbot: QtBot, stored: str) -> None:
    state.choices = stored
    window = make_window(slow_camera)
    window.begin("0")
    wait(qtbot, lambda: len(window.view.people) == 2)
    assert state.selection.everyone


@pytest.mark.parametrize(
    "selection",
    [
        Selection(),
        Selection(person=3),
        Selection(person=Place(10, 20, percent=True)),
        Selection(Region(1, 2, 3, 4), "largest"),
        Selection(max_people=3),
    ],
)
def test_settings_mean_the_selection(qapp: object, selection: Selection) -> None:
    state = AppState()
    state.person, state.who, state.region, state.person_place = 5, "central", "0,0,9,9", "1,1"
    state.choose(selection)
    assert state.selection == selection


def test_choices_outlive_the_program(qapp: object, tmp_path: Path) -> None:
    path = str(tmp_path / "settings.ini")
    store = QSettings(path, QSettings.Format.IniFormat)
    AppState(store).choices = json.dumps({"camera:0": {"who": "central"}})
    store.sync()
    again = AppState(QSettings(path, QSettings.Format.IniFormat))
    assert json.loads(again.choices) == {"camera:0": {"who": "central"}}
    assert not again.values.keys() & {"who", "person", "region", "person_place"}
