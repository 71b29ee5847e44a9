"""The side panel: four pages behind four tabs."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from lightpose.gui.fields import follow
from lightpose.gui.language import translate
from lightpose.gui.state import AppState

WIDTH = 316
CHARACTERS = 45
"""Width of the panel where letters are larger than usual."""


class SidePanel(QWidget):
    """Pages by title, in order; the state's ``panel_page`` says which one is open.

    Attributes:
        wanted_width: what the pages need, logical px.
    """

    def __init__(self, state: AppState, pages: dict[str, QWidget]) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.wanted_width = max(WIDTH, self.fontMetrics().averageCharWidth() * CHARACTERS)
        self.stack = QStackedWidget()
        self.tabs = QButtonGroup(self)
        self.pages = pages
        bar = QHBoxLayout()
        bar.setSpacing(2)
        bar.setContentsMargins(0, 0, 6, 0)
        for number, (title, page) in enumerate(pages.items()):
            tab = QPushButton(title)
            tab.setProperty("role", "tab")
            tab.setCheckable(True)
            tab.setAccessibleName(translate("Panel", "Page {title}").format(title=title))
            self.tabs.addButton(tab, number)
            bar.addWidget(tab, 1)
            self.stack.addWidget(_scrolled(page))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 10, 4, 6)
        layout.setSpacing(8)
        layout.addLayout(bar)
        layout.addWidget(self.stack, 1)
        self.tabs.idClicked.connect(lambda number: state.set("panel_page", number))
        self._show(state.panel_page)
        follow(state, "panel_page", self, self._show)

    def _show(self, number: int) -> None:
        self.stack.setCurrentIndex(number)
        button = self.tabs.button(number)
        if button is not None:
            button.setChecked(True)

    def preparations(self) -> list[Callable[[], object]]:
        """Steps, a few milliseconds each, after which every page opens at once: their parts are painted once, unseen."""
        parts = Qt.FindChildOption.FindDirectChildrenOnly
        return [part.grab for page in self.pages.values() for part in page.findChildren(QWidget, options=parts)]

    @property
    def current(self) -> QWidget:
        """The page that is open."""
        return list(self.pages.values())[self.stack.currentIndex()]


def _scrolled(page: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(page)
    return area
