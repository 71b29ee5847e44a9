"""The main window: puts the parts together and passes word between them."""

from __future__ import annotations

import time
from dataclasses import replace

from PyQt6.QtCore import QTimer, pyqtSignal
from PyQt6.QtGui import QCloseEvent
from PyQt6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from lightpose.gui import notices
from lightpose.gui.actions import Actions
from lightpose.gui.assembly import Assembly
from lightpose.gui.cameras import CameraWatch
from lightpose.gui.capture import Capture
from lightpose.gui.cards import Card, Hint
from lightpose.gui.commands import WindowCommands
from lightpose.gui.controls import Controls
from lightpose.gui.idle_tasks import Later
from lightpose.gui.notices import Notice
from lightpose.gui.panel import SidePanel
from lightpose.gui.panel_angles import AnglesPage
from lightpose.gui.panel_live import LivePage
from lightpose.gui.panel_picture import PicturePage
from lightpose.gui.panel_settings import SettingsPage
from lightpose.gui.plots import Plot
from lightpose.gui.presenter import PictureOptions, Presenter
from lightpose.gui.session import Session
from lightpose.gui.spec import SourceSpec, parse_source
from lightpose.gui.state import AppState
from lightpose.gui.theme import apply_theme, choose_theme, current_theme, style_sheet
from lightpose.gui.timers import every
from lightpose.gui.view import VideoView
from lightpose.gui.watch import Watch
from posecore.pipelines.frame import PoseFrame
from posecore.skeletons import COCO17

CLOSE_SECONDS = 0.9
MESSAGE_SECONDS = 7
PATIENCE_SECONDS = 5
"""Later than this the rest of the window is made even if nobody has come into the picture."""


