"""The main window on a fake camera: every switch, page, key and dialog; closing."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PyQt6.QtCore import QMimeData, QPointF, QSize, Qt, QUrl
from PyQt6.QtGui import QDropEvent, QFont, QImage
from PyQt6.QtWidgets import QAbstractButton, QComboBox, QLabel, QPushButton, QSlider, QWidget
from pytestqt.qtbot import QtBot

from lightpose.gui.dialogs.about import AboutDialog
from lightpose.gui.dialogs.address import AddressDialog
from lightpose.gui.dialogs.shortcuts import ShortcutsDialog
from lightpose.gui.fields import Switch
from lightpose.gui.plots import legend_colours
from lightpose.gui.theme import DARK, LIGHT, Theme, apply_theme
from lightpose.gui.window import MainWindow
from posecore.engine import Stats
from posecore.people import People
from posecore.pipelines.frame import PoseFrame
from posecore.skeletons import HAND21
from posecore.sources import SourceInfo
from posecore.sources.factory import SourceSpec
from tests.clips import make_clip
from tests.gui.fakes import PATIENCE, FakeNetworks, crowd

MakeWindow = Callable[..., MainWindow]


def pixels(widget: QWidget) -> np.ndarray:
    """What the widget shows: (h,w,4)."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    data = image.constBits()
    assert data is not None
    return np.frombuffer(data.asstring(image.sizeInBytes()), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4).copy()


