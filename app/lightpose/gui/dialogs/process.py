"""Process files…: recorded videos in, annotated videos and keypoints out."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from PyQt6.QtCore import QT_TRANSLATE_NOOP, Qt, QUrl
from PyQt6.QtGui import QDesktopServices, QResizeEvent
from PyQt6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from lightpose.gui.controls import clock
from lightpose.gui.dialogs.address import AddressDialog
from lightpose.gui.dialogs.files import SHORT, video_filter
from lightpose.gui.dialogs.process_options import ProcessOptions
from lightpose.gui.drop import FileDrop
from lightpose.gui.focus import focus_kept
from lightpose.gui.language import translate
from lightpose.gui.placing import FittedDialog
from lightpose.gui.process_queue import Job, NetworkWishes, ProcessQueue, needs_duration, outputs_taken, plan
from lightpose.gui.reasons import sentence, translated
from lightpose.gui.state import AppState
from lightpose.gui.text import PlainLabel, no_key, plain_tip, shortened
from lightpose.gui.timers import every
from posecore.sources.address import is_address
from posecore.sources.inputs import Input, LeftOut, find_inputs

_PHASES = {
    "waiting": QT_TRANSLATE_NOOP("Process", "Waiting"),
    "working": QT_TRANSLATE_NOOP("Process", "Working"),
    "done": QT_TRANSLATE_NOOP("Process", "Done"),
    "skipped": QT_TRANSLATE_NOOP("Process", "Done before"),
    "cancelled": QT_TRANSLATE_NOOP("Process", "Cancelled"),
}


_FOLDER_LETTERS = 24
_MARGIN = 8
"""Of what stands in a cell, px; the style sheet leaves as much at the left of each cell."""
_WIDE, _NARROW = (170, 190), (90, 150)
"""Widths of the columns of progress and state, px, where there is much room and where there is little."""
_ENOUGH = 760
"""Width of the dialog from which there is much."""


class ProcessDialog(FileDrop, FittedDialog):
    """A queue of files with their progress. It does not stand in the way of the window; closing it cancels what runs."""

    def __init__(self, state: AppState, networks: Callable[[NetworkWishes], Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("Process", "Process files"))
        self.setAcceptDrops(True)
        self.resize(860, 560)
        self.state = state
        self.queue = ProcessQueue(networks)
        self.left_out: list[LeftOut] = []
        """What of the folders that were added is not processed."""
        self.folder: Path | None = None
        self.table = QTableWidget(0, 4)
        self.table.setAccessibleName(translate("Process", "Files"))
        self.table.setHorizontalHeaderLabels(
            [translate("Process", "File"), translate("Process", "Progress"), translate("Process", "State"), ""]
        )
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setShowGrid(False)
        rows, columns = self.table.verticalHeader(), self.table.horizontalHeader()
        assert rows is not None
        assert columns is not None
        rows.hide()
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        columns.setHighlightSections(False)
        rows.setDefaultSectionSize(42)
        for column, mode in enumerate((QHeaderView.ResizeMode.Stretch, *[QHeaderView.ResizeMode.Fixed] * 3)):
            columns.setSectionResizeMode(column, mode)
        self.table.setWordWrap(False)
        self.table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.empty = PlainLabel(translate("Process", "Drop videos or folders of videos here, or add them below."))
        self.empty.setWordWrap(True)
        self.empty.setObjectName("dropzone")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.room = QStackedWidget()
        self.room.addWidget(self.empty)
        self.room.addWidget(self.table)
        self.add, self.remove = QPushButton(translate("Process", "Add files…")), QPushButton(translate("Process", "Remove"))
        self.address = QPushButton(translate("Process", "Add address…"))
        self.target = QPushButton()
        self._name_target()
        self.target.setToolTip(translate("Process", "Where the results go"))
        self.start, self.cancel = QPushButton(translate("Process", "Start")), QPushButton(translate("Process", "Cancel"))
        self.start.setProperty("role", "primary")
        self.start.setDefault(True)  # what Enter means, unless another button has the keyboard
        self.options = ProcessOptions()
        self.problem = PlainLabel(role="muted")
        self.problem.setWordWrap(True)
        self.problem.hide()
        self._said = ""
        self.overall = PlainLabel(role="muted")
        self._arrange()
        self.add.clicked.connect(self._choose)
        self.table.itemSelectionChanged.connect(self._show_problem)
        self.address.clicked.connect(self._ask_address)
        self.remove.clicked.connect(self._remove)
        self.target.clicked.connect(self._choose_folder)
        self.start.clicked.connect(self.begin)
        self.cancel.clicked.connect(self.queue.cancel)
        self.timer = every(self, 150, self.refresh)
        self.timer.start()
        self.refresh()

    def _arrange(self) -> None:
        options, bottom, layout = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(12)
        for widget in (self.add, self.address, self.remove):
            options.addWidget(widget)
        options.addStretch()
        options.addWidget(self.target)
        bottom.addWidget(self.overall, 1)
        bottom.addWidget(self.cancel)
        bottom.addWidget(self.start)
        layout.addWidget(self.room, 1)
        layout.addLayout(options)
        layout.addWidget(self.options)
        layout.addWidget(self.problem)
        layout.addLayout(bottom)

    def add_files(self, paths: Iterable[Path]) -> None:
        """Put files, and the videos of folders, into the queue; those already waiting there are left out."""
        self._add([Path(os.path.abspath(path)) for path in paths])

    def add_address(self, address: str) -> None:
        """Put what is at an address into the queue, unless it waits there."""
        self._add([address])

    def _add(self, given: Sequence[str | Path]) -> None:
        found = find_inputs(given, recursive=True, apart=False)
        self.left_out += found.left_out
        for item in found.found:
            if any(job.source.text == item.text and not job.ended for job in self.queue.jobs):
                continue
            job = plan(item, self._folder_for(item), self.options.results(), outputs_taken(self.queue.jobs))
            if item.problem:
                job.phase, job.message = "failed", item.problem
            self.queue.jobs.append(job)
            self._add_row(job)
        self.refresh()

    def _folder_for(self, item: Input) -> Path:
        """Where the results go: the chosen folder, beside a file, where the window's recordings go for an address."""
        if self.folder is not None:
            return self.folder
        return self.state.output_folder if is_address(item.text) else Path(item.text).parent

    def begin(self) -> None:
        """Start with the options as they are now."""
        options, queue = self.options, self.queue
        if queue.running or not options.results():
            return
        try:
            queue.recipe, queue.wishes = options.recipe(self.state.style), options.wishes()
        except ValueError as error:
            self._say(sentence(str(error)))
            return
        live = [job for job in queue.jobs if job.phase == "waiting" and needs_duration(job)]
        if live and queue.recipe.seconds is None:
            text = translate("Process", "{address} has no end: give a duration on the page Part.")
            self._say(text.format(address=live[0].title))
            return
        self._say("")
        queue.workers, queue.resume = options.workers.value(), options.resume.isChecked()
        queue.forget()
        whole = queue.whole if queue.resume else lambda job: False
        taken: set[Path] = set()
        for job in queue.jobs:
            if job.phase == "waiting":
                fresh = plan(job.source, self._folder_for(job.source), options.results(), taken, whole)
                job.output, job.keypoints, job.phase = fresh.output, fresh.keypoints, fresh.phase
                taken |= set(job.files)
        queue.start()
        self.refresh()

    def _say(self, problem: str) -> None:
        """Why it was not begun; nothing takes no room."""
        self._said = problem
        self._show_problem()

    def _show_problem(self) -> None:
        """What was said of the start, or why the file that is selected failed: in the table there is no room for that."""
        row = next((index.row() for index in self.table.selectedIndexes()), -1)
        failed = 0 <= row < len(self.queue.jobs) and self.queue.jobs[row].phase == "failed"
        problem = self._said or (sentence(self.queue.jobs[row].message, self.queue.jobs[row].source.text) if failed else "")
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))

    def _add_row(self, job: Job) -> None:
        row = self.table.rowCount()
        self.table.insertRow(row)
        name = QTableWidgetItem(job.title)
        name.setToolTip(plain_tip(job.source.shown))
        self.table.setItem(row, 0, name)
        bar = QProgressBar()
        bar.setTextVisible(False)
        bar.setAccessibleName(translate("Process", "Progress of {file}").format(file=job.title))
        self.table.setCellWidget(row, 1, _centred(bar))
        self.table.setItem(row, 2, QTableWidgetItem())
        opener = QPushButton(translate("Process", "Open result"))
        opener.clicked.connect(lambda: self.open_result(job))
        self.table.setCellWidget(row, 3, _centred(opener))
        opener.ensurePolished()
        self.table.setColumnWidth(3, opener.sizeHint().width() + 3 * _MARGIN)

    def refresh(self) -> None:
        """Show how far everything is."""
        jobs, running = self.queue.jobs, self.queue.running
        for row, job in enumerate(jobs):
            bar, opener = self.table.cellWidget(row, 1), self.table.cellWidget(row, 3)
            bar = bar.findChild(QProgressBar) if bar is not None else None
            button = opener.findChild(QPushButton) if opener is not None else None
            if isinstance(bar, QProgressBar):
                known = job.total > 0 or job.phase != "working"
                bar.setRange(0, max(1, job.total) if known else 0)
                bar.setValue(min(job.done, max(1, job.total)))
            if button is not None:
                button.setVisible(job.phase in ("done", "skipped"))
            item = self.table.item(row, 2)
            if item is not None and item.text() != describe(job):
                item.setText(describe(job))
                item.setToolTip(plain_tip(translated(job.message) if job.message else "\n".join(map(translated, job.notices))))
        waiting = any(job.phase == "waiting" for job in jobs)
        with focus_kept(self.cancel, self.start, self.add):
            self.start.setEnabled(waiting and not running and bool(self.options.results()))
            self.cancel.setEnabled(running)
            self.remove.setEnabled(bool(jobs) and not running)
            for widget in (self.target, self.options):
                widget.setEnabled(not running)
        self.room.setCurrentWidget(self.table if jobs else self.empty)
        ready = sum(job.phase in ("done", "skipped") for job in jobs)
        parts = [translate("Process", "{ready} of {all} done").format(ready=ready, all=len(jobs))]
        if self.left_out:
            parts.append(translate("Process", "{count} left out").format(count=len(self.left_out)))
        self.overall.setText(", ".join(parts) if jobs or self.left_out else "")
        self.overall.setToolTip(plain_tip("\n".join(f"{item.path}: {translated(item.why)}" for item in self.left_out)))

    def open_result(self, job: Job) -> None:
        """Show what came out, in the program the system uses for it."""
        result = next(iter(job.files), None)
        if result is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(result)))

    def _choose(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, translate("Process", "Videos to process"), "", video_filter(), options=SHORT)
        self.add_files(Path(name) for name in names)

    def _ask_address(self) -> None:
        dialog = AddressDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self.add_address(dialog.value))
        dialog.open()

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, translate("Process", "Folder for the results"))
        self.folder = Path(folder) if folder else None
        self._name_target()

    def _name_target(self) -> None:
        beside, into = translate("Process", "Beside each file"), translate("Process", "Into {folder}")
        name = shortened(self.folder.name, self.target, _FOLDER_LETTERS) if self.folder else ""
        self.target.setText(no_key(into.format(folder=name)) if self.folder else beside)

    def _remove(self) -> None:
        chosen = {index.row() for index in self.table.selectedIndexes()}
        rows = chosen or {row for row, job in enumerate(self.queue.jobs) if job.ended}
        for row in sorted(rows, reverse=True):
            del self.queue.jobs[row]
            self.table.removeRow(row)
        self.refresh()

    def take_files(self, paths: list[Path]) -> None:
        self.add_files(paths)

    def drop_text(self, paths: list[Path]) -> str:
        return translate("Drop", "Add to the list")

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        for column, width in enumerate(_WIDE if self.width() >= _ENOUGH else _NARROW, 1):
            self.table.setColumnWidth(column, width)

    def reject(self) -> None:
        """Escape, and what Qt calls when the window is closed."""
        self.queue.cancel()
        super().reject()


def describe(job: Job) -> str:
    """A few words on where a job is."""
    if job.phase == "working" and job.seconds > 0.3:
        if job.left is None:
            return translate("Process", "{fps} frames/s").format(fps=f"{job.fps:.0f}")
        return translate("Process", "{fps} frames/s, {time} left").format(fps=f"{job.fps:.0f}", time=clock(job.left))
    if job.phase == "done":
        return translate("Process", "{frames} frames in {time}").format(frames=job.frames, time=clock(job.seconds))
    if job.phase == "failed":
        return translate("Process", "Failed: {why}").format(why=translated(job.message))
    return translate("Process", _PHASES[job.phase])


def _centred(widget: QWidget) -> QWidget:
    box = QWidget()
    layout = QHBoxLayout(box)
    layout.setContentsMargins(_MARGIN, 4, _MARGIN, 4)
    layout.addWidget(widget)
    return box
