"""Streams in the window: begun, watched and ended there; real readers get the people, and everything can be reached by keyboard."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable
from typing import Any
from urllib.request import urlopen

import pytest
from PyQt6.QtCore import QSettings, Qt, QUrl
from PyQt6.QtGui import QDesktopServices, QGuiApplication
from PyQt6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from lightpose.gui import sending
from lightpose.gui.dialogs.streams import StreamsDialog
from lightpose.gui.sending import Entry, described
from lightpose.gui.state import AppState
from lightpose.gui.window import MainWindow
from posecore.sinks import SinkError
from posecore.streams import open_stream
from tests.gui.fakes import PATIENCE

pytest.importorskip("websockets")
MakeWindow = Callable[..., MainWindow]


def wait(qtbot: QtBot, condition: Callable[[], object]) -> None:
    qtbot.waitUntil(lambda: bool(condition()), timeout=10_000 * PATIENCE)


def free_port(kind: int = socket.SOCK_STREAM) -> int:
    with socket.socket(socket.AF_INET, kind) as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def closed(reader: Any) -> bool:
    """Whether the server has said goodbye, after what it had sent before."""
    from websockets.exceptions import ConnectionClosedOK

    try:
        reader.recv(20)
    except ConnectionClosedOK:
        return True
    return False


@pytest.fixture
def dialog(window: MainWindow) -> StreamsDialog:
    window.commands.run("streams")
    assert window.dialogs.streams is not None
    return window.dialogs.streams


def row(dialog: StreamsDialog, number: int = 0) -> list[str]:
    dialog.refresh()
    return [dialog.table.item(number, column).text() for column in range(4)]  # type: ignore[union-attr]


def test_a_reader_gets_the_people_and_is_seen(window: MainWindow, dialog: StreamsDialog, qtbot: QtBot) -> None:
    from websockets.sync import client

    port = free_port()
    dialog.port.setValue(port)
    dialog.add.click()
    assert window.state.sending, "the first address begins it"
    entry = window.sending.entries[0]
    wait(qtbot, lambda: entry.phase == "on")
    assert row(dialog)[:2] == [f"ws://127.0.0.1:{port}", "listening, no reader"]
    assert window.badges.sending.isVisible()
    with client.connect(f"ws://127.0.0.1:{port}", proxy=None) as reader:
        header, frame = json.loads(reader.recv(20)), json.loads(reader.recv(20))
        assert header["source"] == "Fake camera"
        assert len(frame["people"]) == 2
        assert row(dialog)[1] == "1 reader"
        wait(qtbot, lambda: int(row(dialog)[2]) > 0)
        window.state.who = "largest"
        wait(qtbot, lambda: len(json.loads(reader.recv(20)).get("people", [])) == 1)
        wait(qtbot, lambda: f"ws://127.0.0.1:{port}: 1 reader" in window.badges.sending.toolTip())
        window.opener.open_text("synthetic:1")
        wait(qtbot, lambda: json.loads(reader.recv(20)).get("source") == "Test image")
        window.badges.sending.click()
        assert not window.state.sending
        wait(qtbot, lambda: closed(reader))
    assert row(dialog)[1:] == ["off", "–", "–"]
    assert not window.badges.sending.isVisible()
    window.commands.run("sending")
    wait(qtbot, lambda: entry.phase == "on")


def test_the_page_is_opened_and_its_address_copied(
    window: MainWindow, dialog: StreamsDialog, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    assert not dialog.open_page.isEnabled()
    assert "Only a WebSocket" in dialog.open_page.toolTip()
    dialog.token.setText("s3 cret")
    dialog.port.setValue(free_port())
    dialog.add.click()
    wait(qtbot, lambda: dialog.open_page.isEnabled())
    dialog.copy.click()
    assert "OBS" in dialog.note.text()
    page = QGuiApplication.clipboard().text()  # type: ignore[union-attr]
    assert "s3+cret" in page
    assert "cret" not in row(dialog)[0]
    with urlopen(page, timeout=20) as answer:
        assert "lightpose overlay" in answer.read().decode()
    dialog.open_page.click()
    assert [url.toString() for url in opened] == [page]


def test_udp_says_whether_somebody_listens(window: MainWindow, dialog: StreamsDialog, qtbot: QtBot) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as receiver:
        receiver.bind(("127.0.0.1", 0))
        receiver.settimeout(20)
        dialog.kind.setCurrentIndex(dialog.kind.findData("udp"))
        assert not dialog.token.isEnabled()
        dialog.port.setValue(receiver.getsockname()[1])
        dialog.add.click()
        wait(qtbot, lambda: window.sending.entries[0].phase == "on")
        assert "skeleton" in json.loads(receiver.recv(65536))
        assert len(json.loads(receiver.recv(65536))["people"]) == 2
        wait(qtbot, lambda: row(dialog)[1] == "sending" and int(row(dialog)[2]) > 0)
    wait(qtbot, lambda: row(dialog)[1] == "nobody listens there" and int(row(dialog)[3]) > 0)
    assert not dialog.open_page.isEnabled()
    dialog.table.setFocus()
    qtbot.keyClick(dialog.table, Qt.Key.Key_Delete)
    assert window.sending.entries == []
    assert dialog.table.rowCount() == 0
    assert window.state.addresses == "[]"


def test_what_does_not_work_says_why(window: MainWindow, dialog: StreamsDialog, qtbot: QtBot) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        dialog.port.setValue(taken.getsockname()[1])
        dialog.add.click()
        wait(qtbot, lambda: window.sending.entries[0].phase == "failed")
    assert row(dialog)[1] == "failed"
    assert dialog.problem.text() == f"Cannot listen at {row(dialog)[0]}: Address already in use."
    assert window.hint.notice is not None
    assert window.hint.notice.sentence == dialog.problem.text()
    dialog.remove.click()
    dialog.port.setValue(free_port())
    dialog.add.click()
    entry = window.sending.entries[0]
    wait(qtbot, lambda: entry.phase == "on")
    assert entry.stream is not None
    entry.stream.error = RuntimeError("it broke")
    wait(qtbot, lambda: entry.phase == "failed")
    assert entry.why.startswith(f"Sending to {entry.shown} ended: it broke")


def test_beyond_this_computer_there_is_a_token(dialog: StreamsDialog, window: MainWindow, qtbot: QtBot) -> None:
    assert dialog.token.text() == ""
    dialog.host.setText("0.0.0.0")
    assert len(dialog.token.text()) > 8
    dialog.token.clear()
    dialog.add.click()
    assert "others in the network could read it" in dialog.note.text()
    assert window.sending.entries == []
    with pytest.raises(SinkError):
        window.sending.add("nonsense")


def test_without_an_address_the_switch_asks_for_one(window: MainWindow, qtbot: QtBot) -> None:
    window.commands.run("sending")
    assert not window.state.sending
    assert not window.actions_["sending"].isChecked()
    assert window.dialogs.streams is not None
    assert window.dialogs.streams.isVisible()


def test_streams_are_remembered_and_begin_with_the_first_image(make_window: MakeWindow, state: AppState, qtbot: QtBot) -> None:
    port = free_port()
    state.addresses, state.sending = json.dumps([f"ws://127.0.0.1:{port}", 5]), True
    window = make_window()
    assert [entry.phase for entry in window.sending.entries] == ["off"]
    window.begin("0")
    wait(qtbot, lambda: window.sending.entries[0].phase == "on")
    state.addresses = "nonsense"
    assert window.sending.entries == []


def test_streams_of_the_command_line_are_shown_and_not_remembered(make_window: MakeWindow, state: AppState, qtbot: QtBot) -> None:
    store = QSettings(f"{state.folder}.ini", QSettings.Format.IniFormat)
    state._store = store
    state.addresses = '["udp://127.0.0.1:9"]'
    window = make_window()
    address, other = f"ws://127.0.0.1:{free_port()}", "udp://127.0.0.1:9"
    with open_stream(address) as stream, open_stream(other) as second:
        window.sending.adopt([(address, stream), (other, second)])
        window.begin("0")
        window.commands.run("streams")
        assert window.dialogs.streams is not None
        wait(qtbot, lambda: len(window.view.people) == 2)
        assert row(window.dialogs.streams)[:2] == [address, "listening, no reader"]
        assert window.badges.sending.isVisible()
        assert window.dialogs.streams.open_page.isEnabled(), "the first one is chosen"
        assert window.actions_["sending"].isChecked()
        window.state.sending = False
        assert described(window.sending.entries[0]) == "off"
    assert store.value("addresses") == '["udp://127.0.0.1:9"]'
    assert store.value("sending") is None


@pytest.mark.parametrize("slow", ["while it opens", "before it is taken over"])
def test_a_window_that_closes_while_a_stream_begins_leaves_no_thread(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, slow: str
) -> None:
    closing, begun = threading.Event(), threading.Event()
    open_stream = sending.open_stream

    def begin(text: str, *rest: Any) -> Any:
        stream = open_stream(text, *rest)
        start = stream.start

        def started() -> None:
            if slow == "while it opens":
                begun.set()
                closing.wait(20)
            start()
            begun.set()

        stream.start = started
        return stream

    monkeypatch.setattr(sending, "open_stream", begin)
    window.sending.add(f"ws://:{free_port()}")
    assert begun.wait(20)
    threading.Timer(0.3, closing.set).start()
    assert window.sending.shutdown(20)
    assert not [t.name for t in threading.enumerate() if t.name.startswith("send-ws")]


def test_everything_can_be_reached_by_keyboard(dialog: StreamsDialog, qtbot: QtBot) -> None:
    wanted = {dialog.on, dialog.kind, dialog.host, dialog.port, dialog.token, dialog.add, dialog.table}
    wanted |= {button for button in dialog.findChildren(QPushButton) if button.isEnabled() and button.isVisible()}
    reached = set()
    dialog.activateWindow()
    dialog.on.setFocus()
    for _ in range(3 * len(wanted)):
        reached.add(QApplication.focusWidget())
        qtbot.keyClick(QApplication.focusWidget() or dialog, Qt.Key.Key_Tab)
    assert wanted <= reached
    dialog.host.setFocus()
    qtbot.keyClick(dialog.host, Qt.Key.Key_Return)
    assert dialog.table.rowCount() == 1, "Enter adds"


def test_the_words_of_phases(qapp: Any) -> None:
    assert [described(Entry("ws://:1", phase)) for phase in ("off", "starting", "failed")] == ["off", "starting", "failed"]
    assert Entry("nonsense").shown == "nonsense"
