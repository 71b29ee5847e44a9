"""The steps of a YOLO in ONNX Runtime, alone and together on a small network that finds red squares."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecore.geometry import box_iou
from posecore.runtime.detectors import PersonDetector
from posecore.runtime.detectors.letterbox import from_letterbox, input_size, letterbox, to_input
from posecore.runtime.detectors.yolo import decode, non_maximum_suppression
from tests.runtime.detectors.squares import red_squares, squares

sides = st.integers(1, 2000)


def test_finds_a_square_in_image_pixels(tmp_path: Path) -> None:
    detect = PersonDetector(red_squares(tmp_path / "red.onnx"), threshold=0.6, threads=1)
    boxes, scores = detect(squares(256, 192, (128, 64, 64)))
    assert boxes.dtype == scores.dtype == np.float32
    np.testing.assert_allclose(boxes, [[128, 64, 192, 128]], atol=1e-3)
    np.testing.assert_allclose(scores, [1.0], atol=0.02)


def test_the_best_comes_first_and_blue_is_not_red(tmp_path: Path) -> None:
    detect = PersonDetector(red_squares(tmp_path / "red.onnx"), threshold=0.6, threads=1)
    image = squares(128, 96, (0, 0, 32), (64, 32, 32))
    image[0:32, 0:32, 2] = 200
    image[64:96, 96:128] = (255, 0, 0)
    boxes, scores = detect(image)
    np.testing.assert_allclose(boxes, [[64, 32, 96, 64], [0, 0, 32, 32]], atol=1e-3)
    assert scores[0] > scores[1]


def test_boxes_account_for_the_border_of_a_narrow_squares(tmp_path: Path) -> None:
    detect = PersonDetector(red_squares(tmp_path / "red.onnx", 128, 128), threshold=0.9, threads=1)
    boxes, _ = detect(squares(64, 128, (32, 64, 32)))
    np.testing.assert_allclose(boxes, [[32, 64, 64, 96]], atol=1e-3)


@pytest.mark.parametrize(("width", "height"), [(256, 192), (640, 480), (100, 300)])
def test_nobody_gives_empty_arrays(tmp_path: Path, width: int, height: int) -> None:
    boxes, scores = PersonDetector(red_squares(tmp_path / "red.onnx"), threshold=0.6)(squares(width, height))
    assert boxes.shape == (0, 4)
    assert scores.shape == (0,)


def test_a_dynamic_input_follows_the_squares(tmp_path: Path) -> None:
    detect = PersonDetector(red_squares(tmp_path / "red.onnx", "w", "h", lightpose__size="256"), threshold=0.9, threads=1)
    feed, _ = detect.preprocess(squares(512, 256))
    assert feed.shape == (1, 3, 128, 256)
    boxes, _ = detect(squares(512, 256, (64, 128, 64)))
    np.testing.assert_allclose(boxes, [[64, 128, 128, 192]], atol=1e-3)


def test_settings_come_from_the_file_unless_given(tmp_path: Path) -> None:
    path = red_squares(tmp_path / "red.onnx", "w", "h", lightpose__threshold="0.7", lightpose__iou="0.5", lightpose__size="192")
    detect = PersonDetector(path)
    assert (detect.threshold, detect.iou, detect.sizes) == (0.7, 0.5, (192,))
    detect = PersonDetector(path, threshold=0.2, iou=0.4, size=64)
    assert (detect.threshold, detect.iou, detect.sizes) == (0.2, 0.4, (64,))
    assert PersonDetector(path, size=[64, 96]).sizes == (64, 96)
    assert PersonDetector(path, multiscale=True).sizes == (192,)


@pytest.mark.parametrize("key", ["lightpose__multiscale", "lightpose__thorough"])
def test_multiscale_runs_in_the_sizes_that_the_file_names(tmp_path: Path, key: str) -> None:
    """A square of a cell of the finer size is too small for the coarser, which alone sees the large one as a whole."""
    path = red_squares(tmp_path / "red.onnx", "w", "h", lightpose__size="128", **{key: "128,512"}, lightpose__iou="0.5")
    image = squares(512, 512, (0, 0, 128), (288, 320, 32))
    boxes, _ = PersonDetector(path, threshold=0.9, providers=["cpu"])(image)
    np.testing.assert_allclose(boxes, [[0, 0, 128, 128]], atol=1e-3)
    detect = PersonDetector(path, threshold=0.9, multiscale=True, providers=["cpu"])
    assert detect.sizes == (128, 512)
    boxes, scores = detect(image)
    assert [0, 0, 128, 128] in boxes.round().tolist()
    assert [288, 320, 320, 352] in boxes.round().tolist()
    assert len(boxes) == len(scores) == 1 + 16 + 1
    assert (np.diff(scores) <= 0).all()


def test_a_finer_size_does_not_take_a_large_person_apart(tmp_path: Path) -> None:
    """At 64 px a cell, the only size of this detector's boxes, is half of the image; at 32 px it is all of it."""
    path = red_squares(tmp_path / "red.onnx", "w", "h")
    image = squares(256, 256, (0, 0, 256))
    assert len(PersonDetector(path, size=(64, 32), threshold=0.9)(image)[0]) == 4
    assert len(PersonDetector(path, size=(32, 64), threshold=0.9)(image)[0]) == 5
    assert len(PersonDetector(path, size=32, threshold=0.9)(image)[0]) == 1


