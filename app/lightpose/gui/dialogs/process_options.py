"""How recorded videos are processed: the options of ``lightpose video``, page by page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import (
    QButtonGroup,
    QDoubleSpinBox,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from lightpose.gui.dialogs.process_formats import FormatBoxes
from lightpose.gui.fields import Choice, Switch
from lightpose.gui.process_queue import NetworkWishes, Results
from posecore.drawing.painter import Style
from posecore.pipelines.recipe import Recipe
from posecore.pipelines.rendering import Rendering
from posecore.pipelines.selection import CENTRAL, LARGEST, Region, Selection
from posecore.sources.excerpt import Span, parse_seconds

_ID = "id"


class ProcessOptions(QWidget):
    """The pages. :meth:`recipe`, :meth:`wishes` and :meth:`results` say what they come to."""

    def __init__(self) -> None:
        super().__init__()
        self._make_results()
        self._make_people()
        self._make_video()
        self.pages, self.tabs = QStackedWidget(), QButtonGroup(self)
        bar = QHBoxLayout()
        bar.setSpacing(2)
        for number, (title, page) in enumerate((
            ("Results", self._results_page()), ("People", self._people_page()), ("Part", self._part_page()), ("Video", self._video_page()),
        )):  # fmt: skip
            tab = QPushButton(title)
            tab.setProperty("role", "tab")
            tab.setCheckable(True)
            tab.setAccessibleName(f"{title} page")
            tab.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            self.tabs.addButton(tab, number)
            bar.addWidget(tab)
            self.pages.addWidget(page)
        self.tabs.idClicked.connect(self.pages.setCurrentIndex)
        self.open_page(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(bar)
        layout.addWidget(self.pages)

    def open_page(self, number: int) -> None:
        """Show a page: results, people, part of the recording, video."""
        self.pages.setCurrentIndex(number)
        button = self.tabs.button(number)
        assert button is not None
        button.setChecked(True)

    def _make_results(self) -> None:
        self.video = _switch("Annotated video", True, "Write the video with the skeletons drawn into it")
        self.keypoints = FormatBoxes(("jsonl",))
        self.height_of_person = _number(0.0, 3.0, "unknown", "Height of the person", "Metres, of the person seen longest: OpenSim markers")
        self.workers = _count(1, 16, "", "Recordings at a time", "How many recordings are processed side by side")
        self.resume = _switch("Skip what is done", False, "Leave out recordings whose results are whole and were made with these options")

    def _make_people(self) -> None:
        self.smooth = _switch("Steady joints", False, "Remove the jitter of the joints, without any lag")
        self.track = _switch("Follow people", True, "People keep their numbers; off: each frame is looked at by itself")
        self.accuracy = _choice(
            "Accuracy",
            ("Normal accuracy", "normal", "Look for people in one size of each image"),
            ("Two sizes", "multiscale", "Look for people in two sizes of each image, which finds more"),
            ("Best accuracy", "best", "Detector on every frame, in two sizes; mirrored crops too; broken tracks joined. Slow."),
        )
        self.threshold = _number(0.0, 1.0, "as in the window", "Least score of a person", "Leave out people the detector is less sure of")
        self.people = _count(0, 99, "everyone", "Largest people", "Only the largest so many people")
        self.person = _choice(
            "Person",
            ("Everyone", None, "All people"),
            ("The largest", LARGEST, "The person with the largest box"),
            ("The most central", CENTRAL, "The person nearest to the centre"),
            ("Number …", _ID, "The person with this number"),
        )
        self.number = _count(0, 99_999, "", "Number of the person", "As the video shows it")
        self.number.setValue(1)
        self.number.setEnabled(False)
        self.person.currentIndexChanged.connect(lambda _: self.number.setEnabled(self.person.currentData() == _ID))
        self.region = _line("Region", "x,y,width,height", "Only who is in this part of the image, in pixels")

    def _make_video(self) -> None:
        self.start = _line("Start", "0", "Seconds, or h:mm:ss")
        self.end = _line("End", "end", "Seconds, or h:mm:ss")
        self.every = _count(1, 1000, "", "Every so many frames", "1: all frames; 2: every second one")
        self.stream = _count(-1, 99, "main", "Video stream", "Which video of a file with several, as ffprobe counts")
        self.sound = _switch("Sound", True, "Carry the sound over")
        self.background = _choice(
            "Background",
            ("Image", "image", "The recording itself"),
            ("Black", "black", "Skeletons on black"),
            ("Blurred", "blur", "The image made unrecognisable"),
            ("Transparent (.mov)", "none", "Skeletons alone, for editing programs"),
        )
        self.video_height = _count(0, 8640, "as recorded", "Height of the video", "Pixels")
        self.quality = _count(0, 51, "", "Quality", "CRF: lower is better and larger")
        self.quality.setValue(Rendering.quality)
        self.codec = _choice(
            "Coding", ("H.264", "h264", "Plays everywhere"), ("H.265", "h265", "Smaller"), ("AV1", "av1", "Smaller still, slower")
        )

    def _results_page(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.keypoints)
        row = _row((self.resume,))
        for label, widget in (("Person's height (m)", self.height_of_person), ("At a time", self.workers)):
            row.addWidget(_caption(label, widget))
            row.addWidget(widget)
        layout.addLayout(row)
        return page

    def _people_page(self) -> QWidget:
        return _form(
            (("Accuracy", self.accuracy), ("Score from", self.threshold), ("", _together(self.smooth, self.track))),
            (("Person", _together(self.person, self.number)), ("At most", self.people), ("Region", self.region)),
        )

    def _part_page(self) -> QWidget:
        return _form(
            (("From", self.start), ("To", self.end)), (("One frame of", self.every), ("Video stream", self.stream), ("", self.sound))
        )

    def _video_page(self) -> QWidget:
        return _form(
            (("", self.video), ("Background", self.background), ("Height", self.video_height)),
            (("Coding", self.codec), ("Quality", self.quality)),
        )

    def recipe(self, style: Style) -> Recipe:
        """What is to be done to each recording. Raises ValueError for what is no time or region."""
        start, end, region = (field.text().strip() for field in (self.start, self.end, self.region))
        who = self.person.currentData()
        if who == _ID and not self.track.isChecked():
            raise ValueError("a person's number needs people who are followed")
        return Recipe(
            rendering=Rendering(
                style, self.background.currentData(), self.video_height.value() or None, self.quality.value(), self.codec.currentData()
            ),
            audio=self.sound.isChecked(),
            track=self.track.isChecked(),
            smooth=self.smooth.isChecked() and self.track.isChecked(),
            thorough=self.accuracy.currentData() == "best",
            selection=Selection(
                Region.parse(region) if region else None, self.number.value() if who == _ID else who, self.people.value() or None
            ),
            span=Span(parse_seconds(start) if start else Fraction(0), parse_seconds(end) if end else None, self.every.value()),
            stream=self.stream.value() if self.stream.value() >= 0 else None,
            person_height=self.height_of_person.value() or None,
        )

    def wishes(self) -> NetworkWishes:
        """What the networks are to be like."""
        best = self.accuracy.currentData() == "best"
        return NetworkWishes(best or self.accuracy.currentData() == "multiscale", best, self.threshold.value() or None)

    def results(self) -> Results:
        """The files that come out of each recording."""
        suffix = ".mov" if self.background.currentData() == "none" else ".mp4"
        return Results(suffix if self.video.isChecked() else None, self.keypoints.chosen)


def _switch(text: str, on: bool, tip: str) -> Switch:
    widget = Switch(text)
    widget.setChecked(on)
    widget.setToolTip(tip)
    return widget


def _choice(name: str, *options: tuple[str, Any, str]) -> Choice:
    """``options``: text, value, tool tip."""
    widget = Choice()
    widget.setAccessibleName(name)
    for text, value, tip in options:
        widget.addItem(text, value)
        widget.setItemData(widget.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
    return widget


def _count(least: int, most: int, special: str, name: str, tip: str) -> QSpinBox:
    """``special``: shown in place of ``least``."""
    widget = QSpinBox()
    widget.setRange(least, most)
    widget.setValue(least)
    widget.setSpecialValueText(special)
    widget.setAccessibleName(name)
    widget.setToolTip(tip)
    return widget


def _number(least: float, most: float, special: str, name: str, tip: str) -> QDoubleSpinBox:
    widget = QDoubleSpinBox()
    widget.setRange(least, most)
    widget.setSingleStep(0.05)
    widget.setSpecialValueText(special)
    widget.setAccessibleName(name)
    widget.setToolTip(tip)
    return widget


def _line(name: str, hint: str, tip: str) -> QLineEdit:
    widget = QLineEdit()
    widget.setAccessibleName(name)
    widget.setPlaceholderText(hint)
    widget.setToolTip(tip)
    return widget


def _caption(text: str, widget: QWidget) -> QLabel:
    caption = QLabel(text)
    caption.setBuddy(widget)
    return caption


def _row(widgets: Iterable[QWidget]) -> QHBoxLayout:
    layout = QHBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    for widget in widgets:
        layout.addWidget(widget)
    layout.addStretch()
    return layout


def _together(*widgets: QWidget) -> QWidget:
    box = QWidget()
    box.setLayout(_row(widgets))
    return box


def _form(*columns: Sequence[tuple[str, QWidget]]) -> QWidget:
    """Fields with their labels at the left, in columns."""
    page = QWidget()
    layout = QGridLayout(page)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setHorizontalSpacing(28)
    for column, fields in enumerate(columns):
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        for label, widget in fields:
            form.addRow(label, widget)
        layout.addLayout(form, 0, column)
        layout.setColumnStretch(column, 1)
    return page
