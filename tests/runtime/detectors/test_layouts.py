"""Every layout of public detectors: stand-ins of its shapes give the boxes that the test put in."""

import numpy as np
import pytest

from posecore.runtime.detectors import PersonDetector, WholeFrame, open_detector
from tests.runtime.standins import RAW, UNIT, standin

WIDTH, HEIGHT, SIDE = 320, 240, 320
"""Of the image, and of the square input: the image lies 40 px below its upper edge, unscaled."""
PEOPLE = np.array([[30.0, 20, 110, 220], [200, 50, 290, 230]])
SCORES = np.array([0.9, 0.6])
CELLS = 40 * 40 + 20 * 20 + 10 * 10
RTMDET = (57.375 / 10, 123.675 / 10)


def in_input():
    return PEOPLE + np.array([0, 40, 0, 40])


def centred():
    boxes = in_input()
    return np.concatenate([(boxes[:, :2] + boxes[:, 2:]) / 2, boxes[:, 2:] - boxes[:, :2]], axis=1)


def columns(classes, person):
    """v8, 11: a person and something else at another place."""
    table = np.zeros((1, 4 + classes, CELLS), np.float32)
    table[0, :4, [7, 900]] = centred()
    table[0, 4 + person, [7, 900]] = SCORES
    table[0, :4, 50], table[0, 4 + (person + 1) % classes, 50] = (100, 100, 50, 50), 0.95 * (classes > 1)
    return {"output0": table}


def selected(classes, person):
    rows = np.zeros((1, 300, 6), np.float32)
    rows[0, :2, :4], rows[0, :2, 4], rows[0, :2, 5] = in_input(), SCORES, person
    rows[0, 2] = (10, 50, 60, 90, 0.99, person + 1)
    return {"output0": rows}


def objectness(anchors):
    rows = np.zeros((1, anchors, 85), np.float32)
    rows[0, [3, 77], :4], rows[0, [3, 77], 4], rows[0, [3, 77], 5] = centred(), SCORES / 0.95, 0.95
    rows[0, 50, :4], rows[0, 50, 4], rows[0, 50, 20] = (100, 100, 50, 50), 1, 1
    return {"output": rows}


def grid():
    corners = [np.stack(np.meshgrid(np.arange(n), np.arange(n)), axis=-1).reshape(-1, 2) for n in (40, 20, 10)]
    return np.concatenate(corners), np.repeat([8, 16, 32], [1600, 400, 100])[:, None]


def yolox(raw):
    rows = objectness(CELLS)["output"]
    corners, strides = grid()
    if raw:
        rows[0, :, :2] = np.where(rows[0, :, :2] > 0, rows[0, :, :2] / strides - corners, 0)
        rows[0, :, 2:4] = np.log(np.maximum(rows[0, :, 2:4], 1e-3) / strides)
    else:
        rows[0, 2099, :2] = 310, 310
    return {"output": rows}


def labelled():
    rows = np.zeros((1, 10, 5), np.float32)
    rows[0, :3, :4], rows[0, :3, 4] = [*in_input(), (5, 50, 60, 90)], [*SCORES, 0.99]
    return {"dets": rows, "labels": np.array([[0, 0, 15] + [0] * 7], np.int64)}


def counted():
    boxes = np.zeros((1, 100, 4), np.float32)
    boxes[0, :3] = [*in_input(), (5, 50, 60, 90)]
    scores, classes = np.full((1, 100), 0.99, np.float32), np.zeros((1, 100), np.int64)
    scores[0, :2], classes[0, 2] = SCORES, 7
    return {"num_dets": np.array([[3]], np.int64), "det_boxes": boxes, "det_scores": scores, "det_classes": classes}


