"""How a :class:`Notice` looks: a card in the middle where nothing runs, a slim bar at the top where something does."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QHBoxLayout, QProgressBar, QPushButton, QToolButton, QVBoxLayout, QWidget

from lightpose.gui.icons import icon, pixmap
from lightpose.gui.language import translate
from lightpose.gui.notices import Notice
from lightpose.gui.placing import height_for
from lightpose.gui.text import PlainLabel
from lightpose.gui.theme import current_theme

CARD_WIDTH = 460
HINT_WIDTH = 660
ONE_ROW = 420
"""So wide a hint has its button beside the sentence, px."""
AWAY = 12
"""From the edges of the parent, px."""
LEAST = 220 + 2 * AWAY
"""Width of the room in which anything is shown, px."""


class Banner(QFrame):
    """Floats over its parent and shows one notice, or nothing."""

    chosen = pyqtSignal(str)
    """Name of the action whose button was pressed."""

    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.notice: Notice | None = None
        self._covered = 0
        self.symbol, self.sentence = PlainLabel(), PlainLabel()
        self.sentence.setWordWrap(True)
        self.hide()

    def show_notice(self, notice: Notice | None) -> None:
        """Show ``notice``, or nothing."""
        if notice == self.notice:
            return
        self.notice = notice
        if notice is None:
            self.hide()
            return
        self.sentence.setText(notice.sentence)
        self.fill(notice)
        self.paint_theme()
        self.place(self._covered)
        self.raise_()

    def fill(self, notice: Notice) -> None:
        """Put the words and buttons of ``notice`` where they belong."""
        raise NotImplementedError

    def paint_theme(self) -> None:
        """After a change of theme."""
        raise NotImplementedError

    def place(self, covered: int = 0) -> None:
        """To its place over the parent, which may have another size now; something lies over the right ``covered`` px of that.

        Where too little is left, it is hidden as long as that is so.
        """
        self._covered = covered
        parent = self.parentWidget()
        assert parent is not None
        room = parent.width() - covered
        self.setVisible(self.notice is not None and room >= LEAST)
        if not self.isHidden():
            self.arrange(room, parent.height())

    def arrange(self, width: int, height: int) -> None:
        """Take a size and a place in so much room, px."""
        raise NotImplementedError


class Card(Banner):
    """Icon, title, sentence and buttons, in the middle.

    Its first button has the keyboard where the parent, or a button of the card before, had it; the parent has it again afterwards.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, "card")
        self.buttons: list[QPushButton] = []
        self.symbol.setFixedHeight(56)
        self.symbol.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title = PlainLabel(role="title")
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title.setWordWrap(True)
        self.sentence.setProperty("role", "muted")
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.detail = PlainLabel(role="small")
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
        layout.addWidget(self.symbol)
        layout.addWidget(self.title)
        layout.addWidget(self.sentence)
        layout.addWidget(self.detail)
        layout.addWidget(self.busy, alignment=Qt.AlignmentFlag.AlignCenter)
        layout.addSpacing(6)
        layout.addLayout(self.row)

    def show_notice(self, notice: Notice | None) -> None:
        window, parent = self.window(), self.parentWidget()
        focused = window.focusWidget() if window is not None else None
        ours = focused is None or focused is parent or self.isAncestorOf(focused)
        changed = notice != self.notice
        super().show_notice(notice)
        if changed and ours and parent is not None:
            (self.buttons[0] if notice is not None and self.buttons else parent).setFocus()

    def fill(self, notice: Notice) -> None:
        self.title.setText(notice.title)
        new = notice.detail if notice.detail and notice.detail.rstrip(".").lower() not in notice.sentence.lower() else ""
        self.detail.setText(new)
        self.detail.setVisible(bool(new))
        self.busy.setVisible(notice.kind == "loading")
        self.setAccessibleName(notice.title)
        self.setAccessibleDescription(notice.sentence)
        for button in self.buttons:
            self.row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = [_button(text, name, self.chosen.emit, i == 0) for i, (text, name) in enumerate(notice.actions)]
        for button in self.buttons:
            self.row.addWidget(button)
            button.show()

    def paint_theme(self) -> None:
        if self.notice is not None:
            bad = self.notice.kind not in ("loading",)
            colour = current_theme().muted if bad else current_theme().accent
            self.symbol.setPixmap(pixmap(self.notice.icon, colour, 52, self.devicePixelRatioF()))

    def arrange(self, width: int, height: int) -> None:
        for button in self.buttons:
            button.ensurePolished()  # the first has bolder letters
        layout = self.layout()
        assert layout is not None
        margins = layout.contentsMargins()
        sides = margins.left() + margins.right()
        needed = sum(button.sizeHint().width() + self.row.spacing() for button in self.buttons) + sides
        room = width - 2 * AWAY
        across = needed <= room
        self.row.setDirection(QBoxLayout.Direction.LeftToRight if across else QBoxLayout.Direction.TopToBottom)
        self.setFixedWidth(min(max(CARD_WIDTH, needed), room) if across else min(CARD_WIDTH, room))
        self.resize(self.width(), height_for(self, self.width()))
        self.move((width - self.width()) // 2, max(8, (height - self.height()) // 2))


class Hint(Banner):
    """One sentence, one button, and a cross; at the top. In a narrow room the button is below the sentence."""

    dismissed = pyqtSignal(str)
    """Kind of the notice that was closed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, "hint")
        self.button = QPushButton()
        self.button.setProperty("role", "primary")
        self.button.clicked.connect(self._choose)
        self.cross = QToolButton()
        self.cross.setAccessibleName(translate("Notices", "Dismiss"))
        self.cross.setToolTip(translate("Notices", "Dismiss"))
        self.cross.clicked.connect(self._dismiss)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(14, 8, 8, 8)
        self._grid.setSpacing(10)
        self._grid.setColumnStretch(1, 1)
        self._grid.addWidget(self.symbol, 0, 0)
        self._grid.addWidget(self.sentence, 0, 1)
        self._grid.addWidget(self.button, 0, 2)
        self._grid.addWidget(self.cross, 0, 3)

    def _choose(self) -> None:
        if self.notice is not None and self.notice.actions:
            self.chosen.emit(self.notice.actions[0][1])

    def _dismiss(self) -> None:
        if self.notice is not None:
            self.dismissed.emit(self.notice.kind)

    def fill(self, notice: Notice) -> None:
        self.setAccessibleName(notice.sentence)
        self.button.setVisible(bool(notice.actions))
        self.button.setText(notice.actions[0][0] if notice.actions else "")
        self.button.ensurePolished()
        self.button.setMinimumWidth(self.button.sizeHint().width())

    def paint_theme(self) -> None:
        theme = current_theme()
        if self.notice is not None:
            self.symbol.setPixmap(pixmap(self.notice.icon, theme.accent, 22, self.devicePixelRatioF()))
        self.cross.setIcon(icon("close", theme.muted))

    def arrange(self, width: int, height: int) -> None:
        wide = min(HINT_WIDTH, width - 2 * AWAY)
        row, column = (0, 2) if wide >= ONE_ROW else (1, 1)
        self._grid.removeWidget(self.button)
        self._grid.addWidget(self.button, row, column)
        self.resize(wide, max(height_for(self, wide), 52))
        self.move((width - wide) // 2, AWAY)


def _button(text: str, name: str, chosen: Callable[[str], object], first: bool) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    if first:
        button.setProperty("role", "primary")
    button.clicked.connect(lambda: chosen(name))
    return button
