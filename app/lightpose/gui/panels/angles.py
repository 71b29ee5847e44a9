"""Joint angles of the selected person, as numbers and over time."""

from __future__ import annotations

import math
from pathlib import Path

from PyQt6.QtCore import QT_TRANSLATE_NOOP, Qt, pyqtSignal
from PyQt6.QtWidgets import QFileDialog, QGridLayout, QPushButton, QVBoxLayout, QWidget

from lightpose.gui.fields import Choice, LineSwitch, follow, heading, labelled
from lightpose.gui.joints import shown_name
from lightpose.gui.language import translate
from lightpose.gui.notices import Notice
from lightpose.gui.plots import Plot, legend_colours
from lightpose.gui.reasons import sentence
from lightpose.gui.state import AppState
from lightpose.gui.text import PlainLabel
from lightpose.gui.theme import current_theme
from posecore.angles import joint_angles, measures, select_person
from posecore.formats import KeypointHeader
from posecore.formats.angles import ANGLE_SUFFIXES, open_angle_writer
from posecore.people import People
from posecore.pipelines.frame import PoseFrame
from posecore.sinks import SinkError
from posecore.skeletons import COCO17, Skeleton

CHOOSE = QT_TRANSLATE_NOOP("Angles", "Click a person in the video, or choose one here.")
NO_PERSON = QT_TRANSLATE_NOOP("Angles", "Nobody is in view.")
TOO_CLOSE = QT_TRANSLATE_NOOP("Angles", "No whole arm or leg is in view: step back a little.")
NO_LIMB = QT_TRANSLATE_NOOP("Angles", "No whole arm or leg of this person is in view here.")
"""Of a recording, in which nobody can step back."""

_KEPT = 6000
"""Frames that can be exported: some ten minutes."""