def maps():
    """RTMDet's own: logits and distances from the corner of a cell."""
    logits = [np.full((1, 80, n, n), -20, np.float32) for n in (40, 20, 10)]
    sides = [np.zeros((1, 4, n, n), np.float32) for n in (40, 20, 10)]
    for box, score, level, stride in zip(in_input(), SCORES, (0, 2), (8, 32), strict=True):
        x, y = int(box[0] // stride) + 1, int(box[1] // stride) + 1
        logits[level][0, 0, y, x] = np.log(score / (1 - score))
        sides[level][0, :, y, x] = x * stride - box[0], y * stride - box[1], box[2] - x * stride, box[3] - y * stride
    return {f"out{i}": value for i, value in enumerate([*logits, *sides])}


def bins():
    """v8, 11 before their decoding: each distance lies between two bins."""
    corners, strides = grid()
    logits, scores = np.full((1, 64, CELLS), -30, np.float32), np.zeros((1, 1, CELLS), np.float32)
    for box, score, cell in zip(in_input(), SCORES, (2052, 2057), strict=True):
        centre = corners[cell] + 0.5
        sides = np.concatenate([centre - box[:2] / strides[cell], box[2:] / strides[cell] - centre])
        for side, distance in enumerate(sides):
            low = int(distance)
            logits[0, 16 * side + low, cell] = np.log(1 - distance + low + 1e-9)
            logits[0, 16 * side + low + 1, cell] = np.log(distance - low + 1e-9)
        scores[0, 0, cell] = score
    return {"distances": logits, "scores": scores}


COCO = str({0: "bicycle", 1: "person", 2: "car"})
LAYOUTS = {
    "yolov8": (columns(80, 0), UNIT, 0, {}),
    "yolo11-names": (columns(3, 1), UNIT, 0, {"names": COCO}),
    "yolo-one-class": (columns(1, 0), UNIT, 0, {"names": "['human']"}),
    "yolo26": (selected(80, 0), UNIT, 0, {}),
    "yolo11-nms-names": (selected(3, 1), UNIT, 0, {"names": COCO}),
    "yolov5": (objectness(3 * CELLS), UNIT, 0, {}),
    "yolox": (yolox(True), RAW, 2, {}),
    "yolox-decoded": (yolox(False), RAW, 2, {}),
    "yolox-nms": (labelled(), RAW, 2, {}),
    "rtmdet-nms": (labelled(), RTMDET, 2, {}),
    "rtmdet": (maps(), RTMDET, 2, {}),
    "yolov7-trt": (counted(), UNIT, 0, {}),
    "yolo11-undecoded": (bins(), UNIT, 0, {}),
}


def detector_file(tmp_path, kind, side=SIDE):
    answers, scale, red, props = LAYOUTS[kind]
    both = {name: np.concatenate([np.zeros_like(table), table]) for name, table in answers.items()}
    return standin(tmp_path / f"{kind}.onnx", both, (1, 3, side, side), scale=scale, red=red, at=150, free=tuple(both), **props)


@pytest.mark.parametrize("kind", LAYOUTS)
def test_boxes_come_back(tmp_path, kind):
    """The second answer is given where the network sees red 10 as it was trained to; the first, nobody, where it sees anything else."""
    detect = PersonDetector(detector_file(tmp_path, kind))
    image = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    image[..., 2] = 10
    boxes, scores = detect(image)
    np.testing.assert_allclose(boxes, PEOPLE, atol=0.01)
    np.testing.assert_allclose(scores, SCORES, atol=1e-4)
    assert [len(found) for found in detect(np.zeros((HEIGHT, WIDTH, 3), np.uint8))] == [0, 0]


def test_rows_of_yolov7_with_nms_inside(tmp_path):
    """(A, 7) of image, xyxy, class, score: no batch, and as many rows as there are people."""
    onnx = pytest.importorskip("onnx")
    rows = np.zeros((2, 4, 7), np.float32)
    for place, (box, score) in enumerate(zip(in_input(), SCORES, strict=True)):
        rows[1, place] = [0, *box, 0, score]
    rows[1, 2:] = [0, 5, 50, 60, 90, 7, 0.99]  # of another class
    path = standin(tmp_path / "yolov7.onnx", {"output": rows}, (1, 3, SIDE, SIDE), scale=UNIT, at=150)
    model = onnx.load(path)
    next(node for node in model.graph.node if node.output[0] == "output").output[0] = "with_batch"
    model.graph.initializer.append(onnx.numpy_helper.from_array(np.zeros(1, np.int64), "first_axis"))
    model.graph.node.append(onnx.helper.make_node("Squeeze", ["with_batch", "first_axis"], ["output"]))
    model.graph.output[0].CopyFrom(onnx.helper.make_tensor_value_info("output", onnx.TensorProto.FLOAT, ["people", 7]))
    onnx.save(model, path)
    detect = PersonDetector(path)
    assert detect.layout == "batch_rows"
    boxes, scores = detect(np.full((HEIGHT, WIDTH, 3), (0, 0, 10), np.uint8))
    np.testing.assert_allclose(boxes, PEOPLE, atol=0.01)
    np.testing.assert_allclose(scores, SCORES, atol=1e-4)
    assert len(detect(np.zeros((HEIGHT, WIDTH, 3), np.uint8))[0]) == 0


def test_beside_the_file_everything_can_be_said(tmp_path):
    path = detector_file(tmp_path, "yolo26")
    (tmp_path / "yolo26.toml").write_text("person = 1\nthreshold = 0.5")
    image = np.full((HEIGHT, WIDTH, 3), (0, 0, 10), np.uint8)
    boxes, _ = PersonDetector(path)(image)
    np.testing.assert_allclose(boxes, [[10, 10, 60, 50]], atol=0.01)
    (tmp_path / "yolo26.toml").write_text('head = "magic"')
    with pytest.raises(ValueError, match=r"yolo26\.onnx: unknown detector head 'magic'; known: columns"):
        PersonDetector(path)


def test_a_file_without_boxes_is_refused(tmp_path):
    path = standin(tmp_path / "classes.onnx", {"output": np.zeros((1, 1000), np.float32)}, (1, 3, 320, 320), scale=UNIT)
    with pytest.raises(ValueError, match=r"classes\.onnx: not a person detector \(output"):
        PersonDetector(path)


def test_none_is_the_whole_frame():
    detect = open_detector("none")
    assert isinstance(detect, WholeFrame)
    boxes, scores = detect(np.zeros((20, 30, 3), np.uint8))
    assert (boxes.tolist(), scores.tolist()) == ([[0, 0, 30, 20]], [1])
