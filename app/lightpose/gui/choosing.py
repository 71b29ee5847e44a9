"""Who is shown, measured and recorded: keeps it apart for each source, from one start to the next."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from PyQt6.QtCore import QObject

from lightpose.gui.language import translate
from lightpose.gui.notices import Notice
from lightpose.gui.session import Session
from lightpose.gui.state import AppState, settings
from lightpose.gui.view import VideoView
from posecore.pipelines.frame import PoseFrame
from posecore.pipelines.selection import Place, Selection
from posecore.sources.factory import SourceSpec

MISSING_SECONDS = 3.0
REMEMBERED = 60
"""Sources."""


def absent(possible: bool = True) -> Notice:
    """There are people, but none of those who are chosen; where not ``possible``, because the place or region is not in the picture."""
    text = translate("Notices", "There are people, but not who was chosen.")
    if not possible:
        text = translate("Notices", "Who was chosen would be outside of the picture.")
    return Notice("not_chosen", "person", "", text, ((translate("Notices", "Show everyone"), "everyone"),))


class Choosing(QObject):
    """Follows the state's settings of each source: takes over those remembered of a source that is opened, remembers what changes.

    A person is remembered by id in a recording that is played from its beginning, else by place: ids are new with each start.

    Attributes:
        given: who is wanted in this run, whatever is open; nothing is remembered then.
        notice: what to tell; None while there is nothing.
    """

    def __init__(self, state: AppState, session: Session, view: VideoView, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state, self.session, self.view = state, session, view
        self.given: Selection | None = None
        self.notice: Notice | None = None
        self._source: tuple[str, str] | None = None
        self._place = ""
        self._busy = False
        self._seen = 0.0
        session.changed.connect(self._on_session)
        state.changed.connect(self._on_setting)
        view.painted.connect(self._on_painted)

    def let_go(self) -> bool:
        """Show everyone again where one person was chosen; False where nobody was."""
        if self.state.person < 0 and not self.state.person_place:
            return False
        self.state.person, self.state.person_place = -1, ""
        return True

    def remember(self) -> None:
        """Keep what is chosen now for the source that is open."""
        if self._source is None or self.given is not None:
            return
        wishes: dict[str, Any] = {name: self.state.get(name) for name in _names() if self.state.get(name) != _default(name)}
        if self.state.person >= 0 and self.session.spec is not None and self.session.spec.live:
            del wishes["person"]
            wishes["person_place"] = self._place
        kept = _read(self.state.choices)
        kept.pop(_key(self._source), None)
        if wishes:
            kept[_key(self._source)] = wishes
        self.state.choices = json.dumps(dict(list(kept.items())[-REMEMBERED:])) if kept else ""

    def _on_session(self) -> None:
        spec, session = self.session.spec, self.session
        if spec is None or session.phase != "loading" or session.live is not None:
            return
        source, before, self._source = (spec.kind, spec.value), self._source, (spec.kind, spec.value)
        with self._quiet():
            if source != before:
                self._take_over(spec)
            elif self.state.person >= 0 and (spec.live or session.start > 0):
                self.state.person_place = self._place
                self.state.person = -1
        self.notice = None

    def _take_over(self, spec: SourceSpec) -> None:
        self.state.restore(*_names())
        if self.given is not None:
            self.state.choose(self.given)
            return
        for name, value in _read(self.state.choices).get(_key((spec.kind, spec.value)), {}).items():
            if name in _names():
                self.state.set(name, value)

    def _on_setting(self, name: str) -> None:
        if name == "person" and self.state.person >= 0:
            self._keep_place(self.view.frame)
        if name in _names() and not self._busy:
            self._seen = time.monotonic()
            self.notice = None
            self.remember()

    def _on_painted(self, frame: PoseFrame) -> None:
        self._keep_place(frame)
        if self.state.person_place and self.state.person < 0 and len(frame.people) == 1 and frame.selection == self.state.selection:
            with self._quiet():
                self.state.person = int(frame.people.ids[0])
                self.state.person_place = ""
        now = time.monotonic()
        if len(frame.people) or not len(frame.all_people):
            self._seen = now
        possible = self.state.selection.possible(frame.size)
        self.notice = absent(possible) if now - self._seen > MISSING_SECONDS else None

    def _keep_place(self, frame: PoseFrame | None) -> None:
        """Where the chosen person is now."""
        if frame is None or self.state.person < 0:
            return
        boxes = frame.all_people.boxes[frame.all_people.ids == self.state.person]
        if len(boxes):
            x, y = ((boxes[0, :2] + boxes[0, 2:]) / 2 / frame.size * 100).tolist()
            self._place = str(Place(round(x, 2), round(y, 2), percent=True))

    @contextmanager
    def _quiet(self) -> Iterator[None]:
        self._busy = True
        try:
            yield
        finally:
            self._busy = False


def _names() -> tuple[str, ...]:
    return tuple(setting.name for setting in settings() if setting.per_source)


def _default(name: str) -> Any:
    return next(setting.default for setting in settings() if setting.name == name)


def _key(source: tuple[str, str]) -> str:
    """Under what a (kind, value) is stored: files by their whole path, which is theirs alone."""
    kind, value = source
    return f"{kind}:{os.path.abspath(value) if kind in ('file', 'folder', 'sequence') else value}"


def _read(text: str) -> dict[str, dict[str, Any]]:
    """What was stored; nothing where it makes no sense."""
    try:
        kept = json.loads(text or "{}")
    except ValueError:
        return {}
    return {key: value for key, value in kept.items() if isinstance(value, dict)} if isinstance(kept, dict) else {}
