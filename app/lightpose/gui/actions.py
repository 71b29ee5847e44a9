"""Every command of the window with its keys, in one table: menus, tool tips and the list under F1 are made from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QAction, QKeySequence
from PyQt6.QtWidgets import QMainWindow, QMenu

from lightpose.gui.fields import follow
from lightpose.gui.icons import icon
from lightpose.gui.state import AppState
from lightpose.gui.theme import DARK, LIGHT, current_theme


@dataclass(frozen=True)
class Command:
    """One command.

    Attributes:
        name: what the window's method ``do_NAME`` does, unless it is a switch.
        text: as menus show it.
        keys: shortcut; in round brackets where the window itself listens, because buttons need the key too.
        menu: where it stands.
        icon: see :mod:`lightpose.gui.icons`.
        state: the boolean property it switches.
    """

    name: str
    text: str
    keys: str = ""
    menu: str = ""
    icon: str = ""
    state: str = ""


COMMANDS = (
    Command("open_file", "Open video…", "Ctrl+O", "File", "file"),
    Command("open_url", "Open address…", "Ctrl+U", "File", "link"),
    Command("synthetic", "Test picture", "Ctrl+T", "File", "person"),
    Command("-", "", menu="File"),
    Command("process", "Process files…", "Ctrl+P", "File"),
    Command("open_folder", "Show recordings", "Ctrl+Shift+O", "File", "folder"),
    Command("-", "", menu="File"),
    Command("quit", "Quit", "Ctrl+Q", "File"),
    Command("record", "Record", "R", "Capture", "record", "recording"),
    Command("snapshot", "Snapshot", "S", "Capture", "snapshot"),
    Command("virtual_camera", "Virtual camera", "V", "Capture", "camera", "virtual_camera"),
    Command("pause", "Pause", "(Space)", "Capture", "pause", "paused"),
    Command("step", "One frame forward", ".", "Capture", "step"),
    Command("back", "5 seconds back", "(Left)", "Capture"),
    Command("forward", "5 seconds forward", "(Right)", "Capture"),
    Command("skeleton", "Skeleton", "K", "View", state="skeleton"),
    Command("boxes", "Boxes", "B", "View", state="boxes"),
    Command("ids", "Numbers", "I", "View", state="ids"),
    Command("names", "Joint names", "N", "View", state="names"),
    Command("trails", "Trails", "T", "View", state="trails"),
    Command("blur_faces", "Blur faces", "F", "View", state="blur_faces"),
    Command("heatmap", "Heatmap", "H", "View", state="heatmap"),
    Command("mirror", "Mirror", "M", "View"),
    Command("-", "", menu="View"),
    Command("panel", "Side panel", "P", "View", "panel", "panel"),
    Command("page_picture", "Picture", "Ctrl+1", "View"),
    Command("page_live", "Live numbers", "Ctrl+2", "View"),
    Command("page_angles", "Joint angles", "Ctrl+3", "View"),
    Command("settings", "Settings", "Ctrl+,", "View"),
    Command("fullscreen", "Full screen", "F11", "View"),
    Command("shortcuts", "Keyboard shortcuts", "F1", "Help"),
    Command("about", "About lightpose", "", "Help", "info"),
)


class Actions:
    """The :class:`QAction` s of a window, by name."""

    def __init__(self, window: QMainWindow, state: AppState) -> None:
        self.by_name: dict[str, QAction] = {}
        self._icons: dict[str, str] = {}
        self._red: set[str] = set()
        menus: dict[str, QMenu] = {}
        bar = window.menuBar()
        assert bar is not None
        for command in COMMANDS:
            menu = menus.get(command.menu)
            if menu is None:
                menu = menus[command.menu] = bar.addMenu(f"&{command.menu}")  # type: ignore[assignment]
                assert menu is not None
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
        if command.keys.startswith("("):
            action.setText(f"{command.text}\t{command.keys.strip('()')}")
        elif command.keys:
            action.setShortcut(QKeySequence(command.keys))
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setToolTip(f"{command.text} ({command.keys.strip('()')})" if command.keys else command.text)
        if command.state:
            action.setCheckable(True)
            action.setChecked(getattr(state, command.state))
            action.toggled.connect(lambda on, name=command.state: setattr(state, name, on))
            follow(state, command.state, window, action.setChecked)
        else:
            action.triggered.connect(lambda _, name=command.name: getattr(window, f"do_{name}")())
        if command.icon:
            self._icons[command.name] = command.icon
        self.by_name[command.name] = action
        return action

    def paint_theme(self) -> None:
        """After a change of theme."""
        for name, shape in self._icons.items():
            self.by_name[name].setIcon(icon(shape, current_theme().danger if name in self._red else None))
            self.by_name[name].setIconVisibleInMenu(False)

    def preparations(self) -> list[Callable[[], object]]:
        """Steps, a few milliseconds each, after which another theme's icons are there at once."""
        return [lambda shape=shape, theme=theme: icon(shape, theme=theme) for shape in self._icons.values() for theme in (DARK, LIGHT)]  # type: ignore[misc]

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
