"""The icons, drawn as strokes on a 24 × 24 grid in the colour of the theme."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PyQt6.QtCore import QByteArray, QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QIcon, QPainter, QPixmap
from PyQt6.QtSvg import QSvgRenderer

import lightpose
from lightpose.gui.theme import Theme, current_theme, faded_text

APP_ICON = Path(lightpose.__file__).parent / "assets" / "lightpose.svg"

_SHAPES = {
    "camera": '<rect x="3" y="7" width="12.5" height="10" rx="2.5"/><path d="M15.5 11 20.5 8v8l-5-3z"/>',
    "file": '<path d="M6 3.500h8l4.5 4.500v12.500H6z"/><path d="M14 3.500V8h4.5"/><path d="M10.5 11.500v5l4-2.500z"/>',
    "link": (
        '<path d="M10 14a4 4 0 0 0 5.7 0l3-3a4 4 0 0 0-5.7-5.700l-1 1"/><path d="M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.700l1-1"/>'
    ),
    "person": '<circle cx="12" cy="5.5" r="2.3"/><path d="M12 8v6M6.5 10.5 12 9.500l5.5 1M12 14l-3.5 6M12 14l3.5 6"/>',
    "play": '<path d="M8 5.500v13l10.5-6.500z" fill="currentColor"/>',
    "pause": '<path d="M8.5 6v12M15.5 6v12" stroke-width="3"/>',
    "step": '<path d="M6.5 6v12l8.5-6z" fill="currentColor"/><path d="M18 6v12" stroke-width="2.5"/>',
    "record": '<circle cx="12" cy="12" r="8.5"/><circle cx="12" cy="12" r="4.5" fill="currentColor"/>',
    "stop": '<circle cx="12" cy="12" r="8.5"/><rect x="8.7" y="8.7" width="6.6" height="6.6" rx="1" fill="currentColor"/>',
    "snapshot": '<path d="M4 8h3.500l1.5-2.500h6L16.5 8H20v11H4z"/><circle cx="12" cy="13.2" r="3.3"/>',
    "panel": '<rect x="3.5" y="5" width="17" height="14" rx="2.5"/><path d="M14.5 5v14"/>',
    "warning": '<path d="M12 4 21 19.500H3z"/><path d="M12 10v4.500M12 17v.200"/>',
    "lock": '<rect x="5.5" y="11" width="13" height="9" rx="2"/><path d="M8.5 11V8a3.5 3.5 0 0 1 7 0v3"/>',
    "unplug": '<path d="M9 3.500V8M15 3.500V8M6.5 8h11v3.500a5.5 5.5 0 0 1-11 0zM12 17v3.5"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6"/><path d="m15 15 5 5"/>',
    "speed": '<path d="M4.5 17a8.5 8.5 0 1 1 15 0"/><path d="m12 14 4-4.5"/>',
    "chip": (
        '<rect x="7" y="7" width="10" height="10" rx="1.5"/>'
        '<path d="M10 3.500V7M14 3.500V7M10 17v3.500M14 17v3.500M3.5 10H7M3.5 14H7M17 10h3.500M17 14h3.5"/>'
    ),
    "info": '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5.500M12 7.800v.200"/>',
    "folder": '<path d="M3.5 6.500h6l2 2.500h9v10h-17z"/>',
    "down": '<path d="m7 10 5 5 5-5"/>',
    "close": '<path d="m7 7 10 10M17 7 7 17"/>',
    "check": '<path d="m5.5 12.5 4.5 4.5 8.5-10"/>',
    "reload": '<path d="M19 12a7 7 0 1 1-2-4.9"/><path d="M19.5 4v4h-4"/>',
    "mirror": '<path d="M12 4v16" stroke-dasharray="2.5 2.5"/><path d="M9 7.5v9L3.500 16.5zM15 7.500v9l5.500 0z"/>',
    "screen": '<rect x="3.5" y="5" width="17" height="11.5" rx="1.5"/><path d="M9 20h6M12 16.500V20"/>',
    "stream": (
        '<circle cx="12" cy="12" r="2" fill="currentColor"/>'
        '<path d="M8 16a5.500 5.500 0 0 1 0-8M16 8a5.500 5.500 0 0 1 0 8"/>'
        '<path d="M5.200 18.800a9.500 9.500 0 0 1 0-13.600M18.800 5.200a9.500 9.500 0 0 1 0 13.600"/>'
    ),
    "back": '<path d="M17.5 6v12L9 12z" fill="currentColor"/><path d="M6 6v12" stroke-width="2.5"/>',
}


def icon(name: str, colour: str | None = None, theme: Theme | None = None) -> QIcon:
    """The icon called ``name``, crisp at every size; in the theme's text colour unless another is given. Raises KeyError."""
    result, theme = QIcon(), theme or current_theme()
    normal, faded = QColor(colour or theme.text), faded_text(theme)
    for side in (16, 20, 24, 32, 48, 64, 96):
        result.addPixmap(_pixmap(name, normal, side), QIcon.Mode.Normal)
        result.addPixmap(_pixmap(name, faded, side), QIcon.Mode.Disabled)
    return result


def pixmap(name: str, colour: str, side: int, ratio: float = 1.0) -> QPixmap:
    """One icon as a pixmap of ``side`` logical px."""
    result = _pixmap(name, QColor(colour), round(side * ratio))
    result.setDevicePixelRatio(ratio)
    return result


def app_icon() -> QIcon:
    """The program's own icon (assets/lightpose.svg)."""
    result, drawing = QIcon(), QSvgRenderer(str(APP_ICON))
    for side in (16, 32, 48, 64, 128, 256):
        tile = QPixmap(QSize(side, side))
        tile.fill(Qt.GlobalColor.transparent)
        painter = QPainter(tile)
        drawing.render(painter, QRectF(0, 0, side, side))
        painter.end()
        result.addPixmap(tile)
    return result


def _renderer(name: str, colour: QColor) -> QSvgRenderer:
    alpha = colour.alphaF()
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><g fill="none" stroke="{colour.name()}" stroke-opacity="{alpha:.2f}" '
        f'fill-opacity="{alpha:.2f}" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round">{_SHAPES[name]}</g></svg>'
    )
    return QSvgRenderer(QByteArray(svg.replace("currentColor", colour.name()).encode()))


def _pixmap(name: str, colour: QColor, side: int) -> QPixmap:
    return QPixmap(_drawn(name, colour.name(QColor.NameFormat.HexArgb), side))  # a copy that shares its pixels


@lru_cache(maxsize=1024)
def _drawn(name: str, colour: str, side: int) -> QPixmap:
    result = QPixmap(QSize(side, side))
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    _renderer(name, QColor(colour)).render(painter, QRectF(0, 0, side, side))
    painter.end()
    return result
