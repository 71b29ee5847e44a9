"""Joint angles on skeletons whose angles are known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecore.angles import ANGLES, MEASURES, AngleDefinition, angle_between, angle_scores, joint_angles, measures, select_person
from posecore.people import People
from posecore.skeletons import COCO17, HAND21, MPII16, Skeleton

Points = dict[str, tuple[float, float]]

# a person facing the camera, y down: arms stretched out to the sides, legs straight down
T_POSE: Points = {
    "left_shoulder": (20, 0), "left_elbow": (50, 0), "left_wrist": (80, 0), "left_hip": (20, 60), "left_knee": (20, 110),
    "left_ankle": (20, 160), "right_shoulder": (-20, 0), "right_elbow": (-50, 0), "right_wrist": (-80, 0), "right_hip": (-20, 60),
    "right_knee": (-20, 110), "right_ankle": (-20, 160),
}  # fmt: skip
# seen from the side on a chair: trunk upright, thighs level, shins upright, forearms level, upper arms down
SITTING: Points = {
    f"{side}_{name}": place
    for side in ("left", "right")
    for name, place in {
        "shoulder": (0, 0), "elbow": (0, 30), "wrist": (30, 30), "hip": (0, 60), "knee": (50, 60), "ankle": (50, 110),
    }.items()
}  # fmt: skip


def person(points: Points, number: int = 1, score: float = 0.9, skeleton: Skeleton = COCO17) -> People:
    keypoints, scores = np.zeros((1, len(skeleton), 2)), np.zeros((1, len(skeleton)))
    for name, place in points.items():
        keypoints[0, skeleton.index(name)], scores[0, skeleton.index(name)] = place, score
    return People.build(np.asarray([[0, 0, 50, 100]]), np.ones(1), keypoints, scores, np.asarray([number]), skeleton)


def angles_of(points: Points, skeleton: Skeleton = COCO17) -> dict[str, float]:
    return dict(zip(ANGLES, joint_angles(person(points, skeleton=skeleton))[0].tolist(), strict=True))


@pytest.mark.parametrize("skeleton", [COCO17, MPII16], ids=lambda s: s.name)
def test_a_t_pose_and_a_person_on_a_chair(skeleton: Skeleton) -> None:
    expected = {"elbow": 180, "shoulder": 90, "hip": 180, "knee": 180}
    assert angles_of(T_POSE, skeleton) == pytest.approx({f"{s}_{n}": v for n, v in expected.items() for s in ("left", "right")})
    expected = {"elbow": 90, "shoulder": 0, "hip": 90, "knee": 90}
    assert angles_of(SITTING, skeleton) == pytest.approx({f"{s}_{n}": v for n, v in expected.items() for s in ("left", "right")})


@pytest.mark.parametrize(("wrist", "degrees"), [((2, 0), 180), ((1, 1), 90), ((0, 0), 0), ((1.5, np.sqrt(3) / 2), 120), ((1, -1), 90)])
def test_angle_of_an_elbow(wrist: tuple[float, float], degrees: float) -> None:
    angles = angles_of({"left_shoulder": (0, 0), "left_elbow": (1, 0), "left_wrist": wrist})
    assert angles["left_elbow"] == pytest.approx(degrees, abs=1e-3)
    assert [name for name, value in angles.items() if not np.isnan(value)] == ["left_elbow"]


@given(turn=st.floats(-3, 3), size=st.floats(0.1, 50), x=st.floats(-500, 500), y=st.floats(-500, 500), flip=st.booleans())
def test_angles_do_not_depend_on_where_how_large_and_which_way(turn: float, size: float, x: float, y: float, flip: bool) -> None:
    rotation = size * np.asarray([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    if flip:
        rotation[0] *= -1
    moved: Points = {name: tuple((rotation @ place + (x, y)).tolist()) for name, place in SITTING.items()}
    assert angles_of(moved) == pytest.approx(angles_of(SITTING), abs=0.2)  # keypoints are float32


def test_a_keypoint_of_low_confidence_has_no_angle() -> None:
    people = person({"left_shoulder": (0, 0), "left_elbow": (1, 0), "left_wrist": (2, 0)}, score=0.2)
    assert np.isnan(joint_angles(people, 0.25)).all()
    assert joint_angles(people, 0.15)[0, list(ANGLES).index("left_elbow")] == pytest.approx(180)


def test_what_has_no_angle_is_not_a_number() -> None:
    same = angles_of({"left_shoulder": (1, 0), "left_elbow": (1, 0), "left_wrist": (2, 0)})
    assert np.isnan(same["left_elbow"])
    lost = angles_of({"left_shoulder": (0, 0), "left_elbow": (float("nan"), 0), "left_wrist": (2, 0)})
    assert np.isnan(lost["left_elbow"])
    unknown = joint_angles(person(T_POSE), definitions={"tail": AngleDefinition("left_hip", "tail", "right_hip")})
    assert unknown.shape == (1, 1)
    assert np.isnan(unknown).all()


def test_everyone_has_a_row() -> None:
    one, two = person(T_POSE), person(SITTING)
    both = People.build(
        np.concatenate([one.boxes, two.boxes]),
        np.ones(2),
        np.concatenate([one.keypoints, two.keypoints]),
        np.concatenate([one.keypoint_scores, two.keypoint_scores]),
    )
    assert joint_angles(both) == pytest.approx(np.concatenate([joint_angles(one), joint_angles(two)]))
    assert joint_angles(People.empty()).shape == (0, len(ANGLES))


def test_small_differences_near_a_stretched_arm_are_told_apart() -> None:
    wrist = np.asarray([[2.0, 1e-6], [2.0, 0.0]])
    bent, straight = angle_between(np.zeros(2), np.asarray([1.0, 0.0]), wrist)
    assert straight == 180
    assert 180 - bent == pytest.approx(np.degrees(1e-6), rel=1e-3)


def test_the_selected_person_and_the_nearest() -> None:
    boxes = np.asarray([[0, 0, 10, 10], [0, 0, 11, 11], [0, 0, 30, 30]])
    people = People.build(boxes, np.ones(3), np.zeros((3, 17, 2)), np.zeros((3, 17)), np.asarray([4, 5, 6]))
    assert select_person(people) == 2
    assert select_person(people, 4) == 0
    assert select_person(people, 99) == 2
    assert select_person(people[:2], -1, last=4) == 0  # the other is hardly larger
    assert select_person(people, -1, last=4) == 2
    assert select_person(People.empty()) is None


def test_tilts_of_a_head_and_a_trunk() -> None:
    body: Points = {"left_hip": (20, 60), "right_hip": (-20, 60), "left_shoulder": (20, 0), "right_shoulder": (-20, 0)}
    head: Points = {"left_ear": (8, -30), "right_ear": (-8, -30)}
    names = list(MEASURES)

    def tilts(points: Points) -> list[float]:
        row = joint_angles(person(points), definitions=MEASURES)[0]
        return [row[names.index("trunk_tilt")], row[names.index("head_tilt")]]

    assert tilts({**body, **head}) == pytest.approx([0, 0])
    moved = {**body, "left_shoulder": (80, 0), "right_shoulder": (40, 0), "left_ear": (38, -30), "right_ear": (22, -30)}
    assert tilts(moved) == pytest.approx([45, -45])  # trunk to the right, head to the left
    lying = {**body, "left_shoulder": (-60, 80), "right_shoulder": (-60, 40)}
    assert tilts(lying) == pytest.approx([-90, float("nan")], nan_ok=True)


def test_ankles_where_a_joint_set_has_toes_and_heads_of_mpii() -> None:
    assert list(measures(COCO17)) == [*ANGLES, "trunk_tilt", "head_tilt"]
    feet = Skeleton("feet", ("left_knee", "left_ankle", "left_big_toe"), (), None, ())
    found = person({"left_knee": (0, 0), "left_ankle": (0, 50), "left_big_toe": (20, 50)}, skeleton=feet)
    assert list(measures(feet)) == ["left_ankle"]
    assert joint_angles(found, definitions=measures(feet))[0, 0] == pytest.approx(90)
    bowed = person({"upper_neck": (0, 0), "head_top": (10, -10)}, skeleton=MPII16)
    assert joint_angles(bowed, definitions={"head_tilt": MEASURES["head_tilt"]})[0, 0] == pytest.approx(45)


def test_the_confidence_of_an_angle_is_that_of_its_least_keypoint() -> None:
    people = person(T_POSE)
    people.keypoint_scores[0, COCO17.index("left_wrist")] = 0.3
    scores = dict(zip(ANGLES, angle_scores(people)[0].tolist(), strict=True))
    assert scores["left_elbow"] == pytest.approx(0.3)
    assert scores["left_shoulder"] == pytest.approx(0.9)


def test_a_joint_set_names_its_own() -> None:
    own = Skeleton(
        "own",
        COCO17.keypoints,
        COCO17.limbs,
        None,
        (),
        angles=(("bow", ("nose", "left_hip", "left_knee")), ("left_elbow", ("nose", "left_elbow", "left_ear"))),
    )
    found = measures(own)
    assert list(found) == ["bow", "left_elbow", *(name for name in measures(COCO17) if name != "left_elbow")]
    assert found["left_elbow"] == AngleDefinition("nose", "left_elbow", "left_ear")
    assert list(measures(HAND21)) == ["thumb", "forefinger", "middle_finger", "ring_finger", "pinky_finger"]
    assert HAND21.ends == ("thumb4", "forefinger4", "middle_finger4", "ring_finger4", "pinky_finger4")
