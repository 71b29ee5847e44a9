"""The list of the keys."""

from __future__ import annotations

from collections.abc import Iterable

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from lightpose.gui.actions import MENUS, Command, shown_key
from lightpose.gui.dialogs.buttons import close_button
from lightpose.gui.language import translate
from lightpose.gui.placing import FittedDialog
from lightpose.gui.text import PlainLabel, without_key


class ShortcutsDialog(FittedDialog):
    """Every command that has a key; what the screen has no room for is scrolled to."""

    def __init__(self, commands: Iterable[Command], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("Menu", "Keyboard shortcuts"))
        listed = [command for command in commands if command.key]
        keys = QWidget()
        columns = QHBoxLayout(keys)
        columns.setContentsMargins(0, 0, 12, 0)
        columns.setSpacing(36)
        for menus in (("File", "Capture"), ("View", "Help")):
            columns.addLayout(_column(menus, listed))
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(keys)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(28, 22, 16, 18)
        layout.setSpacing(16)
        layout.addWidget(area, 1)
        layout.addWidget(close_button(self))
        for label in keys.findChildren(PlainLabel):
            label.ensurePolished()  # else its size is that of another style
        columns.invalidate()
        columns.activate()
        needed = columns.totalMinimumSize().expandedTo(columns.totalSizeHint())
        keys.setMinimumSize(needed)
        area.setMinimumWidth(needed.width() + 14)
        self.resize(needed.width() + 72, needed.height() + 110)


def _column(menus: Iterable[str], listed: Iterable[Command]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(22)
    grid.setVerticalSpacing(7)
    row = 0
    for menu in menus:
        title = PlainLabel(without_key(translate("Menu", MENUS[menu])).upper(), role="heading")
        title.setContentsMargins(0, 12 if row else 0, 0, 2)
        grid.addWidget(title, row, 0, 1, 2)
        row += 1
        for command in listed:
            if command.menu == menu:
                grid.addWidget(PlainLabel(command.text.rstrip("…")), row, 0)
                grid.addWidget(PlainLabel(shown_key(command.key), role="key"), row, 1, Qt.AlignmentFlag.AlignRight)
                row += 1
    grid.setRowStretch(row, 1)
    return grid