class MainWindow(WindowCommands, QMainWindow):
    """See yourself in skeletons."""

    ended: bool
    """Closed, and no thread is left."""
    first_person = pyqtSignal()
    """Somebody is on the screen for the first time."""

    def __init__(self, state: AppState, assembly: Assembly, cameras: CameraWatch | None = None) -> None:
        super().__init__()
        self.load = assembly.load
        self.setWindowTitle("lightpose")
        self.setAcceptDrops(True)
        self.state = state
        self.presenter = Presenter()
        self.session = Session(state, assembly, self.presenter, self)
        self.cameras = cameras or CameraWatch()
        self.watch = Watch()
        self.wanted: SourceSpec | None = None
        self._met = self._closed = self.ended = False
        self.actions_ = Actions(self, state)
        self.view = VideoView(state)
        self.card, self.hint = Card(self.view), Hint(self.view)
        self.controls = Controls(state, self.actions_)
        self.live_page, self.angles_page, self.settings_page = LivePage(), AnglesPage(state), SettingsPage(state)
        pages: dict[str, QWidget] = {
            "Picture": PicturePage(state), "Live": self.live_page, "Angles": self.angles_page, "Settings": self.settings_page,
        }  # fmt: skip
        self.panel = SidePanel(state, pages)
        self.capture = Capture(state, self.session, self)
        self._arrange()
        plots = [plot.build for plot in self.findChildren(Plot)]
        self.later = Later([*plots, *self.panel.preparations(), *self.actions_.preparations()], self)
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
        self.first_person.connect(self.later.start)
        QTimer.singleShot(PATIENCE_SECONDS * 1000, self.later.start)
        self.cameras.changed.connect(self.on_cameras)
        self.view.painted.connect(self._on_painted)
        self.view.resized.connect(self._on_resized)
        self.controls.source_chosen.connect(self.open)
        self.controls.seek_wanted.connect(self.session.seek)
        for banner in (self.card, self.hint):
            banner.chosen.connect(self.act)
        self.hint.dismissed.connect(self.dismiss_hint)
        self.settings_page.folder_wanted.connect(self.do_choose_folder)
        self.capture.message.connect(self.show_message)
        hints = QApplication.styleHints()
        if hints is not None and hasattr(hints, "colorSchemeChanged"):
            hints.colorSchemeChanged.connect(self.paint_theme)  # of no window that is gone
        if not self.capture.can_share:
            self.actions_["virtual_camera"].setEnabled(False)
            self.actions_["virtual_camera"].setToolTip("Needs pyvirtualcam: pip install pyvirtualcam")

    # -- sources

    def begin(self, source: str | None) -> None:
        """Open ``source``; None: the camera used last, or the first there is."""
        self.cameras.start()
        if source is not None:
            self.open(parse_source(source))
        else:
            self.wanted = SourceSpec("camera", "", "")
            self.card.show_notice(notices.LOADING)

    def open(self, spec: SourceSpec) -> None:
        """Show ``spec``."""
        self.wanted = None
        self.capture.stop_recording()
        self.watch.restart()
        self.view.clear()
        self.state.person = -1
        if spec.kind == "camera":
            self.state.source = spec.value
        self.session.open(spec)

    def on_cameras(self, cameras: list[tuple[str, str]]) -> None:
        """Cameras came or went: open the one that is wanted, or the one that was missed."""
        spec, names = self.session.spec, dict(cameras)
        if spec is not None and spec.kind == "camera" and spec.value in names:
            self.session.spec = replace(spec, name=names[spec.value])
            self.controls.show_source(self.session.spec)
        self.controls.fill_menu(cameras)
        failed = self.session.phase == "failed" and self.session.notice is not None
        waiting = failed and self.session.notice.kind in ("no_camera", "unplugged")  # type: ignore[union-attr]
        if (self.wanted is None and not waiting) or (waiting and not cameras):
            return
        if not cameras:
            self.session.fail(self.wanted, notices.no_camera())
            return
        last = self.session.spec.value if waiting and self.session.spec else self.state.source
        value, name = next((c for c in cameras if c[0] == last), cameras[0])
        self.open(SourceSpec("camera", value, name))

    # -- frames and numbers

    def _show_newest(self) -> None:
        picture = self.presenter.take()
        if picture is not None:
            self.view.show_picture(picture)

    def _on_painted(self, frame: PoseFrame) -> None:
        self.session.shown(frame)
        if not self._met and frame.people is not None and len(frame.people):
            self._met = True
            self.first_person.emit()

    def _on_resized(self) -> None:
        self._tell_presenter()
        self.card.place()
        self.hint.place()

    def _tell_presenter(self) -> None:
        names = COCO17.keypoints
        joint = names.index(self.state.heatmap_joint) if self.state.heatmap and self.state.heatmap_joint in names else None
        self.presenter.options = PictureOptions(self.view.room, self.mirrored, self.state.blur_faces, joint)

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
        self.live_page.show_stats(stats if running else None, people, self.session.live.provider if self.session.live else "", name)
        if not running or stats is None:
            self.controls.show_status(())
            return
        nobody = "nobody" if not people else "1 person" if people == 1 else f"{people} people"
        self.controls.show_status((f"{stats.fps:.0f} fps", f"{stats.latency_p50_ms:.0f} ms", nobody))
        if not self.state.paused:
            due = self.watch.update(time.monotonic(), people, stats.fps, stats.source_fps)
            if not self._message_timer.isActive():
                self.hint.show_notice(due)

    # -- words

    def _on_session(self) -> None:
        notice, phase = self.session.notice, self.session.phase
        running = phase in ("running", "paused")
        if phase == "ended" and notice is not None and not notice.title:
            self.card.show_notice(None)
            self.hint.show_notice(notice)
        elif phase == "loading" and self.view.picture is not None:
            self.card.show_notice(None)  # the last picture stays until the new ones come
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
        """A word that goes away by itself."""
        self.hint.show_notice(notice)
        self._message_timer.start()

    def _message_over(self) -> None:
        if self.hint.notice is not None and self.hint.notice.kind not in ("ended", "nobody", "slow"):
            self.hint.show_notice(self.session.notice if self.session.over else None)

    def dismiss_hint(self, kind: str) -> None:
        """Hide the hint; its kind does not come back for this source."""
        self.watch.dismiss(kind)
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
        for part in (self.actions_, self.card, self.hint, self.controls, self.live_page, self.angles_page):
            part.paint_theme()  # type: ignore[attr-defined]

    # -- events

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
        if self.process_dialog is not None:
            self.process_dialog.queue.cancel()
        done = [self.capture.shutdown(0.5)]
        done.append(self.session.shutdown(max(0.1, deadline - time.monotonic())))
        done.append(self.presenter.stop(max(0.05, deadline - time.monotonic())))
        done.append(self.cameras.stop(max(0.02, deadline - time.monotonic())))
        done.append(self.later.stop(max(0.02, deadline - time.monotonic())))
        if self.process_dialog is not None:
            done.append(self.process_dialog.queue.join(max(0.02, deadline - time.monotonic())))
        return all(done)
