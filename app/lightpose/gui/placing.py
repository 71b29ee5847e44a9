"""Where the window stands on the screen: where it was last, as far as that is still on a screen, or in the middle."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import QEvent, QRect, QSize
from PyQt6.QtGui import QGuiApplication, QShowEvent
from PyQt6.QtWidgets import QDialog, QMainWindow, QWidget

USUAL = QSize(1280, 720)
"""Logical px, where the screen is large enough."""
FRAME = 40
"""Height kept free for the title bar, logical px."""
_VISIBLE = 60
"""So much of the window's upper edge must be on a screen, px: else it could not be moved."""


def screens() -> list[QRect]:
    """What windows may use of each screen, the main one first; logical px."""
    main = QGuiApplication.primaryScreen()
    return [screen.availableGeometry() for screen in sorted(QGuiApplication.screens(), key=lambda screen: screen is not main)]


def place(stored: str, available: Sequence[QRect]) -> QRect:
    """Place and size of the window's contents.

    Args:
        stored: what :func:`remember` gave, or anything else.
        available: see :func:`screens`.
    """
    if not available:
        return QRect(0, 0, USUAL.width(), USUAL.height())
    wanted = _parse(stored)
    if wanted is not None:
        for screen in available:
            top = QRect(wanted.x(), wanted.y(), wanted.width(), FRAME)
            shared = top.intersected(screen)
            if shared.width() >= _VISIBLE and shared.height() > 0:
                return _inside(wanted, screen)
    screen = available[0]
    size = (wanted.size() if wanted is not None else USUAL).boundedTo(screen.size() - QSize(0, FRAME))
    middle = QRect(0, 0, size.width(), size.height())
    middle.moveCenter(screen.center())
    return _inside(middle, screen)


def remember(window: QMainWindow) -> str:
    """``x,y,w,h`` of ``window``, and ``,max`` where it fills the screen."""
    usual = window.normalGeometry() if window.isMaximized() or window.isFullScreen() else window.geometry()
    return f"{usual.x()},{usual.y()},{usual.width()},{usual.height()}" + (",max" if window.isMaximized() else "")


def was_maximized(stored: str) -> bool:
    """Whether the window filled the screen."""
    return stored.endswith(",max")


def height_for(widget: QWidget, width: int) -> int:
    """Height in which everything in the layout of ``widget`` fits at this ``width``, px."""
    layout = widget.layout()
    assert layout is not None
    for child in widget.findChildren(QWidget):
        child.ensurePolished()  # else a new button's size is that of another style
    layout.invalidate()
    layout.activate()
    return layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else layout.totalSizeHint().height()


class FittedDialog(QDialog):
    """As high as its words need, also when they change, and no larger than the screen it is on. The window has no other dialogs."""

    def showEvent(self, event: QShowEvent | None) -> None:
        super().showEvent(event)
        screen = self.screen()
        if screen is not None:
            room = screen.availableGeometry().size() - QSize(16, FRAME + 16)
            self.setMaximumSize(room)
            self.resize(self.size().expandedTo(self.minimumSizeHint()).boundedTo(room))
        self._grow(height_for(self, self.width()))

    def event(self, event: QEvent | None) -> bool:
        laid_out = event is not None and event.type() == QEvent.Type.LayoutRequest
        done = super().event(event)
        layout = self.layout() if laid_out else None  # after others the dialog may be gone
        if layout is not None and layout.hasHeightForWidth():
            self._grow(layout.totalHeightForWidth(self.width()))
        return done

    def _grow(self, height: int) -> None:
        if height > self.height():
            self.resize(self.width(), min(height, self.maximumHeight()))


def _inside(wanted: QRect, screen: QRect) -> QRect:
    size = wanted.size().boundedTo(screen.size() - QSize(0, FRAME))
    x = max(screen.left(), min(wanted.x(), screen.right() + 1 - size.width()))
    y = max(screen.top() + FRAME, min(wanted.y(), screen.bottom() + 1 - size.height()))
    return QRect(x, y, size.width(), size.height())


def _parse(stored: str) -> QRect | None:
    parts = stored.removesuffix(",max").split(",")
    try:
        x, y, width, height = map(int, parts)
    except ValueError:
        return None
    return QRect(x, y, width, height) if width > 0 and height > 0 else None
