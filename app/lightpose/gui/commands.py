"""Everything a person can tell the window, in one table: menus, keys, buttons of notices and the list under F1 are made from it."""

from __future__ import annotations

import math
from functools import partial
from pathlib import Path
from typing import Any

from PyQt6.QtCore import QObject, QUrl, pyqtSignal
from PyQt6.QtGui import QDesktopServices, QGuiApplication
from PyQt6.QtWidgets import QFileDialog, QWidget

from lightpose.gui import notices
from lightpose.gui.actions import Command
from lightpose.gui.capture import Capture
from lightpose.gui.dialogs.files import SHORT, media_filter
from lightpose.gui.dialogs.host import Dialogs
from lightpose.gui.language import translate
from lightpose.gui.needs import PICTURE, PLAYING, RECORDED, RUNNING, SEEKABLE
from lightpose.gui.networks import bundled_weights
from lightpose.gui.opener import SourceOpener
from lightpose.gui.session import Session
from lightpose.gui.state import AppState
from lightpose.gui.view import VideoView
from posecore.pipelines.selection import Selection
from posecore.sources.factory import parse
from posecore.sources.slides import SLIDE_SECONDS

JUMP = 5.0
"""Seconds; of images it is one."""


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
    message = pyqtSignal(object)
    """A :class:`Notice` for the person."""

    def __init__(
        self, window: QWidget, state: AppState, session: Session, capture: Capture, view: VideoView, opener: SourceOpener, dialogs: Dialogs
    ) -> None:
        super().__init__(window)
        self._window, self._state, self._session, self._capture = window, state, session, capture
        self._view, self._opener, self._dialogs = view, opener, dialogs
        self._before: dict[str, Any] = {}
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
        return (*self._file_commands(), *self._capture_commands(), *self._view_commands(), *self._other_commands())

    def _file_commands(self) -> tuple[Command, ...]:
        return (
            Command("open_file", translate("Menu", "Open video…"), "Ctrl+O", self._open_file, "File", "file"),
            Command("open_images", translate("Menu", "Open folder…"), "Ctrl+D", self._open_images, "File", "folder"),
            Command("open_url", translate("Menu", "Open address…"), "Ctrl+U", self._open_url, "File", "link"),
            Command("screen", translate("Menu", "Screen"), "Ctrl+E", partial(self._opener.open_text, "screen"), "File", "screen"),
            Command("synthetic", translate("Menu", "Test image"), "Ctrl+T", partial(self._opener.open_text, "test"), "File", "person"),
            Command("-", menu="File"),
            Command("process", translate("Menu", "Process files…"), "Ctrl+P", self._dialogs.show_process, "File"),
            Command("open_folder", translate("Menu", "Show recordings"), "Ctrl+Shift+O", self._open_folder, "File", "folder"),
            Command("-", menu="File"),
            Command("quit", translate("Menu", "Quit"), "Ctrl+Q", self._window.close, "File"),
        )

    def _capture_commands(self) -> tuple[Command, ...]:
        return (
            Command("record", translate("Menu", "Record"), "R", None, "Capture", "record", "recording", needs=RUNNING),
            Command("snapshot", translate("Menu", "Snapshot"), "S", self._snapshot, "Capture", "snapshot", needs=PICTURE),
            Command("virtual_camera", translate("Menu", "Virtual camera"), "V", None, "Capture", "camera", "virtual_camera"),
            Command("sending", translate("Menu", "Send to streams"), "W", None, "Capture", "stream", "sending"),
            Command("streams", translate("Menu", "Streams…"), "Ctrl+B", self._dialogs.show_streams, "Capture"),
            Command("-", menu="Capture"),
            Command("pause", translate("Menu", "Pause"), "Space", None, "Capture", "pause", "paused", needs=PLAYING, shared_key=True),
            Command("step_back", translate("Menu", "One frame back"), ",", self._session.step_back, "Capture", "back", needs=SEEKABLE),
            Command("step", translate("Menu", "One frame forward"), ".", self._session.step, "Capture", "step", needs=RECORDED),
            Command("back", translate("Menu", "5 seconds back"), "Left", self._back, "Capture", needs=SEEKABLE, shared_key=True),
            Command("forward", translate("Menu", "5 seconds forward"), "Right", self._forward, "Capture", needs=SEEKABLE, shared_key=True),
        )

    def _view_commands(self) -> tuple[Command, ...]:
        return (
            Command("skeleton", translate("Menu", "Skeleton"), "K", None, "View", switch="skeleton"),
            Command("boxes", translate("Menu", "Boxes"), "B", None, "View", switch="boxes"),
            Command("ids", translate("Menu", "IDs"), "I", None, "View", switch="ids"),
            Command("names", translate("Menu", "Joint names"), "N", None, "View", switch="names"),
            Command("trails", translate("Menu", "Trails"), "T", None, "View", switch="trails"),
            Command("blur_faces", translate("Menu", "Blur faces"), "F", None, "View", switch="blur_faces"),
            Command("heatmap", translate("Menu", "Heatmap"), "H", None, "View", switch="heatmap"),
            Command("mirror", translate("Menu", "Mirror"), "M", self._mirror, "View"),
            Command("-", menu="View"),
            Command("next_person", translate("Menu", "Next person"), "C", partial(self._step_person, 1), "View", needs=PICTURE),
            Command(
                "previous_person", translate("Menu", "Previous person"), "Shift+C", partial(self._step_person, -1), "View", needs=PICTURE
            ),
            Command("everyone", translate("Menu", "Show everyone"), "E", self._everyone, "View"),
            Command("draw_region", translate("Menu", "Draw a region"), "G", self._view.region.start, "View", needs=PICTURE),
            Command("whole_image", translate("Menu", "Whole image"), "Shift+G", partial(self._state.restore, "region"), "View"),
            Command("-", menu="View"),
            Command("panel", translate("Menu", "Side panel"), "P", None, "View", "panel", "panel"),
            Command("page_view", translate("Menu", "View options"), "Ctrl+1", partial(self.show_page, 0), "View"),
            Command("page_live", translate("Menu", "Live numbers"), "Ctrl+2", partial(self.show_page, 1), "View"),
            Command("page_angles", translate("Menu", "Joint angles"), "Ctrl+3", partial(self.show_page, 2), "View"),
            Command("settings", translate("Menu", "Settings"), "Ctrl+,", partial(self.show_page, 3), "View"),
            Command("fullscreen", translate("Menu", "Full screen"), "F11", self.full_screen.emit, "View"),
        )

    def _other_commands(self) -> tuple[Command, ...]:
        """The help, and what only the buttons of notices do."""
        return (
            Command("shortcuts", translate("Menu", "Keyboard shortcuts"), "F1", self._shortcuts, "Help"),
            Command("updates", translate("Menu", "Check for updates…"), "", self._updates, "Help", "reload"),
            Command("about", translate("Menu", "About lightpose"), "", self._about, "Help", "info"),
            Command("retry", run=self._opener.retry),
            Command("choose", run=self.source_menu.emit),
            Command("choose_folder", run=self._choose_folder),
            Command("lighter", run=self._lighter),
            Command("lower_threshold", run=self._lower_threshold),
            Command("default_models", run=self._default_models),
            Command("copy_command", run=self._copy_command),
            Command("process_folder", run=self._process_folder),
            Command("reset", run=self._reset),
            Command("undo_reset", run=self._undo_reset),
        )

    def take_files(self, paths: list[Path]) -> None:
        """Files dropped on the window: one plays, several are put into the queue."""
        if len(paths) == 1:
            self._opener.open(parse(paths[0]))
        else:
            self._dialogs.show_process().take_files(paths)

    def show_page(self, number: int) -> None:
        """Open a page of the side panel."""
        self._state.panel = True
        self._state.panel_page = number

    # -- sources

    def _open_file(self) -> None:
        spec = self._session.spec
        beside = spec.value if spec is not None and spec.kind == "folder" else ""
        name, _ = QFileDialog.getOpenFileName(self._window, translate("Dialogs", "Open a video"), beside, media_filter(), options=SHORT)
        if name:
            self._opener.open(parse(Path(name)))

    def _open_images(self) -> None:
        folder = QFileDialog.getExistingDirectory(self._window, translate("Dialogs", "Open a folder of images or videos"))
        if folder:
            self._opener.open(parse(Path(folder)))

    def _process_folder(self) -> None:
        """Put the videos of the folder that was asked for into the queue."""
        if self._session.spec is not None:
            self._dialogs.show_process().take_files([Path(self._session.spec.value)])

    def _open_url(self) -> None:
        from lightpose.gui.dialogs.address import AddressDialog

        dialog = AddressDialog(self._window)
        dialog.accepted.connect(lambda: self._opener.open_text(dialog.value))
        self._dialogs.show(dialog)

    def _back(self) -> None:
        self._session.seek(max(0.0, self._session.position - self._jump))

    def _forward(self) -> None:
        self._session.seek(min(self._session.duration or math.inf, self._session.position + self._jump))

    @property
    def _jump(self) -> float:
        return SLIDE_SECONDS if self._session.slides else JUMP

    def _mirror(self) -> None:
        """Mirror what is open, or no longer: cameras and files are remembered apart."""
        spec = self._session.spec
        if spec is not None and spec.kind == "camera":
            self._state.mirror_camera = not self._state.mirror_camera
        else:
            self._state.mirror_file = not self._state.mirror_file

    def _step_person(self, by: int) -> None:
        """Choose whoever stands right (1) or left (-1) of the person who is chosen; the first from that side where nobody is."""
        order = self._view.left_to_right
        if order:
            now, start = self._state.person, 0 if by > 0 else -1
            self._state.person_place = ""
            self._state.person = order[(order.index(now) + by) % len(order) if now in order else start]

    def _everyone(self) -> None:
        self._state.choose(Selection())

    # -- recordings

    def _snapshot(self) -> None:
        self._capture.take_snapshot(self._view.frame)

    def _open_folder(self) -> None:
        self._state.output_folder.mkdir(parents=True, exist_ok=True)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._state.output_folder)))
        self.message.emit(notices.folder_shown(self._state.output_folder))

    def _choose_folder(self) -> None:
        title = translate("Dialogs", "Folder for recordings")
        folder = QFileDialog.getExistingDirectory(self._window, title, str(self._state.output_folder))
        if folder:
            self._state.folder = folder

    def _copy_command(self) -> None:
        clipboard = QGuiApplication.clipboard()
        if clipboard is not None:
            clipboard.setText(self._capture.remedy)

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

    def _reset(self) -> None:
        self._before = self._state.reset()
        self.message.emit(notices.settings_reset())

    def _undo_reset(self) -> None:
        for name, value in self._before.items():
            self._state.set(name, value)
        self.dismissed.emit("reset")

    # -- help

    def _shortcuts(self) -> None:
        from lightpose.gui.dialogs.shortcuts import ShortcutsDialog

        self._dialogs.show(ShortcutsDialog(self.table, self._window))

    def _updates(self) -> None:
        from lightpose.gui.dialogs.updates import UpdatesDialog

        self._dialogs.show(UpdatesDialog(self._window))

    def _about(self) -> None:
        from lightpose.gui.dialogs.about import AboutDialog

        provider = self._session.live.provider if self._session.live is not None else ""
        self._dialogs.show(AboutDialog(self._window, provider))
