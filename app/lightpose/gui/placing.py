"""Where the window stands on the screen: where it was last, as far as that is still on a screen, or in the middle."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import QRect, QSize
from PyQt6.QtGui import QGuiApplication
from PyQt6.QtWidgets import QDialog, QMainWindow

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


def fit(dialog: QDialog) -> None:
    """No larger than the screen it is on."""
    screen = dialog.screen()
    if screen is not None:
        room = screen.availableGeometry().size() - QSize(16, FRAME + 16)
        dialog.setMaximumSize(room)
        dialog.resize(dialog.size().expandedTo(dialog.minimumSizeHint()).boundedTo(room))


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
