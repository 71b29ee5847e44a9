"""Networks, detection, camera, recording and theme."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

from PyQt6.QtCore import QT_TRANSLATE_NOOP, Qt, pyqtSignal
from PyQt6.QtWidgets import QFileDialog, QPushButton, QVBoxLayout, QWidget

from lightpose.gui.controls import resolutions
from lightpose.gui.dialogs.files import all_files
from lightpose.gui.fields import Choice, Scale, choice, follow, heading, labelled, switch
from lightpose.gui.format_names import format_name
from lightpose.gui.language import LANGUAGES, translate
from lightpose.gui.networks import bundled_weights
from lightpose.gui.state import AppState
from lightpose.gui.text import PlainLabel, no_key, plain_tip, shortened
from posecore import formats
from posecore.runtime.devices import on_this_system
from posecore.runtime.weights import WeightsFile

DEVICES = {
    "cpu": QT_TRANSLATE_NOOP("Settings", "Processor"), "cuda": "NVIDIA GPU (CUDA)", "tensorrt": "NVIDIA GPU (TensorRT)",
    "coreml": "Core ML", "openvino": "OpenVINO", "directml": "DirectML",
}  # fmt: skip
"""Short name → as the page calls it. One that is not installed says so when it is chosen."""
_CHOOSE = "\0choose"
_FOLDER_LETTERS = 34


class SettingsPage(QWidget):
    """Every setting that is kept. Changes work at once."""

    folder_wanted = pyqtSignal()
    reset_wanted = pyqtSignal()

    def __init__(self, state: AppState) -> None:
        super().__init__()
        self.state = state
        bundled = bundled_weights()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(4, 0, 10, 4)
        self._layout.setSpacing(2)
        self._add_networks(bundled)
        self._add_finding()
        self._add(heading(translate("Settings", "Camera")))
        self._add_choice("resolution", translate("Settings", "Resolution"), resolutions())
        self._add_recording()
        self._add_window()
        if not bundled:
            self.note = PlainLabel(translate("Settings", "No bundled networks are installed."), role="small")
            self._layout.insertWidget(1, self.note)
        self._show_folder(state.folder)
        follow(state, "folder", self, self._show_folder)

    def _add(self, widget: QWidget) -> None:
        self._layout.addWidget(widget)

    def _add_choice(self, name: str, label: str, options: Sequence[tuple[str, Any]]) -> Choice:
        widget = choice(self.state, name, options, label)
        self._add(labelled(label, widget))
        return widget

    def _add_networks(self, bundled: tuple[WeightsFile, ...]) -> None:
        automatic = translate("Settings", "Automatic")
        self._add(heading(translate("Settings", "Networks")))
        pose, detector = translate("Settings", "Pose network"), translate("Settings", "Person detector")
        self.pose, self.detector = self._model("pose", pose), self._model("detector", detector)
        self._add(labelled(pose, self.pose))
        self._add(labelled(detector, self.detector))
        kinds = sorted({entry.precision for entry in bundled if entry.kind == "pose" and entry.path.suffix == ".onnx"})
        options = [(automatic, "auto"), *((kind.upper(), kind) for kind in kinds)]
        self.precision = self._add_choice("precision", translate("Settings", "Precision"), options)
        devices = [(automatic, "auto"), *((translate("Settings", DEVICES[name]), name) for name in on_this_system())]
        self._add_choice("device", translate("Settings", "Runs on"), devices)
        threads = [(automatic, 0), *((str(n), n) for n in range(1, min(os.cpu_count() or 1, 16) + 1))]
        self._add_choice("threads", translate("Settings", "Processor threads"), threads)

    def _add_finding(self) -> None:
        automatic, off = translate("Settings", "Automatic"), translate("Settings", "Off")
        self._add(heading(translate("Settings", "Finding people")))
        percent = lambda v: automatic if v <= 0 else f"{v:.0%}"  # noqa: E731
        self._add(Scale(self.state, "person_threshold", translate("Settings", "Least certainty"), 0.0, 0.95, 0.05, percent))
        often = translate("Settings", "Every {seconds} s")
        intervals = [(automatic, -1.0), (translate("Settings", "Every frame"), 0.0)]
        intervals += [(often.format(seconds=f"{s:g}"), s) for s in (0.25, 0.5, 1.0, 2.0)]
        self._add_choice("detector_interval", translate("Settings", "Detector runs"), intervals)
        strength = lambda v: off if v <= 0 else f"{v:.0%}"  # noqa: E731
        self._add(Scale(self.state, "smoothing", translate("Settings", "Smoothing"), 0.0, 1.0, 0.05, strength))
        tip = translate("Settings", "Of a camera, draw joints where they are by now, on the newest image")
        self._add(switch(self.state, "predict", translate("Settings", "Predict joints"), tip))

    def _add_recording(self) -> None:
        self._add(heading(translate("Settings", "Recording")))
        self._add(switch(self.state, "record_annotated", translate("Settings", "Video with skeletons")))
        self._add(switch(self.state, "record_raw", translate("Settings", "Video as it came")))
        known = [entry for entry in formats.known_formats() if not entry.missing]
        tables = [(translate("Settings", "None"), "none"), *((format_name(entry), entry.kind) for entry in known)]
        self._add_choice("record_keypoints", translate("Settings", "Keypoint file"), tables)
        self.folder = QPushButton()
        self.folder.setAccessibleName(translate("Settings", "Folder of the recordings"))
        self.folder.clicked.connect(self.folder_wanted)
        self._add(labelled(translate("Settings", "Folder"), self.folder))

    def _add_window(self) -> None:
        same = translate("Settings", "As the system")
        self._add(heading(translate("Settings", "Window")))
        themes = [(same, "system"), (translate("Settings", "Light"), "light"), (translate("Settings", "Dark"), "dark")]
        self._add_choice("theme", translate("Settings", "Theme"), themes)
        languages = [(same, "system"), *((name, key) for key, name in LANGUAGES.items())]
        self._add_choice("language", translate("Settings", "Language"), languages)
        self.reset = QPushButton(translate("Settings", "Reset all settings"))
        self.reset.setObjectName("reset")
        self.reset.clicked.connect(self.reset_wanted)
        self._layout.addSpacing(12)
        self._add(self.reset)
        self._layout.addStretch()

    def _show_folder(self, _: str) -> None:
        text = str(self.state.output_folder)
        self.folder.setText(no_key(shortened(text, self.folder, _FOLDER_LETTERS, Qt.TextElideMode.ElideLeft)))
        self.folder.setToolTip(plain_tip(f"{translate('Settings', 'Where recordings and snapshots go')}\n{text}"))

    def _model(self, name: str, label: str) -> Choice:
        """The bundled network, or a file of one's own."""
        widget = Choice()
        widget.setObjectName(name)
        widget.setAccessibleName(label)

        def show(path: str) -> None:
            widget.clear()
            widget.addItem(translate("Settings", "Bundled"), "")
            if path:
                widget.addItem(os.path.basename(path) or path, path)
                widget.setItemData(1, plain_tip(path), Qt.ItemDataRole.ToolTipRole)
            widget.addItem(translate("Settings", "Choose a file…"), _CHOOSE)
            widget.setCurrentIndex(1 if path else 0)

        def chosen(_: int) -> None:
            value = widget.currentData()
            if value == _CHOOSE:
                title = translate("Settings", "{network}: choose an ONNX file").format(network=label)
                kinds = f"{translate('Settings', 'Networks')} (*.onnx);;{all_files()}"
                value, _kind = QFileDialog.getOpenFileName(self, title, "", kinds)
                if not value:
                    show(self.state.get(name))
                    return
            self.state.set(name, value)

        show(self.state.get(name))
        widget.activated.connect(chosen)
        follow(self.state, name, widget, show)
        return widget
