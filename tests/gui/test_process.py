"""Process files…: a queue of real clips."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PyQt6.QtGui import QDesktopServices
from PyQt6.QtWidgets import QProgressBar, QPushButton
from pytestqt.qtbot import QtBot

from lightpose.gui.dialogs.process import ProcessDialog
from lightpose.gui.process_queue import NetworkWishes, plan
from lightpose.gui.state import AppState
from posecore import formats
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
    assert not dialog.video.isEnabled()
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
    dialog.video.setChecked(False)
    dialog.keypoints.setCurrentIndex(dialog.keypoints.findData("csv"))
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
    first = plan(tmp_path / "a.mov", tmp_path, True, "jsonl", set())
    assert first.output == tmp_path / "a lightpose 2.mp4"
    assert first.keypoints == tmp_path / "a lightpose 2.jsonl"
    second = plan(tmp_path / "a.mp4", tmp_path, True, "jsonl", {tmp_path / "a lightpose 2.jsonl"})
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
    assert [job.source.name for job in dialog.queue.jobs] == ["a.mp4", "b.mkv", "empty"]
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
