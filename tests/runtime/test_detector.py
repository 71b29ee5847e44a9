"""The detector's steps, alone and together on a small network that finds red squares."""

import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecore.geometry import box_iou
from posecore.runtime.detectors import yolo as module
from posecore.runtime.detectors.yolo import (
    PersonDetector,
    UltralyticsDetector,
    decode,
    input_size,
    letterbox,
    open_detector,
    person_class,
    select,
    to_input,
    to_picture,
)

sides = st.integers(1, 2000)


def red_squares(path: Path, width: int | str = 128, height: int | str = 96, **about: str) -> Path:
    """A detector of stride 32: the score of a cell is the mean of its red channel, its box is the cell."""
    onnx = pytest.importorskip("onnx")
    make, floats = onnx.helper.make_node, onnx.TensorProto.FLOAT

    def constant(name: str, value: list[float], kind: int = floats) -> object:
        return onnx.helper.make_tensor(name, kind, [len(value)], value)

    nodes = [
        make("Conv", ["images", "red"], ["r"], kernel_shape=[1, 1]),
        make("AveragePool", ["r"], ["score"], kernel_shape=[32, 32], strides=[32, 32]),
        make("Mul", ["score", "zero"], ["nothing"]),
        make("Add", ["nothing", "one"], ["ones"]),
        make("Mul", ["ones", "cell"], ["size"]),
        make("CumSum", ["size", "three"], ["x_end"]),
        make("CumSum", ["size", "two"], ["y_end"]),
        make("Sub", ["x_end", "half"], ["x"]),
        make("Sub", ["y_end", "half"], ["y"]),
        make("Concat", ["x", "y", "size", "size", "score"], ["maps"], axis=1),
        make("Reshape", ["maps", "flat"], ["output"]),
    ]
    initializers = [
        onnx.helper.make_tensor("red", floats, [1, 3, 1, 1], [1.0, 0.0, 0.0]),
        *(constant(name, [value]) for name, value in {"zero": 0.0, "one": 1.0, "cell": 32.0, "half": 16.0}.items()),
        onnx.helper.make_tensor("two", onnx.TensorProto.INT64, [], [2]),
        onnx.helper.make_tensor("three", onnx.TensorProto.INT64, [], [3]),
        constant("flat", [1, 5, -1], onnx.TensorProto.INT64),
    ]
    feed = onnx.helper.make_tensor_value_info("images", floats, [1, 3, height, width])
    out = onnx.helper.make_tensor_value_info("output", floats, [1, 5, None])
    model = onnx.helper.make_model(
        onnx.helper.make_graph(nodes, "red", [feed], [out], initializers), opset_imports=[onnx.helper.make_opsetid("", 17)], ir_version=8
    )
    for key, value in about.items():
        model.metadata_props.add(key=key.replace("__", "."), value=value)
    onnx.save(model, path)
    return path


def picture(width: int, height: int, *squares: tuple[int, int, int]) -> np.ndarray:
    """A black BGR picture with red squares of (left, top, side); the grey border of a letterbox scores 0.45."""
    image = np.zeros((height, width, 3), np.uint8)
    for left, top, side in squares:
        image[top : top + side, left : left + side] = (0, 0, 255)
    return image


def test_finds_a_square_in_picture_pixels(tmp_path: Path) -> None:
    detect = PersonDetector(red_squares(tmp_path / "red.onnx"), threshold=0.6, threads=1)
    boxes, scores = detect(picture(256, 192, (128, 64, 64)))
    assert boxes.dtype == scores.dtype == np.float32
    np.testing.assert_allclose(boxes, [[128, 64, 192, 128]], atol=1e-3)
    np.testing.assert_allclose(scores, [1.0], atol=0.02)


def test_the_best_comes_first_and_blue_is_not_red(tmp_path: Path) -> None:
    detect = PersonDetector(red_squares(tmp_path / "red.onnx"), threshold=0.6, threads=1)
    image = picture(128, 96, (0, 0, 32), (64, 32, 32))
    image[0:32, 0:32, 2] = 200
    image[64:96, 96:128] = (255, 0, 0)
    boxes, scores = detect(image)
    np.testing.assert_allclose(boxes, [[64, 32, 96, 64], [0, 0, 32, 32]], atol=1e-3)
    assert scores[0] > scores[1]


def test_boxes_account_for_the_border_of_a_narrow_picture(tmp_path: Path) -> None:
    detect = PersonDetector(red_squares(tmp_path / "red.onnx", 128, 128), threshold=0.9, threads=1)
    boxes, _ = detect(picture(64, 128, (32, 64, 32)))
    np.testing.assert_allclose(boxes, [[32, 64, 64, 96]], atol=1e-3)


