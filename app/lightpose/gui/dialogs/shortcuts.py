"""The list of the keys."""

from __future__ import annotations

from collections.abc import Iterable

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QKeySequence
from PyQt6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from lightpose.gui.actions import Command
from lightpose.gui.dialogs.buttons import close_button


class ShortcutsDialog(QDialog):
    """Every command that has a key."""

    def __init__(self, commands: Iterable[Command], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keyboard shortcuts")
        listed = [command for command in commands if command.key]
        columns = QHBoxLayout()
        columns.setSpacing(36)
        for group in (("File", "Capture"), ("View", "Help")):
            grid = QGridLayout()
            grid.setHorizontalSpacing(22)
            grid.setVerticalSpacing(7)
            row = 0
            for menu in group:
                title = QLabel(menu.upper())
                title.setProperty("role", "heading")
                title.setContentsMargins(0, 12 if row else 0, 0, 2)
                grid.addWidget(title, row, 0, 1, 2)
                row += 1
                for command in listed:
                    if command.menu == menu:
                        keys = QKeySequence(command.key).toString(QKeySequence.SequenceFormat.NativeText)
                        shown = QLabel(keys)
                        shown.setProperty("role", "key")
                        grid.addWidget(QLabel(command.text.rstrip("…")), row, 0)
                        grid.addWidget(shown, row, 1, Qt.AlignmentFlag.AlignRight)
                        row += 1
            grid.setRowStretch(row, 1)
            columns.addLayout(grid)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(28, 22, 28, 18)
        layout.setSpacing(16)
        layout.addLayout(columns)
        layout.addWidget(close_button(self))
