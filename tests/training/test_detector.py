"""The person detector's training: conversion, close-ups, sampling, network, and export."""

import json
import shutil
from pathlib import Path

import cv2
import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("ultralytics")
pytest.importorskip("onnx")
torchvision = pytest.importorskip("torchvision")

from posecore.runtime.detectors import PersonDetector  # noqa: E402
from posecore.training.detector import train as detector  # noqa: E402
from posecore.training.detector.background import EMPTY, SMALLEST, empty_window, write_empty  # noqa: E402
from posecore.training.detector.data import CLOSE_UP, close_up_window, convert  # noqa: E402
from posecore.training.detector.export import Plain, compare, export_onnx, load_network  # noqa: E402
from posecore.training.detector.groups import GROUP, cut_out, make_group, paste, write_groups  # noqa: E402
from posecore.training.detector.labels import label_lines, read_labels  # noqa: E402
from posecore.training.detector.network import IMAGENET_MEAN, IMAGENET_STD, build_network, load_backbone  # noqa: E402


def standing(scale: float = 1.0, left: float = 0.0) -> np.ndarray:
    """(17,3) keypoints of somebody who stands upright, nose to ankles 300 px at scale 1."""
    points = np.zeros((17, 3))
    points[0] = 100, 40, 2
    points[5], points[6] = (130, 80, 2), (70, 80, 2)
    points[11], points[12] = (120, 200, 2), (80, 200, 2)
    points[15], points[16] = (120, 340, 2), (80, 340, 2)
    points[:, :2] *= scale
    points[:, 0] += left
    return points


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A COCO-format folder: one picture to train on with three annotations, one to validate."""
    root = tmp_path / "data"
    (root / "images").mkdir(parents=True)
    noise = np.random.default_rng(0).integers(0, 255, (360, 480, 3), dtype=np.uint8)
    for name in ("coco_1.jpg", "coco_2.jpg"):
        cv2.imwrite(str(root / "images" / name), noise)
    image = {"id": 1, "file_name": "coco_1.jpg", "width": 480, "height": 360}

    def person(number: int, bbox: list[float], **more: object) -> dict:
        return {"id": number, "image_id": 1, "category_id": 1, "iscrowd": 0, "bbox": bbox, "num_keypoints": 0, **more}

    train = [
        person(1, [50, 10, 100, 340], keypoints=standing().ravel().tolist(), num_keypoints=7),
        person(2, [300, 100, 400, 100], score=0.36),
        person(3, [0, 0, 480, 360], iscrowd=1),
        person(4, [200, 200, 50, 50], category_id=2),
    ]
    categories = [{"id": 1, "name": "person"}, {"id": 2, "name": "dog"}]
    val = {"images": [{**image, "file_name": "coco_2.jpg"}], "annotations": train[:1], "categories": categories}
    (root / "train.json").write_text(json.dumps({"images": [image], "annotations": train, "categories": categories}))
    (root / "val.json").write_text(json.dumps(val))
    return root


def test_label_lines_are_fractions_cut_to_the_picture() -> None:
    text = label_lines(np.asarray([[0, 0, 50, 100], [150, 50, 400, 80], [10, 10, 11, 40.0]]), 200, 100)
    rows = [list(map(float, line.split())) for line in text.splitlines()]
    assert rows == [[0, 0.125, 0.5, 0.25, 1.0], [0, 0.875, 0.65, 0.25, 0.3]]


def test_convert_writes_what_ultralytics_reads(data: Path, tmp_path: Path) -> None:
    description = convert(data, tmp_path / "yolo", close_ups=False)
    labels = tmp_path / "yolo" / "labels"
    assert len((labels / "train" / "coco_1.txt").read_text().splitlines()) == 2
    assert len((labels / "val" / "coco_2.txt").read_text().splitlines()) == 1
    assert cv2.imread(str(tmp_path / "yolo" / "images" / "train" / "coco_1.jpg")).shape == (360, 480, 3)
    assert "person" in description.read_text()


def test_convert_leaves_out_unsure_boxes_and_can_run_again(data: Path, tmp_path: Path) -> None:
    for _ in range(2):
        convert(data, tmp_path / "yolo", min_score=0.5, close_ups=False)
    assert len((tmp_path / "yolo" / "labels" / "train" / "coco_1.txt").read_text().splitlines()) == 1


def test_convert_says_what_it_leaves_out(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(data, copy)
    content = json.loads((copy / "train.json").read_text())
    content["images"].append({**content["images"][0], "id": 2, "file_name": "nowhere.jpg"})
    (copy / "train.json").write_text(json.dumps(content))
    convert(copy, tmp_path / "yolo", close_ups=False)
    said = capsys.readouterr().err
    assert "train.json: left out: 1 images that are missing, 0 of another size" in said
    assert "val.json" not in said


def test_convert_adds_close_ups_of_training_people_only(data: Path, tmp_path: Path) -> None:
    convert(data, tmp_path / "yolo")
    crops = list((tmp_path / "yolo" / "images").rglob(f"{CLOSE_UP}*.jpg"))
    assert [c.parent.name for c in crops] == ["train"]
    height, width = cv2.imread(str(crops[0])).shape[:2]
    assert height < 300
    label = (tmp_path / "yolo" / "labels" / "train" / crops[0].name).with_suffix(".txt").read_text().split()
    box_bottom = (float(label[2]) + float(label[4]) / 2) * height
    assert box_bottom == pytest.approx(height, abs=1)
    assert 0 < float(label[3]) * width <= width


def test_read_labels_is_the_way_back(tmp_path: Path) -> None:
    boxes = np.asarray([[10, 20, 60, 90], [0, 0, 200, 100.0]])
    (tmp_path / "a.txt").write_text(label_lines(boxes, 200, 100))
    np.testing.assert_allclose(read_labels(tmp_path / "a.txt", 200, 100), boxes, atol=1e-3)
    (tmp_path / "none.txt").write_text("")
    assert read_labels(tmp_path / "none.txt", 200, 100).shape == (0, 4)


def figure() -> tuple[np.ndarray, np.ndarray]:
    """A red figure on a noisy green wall, (200,160,3), and its box."""
    image = np.random.default_rng(0).integers(90, 120, (200, 160, 3), dtype=np.uint8)
    image[..., 1] += 100
    cv2.ellipse(image, (80, 100), (30, 80), 0, 0, 360, (20, 20, 220), -1)
    return image, np.asarray([50, 20, 110, 180.0])


def test_cut_out_follows_the_outline() -> None:
    image, box = figure()
    piece = cut_out(image, box)
    assert piece is not None
    person, alpha = piece
    assert person.shape[:2] == alpha.shape
    assert abs(alpha.shape[0] - 161) <= 6
    assert alpha[0, 0] < 128 < alpha[alpha.shape[0] // 2, alpha.shape[1] // 2]
    assert person[alpha > 250][:, 2].mean() > 200


def test_no_cut_out_of_small_boxes() -> None:
    assert cut_out(figure()[0], np.asarray([0, 0, 20, 40.0])) is None


@pytest.mark.parametrize(("left", "top"), [(0, 0), (-5, -5), (15, 12), (40, 0), (-30, 0)])
def test_paste_cuts_at_the_border(left: int, top: int) -> None:
    canvas = np.zeros((20, 20, 3), np.uint8)
    paste(canvas, np.full((10, 10, 3), 200, np.uint8), np.full((10, 10), 255, np.uint8), left, top)
    covered = max(0, min(left + 10, 20) - max(left, 0)) * max(0, min(top + 10, 20) - max(top, 0))
    assert (canvas == 200).all(axis=2).sum() == covered
    assert (canvas == 0).all(axis=2).sum() == 400 - covered


@pytest.mark.parametrize("seed", range(4))
def test_a_group_labels_what_was_pasted(seed: int) -> None:
    piece = np.full((100, 40, 3), 255, np.uint8), np.full((100, 40), 255, np.uint8)
    picture, boxes = make_group(np.zeros((300, 400, 3), np.uint8), np.asarray([[50, 50, 120, 250.0]]), [piece], np.random.default_rng(seed))
    assert max(picture.shape[:2]) == 416
    lit = picture.max(axis=2) > 100
    inside = np.zeros_like(lit)
    for x1, y1, x2, y2 in boxes.round().astype(int):
        inside[y1:y2, x1:x2] = True
    assert lit.sum() > 1000
    assert (lit & inside).sum() > 0.7 * lit.sum()
    assert (boxes >= 0).all()


def test_somebody_hidden_is_not_labelled() -> None:
    piece = np.full((100, 100, 3), 255, np.uint8), np.full((100, 100), 255, np.uint8)
    start = np.zeros((300, 300, 3), np.uint8), np.asarray([[140, 140, 160, 160.0]])
    for seed in range(30):
        picture, boxes = make_group(*start, [piece], np.random.default_rng(seed))
        small = np.asarray([140, 140, 160, 160]) * 416 / 300
        if (picture[int(small[1]) : int(small[3]), int(small[0]) : int(small[2])] > 100).all():
            assert not any(np.allclose(box, small, atol=1) for box in boxes)
            return
    pytest.fail("no seed covered the small person")


def test_write_groups(tmp_path: Path) -> None:
    images, labels = tmp_path / "images", tmp_path / "labels"
    images.mkdir()
    labels.mkdir()
    image, box = figure()
    cv2.imwrite(str(images / "ccp_1.jpg"), image)
    (labels / "ccp_1.txt").write_text(label_lines(box[None], 160, 200))
    assert write_groups(images, labels, 3) == 3
    assert len(list(images.glob(f"{GROUP}*.jpg"))) == len(list(labels.glob(f"{GROUP}*.txt"))) == 3
    assert write_groups(images, labels, 3, prefix="nobody_") == 0


@pytest.mark.parametrize("seed", range(5))
def test_an_empty_window_touches_nobody(seed: int) -> None:
    boxes = np.asarray([[150, 40, 260, 300], [0, 200, 60, 300.0]])
    window = empty_window(640, 400, boxes, np.random.default_rng(seed))
    assert window is not None
    x1, y1, x2, y2 = window
    assert 0 <= x1 < x2 <= 640
    assert 0 <= y1 < y2 <= 400
    assert min(x2 - x1, y2 - y1) >= SMALLEST - 1
    seen = np.zeros((400, 640), bool)
    seen[y1:y2, x1:x2] = True
    assert not any(seen[int(t) : int(b), int(left) : int(r)].any() for left, t, r, b in boxes)
    assert seen.sum() > 0.1 * seen.size


def test_no_empty_window_where_people_are_everywhere_or_the_picture_is_small() -> None:
    rng = np.random.default_rng(0)
    stripes = np.asarray([[0, 60, 640, 70], [0, 150, 640, 160], [0, 240, 640, 250], [0, 330, 640, 340.0]])
    assert empty_window(640, 400, stripes, rng) is None
    assert empty_window(90, 400, np.zeros((0, 4)), rng) is None


def test_pictures_without_people_are_cut_once(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "yolo"
    for _ in range(2):
        convert(data, out, close_ups=False, empty=5)
    images, labels = out / "images" / "train", out / "labels" / "train"
    assert [p.name for p in images.glob(f"{EMPTY}*")] == [f"{EMPTY}coco_1.jpg"]
    assert (labels / f"{EMPTY}coco_1.txt").read_text() == ""
    assert not list((out / "images" / "val").glob(f"{EMPTY}*"))
    assert write_empty(images, labels, ["coco_1.jpg"], 0) == 0


@pytest.mark.parametrize("seed", range(5))
def test_close_up_shows_the_head_and_not_the_legs(seed: int) -> None:
    x1, top, x2, bottom = close_up_window(standing(), np.asarray([50, 10, 150, 350.0]), np.random.default_rng(seed))  # type: ignore[misc]
    assert top < 40
    assert 80 < bottom < 200
    assert x1 < 100 < x2


@pytest.mark.parametrize("change", ["upside down", "no nose", "tiny"])
def test_no_close_up_of_others(change: str) -> None:
    points = standing(0.1) if change == "tiny" else standing()
    if change == "upside down":
        points[:, 1] = 400 - points[:, 1]
    if change == "no nose":
        points[0, 2] = 0
    assert close_up_window(points, np.asarray([0, 0, 200, 400.0]), np.random.default_rng(0)) is None


def test_sample_weights_give_each_source_its_share() -> None:
    files = [f"a/coco_{i}.jpg" for i in range(3)] + [f"b/lspet_{i}.jpg" for i in range(40)] + ["c/other.jpg"]
    weights = detector.sample_weights(files, {"coco_": 0.25, "ccp_": 0.3})
    assert sum(weights) == pytest.approx(1)
    assert sum(weights[:3]) == pytest.approx(0.25)
    assert weights[3] == weights[-1] == pytest.approx(0.75 / 41)
    assert sum(detector.sample_weights(files[:3], {"coco_": 0.25})) == pytest.approx(1)


def test_the_normalisation_is_folded_into_the_backbone(tmp_path: Path) -> None:
    save_file = pytest.importorskip("safetensors.torch").save_file
    torch.manual_seed(0)
    features = torchvision.models.mobilenet_v3_large().features.eval()
    for value in features[0][1].buffers():
        if value.is_floating_point():
            value.uniform_(0.5, 1.5)
    save_file(features.state_dict(), tmp_path / "features.safetensors")
    network = build_network(tmp_path / "features.safetensors").eval()
    image = torch.rand(1, 3, 64, 64)
    mean, std = (torch.tensor(v).view(1, 3, 1, 1) for v in (IMAGENET_MEAN, IMAGENET_STD))
    with torch.inference_mode():
        ours, theirs = network.model[0].m[0](image), features[0]((image - mean) / std)
    torch.testing.assert_close(ours[..., 1:, 1:], theirs[..., 1:, 1:], atol=1e-4, rtol=1e-4)


def test_other_weights_are_refused(tmp_path: Path) -> None:
    save_file = pytest.importorskip("safetensors.torch").save_file
    save_file({"x": torch.zeros(1)}, tmp_path / "x.safetensors")
    with pytest.raises(ValueError, match="not the features of mobilenet_v3_large"):
        load_backbone(build_network(), tmp_path / "x.safetensors")


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A network with random weights, as ultralytics saves one."""
    torch.manual_seed(0)
    network = build_network()
    network.names = {0: "person"}
    path = tmp_path_factory.mktemp("run") / "last.pt"
    torch.save({"model": network, "train_args": {}}, path)
    return path


