"""The dialogs of the menu Help that know more than the window: updates and licences."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from lightpose.gui.dialogs.licences import LicencesDialog
from lightpose.gui.dialogs.updates import UpdatesDialog
from lightpose.updates import Release, UpdateError


def test_updates_are_asked_for_once_the_dialog_is_open(qtbot: QtBot) -> None:
    asked: list[int] = []

    def check() -> Release:
        asked.append(1)
        return Release("9.0", "https://example.org/9", True)

    dialog = UpdatesDialog(check=check)
    qtbot.addWidget(dialog)
    assert not asked
    dialog.show()
    qtbot.waitUntil(lambda: "9.0" in dialog.text.text(), timeout=20_000)
    assert len(asked) == 1
    assert len(dialog.buttons.buttons()) == 2


def test_updates_say_why_there_is_no_answer(qtbot: QtBot) -> None:
    def check() -> Release:
        raise UpdateError("<b>host</b> did not answer")

    dialog = UpdatesDialog(check=check)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: "<b>host</b> did not answer" in dialog.text.text(), timeout=20_000)


def test_the_licences_name_qt_and_ffmpeg_with_texts(qtbot: QtBot) -> None:
    dialog = LicencesDialog()
    qtbot.addWidget(dialog)
    text = dialog.text.toPlainText()
    for words in ("Qt 6", "LGPL-3.0", "FFmpeg", "x264", "onnxruntime", "Copyright"):
        assert words in text
