"""The main window: puts the parts together and passes word between them."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Protocol

from PyQt6.QtCore import Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QCloseEvent, QKeyEvent
from PyQt6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from lightpose.gui import notices
from lightpose.gui.actions import Actions
from lightpose.gui.assembly import Assembly
from lightpose.gui.cameras import CameraWatch
from lightpose.gui.capture import Capture
from lightpose.gui.cards import Card, Hint
from lightpose.gui.commands import Commands
from lightpose.gui.controls import Controls
from lightpose.gui.dialogs.host import Dialogs
from lightpose.gui.drop import FileDrop
from lightpose.gui.hints import HintMonitor
from lightpose.gui.idle_tasks import IdleTasks
from lightpose.gui.notices import Notice
from lightpose.gui.opener import SourceOpener
from lightpose.gui.panels.angles import AnglesPage
from lightpose.gui.panels.live import LivePage
from lightpose.gui.panels.settings import SettingsPage
from lightpose.gui.panels.side import SidePanel
from lightpose.gui.panels.view import ViewPage
from lightpose.gui.plots import Plot
from lightpose.gui.presenter import Presenter, ScreenOptions
from lightpose.gui.session import Options, Session
from lightpose.gui.state import AppState
from lightpose.gui.theme import apply_theme, choose_theme, current_theme, style_sheet
from lightpose.gui.timers import every
from lightpose.gui.view import VideoView
from posecore.pipelines.frame import PoseFrame
from posecore.sinks.virtual_camera import NOT_INSTALLED
from posecore.skeletons import COCO17

CLOSE_SECONDS = 0.9
MESSAGE_SECONDS = 7
PATIENCE_SECONDS = 5
"""Later than this the rest of the window is made even if no person has come into view."""


class Themed(Protocol):
    """Something whose colours follow the theme."""

    def paint_theme(self) -> None:
        """After a change of theme."""
        ...


class MainWindow(FileDrop, QMainWindow):
    """See yourself in skeletons."""

    ended: bool
    """Closed, and no thread is left."""
    first_person = pyqtSignal()
    """A person is on the screen for the first time."""

    def __init__(self, state: AppState, assembly: Assembly, cameras: CameraWatch | None = None) -> None:
        super().__init__()
        self.setWindowTitle("lightpose")
        self.setAcceptDrops(True)
        self.state = state
        self.presenter = Presenter()
        self.session = Session(state, assembly, self.presenter, self)
        self.cameras = cameras or CameraWatch()
        self.hints = HintMonitor()
        self._person_seen = self._closed = self.ended = False
        self.view = VideoView(state)
        self.card, self.hint = Card(self.view), Hint(self.view)
        self.capture = Capture(state, self.session, self)
        self.opener = SourceOpener(state, self.session, self)
        self.dialogs = Dialogs(self, state, lambda wishes: assembly.load(wishes.asked_of(Options.of(state))))
        self.commands = Commands(self, state, self.session, self.capture, self.view, self.opener, self.dialogs)
        self.actions_ = Actions(self, state, self.commands.table)
        self.controls = Controls(state, self.actions_)
        self.live_page, self.angles_page, self.settings_page = LivePage(), AnglesPage(state), SettingsPage(state)
        pages: dict[str, QWidget] = {
            "View": ViewPage(state), "Live": self.live_page, "Angles": self.angles_page, "Settings": self.settings_page,
        }  # fmt: skip
        self.panel = SidePanel(state, pages)
        self._arrange()
        plots = [plot.build for plot in self.findChildren(Plot)]
        self.idle_tasks = IdleTasks([*plots, *self.panel.preparations(), *self.actions_.preparations()], self)
        self._connect()
        self.presenter.start()
        self._message_timer = every(self, MESSAGE_SECONDS * 1000, self._message_over, once=True)
        self._timers = (
            every(self, 8, self._show_newest, precise=True),
            every(self, 250, self._show_numbers),
            every(self, 100, lambda: self.angles_page.show_frame(self.view.frame)),
        )
        for timer in self._timers:
            timer.start()

    def _arrange(self) -> None:
        upper, whole = QHBoxLayout(), QVBoxLayout()
        for layout in (upper, whole):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)
        upper.addWidget(self.view, 1)
        upper.addWidget(self.panel)
        whole.addLayout(upper, 1)
        whole.addWidget(self.controls)
        body = QWidget()
        body.setLayout(whole)
        self.setCentralWidget(body)
        self.setStyleSheet(style_sheet(current_theme()))
        self.show_panel(self.state.panel)
        self.resize(1280, 720)
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
        self.view.painted.connect(self._on_painted)
        self.view.resized.connect(self._on_resized)
        self.controls.source_chosen.connect(self.opener.open)
        self.controls.seek_wanted.connect(self.session.seek)
        for banner in (self.card, self.hint):
            banner.chosen.connect(self.commands.run)
        self.hint.dismissed.connect(self.dismiss_hint)
        self.settings_page.folder_wanted.connect(lambda: self.commands.run("choose_folder"))
        self.commands.dismissed.connect(self.dismiss_hint)
        self.commands.source_menu.connect(self.controls.source.showMenu)
        self.commands.full_screen.connect(self.toggle_full_screen)
        self.capture.message.connect(self.show_message)
        hints = QApplication.styleHints()
        if hints is not None:
            hints.colorSchemeChanged.connect(self.paint_theme)  # of no window that is gone
        if not self.capture.can_share:
            self.actions_["virtual_camera"].setEnabled(False)
            self.actions_["virtual_camera"].setToolTip(NOT_INSTALLED)

    # -- sources

    def begin(self, source: str | None) -> None:
        """Open ``source``; None: the camera used last, or the first there is."""
        self.cameras.start()
        if source is not None:
            self.opener.open_text(source)
        else:
            self.opener.wait_for_camera()
            self.card.show_notice(notices.LOADING)

    def take_files(self, paths: list[Path]) -> None:
        self.commands.take_files(paths)

    def _on_opening(self) -> None:
        self.capture.stop_recording()
        self.hints.restart()
        self.view.clear()

    # -- frames and numbers

    def _show_newest(self) -> None:
        screen = self.presenter.take()
        if screen is not None:
            self.view.show_image(screen)

    def _on_painted(self, frame: PoseFrame) -> None:
        self.session.shown(frame)
        if not self._person_seen and frame.people is not None and len(frame.people):
            self._person_seen = True
            self.first_person.emit()

    def _on_resized(self) -> None:
        self._tell_presenter()
        self.card.place()
        self.hint.place()

    def _tell_presenter(self) -> None:
        names = COCO17.keypoints
        joint = names.index(self.state.heatmap_joint) if self.state.heatmap and self.state.heatmap_joint in names else None
        self.presenter.options = ScreenOptions(self.view.room, self.mirrored, self.state.blur_faces, joint)

    @property
    def mirrored(self) -> bool:
        """Whether what is open is shown as in a mirror."""
        spec = self.session.spec
        return self.state.mirror_camera if spec is not None and spec.kind == "camera" else self.state.mirror_file

    def _show_numbers(self) -> None:
        stats, spec = self.session.stats(), self.session.spec
        people, name = len(self.view.people), spec.name if spec is not None else ""
        running = self.session.phase == "running" and stats is not None
        self.controls.show_position(self.session.position, self.session.duration, self.session.seekable or self.session.phase == "ended")
        self.controls.show_timer(self.capture.seconds)
        device = self.session.live.provider if self.session.live else ""
        self.live_page.show_stats(stats if running else None, people, device, name)
        if not running or stats is None:
            self.controls.show_status(())
            return
        count = "nobody" if not people else "1 person" if people == 1 else f"{people} people"
        self.controls.show_status((f"{stats.fps:.0f} fps", f"{stats.latency_p50_ms:.0f} ms", count, device))
        if not self.state.paused:
            due = self.hints.update(time.monotonic(), people, stats.fps, stats.source_fps)
            if not self._message_timer.isActive():
                self.hint.show_notice(due)

    # -- messages

    def _on_session(self) -> None:
        notice, phase = self.session.notice, self.session.phase
        running = phase in ("running", "paused")
        if phase == "ended" and notice is not None and not notice.title:
            self.card.show_notice(None)
            self.hint.show_notice(notice)
        elif phase == "loading" and self.view.screen_image is not None:
            self.card.show_notice(None)  # the last frame stays until the new ones come
        else:
            self.card.show_notice(None if running else notice)
            if not running or (self.hint.notice is not None and self.hint.notice.kind == "ended"):
                self.hint.show_notice(None)
        if phase in ("ended", "failed"):
            self.capture.stop_recording()  # nothing more will come
        for name in ("pause", "snapshot"):
            self.actions_[name].setEnabled(running or self.session.over)
        self.actions_["record"].setEnabled(running or self.state.recording)
        self._show_pause()
        self.controls.show_source(self.session.spec)
        self._tell_presenter()

    def show_message(self, notice: Notice) -> None:
        """Show a message that goes away by itself."""
        self.hint.show_notice(notice)
        self._message_timer.start()

    def _message_over(self) -> None:
        if self.hint.notice is not None and self.hint.notice.kind not in ("ended", "nobody", "slow"):
            self.hint.show_notice(self.session.notice if self.session.over else None)

    def dismiss_hint(self, kind: str) -> None:
        """Hide the hint; its kind does not come back for this source."""
        self.hints.dismiss(kind)
        self.hint.show_notice(None)

    # -- settings

    def _on_setting(self, name: str) -> None:
        if name == "theme":
            self.paint_theme()
        elif name == "panel":
            self.show_panel(self.state.panel)
        elif name == "paused":
            self._show_pause()
        elif name == "recording":
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
        parts: tuple[Themed, ...] = (self.actions_, self.card, self.hint, self.controls, self.live_page, self.angles_page)
        for part in parts:
            part.paint_theme()

    def show_panel(self, shown: bool) -> None:
        """Show or hide the panel. Beside it there must be room for the video, however large the letters are."""
        self.panel.setVisible(shown)
        self.setMinimumSize(max(640, self.panel.width() + 300 if shown else 0), 420)

    def toggle_full_screen(self) -> None:
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

    # -- events

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        if event is None or self.actions_.press(event.key()):
            return
        if event.key() == Qt.Key.Key_Escape and self.isFullScreen():
            self.toggle_full_screen()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent | None) -> None:
        if not self._closed:
            self._closed = True
            self.hide()
            self.ended = self.shutdown()
        super().closeEvent(event)

    def shutdown(self) -> bool:
        """Stop everything; True when all threads ended in time."""
        deadline = time.monotonic() + CLOSE_SECONDS
        for timer in self._timers:
            timer.stop()
        self.dialogs.cancel()
        done = [self.capture.shutdown(0.5)]
        done.append(self.session.shutdown(max(0.1, deadline - time.monotonic())))
        done.append(self.presenter.stop(max(0.05, deadline - time.monotonic())))
        done.append(self.cameras.stop(max(0.02, deadline - time.monotonic())))
        done.append(self.idle_tasks.stop(max(0.02, deadline - time.monotonic())))
        done.append(self.dialogs.join(max(0.02, deadline - time.monotonic())))
        return all(done)
