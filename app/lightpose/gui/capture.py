"""Recording, snapshots and the virtual camera, as the window commands them."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PyQt6.QtCore import QObject, pyqtSignal

from lightpose.gui.language import translate
from lightpose.gui.notices import Notice
from lightpose.gui.reasons import sentence, translated
from lightpose.gui.session import Session
from lightpose.gui.state import AppState
from posecore.pipelines.display import CameraFeed
from posecore.pipelines.frame import PoseFrame
from posecore.pipelines.recorder import Recorder, RecordingPlan, recover, snapshot
from posecore.sinks import SinkError, partial_path
from posecore.sinks.virtual_camera import VirtualCamera, explain

INSTALL_CAMERA = 'pip install "lightpose[camera]"'
LOOPBACK = "sudo apt-get install v4l2loopback-dkms && sudo modprobe v4l2loopback exclusive_caps=1"
"""Makes the device of a virtual camera, on Linux."""


class Capture(QObject):
    """Follows the state's ``recording`` and ``virtual_camera``.

    Attributes:
        remedy: the command that would have helped where the virtual camera did not work.
    """

    message = pyqtSignal(object)
    """A :class:`Notice` for the person."""
    shared = pyqtSignal(str)
    """The virtual camera has got its first image; what other programs call it, "" where that is not known."""
    _finished = pyqtSignal(object)

    def __init__(self, state: AppState, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state, self.session = state, session
        self.recorder: Recorder | None = None
        self.remedy = ""
        self._ending: list[Recorder] = []
        self._shared: CameraFeed | None = None
        self._told = False
        self._workers: list[threading.Thread] = []
        self._finished.connect(self._on_finished)
        state.changed.connect(self._on_setting)
        self._in_background(self._recover)

    @property
    def seconds(self) -> float | None:
        """Length of the running recording, None where there is none. Notices what the virtual camera does."""
        if self._shared is not None and (failure := self._shared.camera.failure) is not None:
            self.message.emit(self._no_camera(failure, bool(self._shared.camera.device)))
            self.state.virtual_camera = False
        elif self._shared is not None and self._shared.camera.device is not None and not self._told:
            self._told = True
            self.shared.emit(self._shared.camera.device)
            self.message.emit(_sharing(self._shared.camera.device))
        return self.recorder.seconds if self.recorder is not None else None

    def stop_recording(self) -> None:
        """End the recording, if there is one; its files are finished in the background."""
        self.state.recording = False

    def take_snapshot(self, frame: PoseFrame | None) -> None:
        """Write ``frame`` as PNG, in the background."""
        if frame is None:
            self.message.emit(Notice("snapshot", "info", "", translate("Capture", "There is no frame yet.")))
            return
        folder, style = self.state.output_folder, self.state.style

        def work() -> None:
            try:
                path = snapshot(folder, frame, style)
                self.message.emit(_saved(translate("Capture", "Saved {files}.").format(files=path.name)))
            except SinkError as error:
                self.message.emit(_unwritable(sentence(str(error))))

        self._in_background(work)

    def shutdown(self, timeout: float) -> bool:
        """Finish everything within ``timeout`` seconds; True when no thread is left."""
        if self.recorder is not None:
            self.session.remove_consumer(self.recorder.write)
            self._ending.append(self.recorder)
            self.recorder = None
        for recorder in self._ending:
            recorder.finish(timeout * 0.6)
        done = [recorder.join(timeout) for recorder in self._ending]
        for worker in self._workers:
            worker.join(0.2)
        self._share(False)
        return all(done) and not any(worker.is_alive() for worker in self._workers)

    def _on_setting(self, name: str) -> None:
        if name == "recording":
            self._record(self.state.recording)
        elif name == "virtual_camera":
            self._share(self.state.virtual_camera)

    def _record(self, on: bool) -> None:
        if not on:
            if self.recorder is not None:
                self.session.remove_consumer(self._write)
                self.recorder.finish()
                self._ending.append(self.recorder)
                self.recorder = None
            return
        plan = RecordingPlan(
            self.state.output_folder, self.state.record_annotated, self.state.record_raw, self.state.record_keypoints,
            self.session.spec.name if self.session.spec is not None else "",
            self.session.live.provider if self.session.live is not None else "",
        )  # fmt: skip
        if not (plan.annotated or plan.raw or plan.keypoints != "none"):
            settings = (translate("Notices", "Settings"), "settings")
            self.message.emit(Notice("nothing", "info", "", translate("Capture", "Nothing is chosen to be recorded."), (settings,)))
            self.state.recording = False
            return
        recorder = Recorder(plan, lambda: self.state.style, self._finished.emit)
        try:
            recorder.start()
        except SinkError as error:
            self.message.emit(_unwritable(sentence(str(error))))
            self.state.recording = False
            return
        self.recorder = recorder
        self.session.add_consumer(self._write)

    def _write(self, frame: PoseFrame) -> None:
        """For the recorder, in the engine's thread."""
        recorder = self.recorder
        if recorder is not None:
            recorder.write(replace(frame, people=frame.all_people) if self.state.record_everyone else frame)

    def _on_finished(self, recorder: Recorder) -> None:
        if recorder in self._ending:
            self._ending.remove(recorder)
        if recorder is self.recorder:  # it broke off by itself
            self.session.remove_consumer(self._write)
            self.recorder = None
            self.state.recording = False
        if recorder.error is not None:
            why = translated(str(recorder.error))
            text = translate("Capture", "The recording ended: {why}.").format(why=why)
            if recorder.files and all(path.exists() for path in recorder.files):
                self.message.emit(_saved(f"{text} {_files(recorder.files)}"))
                return
            if any(partial_path(path).exists() for path in recorder.files):
                text = f"{text} {translate('Capture', 'What was written until then is made whole at the next start.')}"
            self.message.emit(_unwritable(text))
        elif recorder.frames:
            text = _files(recorder.files)
            if recorder.dropped:
                more = translate("Capture", "Frames left out, because the disk or processor was too slow: {number}.")
                text = f"{text} {more.format(number=recorder.dropped)}"
            self.message.emit(_saved(text))

    def _no_camera(self, failure: Exception, worked: bool) -> Notice:
        """Why there is no virtual camera, or no more where it ``worked``, and what helps."""
        self.remedy = ""
        actions: tuple[tuple[str, str], ...] = ()
        if worked or isinstance(failure, TimeoutError):
            why = translated(explain(failure, "", quoted=False))
            text = translate("Capture", "The virtual camera broke off: {why}.").format(why=why)
            actions = ((translate("Notices", "Start again"), "virtual_camera"),)
        elif isinstance(failure, ModuleNotFoundError):
            self.remedy = INSTALL_CAMERA
            text = translate("Capture", "A virtual camera needs the package pyvirtualcam: {command}").format(command=self.remedy)
        else:
            self.remedy = LOOPBACK if sys.platform.startswith("linux") else ""
            why = translated(explain(failure, quoted=False))
            text = translate("Capture", "The virtual camera does not work: {why}.").format(why=why)
        if self.remedy:
            actions = ((translate("Capture", "Copy the command"), "copy_command"),)
        return Notice("virtual_camera", "warning", "", text, actions, str(failure))

    def _share(self, on: bool) -> None:
        if self._shared is not None:
            self.session.remove_consumer(self._shared.offer)
            self.session.watch_captured(self._shared.captured, on=False)
            self._shared.close(0.0 if self._shared.camera.hangs else 1.0)
            self._shared = None
        if on:
            self._told = False
            presenter = self.session.presenter
            camera = VirtualCamera(lambda: self.state.style)
            self._shared = CameraFeed(camera, lambda: self.state.style, lambda: presenter.options.predict)
            self._shared.start()
            self.session.add_consumer(self._shared.offer)
            self.session.watch_captured(self._shared.captured)

    def _recover(self) -> None:
        found = recover(self.state.output_folder)
        if found:
            text = translate("Capture", "A recording that was cut short is back: {files}.")
            self.message.emit(_saved(text.format(files=", ".join(path.name for path in found))))

    def _in_background(self, work: Callable[[], None]) -> None:
        self._workers = [worker for worker in self._workers if worker.is_alive()]
        worker = threading.Thread(target=work, name="capture", daemon=True)
        self._workers.append(worker)
        worker.start()


def _files(paths: list[Path]) -> str:
    """What a recording has written, in a sentence."""
    others = [path.name.removeprefix(paths[0].stem).strip() for path in paths[1:]]
    return translate("Capture", "Saved {files}.").format(files=", ".join([paths[0].name, *others]))


def _saved(text: str) -> Notice:
    return Notice("saved", "check", "", text, ((translate("Capture", "Show folder"), "open_folder"),))


def _sharing(device: str) -> Notice:
    """The virtual camera works."""
    if device:
        text = translate("Capture", "Other programs see this now: choose the camera “{name}” in them.").format(name=device)
    else:
        text = translate("Capture", "Other programs see this now: choose the virtual camera in them.")
    return Notice("sharing", "camera", "", text, ((translate("Capture", "End it"), "virtual_camera"),))


def _unwritable(text: str) -> Notice:
    return Notice("unwritable", "warning", "", text, ((translate("Capture", "Other folder"), "choose_folder"),))
