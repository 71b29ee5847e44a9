"""Whose turn it is: who is posed on a frame of a crowd, and what is said of those who are not."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from posecore.people import People
from posecore.pipelines.annotate import thorough_settings
from posecore.pipelines.choice import ChooseStage
from posecore.pipelines.frame import PoseFrame
from posecore.pipelines.live import TrackedPipeline, TrackingSettings, live_settings
from posecore.pipelines.recipe import Recipe
from posecore.pipelines.recorded import recording_settings
from posecore.pipelines.selection import Selection
from posecore.tracking import LIVE_TURNS, RECORDED_TURNS, DetectionSettings, Proposals, Turns, TurnSettings
from posecore.tracking.track import Track
from tests.tracking.scenarios import BLANK
from tests.tracking.world import FPS, STANDING, Walker, World

ONCE = DetectionSettings(60.0, 60.0, 60.0, 60.0, 60.0)


def row_of_people(count: int, stride: float = 0.0, speed: float = 0.0) -> World:
    """So many people side by side who overlap nobody."""
    return World([Walker(lambda t, x=80 + 140 * i: x + speed * t, 200, 500, i, stride=stride) for i in range(count)], noise=0.0)


class Counted(World):
    """Counts whom the pose network was asked for, by the number of the frame."""

    def pose(self, frame, boxes):
        self.asked.append(len(boxes))
        return super().pose(frame, boxes)


def follow(world: World, settings: TurnSettings | None, frames: int = 45, fps: float = FPS):
    """Boxes posed on each frame, and the people."""
    world.asked = []
    world.__class__ = Counted
    tracked = TrackedPipeline(world, TrackingSettings(ONCE, smoothing=None, turns=settings))
    people = []
    for i in range(frames):
        world.time = i / fps
        people.append(tracked(BLANK, world.time))
    return world.asked, people


def test_a_few_people_are_posed_on_every_frame():
    asked, people = follow(row_of_people(4), RECORDED_TURNS)
    assert set(asked) == {4}
    assert not any(found.interpolated.any() for found in people)


def test_without_settings_everybody_is_posed_on_every_frame():
    asked, people = follow(row_of_people(8), None)
    assert set(asked) == {8}
    assert not any(found.interpolated.any() for found in people)


def test_people_who_stand_still_are_posed_on_every_third_frame_and_not_all_at_once():
    asked, people = follow(row_of_people(8), RECORDED_TURNS)
    late = asked[15:]
    assert np.mean(late) == pytest.approx(8 / 3, abs=0.4)
    assert max(late) <= 4, "they take turns"
    assert all(found.ids.tolist() == people[-1].ids.tolist() for found in people[15:]), "nobody is missing"
    waits = Counter()
    for found in people[15:]:
        waits = Counter({n: waits[n] + 1 for n in found.ids[found.interpolated].tolist()})
        assert max(waits.values(), default=0) <= 2, "nobody waits for more than two frames in a row"


def test_people_are_posed_as_often_at_any_frame_rate():
    slow, fast = follow(row_of_people(8), RECORDED_TURNS, 45, 12)[0], follow(row_of_people(8), RECORDED_TURNS, 180, 120)[0]
    assert np.mean(slow[15:]) * 12 == pytest.approx(8 * 12, rel=0.5)
    assert np.mean(fast[60:]) * 120 == pytest.approx(8 * 10, rel=0.25)


def test_who_moves_the_limbs_waits_less_than_half_as_often_as_the_others():
    world = row_of_people(8)
    world.walkers[3].stride = 3.0
    _, people = follow(world, replace(RECORDED_TURNS, pixels=0.0), 60)
    waited = Counter(n for found in people[20:] for n in found.ids[found.interpolated].tolist())
    assert waited[4] < 0.5 * min(waited[n] for n in range(1, 9) if n != 4)


def test_who_walks_past_without_moving_the_limbs_may_wait_and_is_predicted():
    world = row_of_people(6, speed=90.0)
    _, people = follow(world, RECORDED_TURNS, 60)
    assert people[-1].interpolated.any() or people[-2].interpolated.any()
    world.time = 59 / FPS
    truth = np.asarray([walker.joints(world.time) for walker in world.walkers])
    assert np.abs(people[-1].keypoints - truth).max() < 2.0


def standing(count: int, gap: float = 100.0) -> Proposals:
    """Predicted boxes of people who have stood still for a while, 50 px wide and so far apart."""
    tracks, boxes = [], [np.asarray([gap * i, 0, gap * i + 50, 150]) for i in range(count)]
    for i, box in enumerate(boxes):
        points = box[:2] + STANDING * 150
        track = Track(points, np.ones(17), box, 1.0, 0.0)
        for k in range(10):
            track.update(points, np.ones(17), 1.0, 0.04 * k, None)
        track.id = i + 1
        tracks.append(track)
    return Proposals(np.asarray(boxes), np.ones(count), np.zeros(count, bool), False, tuple(tracks))


def waiting(turns: Turns, proposals: Proposals, frames: int = 30) -> list[set[int]]:
    """Who waits on each frame."""
    return [set(turns.share_out(proposals, 0.4 + i / FPS).waiting) for i in range(frames)]


def test_two_who_overlap_do_not_wait():
    proposals = standing(8)
    boxes = proposals.boxes.copy()
    boxes[3] = boxes[2] + (20, 0, 20, 0)
    waited = set().union(*waiting(Turns(RECORDED_TURNS), replace(proposals, boxes=boxes)))
    assert waited == {1, 2, 5, 6, 7, 8}


@pytest.mark.parametrize("state", ["new", "lost", "missed", "ambiguous", "unconfirmed"])
def test_who_is_not_surely_there_does_not_wait(state: str):
    proposals = standing(8)
    track = proposals.tracks[2]
    match state:
        case "new":
            track.hits = 2
        case "lost":
            track.last_known -= 0.1
        case "missed":
            track.misses = 1
        case "ambiguous":
            track.mark_ambiguous(0.38)
        case "unconfirmed":
            track.id = -1
    waited = set().union(*waiting(Turns(RECORDED_TURNS), proposals))
    assert waited == {1, 2, 4, 5, 6, 7, 8}


def test_who_is_favoured_does_not_wait():
    tracked = TrackedPipeline(world := row_of_people(8), TrackingSettings(ONCE, smoothing=None, turns=RECORDED_TURNS))
    tracked.turns.favoured = frozenset({2})
    for i in range(45):
        world.time = i / FPS
        found = tracked(BLANK, world.time)
        assert 2 not in found.ids[found.interpolated]


def test_a_budget_is_spent_on_as_many_as_fit_into_it():
    turns = Turns(replace(LIVE_TURNS, budget=0.030))
    turns.report(0.050, 10)  # 5 ms each: six fit into 30 ms
    counts = [len(who) for who in waiting(turns, standing(8))]
    assert counts[0] == 0, "the first frame"
    assert set(counts[1:]) == {2}


def live_frames(turns: Turns, proposals: Proposals, seconds: float, frames: int = 40) -> list[tuple[float, Proposals]]:
    """Time and choice of each frame of a machine that takes ``seconds`` for each pose: a frame comes when the one before is done, or with
    the next image of the camera."""
    chosen, time, done = [], 0.4, 0.4
    for _ in range(frames):
        now = turns.share_out(proposals, time)
        chosen.append((time, now))
        for track in proposals.tracks:
            if track is not None:
                track.last_known = time
        turns.report(len(now.boxes) * seconds, len(now.boxes))
        done = time + len(now.boxes) * seconds
        time = max(time + 1 / FPS, done)
    return chosen


@pytest.mark.parametrize("seconds", [0.006, 0.012, 0.030])
def test_a_machine_that_is_too_slow_for_everybody_poses_no_more_of_them_for_it(seconds: float):
    """Else each frame takes longer, all are overdue on the next one, and it poses everybody."""
    late = live_frames(Turns(LIVE_TURNS), standing(8), seconds)[5:]
    room = max(1.0, 0.025 / seconds)
    counts = [len(now.boxes) for _, now in late]
    assert np.mean(counts) == pytest.approx(room, abs=0.1), "all of the budget is spent"
    assert max(counts) < room + 1
    posed = Counter(track.id for _, now in late for track in now.tracks)
    assert len(posed) == 8
    assert max(posed.values()) <= 1.5 * min(posed.values()), "all of them in turn"


def test_within_a_budget_those_who_overlap_come_sooner_and_the_others_all_the_same():
    proposals = standing(8)
    boxes = proposals.boxes.copy()
    boxes[1:5] = boxes[0] + np.outer([1, 2, 3, 4], (8, 0, 8, 0))
    late = live_frames(Turns(LIVE_TURNS), replace(proposals, boxes=boxes), 0.012, 120)[5:]
    posed = Counter(track.id for _, now in late for track in now.tracks)
    assert {len(now.boxes) for _, now in late} <= {2, 3}
    assert min(posed[n] for n in range(1, 6)) > 1.5 * max(posed[n] for n in range(6, 9))
    assert min(posed[n] for n in range(6, 9)) >= 15


def test_a_budget_does_not_hold_up_who_is_new_or_lost():
    turns, proposals = Turns(LIVE_TURNS), standing(8)
    live_frames(turns, proposals, 0.030)
    tracks = proposals.tracks
    assert tracks[6] is not None
    tracks[6].last_known -= 0.1
    found = turns.share_out(replace(proposals, tracks=(*tracks[:7], None)), 9.0)
    assert {tracks[6], None} <= set(found.tracks)
    assert len(found.tracks) == 2


def test_what_newcomers_took_of_a_budget_is_saved_on_the_next_frames():
    turns, proposals = Turns(LIVE_TURNS), standing(8)
    live_frames(turns, proposals, 0.012)
    crowded = replace(proposals, tracks=(*proposals.tracks[:4], None, None, None, None))
    assert len(turns.share_out(crowded, 9.0).boxes) == 4
    assert len(turns.share_out(proposals, 9.033).boxes) == 1


def test_a_crowd_that_fits_into_the_budget_does_not_wait():
    turns = Turns(replace(LIVE_TURNS, budget=0.030))
    turns.report(0.030, 10)
    assert not any(waiting(turns, standing(8)))


def test_until_the_cost_is_known_nobody_waits():
    assert not any(waiting(Turns(LIVE_TURNS), standing(8)))


def every_frame(world: World) -> TrackedPipeline:
    """The detector runs on every frame."""
    world.asked = []
    world.__class__ = Counted
    return TrackedPipeline(world, TrackingSettings(DetectionSettings.every(0.0), smoothing=None, turns=RECORDED_TURNS))


def test_who_is_detected_where_expected_may_wait_on_that_frame_too():
    tracked = every_frame(world := row_of_people(8, speed=60.0))
    for i in range(45):
        world.time = i / FPS
        found = tracked(BLANK, world.time)
        assert found.ids.tolist() == list(range(1, 9)), "nobody is missing, nobody is new"
    assert np.mean(world.asked[15:]) == pytest.approx(8 / 3, abs=0.4)
    truth = np.asarray([walker.joints(world.time) for walker in world.walkers])
    assert np.abs(found.keypoints - truth).max() < 2.0


def test_who_comes_into_view_or_is_not_detected_is_posed_at_once():
    tracked = every_frame(world := row_of_people(6))
    for i in range(30):
        world.time = i / FPS
        tracked(BLANK, world.time)
    world.walkers.append(Walker(lambda t: 950.0, 200, 500, 9, stride=0.0))
    world.time = 30 / FPS
    found = tracked(BLANK, world.time)
    assert not found.interpolated[found.ids == 7].any(), "the newcomer"
    assert found.interpolated.any(), "not the others"
    detect, hidden = world.detect, world.walkers[2].x(0)

    def without_one(frame):
        boxes, scores = detect(frame)
        kept = np.abs(boxes[:, [0, 2]].mean(axis=1) - hidden) > 20
        return boxes[kept], scores[kept]

    world.detect = without_one
    for i in range(31, 34):
        world.time = i / FPS
        found = tracked(BLANK, world.time)
        assert not found.interpolated[found.ids == 3].any(), "missed by the detector: the pose decides"


def test_a_box_detected_while_its_person_waits_corrects_the_later_ones():
    points = np.asarray([0, 0]) + STANDING * 150
    box, better = np.asarray([-30.0, 0, 30, 150]), np.asarray([-45.0, -20, 45, 170])
    track = Track(points, np.ones(17), box, 1.0, 0.0)
    track.wait(0.04, better)
    track.update(points, np.ones(17), 1.0, 0.08, None)
    np.testing.assert_allclose(track.box, better, atol=1.0)


def test_the_smoother_moves_on_who_waits_and_learns_nothing_from_it():
    world = row_of_people(6, speed=120.0)
    shown = {}
    for name, settings in (("every", None), ("turns", RECORDED_TURNS)):
        tracked = TrackedPipeline(world, TrackingSettings(ONCE, turns=settings))
        for i in range(60):
            world.time = i / FPS
            people = tracked(BLANK, world.time)
        shown[name] = people.keypoints
    assert np.abs(shown["every"] - shown["turns"]).max() < 3.0


def test_who_takes_turns_by_default():
    """Live where the poses take longer than a frame, recordings always; nobody where every person or the best accuracy is asked for."""
    assert live_settings().turns == LIVE_TURNS
    assert recording_settings().turns == RECORDED_TURNS
    assert RECORDED_TURNS.budget is None, "results must not depend on the machine"
    assert thorough_settings().turns is None
    for recipe, turns in ((Recipe(), RECORDED_TURNS), (Recipe(every_person=True), None), (Recipe(thorough=True), None)):
        settings = recipe.settings(None)
        assert settings is not None
        assert settings.turns == turns
    assert Recipe(track=False).settings(None) is None


def test_live_the_chosen_do_not_wait():
    turns = Turns(LIVE_TURNS)
    stage = ChooseStage(Selection(person=7), turns)
    frame = PoseFrame(BLANK, 0, 0.0, 0.0)
    frame.people = People.build(np.zeros((2, 4)), np.ones(2), np.zeros((2, 17, 2)), np.ones((2, 17)), np.asarray([3, 7]))
    stage.process(frame)
    assert turns.favoured == {7}
    stage.selection = Selection()
    stage.process(PoseFrame(BLANK, 1, 0.1, 0.1))
    assert turns.favoured == frozenset()
