"""When the detector runs."""

from __future__ import annotations

import numpy as np
import pytest

from posecore.tracking import DetectionPolicy, DetectionSettings, TrackerState
from posecore.tracking.policy import box_mask, thumbnail

GREY = np.full((360, 640, 3), 120, np.uint8)
PERSON = TrackerState(np.asarray([[200.0, 50.0, 400.0, 350.0]]))
EMPTY = TrackerState(np.zeros((0, 4)))
STEP = 1 / 30


def runs(
    policy: DetectionPolicy, frames: int, state: TrackerState, new_tracks: bool = False, start: int = 0, image=GREY
) -> list[tuple[int, str]]:
    """(frame, reason) of the runs of the detector in so many frames, none or all of which start a track."""
    result = []
    for i in range(start, start + frames):
        if policy.should_detect(i * STEP, image, state):
            result.append((i, policy.reason))
            policy.report(new_tracks)
    return result


def test_interval_grows_while_nothing_happens_and_falls_back():
    policy = DetectionPolicy()
    first = runs(policy, 300, PERSON)
    gaps = np.diff([i for i, _ in first]) * STEP
    assert first[0] == (0, "first")
    assert gaps == pytest.approx([0.8, *[1.6] * (len(gaps) - 1)], abs=STEP)
    policy.report(True)
    again = runs(policy, 30, PERSON, start=first[-1][0] + 1)
    assert (again[0][0] - first[-1][0]) * STEP == pytest.approx(0.4, abs=STEP)


def test_soon_where_no_one_is_tracked_or_a_person_is_lost():
    empty = runs(DetectionPolicy(), 60, EMPTY)
    assert np.diff([i for i, _ in empty]).max() <= 4
    assert {reason for _, reason in empty} == {"first", "empty"}
    policy = DetectionPolicy()
    runs(policy, 10, PERSON)
    assert runs(policy, 3, PERSON._replace(lost=True), start=10)[0] == (10, "lost")


def test_changes_count_outside_the_boxes_only():
    entered, waving = GREY.copy(), GREY.copy()
    entered[100:340, 480:600] = 20
    waving[60:340, 210:390] = 20
    for image, expected in ((entered, "changed"), (waving, "")):
        policy = DetectionPolicy()
        runs(policy, 10, PERSON)
        policy.should_detect(10 * STEP, image, PERSON)
        assert policy.reason == expected


def test_the_interval_grows_while_all_of_the_image_changes():
    policy = DetectionPolicy()
    random = np.random.default_rng(0)
    count = 0
    for i in range(300):
        if policy.should_detect(i * STEP, random.integers(0, 255, (360, 640, 3), dtype=np.uint8), PERSON):
            policy.report(False)
            count += 1
    assert 6 <= count < 20


def test_every():
    assert len(runs(DetectionPolicy(DetectionSettings.every(0.0)), 50, PERSON)) == 50
    rare = runs(DetectionPolicy(DetectionSettings.every(5.0)), 450, PERSON)
    assert 3 <= len(rare) <= 7


def test_every_min_interval_while_a_lost_person_may_return():
    policy = DetectionPolicy()
    frames = [i for i, _ in runs(policy, 300, PERSON._replace(awaiting_return=True))]
    assert np.diff(frames) * STEP == pytest.approx(0.4, abs=STEP)


def test_back_in_time_is_a_first_frame():
    policy = DetectionPolicy()
    runs(policy, 30, PERSON)
    assert policy.should_detect(0.1, GREY, PERSON)
    assert policy.reason == "first"


@pytest.mark.parametrize("shape", [(1, 1), (48, 64), (720, 1280), (1080, 1920), (1280, 720)])
def test_thumbnail_of_any_size(shape: tuple[int, int]):
    assert thumbnail(np.full((*shape, 3), 77, np.uint8)).tolist() == [[77] * 32] * 18


def test_box_mask():
    mask = box_mask(np.asarray([[0, 0, 320, 360]]), 640, 360, margin=0.0)
    assert mask[:, :16].all()
    assert not mask[:, 16:].any()