@pytest.mark.parametrize(("width", "height"), [(256, 192), (640, 480), (100, 300)])
def test_nobody_gives_empty_arrays(tmp_path: Path, width: int, height: int) -> None:
    boxes, scores = PersonDetector(red_squares(tmp_path / "red.onnx"), threshold=0.6)(picture(width, height))
    assert boxes.shape == (0, 4)
    assert scores.shape == (0,)


def test_a_dynamic_input_follows_the_picture(tmp_path: Path) -> None:
    detect = PersonDetector(red_squares(tmp_path / "red.onnx", "w", "h", lightpose__size="256"), threshold=0.9, threads=1)
    feed, _ = detect.preprocess(picture(512, 256))
    assert feed.shape == (1, 3, 128, 256)
    boxes, _ = detect(picture(512, 256, (64, 128, 64)))
    np.testing.assert_allclose(boxes, [[64, 128, 128, 192]], atol=1e-3)


def test_settings_come_from_the_file_unless_given(tmp_path: Path) -> None:
    path = red_squares(tmp_path / "red.onnx", "w", "h", lightpose__threshold="0.7", lightpose__iou="0.5", lightpose__size="192")
    detect = PersonDetector(path)
    assert (detect.threshold, detect.iou, detect.sizes) == (0.7, 0.5, (192,))
    detect = PersonDetector(path, threshold=0.2, iou=0.4, size=64)
    assert (detect.threshold, detect.iou, detect.sizes) == (0.2, 0.4, (64,))
    assert PersonDetector(path, size=[64, 96]).sizes == (64, 96)
    assert PersonDetector(path, thorough=True).sizes == (192,)


def test_a_thorough_look_is_one_in_the_sizes_that_the_file_names(tmp_path: Path) -> None:
    """A square of a cell of the finer look is too small for the coarser, which alone sees the large one as a whole."""
    path = red_squares(tmp_path / "red.onnx", "w", "h", lightpose__size="128", lightpose__thorough="128,512", lightpose__iou="0.5")
    image = picture(512, 512, (0, 0, 128), (288, 320, 32))
    boxes, _ = PersonDetector(path, threshold=0.9, providers=["cpu"])(image)
    np.testing.assert_allclose(boxes, [[0, 0, 128, 128]], atol=1e-3)
    detect = PersonDetector(path, threshold=0.9, thorough=True, providers=["cpu"])
    assert detect.sizes == (128, 512)
    assert open_detector(path, thorough=True).sizes == (128, 512)  # type: ignore[attr-defined]
    boxes, scores = detect(image)
    assert [0, 0, 128, 128] in boxes.round().tolist()
    assert [288, 320, 320, 352] in boxes.round().tolist()
    assert len(boxes) == len(scores) == 1 + 16 + 1
    assert (np.diff(scores) <= 0).all()


def test_a_closer_look_does_not_take_somebody_large_apart(tmp_path: Path) -> None:
    """At 64 px a cell, the only size of this detector's boxes, is half of the picture; at 32 px it is all of it."""
    path = red_squares(tmp_path / "red.onnx", "w", "h")
    image = picture(256, 256, (0, 0, 256))
    assert len(PersonDetector(path, size=(64, 32), threshold=0.9)(image)[0]) == 4
    assert len(PersonDetector(path, size=(32, 64), threshold=0.9)(image)[0]) == 5
    assert len(PersonDetector(path, size=32, threshold=0.9)(image)[0]) == 1


def test_what_two_looks_find_is_one_person(tmp_path: Path) -> None:
    path = red_squares(tmp_path / "red.onnx", "w", "h")
    detect = PersonDetector(path, size=(256, 256), threshold=0.9, iou=0.5)
    assert len(detect(picture(256, 256, (64, 64, 32)))[0]) == 1


def test_a_fixed_input_keeps_its_size(tmp_path: Path) -> None:
    detect = PersonDetector(red_squares(tmp_path / "red.onnx", 128, 96), size=640)
    assert detect.preprocess(picture(640, 640))[0].shape == (1, 3, 96, 128)


def test_the_person_class_of_a_coco_model_counts(tmp_path: Path) -> None:
    path = red_squares(tmp_path / "red.onnx", names="{0: 'bicycle', 7: 'person'}")
    assert PersonDetector(path).person == 7
    with pytest.raises(ValueError, match="person"):
        PersonDetector(red_squares(tmp_path / "cat.onnx", names="{0: 'cat', 1: 'dog'}"))


@pytest.mark.parametrize(
    "image",
    [*(np.zeros(shape, np.uint8) for shape in ((8, 8), (8, 8, 1), (8, 8, 4), (0, 8, 3))), np.zeros((8, 8, 3)), None],
    ids=["grey", "one channel", "alpha", "empty", "float", "none"],
)
def test_other_arrays_are_refused(tmp_path: Path, image: object) -> None:
    with pytest.raises(ValueError, match="expected a BGR picture"):
        PersonDetector(red_squares(tmp_path / "red.onnx"))(image)  # type: ignore[arg-type]