def test_what_two_sizes_find_is_one_person(tmp_path: Path) -> None:
    path = red_squares(tmp_path / "red.onnx", "w", "h")
    detect = PersonDetector(path, size=(256, 256), threshold=0.9, iou=0.5)
    assert len(detect(squares(256, 256, (64, 64, 32)))[0]) == 1


def test_a_fixed_input_keeps_its_size(tmp_path: Path) -> None:
    detect = PersonDetector(red_squares(tmp_path / "red.onnx", 128, 96), size=640)
    assert detect.preprocess(squares(640, 640))[0].shape == (1, 3, 96, 128)


def test_the_person_class_of_a_coco_model_counts(tmp_path: Path) -> None:
    path = red_squares(tmp_path / "red.onnx", names="{0: 'bicycle', 7: 'person'}")
    assert PersonDetector(path).person == 7
    with pytest.raises(ValueError, match="person"):
        PersonDetector(red_squares(tmp_path / "cat.onnx", names="{0: 'cat', 1: 'dog'}"))


def test_a_file_that_is_no_detector(tmp_path: Path) -> None:
    onnx = pytest.importorskip("onnx")
    value = onnx.helper.make_tensor_value_info("x", onnx.TensorProto.FLOAT, [2])
    out = onnx.helper.make_tensor_value_info("y", onnx.TensorProto.FLOAT, [2])
    graph = onnx.helper.make_graph([onnx.helper.make_node("Relu", ["x"], ["y"])], "g", [value], [out])
    onnx.save(onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 17)], ir_version=8), tmp_path / "x.onnx")
    with pytest.raises(ValueError, match="not a person detector"):
        PersonDetector(tmp_path / "x.onnx")


@given(sides, sides, st.sampled_from([320, 416, 640]))
def test_input_size_holds_the_squares(width: int, height: int, longest: int) -> None:
    w, h = input_size(width, height, longest)
    assert w % 32 == h % 32 == 0
    assert max(w, h) == longest
    assert min(w, h) - 32 < max(1, min(width, height) * longest / max(width, height)) <= min(w, h) + 1