@pytest.mark.parametrize("dynamic", [True, False])
def test_export_agrees_with_pytorch(checkpoint: Path, tmp_path: Path, dynamic: bool) -> None:
    picture = tmp_path / "noise.png"
    cv2.imwrite(str(picture), np.random.default_rng(1).integers(0, 255, (60, 128, 3), dtype=np.uint8))
    exported = export_onnx(checkpoint, tmp_path / "person.onnx", size=128, dynamic=dynamic, threshold=0.21, iou=0.55)
    found = PersonDetector(exported, threads=1)
    assert (found.threshold, found.iou, found.sizes) == (0.21, 0.55, (128,))
    assert found.preprocess(cv2.imread(str(picture)))[0].shape == ((1, 3, 64, 128) if dynamic else (1, 3, 128, 128))
    assert exported.stat().st_size < 9e6
    feed, _ = found.preprocess(cv2.imread(str(picture)))
    with torch.inference_mode():
        expected = Plain(load_network(checkpoint))(torch.from_numpy(feed)).numpy()
    np.testing.assert_allclose(found.infer(feed), expected, atol=0.5)
    _, score = compare(checkpoint, exported, [picture])
    assert score < 0.01
    assert not list(tmp_path.glob("*.partial"))


@pytest.mark.slow
@pytest.mark.parametrize("more", ["", "--bf16 --cache"])
def test_a_short_training_changes_what_is_not_frozen_and_exports(
    data: Path, tmp_path: Path, checkpoint: Path, capsys: pytest.CaptureFixture[str], more: str
) -> None:
    run = tmp_path / "run"
    options = "--size 64 --export-size 128 --epochs 1 --batch 2 --samples 4 --workers 0 --freeze 2 --lr 0.01"
    detector.main(["--data", str(data), "--out", str(run), "--start", str(checkpoint), *options.split(), *more.split()])
    assert (run / "person.onnx").is_file()
    assert "recall" in capsys.readouterr().out
    assert all(type(m).__module__ != "posecore.training.speed" for m in load_network(run / "weights" / "last.pt").modules())
    before, after = (dict(load_network(p).named_parameters()) for p in (checkpoint, run / "weights" / "last.pt"))
    frozen = [name for name in before if name.startswith(("model.0.m.0.", "model.0.m.1."))]
    assert len(frozen) > 4
    for name in frozen:
        torch.testing.assert_close(after[name], before[name], atol=1e-3, rtol=1e-3)
    changed = [name for name in before if not torch.allclose(after[name], before[name], atol=1e-3, rtol=1e-3)]
    assert any(name.startswith("model.0.m.9.") for name in changed)
    assert any(name.startswith("model.18.") for name in changed)


