"""A word in the corner of the video: that a recorded video is shown mirrored, and a click that ends it."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QToolButton, QWidget

from lightpose.gui.icons import icon
from lightpose.gui.language import translate
from lightpose.gui.state import AppState
from lightpose.gui.theme import current_theme

_AWAY = 12


class MirrorBadge(QToolButton):
    """Shown while a recorded video is mirrored; cameras usually are, so that it would say nothing there."""

    def __init__(self, state: AppState, view: QWidget) -> None:
        super().__init__(view)
        self.setObjectName("badge")
        self.setText(translate("Badge", "Mirrored"))
        self.setToolTip(translate("Badge", "Left and right of this video are swapped; click to show it as it is (M)"))
        self.setAccessibleName(translate("Badge", "Mirrored: show the video as it is"))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.clicked.connect(lambda: state.set("mirror_file", False))
        self.hide()
        self.paint_theme()

    def paint_theme(self) -> None:
        """After a change of theme."""
        self.setIcon(icon("mirror", current_theme().text))

    def place(self) -> None:
        """To its corner of the parent, which may have another size now."""
        parent = self.parentWidget()
        assert parent is not None
        self.adjustSize()
        self.move(_AWAY, parent.height() - self.height() - _AWAY)