@given(st.integers(1, 300), st.integers(1, 300), st.lists(st.floats(0, 1), min_size=4, max_size=4))
def test_letterbox_round_trip(width: int, height: int, corners: list[float]) -> None:
    x1, x2 = sorted(np.asarray(corners[:2]) * width)
    y1, y2 = sorted(np.asarray(corners[2:]) * height)
    boxes = np.asarray([[x1, y1, x2, y2]], np.float32)
    boxed, place = letterbox(np.full((height, width, 3), 7, np.uint8), (128, 96))
    inside = boxes * np.asarray([place.scale_x, place.scale_y] * 2, np.float32) + np.asarray([place.left, place.top] * 2, np.float32)
    assert boxed.shape == (96, 128, 3)
    assert (boxed[place.top, place.left] == 7).all()
    np.testing.assert_allclose(from_letterbox(inside, place), boxes, atol=1e-2)


def test_to_input_is_rgb_between_0_and_1() -> None:
    feed = to_input(np.full((2, 4, 3), (0, 51, 255), np.uint8))
    assert feed.shape == (1, 3, 2, 4)
    assert feed.dtype == np.float32
    np.testing.assert_allclose(feed[0, :, 0, 0], [1, 0.2, 0], atol=1e-6)


def test_decode_both_layouts() -> None:
    raw = np.zeros((1, 6, 9), np.float32)
    raw[0, :, 4] = (50, 40, 20, 10, 0.1, 0.8)
    boxes, scores = decode(raw, person=1)
    assert boxes[4].tolist() == [40, 35, 60, 45]
    assert scores[4] == np.float32(0.8)
    rows = np.zeros((1, 300, 6), np.float32)
    rows[0, 0], rows[0, 1] = (1, 2, 3, 4, 0.9, 0), (5, 6, 7, 8, 0.8, 3)
    boxes, scores = decode(rows, person=3)
    assert boxes.tolist() == [[5, 6, 7, 8]]
    with pytest.raises(ValueError, match="not that of a YOLO"):
        decode(np.zeros((1, 3), np.float32))


@given(st.integers(0, 2**31), st.integers(0, 40), st.floats(0.2, 0.8))
def test_suppression_matches_plain_loops(seed: int, count: int, iou: float) -> None:
    rng = np.random.default_rng(seed)
    corner = rng.uniform(0, 60, (count, 2))
    boxes = np.concatenate([corner, corner + rng.uniform(5, 60, (count, 2))], axis=1).astype(np.float32)
    scores = rng.permutation(np.linspace(0.01, 0.99, count)).astype(np.float32)
    kept: list[int] = []
    for i in np.argsort(-scores):
        if scores[i] >= 0.3 and all(box_iou(boxes[[i]], boxes[[j]])[0, 0] <= iou for j in kept):
            kept.append(int(i))
    got, got_scores = non_maximum_suppression(boxes, scores, 0.3, iou)
    np.testing.assert_array_equal(got, boxes[kept].reshape(-1, 4))
    np.testing.assert_array_equal(got_scores, scores[kept])


def test_suppression_keeps_the_best_few() -> None:
    boxes = np.asarray([[i * 10, 0, i * 10 + 5, 5] for i in range(6)], np.float32)
    scores = np.asarray([0.5, 0.9, 0.6, 0.8, 0.7, 0.4], np.float32)
    assert non_maximum_suppression(boxes, scores, 0.3, 0.5, limit=3)[1].tolist() == pytest.approx([0.9, 0.8, 0.7])


def test_low_confidence_detections_are_reported_on_request_only(tmp_path: Path) -> None:
    path = red_squares(tmp_path / "red.onnx")
    image = squares(128, 96, (0, 0, 32), (64, 32, 32))
    image[0:32, 0:32, 2] = 102
    assert len(PersonDetector(path, threshold=0.6)(image)[0]) == 1
    detect = PersonDetector(path, threshold=0.6, low_threshold=0.3)
    assert (detect.threshold, detect.least_score) == (0.6, 0.3)
    np.testing.assert_allclose(detect(image)[1], [1.0, 0.4], atol=0.02)
    assert PersonDetector(path, threshold=0.6, low_threshold=0.7).least_score == 0.6