def test_bad_data_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        detector.main(["--data", str(tmp_path / "nowhere"), "--out", str(tmp_path / "run")])
    assert caught.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.slow
def test_an_exported_file_can_be_trained_on(tmp_path: Path) -> None:
    """The batch norms that export folds away are split off again: the same function, and nearly the same with a batch's own statistics."""
    from posecore.training.detector.restart import convolution_weights, restart

    rng = np.random.default_rng(0)
    pictures = []
    for i in range(6):
        picture = cv2.resize(rng.integers(0, 255, (5, 7, 3), dtype=np.uint8), (224, 160), interpolation=cv2.INTER_CUBIC)
        pictures.append(tmp_path / f"{i}.png")
        cv2.imwrite(str(pictures[-1]), picture)
    torch.manual_seed(0)
    model = build_network()
    for module in model.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.weight.data.uniform_(0.5, 1.5)
            module.bias.data.uniform_(-0.5, 0.5)
            module.running_mean.uniform_(-0.2, 0.2)
            module.running_var.uniform_(0.5, 2)
    torch.save({"model": model}, tmp_path / "last.pt")
    exported = export_onnx(tmp_path / "last.pt", tmp_path / "person.onnx", size=160)
    other = build_network()
    restart(other, exported, pictures, size=160)
    feed = torch.rand(1, 3, 160, 160)
    other.eval()
    with torch.inference_mode():
        out = other(feed)
    expected = PersonDetector(exported, providers=["cpu"]).infer(feed.numpy())
    np.testing.assert_allclose((out[0] if isinstance(out, tuple) else out).numpy(), expected, atol=2e-2)
    norms = [m for m in other.modules() if isinstance(m, torch.nn.BatchNorm2d)]
    assert max(float(m.running_var.max()) for m in norms) != 1.0
    assert len(convolution_weights(exported)) > 100
    with pytest.raises(ValueError, match="not an exported detector of this network"):
        restart(torch.nn.Sequential(torch.nn.Conv2d(3, 8, 3)), exported, pictures, size=160)


