"""Streams: where the people of each frame go while they come, as the window commands it."""

from __future__ import annotations

import contextlib
import json
import queue
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PyQt6.QtCore import QObject, pyqtSignal

from lightpose.gui.controls import source_name
from lightpose.gui.language import translate
from lightpose.gui.notices import Notice
from lightpose.gui.reasons import sentence, translated
from lightpose.gui.session import Session
from lightpose.gui.state import AppState
from posecore.pipelines.frame import PoseFrame
from posecore.sinks import SinkError
from posecore.streams import Address, PoseStream, open_stream


@dataclass
class Entry:
    """One address.

    Attributes:
        text: the address with its token.
        phase: ``off``, ``starting``, ``on`` or ``failed``.
        stream: what sends, while it is on.
        why: what failed.
    """

    text: str
    phase: str = "off"
    stream: PoseStream | None = None
    why: str = ""

    @property
    def shown(self) -> str:
        """The address without its token."""
        with contextlib.suppress(SinkError):
            return str(Address.parse(self.text))
        return self.text

    @property
    def page(self) -> str:
        """Address of the page that draws what is sent; "" where there is none now."""
        return self.stream.page if self.stream is not None and self.phase == "on" else ""


class Sending(QObject):
    """Follows the state's ``addresses`` and ``sending``. Streams are opened and closed in a thread of their own, one after the other.

    Attributes:
        entries: the addresses, in their order.
    """

    changed = pyqtSignal()
    """An entry came, went or has another phase."""
    message = pyqtSignal(object)
    """A :class:`Notice` for the person."""
    asked = pyqtSignal()
    """It is to send, but there is no address."""
    _done = pyqtSignal(object, object, object)

    def __init__(self, state: AppState, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state, self.session = state, session
        self.entries = [Entry(text) for text in _listed(state.addresses)]
        self._active: tuple[PoseStream, ...] = ()
        self._begun = False
        self._work: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._worker: threading.Thread | None = None
        self._ended = False
        self._started: list[PoseStream] = []
        """Begun by the worker, not yet taken over here."""
        self._done.connect(self._on_started)
        state.changed.connect(self._on_setting)
        session.changed.connect(self._on_session)

    def adopt(self, given: Sequence[tuple[str, PoseStream]]) -> None:
        """Send to these, which were started already, in place of those remembered; nothing of it is remembered."""
        for name in ("addresses", "sending"):
            self.state.keep_to_itself(name, True)
        self.entries = [Entry(text, "on", stream) for text, stream in given]
        self.state.override(addresses=json.dumps([text for text, _ in given]))
        self.state.sending = True
        self._follow_entries()
        self.changed.emit()

    def add(self, text: str) -> None:
        """Send to the address ``text``, too; the first one begins it. Raises SinkError where that makes no sense."""
        open_stream(text)
        listed, first = _listed(self.state.addresses), not self.entries
        if text not in listed:
            self.state.addresses = json.dumps([*listed, text])
        if first:
            self.state.sending = True

    def remove(self, entry: Entry) -> None:
        """Send there no more."""
        self.state.addresses = json.dumps([text for text in _listed(self.state.addresses) if text != entry.text])

    def retry(self, entry: Entry) -> None:
        """Begin what has failed once more."""
        if entry.phase == "failed":
            entry.phase = "off"
            self._begun = True
            self.state.sending = True
            self._apply()

    def poll(self) -> None:
        """Notice which streams have broken off."""
        for entry in self.entries:
            if entry.phase == "on" and entry.stream is not None and entry.stream.error is not None:
                self._fail(entry, entry.stream.error)

    def shutdown(self, timeout: float) -> bool:
        """Close everything; True when no thread is left in time."""
        self._ended = True
        self._stop(self.entries)
        if self._worker is None:
            return True
        self._work.put(None)
        self._worker.join(timeout)
        while self._started:  # the window closed while they began
            self._started.pop().close()
        return not self._worker.is_alive()

    def _on_setting(self, name: str) -> None:
        if name in ("addresses", "sending"):
            self._begun = True
            self._apply()

    def _on_session(self) -> None:
        """The first frames are on their way: what was on at the last end is on again, which would have held up the start before."""
        if not self._begun and self.session.phase == "running":
            self._begun = True
            self._apply()
        for entry in self.entries:
            self._name_source(entry)

    def _apply(self) -> None:
        """Do what the settings say."""
        wanted = _listed(self.state.addresses)
        self._stop([entry for entry in self.entries if entry.text not in wanted])
        known = {entry.text: entry for entry in self.entries}
        self.entries = [known.get(text) or Entry(text) for text in wanted]
        if self.state.sending and not self.entries:
            self.state.sending = False
            self.asked.emit()
        elif self.state.sending:
            for entry in self.entries:
                if entry.phase == "off":
                    entry.phase = "starting"
                    self._in_background(lambda entry=entry: self._open(entry))  # type: ignore[misc]
        else:
            self._stop(self.entries)
        self.changed.emit()

    def _open(self, entry: Entry) -> None:
        """In the worker."""
        try:
            stream = open_stream(entry.text, source_name(self.session.spec))
            stream.start()
        except Exception as error:
            self._done.emit(entry, None, error)
            return
        if self._ended:
            stream.close()
            return
        self._started.append(stream)
        self._done.emit(entry, stream, None)

    def _on_started(self, entry: Entry, stream: PoseStream | None, error: Exception | None) -> None:
        if stream is not None:
            if stream not in self._started:
                return  # closed at the end
            self._started.remove(stream)
        if entry.phase != "starting" or entry not in self.entries:
            if stream is not None:  # no longer wanted
                self._in_background(stream.close)
            return
        if stream is None:
            self._fail(entry, error)
            return
        entry.phase, entry.stream = "on", stream
        self._name_source(entry)
        self._follow_entries()
        self.changed.emit()

    def _fail(self, entry: Entry, error: Exception | None) -> None:
        why = str(error) if isinstance(error, SinkError) else translate("Streams", "Sending to {address} ended: {why}")
        entry.why = sentence(why.format(address=entry.shown, why=translated(str(error))) if not isinstance(error, SinkError) else why)
        self._stop([entry])
        entry.phase = "failed"
        self.changed.emit()
        self.message.emit(Notice("stream", "warning", "", entry.why, ((translate("Streams", "Streams…"), "streams"),)))

    def _stop(self, entries: Sequence[Entry]) -> None:
        for entry in entries:
            entry.phase, stream = "off", entry.stream
            entry.stream = None
            if stream is not None:
                self._in_background(stream.close)
        self._follow_entries()

    def _follow_entries(self) -> None:
        """Frames go to the streams that are on, and to no other."""
        before, self._active = self._active, tuple(entry.stream for entry in self.entries if entry.stream is not None)
        if self._active and not before:
            self.session.add_consumer(self._write)
        elif before and not self._active:
            self.session.remove_consumer(self._write)

    def _write(self, frame: PoseFrame) -> None:
        """In the engine's thread."""
        for stream in self._active:
            stream.write(frame)

    def _name_source(self, entry: Entry) -> None:
        if entry.stream is not None:
            entry.stream.source = source_name(self.session.spec)

    def _in_background(self, work: Callable[[], None]) -> None:
        if self._worker is None:
            self._worker = threading.Thread(target=self._run, name="sending", daemon=True)
            self._worker.start()
        self._work.put(work)

    def _run(self) -> None:
        while (work := self._work.get()) is not None:
            work()


def described(entry: Entry) -> str:
    """What an entry does now, in a few words."""
    stream = entry.stream
    if entry.phase == "on" and stream is not None:
        readers = stream.readers
        if not stream.page:
            return translate("Streams", "sending") if readers is None else translate("Streams", "nobody listens there")
        if not readers:
            return translate("Streams", "listening, no reader")
        return translate("Streams", "1 reader") if readers == 1 else translate("Streams", "{number} readers").format(number=readers)
    return {
        "starting": translate("Streams", "starting"), "failed": translate("Streams", "failed"),
    }.get(entry.phase, translate("Streams", "off"))  # fmt: skip


def _listed(text: str) -> list[str]:
    """The addresses that were stored; none where that makes no sense."""
    try:
        kept = json.loads(text or "[]")
    except ValueError:
        return []
    return list(dict.fromkeys(item for item in kept if isinstance(item, str))) if isinstance(kept, list) else []
