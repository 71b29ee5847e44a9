"""Makes all pictures of the window for the documentation: ``python docs/screenshots/make.py [NAME …]``; under Xvfb without a screen.

The networks are the bundled ones, and the numbers in the pictures are those of the moment: a quiet machine makes better ones.
"""

from __future__ import annotations

import contextlib
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PyQt6 import sip
from PyQt6.QtGui import QPixmap
from PyQt6.QtWidgets import QApplication

from lightpose.gui.application import make_application
from lightpose.gui.assembly import Assembly
from lightpose.gui.cameras import CameraWatch
from lightpose.gui.language import install
from lightpose.gui.state import AppState
from lightpose.gui.theme import apply_theme, choose_theme
from lightpose.gui.window import MainWindow
from posecore.sources import Source
from posecore.sources.camera import CameraError
from posecore.sources.factory import SourceSpec

HERE = Path(__file__).parent
SAMPLE = HERE.parents[1] / "app" / "lightpose" / "assets" / "sample.mp4"
LARGEST = 250_000
"""Bytes of a picture."""
LARGEST_PNG = 100_000
"""Bytes of a picture that stays PNG."""
PATIENCE = 240.0
"""Seconds until a picture is taken even if it has not come to what was wanted."""

CLIP = SourceSpec("file", str(SAMPLE), SAMPLE.name)
FIGURES = SourceSpec("synthetic", "synthetic:2", "Test picture")
CAMERA = SourceSpec("camera", "0", "Integrated Camera")


@dataclass(frozen=True)
class Scene:
    """One picture: size of the window, settings, source, when it is taken (seconds of the source or the wall), what is done before.

    ``act`` may give another picture than that of the window; ``language`` is a key of :data:`lightpose.gui.language.LANGUAGES`.
    """

    name: str
    size: tuple[int, int] = (1280, 720)
    settings: dict[str, Any] = field(default_factory=dict)
    source: SourceSpec = FIGURES
    seconds: float = 5.0
    act: Callable[[MainWindow], QPixmap | None] | None = None
    language: str = "en"


def camera_busy(spec: SourceSpec, options: Any) -> Source:
    """A camera another program uses, or what the library makes of it."""
    if spec.kind == "camera":
        raise CameraError(f"{spec.name} cannot be opened: close other programs that use it", "busy")
    return spec.open(options.size, options.fps)


def record(window: MainWindow) -> None:
    """Record for some seconds."""
    window.state.recording = True
    until(lambda: (window.capture.seconds or 0) > 4)


def process(window: MainWindow) -> QPixmap:
    """Three files in the queue, the second at work."""
    with tempfile.TemporaryDirectory() as folder:
        clips = [Path(shutil.copy(SAMPLE, Path(folder) / name)) for name in ("morning run.mp4", "squats.mp4", "tennis serve.mp4")]
        window.session.pause(True)
        window.commands.run("process")
        dialog = window.dialogs.process
        assert dialog is not None
        dialog.add_files(clips)
        dialog.begin()
        until(lambda: dialog.queue.jobs[1].done > 40)
        dialog.refresh()
        wait(0.3)
        picture = dialog.grab()
        dialog.queue.cancel()
        dialog.queue.join(20)
    return picture


def streams(window: MainWindow) -> QPixmap:
    """A WebSocket with a reader, and OSC to where nobody listens."""
    from websockets.sync import client

    window.commands.run("streams")
    dialog = window.dialogs.streams
    assert dialog is not None
    dialog.add.click()
    dialog.kind.setCurrentIndex(dialog.kind.findData("osc"))
    dialog.add.click()
    dialog.table.selectRow(0)
    until(lambda: all(entry.phase == "on" for entry in window.sending.entries), 20)
    with client.connect("ws://127.0.0.1:9000", proxy=None) as reader:
        end = time.monotonic() + 4
        while time.monotonic() < end:
            QApplication.processEvents()
            with contextlib.suppress(TimeoutError):
                reader.recv(0.01)
        dialog.refresh()
        return dialog.grab()


def measure(window: MainWindow) -> None:
    """Some frames of the person at the left."""
    window.angles_page.shown["Head tilt"].setChecked(True)
    people = window.view.people
    window.state.person = int(people.ids[people.boxes[:, 0].argmin()])
    for _ in range(44):
        before = window.session.position
        window.commands.run("step")
        until(lambda before=before: window.session.position > before, 10)
        wait(0.15)


