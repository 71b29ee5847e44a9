"""Who is shown, measured and recorded."""

from __future__ import annotations

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from lightpose.gui.fields import Scale, choice, follow, heading, labelled, switch
from lightpose.gui.language import translate
from lightpose.gui.state import AppState
from lightpose.gui.text import PlainLabel


class PeopleGroup(QWidget):
    """The choice of people, and the region."""

    wanted = pyqtSignal(str)
    """Name of a command whose button was pressed; ``buttons`` has them by that name."""

    def __init__(self, state: AppState) -> None:
        super().__init__()
        self.state = state
        self.buttons: dict[str, QPushButton] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(heading(translate("People", "Who is shown")))
        options = [
            (translate("People", "Everyone"), "everyone"), (translate("People", "The largest"), "largest"),
            (translate("People", "The most central"), "central"), (translate("People", "The largest few"), "several"),
        ]  # fmt: skip
        self.who = choice(state, "who", options, translate("People", "Who is shown"))
        row = QHBoxLayout()
        row.setContentsMargins(2, 0, 2, 4)  # as all that has a label
        row.addWidget(self.who)
        layout.addLayout(row)
        self.most = Scale(state, "most_people", translate("People", "How many"), 1, 20, 1, str)
        layout.addWidget(self.most)
        self.one = QWidget()
        row = QHBoxLayout(self.one)
        row.setContentsMargins(2, 2, 2, 2)
        self.text = PlainLabel()
        self.text.setWordWrap(True)
        row.addWidget(self.text, 1)
        self.all = self._button(translate("People", "Show everyone"), "everyone")
        row.addWidget(self.all)
        layout.addWidget(self.one)
        regions = QWidget()
        row = QHBoxLayout(regions)
        row.setContentsMargins(0, 0, 0, 0)
        self.draw, self.whole = (
            self._button(translate("People", "Draw a region"), "draw_region"),
            self._button(translate("People", "Whole image"), "whole_image"),
        )
        self.draw.setToolTip(translate("People", "Only people in a part of the image; drag over it with the mouse (G)"))
        row.addWidget(self.draw, 1)
        row.addWidget(self.whole)
        layout.addWidget(labelled(translate("People", "Region"), regions))
        layout.addWidget(
            switch(
                state,
                "record_everyone",
                translate("People", "Record everyone"),
                translate("People", "Recordings hold all people, whoever is shown"),
            )
        )
        for name in ("who", "person", "person_place", "region"):
            follow(state, name, self, lambda _: self._show())
        self._show()

    def _button(self, text: str, command: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(command)
        button.clicked.connect(lambda: self.wanted.emit(command))
        self.buttons[command] = button
        return button

    def _show(self) -> None:
        one = self.state.person >= 0 or bool(self.state.person_place)
        self.who.setVisible(not one)
        self.one.setVisible(one)
        name = translate("People", "Only person {number}") if self.state.person >= 0 else translate("People", "One person")
        self.text.setText(name.format(number=self.state.person))
        self.most.setVisible(not one and self.state.who == "several")
        self.whole.setVisible(bool(self.state.region))
