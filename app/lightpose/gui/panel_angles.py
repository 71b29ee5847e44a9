"""Joint angles of the selected person, as numbers and over time."""

from __future__ import annotations

import math

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QCheckBox, QGridLayout, QLabel, QVBoxLayout, QWidget

from lightpose.gui.fields import Choice, LineSwitch, follow, heading, labelled
from lightpose.gui.plots import Plot, legend_colours
from lightpose.gui.state import AppState
from lightpose.gui.theme import current_theme
from posecore.angles import JOINTS, joint_angles, pick_person
from posecore.people import People
from posecore.pipelines.frame import PoseFrame

CHOOSE = "Click a person in the video, or choose one here."
NOBODY = "Nobody is in view."
TOO_CLOSE = "No whole arm or leg is in view: step back a little."


class AnglesPage(QWidget):
    """Fed with frames a few times a second; works only while it is visible."""

    def __init__(self, state: AppState) -> None:
        super().__init__()
        self.state = state
        self._last = -1
        self.person = Choice()
        self.person.setAccessibleName("Person")
        self.person.addItem("The nearest", -1)
        self.person.activated.connect(lambda _: setattr(state, "person", self.person.currentData()))
        self.numbers: dict[str, QLabel] = {}
        self.shown: dict[str, QCheckBox] = {}
        self.plot = Plot("Joint angles over the last 10 seconds", seconds=10, bounds=(0, 180))
        self.plot.setFixedHeight(190)
        table = QGridLayout()
        table.setVerticalSpacing(4)
        table.setColumnStretch(0, 1)
        for row, (name, colour) in enumerate(zip(JOINTS, legend_colours(), strict=False)):
            box = LineSwitch(name, colour)
            box.setChecked(name.endswith("elbow"))
            box.setToolTip("Draw this angle below")
            number = QLabel("–")
            number.setAccessibleName(name)
            table.addWidget(box, row, 0)
            table.addWidget(number, row, 1, Qt.AlignmentFlag.AlignRight)
            self.numbers[name], self.shown[name] = number, box
        self.hint = QLabel(CHOOSE)
        self.hint.setProperty("role", "small")
        self.hint.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 2, 10, 4)
        layout.setSpacing(6)
        layout.addWidget(labelled("Person", self.person))
        layout.addWidget(self.hint)
        layout.addWidget(heading("ANGLES, DEGREES"))
        layout.addLayout(table)
        layout.addWidget(heading("LAST 10 S"))
        layout.addWidget(self.plot)
        layout.addStretch()
        follow(state, "person", self, lambda _: self.plot.clear_values())
        self.paint_theme()

    def paint_theme(self) -> None:
        """After a change of theme."""
        self.plot.paint_theme(current_theme(), dict(zip(JOINTS, legend_colours(), strict=False)))

    def show_frame(self, frame: PoseFrame | None) -> None:
        """The angles of the wanted person on ``frame``."""
        if not self.isVisible():
            return
        people = frame.people if frame is not None and frame.people is not None else People.empty()
        self._list(people)
        row = pick_person(people, self.state.person, self._last)
        self._last = int(people.ids[row]) if row is not None else -1
        angles = joint_angles(people, row, self.state.joint_threshold) if row is not None else dict.fromkeys(JOINTS, math.nan)
        self.hint.setText(NOBODY if row is None else TOO_CLOSE if all(map(math.isnan, angles.values())) else CHOOSE)
        for name, value in angles.items():
            self.numbers[name].setText("–" if math.isnan(value) else f"{value:.0f}°")
        if frame is not None and (not self.plot.times or frame.time != self.plot.times[-1]):
            if self.plot.times and frame.time < self.plot.times[-1]:
                self.plot.clear_values()
            self.plot.add(frame.time, **{name: value for name, value in angles.items() if self.shown[name].isChecked()})

    def _list(self, people: People) -> None:
        numbers = sorted({int(n) for n in people.ids if n >= 0} | ({self.state.person} if self.state.person >= 0 else set()))
        listed = [self.person.itemData(i) for i in range(1, self.person.count())]
        if numbers != listed and not self.person.view().isVisible():  # type: ignore[union-attr]
            while self.person.count() > 1:
                self.person.removeItem(1)
            for number in numbers:
                self.person.addItem(f"Person {number}", number)
        self.person.setCurrentIndex(max(0, self.person.findData(self.state.person)))
