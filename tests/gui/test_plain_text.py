"""Names that look like HTML or hold an ``&`` are shown as they are, everywhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QAbstractButton, QLabel, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from lightpose.gui import notices, reasons
from lightpose.gui.dialogs.licences import licences_html
from lightpose.gui.language import LANGUAGES, install
from lightpose.gui.notices import Notice, failure
from lightpose.gui.reasons import sentence, translated
from lightpose.gui.text import no_key, plain_tip, without_key
from lightpose.gui.window import MainWindow
from lightpose.licences import Component
from posecore.engine import EngineError
from posecore.sinks.virtual_camera import explain
from posecore.sources import SourceError
from posecore.sources.factory import SourceSpec, parse
from tests.clips import make_clip

EVIL = '<img src="x" width=900 height=900> & co.mp4'
GUI = Path(reasons.__file__).parent


def test_every_label_is_plain(window: MainWindow) -> None:
    window.commands.run("shortcuts")
    parts = [*window.findChildren(QLabel), *(window.dialogs.current or window).findChildren(QLabel)]
    assert len(parts) > 60
    for label in parts:
        assert label.textFormat() == Qt.TextFormat.PlainText, label.text()


def test_nobody_makes_other_labels() -> None:
    for path in GUI.rglob("*.py"):
        if path.name != "text.py":
            assert not re.search(r"\bQLabel\(", path.read_text(encoding="utf-8")), path
            assert "QMessageBox" not in path.read_text(encoding="utf-8"), path
    assert QMessageBox is not None


def test_a_video_with_html_as_its_name(make_window: Callable[..., MainWindow], qtbot: QtBot, tmp_path: Path) -> None:
    name = EVIL.replace('"', "")
    clip = make_clip(tmp_path / "plain.mp4").rename(tmp_path / name)
    window = make_window(source=lambda spec, options: spec.open())
    window.opener.open(parse(clip))
    qtbot.waitUntil(lambda: window.session.phase in ("running", "ended"), timeout=60_000)
    window.commands.show_page(1)
    window._show_numbers()
    window.messages.show(Notice("saved", "check", "", f"Saved {name}."))
    assert window.hint.sentence.text() == f"Saved {name}."
    window.commands.run("process")
    assert window.dialogs.process is not None
    window.dialogs.process.add_files([clip])
    found = 0
    for top in (window, window.dialogs.process):
        for widget in top.findChildren(QWidget):
            tip = widget.toolTip()
            found += "&lt;img" in tip
            assert "<img" not in tip, widget
            if isinstance(widget, QAbstractButton) and "co.mp4" in widget.text():
                assert "&& co" in widget.text()
    item = window.dialogs.process.table.item(0, 0)
    assert item is not None
    assert item.text() == name
    assert "<img" not in item.toolTip()
    assert found >= 1
    window.dialogs.process.close()


def test_tips_and_keys() -> None:
    assert plain_tip("a & b") == "a & b"
    assert plain_tip("<b>a</b>\nb") == "<p>&lt;b&gt;a&lt;/b&gt;<br>b</p>"
    assert no_key("a & b") == "a && b"


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("nothere.mp4 does not exist", "nothere.mp4 does not exist."),
        ("clips/walk does not exist", "clips/walk does not exist."),
        ("walk does not exist", "walk does not exist."),
        ("/tmp/x.mp4 is empty (0 bytes)", "/tmp/x.mp4 is empty (0 bytes)."),
        ("pose.onnx: no such model file", "pose.onnx: no such model file."),
        ("iPhone does not answer", "iPhone does not answer."),
        ("the screen cannot be read: no display", "The screen cannot be read: no display."),
        ("expected 4 whole numbers", "Expected 4 whole numbers."),
    ],
)
def test_names_keep_their_first_letter(message: str, shown: str) -> None:
    assert sentence(message, "walk") == shown
    if " does not exist" in message:
        path = message.split(" ")[0]
        spec = SourceSpec("file", path, path)
        assert failure(EngineError("source", SourceError(message)), spec).sentence == shown


def test_what_the_library_says_is_recognised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reasons, "translate", lambda context, text: "⟦" + text)
    (tmp_path / "empty.mp4").write_bytes(b"")
    (tmp_path / "noise.mp4").write_bytes(b"no video" * 100)
    (tmp_path / "folder").mkdir()
    for name in ("missing.mp4", "empty.mp4", "noise.mp4", "folder", "frames/%04d.png"):
        with pytest.raises(SourceError) as caught:
            parse(tmp_path / name).open().open()
        assert translated(" ".join(str(caught.value).split())).startswith("⟦"), str(caught.value)


@pytest.mark.parametrize("key", [key for key in LANGUAGES if key != "en"])
def test_messages_of_other_libraries_stand_in_a_sentence_of_ours(qapp: Any, key: str) -> None:
    install(qapp, key)
    try:
        rare = "[ONNXRuntimeError] : 2 : INVALID_ARGUMENT"
        assert rare in translated(rare)
        assert translated(rare) != rare
        assert sentence(rare)[0].isupper() or key == "zh_CN"
        denied = translated("cannot write /tmp/a.mp4: Permission denied")
        assert "/tmp/a.mp4" in denied
        assert "Permission denied" not in denied
        assert "cannot" not in denied
        odd = translated("cannot write /tmp/a.mp4: Something odd")
        assert "cannot" not in odd
        assert "Something odd" in odd
        for platform in ("linux", "win32", "darwin"):
            said = translated(explain(RuntimeError("no device"), platform, quoted=False))
            assert "there is no" not in said
            assert "no device" not in said
    finally:
        install(qapp, "en")
    assert translated(rare) == rare


def test_a_folder_of_videos_is_offered_to_the_queue(make_window: Callable[..., MainWindow], qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "clips"
    folder.mkdir()
    for name in ("a.mp4", "b.mp4"):
        make_clip(folder / name)
    window = make_window(source=lambda spec, options: spec.open())
    window.opener.open(parse(folder))
    qtbot.waitUntil(lambda: window.card.notice is not None and window.card.notice.kind == "folder_of_videos", timeout=60_000)
    assert "2 videos" in window.card.sentence.text()
    window.card.buttons[0].click()
    assert window.dialogs.process is not None
    assert [job.title for job in window.dialogs.process.queue.jobs] == ["a.mp4", "b.mp4"]
    window.dialogs.process.close()


def test_advice_suits_what_is_shown() -> None:
    asked = [SourceSpec(kind, "x", "x") for kind in ("camera", "synthetic")]
    assert all(notices.before_camera(spec) for spec in [None, *asked])
    others = [SourceSpec(kind, "x", "x") for kind in ("screen", "url", "file", "folder", "sequence")]
    assert not any(notices.before_camera(spec) for spec in others), "nobody there can step back"
    assert "tep back" in notices.nobody(True).sentence
    assert "tep back" not in notices.nobody(False).sentence
    assert "image" not in notices.slow_machine(5, False).sentence


@pytest.mark.parametrize(("text", "shown"), [("&File", "File"), ("文件(&F)", "文件"), ("Datei (&F)", "Datei"), ("Quit", "Quit")])
def test_titles_stand_without_the_marks_of_their_keys(text: str, shown: str) -> None:
    assert without_key(text) == shown


def test_links_of_the_licences_end_with_the_name() -> None:
    html = licences_html([Component("ALSA", "", "LGPL", url="https://example.org", inside="av")])
    assert ">ALSA</a> (inside av)" in html
