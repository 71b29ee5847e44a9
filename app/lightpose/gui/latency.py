"""The window on a camera that paints its time into the image, for ``lightpose bench latency``, which watches the screen meanwhile:

python -m lightpose.gui.latency PEOPLE SECONDS OUT.json [--no-predict]
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict
from pathlib import Path

from PyQt6.QtCore import QTimer

from lightpose.gui.application import collect_later, make_application
from lightpose.gui.assembly import Assembly
from lightpose.gui.cameras import CameraWatch
from lightpose.gui.state import AppState
from lightpose.gui.window import MainWindow
from posecore.bench.latency import FPS, JointErrors, StampedCamera
from posecore.pipelines.frame import PoseFrame

SIZE = (1280, 720)
PATIENCE_MS = 60_000
SETTLED = 2.0
"""Seconds from the first skeleton until frames count."""


def run(people: int, seconds: float, output: Path, predict: bool) -> int:
    """Show the camera for so long from the first skeleton on, then write what was drawn; 1 where nobody came into view."""
    app = make_application()
    state = AppState()
    state.override(predict=predict, panel=False)
    camera = StampedCamera(people, SIZE, FPS, tempo=2.0)
    window = MainWindow(state, Assembly(source=lambda spec, options: camera), CameraWatch(list))
    for kind in ("slow", "nobody"):
        window.hints.dismiss(kind)  # they would hide the stamp
    errors, begun = JointErrors(camera), 0.0

    def started() -> None:
        nonlocal begun
        begun = time.monotonic()
        QTimer.singleShot(round((SETTLED + seconds) * 1000), window.close)

    def painted(frame: PoseFrame) -> None:
        now = time.monotonic()
        if begun and now - begun > SETTLED:
            errors.add(frame, window.view.shown, now)

    window.first_person.connect(started)
    window.view.painted.connect(painted)
    window.resize(*SIZE)
    window.show()
    collect_later()
    window.begin("synthetic")
    QTimer.singleShot(PATIENCE_MS, lambda: None if begun else window.close())
    app.exec()
    error = errors.result()
    output.write_text(json.dumps({"found_ms": errors.found_ms, "error": asdict(error) if error is not None else None}), encoding="utf-8")
    return 0 if errors.found_ms else 1


if __name__ == "__main__":
    sys.exit(run(int(sys.argv[1]), float(sys.argv[2]), Path(sys.argv[3]), "--no-predict" not in sys.argv))
