"""What the menus, buttons and keys of the main window do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PyQt6.QtCore import Qt, QUrl
from PyQt6.QtGui import QDesktopServices, QKeyEvent
from PyQt6.QtWidgets import QDialog, QFileDialog, QMainWindow

from lightpose.gui.dialogs import AboutDialog, AddressDialog, ShortcutsDialog
from lightpose.gui.drop import FileDrop
from lightpose.gui.panel_settings import bundled_weights
from lightpose.gui.process_dialog import ProcessDialog
from lightpose.gui.session import Options
from lightpose.gui.state import AppState
from posecore.sources.factory import SourceSpec, parse
from posecore.sources.file import VIDEO_PATTERNS

if TYPE_CHECKING:
    from lightpose.gui.window import MainWindow

JUMP = 5.0
"""Seconds."""


class WindowCommands(FileDrop):
    """``do_NAME`` for each command of :data:`lightpose.gui.actions.COMMANDS` that is no switch, and for the buttons of notices."""

    process_dialog: ProcessDialog | None = None
    dialog: QDialog | None = None

    def act(self: MainWindow, name: str) -> None:  # type: ignore[misc]
        """Do what a notice's button says."""
        if name == "retry":
            if (self.session.phase == "failed" and self.session.spec is None) or (self.wanted and not self.wanted.value):
                self.wanted = SourceSpec("camera", "", "")
                self.on_cameras(self.controls.cameras)
            else:
                self.session.reopen()
        elif name == "choose":
            self.controls.source.showMenu()
        elif name == "lighter":
            self.lighter()
        elif name == "lower_threshold":
            self.state.person_threshold = 0.15
            self.dismiss_hint("nobody")
        elif name == "default_models":
            for setting in ("detector", "pose", "precision"):
                setattr(self.state, setting, getattr(AppState, setting).default)
            self.session.reopen()
        else:
            getattr(self, f"do_{name}")()

    def keyPressEvent(self: MainWindow, event: QKeyEvent | None) -> None:  # type: ignore[misc]
        if event is None:
            return
        key = event.key()
        if key == Qt.Key.Key_Space and self.actions_["pause"].isEnabled():
            self.state.paused = not self.state.paused
        elif key == Qt.Key.Key_Left:
            self.do_back()
        elif key == Qt.Key.Key_Right:
            self.do_forward()
        elif key == Qt.Key.Key_Escape and self.isFullScreen():
            self.do_fullscreen()
        else:
            QMainWindow.keyPressEvent(self, event)

    def take_files(self: MainWindow, paths: list[Path]) -> None:  # type: ignore[misc]
        """One file plays, several are put into the queue."""
        if len(paths) == 1:
            self.open(parse(paths[0]))
            return
        self.do_process()
        assert self.process_dialog is not None
        self.process_dialog.take_files(paths)

    def lighter(self: MainWindow) -> None:  # type: ignore[misc]
        """Settings that cost less time."""
        self.dismiss_hint("slow")
        self.state.detector_interval = 2.0
        if any(entry.precision == "int8" and entry.kind == "pose" for entry in bundled_weights()):
            self.state.precision = "int8"
        self.state.resolution = "640x480"

    def do_open_file(self: MainWindow) -> None:  # type: ignore[misc]
        """Ask for a video and show it."""
        name, _ = QFileDialog.getOpenFileName(self, "Open a video", "", f"Videos ({VIDEO_PATTERNS});;All files (*)")
        if name:
            self.open(parse(Path(name)))

    def do_open_url(self: MainWindow) -> None:  # type: ignore[misc]
        """Ask for an address and show what is there."""
        dialog = AddressDialog(self)
        dialog.accepted.connect(lambda: self.open(parse(dialog.value)))
        self.show_dialog(dialog)

    def do_synthetic(self: MainWindow) -> None:  # type: ignore[misc]
        """Show the moving test picture."""
        self.open(parse("test"))

    def do_process(self: MainWindow) -> None:  # type: ignore[misc]
        """Open the dialog for recorded videos."""
        if self.process_dialog is None:
            self.process_dialog = ProcessDialog(self.state, self.networks, self)
        self.process_dialog.show()
        self.process_dialog.raise_()

    def networks(self: MainWindow) -> Any:  # type: ignore[misc]
        """The networks for recorded videos; called in the thread that uses them."""
        return self.load(Options.of(self.state))

    def do_open_folder(self: MainWindow) -> None:  # type: ignore[misc]
        """Show the folder of the recordings."""
        self.state.output_folder.mkdir(parents=True, exist_ok=True)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.state.output_folder)))

    def do_choose_folder(self: MainWindow) -> None:  # type: ignore[misc]
        """Ask where recordings go."""
        folder = QFileDialog.getExistingDirectory(self, "Folder for recordings", str(self.state.output_folder))
        if folder:
            self.state.folder = folder

    def do_quit(self: MainWindow) -> None:  # type: ignore[misc]
        """Close the window."""
        self.close()

    def do_snapshot(self: MainWindow) -> None:  # type: ignore[misc]
        """Write the picture on the screen."""
        self.capture.take_snapshot(self.view.frame)

    def do_step(self: MainWindow) -> None:  # type: ignore[misc]
        """One frame forward."""
        self.session.step()

    def do_back(self: MainWindow) -> None:  # type: ignore[misc]
        """Five seconds back."""
        self.session.seek(max(0.0, self.session.position - JUMP))

    def do_forward(self: MainWindow) -> None:  # type: ignore[misc]
        """Five seconds forward."""
        self.session.seek(min(self.session.duration or float("inf"), self.session.position + JUMP))

    def do_mirror(self: MainWindow) -> None:  # type: ignore[misc]
        """Mirror what is open, or not."""
        if self.session.spec is not None and self.session.spec.kind == "camera":
            self.state.mirror_camera = not self.state.mirror_camera
        else:
            self.state.mirror_file = not self.state.mirror_file

    def do_page_picture(self: MainWindow) -> None:  # type: ignore[misc]
        """Open the first page of the panel."""
        self.show_page(0)

    def do_page_live(self: MainWindow) -> None:  # type: ignore[misc]
        """Open the second page."""
        self.show_page(1)

    def do_page_angles(self: MainWindow) -> None:  # type: ignore[misc]
        """Open the third page."""
        self.show_page(2)

    def do_settings(self: MainWindow) -> None:  # type: ignore[misc]
        """Open the last page."""
        self.show_page(3)

    def show_page(self: MainWindow, number: int) -> None:  # type: ignore[misc]
        """Open a page of the side panel."""
        self.state.panel = True
        self.state.panel_page = number

    def show_panel(self: MainWindow, shown: bool) -> None:  # type: ignore[misc]
        """Show or hide the panel. Beside it there must be room for the video, however large the letters are."""
        self.panel.setVisible(shown)
        self.setMinimumSize(max(640, self.panel.width() + 300 if shown else 0), 420)

    def do_fullscreen(self: MainWindow) -> None:  # type: ignore[misc]
        """Nothing but the video and its bar, or back."""
        full = not self.isFullScreen()
        bar = self.menuBar()
        if bar is not None:
            bar.setVisible(not full)
        self.show_panel(self.state.panel and not full)
        if full:
            self.showFullScreen()
        else:
            self.showNormal()

    def do_shortcuts(self: MainWindow) -> None:  # type: ignore[misc]
        """List the keys."""
        self.show_dialog(ShortcutsDialog(self))

    def do_about(self: MainWindow) -> None:  # type: ignore[misc]
        """Versions, licence, weights."""
        self.show_dialog(AboutDialog(self, self.session.live.provider if self.session.live is not None else ""))

    def show_dialog(self: MainWindow, dialog: QDialog) -> None:  # type: ignore[misc]
        """Show ``dialog`` in front of the window without stopping it."""
        if self.dialog is not None:
            self.dialog.deleteLater()
        self.dialog = dialog
        dialog.setModal(True)
        dialog.open()
