"""Process files…: a queue of real clips."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QDesktopServices
from PyQt6.QtWidgets import QProgressBar, QPushButton
from pytestqt.qtbot import QtBot

from lightpose.gui.dialogs.address import AddressDialog
from lightpose.gui.dialogs.process import ProcessDialog
from lightpose.gui.process_queue import NetworkWishes, Results, plan
from lightpose.gui.state import AppState
from posecore import formats
from posecore.drawing.painter import Style
from posecore.pipelines.recipe import Recipe
from posecore.pipelines.rendering import Rendering
from posecore.pipelines.selection import Region, Selection
from posecore.sources.excerpt import Span
from posecore.sources.inputs import Input
from tests.clips import fake_estimator, make_clip, standing, video_times
from tests.gui.fakes import PATIENCE


def slow_estimator(image: Any) -> Any:
    time.sleep(0.02)
    return fake_estimator(image)


@pytest.fixture
def make_dialog(qtbot: QtBot, state: AppState) -> Callable[..., ProcessDialog]:
    def make(networks: Callable[[NetworkWishes], Any] = lambda wishes: fake_estimator) -> ProcessDialog:
        dialog = ProcessDialog(state, networks)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return make


def words(dialog: ProcessDialog) -> list[str]:
    return [dialog.table.item(row, 2).text() for row in range(dialog.table.rowCount())]  # type: ignore[union-attr]


def test_a_queue_with_a_broken_file_in_it(
    make_dialog: Callable[..., ProcessDialog], qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, other, bad = make_clip(tmp_path / "a.mp4"), make_clip(tmp_path / "c.mov"), tmp_path / "b.mp4"
    bad.write_bytes(b"not a video")
    dialog = make_dialog()
    assert not dialog.start.isEnabled()
    dialog.add_files([good, bad, other, good])
    assert words(dialog) == ["Waiting"] * 3
    dialog.start.click()
    qtbot.waitUntil(lambda: all(job.ended for job in dialog.queue.jobs) and not dialog.queue.running, timeout=10_000 * PATIENCE)
    dialog.refresh()
    shown = words(dialog)
    assert shown[0].startswith("30 frames")
    assert shown[1].startswith("Failed: ")
    assert shown[2].startswith("30 frames")
    for name in ("a", "c"):
        assert video_times(tmp_path / f"{name} lightpose.mp4") == video_times(good)
        assert len(formats.read(tmp_path / f"{name} lightpose.jsonl").frames) == 30
    assert dialog.overall.text() == "2 of 3 done"
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    buttons = [dialog.table.cellWidget(row, 3).findChild(QPushButton) for row in range(3)]  # type: ignore[union-attr]
    assert [b is not None and b.isVisible() for b in buttons] == [True, False, True]
    buttons[2].click()  # type: ignore[union-attr]
    assert opened == [str(tmp_path / "c lightpose.mp4")]


def test_progress_and_cancel(make_dialog: Callable[..., ProcessDialog], qtbot: QtBot, tmp_path: Path) -> None:
    clips = [make_clip(tmp_path / f"{i}.mp4", pts=range(0, 4000, 20)) for i in range(2)]
    dialog = make_dialog(lambda wishes: slow_estimator)
    dialog.add_files(clips)
    dialog.start.click()
    bar = dialog.table.cellWidget(0, 1).findChild(QProgressBar)  # type: ignore[union-attr]
    assert bar is not None
    qtbot.waitUntil(lambda: 10 < bar.value() < 190 and bar.maximum() == 200, timeout=10_000 * PATIENCE)
    qtbot.waitUntil(lambda: "left" in words(dialog)[0], timeout=3_000 * PATIENCE)
    assert not dialog.options.isEnabled()
    dialog.cancel.click()
    qtbot.waitUntil(lambda: not dialog.queue.running, timeout=2_000 * PATIENCE)
    dialog.refresh()
    assert words(dialog) == ["Cancelled", "Cancelled"]
    assert not list(tmp_path.glob("*lightpose.mp4"))
    dialog.remove.click()
    assert dialog.table.rowCount() == 0


def test_only_keypoints_into_another_folder(make_dialog: Callable[..., ProcessDialog], qtbot: QtBot, tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "a.mp4")
    dialog = make_dialog()
    dialog.folder = tmp_path / "results"
    dialog.folder.mkdir()
    dialog.options.video.setChecked(False)
    dialog.options.keypoints.choose("csv")
    dialog.add_files([clip])
    dialog.start.click()
    qtbot.waitUntil(lambda: dialog.queue.jobs[0].phase == "done", timeout=5_000 * PATIENCE)
    assert [path.name for path in dialog.folder.iterdir()] == ["a lightpose.csv"]


def test_networks_that_do_not_load_fail_every_job(make_dialog: Callable[..., ProcessDialog], qtbot: QtBot, tmp_path: Path) -> None:
    def load(wishes: NetworkWishes) -> Any:
        raise FileNotFoundError("pose.onnx: no such model file")

    dialog = make_dialog(load)
    dialog.add_files([make_clip(tmp_path / "a.mp4")])
    dialog.start.click()
    qtbot.waitUntil(lambda: dialog.queue.jobs[0].phase == "failed", timeout=3_000 * PATIENCE)
    dialog.refresh()
    assert "no such model file" in words(dialog)[0]


def test_results_replace_nothing(tmp_path: Path) -> None:
    (tmp_path / "a lightpose.mp4").write_text("precious")
    first = plan(Input(str(tmp_path / "a.mov"), Path("a")), tmp_path, Results(), set())
    assert first.output == tmp_path / "a lightpose 2.mp4"
    assert first.keypoints == (tmp_path / "a lightpose 2.jsonl",)
    second = plan(Input(str(tmp_path / "a.mp4"), Path("a")), tmp_path, Results(), {tmp_path / "a lightpose 2.jsonl"})
    assert second.output == tmp_path / "a lightpose 3.mp4"


def test_closing_the_dialog_stops_the_work(make_dialog: Callable[..., ProcessDialog], qtbot: QtBot, tmp_path: Path) -> None:
    dialog = make_dialog(lambda wishes: slow_estimator)
    dialog.add_files([make_clip(tmp_path / "a.mp4", pts=range(0, 4000, 20))])
    dialog.start.click()
    qtbot.waitUntil(lambda: dialog.queue.jobs[0].done > 3, timeout=5_000 * PATIENCE)
    dialog.close()
    assert dialog.queue.join(1.0)


def test_a_folder_with_options(make_dialog: Callable[..., ProcessDialog], qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "clips"
    (folder / "sub").mkdir(parents=True)
    make_clip(folder / "a.mp4")
    make_clip(folder / "sub" / "b.mkv")
    (folder / "notes.md").write_text("x")
    (tmp_path / "empty").mkdir()
    wishes: list[NetworkWishes] = []

    def networks(wished: NetworkWishes) -> Any:
        wishes.append(wished)
        return lambda image: standing((0, 0, 20, 40), (30, 0, 60, 46))

    dialog = make_dialog(networks)
    dialog.take_files([folder, tmp_path / "empty"])
    assert [job.title for job in dialog.queue.jobs] == ["a.mp4", "b.mkv", "empty"]
    assert "holds no videos" in words(dialog)[2]
    assert "1 left out" in dialog.overall.text()
    assert "notes.md: not a video" in dialog.overall.toolTip()
    options = dialog.options
    options.start.setText("soon")
    dialog.begin()
    assert "is no time" in dialog.problem.text()
    assert not dialog.queue.running
    options.start.setText("0:00.5")
    options.smooth.setChecked(True)
    options.people.setValue(1)
    options.threshold.setValue(0.4)
    options.accuracy.setCurrentIndex(options.accuracy.findData("best"))
    dialog.begin()
    qtbot.waitUntil(lambda: all(job.ended for job in dialog.queue.jobs) and not dialog.queue.running, timeout=10_000 * PATIENCE)
    assert [job.phase for job in dialog.queue.jobs] == ["done", "done", "failed"]
    assert wishes == [NetworkWishes(multiscale=True, flip=True, threshold=0.4)]
    assert dialog.queue.recipe.smooth
    for path in (folder / "a lightpose.jsonl", folder / "sub" / "b lightpose.jsonl"):
        frames = formats.read(path).frames
        assert len(frames) == 15
        assert all(len(frame.people) == 1 for frame in frames)


def test_every_registered_format_at_once(make_dialog: Callable[..., ProcessDialog], qtbot: QtBot, tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "a.mp4")
    dialog = make_dialog()
    boxes = dialog.options.keypoints.boxes
    assert set(boxes) == {suffix.removeprefix(".") for suffix in formats.suffixes()}
    kinds = {known.kind for known in formats.known_formats() if not known.missing}
    assert {kind for kind, box in boxes.items() if box.isEnabled()} == kinds
    kinds -= {"nwb", "h5"}  # which take seconds to import
    dialog.options.keypoints.choose(*kinds)
    dialog.folder = tmp_path / "results"
    dialog.folder.mkdir()
    dialog.add_files([clip])
    dialog.start.click()
    qtbot.waitUntil(lambda: dialog.queue.jobs[0].ended and not dialog.queue.running, timeout=60_000 * PATIENCE)
    assert dialog.queue.jobs[0].message == ""
    assert {path.name for path in dialog.folder.iterdir()} == {"a lightpose.mp4", *(f"a lightpose.{kind}" for kind in kinds)}


def test_every_option_of_the_command_line(make_dialog: Callable[..., ProcessDialog]) -> None:
    dialog = make_dialog()
    options = dialog.options
    assert options.recipe(Style()) == Recipe()
    assert options.results() == Results(".mp4", ("jsonl",))
    options.region.setText("1,2,30,40")
    options.person.setCurrentIndex(options.person.findData("largest"))
    options.start.setText("1:30")
    options.end.setText("95")
    options.duration.setText("0:03.5")
    options.every.setValue(2)
    options.stream.setValue(1)
    options.sound.setChecked(False)
    options.background.setCurrentIndex(options.background.findData("none"))
    options.video_height.setValue(480)
    options.quality.setValue(30)
    options.codec.setCurrentIndex(options.codec.findData("av1"))
    options.height_of_person.setValue(1.75)
    options.accuracy.setCurrentIndex(options.accuracy.findData("multiscale"))
    assert options.recipe(Style()) == Recipe(
        Rendering(Style(), "none", 480, 30, "av1"),
        audio=False,
        selection=Selection(Region(1, 2, 30, 40), "largest"),
        span=Span(Fraction(90), Fraction(95), 2),
        seconds=3.5,
        stream=1,
        person_height=1.75,
    )
    assert options.results().video == ".mov"
    assert options.wishes() == NetworkWishes(multiscale=True)
    options.person.setCurrentIndex(options.person.findData("id"))
    options.number.setValue(7)
    assert options.recipe(Style()).selection.person == 7
    options.track.setChecked(False)
    with pytest.raises(ValueError, match="followed"):
        options.recipe(Style())
    options.region.setText("left")
    options.track.setChecked(True)
    with pytest.raises(ValueError, match="no region"):
        options.recipe(Style())


def test_two_at_a_time_and_what_is_done_is_skipped(make_dialog: Callable[..., ProcessDialog], qtbot: QtBot, tmp_path: Path) -> None:
    clips = [make_clip(tmp_path / f"{i}.mp4", pts=range(0, 800, 20)) for i in range(4)]
    at_work = []

    def estimator(image: Any) -> Any:
        at_work.append(sum(job.phase == "working" for job in dialog.queue.jobs))
        return slow_estimator(image)

    dialog = make_dialog(lambda wishes: estimator)
    dialog.options.workers.setValue(2)
    dialog.options.resume.setChecked(True)
    for expected in ("done", "skipped"):
        dialog.add_files(clips)
        dialog.begin()
        qtbot.waitUntil(lambda: all(job.ended for job in dialog.queue.jobs) and not dialog.queue.running, timeout=20_000 * PATIENCE)
        dialog.refresh()
        assert [job.phase for job in dialog.queue.jobs] == [expected] * 4
        dialog.table.clearSelection()
        dialog.remove.click()
    assert max(at_work) == 2
    assert len(list(tmp_path.glob("*.jsonl"))) == 4
    dialog.options.smooth.setChecked(True)
    dialog.add_files(clips[:1])
    dialog.begin()
    qtbot.waitUntil(lambda: dialog.queue.jobs[0].phase == "done" and not dialog.queue.running, timeout=20_000 * PATIENCE)
    assert (tmp_path / "0 lightpose 2.jsonl").exists()


def test_wishes_go_to_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    import posecore
    from lightpose.gui.assembled import Options
    from lightpose.gui.assembly import load_networks

    asked: list[tuple[bool, bool, float | None]] = []
    monkeypatch.setattr(posecore, "load", lambda *args, **o: asked.append((o["multiscale"], o["flip"], o["threshold"])))
    load_networks(Options(threshold=0.3))
    load_networks(NetworkWishes(True, True, 0.5).asked_of(Options(threshold=0.3)))
    load_networks(NetworkWishes().asked_of(Options(threshold=0.3)))
    assert asked == [(False, False, 0.3), (True, True, 0.5), (False, False, 0.3)]


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *words: object) -> None: ...


@pytest.fixture
def web(tmp_path: Path) -> Iterator[str]:
    """The address of a server of ``tmp_path / "web"``."""
    folder = tmp_path / "web"
    folder.mkdir()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_addresses(make_dialog: Callable[..., ProcessDialog], qtbot: QtBot, state: AppState, tmp_path: Path, web: str) -> None:
    make_clip(tmp_path / "web" / "walk.mp4")
    state.folder = str(tmp_path / "recordings")
    dialog = make_dialog()
    dialog.address.click()
    asked = dialog.findChild(AddressDialog)
    assert asked is not None
    asked.address.setText(f"{web}/walk.mp4?token=secret")
    asked.accept()
    dialog.add_address(f"{web}/walk.mp4?token=secret")
    dialog.add_address(f"{web}/gone.mp4")
    assert [job.title for job in dialog.queue.jobs] == [f"{web}/walk.mp4", f"{web}/gone.mp4"]
    dialog.options.duration.setText("0.5")
    dialog.begin()
    qtbot.waitUntil(lambda: all(job.ended for job in dialog.queue.jobs) and not dialog.queue.running, timeout=20_000 * PATIENCE)
    assert [job.phase for job in dialog.queue.jobs] == ["done", "failed"]
    results = tmp_path / "recordings"
    assert {path.name for path in results.iterdir()} == {"walk lightpose.mp4", "walk lightpose.jsonl"}
    assert len(formats.read(results / "walk lightpose.jsonl").frames) == 15
    assert "secret" not in (results / "walk lightpose.jsonl").read_text()


@pytest.mark.parametrize("how", ["escape", "close", "reject"])
def test_it_can_be_closed_and_cancels_then(
    make_dialog: Callable[..., ProcessDialog], qtbot: QtBot, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = make_dialog()
    cancelled: list[bool] = []
    monkeypatch.setattr(dialog.queue, "cancel", lambda: cancelled.append(True))
    dialog.show()
    if how == "escape":
        qtbot.keyClick(dialog.table, Qt.Key.Key_Escape)
    elif how == "close":
        assert dialog.close()
    else:
        dialog.reject()
    assert not dialog.isVisible()
    assert cancelled
    dialog.show()
    assert dialog.isVisible()


def test_enter_starts(make_dialog: Callable[..., ProcessDialog], tmp_path: Path, qtbot: QtBot) -> None:
    dialog = make_dialog()
    make_clip(tmp_path / "clip.mp4", pts=range(0, 80, 20))
    dialog.add_files([tmp_path / "clip.mp4"])
    dialog.table.setFocus()
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.queue.jobs[0].phase == "done", timeout=10_000 * PATIENCE)


def test_what_is_live_needs_a_duration(make_dialog: Callable[..., ProcessDialog]) -> None:
    dialog = make_dialog()
    dialog.add_address("rtsp://me:secret@camera.invalid/1")
    dialog.begin()
    assert not dialog.queue.running
    assert "give a duration" in dialog.problem.text()
    assert "secret" not in dialog.problem.text() + dialog.queue.jobs[0].title
    dialog.options.duration.setText("0")
    dialog.begin()
    assert "must be above 0" in dialog.problem.text()
    assert words(dialog) == ["Waiting"]
