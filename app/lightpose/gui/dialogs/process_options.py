"""How recorded videos are processed: the options of ``lightpose video`` as a row of fields."""

from __future__ import annotations

from fractions import Fraction

from PyQt6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QLabel, QLineEdit, QSpinBox, QWidget

from lightpose.gui.fields import Choice, Switch
from lightpose.gui.process_queue import NetworkWishes
from posecore.drawing.painter import Style
from posecore.pipelines.recipe import Recipe
from posecore.pipelines.rendering import Rendering
from posecore.pipelines.selection import Selection
from posecore.sources.excerpt import Span, parse_seconds


class ProcessOptions(QWidget):
    """Smoothing, accuracy, least score, part of the recording, number of people. :meth:`recipe` says what they come to."""

    def __init__(self) -> None:
        super().__init__()
        self.smooth = Switch("Steady joints")
        self.smooth.setToolTip("Remove the jitter of the joints, without any lag")
        self.accuracy = Choice()
        self.accuracy.setAccessibleName("Accuracy")
        for text, value, tip in (
            ("Normal accuracy", "normal", "Look for people in one size of each image"),
            ("Two sizes", "multiscale", "Look for people in two sizes of each image, which finds more"),
            ("Best accuracy", "best", "Detector on every frame, in two sizes; mirrored crops too; broken tracks joined. Slow."),
        ):
            self.accuracy.addItem(text, value)
            self.accuracy.setItemData(self.accuracy.count() - 1, tip, 3)
        self.threshold = QDoubleSpinBox()
        self.threshold.setRange(0.0, 1.0)
        self.threshold.setSingleStep(0.05)
        self.threshold.setSpecialValueText("as in the window")
        self.threshold.setAccessibleName("Least score of a person")
        self.threshold.setToolTip("Leave out people the detector is less sure of")
        self.people = QSpinBox()
        self.people.setRange(0, 99)
        self.people.setSpecialValueText("everyone")
        self.people.setAccessibleName("Largest people")
        self.people.setToolTip("Only the largest so many people")
        self.start, self.end = QLineEdit(), QLineEdit()
        for field, name, hint in ((self.start, "Start", "start"), (self.end, "End", "end")):
            field.setAccessibleName(name)
            field.setPlaceholderText(hint)
            field.setToolTip("Seconds, or h:mm:ss")
            field.setMaximumWidth(80)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.smooth)
        layout.addWidget(self.accuracy)
        layout.addStretch()
        for label, widget in (("Score", self.threshold), ("People", self.people), ("From", self.start), ("to", self.end)):
            caption = QLabel(label)
            caption.setBuddy(widget)
            layout.addWidget(caption)
            layout.addWidget(widget)

    def recipe(self, style: Style) -> Recipe:
        """What is to be done to each recording. Raises ValueError for what is no time."""
        start, end = self.start.text().strip(), self.end.text().strip()
        span = Span(parse_seconds(start) if start else Fraction(0), parse_seconds(end) if end else None)
        return Recipe(
            rendering=Rendering(style),
            smooth=self.smooth.isChecked(),
            thorough=self.accuracy.currentData() == "best",
            selection=Selection(max_people=self.people.value() or None),
            span=span,
        )

    def wishes(self) -> NetworkWishes:
        """What the networks are to be like."""
        best = self.accuracy.currentData() == "best"
        return NetworkWishes(best or self.accuracy.currentData() == "multiscale", best, self.threshold.value() or None)
