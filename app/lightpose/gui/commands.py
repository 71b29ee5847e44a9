"""Everything a person can tell the window, in one table: menus, keys, buttons of notices and the list under F1 are made from it."""

from __future__ import annotations

import math
from functools import partial
from pathlib import Path

from PyQt6.QtCore import QObject, QUrl, pyqtSignal
from PyQt6.QtGui import QDesktopServices
from PyQt6.QtWidgets import QFileDialog, QWidget

from lightpose.gui.actions import Command
from lightpose.gui.capture import Capture
from lightpose.gui.dialogs.about import AboutDialog
from lightpose.gui.dialogs.address import AddressDialog
from lightpose.gui.dialogs.host import Dialogs
from lightpose.gui.dialogs.shortcuts import ShortcutsDialog
from lightpose.gui.networks import bundled_weights
from lightpose.gui.opener import SourceOpener
from lightpose.gui.session import Session
from lightpose.gui.state import AppState
from lightpose.gui.view import VideoView
from posecore.sources.factory import parse
from posecore.sources.file import VIDEO_PATTERNS

JUMP = 5.0
"""Seconds."""


class Commands(QObject):
    """The table, and what its commands do. What only the window itself can do is a signal.

    Attributes:
        table: every command, in the order of the menus.
        by_name: the same by name, without separators.
    """

    full_screen = pyqtSignal()
    """Into full screen, or back."""
    source_menu = pyqtSignal()
    """Show the menu of sources."""
    dismissed = pyqtSignal(str)
    """Hide the hint of this kind and do not show it again."""

    def __init__(
        self, window: QWidget, state: AppState, session: Session, capture: Capture, view: VideoView, opener: SourceOpener, dialogs: Dialogs
    ) -> None:
        super().__init__(window)
        self._window, self._state, self._session, self._capture = window, state, session, capture
        self._view, self._opener, self._dialogs = view, opener, dialogs
        self.table = self._make_table()
        self.by_name = {command.name: command for command in self.table if command.name != "-"}

    def run(self, name: str) -> None:
        """Do the command ``name``; one that is a switch is switched. Raises KeyError."""
        command = self.by_name[name]
        if command.switch:
            self._state.set(command.switch, not self._state.get(command.switch))
        elif command.run is not None:
            command.run()

    def _make_table(self) -> tuple[Command, ...]:
        return (
            Command("open_file", "Open video…", "Ctrl+O", self._open_file, "File", "file"),
            Command("open_url", "Open address…", "Ctrl+U", self._open_url, "File", "link"),
            Command("synthetic", "Test picture", "Ctrl+T", partial(self._opener.open_text, "test"), "File", "person"),
            Command("-", menu="File"),
            Command("process", "Process files…", "Ctrl+P", self._dialogs.show_process, "File"),
            Command("open_folder", "Show recordings", "Ctrl+Shift+O", self._open_folder, "File", "folder"),
            Command("-", menu="File"),
            Command("quit", "Quit", "Ctrl+Q", self._window.close, "File"),
            Command("record", "Record", "R", None, "Capture", "record", "recording"),
            Command("snapshot", "Snapshot", "S", self._snapshot, "Capture", "snapshot"),
            Command("virtual_camera", "Virtual camera", "V", None, "Capture", "camera", "virtual_camera"),
            Command("pause", "Pause", "Space", None, "Capture", "pause", "paused", shared_key=True),
            Command("step", "One frame forward", ".", self._session.step, "Capture", "step"),
            Command("back", "5 seconds back", "Left", self._back, "Capture", shared_key=True),
            Command("forward", "5 seconds forward", "Right", self._forward, "Capture", shared_key=True),
            Command("skeleton", "Skeleton", "K", None, "View", switch="skeleton"),
            Command("boxes", "Boxes", "B", None, "View", switch="boxes"),
            Command("ids", "IDs", "I", None, "View", switch="ids"),
            Command("names", "Joint names", "N", None, "View", switch="names"),
            Command("trails", "Trails", "T", None, "View", switch="trails"),
            Command("blur_faces", "Blur faces", "F", None, "View", switch="blur_faces"),
            Command("heatmap", "Heatmap", "H", None, "View", switch="heatmap"),
            Command("mirror", "Mirror", "M", self._mirror, "View"),
            Command("-", menu="View"),
            Command("panel", "Side panel", "P", None, "View", "panel", "panel"),
            Command("page_view", "View options", "Ctrl+1", partial(self.show_page, 0), "View"),
            Command("page_live", "Live numbers", "Ctrl+2", partial(self.show_page, 1), "View"),
            Command("page_angles", "Joint angles", "Ctrl+3", partial(self.show_page, 2), "View"),
            Command("settings", "Settings", "Ctrl+,", partial(self.show_page, 3), "View"),
            Command("fullscreen", "Full screen", "F11", self.full_screen.emit, "View"),
            Command("shortcuts", "Keyboard shortcuts", "F1", self._shortcuts, "Help"),
            Command("about", "About lightpose", "", self._about, "Help", "info"),
            # buttons of notices only
            Command("retry", "Try again", run=self._opener.retry),
            Command("choose", "Other source", run=self.source_menu.emit),
            Command("choose_folder", "Other folder", run=self._choose_folder),
            Command("lighter", "Use lighter settings", run=self._lighter),
            Command("lower_threshold", "Lower the person threshold", run=self._lower_threshold),
            Command("default_models", "Use the bundled networks", run=self._default_models),
        )

    def take_files(self, paths: list[Path]) -> None:
        """Files dropped on the window: one plays, several are put into the queue."""
        if len(paths) == 1:
            self._opener.open_text(str(paths[0]))
        else:
            self._dialogs.show_process().take_files(paths)

    def show_page(self, number: int) -> None:
        """Open a page of the side panel."""
        self._state.panel = True
        self._state.panel_page = number

    # -- sources

    def _open_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self._window, "Open a video", "", f"Videos ({VIDEO_PATTERNS});;All files (*)")
        if name:
            self._opener.open(parse(Path(name)))

    def _open_url(self) -> None:
        dialog = AddressDialog(self._window)
        dialog.accepted.connect(lambda: self._opener.open_text(dialog.value))
        self._dialogs.show(dialog)

    def _back(self) -> None:
        self._session.seek(max(0.0, self._session.position - JUMP))

    def _forward(self) -> None:
        self._session.seek(min(self._session.duration or math.inf, self._session.position + JUMP))

    def _mirror(self) -> None:
        """Mirror what is open, or no longer: cameras and files are remembered apart."""
        spec = self._session.spec
        if spec is not None and spec.kind == "camera":
            self._state.mirror_camera = not self._state.mirror_camera
        else:
            self._state.mirror_file = not self._state.mirror_file

    # -- recordings

    def _snapshot(self) -> None:
        self._capture.take_snapshot(self._view.frame)

    def _open_folder(self) -> None:
        self._state.output_folder.mkdir(parents=True, exist_ok=True)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._state.output_folder)))

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self._window, "Folder for recordings", str(self._state.output_folder))
        if folder:
            self._state.folder = folder

    # -- settings

    def _lighter(self) -> None:
        """Settings that cost less time."""
        self.dismissed.emit("slow")
        self._state.detector_interval = 2.0
        if any(entry.precision == "int8" and entry.kind == "pose" for entry in bundled_weights()):
            self._state.precision = "int8"
        self._state.resolution = "640x480"

    def _lower_threshold(self) -> None:
        self._state.person_threshold = 0.15
        self.dismissed.emit("nobody")

    def _default_models(self) -> None:
        self._state.restore("detector", "pose", "precision", "device")
        self._session.reopen()

    # -- help

    def _shortcuts(self) -> None:
        self._dialogs.show(ShortcutsDialog(self.table, self._window))

    def _about(self) -> None:
        provider = self._session.live.provider if self._session.live is not None else ""
        self._dialogs.show(AboutDialog(self._window, provider))
