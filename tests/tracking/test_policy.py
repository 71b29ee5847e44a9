"""When the detector is asked."""

from __future__ import annotations

import numpy as np
import pytest

from posecore.tracking import DetectionPolicy, DetectionSettings, TrackerState
from posecore.tracking.policy import covered, thumbnail

GREY = np.full((360, 640, 3), 120, np.uint8)
SOMEBODY = TrackerState(np.asarray([[200.0, 50.0, 400.0, 350.0]]))
NOBODY = TrackerState(np.zeros((0, 4)))
STEP = 1 / 30


def looks(
    policy: DetectionPolicy, frames: int, state: TrackerState, news: bool = False, start: int = 0, image=GREY
) -> list[tuple[int, str]]:
    result = []
    for i in range(start, start + frames):
        if policy.should_detect(i * STEP, image, state):
            result.append((i, policy.reason))
            policy.report(news)
    return result


def test_interval_grows_while_nothing_happens_and_falls_back():
    policy = DetectionPolicy()
    found = looks(policy, 300, SOMEBODY)
    gaps = np.diff([i for i, _ in found]) * STEP
    assert found[0] == (0, "first")
    assert gaps == pytest.approx([0.8, *[1.6] * (len(gaps) - 1)], abs=STEP)
    policy.report(True)
    again = looks(policy, 30, SOMEBODY, start=found[-1][0] + 1)
    assert (again[0][0] - found[-1][0]) * STEP == pytest.approx(0.4, abs=STEP)


def test_nobody_and_lost():
    assert np.diff([i for i, _ in looks(DetectionPolicy(), 60, NOBODY)]).max() <= 4
    policy = DetectionPolicy()
    looks(policy, 10, SOMEBODY)
    assert looks(policy, 3, SOMEBODY._replace(lost=True), start=10)[0] == (10, "lost")


def test_change_outside_the_people_counts_inside_not():
    newcomer, waving = GREY.copy(), GREY.copy()
    newcomer[100:340, 480:600] = 20
    waving[60:340, 210:390] = 20
    for image, expected in ((newcomer, "changed"), (waving, "")):
        policy = DetectionPolicy()
        looks(policy, 10, SOMEBODY)
        policy.should_detect(10 * STEP, image, SOMEBODY)
        assert policy.reason == expected


def test_a_moving_camera_does_not_keep_the_detector_busy():
    policy = DetectionPolicy()
    random = np.random.default_rng(0)
    count = 0
    for i in range(300):
        if policy.should_detect(i * STEP, random.integers(0, 255, (360, 640, 3), dtype=np.uint8).repeat(1, axis=0), SOMEBODY):
            policy.report(False)
            count += 1
    assert count < 20


def test_every():
    assert len(looks(DetectionPolicy(DetectionSettings.every(0.0)), 50, SOMEBODY)) == 50
    rare = looks(DetectionPolicy(DetectionSettings.every(5.0)), 450, SOMEBODY)
    assert 3 <= len(rare) <= 7


def test_back_in_time_is_a_first_frame():
    policy = DetectionPolicy()
    looks(policy, 30, SOMEBODY)
    assert policy.should_detect(0.1, GREY, SOMEBODY)
    assert policy.reason == "first"


@pytest.mark.parametrize("shape", [(1, 1), (48, 64), (720, 1280), (1080, 1920), (1280, 720)])
def test_thumbnail_of_any_size(shape: tuple[int, int]):
    assert thumbnail(np.full((*shape, 3), 77, np.uint8)).tolist() == [[77] * 32] * 18


def test_covered():
    mask = covered(np.asarray([[0, 0, 320, 360]]), 640, 360, margin=0.0)
    assert mask[:, :16].all()
    assert not mask[:, 16:].any()
