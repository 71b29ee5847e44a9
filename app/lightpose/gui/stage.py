"""The video and the panel: side by side, or the panel over the video where there is little room."""

from __future__ import annotations

from PyQt6.QtCore import QEvent, QObject, QRect
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import QWidget

from lightpose.gui.focus import focus_kept
from lightpose.gui.panels.side import SidePanel
from lightpose.gui.state import AppState

BESIDE = 400
"""The panel stands beside the video where so much is left for that, logical px."""
FREE = 40
"""So much of the video is seen at the left of a panel that covers it: a click there closes the panel."""


class Stage(QWidget):
    """Lays out ``view`` and ``panel``.

    Where there is little room the panel is closed at first and opens over the video; that is not remembered. With more room again it is
    open or closed as it was.

    Attributes:
        narrow: whether there is little room.
    """

    def __init__(self, state: AppState, view: QWidget, panel: SidePanel) -> None:
        super().__init__()
        self.state, self.view, self.panel = state, view, panel
        self.narrow = self._beside = False
        view.setParent(self)
        panel.setParent(self)  # after the view: over it
        view.installEventFilter(self)
        self.setMinimumSize(view.minimumSize())

    def show_panel(self, shown: bool) -> None:
        """Show or hide the panel."""
        with focus_kept(self.view):
            self.panel.setVisible(shown)
        self.arrange()

    @property
    def covered(self) -> int:
        """How much of the video the panel covers, at the right, px."""
        return self.panel.width() if self.narrow and not self.panel.isHidden() else 0

    def arrange(self) -> None:
        """Give each its place."""
        whole = self.rect()
        width = min(self.panel.wanted_width, max(0, whole.width() - FREE)) if self.narrow else self.panel.wanted_width
        self.panel.setGeometry(QRect(whole.width() - width, 0, width, whole.height()))
        beside = not self.panel.isHidden() and not self.narrow
        self.view.setGeometry(whole.adjusted(0, 0, -width, 0) if beside else whole)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        narrow = self.width() - self.panel.wanted_width < BESIDE
        window = self.window()
        if narrow != self.narrow and not (window is not None and window.isFullScreen()):  # full screen has no panel unless it is asked for
            self.narrow = narrow
            if narrow:
                self._beside = self.state.panel
                self.state.keep_to_itself("panel", True)
                self.state.panel = False
            else:
                self.state.panel = self._beside
                self.state.keep_to_itself("panel", False)
        self.arrange()

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        if event is not None and event.type() == QEvent.Type.MouseButtonPress and self.close_cover():
            return True
        return super().eventFilter(watched, event)

    def close_cover(self) -> bool:
        """Close the panel where it covers the video; False where it does not."""
        if not self.narrow or self.panel.isHidden():
            return False
        self.state.panel = False
        return True