def with_panel(window: MainWindow) -> None:
    """The panel over the video."""
    window.state.panel = True
    wait(0.5)


def opened(command: str) -> Callable[[MainWindow], QPixmap]:
    """The dialog that a command opens."""

    def act(window: MainWindow) -> QPixmap:
        window.commands.run(command)
        wait(0.5)
        dialog = window.dialogs.current
        assert dialog is not None
        return dialog.grab()

    return act


SCENES = (
    Scene("main-dark", settings={"theme": "dark", "panel_page": 0}, source=CLIP, seconds=0.4),
    Scene("main-light", (1920, 1080), {"theme": "light", "panel_page": 1}, seconds=25),
    Scene("angles", settings={"theme": "dark", "panel_page": 2}, source=CLIP, seconds=0.4, act=measure),
    Scene("recording", settings={"theme": "light", "panel_page": 0, "boxes": True}, act=record),
    Scene("settings", settings={"theme": "dark", "panel_page": 3, "names": True}, source=CLIP, seconds=0.4),
    Scene("camera-busy", settings={"theme": "dark"}, source=CAMERA, seconds=1.5),
    Scene("process-files", settings={"theme": "light"}, seconds=2, act=process),
    Scene("streams", settings={"theme": "dark"}, seconds=2, act=streams),
    Scene("german", settings={"theme": "light", "panel_page": 3}, source=CLIP, seconds=0.4, language="de"),
    Scene("small", (640, 480), {"theme": "dark", "panel_page": 0}, act=with_panel),
    Scene("faces", settings={"theme": "light", "panel_page": 0, "blur_faces": True}, source=CLIP, seconds=0.4),
    Scene("shortcuts", settings={"theme": "dark"}, seconds=1, act=opened("shortcuts")),
)


def wait(seconds: float) -> None:
    """Let the window work."""
    end = time.monotonic() + seconds
    until(lambda: time.monotonic() >= end)


def until(done: Callable[[], bool], patience: float = PATIENCE) -> None:
    """Let the window work until ``done``."""
    end = time.monotonic() + patience
    while not done() and time.monotonic() < end:
        QApplication.processEvents()
        time.sleep(0.002)


def take(scene: Scene) -> None:
    """Show the scene and write it."""
    app = make_application()
    install(app, scene.language)
    with tempfile.TemporaryDirectory() as folder:
        state = AppState()
        state.override(folder=folder, **scene.settings)
        apply_theme(app, choose_theme(state.theme))
        window = MainWindow(state, Assembly(source=camera_busy), CameraWatch(lambda: [(CAMERA.value, CAMERA.name)]))
        window.resize(*scene.size)
        window.show()
        window.cameras.start()
        if scene.source is CLIP:  # one frame, however fast the machine is
            window.session.open(CLIP, scene.seconds, paused=True)
        else:
            window.opener.open(scene.source)
        until(lambda: window.idle_tasks.done and (len(window.view.people) > 0 or window.session.phase == "failed"), 90)
        for kind in ("slow", "nobody"):
            window.hints.dismiss(kind)
        if scene.source is not CLIP:
            wait(scene.seconds)
        picture = (scene.act(window) if scene.act is not None else None) or window.grab()
        write(picture, scene)
        window.close()
        sip.delete(window)


def write(picture: QPixmap, scene: Scene) -> None:
    """PNG where little but the window is in the picture, else JPEG as good as :data:`LARGEST` lets it be."""
    path = HERE / f"{scene.name}.png"
    picture.save(str(path), "PNG")
    if path.stat().st_size > LARGEST_PNG:
        path.unlink()
        path = path.with_suffix(".jpg")
        for quality in range(93, 40, -4):
            picture.save(str(path), "JPG", quality)
            if path.stat().st_size <= LARGEST:
                break
    print(f"{path.name:<20} {picture.width()} × {picture.height()}, {path.stat().st_size // 1000} kB")


if __name__ == "__main__":
    for scene in SCENES:
        if len(sys.argv) < 2 or scene.name in sys.argv[1:]:
            take(scene)
