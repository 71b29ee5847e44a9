"""Colours and style sheet, dark and light, following the system unless told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QColor, QFontInfo, QGuiApplication, QPalette
from PyQt6.QtWidgets import QApplication


@dataclass(frozen=True)
class Theme:
    """The colours of one look, ``#rrggbb``.

    Text, muted text, accent, danger and good have a contrast of at least 4.5:1 on every ground: window, surface, raised, hover, backdrop.
    """

    name: str
    window: str
    surface: str
    raised: str
    hover: str
    border: str
    text: str
    muted: str
    accent: str
    on_accent: str
    danger: str
    good: str
    backdrop: str


DARK = Theme(
    "dark", window="#14161b", surface="#1b1e25", raised="#262a33", hover="#2f3440", border="#2c313c", text="#e9ebf0", muted="#a9b2c1",
    accent="#6ba1ff", on_accent="#0b1526", danger="#ff7a78", good="#45d094", backdrop="#0c0d10",
)  # fmt: skip
LIGHT = Theme(
    "light", window="#f3f4f7", surface="#ffffff", raised="#e7eaf0", hover="#dce1e9", border="#d8dce4", text="#1a1d23", muted="#515a6a",
    accent="#1a54cc", on_accent="#ffffff", danger="#b92323", good="#0d6b41", backdrop="#d9dde4",
)  # fmt: skip


class Themed(Protocol):
    """Something whose colours follow the theme."""

    def paint_theme(self) -> None:
        """After a change of theme."""
        ...


def choose_theme(wanted: str) -> Theme:
    """``dark``, ``light``, or what the system uses."""
    if wanted in ("dark", "light"):
        return DARK if wanted == "dark" else LIGHT
    hints = QGuiApplication.styleHints()
    if hints is not None:
        scheme = hints.colorScheme()
        if scheme != Qt.ColorScheme.Unknown:
            return DARK if scheme == Qt.ColorScheme.Dark else LIGHT
    return DARK if _system_is_dark() else LIGHT


def _system_is_dark() -> bool:
    """What the palette says that the application had before :func:`apply_theme` gave it another."""
    app = QApplication.instance()
    known = app.property("lightpose_system_dark") if app is not None else None
    return bool(QGuiApplication.palette().color(QPalette.ColorRole.Window).lightness() < 128 if known is None else known)


def current_theme() -> Theme:
    """The theme that :func:`apply_theme` set last."""
    app = QApplication.instance()
    found = app.property("lightpose_theme") if app is not None else None
    return LIGHT if found == "light" else DARK


def apply_theme(app: QApplication, theme: Theme) -> None:
    """The whole application's colours; windows wear :func:`style_sheet` besides."""
    app.setProperty("lightpose_system_dark", _system_is_dark())
    app.setProperty("lightpose_theme", theme.name)
    app.setPalette(_palette(theme))


def faded_text(theme: Theme) -> QColor:
    """Of what cannot be used now."""
    colour = QColor(theme.muted)
    colour.setAlpha(140)
    return colour


def _palette(theme: Theme) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for key, value in {
        role.Window: theme.window, role.WindowText: theme.text, role.Base: theme.surface, role.AlternateBase: theme.raised,
        role.Text: theme.text, role.Button: theme.raised, role.ButtonText: theme.text, role.BrightText: theme.danger,
        role.Highlight: theme.accent, role.HighlightedText: theme.on_accent, role.Link: theme.accent, role.ToolTipBase: theme.raised,
        role.ToolTipText: theme.text, role.PlaceholderText: theme.muted, role.Light: theme.hover, role.Midlight: theme.raised,
        role.Mid: theme.border, role.Dark: theme.border, role.Shadow: theme.backdrop,
    }.items():  # fmt: skip
        palette.setColor(key, QColor(value))
    for key in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, key, faded_text(theme))
    return palette


