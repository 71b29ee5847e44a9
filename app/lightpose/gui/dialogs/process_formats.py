"""Which keypoint files are written: a button for each format there is."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QGridLayout, QPushButton, QWidget

from lightpose.gui.format_names import format_name
from lightpose.gui.language import translate
from posecore import formats

COLUMNS = 4


class FormatBoxes(QWidget):
    """``chosen`` at first: kinds as of :func:`posecore.formats.known_formats`. A format that needs a missing package cannot be chosen."""

    changed = pyqtSignal()

    def __init__(self, chosen: Sequence[str] = ()) -> None:
        super().__init__()
        self.boxes: dict[str, QPushButton] = {}
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for number, known in enumerate(formats.known_formats()):
            title = format_name(known)
            box = QPushButton(title)
            box.setCheckable(True)
            box.setProperty("role", "chip")
            box.setAccessibleName(translate("Process", "Keypoints: {format}").format(format=title))
            box.setToolTip(f"{title} {known.missing}" if known.missing else f"NAME.{known.kind}")
            box.setEnabled(not known.missing)
            box.setChecked(known.kind in chosen and not known.missing)
            box.toggled.connect(lambda _: self.changed.emit())
            self.boxes[known.kind] = box
            layout.addWidget(box, number // COLUMNS, number % COLUMNS)

    @property
    def chosen(self) -> tuple[str, ...]:
        """The kinds of files that are wanted."""
        return tuple(kind for kind, box in self.boxes.items() if box.isChecked())

    def choose(self, *kinds: str) -> None:
        """Choose these and no others. Raises KeyError for an unknown one."""
        for kind in kinds:
            self.boxes[kind]
        for kind, box in self.boxes.items():
            box.setChecked(kind in kinds and box.isEnabled())
