"""The bar under the video: source, playing, capturing."""

from __future__ import annotations

from typing import NamedTuple

from PyQt6.QtCore import QSize, Qt, pyqtSignal
from PyQt6.QtGui import QAction, QActionGroup, QMouseEvent, QResizeEvent
from PyQt6.QtWidgets import QHBoxLayout, QSizePolicy, QSlider, QStyle, QStyleOptionSlider, QToolButton, QWidget

from lightpose.gui.actions import Actions, Menu
from lightpose.gui.fields import choice
from lightpose.gui.icons import icon
from lightpose.gui.language import translate
from lightpose.gui.state import AppState
from lightpose.gui.text import ElidedLabel, PlainLabel, no_key, plain_tip, shortened
from lightpose.gui.theme import current_theme
from posecore.engine import Stats
from posecore.sources import SourceInfo
from posecore.sources.factory import SourceSpec

SPEEDS = (0.25, 0.5, 1.0, 1.5, 2.0, 4.0)
_ICONS = {
    "camera": "camera", "file": "file", "folder": "folder", "sequence": "folder", "url": "link", "synthetic": "person", "screen": "screen",
}  # fmt: skip
"""Kind of a source → its icon."""
_TICKS = 100
_IMAGE_LETTERS = 18
_SPACE = 6
_MARGIN = 12


class Room(NamedTuple):
    """What there is room for: parts of the status, letters of the source's name, and how many of :attr:`Controls.extras`."""

    words: int
    letters: int
    extras: int


ROOMS = (
    Room(4, 27, 5), Room(3, 27, 5), Room(3, 15, 5), Room(2, 15, 5), Room(1, 15, 5), Room(1, 0, 5), Room(1, 0, 4), Room(1, 0, 3),
    Room(0, 0, 3), Room(0, 0, 2), Room(0, 0, 1), Room(0, 0, 0),
)  # fmt: skip
"""From a wide bar to a narrow one; what is left out can be had from the menus, by a key, or on the page of live numbers."""


