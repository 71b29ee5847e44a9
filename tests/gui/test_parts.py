"""The parts that need no window: sources by name, hints, notices, overlay geometry."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PyQt6.QtCore import QPointF, QRectF

from lightpose.gui import notices
from lightpose.gui.controls import clock
from lightpose.gui.hints import EMPTY_SECONDS, SLOW_SECONDS, HintMonitor
from lightpose.gui.notices import Notice, failure
from lightpose.gui.overlay import Mapping, Trails
from lightpose.gui.window import MainWindow
from posecore.engine import EngineError
from posecore.people import People
from posecore.sources import SourceError
from posecore.sources.camera import CameraError
from posecore.sources.factory import SourceSpec, parse


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("0", "camera", "0"),
        ("integrated", "camera", "3"),
        ("rtsp://me:secret@host/one", "url", "rtsp://me:secret@host/one"),
        ("walk.mp4", "file", "walk.mp4"),
        ("synthetic", "synthetic", "synthetic"),
        ("synthetic:5", "synthetic", "synthetic:5"),
        ("screen", "screen", "screen"),
    ],
)
def test_what_people_type(text: str, kind: str, value: str) -> None:
    spec = parse(text, {"3": "Integrated Camera"})
    assert (spec.kind, spec.value) == (kind, value)
    assert "secret" not in spec.name


def test_a_folder_is_a_folder(tmp_path: Path) -> None:
    assert parse(str(tmp_path)).kind == "folder"


def person(points: dict[str, tuple[float, float]], number: int = 1, score: float = 0.9) -> People:
    keypoints, scores = np.zeros((1, 17, 2)), np.zeros((1, 17))
    people = People.build(np.asarray([[0, 0, 50, 100]]), np.ones(1), keypoints, scores, np.asarray([number]))
    for name, place in points.items():
        keypoints[0, people.skeleton.index(name)], scores[0, people.skeleton.index(name)] = place, score
    return People.build(people.boxes, people.scores, keypoints, scores, people.ids)


CAMERA, FILE, URL = SourceSpec("camera", "0", "Cam"), SourceSpec("file", "/x.mp4", "x.mp4"), SourceSpec("url", "rtsp://h", "h")


@pytest.mark.parametrize(
    ("error", "spec", "kind"),
    [
        (EngineError("source", CameraError("there is no camera 0", "missing")), CAMERA, "no_camera"),
        (EngineError("source", CameraError("Cam cannot be opened", "busy")), CAMERA, "busy"),
        (EngineError("source", CameraError("no permission", "denied")), CAMERA, "permission"),
        (EngineError("source", SourceError("Cam does not answer")), CAMERA, "silent"),
        (EngineError("source", SourceError("h does not answer")), URL, "stream_lost"),
        (EngineError("source", SourceError("/x.mp4 does not exist")), FILE, "unreadable"),
        (SourceError("/x.mp4 is empty (0 bytes)"), FILE, "unreadable"),
        (EngineError("models", ValueError("provider 'cuda' is not in this onnxruntime")), CAMERA, "provider"),
        (EngineError("models", FileNotFoundError("pose.onnx: no such model file")), FILE, "models"),
        (EngineError("pose", RuntimeError("shape mismatch")), CAMERA, "stage"),
        (SourceError("'screen:1': expected 4 whole numbers"), SourceSpec("screen", "screen:1", "Screen"), "failed"),
    ],
)
def test_every_failure_has_its_words(error: Exception, spec: SourceSpec, kind: str) -> None:
    assert failure(error, spec).kind == kind


def all_notices() -> list[Notice]:
    errors = [
        EngineError(stage, cause)
        for stage in ("source", "models", "pose")
        for cause in (SourceError("x"), ValueError("provider y"), *(CameraError("z", k) for k in ("missing", "busy", "denied")))
    ]
    specs = (CAMERA, FILE, URL, SourceSpec("synthetic", "synthetic", "Test picture"))
    made = [failure(error, spec) for error in errors for spec in specs]
    return [
        *made, notices.loading(), notices.nobody(True), notices.nobody(False), notices.ended(), notices.no_camera(),
        notices.slow_machine(7), notices.slow_machine(7, False), notices.reconnecting(CAMERA), notices.reconnecting(URL),
    ]  # fmt: skip


def test_every_notice_has_a_sentence_and_something_to_do(make_window: Callable[..., MainWindow]) -> None:
    known = make_window().commands.by_name
    for notice in all_notices():
        assert notice.sentence.endswith("."), notice
        assert notice.actions or notice.kind == "loading", notice
        for _, name in notice.actions:
            assert name in known, name
            assert known[name].run is not None, name


@hypothesis_settings(deadline=None)  # a busy machine is no fault of the code
@given(*(st.text("XYZ0189/#?@", min_size=5, max_size=12).map(lambda text: f"QJ{text}QJ") for _ in range(2)))
def test_no_notice_shows_a_secret(password: str, token: str) -> None:
    for address in (f"rtsp://me:{password}@host/1", f"http://host/1?token={token}", f"rtsp://host/user=me&password={password}&channel=1"):
        spec = parse(address, {})
        errors = [
            EngineError("source", OSError(f"[Errno 5] {address}: broken")),
            SourceError(f"{address} is away"),
            OSError(5, "x", address),
        ]
        made = [failure(error, spec) for error in errors] + [notices.reconnecting(spec, f"{address} gives no pictures; trying again")]
        made.append(failure(EngineError("models", ValueError(f"{address} is no network")), spec))
        for notice in made:
            assert "QJ" not in f"{notice.title} {notice.sentence} {notice.detail}"


def test_hints_come_when_due_and_stay_away_once_dismissed() -> None:
    watch = HintMonitor()
    assert watch.update(0, 0, 30, 30) is None
    assert watch.update(EMPTY_SECONDS - 0.1, 0, 30, 30) is None
    assert watch.update(EMPTY_SECONDS, 0, 30, 30) == notices.nobody(True)
    assert watch.update(EMPTY_SECONDS + 1, 1, 30, 30) is None
    watch.dismiss("nobody")
    assert watch.update(100, 0, 30, 30) is None
    assert watch.update(200, 0, 30, 30) is None
    watch.restart()
    watch.update(300, 1, 5, 30)
    slow = watch.update(300 + SLOW_SECONDS, 1, 5, 30)
    assert slow is not None
    assert slow.kind == "slow"
    assert watch.update(400, 1, 10, 10) is None  # the camera is slow, not the machine


sides = st.integers(16, 4000)


@hypothesis_settings(deadline=None)  # a busy machine is no fault of the code
@given(
    width=sides, height=sides, x=st.floats(0, 500), y=st.floats(0, 500), shown=st.floats(20, 3000), mirror=st.booleans(),
    at=st.tuples(st.floats(-50, 4050), st.floats(-50, 4050)),
)  # fmt: skip
def test_window_and_frame_agree(width: int, height: int, x: float, y: float, shown: float, mirror: bool, at: tuple[float, float]) -> None:
    mapping = Mapping(QRectF(x, y, shown, shown * height / width), width, height, mirror)
    there = mapping.points(np.asarray(at))
    back = mapping.to_frame(QPointF(*there))
    assert back == pytest.approx(at, abs=1e-6 * max(width, height))
    corners = mapping.points(np.asarray([[-0.5, -0.5], [width - 0.5, height - 0.5]]))
    assert sorted(corners[:, 0]) == pytest.approx([x, x + shown])
    assert (corners[0, 0] > corners[1, 0]) == mirror


def test_trails_forget() -> None:
    trails = Trails()
    for i in range(60):
        trails.add(i / 10, person({"left_wrist": (i, i)}))
    assert 10 <= len(trails.past[1]) <= 14
    trails.add(6.0, People.empty())
    trails.add(9.0, People.empty())
    assert not trails.past
    trails.add(9.1, person({}, number=3))
    trails.add(2.0, person({}, number=3))  # a jump back in a file
    assert len(trails.past[3]) == 1
    trails.add(2.1, person({}, number=-1))
    assert -1 not in trails.past


@pytest.mark.parametrize(("seconds", "text"), [(0, "0:00"), (65.9, "1:05"), (3605, "1:00:05"), (-3, "0:00")])
def test_clock(seconds: float, text: str) -> None:
    assert clock(seconds) == text
