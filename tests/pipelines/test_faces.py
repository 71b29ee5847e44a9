"""Whoever is chosen: the faces of all people found are made unrecognisable wherever an image leaves the program."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from posecore.drawing.faces import face_ellipse
from posecore.drawing.plan import Style
from posecore.pipelines.annotate import annotate
from posecore.pipelines.frame import PoseFrame
from posecore.pipelines.recorder import Recorder, RecordingPlan, snapshot
from posecore.pipelines.rendering import Rendering
from posecore.pipelines.selection import Region, Selection
from posecore.sinks.virtual_camera import VirtualCamera
from tests.clips import make_clip, standing

BOTH = standing((20, 10, 80, 110), (180, 10, 240, 110), ids=[1, 2])
HIDDEN = Style(skeleton=False, ids=False, boxes=False, blur_faces=True)


def noise() -> NDArray[np.uint8]:
    return np.random.default_rng(0).integers(0, 255, (120, 260, 3), np.uint8)


def chosen() -> PoseFrame:
    """Two people, of whom the first is chosen."""
    return PoseFrame(noise(), 0, 0.0, 0.0, people=BOTH[:1], everyone=BOTH)


def recorded(folder: Path) -> NDArray[np.uint8]:
    recorder = Recorder(RecordingPlan(folder, True, False, "none", "", ""), lambda: HIDDEN, lambda _: None)
    recorder.start()
    for i in range(2):
        recorder.write(replace(chosen(), captured=i / 10))
    recorder.finish()
    assert recorder.join(30)
    done, image = cv2.VideoCapture(str(next(folder.glob("*.mp4")))).read()
    assert done
    return np.asarray(image, np.uint8)


def photographed(folder: Path) -> NDArray[np.uint8]:
    return np.asarray(cv2.imread(str(snapshot(folder, chosen(), HIDDEN))), np.uint8)


def rendered(folder: Path) -> NDArray[np.uint8]:
    return Rendering(HIDDEN)(noise(), BOTH[:1], BOTH)


def sent(folder: Path) -> NDArray[np.uint8]:
    images: list[Any] = []
    device = SimpleNamespace(device="", send=images.append, close=lambda: None)
    with pytest.MonkeyPatch.context() as patch:
        fake = SimpleNamespace(Camera=lambda *_, **__: device, PixelFormat=SimpleNamespace(BGR="bgr"))
        patch.setitem(sys.modules, "pyvirtualcam", fake)
        camera = VirtualCamera(lambda: HIDDEN)
        camera.write(chosen())
        assert camera.error is None
    return np.asarray(images[0], np.uint8)


@pytest.mark.parametrize("shown", [rendered, photographed, sent, recorded])
def test_faces_of_those_who_are_not_chosen(shown: Callable[[Path], NDArray[np.uint8]], tmp_path: Path) -> None:
    image = shown(tmp_path)
    for i in range(2):
        ellipse = face_ellipse(BOTH, i)
        assert ellipse is not None
        x, y = round(ellipse[0]), round(ellipse[1])
        assert detail(image, x, y) < 0.4 * detail(image, x, 90), i


def detail(image: NDArray[np.uint8], x: int, y: int) -> float:
    """How much neighbouring pixels around a place differ."""
    return float(np.abs(np.diff(image[y - 2 : y + 3, x - 4 : x + 5].astype(int), axis=1)).mean())


def test_faces_of_those_who_are_not_chosen_in_an_annotated_video(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, int]] = []
    monkeypatch.setattr(Rendering, "__call__", lambda self, image, people, everyone: asked.append((len(people), len(everyone))) or image)
    selection = Selection(Region(0, 0, 50, 100, percent=True))
    clip = make_clip(tmp_path / "a.mp4", pts=(0, 20, 40), size=(260, 120))
    annotate(clip, tmp_path / "b.mp4", lambda image: BOTH, selection=selection)
    assert set(asked) == {(1, 2)}