@pytest.fixture
def still(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """A window whose picture does not change any more."""
    window.state.ids = window.state.skeleton = False
    window.state.paused = True
    qtbot.waitUntil(lambda: window.session.phase == "paused", timeout=5_000 * PATIENCE)
    settle(window, qtbot)
    return window


def settle(window: MainWindow, qtbot: QtBot) -> None:
    """Until the picture on the screen is the last one there will be."""
    last = None
    for _ in range(100):
        qtbot.wait(60)
        if last is not None and window.view.screen_image is last:
            return
        last = window.view.screen_image
    raise AssertionError("the picture never came to rest")


def test_people_are_on_the_screen(window: MainWindow, qtbot: QtBot) -> None:
    assert window.session.phase == "running"
    assert sorted(window.view.people.ids.tolist()) == [1, 2]
    assert not window.card.isVisible()
    qtbot.waitUntil(lambda: "2 people" in window.controls.status.text(), timeout=5_000 * PATIENCE)
    stats = window.session.stats()
    assert stats is not None
    assert stats.latency_p50_ms > 0


@pytest.mark.parametrize("name", ["skeleton", "boxes", "ids", "names"])
def test_each_switch_changes_what_is_drawn(still: MainWindow, name: str) -> None:
    before = pixels(still.view)
    still.actions_[name].trigger()
    assert getattr(still.state, name)
    after = pixels(still.view)
    assert (before != after).any()
    box = still.panel.findChild(Switch, name)
    assert box is not None
    assert box.isChecked()
    box.click()
    assert not getattr(still.state, name)
    assert (pixels(still.view) == before).all()


@pytest.mark.parametrize(
    ("key", "name"), [("K", "skeleton"), ("B", "boxes"), ("I", "ids"), ("N", "names"), ("T", "trails"), ("F", "blur_faces")]
)
def test_keys(window: MainWindow, qtbot: QtBot, key: str, name: str) -> None:
    window.activateWindow()
    window.view.setFocus()
    before = getattr(window.state, name)
    qtbot.keyClick(window, key)
    qtbot.waitUntil(lambda: getattr(window.state, name) != before, timeout=2_000 * PATIENCE)


def test_trails_follow_the_wrists(window: MainWindow, qtbot: QtBot) -> None:
    window.state.trails = True
    past = window.view.trails.past
    qtbot.waitUntil(lambda: len(past) == 2 and all(len(track) > 5 for track in past.values()), timeout=5_000 * PATIENCE)
    window.state.paused = True
    settle(window, qtbot)
    with_trails = pixels(window.view)
    window.state.trails = False
    assert (pixels(window.view) != with_trails).any()


def test_mirror_swaps_left_and_right(still: MainWindow, qtbot: QtBot) -> None:
    before = pixels(still.view)
    still.commands.run("mirror")
    qtbot.waitUntil(lambda: still.view.screen_image is not None and still.view.screen_image.mirror, timeout=2_000 * PATIENCE)
    settle(still, qtbot)
    after = pixels(still.view)
    mapping = still.view.mapping
    assert mapping is not None
    rows = np.s_[int(mapping.rect.top()) + 2 : int(mapping.rect.bottom()) - 2]
    columns = np.s_[int(mapping.rect.left()) + 2 : int(mapping.rect.right()) - 2]
    assert np.abs(after[rows, columns].astype(int) - before[rows, columns][:, ::-1].astype(int)).mean() < 6
    assert still.state.mirror_camera
    assert not still.state.mirror_file


def test_faces_can_be_blurred_while_paused(still: MainWindow, qtbot: QtBot) -> None:
    frame, before = still.view.frame, pixels(still.view)
    still.state.blur_faces = True
    settle(still, qtbot)
    assert still.view.frame is frame
    assert (pixels(still.view) != before).any()


def test_clicking_selects_a_person_and_their_angles_show(window: MainWindow, qtbot: QtBot) -> None:
    window.commands.run("page_angles")
    mapping, people = window.view.mapping, window.view.people
    assert mapping is not None
    centre = mapping.box(people.boxes[0]).center()
    qtbot.mouseClick(window.view, Qt.MouseButton.LeftButton, pos=centre.toPoint())
    assert window.state.person == people.ids[0]
    qtbot.waitUntil(lambda: window.angles_page.numbers["Left knee"].text().endswith("°"), timeout=3_000 * PATIENCE)
    assert window.angles_page.person.currentData() == window.state.person
    qtbot.waitUntil(lambda: len(window.angles_page.plot.times) > 3, timeout=3_000 * PATIENCE)
    qtbot.mouseClick(window.view, Qt.MouseButton.LeftButton, pos=QPointF(3, 3).toPoint())
    assert window.state.person == -1
    qtbot.waitUntil(lambda: window.angles_page.person.currentData() == -1, timeout=2_000 * PATIENCE)


def test_live_numbers(window: MainWindow, qtbot: QtBot) -> None:
    window.commands.run("page_live")
    page = window.live_page
    qtbot.waitUntil(lambda: page.tiles["People"].number.text() == "2", timeout=5_000 * PATIENCE)
    qtbot.waitUntil(lambda: float(page.tiles["Frames a second"].number.text()) > 5, timeout=8_000 * PATIENCE)
    assert float(page.tiles["Latency, ms"].number.text()) > 0
    assert page.tiles["Detector runs"].number.text().endswith("%")
    assert set(page.rows) == {"source", "detect", "pose", "smooth"}
    assert page.facts["Runs on"].text() == "abacus"
    assert len(page.fps_plot.times) == len(page.fps_plot.values["fps"]) > 0


@pytest.mark.parametrize(("command", "number"), [("page_view", 0), ("page_live", 1), ("page_angles", 2), ("settings", 3)])
def test_pages(window: MainWindow, command: str, number: int) -> None:
    window.state.panel = False
    assert not window.panel.isVisible()
    window.actions_[command].trigger()
    assert window.panel.isVisible()
    assert window.panel.stack.currentIndex() == number == window.state.panel_page


@pytest.mark.parametrize(("name", "theme"), [("light", LIGHT), ("dark", DARK)])
def test_themes(window: MainWindow, name: str, theme: Theme) -> None:
    window.state.theme = "dark" if name == "light" else "light"
    window.state.theme = name
    shown = pixels(window.controls)[3, window.controls.width() // 2, :3][::-1]
    assert "#" + "".join(f"{v:02x}" for v in shown) == theme.surface


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda t: t.name)
def test_contrast(theme: Theme) -> None:
    def luminance(colour: str) -> float:
        parts = np.asarray([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
        linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
        return float(linear @ [0.2126, 0.7152, 0.0722])

    def contrast(a: str, b: str) -> float:
        low, high = sorted((luminance(a), luminance(b)))
        return (high + 0.05) / (low + 0.05)

    for ground in (theme.window, theme.surface, theme.raised, theme.hover, theme.backdrop):
        assert contrast(theme.text, ground) >= 7
        for colour in (theme.muted, theme.accent, theme.danger, theme.good):
            assert contrast(colour, ground) >= 4.5, (colour, ground)
    assert contrast(theme.accent, theme.on_accent) >= 4.5
    for colour in legend_colours(theme):
        assert contrast(colour, theme.raised) >= 3, colour


def test_pause_with_the_space_bar(window: MainWindow, qtbot: QtBot) -> None:
    window.view.setFocus()
    qtbot.keyClick(window.view, Qt.Key.Key_Space)
    assert window.state.paused
    qtbot.waitUntil(lambda: window.session.phase == "paused", timeout=3_000 * PATIENCE)
    settle(window, qtbot)
    frame = window.view.frame
    qtbot.wait(300)
    assert window.view.frame is frame
    qtbot.keyClick(window.view, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.view.frame is not frame, timeout=3_000 * PATIENCE)


@pytest.mark.parametrize(("command", "kind"), [("shortcuts", ShortcutsDialog), ("about", AboutDialog), ("open_url", AddressDialog)])
def test_dialogs_open_and_close_while_the_video_goes_on(window: MainWindow, qtbot: QtBot, command: str, kind: type) -> None:
    window.actions_[command].trigger()
    dialog = window.dialogs.current
    assert isinstance(dialog, kind)
    assert dialog.isVisible()
    frame = window.view.frame
    qtbot.waitUntil(lambda: window.view.frame is not frame, timeout=3_000 * PATIENCE)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_the_list_of_keys_is_complete(window: MainWindow) -> None:
    window.commands.run("shortcuts")
    assert window.dialogs.current is not None
    shown = " ".join(label.text() for label in window.dialogs.current.findChildren(QLabel))
    for command in window.commands.table:
        if command.key:
            assert command.text.rstrip("…") in shown
    window.dialogs.current.close()


def test_no_two_commands_share_a_key(window: MainWindow) -> None:
    keys = [command.key for command in window.commands.table if command.key]
    assert len(keys) > 20
    assert len(keys) == len(set(keys))


def test_every_command_does_something_and_is_where_its_menu_is(window: MainWindow) -> None:
    names = [command.name for command in window.commands.table if command.name != "-"]
    assert len(names) == len(set(names))
    for command in window.commands.by_name.values():
        assert (command.run is None) == bool(command.switch), command.name
        assert (command.name in window.actions_.by_name) == bool(command.menu), command.name
        if command.switch:
            assert isinstance(window.state.get(command.switch), bool)
    with pytest.raises(KeyError):
        window.commands.run("nonsense")


def test_about_names_versions_licence_and_weights(window: MainWindow) -> None:
    window.commands.run("about")
    assert isinstance(window.dialogs.current, AboutDialog)
    text = window.dialogs.current.text.toPlainText()
    for word in ("lightpose", "PyQt", "ONNX Runtime", "Affero", "Networks"):
        assert word in text
    window.dialogs.current.close()


def test_address_dialog_wants_an_address(window: MainWindow, qtbot: QtBot) -> None:
    window.commands.run("open_url")
    dialog = window.dialogs.current
    assert isinstance(dialog, AddressDialog)
    button = dialog.buttons.buttons()[0]
    for text, good in (("", False), ("hello", False), ("rtsp://", False), ("rtsp://cam/1", True)):
        dialog.address.setText(text)
        assert any(b.isEnabled() for b in dialog.buttons.buttons() if b.text().replace("&", "") == "Open") == good, text
    assert button is not None
    dialog.accept()
    assert window.session.spec is not None
    assert (window.session.spec.kind, window.session.spec.value) == ("url", "rtsp://cam/1")


def test_everything_one_can_use_has_a_name(window: MainWindow) -> None:
    for kind in (QAbstractButton, QComboBox, QSlider):
        for widget in window.findChildren(kind):
            if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget is not window.hint.button:  # which has a notice's words
                label = widget.accessibleName() or getattr(widget, "text", lambda: "")()
                assert label, (type(widget).__name__, widget.objectName())


def test_tab_reaches_the_controls(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    window.view.setFocus()
    reached = set()
    for _ in range(40):
        qtbot.keyClick(window.focusWidget() or window, Qt.Key.Key_Tab)
        reached.add(window.focusWidget())
    assert {window.controls.source, window.controls.record, window.controls.snapshot} <= reached
    assert window.panel.findChild(Switch, "boxes") in reached


@pytest.mark.parametrize("size", [(640, 420), (800, 600), (1280, 720), (1920, 1080)])
@pytest.mark.parametrize("kind", ["camera", "file"])
def test_nothing_is_cut_off(window: MainWindow, qtbot: QtBot, size: tuple[int, int], kind: str) -> None:
    for timer in window._timers:
        timer.stop()
    window.resize(QSize(*size))
    window.controls.show_source(SourceSpec(kind, "0", "a name that is longer than anybody would like it to be.mp4"))
    window.controls.show_position(3599, 107_970, SourceInfo("", 640, 480, 30.0, 108_000, 3600.0))
    window.controls.show_timer(3599)
    window.controls.show_status(Stats(fps=30, latency_p50_ms=100), 10)
    qtbot.wait(100)
    parts = [w for w in window.controls.findChildren(QWidget) if w.parent() is window.controls and w.isVisible() and w.width() > 0]
    parts.sort(key=lambda part: part.x())
    for left, right in itertools.pairwise(parts):
        assert left.geometry().right() < right.x(), (left.accessibleName(), right.accessibleName())
    for part in parts:
        assert part.geometry().right() <= window.controls.width(), part.accessibleName()
        assert part.width() >= part.minimumSizeHint().width(), part.accessibleName()
        assert part.height() >= part.minimumSizeHint().height() - 1
    assert window.controls.status.text().startswith("30 fps") or size[0] < 800
    assert size[0] < 1280 or window.controls.status.text().endswith("10 people")


@pytest.mark.parametrize("points", [9.0, 15.0])
def test_larger_letters_fit_too(make_window: Callable[..., MainWindow], qapp: Any, qtbot: QtBot, points: float) -> None:
    before = qapp.font()
    larger = QFont(before)
    larger.setPointSizeF(points)
    try:
        qapp.setFont(larger)
        apply_theme(qapp, DARK)
        window = make_window()
        window.resize(1280, 720)
        for number in range(4):
            window.commands.show_page(number)
            qtbot.wait(50)
            for widget in window.panel.current.findChildren(QLabel) + window.panel.current.findChildren(Switch):
                if widget.isVisible() and not (isinstance(widget, QLabel) and widget.wordWrap()):
                    assert widget.width() >= widget.sizeHint().width(), widget.text()
                    assert widget.mapTo(window.panel, widget.rect().topRight()).x() <= window.panel.width(), widget.text()
    finally:
        qapp.setFont(before)
        apply_theme(qapp, DARK)


def test_the_heatmap_offers_the_joints_of_the_network(window: MainWindow, qtbot: QtBot) -> None:
    window.state.heatmap = True
    page = window.view_page
    assert page.joints.currentData() == "right_wrist"
    for timer in window._timers:
        timer.stop()
    frame = PoseFrame(np.zeros((48, 64, 3), np.uint8), 0, 0.0, 0.0)
    frame.people = People.build(np.zeros((1, 4)), np.ones(1), np.zeros((1, 21, 2)), np.ones((1, 21)), np.array([1]), HAND21)
    window._on_painted(frame)
    assert [page.joints.itemData(i) for i in range(page.joints.count())] == list(HAND21.keypoints)
    assert window.state.heatmap_joint == page.joints.currentData() == "hand_root"
    window.state.heatmap_joint = "thumb4"
    assert page.joints.currentText() == "Thumb4"
    assert window.presenter.options.heatmap == 4


def test_settings_page_changes_the_running_engine(window: MainWindow, qtbot: QtBot) -> None:
    live = window.session.live.live  # type: ignore[union-attr]
    window.state.smoothing = 0.0
    assert live.smooth.smoother.smoothing is None
    window.state.detector_interval = 0.0
    assert live.policy.settings.max_interval == 0
    window.state.heatmap = True
    assert live.pose.keep_heatmaps
    window.state.threads = 1  # needs a new engine
    qtbot.waitUntil(lambda: window.session.live is not None and window.session.live.live is not live, timeout=5_000 * PATIENCE)  # type: ignore[attr-defined]
    assert window.session.live.live.pose.keep_heatmaps  # type: ignore[union-attr]
    button = window.settings_page.findChild(QPushButton, "reset")
    assert button is not None
    button.click()
    assert window.state.smoothing == 0.5
    assert window.state.threads == 0
    window.state.theme = "dark"


def test_full_screen_and_back(window: MainWindow, qtbot: QtBot) -> None:
    window.commands.run("fullscreen")
    qtbot.waitUntil(window.isFullScreen, timeout=2_000 * PATIENCE)
    assert not window.panel.isVisible()
    qtbot.keyClick(window.view, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.isFullScreen(), timeout=2_000 * PATIENCE)
    assert window.panel.isVisible()


def drop(window: MainWindow, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(QPointF(10, 10), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    window.dropEvent(event)


def test_a_dropped_video_plays_several_go_to_the_queue(window: MainWindow, tmp_path: Path) -> None:
    first, second = make_clip(tmp_path / "a.mp4"), make_clip(tmp_path / "b.mp4")
    drop(window, first)
    assert window.session.spec is not None
    assert (window.session.spec.kind, window.session.spec.name) == ("file", "a.mp4")
    drop(window, first, second)
    assert window.dialogs.process is not None
    assert [job.title for job in window.dialogs.process.queue.jobs] == ["a.mp4", "b.mp4"]


def test_closing_is_quick_and_leaves_no_thread(make_window: MakeWindow, qtbot: QtBot) -> None:
    before = set(threading.enumerate())
    window = make_window()
    window.begin("0")
    qtbot.waitUntil(lambda: len(window.view.people) == 2, timeout=10_000 * PATIENCE)
    window.state.recording = True
    qtbot.wait(300)
    start = time.monotonic()
    window.close()
    assert time.monotonic() - start < 1.0 + crowd()
    assert not [t for t in set(threading.enumerate()) - before if t.is_alive()]


def test_closing_does_not_wait_for_a_network_that_hangs(make_window: MakeWindow, qtbot: QtBot) -> None:
    networks: Any = FakeNetworks()
    hangs, go = threading.Event(), threading.Event()

    def detect(image: np.ndarray) -> Any:
        hangs.set()
        go.wait(20)
        return FakeNetworks.detect(networks, image)

    networks.detect = detect
    window = make_window(networks=networks)
    window.begin("0")
    qtbot.waitUntil(lambda: window.session.phase == "running" and hangs.is_set(), timeout=5_000 * PATIENCE)
    start = time.monotonic()
    window.close()
    assert time.monotonic() - start < 1.3 + crowd()
    assert not window.ended  # the program must not take Qt and Python down under a thread at work
    go.set()