def test_bfloat16_is_for_the_way_through_only() -> None:
    """What comes out is float32 whatever its nesting, near what float32 gives, and not all of it the same."""
    network = torch.nn.Conv2d(3, 8, 3)
    feed = torch.rand(1, 3, 16, 16)
    found = detector.in_bfloat16(lambda x: {"feats": [network(x)], "boxes": (network(x), None)})(feed)
    assert found["boxes"][1] is None
    for value in (found["feats"][0], found["boxes"][0]):
        assert value.dtype == torch.float32
        assert (value - network(feed)).abs().max() > 0
        torch.testing.assert_close(value, network(feed), atol=0.02, rtol=0.02)


def test_start_tells_files_from_checkpoints() -> None:
    assert detector.is_exported(Path("weights/person.onnx"))
    assert not detector.is_exported(Path("runs/last.pt"))
    assert not detector.is_exported(None)


def test_a_pose_network_gives_its_boxes() -> None:
    """Boxes and scores are those of the pose network; its keypoints, the last 51 rows, are gone. Trained on, it is a detector."""
    from ultralytics.nn.tasks import DetectionModel, PoseModel

    from posecore.training.detector.person_boxes import is_pose_network, person_boxes

    torch.manual_seed(0)
    pose = PoseModel("yolo11n-pose.yaml", ch=3, nc=1, verbose=False).eval()
    for module in pose.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.running_mean.uniform_(-0.2, 0.2)
    boxes = person_boxes(pose).eval()
    feed = torch.rand(1, 3, 96, 64)
    with torch.inference_mode():
        expected, found = pose(feed)[0], boxes(feed)[0]
    assert expected.shape[1] == 5 + 51
    torch.testing.assert_close(found, expected[:, :5])
    assert is_pose_network(pose)
    assert not is_pose_network(boxes)
    with pytest.raises(ValueError, match="classes"):
        person_boxes(PoseModel("yolo11n-pose.yaml", ch=3, nc=2, verbose=False))
    with pytest.raises(ValueError, match="Detect"):
        person_boxes(DetectionModel("yolo11n.yaml", ch=3, nc=1, verbose=False))


