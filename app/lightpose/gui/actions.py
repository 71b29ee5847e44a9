"""A command of the window, and the menus and keys made from a table of them. What cannot be done now says why."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from PyQt6.QtCore import QT_TRANSLATE_NOOP, QEvent, Qt
from PyQt6.QtGui import QAction, QHelpEvent, QKeySequence
from PyQt6.QtWidgets import QAbstractButton, QMainWindow, QMenu, QToolTip

from lightpose.gui.fields import follow
from lightpose.gui.icons import icon
from lightpose.gui.language import translate
from lightpose.gui.state import AppState
from lightpose.gui.theme import DARK, LIGHT, current_theme

MENUS = {
    "File": QT_TRANSLATE_NOOP("Menu", "&File"),
    "Capture": QT_TRANSLATE_NOOP("Menu", "&Capture"),
    "View": QT_TRANSLATE_NOOP("Menu", "&View"),
    "Help": QT_TRANSLATE_NOOP("Menu", "&Help"),
}
"""Menus of the table → their titles, to be translated."""


@dataclass(frozen=True)
class Command:
    """One command.

    Attributes:
        name: as notices and tests call it; ``-`` is a separator.
        text: as menus show it, translated.
        key: its shortcut.
        run: what it does, unless it is a switch.
        menu: where it stands, a key of :data:`MENUS`; empty: in no menu.
        icon: see :mod:`lightpose.gui.icons`.
        switch: the boolean setting it switches; what is on can always be ended.
        needs: what it cannot be used without, see :mod:`lightpose.gui.needs`; empty: nothing.
        shared_key: buttons and sliders use the key too: the window takes it only where the widget with the focus did not.
    """

    name: str
    text: str = ""
    key: str = ""
    run: Callable[[], object] | None = None
    menu: str = ""
    icon: str = ""
    switch: str = ""
    needs: str = ""
    shared_key: bool = False


def shown_key(key: str) -> str:
    """A shortcut as keyboards of this system and language name it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


class Menu(QMenu):
    """A menu that tells of an entry that cannot be used why that is so."""

    def event(self, event: QEvent | None) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            action = self.actionAt(event.pos())
            if action is not None and not action.isEnabled():
                QToolTip.showText(event.globalPos(), action.toolTip(), self)
                return True
        return super().event(event)


class Actions:
    """The :class:`QAction` s of a window, by name, in its menu bar.

    Args:
        window: gets the menus and keys.
        state: what the switches switch.
        commands: the table.
    """

    def __init__(self, window: QMainWindow, state: AppState, commands: Iterable[Command]) -> None:
        self.by_name: dict[str, QAction] = {}
        self._icons: dict[str, str] = {}
        self._red: set[str] = set()
        self._shared: dict[int, str] = {}
        self._tips: dict[str, str] = {}
        menus: dict[str, QMenu] = {}
        bar = window.menuBar()
        assert bar is not None
        for command in commands:
            if not command.menu:
                continue
            if command.menu not in menus:
                menus[command.menu] = Menu(translate("Menu", MENUS[command.menu]), window)
                bar.addMenu(menus[command.menu])
            menu = menus[command.menu]
            if command.name == "-":
                menu.addSeparator()
                continue
            action = self._make(window, state, command)
            menu.addAction(action)
            window.addAction(action)  # shortcuts work in full screen too, where the menu bar is hidden
        self.paint_theme()

    def _make(self, window: QMainWindow, state: AppState, command: Command) -> QAction:
        action = QAction(command.text, window)
        action.setObjectName(command.name)
        if command.shared_key:
            action.setText(f"{command.text}\t{shown_key(command.key)}")
            self._shared[QKeySequence(command.key)[0].toCombined()] = command.name
        elif command.key:
            action.setShortcut(QKeySequence(command.key))
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        self._tips[command.name] = f"{command.text} ({shown_key(command.key)})" if command.key else command.text
        action.setToolTip(self._tips[command.name])
        if command.switch:
            action.setCheckable(True)
            action.setChecked(state.get(command.switch))
            action.toggled.connect(partial(state.set, command.switch))
            follow(state, command.switch, window, action.setChecked)
        elif command.run is not None:
            run = command.run
            action.triggered.connect(lambda _: run())
        if command.icon:
            self._icons[command.name] = command.icon
        self.by_name[command.name] = action
        return action

    def enable(self, name: str, on: bool, why: str) -> None:
        """Whether the action can be used; ``why`` is what its tooltip adds where it cannot."""
        action = self.by_name[name]
        action.setEnabled(on)
        action.setToolTip(self._tips[name] if on else f"{self._tips[name]}: {why}")

    def show_on(self, name: str, button: QAbstractButton) -> None:
        """``button``, which does the same as the action, can be used where that can, and else says why not."""
        action, tip = self.by_name[name], button.toolTip()

        def show() -> None:
            button.setEnabled(action.isEnabled())
            button.setToolTip(tip if action.isEnabled() else action.toolTip())

        action.changed.connect(show)
        show()

    def press(self, key: int) -> bool:
        """Do what the shared ``key`` (a :class:`Qt.Key`) stands for; False where it is no such key, or nothing can be done now."""
        name = self._shared.get(key)
        if name is None or not self.by_name[name].isEnabled():
            return False
        self.by_name[name].trigger()
        return True

    def paint_theme(self) -> None:
        """After a change of theme."""
        for name, shape in self._icons.items():
            self.by_name[name].setIcon(icon(shape, current_theme().danger if name in self._red else None))
            self.by_name[name].setIconVisibleInMenu(False)

    def preparations(self) -> list[Callable[[], object]]:
        """Steps, a few milliseconds each, after which another theme's icons are there at once."""
        return [partial(icon, shape, theme=theme) for shape in self._icons.values() for theme in (DARK, LIGHT)]

    def set_icon(self, name: str, shape: str, danger: bool = False) -> None:
        """Another icon for one action, red for ``danger``."""
        if (self._icons[name], name in self._red) == (shape, danger):
            return
        self._icons[name] = shape
        self._red.discard(name)
        if danger:
            self._red.add(name)
        self.paint_theme()

    def __getitem__(self, name: str) -> QAction:
        return self.by_name[name]
