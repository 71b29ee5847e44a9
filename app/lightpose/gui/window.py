"""The main window: puts the parts together and passes word between them."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PyQt6.QtCore import Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QCloseEvent, QKeyEvent
from PyQt6.QtWidgets import QApplication, QMainWindow, QVBoxLayout, QWidget

from lightpose.gui import notices
from lightpose.gui.actions import Actions
from lightpose.gui.assembled import Options
from lightpose.gui.assembly import Assembly
from lightpose.gui.badge import Badges
from lightpose.gui.cameras import CameraWatch
from lightpose.gui.capture import Capture
from lightpose.gui.choosing import Choosing
from lightpose.gui.commands import Commands
from lightpose.gui.controls import Controls, source_name
from lightpose.gui.dialogs.host import Dialogs
from lightpose.gui.drop import FileDrop
from lightpose.gui.focus import focus_kept
from lightpose.gui.idle_tasks import IdleTasks
from lightpose.gui.language import translate
from lightpose.gui.messages import Messages
from lightpose.gui.needs import RECORDED, SEEKABLE, lacking
from lightpose.gui.opener import SourceOpener
from lightpose.gui.panels.angles import AnglesPage
from lightpose.gui.panels.live import LivePage
from lightpose.gui.panels.settings import SettingsPage
from lightpose.gui.panels.side import SidePanel
from lightpose.gui.panels.view import ViewPage
from lightpose.gui.placing import place, remember, screens
from lightpose.gui.plots import Plot
from lightpose.gui.presenter import Presenter
from lightpose.gui.screen import mirrored, screen_options
from lightpose.gui.sending import Sending
from lightpose.gui.session import Session
from lightpose.gui.stage import Stage
from lightpose.gui.state import AppState
from lightpose.gui.theme import Themed, apply_theme, choose_theme, current_theme, style_sheet
from lightpose.gui.timers import every
from lightpose.gui.view import VideoView
from posecore.pipelines.frame import PoseFrame

CLOSE_SECONDS = 0.9
PATIENCE_SECONDS = 5
"""Later than this the rest of the window is made even if no person has come into view."""


class MainWindow(FileDrop, QMainWindow):
    """See yourself in skeletons."""

    ended: bool
    """Closed, and no thread is left."""
    first_person = pyqtSignal()
    """A person is on the screen for the first time."""
    _prepared = pyqtSignal()
    """The presenter has an image."""

    def __init__(self, state: AppState, assembly: Assembly, cameras: CameraWatch | None = None) -> None:
        super().__init__()
        self.setWindowTitle("lightpose")
        self.setAcceptDrops(True)
        self.state = state
        self.presenter = Presenter(self._prepared.emit)
        self.session = Session(state, assembly, self.presenter, self)
        self.cameras = cameras or CameraWatch()
        self._person_seen = self._closed = self.ended = False
        self._had_panel = True  # before full screen
        self.view = VideoView(state)
        self.badges = Badges(state, self.view)
        self.messages = Messages(self.view, self.session, self)
        self.card, self.hint, self.hints = self.messages.card, self.messages.hint, self.messages.hints
        self.choosing = Choosing(state, self.session, self.view, self)
        self.capture = Capture(state, self.session, self)
        self.sending = Sending(state, self.session, self)
        self.opener = SourceOpener(state, self.session, self)
        self.dialogs = Dialogs(self, state, lambda wishes: assembly.load(wishes.asked_of(Options.of(state))), self.sending)
        self.commands = Commands(self, state, self.session, self.capture, self.view, self.opener, self.dialogs)
        self.actions_ = Actions(self, state, self.commands.table)
        self.controls = Controls(state, self.actions_)
        self.view_page = ViewPage(state)
        self.live_page, self.angles_page, self.settings_page = LivePage(), AnglesPage(state), SettingsPage(state)
        pages: dict[str, QWidget] = {
            translate("Panel", "View"): self.view_page, translate("Panel", "Live"): self.live_page,
            translate("Panel", "Angles"): self.angles_page, translate("Panel", "Settings"): self.settings_page,
        }  # fmt: skip
        self.panel = SidePanel(state, pages)
        self._arrange()
        plots = [plot.build for plot in self.findChildren(Plot)]
        self.idle_tasks = IdleTasks([*plots, *self.panel.preparations(), *self.actions_.preparations()], self)
        self._connect()
        self._show_usable()
        self.presenter.start()
        self._timers = (
            every(self, 250, self._show_numbers),
            every(self, 100, self._show_angles),
        )
        for timer in self._timers:
            timer.start()

    def _arrange(self) -> None:
        self.stage = Stage(self.state, self.view, self.panel)
        body = QWidget()
        whole = QVBoxLayout(body)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.stage, 1)
        whole.addWidget(self.controls)
        self.setCentralWidget(body)
        self.setStyleSheet(style_sheet(current_theme()))
        self.stage.show_panel(self.state.panel)
        self.setMinimumSize(420, 320)
        self.setGeometry(place(self.state.place, screens()))
        self.view.setFocus()

    def _connect(self) -> None:
        self.state.changed.connect(self._on_setting)
        self.session.changed.connect(self._on_session)
        self.first_person.connect(self.idle_tasks.start)
        QTimer.singleShot(PATIENCE_SECONDS * 1000, self.idle_tasks.start)
        self.cameras.changed.connect(self.controls.fill_menu)
        self.cameras.changed.connect(self.opener.on_cameras)
        self.opener.opening.connect(self._on_opening)
        self.opener.renamed.connect(lambda: self.controls.show_source(self.session.spec))
        self._prepared.connect(self._show_newest)
        self.view.painted.connect(self._on_painted)
        self.view.filled.connect(self._show_usable)
        for name in ("draw_region", "whole_image", "everyone"):
            self.actions_.show_on(name, self.view_page.people.buttons[name])
        self.view.resized.connect(self._on_resized)
        self.controls.source_chosen.connect(self.opener.open)
        self.controls.seek_wanted.connect(self.session.seek)
        for banner in (self.card, self.hint):
            banner.chosen.connect(self.commands.run)
        self.view_page.people.wanted.connect(self.commands.run)
        self.settings_page.folder_wanted.connect(lambda: self.commands.run("choose_folder"))
        self.settings_page.reset_wanted.connect(lambda: self.commands.run("reset"))
        self.commands.dismissed.connect(self.messages.dismiss)
        self.commands.source_menu.connect(self.controls.source.showMenu)
        self.commands.full_screen.connect(self.toggle_full_screen)
        for part in (self.capture, self.sending, self.commands, self.angles_page):
            part.message.connect(self.messages.show)
        self.sending.asked.connect(self.dialogs.show_streams)
        self.capture.shared.connect(self.badges.name_camera)
        hints = QApplication.styleHints()
        if hints is not None:
            hints.colorSchemeChanged.connect(self.paint_theme)  # of no window that is gone

    # -- sources

    def begin(self, source: str | None) -> None:
        """Open ``source``; None: the camera used last, or the first there is."""
        self.cameras.start()
        if source is not None:
            self.opener.open_text(source)
        else:
            self.opener.wait_for_camera()
            self.card.show_notice(notices.loading())

    def take_files(self, paths: list[Path]) -> None:
        self.commands.take_files(paths)

    def drop_text(self, paths: list[Path]) -> str:
        if len(paths) == 1:
            return translate("Drop", "Open {name}").format(name=paths[0].name or str(paths[0]))
        return translate("Drop", "Process {number} files").format(number=len(paths))

    def _on_opening(self) -> None:
        self.choosing.remember()
        self.capture.stop_recording()
        self.hints.restart()
        self.view.clear()
        if not self.panel.isAncestorOf(self.focusWidget()):
            self.view.setFocus()  # keys are for the video now

    # -- frames and numbers

    def _show_newest(self) -> None:
        screen = self.presenter.take()
        if screen is not None:
            self.view.show_image(screen)

    def _on_painted(self, frame: PoseFrame) -> None:
        self.session.shown(frame)
        if frame.people is not None and len(frame.people) and frame.people.skeleton != self.view_page.skeleton:
            self.view_page.list_joints(frame.people.skeleton)
            self._tell_presenter()
        if not self._person_seen and frame.people is not None and len(frame.people):
            self._person_seen = True
            self.first_person.emit()

    def _on_resized(self) -> None:
        self._tell_presenter()
        self.messages.place(self.stage.covered)
        self.badges.place()

    def _tell_presenter(self) -> None:
        self.presenter.options = screen_options(self.state, self.session.spec, self.view.room, self.view_page.skeleton)
        self.badges.show_mirrored(self.state.mirror_file and self.mirrored and self.session.spec is not None)

    @property
    def mirrored(self) -> bool:
        """Whether what is open is shown as in a mirror."""
        return mirrored(self.state, self.session.spec)

    def _show_numbers(self) -> None:
        stats, spec = self.session.stats(), self.session.spec
        people, everyone, name = len(self.view.people), len(self.view.everyone), source_name(spec)
        running = self.session.phase == "running" and stats is not None
        shown = self.view.frame if self.session.slides else None
        image, index = (shown.source.name, shown.index) if shown is not None and shown.source is not None else ("", self.session.frame)
        self.controls.show_position(self.session.position, index, self.session.info, image)
        self.controls.show_timer(self.capture.seconds)
        self.sending.poll()
        self.badges.show_streams(self.sending.entries)
        device = self.session.live.provider if self.session.live else ""
        self.live_page.show_stats(stats if running else None, people, device, name)
        self.controls.show_status(stats if running else None, people, device, everyone)
        if running and stats is not None and not self.state.paused:
            self.messages.show_due(everyone, stats, self.choosing.notice)

    def _show_angles(self) -> None:
        spec = self.session.spec
        self.angles_page.show_frame(self.view.frame, notices.before_camera(spec))

    def _on_session(self) -> None:
        phase = self.session.phase
        self.messages.show_session(self.view.screen_image is not None)
        if phase in ("ended", "failed"):
            self.capture.stop_recording()  # nothing more will come
        self._show_usable()
        self._show_pause()
        self.controls.show_source(self.session.spec)
        self._tell_presenter()

    def _show_usable(self) -> None:
        """Switch off what cannot be used now."""
        with focus_kept(self.view):
            for command in self.commands.by_name.values():
                if command.needs:
                    why = lacking(command.needs, self.session, self.view)
                    on = bool(command.switch) and command.switch != "paused" and self.state.get(command.switch)
                    self.actions_.enable(command.name, on or not why, why)
            self.controls.show_usable(lacking(RECORDED, self.session, self.view), lacking(SEEKABLE, self.session, self.view))

    # -- settings

    def _on_setting(self, name: str) -> None:
        if name == "theme":
            self.paint_theme()
        elif name == "panel":
            self.stage.show_panel(self.state.panel)
            self.messages.place(self.stage.covered)
        elif name == "language":
            self.messages.show(notices.language_changed())
        elif name == "paused":
            self._show_pause()
        elif name == "recording":
            self._show_usable()
            self.actions_.set_icon("record", "stop" if self.state.recording else "record", self.state.recording)
        elif name == "resolution":
            self.controls.show_source(self.session.spec)
        self._tell_presenter()

    def _show_pause(self) -> None:
        self.actions_.set_icon("pause", "play" if self.state.paused or self.session.over else "pause")

    def paint_theme(self) -> None:
        """Follow the theme that is wanted now."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme = choose_theme(self.state.theme)
        if theme is current_theme() and app.property("lightpose_theme"):
            return
        apply_theme(app, theme)
        self.setStyleSheet(style_sheet(theme))
        parts: tuple[Themed, ...] = (
            self.actions_, self.card, self.hint, self.badges, self.controls, self.live_page, self.angles_page,
        )  # fmt: skip
        for part in parts:
            part.paint_theme()

    def toggle_full_screen(self) -> None:
        """Nothing but the video and its bar, or back."""
        full = not self.isFullScreen()
        bar = self.menuBar()
        if bar is not None:
            bar.setVisible(not full)
        if full:
            self._had_panel = self.state.panel
            self.state.keep_to_itself("panel", True)
        self.state.panel = not full and self._had_panel
        self.state.keep_to_itself("panel", full or self.stage.narrow)
        if full:
            self.showFullScreen()
        else:
            self.showNormal()

    # -- events

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        if event is None or self.actions_.press(event.key()):
            return
        if event.key() == Qt.Key.Key_Escape and self.isFullScreen():
            self.toggle_full_screen()
        elif event.key() != Qt.Key.Key_Escape or not (self.stage.close_cover() or self.choosing.let_go()):
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent | None) -> None:
        if not self._closed:
            self._closed = True
            self.state.place = remember(self)
            self.hide()
            self.ended = self.shutdown()
        super().closeEvent(event)

    def shutdown(self) -> bool:
        """Stop everything; True when all threads ended in time."""
        deadline = time.monotonic() + CLOSE_SECONDS
        for timer in self._timers:
            timer.stop()
        self.choosing.remember()
        self.dialogs.cancel()
        done = [self.capture.shutdown(0.5)]
        stops: tuple[tuple[Callable[[float], bool], float], ...] = (
            (self.session.shutdown, 0.1), (self.sending.shutdown, 0.05), (self.presenter.stop, 0.05), (self.cameras.stop, 0.02),
            (self.idle_tasks.stop, 0.02), (self.dialogs.join, 0.02),
        )  # fmt: skip
        done += [stop(max(least, deadline - time.monotonic())) for stop, least in stops]
        return all(done)