def test_what_stays_as_it_is() -> None:
    """Blocks of the features for the network of this folder, whole layers for one of ultralytics."""
    assert detector.frozen("lightpose-person.yaml", 2) == ["0.m.0", "0.m.1"]
    assert detector.frozen("yolo11n.yaml", 10) == 10
    assert detector.frozen("yolo11n.yaml", 0) is None


def test_mean_of_checkpoints(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from posecore.training.detector import average as detector_mean

    for name, seed in (("a", 0), ("b", 1)):
        torch.manual_seed(seed)
        torch.save({"model": build_network()}, tmp_path / f"{name}.pt")
    out = tmp_path / "mean" / "last.pt"
    detector_mean.main([str(tmp_path / "a.pt"), str(tmp_path / "b.pt"), "-o", str(out)])
    a, b, mean = (dict(load_network(path).named_parameters()) for path in (tmp_path / "a.pt", tmp_path / "b.pt", out))
    name = "model.18.cv2.0.0.conv.weight"
    assert not torch.allclose(a[name], b[name], atol=1e-2)
    torch.testing.assert_close(mean[name], (a[name] + b[name]) / 2, atol=1e-3, rtol=1e-3)
    torch.save({"model": torch.nn.Sequential(torch.nn.Conv2d(3, 8, 3))}, tmp_path / "other.pt")
    with pytest.raises(SystemExit):
        detector_mean.main([str(tmp_path / "a.pt"), str(tmp_path / "other.pt"), "-o", str(out)])
    assert "not checkpoints of one network" in capsys.readouterr().err
