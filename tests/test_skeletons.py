"""Joint sets: the built-in tables hold together, and one from a file goes wherever a built-in one goes."""

import numpy as np
import pytest

from posecore.people import People
from posecore.skeletons import COCO17, COCO_WHOLEBODY133, HALPE26, HAND21, SKELETONS, get_skeleton, skeleton_of_size, spell

OWN = """
name = "claw"
keypoints = ["base", "tip_a", "tip_b", "left_end", "right_end"]
limbs = [["base", "tip_a"], ["base", "tip_b"]]
flips = [["tip_a", "tip_b"]]
colours = ["#ff0000", "#00ff00", "#0000ff", "#010203", "#ffffff"]
sigmas = [0.02, 0.03, 0.03, 0.04, 0.04]
upper_body = ["base"]
head_segment = ["base", "tip_a"]

[angles]
spread = ["tip_a", "base", "tip_b"]
"""


@pytest.mark.parametrize("skeleton", SKELETONS.values(), ids=lambda s: s.name)
def test_a_mirror_image_mirrored_is_the_image(skeleton):
    flips = skeleton.flip_indices
    np.testing.assert_array_equal(flips[flips], np.arange(len(skeleton)))
    for i, name in enumerate(skeleton.keypoints):
        if name.startswith("left_"):
            assert skeleton.keypoints[flips[i]] == name.replace("left_", "right_")


def test_sizes_and_orders_are_those_of_their_data_sets():
    assert [len(s) for s in (HALPE26, COCO_WHOLEBODY133, HAND21)] == [26, 133, 21]
    assert HALPE26.keypoints[17:22] == ("head", "neck", "hip", "left_big_toe", "right_big_toe")
    assert ("left_hip", "hip") in HALPE26.limbs
    body = COCO_WHOLEBODY133
    assert [body.index(n) for n in ("left_big_toe", "right_heel", "face_0", "left_hand_root", "right_hand_root")] == [17, 22, 23, 91, 112]
    assert [body.index(n) for n in ("left_thumb1", "left_thumb4", "left_forefinger1", "right_pinky_finger4")] == [92, 95, 96, 132]
    assert (body.sigmas[17], body.sigmas[23], body.sigmas[90], body.sigmas[91], body.sigmas[132]) == (0.068, 0.042, 0.008, 0.029, 0.031)
    mirrored = body.flip_indices
    for a, b in ((0, 16), (8, 8), (17, 26), (21, 22), (27, 27), (36, 45), (40, 47), (48, 54), (60, 64), (65, 67), (66, 66)):
        assert mirrored[23 + a] == 23 + b


def test_sizes_tell_the_set():
    assert skeleton_of_size(133) is COCO_WHOLEBODY133
    assert skeleton_of_size(17) is COCO17
    assert skeleton_of_size(5) is None


def test_a_file_and_back(tmp_path):
    path = tmp_path / "claw.toml"
    path.write_text(OWN)
    claw = get_skeleton(str(path))
    assert (claw.name, len(claw), claw.sigmas) == ("claw", 5, (0.02, 0.03, 0.03, 0.04, 0.04))
    assert claw.flip_indices.tolist() == [0, 2, 1, 4, 3]
    assert claw.colour(0) == (0, 0, 255)
    assert claw.colour(3) == (3, 2, 1)
    assert claw.angles == (("spread", ("tip_a", "base", "tip_b")),)
    assert get_skeleton(spell(claw)) == claw
    assert "\n" not in spell(claw)


@pytest.mark.parametrize("skeleton", SKELETONS.values(), ids=lambda s: s.name)
def test_built_in_sets_are_spelled_by_name(skeleton):
    assert spell(skeleton) == skeleton.name
    assert get_skeleton(skeleton.name) is skeleton


def test_a_set_of_names_alone_is_enough(tmp_path):
    (tmp_path / "two.toml").write_text('keypoints = ["a", "b"]')
    two = get_skeleton(str(tmp_path / "two.toml"))
    assert (two.name, two.limbs, two.sigmas) == ("two", (), (0.05, 0.05))
    assert len(People.empty(two)) == 0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('keypoints = ["a", "a"]', "each name once"),
        ("keypoints = []", "needs joints"),
        ('keypoints = ["a"]\nlimbs = [["a", "b"]]', "no joint is called b"),
        ('keypoints = ["a", "b"]\nlimbs = [["a"]]', "not a pair"),
        ('keypoints = ["a", "b"]\nsigmas = [0.1]', "1 sigmas for 2 joints"),
        ('keypoints = ["a"]\nsigmas = [0]', "must be positive"),
        ('keypoints = ["a"]\ncolours = ["red"]', "not a colour"),
        ('keypoints = ["a"]\nbones = 3', "has no bones"),
        ("keypoints = 3", "lists of names"),
        ("keypoints", "own.toml"),
        ('keypoints = ["a"]\n[angles]\nx = ["a", "a"]', "first, vertex and last"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_in_one_line(tmp_path, text, message):
    (tmp_path / "own.toml").write_text(text)
    with pytest.raises(ValueError, match=message) as error:
        get_skeleton(str(tmp_path / "own.toml"))
    assert "own.toml" in str(error.value)
    assert "\n" not in str(error.value)


def test_unknown_names_and_files():
    with pytest.raises(ValueError, match="unknown joint set 'insect'; known: coco17"):
        get_skeleton("insect")
    with pytest.raises(FileNotFoundError, match=r"nowhere\.toml"):
        get_skeleton("nowhere.toml")
