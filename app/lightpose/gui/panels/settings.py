"""Networks, detection, camera, recording and theme."""

from __future__ import annotations

import os

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QFileDialog, QLabel, QPushButton, QVBoxLayout, QWidget

from lightpose.gui.controls import RESOLUTIONS
from lightpose.gui.fields import Choice, Scale, choice, follow, heading, labelled, switch
from lightpose.gui.networks import bundled_weights
from lightpose.gui.state import AppState
from posecore.runtime.devices import on_this_system

DEVICES = {
    "cpu": "Processor", "cuda": "NVIDIA GPU (CUDA)", "tensorrt": "NVIDIA GPU (TensorRT)", "coreml": "Core ML", "openvino": "OpenVINO",
    "directml": "DirectML",
}  # fmt: skip
"""Short name → as the page calls it. One that is not installed says so when it is chosen."""
_CHOOSE = "\0choose"


class SettingsPage(QWidget):
    """Every setting that is kept. Changes work at once."""

    folder_wanted = pyqtSignal()

    def __init__(self, state: AppState) -> None:
        super().__init__()
        self.state = state
        bundled = bundled_weights()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 0, 10, 4)
        layout.setSpacing(2)
        layout.addWidget(heading("NETWORKS"))
        self.pose = self._model("pose", "Pose network")
        self.detector = self._model("detector", "Person detector")
        layout.addWidget(labelled("Pose network", self.pose))
        layout.addWidget(labelled("Person detector", self.detector))
        kinds = sorted({entry.precision for entry in bundled if entry.kind == "pose"})
        options = [("Automatic", "auto"), *((kind.upper(), kind) for kind in kinds)]
        self.precision = choice(state, "precision", options, "Precision")
        layout.addWidget(labelled("Precision", self.precision))
        devices = [("Automatic", "auto"), *((DEVICES[name], name) for name in on_this_system())]
        layout.addWidget(labelled("Runs on", choice(state, "device", devices, "What runs the networks")))
        cores = os.cpu_count() or 1
        threads = [("Automatic", 0), *((str(n), n) for n in range(1, min(cores, 16) + 1))]
        layout.addWidget(labelled("Processor threads", choice(state, "threads", threads, "Processor threads")))
        layout.addWidget(heading("FINDING PEOPLE"))
        text = lambda v: "Automatic" if v <= 0 else f"{v:.0%}"  # noqa: E731
        layout.addWidget(Scale(state, "person_threshold", "Least certainty", 0.0, 0.95, 0.05, text))
        intervals = [("Automatic", -1.0), ("Every frame", 0.0), *((f"Every {s:g} s", s) for s in (0.25, 0.5, 1.0, 2.0))]
        layout.addWidget(labelled("Detector runs", choice(state, "detector_interval", intervals, "How often the detector runs")))
        strength = lambda v: "Off" if v <= 0 else f"{v:.0%}"  # noqa: E731
        layout.addWidget(Scale(state, "smoothing", "Smoothing", 0.0, 1.0, 0.05, strength))
        layout.addWidget(heading("CAMERA"))
        layout.addWidget(labelled("Resolution", choice(state, "resolution", RESOLUTIONS, "Camera resolution")))
        layout.addWidget(heading("RECORDING"))
        layout.addWidget(switch(state, "record_annotated", "Video with skeletons"))
        layout.addWidget(switch(state, "record_raw", "Video as it came"))
        tables = [("None", "none"), ("JSON Lines", "jsonl"), ("CSV", "csv")]
        layout.addWidget(labelled("Keypoints", choice(state, "record_keypoints", tables, "Keypoint file")))
        self.folder = QPushButton()
        self.folder.setToolTip("Where recordings and snapshots go")
        self.folder.setAccessibleName("Folder of the recordings")
        self.folder.clicked.connect(self.folder_wanted)
        layout.addWidget(labelled("Folder", self.folder))
        layout.addWidget(heading("WINDOW"))
        themes = [("As the system", "system"), ("Light", "light"), ("Dark", "dark")]
        layout.addWidget(labelled("Theme", choice(state, "theme", themes, "Theme")))
        self.reset = QPushButton("Reset all settings")
        self.reset.setObjectName("reset")
        self.reset.clicked.connect(state.reset)
        layout.addSpacing(12)
        layout.addWidget(self.reset)
        layout.addStretch()
        if not bundled:
            self.note = QLabel("No bundled networks are installed.")
            self.note.setProperty("role", "small")
            layout.insertWidget(1, self.note)
        self._show_folder(state.folder)
        follow(state, "folder", self, self._show_folder)

    def _show_folder(self, _: str) -> None:
        text = str(self.state.output_folder)
        self.folder.setText(text if len(text) <= 34 else "…" + text[-33:])

    def _model(self, name: str, label: str) -> Choice:
        """The bundled network, or a file of one's own."""
        widget = Choice()
        widget.setObjectName(name)
        widget.setAccessibleName(label)

        def show(path: str) -> None:
            widget.clear()
            widget.addItem("Bundled", "")
            if path:
                widget.addItem(os.path.basename(path) or path, path)
                widget.setItemData(1, path, 3)
            widget.addItem("Choose a file…", _CHOOSE)
            widget.setCurrentIndex(1 if path else 0)

        def chosen(_: int) -> None:
            value = widget.currentData()
            if value == _CHOOSE:
                value, _kind = QFileDialog.getOpenFileName(self, f"{label}: choose an ONNX file", "", "Networks (*.onnx);;All files (*)")
                if not value:
                    show(self.state.get(name))
                    return
            self.state.set(name, value)

        show(self.state.get(name))
        widget.activated.connect(chosen)
        follow(self.state, name, widget, show)
        return widget
