"""What the window says over the video: a card where nothing runs, a bar at the top where something does."""

from __future__ import annotations

import time

from PyQt6.QtCore import QObject
from PyQt6.QtWidgets import QWidget

from lightpose.gui.cards import Card, Hint
from lightpose.gui.hints import HintMonitor
from lightpose.gui.notices import Notice, before_camera
from lightpose.gui.session import Session
from lightpose.gui.timers import every
from posecore.engine import Stats

SECONDS = 7
"""How long a message stays."""


class Messages(QObject):
    """Shows the session's notice, messages that go away by themselves, and hints that are due.

    Attributes:
        card, hint: where they are shown.
        hints: decides which hint is due.
    """

    def __init__(self, view: QWidget, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self.session = session
        self.card, self.hint = Card(view), Hint(view)
        self.hints = HintMonitor()
        self._timer = every(self, SECONDS * 1000, self._over, once=True)
        self.hint.dismissed.connect(self.dismiss)

    def place(self, covered: int) -> None:
        """After the view has got another size, or something lies over its right ``covered`` px."""
        self.card.place(covered)
        self.hint.place(covered)

    def show(self, notice: Notice) -> None:
        """A message that goes away by itself."""
        self.hint.show_notice(notice)
        self._timer.start()

    def dismiss(self, kind: str) -> None:
        """Hide the hint; its kind does not come back for this source."""
        self.hints.dismiss(kind)
        self.hint.show_notice(None)

    def show_due(self, people: int, stats: Stats, other: Notice | None = None) -> None:
        """The hint that is due now, if any, while the engine runs; else the ``other`` notice."""
        spec = self.session.spec
        due = self.hints.update(time.monotonic(), people, stats.fps, stats.source_fps, before_camera(spec))
        if not self._timer.isActive():
            self.hint.show_notice(due or other)

    def show_session(self, image_shown: bool) -> None:
        """What the session has to say; ``image_shown``: whether an image is on the screen."""
        notice, phase = self.session.notice, self.session.phase
        running = phase in ("running", "paused")
        if phase == "ended" and notice is not None and not notice.title:
            self.card.show_notice(None)
            self.hint.show_notice(notice)
        elif phase == "loading" and image_shown:
            self.card.show_notice(None)  # the last frame stays until the new ones come
        else:
            self.card.show_notice(None if running else notice)
            if not running or (self.hint.notice is not None and self.hint.notice.kind == "ended"):
                self.hint.show_notice(None)

    def _over(self) -> None:
        if self.hint.notice is not None and self.hint.notice.kind not in ("ended", "nobody", "slow"):
            self.hint.show_notice(self.session.notice if self.session.over else None)