def style_sheet(t: Theme) -> str:
    """For a window, whose dialogs inherit it. Given to the application instead, a change of theme would take four times as long."""
    points = QFontInfo(QApplication.font()).pointSizeF()
    small, large, huge = max(7.5, points * 0.9), points * 1.35, points * 1.9
    return f"""
    QMainWindow, QDialog {{ background: {t.window}; }}
    QWidget#panel, QWidget#controls {{ background: {t.surface}; }}
    QWidget#panel {{ border-left: 1px solid {t.border}; }}
    QWidget#controls {{ border-top: 1px solid {t.border}; }}
    QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; border: none; }}
    QLabel[role="muted"] {{ color: {t.muted}; }}
    QLabel[role="small"] {{ color: {t.muted}; font-size: {small}pt; }}
    QLabel[role="heading"] {{ color: {t.muted}; font-size: {small}pt; font-weight: 600; }}
    QLabel[role="title"] {{ font-size: {large}pt; font-weight: 600; }}
    QLabel[role="number"] {{ font-size: {huge}pt; font-weight: 600; }}
    QLabel[role="timer"] {{ color: {t.danger}; font-weight: 600; }}
    QLabel[role="key"] {{ background: {t.raised}; border: 1px solid {t.border}; border-radius: 5px; padding: 1px 7px; }}
    QFrame#card {{ background: {t.surface}; border: 1px solid {t.border}; border-radius: 14px; }}
    QFrame#hint {{ background: {t.surface}; border: 1px solid {t.border}; border-radius: 10px; }}
    QFrame#tile, QFrame#plot {{ background: {t.raised}; border: none; border-radius: 10px; }}
    QFrame#line {{ background: {t.border}; border: none; max-height: 1px; }}
    QMenuBar {{ background: {t.surface}; border-bottom: 1px solid {t.border}; padding: 1px 4px; }}
    QMenuBar::item {{ padding: 4px 10px; border-radius: 6px; background: transparent; }}
    QMenuBar::item:selected, QMenu::item:selected {{ background: {t.hover}; }}
    QMenu {{ background: {t.surface}; border: 1px solid {t.border}; padding: 6px; }}
    QMenu::item {{ padding: 6px 26px 6px 26px; border-radius: 6px; }}
    QMenu::item:disabled {{ color: {t.muted}; }}
    QMenu::separator {{ height: 1px; background: {t.border}; margin: 6px 8px; }}
    QToolTip {{ background: {t.raised}; color: {t.text}; border: 1px solid {t.border}; padding: 4px 6px; }}
    QToolButton {{ background: transparent; border: 2px solid transparent; border-radius: 8px; padding: 4px; }}
    QToolButton:hover {{ background: {t.hover}; }}
    QToolButton:checked {{ background: {t.raised}; }}
    QToolButton:focus, QPushButton:focus {{ outline: none; border: 2px solid {t.accent}; }}
    QToolButton#badge {{ background: {t.surface}; border: 1px solid {t.border}; padding: 4px 10px; }}
    QToolButton#badge:hover {{ background: {t.hover}; }}
    QToolButton#badge:focus {{ border: 2px solid {t.accent}; padding: 3px 9px; }}
    QToolButton#source {{ background: {t.raised}; padding: 4px 10px; }}
    QToolButton#source:hover {{ background: {t.hover}; }}
    QToolButton::menu-indicator {{ image: none; width: 0; }}
    QPushButton {{ background: {t.raised}; border: 2px solid transparent; border-radius: 8px; padding: 6px 14px; }}
    QPushButton:hover {{ background: {t.hover}; }}
    QPushButton:disabled {{ color: {t.muted}; background: {t.window}; }}
    QPushButton[role="primary"] {{ background: {t.accent}; color: {t.on_accent}; font-weight: 600; }}
    QPushButton[role="primary"]:focus {{ border: 2px solid {t.text}; }}
    QPushButton[role="primary"]:disabled {{ background: {t.raised}; color: {t.muted}; }}
    QPushButton[role="tab"] {{ background: transparent; color: {t.muted}; padding: 6px 4px; font-weight: 600; }}
    QPushButton[role="tab"]:hover {{ color: {t.text}; }}
    QPushButton[role="tab"]:checked {{ background: {t.raised}; color: {t.text}; }}
    QPushButton[role="chip"] {{ color: {t.muted}; padding: 4px 6px; border-radius: 12px; }}
    QPushButton[role="chip"]:hover {{ color: {t.text}; }}
    QPushButton[role="chip"]:checked {{ background: {t.accent}; color: {t.on_accent}; }}
    QPushButton[role="chip"]:focus {{ border: 2px solid {t.text}; }}
    QPushButton[role="chip"]:disabled {{ background: {t.window}; }}
    QPushButton[role="chip"]:checked:disabled {{ background: {t.raised}; color: {t.muted}; font-weight: 600; }}
    QLineEdit, QComboBox, QSpinBox, QDoubleSpinBox {{ background: {t.raised}; border: 1px solid {t.border}; border-radius: 8px;
        padding: 5px 8px; min-height: {round(points * 1.7)}px; selection-background-color: {t.accent}; }}
    QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QDoubleSpinBox:focus {{ border: 1px solid {t.accent}; }}
    QSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::up-button, QDoubleSpinBox::down-button {{ border: none;
        background: transparent; width: 22px; }}
    QSpinBox::up-arrow, QSpinBox::down-arrow, QDoubleSpinBox::up-arrow, QDoubleSpinBox::down-arrow {{ image: none; width: 0; }}
    QComboBox::drop-down {{ border: none; width: 22px; }}
    QComboBox QAbstractItemView::item {{ padding: 4px 6px; border-radius: 5px; }}
    QComboBox QAbstractItemView::item:selected {{ background: {t.hover}; color: {t.text}; }}
    QComboBox QAbstractItemView {{ background: {t.surface}; border: 1px solid {t.border}; selection-background-color: {t.hover};
        selection-color: {t.text}; outline: none; padding: 4px; }}
    QSlider::groove:horizontal {{ height: 4px; background: {t.hover}; border-radius: 2px; }}
    QSlider::sub-page:horizontal {{ background: {t.accent}; border-radius: 2px; }}
    QSlider::sub-page:horizontal:disabled {{ background: {t.border}; }}
    QSlider::handle:horizontal {{ background: {t.text}; width: 14px; height: 14px; margin: -5px 0; border-radius: 7px; }}
    QSlider::handle:horizontal:hover, QSlider::handle:horizontal:focus {{ background: {t.accent}; }}
    QProgressBar {{ background: {t.raised}; border: none; border-radius: 4px; max-height: 8px; min-height: 8px; }}
    QProgressBar::chunk {{ background: {t.accent}; border-radius: 4px; }}
    QTableWidget, QTextBrowser, QListWidget {{ background: {t.surface}; border: 1px solid {t.border}; border-radius: 10px;
        selection-background-color: {t.hover}; selection-color: {t.text}; }}
    QLabel#dropzone {{ background: {t.surface}; color: {t.muted}; border: 2px dashed {t.border}; border-radius: 10px; }}
    QTableWidget {{ outline: none; }}
    QTableWidget::item {{ padding-left: 8px; border: none; }}
    QTableWidget::item:selected {{ background: {t.hover}; color: {t.text}; }}
    QHeaderView {{ background: transparent; }}
    QHeaderView::section {{ background: transparent; color: {t.muted}; border: none;
        border-bottom: 1px solid {t.border}; padding: 6px 11px; }}
    QScrollBar:vertical {{ background: transparent; width: 10px; margin: 2px; }}
    QScrollBar::handle:vertical {{ background: {t.hover}; border-radius: 3px; min-height: 30px; }}
    QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 2px; }}
    QScrollBar::handle:horizontal {{ background: {t.hover}; border-radius: 3px; min-width: 30px; }}
    QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{ background: none; height: 0; width: 0; }}
    """
