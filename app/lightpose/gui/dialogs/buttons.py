"""Rows of buttons as all dialogs have them."""

from __future__ import annotations

from PyQt6.QtGui import QIcon
from PyQt6.QtWidgets import QDialog, QDialogButtonBox


def plain(buttons: QDialogButtonBox) -> QDialogButtonBox:
    """Without the style's icons."""
    for button in buttons.buttons():
        button.setIcon(QIcon())
    return buttons


def close_button(dialog: QDialog) -> QDialogButtonBox:
    """A row with nothing but Close."""
    buttons = plain(QDialogButtonBox(QDialogButtonBox.StandardButton.Close))
    buttons.rejected.connect(dialog.reject)
    return buttons
