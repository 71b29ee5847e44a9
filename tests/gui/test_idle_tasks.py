"""What is made after the first picture, and how stalls are measured."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import pytest
from PyQt6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from lightpose.gui import idle_tasks
from lightpose.gui import window as window_module
from lightpose.gui.idle_tasks import IdleTasks
from lightpose.gui.plots import Plot
from lightpose.gui.soak import STALL_MS, Heartbeat
from lightpose.gui.window import MainWindow
from tests.gui.fakes import PATIENCE, FakeCamera


def test_steps_come_in_order_once_the_imports_are_there(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(idle_tasks, "IMPORTS", ("colorsys",))
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    seen: list[tuple[int, bool]] = []
    work = IdleTasks([lambda n=n: seen.append((n, "colorsys" in sys.modules)) for n in range(3)])  # type: ignore[misc]
    work.start()
    work.start()  # once is enough
    qtbot.waitUntil(lambda: work.done, timeout=2_000 * PATIENCE)
    assert seen == [(0, True), (1, True), (2, True)]
    assert work.stop(1.0)


def test_nothing_is_made_once_it_is_over(qtbot: QtBot) -> None:
    seen: list[int] = []
    work = IdleTasks([lambda: seen.append(1)])
    work.start()
    assert work.stop(5.0 * PATIENCE)
    qtbot.wait(200)
    assert not seen


def drawn(plot: Plot, name: str) -> int:
    """How many points a line of the plot shows."""
    times, _ = plot.lines[name].getData()
    return 0 if times is None else len(times)


def test_plots_are_drawn_soon_after_the_first_person(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.idle_tasks.done, timeout=10_000 * PATIENCE)
    window.commands.run("page_live")
    plot = window.live_page.fps_plot
    qtbot.waitUntil(lambda: len(plot.times) > 2 and drawn(plot, "fps") > 2, timeout=5_000 * PATIENCE)
    assert all(plot.chart is not None for plot in window.findChildren(Plot))


def test_plots_come_though_nobody_does(make_window: Callable[..., MainWindow], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(window_module, "PATIENCE_SECONDS", 0)
    made = make_window(lambda: FakeCamera(people=0))
    made.begin("0")
    qtbot.waitUntil(lambda: made.idle_tasks.done, timeout=10_000 * PATIENCE)
    assert all(plot.chart is not None for plot in made.findChildren(Plot))


def test_a_plot_remembers_what_came_before_it_was_drawn(qtbot: QtBot) -> None:
    from lightpose.gui.theme import DARK

    plot = Plot("Test", seconds=10)
    qtbot.addWidget(plot)
    plot.paint_theme(DARK, {"a": "#ff0000"})
    for second in range(20):
        plot.add(float(second), a=second * 2.0)
    plot.build()
    plot.redraw()
    times, values = plot.lines["a"].getData()
    assert times.tolist() == list(range(-9, 1))
    assert values.tolist() == [2.0 * second for second in range(10, 20)]
    plot.clear_values()
    assert not plot.times
    assert drawn(plot, "a") == 0


@pytest.mark.parametrize("busy", [True, False])
def test_the_heartbeat_notices_a_stall_and_whose_work_it_was(qtbot: QtBot, busy: bool) -> None:
    def stall() -> None:
        end = time.thread_time() + 0.12
        while busy and time.thread_time() < end:
            pass
        if not busy:
            time.sleep(0.12)

    heart = Heartbeat()
    heart.start()
    QTimer.singleShot(50, stall)
    qtbot.waitUntil(lambda: heart.worst >= 115, timeout=2_000 * PATIENCE)
    assert heart.stalls >= 1
    assert (heart.busiest > 2 * STALL_MS) == busy
