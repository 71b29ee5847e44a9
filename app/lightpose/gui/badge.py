"""Words in the corner of the video: that a recorded video is shown mirrored, that other programs see it; a click ends it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from lightpose.gui.fields import follow
from lightpose.gui.icons import icon
from lightpose.gui.language import translate
from lightpose.gui.sending import Entry, described
from lightpose.gui.state import AppState
from lightpose.gui.text import plain_tip
from lightpose.gui.theme import current_theme

_AWAY = 12


class Badge(QToolButton):
    """A word with an icon; a click sets the boolean ``setting`` back to False."""

    def __init__(self, state: AppState, setting: str, shape: str, text: str, tip: str) -> None:
        super().__init__()
        self.setting, self.shape_ = setting, shape
        self.setObjectName("badge")
        self.setText(text)
        self.setToolTip(tip)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.clicked.connect(lambda: state.set(setting, False))
        self.hide()


class Badges(QWidget):
    """The badges over ``view``, side by side.

    Attributes:
        mirror: shown while a recorded video is mirrored; cameras usually are, so that it would say nothing there.
        sharing: shown while the virtual camera is on.
        sending: shown while streams are sent.
    """

    def __init__(self, state: AppState, view: QWidget) -> None:
        super().__init__(view)
        tip = translate("Badge", "Left and right of this video are swapped; click to show it as it is (M)")
        self.mirror = Badge(state, "mirror_file", "mirror", translate("Badge", "Mirrored"), tip)
        self.mirror.setAccessibleName(translate("Badge", "Mirrored: show the video as it is"))
        self.sharing = Badge(state, "virtual_camera", "camera", translate("Menu", "Virtual camera"), "")
        self.sharing.setAccessibleName(translate("Badge", "Virtual camera: end it"))
        self.name_camera("")
        self.sending = Badge(state, "sending", "stream", translate("Streams", "Streams"), "")
        self.sending.setAccessibleName(translate("Badge", "Streams: send nothing more"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for badge in self._all:
            layout.addWidget(badge)
        for badge in (self.sharing, self.sending):
            follow(state, badge.setting, self, partial(self._show, badge))
            self._show(badge, state.get(badge.setting))
        self.paint_theme()

    @property
    def _all(self) -> tuple[Badge, ...]:
        return self.mirror, self.sharing, self.sending

    def show_streams(self, entries: Iterable[Entry]) -> None:
        """What each stream does."""
        lines = [f"{entry.shown}: {described(entry)}" for entry in entries]
        tip = plain_tip("\n".join([*lines, translate("Badge", "Click to send nothing more (W)")]))
        if tip != self.sending.toolTip():
            self.sending.setToolTip(tip)

    def show_mirrored(self, on: bool) -> None:
        """Whether a recorded video is mirrored."""
        self._show(self.mirror, on)

    def name_camera(self, name: str) -> None:
        """What other programs call the virtual camera; empty where that is not known."""
        tip = translate("Badge", "Other programs can choose this as their camera; click to end it (V)")
        self.sharing.setToolTip(plain_tip(f"{name}\n{tip}" if name else tip))

    def paint_theme(self) -> None:
        """After a change of theme."""
        for badge in self._all:
            badge.setIcon(icon(badge.shape_, current_theme().text))

    def place(self) -> None:
        """To their corner of the parent, which may have another size now."""
        parent = self.parentWidget()
        assert parent is not None
        self.adjustSize()
        self.move(_AWAY, parent.height() - self.height() - _AWAY)

    def _show(self, badge: Badge, on: bool) -> None:
        badge.setVisible(on)
        self.setVisible(not all(badge.isHidden() for badge in self._all))
        self.place()
