"""Starts Qt and the window, and ends them."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
import threading
import time
from pathlib import Path

from PyQt6 import sip
from PyQt6.QtCore import QEvent, QSettings, QTimer
from PyQt6.QtWidgets import QApplication

from lightpose.gui.assembly import Assembly
from lightpose.gui.icons import app_icon
from lightpose.gui.language import choose_language, install
from lightpose.gui.options import WindowOptions
from lightpose.gui.placing import USUAL, was_maximized
from lightpose.gui.state import AppState
from lightpose.gui.theme import apply_theme, choose_theme
from lightpose.gui.timers import every
from lightpose.gui.window import MainWindow
from posecore.terminal import ending_signals, let_go

SWITCH_SECONDS = 0.001
"""After so long a thread hands on the interpreter to one that waits for it. The window's waits most and needs it briefly."""

START_SECONDS = 20
"""So long after the start everything that stays is there."""
SETTLED = 3.0
"""Seconds from the first frame to a screenshot whose time was not said."""


def drop_cv2_plugins() -> None:
    """OpenCV's Linux wheels point Qt to plug-ins and fonts of their own Qt when they are imported, with which PyQt6 cannot start."""
    import cv2  # noqa: F401 - imported now, so that it cannot set them again later

    for name in ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR"):
        if "cv2" in os.environ.get(name, ""):
            del os.environ[name]


def make_application(arguments: list[str] | None = None) -> QApplication:
    """The one application object, made where there is none; from now on threads hand on the interpreter quickly."""
    sys.setswitchinterval(SWITCH_SECONDS)
    drop_cv2_plugins()
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(arguments or ["lightpose"])
    app.setApplicationName("lightpose")
    app.setApplicationDisplayName("lightpose")
    app.setOrganizationName("lightpose")
    app.setDesktopFileName("lightpose")
    app.setStyle("Fusion")
    app.setWindowIcon(app_icon())
    return app


def stored_settings() -> QSettings:
    """Where settings live from one start to the next; LIGHTPOSE_SETTINGS names another file (tests, a portable copy)."""
    path = os.environ.get("LIGHTPOSE_SETTINGS")
    return QSettings(path, QSettings.Format.IniFormat) if path else QSettings()


def run_window(options: WindowOptions) -> int:
    """See :func:`lightpose.gui.run`."""
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        by_itself = options.screenshot is not None or options.soak is not None
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen" if by_itself else "xcb")
    asked = Asked()
    before = set(threading.enumerate())
    app = make_application()
    state = AppState(stored_settings() if options.soak is None else None)
    camera_size = options.camera_size
    state.override(
        detector=options.detector,
        pose=options.pose,
        joints=options.skeleton,
        device=options.device,
        threads=options.threads,
        camera_fps=options.camera_fps,
        theme=options.theme,
        predict=options.predict,
        every_person=options.every_person or None,
        resolution=f"{camera_size[0]}x{camera_size[1]}" if camera_size is not None else None,
    )
    apply_theme(app, choose_theme(state.theme))
    install(app, choose_language(state.language))
    main = MainWindow(state, Assembly())
    collect_later()
    size = options.window_size or ((USUAL.width(), USUAL.height()) if options.screenshot is not None else None)
    if size is not None:
        main.resize(*size)  # as asked, even where the screen is smaller
        state.keep_to_itself("place", True)
    if options.streams is not None:
        main.sending.adopt(options.streams)
    main.choosing.given = options.selection
    if size is None and was_maximized(state.place):
        main.showMaximized()
    else:
        main.show()
    main.begin(options.source)
    asked.closes(main)
    if options.soak is not None:
        from lightpose.gui.soak import Soak

        soak = Soak(main, options.soak)
        app.exec()
        print(soak.report())
        code = 0 if soak.complete else 1
    elif options.screenshot is not None or options.after is not None:
        shot = Shot(main, options.screenshot, SETTLED if options.after is None else options.after)
        app.exec()
        code = shot.code
    else:
        code = app.exec()
    code = asked.code or code
    if not main.ended or set(threading.enumerate()) - before:
        _leave(code, state)
    _take_down(main)
    return code


def _take_down(window: MainWindow) -> None:
    """Delete the window with all its parts while Qt is whole.

    Left to the end of the program, PyQt does it while it walks its list of objects, some of which vanish on the way: now and then a crash.
    """
    with contextlib.suppress(ValueError):  # not in the main thread
        for number in ending_signals():
            signal.signal(number, signal.SIG_IGN)  # it has ended
    window.cameras.deleteLater()
    sip.delete(window)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def collect_later() -> None:
    """No garbage is collected for :data:`START_SECONDS`: a collection holds every thread up, and what is made at the start stays."""
    gc.disable()
    QTimer.singleShot(START_SECONDS * 1000, _collect_from_now_on)


def _collect_from_now_on() -> None:
    """Collect garbage again, but never among what is there now: that takes so long that the window would stand still."""
    gc.freeze()
    gc.enable()


def _leave(code: int, state: AppState) -> None:
    """End now, though a thread is still inside a library (importing one, opening a device): Python would wait for it, or crash on it."""
    state.sync()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(Exception):
            stream.flush()
    os._exit(code)


class Shot:
    """Closes the window some seconds after its first frame (or after ten seconds without one) and writes what it shows."""

    LONGEST = 10.0

    def __init__(self, window: MainWindow, path: Path | None, after: float) -> None:
        self.window, self.path, self.after, self.code = window, path, after, 0
        self._begun = time.monotonic()
        self._first: float | None = None
        self._timer = every(window, 50, self._check)
        self._timer.start()

    def _check(self) -> None:
        now = time.monotonic()
        if self._first is None and self.window.view.frame is not None:
            self._first = now
        settled = self.window.session.phase == "failed" and now - self._begun > self.after
        if settled or now - (self._first or now) > self.after or (self._first is None and now - self._begun > self.LONGEST + self.after):
            self._timer.stop()
            if self.path is not None and not self.window.grab().save(str(self.path), "PNG"):
                print(f"lightpose: error: cannot write {self.path}", file=sys.stderr)
                self.code = 2
            self.window.close()


class Asked:
    """Ctrl-C, SIGTERM and SIGHUP close the window; from now on they raise nothing, which Qt would crash on.

    Python hears them only while Python runs, which the window's timers see to.

    Attributes:
        code: exit code, 128 + the signal; 0 while none has come.
    """

    def __init__(self) -> None:
        self.code = 0
        self._window: MainWindow | None = None
        with contextlib.suppress(ValueError):  # not in the main thread
            for number in ending_signals():
                signal.signal(number, self._ask)

    def _ask(self, number: int, frame: object) -> None:
        let_go(number)
        if self.code:  # impatient
            os._exit(self.code)
        self.code = 128 + number
        if self._window is not None:
            self._window.close()

    def closes(self, window: MainWindow) -> None:
        """It is ``window`` that is closed, at once where a signal has come already."""
        self._window = window
        if self.code:
            QTimer.singleShot(0, window.close)