class SeekBar(QSlider):
    """A slider that goes where it is clicked. Its unit is a hundredth of a second."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setAccessibleName(translate("Controls", "Position in the video"))
        self.setSingleStep(_TICKS)
        self.setPageStep(5 * _TICKS)
        self.setMinimumWidth(80)

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        if event is None:
            return
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        style = self.style()
        assert style is not None
        handle = style.subControlRect(QStyle.ComplexControl.CC_Slider, option, QStyle.SubControl.SC_SliderHandle, self)
        x = event.position().x()
        if not handle.contains(event.position().toPoint()):
            value = QStyle.sliderValueFromPosition(self.minimum(), self.maximum(), round(x), self.width())
            self.setSliderPosition(value)
            self.sliderMoved.emit(value)
        super().mousePressEvent(event)


class Controls(QWidget):
    """Buttons for the commonest commands; what only files need is hidden otherwise."""

    source_chosen = pyqtSignal(object)
    """A :class:`SourceSpec` from the menu."""
    seek_wanted = pyqtSignal(float)
    """Seconds."""

    def __init__(self, state: AppState, actions: Actions) -> None:
        super().__init__()
        self.setObjectName("controls")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.state, self.actions_ = state, actions
        self.cameras: list[tuple[str, str]] = []
        self.spec: SourceSpec | None = None
        self._room, self._words = ROOMS[0], [""]
        self.source = QToolButton()
        self.source.setObjectName("source")
        self.source.setAccessibleName(translate("Controls", "Source"))
        self.source.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.source.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = Menu(self)
        self.source.setMenu(self.menu)
        self.pause, self.step_back, self.step = (self._button(name) for name in ("pause", "step_back", "step"))
        self.seek = SeekBar()
        self.seek.actionTriggered.connect(lambda _: self.seek_wanted.emit(self.seek.sliderPosition() / _TICKS))
        self.seek.sliderMoved.connect(lambda value: self.seek_wanted.emit(value / _TICKS))
        self.time = PlainLabel("0:00", role="muted")
        self.time.setAccessibleName(translate("Controls", "Time in the video"))
        self.frame = PlainLabel(role="muted")
        self.frame.setAccessibleName(translate("Controls", "Number of the frame"))
        self.speed = choice(state, "speed", [(f"{v:g}×", v) for v in SPEEDS], translate("Controls", "Speed"))
        self.status = ElidedLabel(role="muted")
        self.status.setAccessibleName(translate("Controls", "Frames a second, latency, people and what runs the networks"))
        self.timer = PlainLabel(role="timer")
        self.timer.setAccessibleName(translate("Controls", "Length of the recording"))
        self.timer.setContentsMargins(8, 0, 6, 0)
        self.timer.hide()
        self.gap = QWidget()
        self.gap.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(_MARGIN, 7, _MARGIN, 7)
        layout.setSpacing(_SPACE)
        for widget in (self.source, self.step_back, self.pause, self.step):
            layout.addWidget(widget)
        layout.addWidget(self.seek, 1)
        layout.addWidget(self.time)
        layout.addWidget(self.frame)
        layout.addWidget(self.speed)
        layout.addWidget(self.gap, 1)
        layout.addWidget(self.status)
        layout.addWidget(self.timer)
        self.record, self.snapshot, self.panel = (self._button(name) for name in ("record", "snapshot", "panel"))
        for widget in (self.snapshot, self.record, self.panel):
            layout.addWidget(widget)
        self.extras = (self.time, self.step, self.step_back, self.speed, self.frame)
        """What only recorded videos need, the most important first."""
        self._in_order = sorted(self.extras, key=layout.indexOf)
        self._not_seekable = ""
        self.show_source(None)
        self.fill_menu([])

    def _button(self, name: str) -> QToolButton:
        button = QToolButton()
        action = self.actions_[name]
        button.setDefaultAction(action)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        button.setIconSize(QSize(22, 22))
        button.setAccessibleName(action.text().split("\t")[0])
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button

    def fill_menu(self, cameras: list[tuple[str, str]]) -> None:
        """The cameras that are there, and everything else that can be opened."""
        self.cameras = cameras
        self.menu.clear()
        group = QActionGroup(self.menu)
        for value, name in cameras:
            chosen = self.spec is not None and (self.spec.kind, self.spec.value) == ("camera", value)
            action = QAction(icon("check" if chosen else "camera"), no_key(name), self.menu)
            action.setCheckable(True)
            action.setChecked(chosen)
            spec = SourceSpec("camera", value, name)
            action.triggered.connect(lambda _, spec=spec: self.source_chosen.emit(spec))
            group.addAction(action)
            self.menu.addAction(action)
        if not cameras:
            none = self.menu.addAction(translate("Controls", "No camera found"))
            assert none is not None
            none.setEnabled(False)
        self.menu.addSeparator()
        for name in ("open_file", "open_images", "open_url", "screen", "synthetic"):
            self.menu.addAction(self.actions_[name])
        self.menu.addSeparator()
        sizes = self.menu.addMenu(translate("Controls", "Camera resolution"))
        assert sizes is not None
        one_size = QActionGroup(sizes)
        for text, value in resolutions():
            action = QAction(text, sizes)
            action.setCheckable(True)
            action.setChecked(self.state.resolution == value)
            action.triggered.connect(lambda _, value=value: self.state.set("resolution", value))
            one_size.addAction(action)
            sizes.addAction(action)

    def show_source(self, spec: SourceSpec | None) -> None:
        """Its name, and the controls that make sense for it."""
        self.spec = spec
        name = source_name(spec)
        if name:
            self.source.setToolTip(plain_tip(translate("Controls", "Choose what to watch; now {name}").format(name=name)))
        else:
            self.source.setToolTip(translate("Controls", "Choose what to watch"))
        files = spec is not None and not spec.live
        self.source.setIcon(icon(_ICONS.get(spec.kind if spec is not None else "", "file" if files else "camera"), current_theme().text))
        self.seek.setVisible(files)
        self.gap.setVisible(not files)
        self.fill_menu(self.cameras)
        self.fit()

    def show_usable(self, not_recorded: str, not_seekable: str) -> None:
        """Why the speed and the slider cannot be used now; "" where they can."""
        for widget, text, why in (
            (self.speed, translate("Controls", "Speed"), not_recorded),
            (self.seek, translate("Controls", "Position in the video"), not_seekable),
        ):
            widget.setEnabled(not why)
            widget.setToolTip(f"{text}: {why}" if why else text)
        self._not_seekable = not_seekable

    def show_position(self, seconds: float, frame: int, info: SourceInfo | None, image: str = "") -> None:
        """Where a file is: ``seconds`` and the index of the ``frame`` on the screen; of images the name of the ``image`` instead."""
        total = info.duration or 0.0 if info is not None else 0.0
        count = info.frames if info is not None else None
        self.seek.setEnabled(total > 0 and not self._not_seekable)
        if not self.seek.isSliderDown():
            self.seek.setRange(0, max(1, round(total * _TICKS)))
            self.seek.setValue(round(seconds * _TICKS))
        time = f"{clock(seconds, True)} / {clock(total, True)}" if total else clock(seconds, True)
        self.time.setText(shortened(image, self.time, _IMAGE_LETTERS) if image else time)
        self.time.setToolTip(plain_tip(image))
        number = f"{frame + 1} / {max(count, frame + 1)}" if count else str(frame + 1)
        self.frame.setText(f"#{number}")
        self.frame.setToolTip(translate("Controls", "Frame {number}").format(number=number))

    def show_status(self, stats: Stats | None, people: int, device: str = "", everyone: int = 0) -> None:
        """Rate, latency, people, and what runs the networks; as many of them are shown as there is room for. None: nothing."""
        if stats is None:
            self._words = []
        else:
            one, many = translate("Controls", "1 person"), translate("Controls", "{number} people").format(number=people)
            count = translate("Controls", "nobody") if not people else one if people == 1 else many
            if people < everyone:
                count = translate("Controls", "{number} of {all} people").format(number=people, all=everyone)
            self._words = [f"{stats.fps:.0f} fps", f"{stats.latency_p50_ms:.0f} ms", count, *([device] if device else [])]
        self.fit()

    def show_timer(self, seconds: float | None) -> None:
        """Length of the recording; None hides it."""
        self.timer.setVisible(seconds is not None)
        if seconds is not None:
            self.timer.setText(f"●  {clock(seconds)}")

    def fit(self) -> None:
        """Leave out what there is no room for."""
        room = self._room = next((room for room in ROOMS if self._width(room) <= self.width()), ROOMS[-1])
        files = self.spec is not None and not self.spec.live
        for widget in self._in_order:  # else one of them would pass below the mouse, and look as if it were there
            widget.setVisible(files and widget in self.extras[: room.extras])
        self.source.setText(no_key(self._name(room)))
        beside = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        self.source.setToolButtonStyle(beside if room.letters else Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.status.tip = self._status(ROOMS[0])
        self.status.setText(self._status(room))
        layout = self.layout()
        if layout is not None:
            layout.activate()  # now: the words before would be cut, or end in …, until Qt comes to it

    def _width(self, room: Room) -> int:
        """What the bar needs to show so much, px."""
        shown: list[QWidget] = [self.pause, self.snapshot, self.record, self.panel]
        if self.spec is not None and not self.spec.live:
            shown += self.extras[: room.extras]
        widths = [widget.sizeHint().width() for widget in shown] + [self.seek.minimumWidth()]
        if not self.timer.isHidden():
            widths.append(self.timer.sizeHint().width())
        letters = self.source.fontMetrics()
        widths.append(self.source.iconSize().width() + 34 + letters.horizontalAdvance(self._name(room)))
        widths.append(self.status.fontMetrics().horizontalAdvance(self._status(room)))
        return sum(widths) + _SPACE * len(widths) + 2 * _MARGIN

    def _name(self, room: Room) -> str:
        if not room.letters:
            return ""
        name = source_name(self.spec) or translate("Controls", "No source")
        return shortened(name, self.source, room.letters)

    def _status(self, room: Room) -> str:
        return "   ".join(self._words[: room.words])

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self.fit()

    def paint_theme(self) -> None:
        """After a change of theme."""
        self.show_source(self.spec)


def source_name(spec: SourceSpec | None) -> str:
    """What is open, as people call it; empty where nothing is."""
    if spec is None:
        return ""
    ours = {"synthetic": translate("Menu", "Test image"), "screen": translate("Menu", "Screen")}
    return ours.get(spec.kind, spec.name)


def clock(seconds: float, hundredths: bool = False) -> str:
    """``1:05``, ``1:00:05``; with ``hundredths`` of a second ``1:05.25``."""
    ticks = int(max(0.0, seconds) * 100 + 1e-6)
    whole = ticks // 100
    hours, minutes = whole // 3600, whole // 60 % 60
    text = f"{hours}:{minutes:02d}:{whole % 60:02d}" if hours else f"{minutes}:{whole % 60:02d}"
    return f"{text}.{ticks % 100:02d}" if hundredths else text


def resolutions() -> list[tuple[str, str]]:
    """What a camera can be asked for: (text, value of the setting)."""
    return [
        (translate("Controls", "As the camera likes"), "auto"), ("640 × 480", "640x480"), ("1280 × 720", "1280x720"),
        ("1920 × 1080", "1920x1080"),
    ]  # fmt: skip
