"""Asks for the address of a stream."""

from __future__ import annotations

from PyQt6.QtWidgets import QDialogButtonBox, QLineEdit, QVBoxLayout, QWidget

from lightpose.gui.dialogs.buttons import plain
from lightpose.gui.language import translate
from lightpose.gui.placing import FittedDialog
from lightpose.gui.text import PlainLabel


class AddressDialog(FittedDialog):
    """Asks for the address of a stream."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("Dialogs", "Open address"))
        self.address = QLineEdit()
        self.address.setPlaceholderText("rtsp://user:password@192.168.1.20/stream")
        self.address.setAccessibleName(translate("Dialogs", "Address"))
        self.address.setMinimumWidth(max(380, self.fontMetrics().horizontalAdvance(self.address.placeholderText()) + 24))
        self.buttons = plain(QDialogButtonBox(QDialogButtonBox.StandardButton.Open | QDialogButtonBox.StandardButton.Cancel))
        opening = self.buttons.button(QDialogButtonBox.StandardButton.Open)
        assert opening is not None
        opening.setProperty("role", "primary")
        opening.setEnabled(False)
        self.address.textChanged.connect(lambda text: opening.setEnabled("://" in text.strip()[1:-1]))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        text = translate("Dialogs", "The address of a network camera or a video on the web: rtsp, http, https, udp or srt.")
        hint = PlainLabel(text, role="muted")
        hint.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 20, 22, 18)
        layout.setSpacing(12)
        layout.addWidget(hint)
        layout.addWidget(self.address)
        layout.addWidget(self.buttons)

    @property
    def value(self) -> str:
        """What was written."""
        return self.address.text().strip()