class AnglesPage(QWidget):
    """Fed with frames a few times a second; works only while it is visible."""

    message = pyqtSignal(object)
    """A :class:`Notice` for the person."""

    def __init__(self, state: AppState) -> None:
        super().__init__()
        self.state = state
        self._last = -1
        self.kept: dict[int, tuple[float, People]] = {}
        self.person = Choice()
        self.person.setAccessibleName(translate("Angles", "Person"))
        self.person.addItem(translate("Angles", "The nearest"), -1)
        self.person.activated.connect(lambda _: state.set("person", self.person.currentData()))
        self.numbers: dict[str, PlainLabel] = {}
        self.shown: dict[str, LineSwitch] = {}
        self.plot = Plot(translate("Angles", "Joint angles over the last 10 seconds"), seconds=10, bounds=(-90, 180))
        self.plot.setFixedHeight(190)
        self.table = QGridLayout()
        self.table.setVerticalSpacing(4)
        self.table.setColumnStretch(0, 1)
        self._list_angles(COCO17)
        self.hint = PlainLabel(translate("Angles", CHOOSE), role="small")
        self.hint.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 2, 10, 4)
        layout.setSpacing(6)
        layout.addWidget(labelled(translate("Angles", "Person"), self.person))
        layout.addWidget(self.hint)
        layout.addWidget(heading(translate("Angles", "Angles, degrees")))
        layout.addLayout(self.table)
        layout.addWidget(heading(translate("Angles", "Last 10 s")))
        layout.addWidget(self.plot)
        self.export = QPushButton(translate("Angles", "Export angles…"))
        self.export.setToolTip(translate("Angles", "What was shown here of this person, as a table (.csv) or for OpenSim (.mot)"))
        self.export.setEnabled(False)
        self.export.clicked.connect(self._choose)
        layout.addWidget(self.export)
        layout.addStretch()
        follow(state, "person", self, lambda _: self.forget())
        self.paint_theme()

    def _list_angles(self, skeleton: Skeleton) -> None:
        """The angles of ``skeleton``, as many as there are colours to tell apart; without elbows the first three are drawn."""
        for widget in (*self.numbers.values(), *self.shown.values()):
            self.table.removeWidget(widget)
            widget.deleteLater()
        self.numbers, self.shown = {}, {}
        colours = legend_colours(current_theme())
        self.skeleton = skeleton
        self.definitions = dict(list(measures(skeleton).items())[: len(colours)])
        self.titles = tuple(name.replace("_", " ").capitalize() for name in self.definitions)
        elbows = [title for title in self.titles if title.endswith("elbow")]
        for row, (name, colour) in enumerate(zip(self.titles, colours, strict=False)):
            box = LineSwitch(shown_name(name), colour)
            box.setChecked(name in (elbows or self.titles[:3]))
            box.setToolTip(translate("Angles", "Draw this angle below"))
            number = PlainLabel("–")
            number.setAccessibleName(shown_name(name))
            self.table.addWidget(box, row, 0)
            self.table.addWidget(number, row, 1, Qt.AlignmentFlag.AlignRight)
            self.numbers[name], self.shown[name] = number, box

    def paint_theme(self) -> None:
        """After a change of theme."""
        colours = dict(zip(self.titles, legend_colours(current_theme()), strict=False))
        self.plot.paint_theme(current_theme(), colours)
        for name, colour in colours.items():
            self.shown[name].colour = colour
            self.shown[name].update()

    def show_frame(self, frame: PoseFrame | None, camera: bool = True) -> None:
        """The angles of the wanted person on ``frame``; ``camera``: see :func:`lightpose.gui.notices.before_camera`."""
        if not self.isVisible():
            return
        people = frame.people if frame is not None and frame.people is not None else People.empty()
        if len(people) and people.skeleton != self.skeleton:
            self.forget()
            self._list_angles(people.skeleton)
            self.paint_theme()
        self._list(frame.all_people if frame is not None else people)
        row = select_person(people, self.state.person, self._last)
        self._last = int(people.ids[row]) if row is not None else -1
        values = [math.nan] * len(self.titles)
        if row is not None:
            values = joint_angles(people[[row]], self.state.joint_threshold, self.definitions)[0].tolist()
        angles: dict[str, float] = dict(zip(self.titles, values, strict=True))
        text = NO_PERSON if row is None else CHOOSE
        if row is not None and angles and all(map(math.isnan, angles.values())):
            text = TOO_CLOSE if camera else NO_LIMB
        self.hint.setText(translate("Angles", text))
        for name, value in angles.items():
            self.numbers[name].setText("–" if math.isnan(value) else f"{value:z.0f}°")
        if frame is not None and frame.time != self.plot.now:
            if row is not None:
                self._keep(frame, people[[row]])
            self.plot.add(frame.time, **{name: value for name, value in angles.items() if self.shown[name].isChecked()})

    def forget(self) -> None:
        """Another person or source: start anew."""
        self.plot.clear_values()
        self.kept.clear()
        self.export.setEnabled(False)

    def _keep(self, frame: PoseFrame, person: People) -> None:
        """A frame that was seen before, as after a jump back in a video, is kept once."""
        self.kept[frame.index] = (frame.time, person)
        if len(self.kept) > _KEPT:
            del self.kept[next(iter(self.kept))]
        self.export.setEnabled(True)

    def _choose(self) -> None:
        kinds = f"{translate('Angles', 'Table')} (*.csv);;OpenSim (*.mot)"
        name, _ = QFileDialog.getSaveFileName(self, translate("Angles", "Export angles"), "angles.csv", kinds)
        if name:
            self.export_to(Path(name))

    def export_to(self, path: Path) -> None:
        """Write the angles that were shown, with the same least score of keypoints, and say what came of it."""
        if path.suffix.lower() not in ANGLE_SUFFIXES:
            path = path.with_name(path.name + ".csv")
        kept = [(index, *self.kept[index]) for index in sorted(self.kept)]
        start = kept[0][1] if kept else 0.0
        try:
            with open_angle_writer(path, KeypointHeader("camera", self.skeleton), self.state.joint_threshold) as writer:
                for index, time, people in kept:
                    writer.write(index, time - start, people)
        except SinkError as error:
            self.message.emit(Notice("unwritable", "warning", "", sentence(str(error))))
        else:
            self.message.emit(Notice("saved", "check", "", translate("Capture", "Saved {files}.").format(files=path)))

    def _list(self, people: People) -> None:
        ids = sorted({int(n) for n in people.ids if n >= 0} | ({self.state.person} if self.state.person >= 0 else set()))
        listed = [self.person.itemData(i) for i in range(1, self.person.count())]
        popup = self.person.view()
        if ids != listed and not (popup is not None and popup.isVisible()):
            while self.person.count() > 1:
                self.person.removeItem(1)
            for identity in ids:
                self.person.addItem(translate("Angles", "Person {number}").format(number=identity), identity)
        self.person.setCurrentIndex(max(0, self.person.findData(self.state.person)))
