"""How a :class:`Notice` looks: a card in the middle where nothing runs, a slim bar at the top where something does."""

from __future__ import annotations

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QToolButton, QVBoxLayout, QWidget

from app.gui.icons import icon, pixmap
from app.gui.notices import Notice
from app.gui.theme import current_theme

CARD_WIDTH = 460


class Card(QFrame):
    """Icon, title, sentence and buttons. Keeps itself in the middle of its parent."""

    chosen = pyqtSignal(str)
    """Name of the action whose button was pressed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.notice: Notice | None = None
        self.buttons: list[QPushButton] = []
        self.picture = QLabel()
        self.picture.setFixedHeight(56)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title = QLabel()
        self.title.setProperty("role", "title")
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.sentence = QLabel()
        self.sentence.setProperty("role", "muted")
        self.sentence.setWordWrap(True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.detail = QLabel()
        self.detail.setProperty("role", "small")
        self.detail.setWordWrap(True)
        self.detail.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.detail.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.busy = QProgressBar()
        self.busy.setRange(0, 0)
        self.busy.setTextVisible(False)
        self.busy.setFixedWidth(160)
        self.row = QHBoxLayout()
        self.row.setSpacing(8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(32, 26, 32, 26)
        layout.setSpacing(10)
        layout.addWidget(self.picture)
        layout.addWidget(self.title)
        layout.addWidget(self.sentence)
        layout.addWidget(self.detail)
        layout.addWidget(self.busy, alignment=Qt.AlignmentFlag.AlignCenter)
        layout.addSpacing(6)
        layout.addLayout(self.row)
        self.hide()

    def show_notice(self, notice: Notice | None) -> None:
        """Show ``notice``, or nothing."""
        if notice == self.notice:
            return
        self.notice = notice
        if notice is None:
            self.hide()
            return
        self.title.setText(notice.title)
        self.sentence.setText(notice.sentence)
        new = notice.detail if notice.detail and notice.detail.rstrip(".") not in notice.sentence else ""
        self.detail.setText(new)
        self.detail.setVisible(bool(new))
        self.busy.setVisible(notice.kind == "loading")
        self.setAccessibleName(notice.title)
        self.setAccessibleDescription(notice.sentence)
        for button in self.buttons:
            self.row.removeWidget(button)
            button.deleteLater()
        self.buttons = [_button(text, name, self.chosen, i == 0) for i, (text, name) in enumerate(notice.actions)]
        for button in self.buttons:
            self.row.addWidget(button)
            button.show()
        self.paint_theme()
        self.show()
        self.place()
        self.raise_()

    def paint_theme(self) -> None:
        """After a change of theme."""
        if self.notice is not None:
            bad = self.notice.kind not in ("loading",)
            colour = current_theme().muted if bad else current_theme().accent
            self.picture.setPixmap(pixmap(self.notice.icon, colour, 52, self.devicePixelRatioF()))

    def place(self) -> None:
        """Into the middle of the parent."""
        parent = self.parentWidget()
        if parent is not None:
            self.setFixedWidth(min(CARD_WIDTH, max(220, parent.width() - 24)))
            layout = self.layout()
            assert layout is not None
            for child in self.findChildren(QWidget):
                child.ensurePolished()  # else a new button's size is that of another style
            layout.invalidate()
            layout.activate()
            height = layout.totalHeightForWidth(self.width()) if layout.hasHeightForWidth() else layout.totalSizeHint().height()
            self.resize(self.width(), height)
            self.move((parent.width() - self.width()) // 2, max(8, (parent.height() - self.height()) // 2))


class Hint(QFrame):
    """One sentence, one button, and a cross; at the top of its parent."""

    chosen = pyqtSignal(str)
    dismissed = pyqtSignal(str)
    """Kind of the notice that was closed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("hint")
        self.notice: Notice | None = None
        self.picture = QLabel()
        self.sentence = QLabel()
        self.sentence.setWordWrap(True)
        self.button = QPushButton()
        self.button.setProperty("role", "primary")
        self.button.clicked.connect(self._choose)
        self.cross = QToolButton()
        self.cross.setAccessibleName("Dismiss")
        self.cross.setToolTip("Dismiss")
        self.cross.clicked.connect(self._dismiss)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 8, 8, 8)
        layout.setSpacing(10)
        layout.addWidget(self.picture)
        layout.addWidget(self.sentence, 1)
        layout.addWidget(self.button)
        layout.addWidget(self.cross)
        self.hide()

    def _choose(self) -> None:
        if self.notice is not None and self.notice.actions:
            self.chosen.emit(self.notice.actions[0][1])

    def _dismiss(self) -> None:
        if self.notice is not None:
            self.dismissed.emit(self.notice.kind)

    def show_notice(self, notice: Notice | None) -> None:
        """Show ``notice``, or nothing."""
        if notice == self.notice:
            return
        self.notice = notice
        if notice is None:
            self.hide()
            return
        self.sentence.setText(notice.sentence)
        self.setAccessibleName(notice.sentence)
        self.button.setVisible(bool(notice.actions))
        self.button.setText(notice.actions[0][0] if notice.actions else "")
        self.paint_theme()
        self.show()
        self.place()
        self.raise_()

    def paint_theme(self) -> None:
        """After a change of theme."""
        theme = current_theme()
        if self.notice is not None:
            self.picture.setPixmap(pixmap(self.notice.icon, theme.accent, 22, self.devicePixelRatioF()))
        self.cross.setIcon(icon("close", theme.muted))

    def place(self) -> None:
        """To the top of the parent."""
        parent = self.parentWidget()
        if parent is None:
            return
        width = min(660, max(220, parent.width() - 24))
        layout = self.layout()
        assert layout is not None
        self.resize(width, max(layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else 0, 52))
        self.move((parent.width() - width) // 2, 12)


def _button(text: str, name: str, signal: object, first: bool) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    if first:
        button.setProperty("role", "primary")
    button.clicked.connect(lambda: signal.emit(name))  # type: ignore[attr-defined]
    return button
