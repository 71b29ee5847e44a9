"""Which source is open: what a person asks for, the camera used last, or one that was plugged in."""

from __future__ import annotations

from dataclasses import replace

from PyQt6.QtCore import QObject, pyqtSignal

from lightpose.gui import notices
from lightpose.gui.session import Session
from lightpose.gui.state import AppState
from posecore.sources.factory import SourceSpec, parse


class SourceOpener(QObject):
    """Opens sources through the session.

    Attributes:
        cameras: those there are, as (value that opens it, name).
        waiting: what is to be opened once cameras are listed; None while nothing waits.
    """

    opening = pyqtSignal()
    """Another source is about to be opened."""
    renamed = pyqtSignal()
    """The name of the open camera became known."""

    def __init__(self, state: AppState, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state, self.session = state, session
        self.cameras: list[tuple[str, str]] = []
        self.waiting: SourceSpec | None = None

    def open_text(self, text: str) -> None:
        """Open what a person wrote."""
        self.open(parse(text))

    def open(self, spec: SourceSpec) -> None:
        """Open ``spec`` instead of what is open."""
        self.waiting = None
        self.opening.emit()
        self.state.mirror_file = False  # was asked for the video before
        if spec.kind == "camera":
            self.state.source = spec.value
        self.session.open(spec)

    def wait_for_camera(self) -> None:
        """Open the camera used last, or the first, once :meth:`on_cameras` says which there are."""
        self.waiting = SourceSpec("camera", "", "")

    def retry(self) -> None:
        """Try again what failed or ended."""
        if self.waiting is not None or (self.session.phase == "failed" and self.session.spec is None):
            self.wait_for_camera()
            self.on_cameras(self.cameras, again=True)
        else:
            self.session.reopen()

    def on_cameras(self, cameras: list[tuple[str, str]], again: bool = False) -> None:
        """Cameras came or went, or were asked for ``again``: open the one that is waited for, or the one that was missed."""
        self.cameras = cameras
        spec, names = self.session.spec, dict(cameras)
        if spec is not None and spec.kind == "camera" and spec.value in names:
            self.session.spec = replace(spec, name=names[spec.value])
            self.renamed.emit()
        notice = self.session.notice
        missed = self.session.phase == "failed" and notice is not None and notice.kind in ("no_camera", "unplugged")
        if (self.waiting is None and not missed) or (missed and not cameras and not again):
            return
        if not cameras:
            self.session.fail(self.waiting, notices.no_camera(again=again))
            return
        last = self.session.spec.value if missed and self.session.spec else self.state.source
        value, name = next((c for c in cameras if c[0] == last), cameras[0])
        self.open(SourceSpec("camera", value, name))
