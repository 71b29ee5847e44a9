"""Makes the pictures of the window for the documentation: ``python docs/screenshots/make.py [NAME …]``; under Xvfb without a screen.

A quiet machine makes better ones: the numbers in the pictures are those of the moment.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QColor, QImage, QPixmap
from PyQt6.QtWidgets import QApplication

from app.gui.application import make_application
from app.gui.assembly import Assembly
from app.gui.cameras import CameraWatch
from app.gui.spec import SourceSpec
from app.gui.state import AppState
from app.gui.theme import apply_theme, choose_theme
from app.gui.window import MainWindow
from posecore.sources import Source
from posecore.sources.camera import CameraError
from posecore.sources.choose import open_source

HERE = Path(__file__).parent
SAMPLE = HERE.parents[1] / "app" / "assets" / "sample.mp4"


@dataclass(frozen=True)
class Scene:
    """One picture: size of the window, settings, source, what is done, seconds until it is taken."""

    name: str
    size: tuple[int, int] = (1280, 720)
    settings: dict[str, Any] = field(default_factory=dict)
    source: SourceSpec = SourceSpec("synthetic", "synthetic:2", "Test picture")  # noqa: RUF009 - frozen
    act: Callable[[MainWindow], QPixmap | None] | None = None
    seconds: float = 5.0


def camera_busy(spec: SourceSpec, options: Any) -> Source:
    """A camera another program uses, or what the library makes of it."""
    if spec.kind == "camera":
        raise CameraError(f"{spec.name} cannot be opened: close other programs that use it", "busy")
    return open_source(spec.value, options.size, options.fps)


def record(window: MainWindow) -> None:
    """Record for a few seconds."""
    window.state.recording = True
    wait(4.0)


def process(window: MainWindow) -> QPixmap:
    """Three files in the queue, the second at work."""
    with tempfile.TemporaryDirectory() as folder:
        clips = [Path(shutil.copy(SAMPLE, Path(folder) / name)) for name in ("morning run.mp4", "squats.mp4", "tennis serve.mp4")]
        window.session.pause(True)
        window.do_process()
        dialog = window.process_dialog
        assert dialog is not None
        dialog.add_files(clips)
        dialog.begin()
        deadline = time.monotonic() + 240
        while dialog.queue.jobs[1].done < 40 and time.monotonic() < deadline:
            wait(0.2)
        dialog.refresh()
        wait(0.3)
        picture = dialog.grab()
        dialog.queue.cancel()
        dialog.queue.join(20)
    return picture


def shortcuts(window: MainWindow) -> QPixmap:
    """The list under F1."""
    window.do_shortcuts()
    wait(0.5)
    assert window.dialog is not None
    return window.dialog.grab()


SCENES = (
    Scene("main-dark", settings={"theme": "dark", "boxes": True}),
    Scene("main-light", (1920, 1080), {"theme": "light", "panel_page": 1}, seconds=12),
    Scene("angles", settings={"theme": "dark", "panel_page": 2, "trails": True}, seconds=12),
    Scene("recording", settings={"theme": "light", "panel_page": 0}, act=record),
    Scene("camera-busy", settings={"theme": "dark"}, source=SourceSpec("camera", "0", "Integrated Camera"), seconds=1.5),
    Scene("process-files", settings={"theme": "light"}, act=process, seconds=2),
    Scene("shortcuts", settings={"theme": "dark"}, act=shortcuts, seconds=2),
)


def wait(seconds: float) -> None:
    """Let the window work."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        QApplication.processEvents()
        time.sleep(0.002)


def take(scene: Scene) -> None:
    """Show the scene and write it."""
    app = make_application()
    with tempfile.TemporaryDirectory() as folder:
        state = AppState()
        state.override(folder=folder, **scene.settings)
        apply_theme(app, choose_theme(state.theme))
        window = MainWindow(state, Assembly(source=camera_busy), CameraWatch(lambda: [("0", "Integrated Camera")]))
        window.resize(*scene.size)
        window.show()
        window.cameras.start()
        window.open(scene.source)
        end = time.monotonic() + 20
        while window.view.frame is None and window.session.phase != "failed" and time.monotonic() < end:
            wait(0.05)
        for kind in ("slow", "nobody"):
            window.watch.dismiss(kind)
        wait(scene.seconds)
        picture = (scene.act(window) if scene.act is not None else None) or window.grab()
        write(picture, HERE / f"{scene.name}.png")
        window.close()
        window.deleteLater()


def write(picture: QPixmap, path: Path) -> None:
    """PNG of at most 250 kB: where it must be, with a palette of its own commonest colours."""
    picture.save(str(path), "PNG")
    colours = 256
    while path.stat().st_size > 250_000 and colours >= 16:
        image = picture.toImage().convertToFormat(QImage.Format.Format_RGB32)
        flat = QImage(image.convertToFormat(QImage.Format.Format_Indexed8, palette(image, colours), Qt.ImageConversionFlag.ThresholdDither))
        flat.save(str(path), "PNG", 0)
        colours //= 2


def palette(image: QImage, count: int) -> list[int]:
    """``count`` colours that stand for all of ``image``, by k-means."""
    data = image.constBits()
    assert data is not None
    pixels = np.frombuffer(data.asstring(image.sizeInBytes()), np.uint8).reshape(-1, 4)[:, :3]
    sample = np.random.default_rng(0).choice(pixels, 40_000).astype(np.float32)
    stop = (cv2.TERM_CRITERIA_MAX_ITER + cv2.TERM_CRITERIA_EPS, 12, 0.5)
    _, _, centres = cv2.kmeans(sample, count, None, stop, 1, cv2.KMEANS_PP_CENTERS)  # type: ignore[call-overload]
    values, times = np.unique(pixels, axis=0, return_counts=True)
    centres[: min(8, len(values))] = values[np.argsort(-times)[:8]]  # the plain grounds exactly
    return [QColor(int(r), int(g), int(b)).rgb() for b, g, r in np.rint(np.clip(centres, 0, 255))]


if __name__ == "__main__":
    for scene in SCENES:
        if len(sys.argv) < 2 or scene.name in sys.argv[1:]:
            take(scene)
