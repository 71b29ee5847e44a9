"""Streams…: where the people of each frame are sent, and who reads them."""

from __future__ import annotations

import secrets

from PyQt6.QtCore import Qt, QUrl
from PyQt6.QtGui import QDesktopServices, QGuiApplication, QKeySequence, QShortcut
from PyQt6.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from lightpose.gui.dialogs.buttons import close_button
from lightpose.gui.fields import Choice, Count, switch
from lightpose.gui.language import translate
from lightpose.gui.placing import FittedDialog
from lightpose.gui.reasons import sentence
from lightpose.gui.sending import Entry, Sending, described
from lightpose.gui.text import PlainLabel, plain_tip
from lightpose.gui.timers import every
from posecore.sinks import SinkError
from posecore.streams import LOOPBACK, Address, schemes

NAMES = {"ws": "WebSocket", "osc": "OSC", "udp": "UDP"}
"""Kinds of streams, the commonest first, as people call them."""
_SIDES = 24
"""Of a field, around its text, px."""
PORTS = {"ws": 9000, "osc": 7000, "udp": 7001}


class StreamsDialog(FittedDialog):
    """The list of addresses with what each does, and a row for another one. It does not stand in the way of the window."""

    def __init__(self, sending: Sending, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("Streams", "Streams"))
        self.resize(600, 420)
        self.sending = sending
        self.on = switch(sending.state, "sending", translate("Streams", "Send the people of each frame to other programs"))
        self.on.inset = 0
        self.table = QTableWidget(0, 4)
        self.table.setAccessibleName(translate("Streams", "Addresses"))
        self.table.setHorizontalHeaderLabels(
            [translate("Streams", "Address"), translate("Streams", "State"), translate("Streams", "Sent"), translate("Streams", "Left out")]
        )
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setMinimumHeight(104)
        rows, columns = self.table.verticalHeader(), self.table.horizontalHeader()
        assert rows is not None
        assert columns is not None
        rows.hide()
        columns.setHighlightSections(False)
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        columns.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        columns.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.empty = PlainLabel(translate("Streams", "Nothing is sent yet. Add an address below."), self.table, "muted")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        QVBoxLayout(self.table).addWidget(self.empty)
        self.remove, self.retry = QPushButton(translate("Streams", "Remove")), QPushButton(translate("Notices", "Try again"))
        self.open_page, self.copy = QPushButton(translate("Streams", "Open page")), QPushButton(translate("Streams", "Copy page address"))
        self.kind, self.host, self.port, self.token = Choice(), QLineEdit(LOOPBACK), Count(), QLineEdit()
        known = schemes()
        for scheme in sorted(known, key=lambda name: ([*NAMES, name].index(name), name)):
            self.kind.addItem(NAMES.get(scheme, scheme.upper()), scheme)
        self.port.setRange(1, 65535)
        self.add = QPushButton(translate("Streams", "Add"))
        self.add.setProperty("role", "primary")
        self.add.setDefault(True)
        self.problem, self.note = PlainLabel(), PlainLabel(role="muted")
        for label in (self.problem, self.note):
            label.setWordWrap(True)
        self._arrange()
        self.remove.clicked.connect(self._remove)
        self.retry.clicked.connect(self._retry)
        self.open_page.clicked.connect(lambda: QDesktopServices.openUrl(QUrl(self._page)))
        self.copy.clicked.connect(self._copy)
        self.add.clicked.connect(self._add)
        self.kind.currentIndexChanged.connect(self._on_kind)
        self.host.textChanged.connect(self._on_host)
        self.table.itemSelectionChanged.connect(self._show_buttons)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.table, self._remove, context=Qt.ShortcutContext.WidgetShortcut)
        sending.changed.connect(self.refresh)
        self.timer = every(self, 250, self.refresh)
        self._on_kind()
        self.refresh()

    def _arrange(self) -> None:
        layout, buttons, fields = QVBoxLayout(self), QHBoxLayout(), QGridLayout()
        layout.setContentsMargins(20, 16, 20, 14)
        layout.setSpacing(10)
        for button in (self.remove, self.retry, self.open_page, self.copy):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        buttons.insertStretch(2)
        fields.setHorizontalSpacing(8)
        fields.setVerticalSpacing(3)
        labels = (
            (translate("Streams", "Kind"), self.kind), (translate("Streams", "Computer"), self.host),
            (translate("Streams", "Port"), self.port), (translate("Streams", "Token"), self.token),
        )  # fmt: skip
        for column, (text, widget) in enumerate(labels):
            caption = PlainLabel(text)
            caption.setBuddy(widget)
            widget.setAccessibleName(text)
            fields.addWidget(caption, 0, column)
            fields.addWidget(widget, 1, column)
        for column, widest in ((1, "192.168.100.100"), (3, "token")):
            fields.setColumnStretch(column, 1)
            labels[column][1].setMinimumWidth(self.fontMetrics().horizontalAdvance(widest) + _SIDES)
        fields.addWidget(self.add, 1, len(labels))
        layout.addWidget(self.on)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.problem)
        layout.addLayout(buttons)
        layout.addLayout(fields)
        layout.addWidget(self.note)
        layout.addWidget(close_button(self))

    @property
    def entry(self) -> Entry | None:
        """The one that is selected."""
        row = self.table.currentRow()
        return self.sending.entries[row] if 0 <= row < len(self.sending.entries) else None

    @property
    def address(self) -> str:
        """What the fields say, as an address."""
        token = self.token.text().strip() if self.token.isEnabled() else ""
        return Address(self.kind.currentData(), self.host.text().strip().strip("[]") or LOOPBACK, self.port.value(), token).written

    @property
    def _page(self) -> str:
        return self.entry.page if self.entry is not None else ""

    def refresh(self) -> None:
        """Show what each stream does now."""
        entries = self.sending.entries
        self.empty.setVisible(not entries)
        if self.table.rowCount() != len(entries):
            chosen = max(0, min(self.table.currentRow(), len(entries) - 1))
            if 0 < self.table.rowCount() < len(entries):
                chosen = len(entries) - 1  # the new one
            self.table.setRowCount(len(entries))
            for row in range(len(entries)):
                for column in range(4):
                    if self.table.item(row, column) is None:
                        self.table.setItem(row, column, QTableWidgetItem())
            if entries:
                self.table.setCurrentCell(chosen, 0)
        for row, entry in enumerate(entries):
            stream = entry.stream
            unread = stream is None or (stream.readers == 0 and not stream.sent)  # then nothing is left out for anybody
            numbers = ("–", "–") if stream is None or unread else (str(stream.sent), str(stream.dropped))
            tip = plain_tip(entry.why if entry.phase == "failed" else entry.shown)
            for column, text in enumerate((entry.shown, described(entry), *numbers)):
                item = self.table.item(row, column)
                if item is not None and (item.text() != text or item.toolTip() != tip):
                    item.setText(text)
                    item.setToolTip(tip)
        self._show_buttons()

    def _show_buttons(self) -> None:
        entry = self.entry
        self.remove.setEnabled(entry is not None)
        self.problem.setText(entry.why if entry is not None and entry.phase == "failed" else "")
        for widget in (self.problem, self.retry):
            widget.setVisible(bool(self.problem.text()))
        none = translate("Streams", "Only a WebSocket that listens has a page")
        for button, tip in (
            (self.open_page, translate("Streams", "In the browser, the people as they are sent")),
            (self.copy, translate("Streams", "For a browser on this computer, or for a browser source of OBS")),
        ):
            button.setEnabled(bool(self._page))
            button.setToolTip(tip if self._page else none)

    def _on_kind(self) -> None:
        kind = self.kind.currentData()
        self.port.setValue(PORTS.get(kind, self.port.value()))
        self.token.setEnabled(kind not in ("osc", "udp"))
        self._on_host()

    def _on_host(self) -> None:
        """What the address in the fields means; a token where one is needed."""
        listens = self.kind.currentData() == "ws"
        near = Address("", self.host.text().strip() or LOOPBACK, 0).is_loopback
        if listens and not near and not self.token.text():
            self.token.setText(secrets.token_urlsafe(9))
        self.token.setToolTip(translate("Streams", "Whoever reads has to know it; needed beyond this computer") if listens else "")
        if not listens:
            text = translate("Streams", "Sent to that computer and port, whether it has readers or not.")
        elif near:
            text = translate("Streams", "Programs on this computer can read it. 0.0.0.0 lets in all computers that know the token.")
        else:
            text = translate("Streams", "Computers in the network can read it if they know the token.")
        self.note.setText(text)

    def _add(self) -> None:
        try:
            self.sending.add(self.address)
        except SinkError as error:
            self.note.setText(sentence(str(error)))
            return
        self._on_host()

    def _remove(self) -> None:
        if self.entry is not None:
            self.sending.remove(self.entry)

    def _retry(self) -> None:
        if self.entry is not None:
            self.sending.retry(self.entry)

    def _copy(self) -> None:
        clipboard = QGuiApplication.clipboard()
        if clipboard is not None and self._page:
            clipboard.setText(self._page)
            self.note.setText(translate("Streams", "Copied. In OBS: add a browser source and paste it as its address."))

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        if not self.sending.entries:
            self.add.setFocus()
        self.timer.start()

    def hideEvent(self, event: object) -> None:
        super().hideEvent(event)  # type: ignore[arg-type]
        self.timer.stop()