def test_a_file_that_is_no_detector(tmp_path: Path) -> None:
    onnx = pytest.importorskip("onnx")
    value = onnx.helper.make_tensor_value_info("x", onnx.TensorProto.FLOAT, [2])
    out = onnx.helper.make_tensor_value_info("y", onnx.TensorProto.FLOAT, [2])
    graph = onnx.helper.make_graph([onnx.helper.make_node("Relu", ["x"], ["y"])], "g", [value], [out])
    onnx.save(onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 17)], ir_version=8), tmp_path / "x.onnx")
    with pytest.raises(ValueError, match="not a person detector"):
        PersonDetector(tmp_path / "x.onnx")


@given(sides, sides, st.sampled_from([320, 416, 640]))
def test_input_size_holds_the_picture(width: int, height: int, longest: int) -> None:
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
    np.testing.assert_allclose(to_picture(inside, place), boxes, atol=1e-2)


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
def test_select_matches_plain_suppression(seed: int, count: int, iou: float) -> None:
    rng = np.random.default_rng(seed)
    corner = rng.uniform(0, 60, (count, 2))
    boxes = np.concatenate([corner, corner + rng.uniform(5, 60, (count, 2))], axis=1).astype(np.float32)
    scores = rng.permutation(np.linspace(0.01, 0.99, count)).astype(np.float32)
    kept: list[int] = []
    for i in np.argsort(-scores):
        if scores[i] >= 0.3 and all(box_iou(boxes[[i]], boxes[[j]])[0, 0] <= iou for j in kept):
            kept.append(int(i))
    got, got_scores = select(boxes, scores, 0.3, iou)
    np.testing.assert_array_equal(got, boxes[kept].reshape(-1, 4))
    np.testing.assert_array_equal(got_scores, scores[kept])


def test_select_keeps_the_best_few() -> None:
    boxes = np.asarray([[i * 10, 0, i * 10 + 5, 5] for i in range(6)], np.float32)
    scores = np.asarray([0.5, 0.9, 0.6, 0.8, 0.7, 0.4], np.float32)
    assert select(boxes, scores, 0.3, 0.5, limit=3)[1].tolist() == pytest.approx([0.9, 0.8, 0.7])


def test_person_class() -> None:
    assert person_class({0: "car", 3: "Person"}) == 3
    assert person_class(["cat", "person"]) == 1
    assert person_class({0: "pedestrian"}) == 0


def test_ultralytics_missing_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ultralytics", None)
    with pytest.raises(ImportError, match=r'pip install "lightpose\[train\]"'):
        open_detector("yolo26n.pt")


def test_ultralytics_model_from_a_path(tmp_path: Path) -> None:
    pytest.importorskip("ultralytics")
    from posecore.training.detector.network import build_network

    torch = pytest.importorskip("torch")
    network = build_network()
    network.names = {0: "person"}
    torch.save({"model": network, "train_args": {}}, tmp_path / "person.pt")
    detect = open_detector(str(tmp_path / "person.pt"), threshold=0.0001)
    assert isinstance(detect, UltralyticsDetector)
    boxes, scores = detect(np.random.default_rng(0).integers(0, 255, (96, 128, 3), dtype=np.uint8))
    assert boxes.shape == (len(scores), 4)
    assert boxes.dtype == scores.dtype == np.float32
    assert (np.diff(scores) <= 0).all()


def test_ultralytics_bad_model_is_one_line(tmp_path: Path) -> None:
    pytest.importorskip("ultralytics")
    path = tmp_path / "broken.pt"
    path.write_bytes(b"no model")
    with pytest.raises(ValueError, match="ultralytics cannot load it") as caught:
        open_detector(path)
    assert "\n" not in str(caught.value)


def test_onnx_files_open_without_ultralytics(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ultralytics", None)
    assert isinstance(open_detector(red_squares(tmp_path / "red.ONNX")), PersonDetector)


def test_the_module_needs_no_torch() -> None:
    assert not {"torch", "ultralytics"} & set(vars(module))


def test_the_bundled_weights_find_both_people_of_the_sample_clip() -> None:
    av = pytest.importorskip("av")
    try:
        detect = open_detector(None, threads=1)
    except FileNotFoundError as e:
        pytest.skip(str(e))
    clip = Path(__file__).parents[2] / "app" / "lightpose" / "assets" / "sample.mp4"
    with av.open(str(clip)) as container:
        frame = next(container.decode(video=0)).to_ndarray(format="bgr24")
    boxes, scores = detect(frame)
    assert len(boxes) == 2
    people = np.asarray([[0, 10, 330, 480], [480, 15, 820, 480]], np.float32)
    assert (box_iou(people, boxes).max(axis=1) > 0.6).all()
    assert (scores >= detect.threshold).all()
