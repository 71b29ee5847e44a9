"""``lightpose models add`` as a person meets it, and the name in the commands."""

import json

import cv2
import numpy as np
import pytest
from typer.testing import CliRunner

from lightpose.cli import app
from tests.runtime.standins import UNIT, standin


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("LIGHTPOSE_MODELS", str(tmp_path / "models"))


def run(*words):
    return CliRunner().invoke(app, list(map(str, words)))


def test_add_use_remove(tmp_path):
    table = np.zeros((2, 300, 6 + 26 * 3), np.float32)
    table[1, 0] = [20, 60, 100, 200, 0.9, 0, *([50, 100, 0.8] * 26)]
    file = standin(tmp_path / "yolo.onnx", {"output0": table}, (1, 3, 320, 320), scale=UNIT, at=160, kpt_shape="[26, 3]")
    done = run("models", "add", file, "--name", "feet")
    assert done.exit_code == 0, done.output
    assert "halpe26" in done.output
    assert "SHA-256" in done.output
    assert "--pose feet" in done.output
    cv2.imwrite(str(tmp_path / "in.png"), np.full((240, 320, 3), (0, 0, 10), np.uint8))
    done = run("image", tmp_path / "in.png", "-o", tmp_path / "out", "-k", tmp_path / "k.jsonl", "--pose", "feet")
    assert done.exit_code == 0, done.output
    header, line = (tmp_path / "k.jsonl").read_text().splitlines()
    assert json.loads(header)["skeleton"] == "halpe26"
    np.testing.assert_allclose(json.loads(line)["people"][0]["keypoints"], [[50, 60, 0.8]] * 26, atol=0.05)
    assert run("models", "remove", "feet").exit_code == 0
    assert run("models", "remove", "feet").exit_code == 2


def test_joints_of_ones_own_reach_the_file(tmp_path):
    table = np.zeros((2, 300, 6 + 15), np.float32)
    table[1, 0] = [20, 60, 100, 200, 0.9, 0, *([50, 100, 0.8] * 5)]
    file = standin(tmp_path / "claw.onnx", {"output0": table}, (1, 3, 320, 320), scale=UNIT, at=160, kpt_shape="[5, 3]")
    (tmp_path / "own.toml").write_text('keypoints = ["a", "b", "c", "d", "e"]\nlimbs = [["a", "b"]]')
    cv2.imwrite(str(tmp_path / "in.png"), np.full((240, 320, 3), (0, 0, 10), np.uint8))
    words = ("image", tmp_path / "in.png", "-k", tmp_path / "k.jsonl", "--pose", file)
    assert run(*words).exit_code == 2
    (tmp_path / "claw.toml").write_text('keypoints = ["f", "g", "h", "i", "j"]')  # a joint set beside the network is the network's
    assert run(*words).exit_code == 0
    assert '\\"f\\"' in (tmp_path / "k.jsonl").read_text()
    done = run(*words, "--skeleton", tmp_path / "own.toml")
    assert done.exit_code == 0, done.output
    from posecore.formats.jsonl import JsonLines

    read = JsonLines().read(tmp_path / "k.jsonl")
    assert read.header.skeleton.keypoints == ("a", "b", "c", "d", "e")
    assert len(read.frames[0].people) == 1


HAND = """
name = "glove"
keypoints = {joints}
limbs = {limbs}
colours = {colours}

[angles]
point = ["j5", "j6", "j7"]
"""


def test_a_hand_of_ones_own_through_the_program(tmp_path):
    """21 joints that only a TOML names: found in the whole picture, drawn in its colours, its angle measured, the set carried along."""
    from posecore.skeletons import HAND21

    points = np.array([(24, 58), *((8 + 8 * finger, 44 - 8 * joint) for finger in range(5) for joint in range(4))])
    points[7] = points[6] + (8, 0)  # the second finger bends by 90 degrees
    heatmaps = np.zeros((2, 21, 64, 48), np.float32)
    for joint, (x, y) in enumerate(points):
        ys, xs = np.mgrid[:64, :48]
        heatmaps[:, joint] = np.exp(-((xs - x) ** 2 + (ys - y) ** 2) / 8)
    file = standin(tmp_path / "hand.onnx", {"heatmaps": heatmaps}, ("n", 3, 256, 192), at=96)
    limbs = [[f"j{a}", f"j{b}"] for a, b in HAND21.limb_indices.tolist()]
    text = HAND.format(joints=json.dumps([f"j{i}" for i in range(21)]), limbs=json.dumps(limbs), colours=json.dumps(["#ff00ff"] * 21))
    (tmp_path / "glove.toml").write_text(text)
    cv2.imwrite(str(tmp_path / "in.png"), np.full((256, 192, 3), 40, np.uint8))
    words = ["image", tmp_path / "in.png", "-o", tmp_path / "out", "-k", tmp_path / "k.jsonl", "--angles", tmp_path / "a.csv", "--no-boxes"]
    done = run(*words, "--pose", file, "--detector", "none", "--skeleton", tmp_path / "glove.toml")
    assert done.exit_code == 0, done.output
    header, line = (tmp_path / "k.jsonl").read_text().splitlines()
    assert json.loads(json.loads(header)["skeleton"])["name"] == "glove"
    (person,) = json.loads(line)["people"]
    centre = np.array([96, 128]) - 0.5
    expected = (points * 4 - centre) * 1.125 + centre  # the crop is 1.125 times the picture
    np.testing.assert_allclose(np.array(person["keypoints"])[:, :2], expected, atol=1.5)
    names, cells = (row.split(",") for row in (tmp_path / "a.csv").read_text().splitlines())
    assert names[-2:] == ["point", "point_score"]
    assert float(cells[-2]) == pytest.approx(90, abs=3)
    drawn = cv2.imread(str(tmp_path / "out" / "in.png")).astype(int)
    assert ((drawn[..., 0] > 180) & (drawn[..., 1] < 90) & (drawn[..., 2] > 180)).sum() > 100


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["nowhere.onnx"], "no such file"),
        (["http://example.org/a.onnx"], "only https"),
        ([], "nothing to add"),
    ],
)
def test_bad_input_is_one_line(words, message):
    done = run("models", "add", *words)
    assert done.exit_code == 2
    assert message in done.output
    assert "Traceback" not in done.output


def test_public_files_are_listed():
    done = run("models", "add", "--known")
    assert done.exit_code == 0
    assert "rtmpose-m" in done.output
