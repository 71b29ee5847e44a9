"""Which detector a name opens, and what all of them refuse."""

import sys
from pathlib import Path

import numpy as np
import pytest

from posecore.geometry import box_iou
from posecore.runtime import detectors
from posecore.runtime.detectors import PersonDetector, UltralyticsDetector, base, open_detector, ultralytics, yolo
from posecore.runtime.detectors.base import person_class
from posecore.runtime.detectors.ultralytics_safe import TRUST, UnsafeModelError
from tests.runtime.detectors.squares import red_squares


@pytest.mark.parametrize(
    "image",
    [*(np.zeros(shape, np.uint8) for shape in ((8, 8), (8, 8, 1), (8, 8, 4), (0, 8, 3))), np.zeros((8, 8, 3)), None],
    ids=["grey", "one channel", "alpha", "empty", "float", "none"],
)
def test_other_arrays_are_refused(tmp_path: Path, image: object) -> None:
    with pytest.raises(ValueError, match="expected a BGR picture"):
        PersonDetector(red_squares(tmp_path / "red.onnx"))(image)  # type: ignore[arg-type]


def test_person_class() -> None:
    assert person_class({0: "car", 3: "Person"}) == 3
    assert person_class(["cat", "person"]) == 1
    assert person_class({0: "pedestrian"}) == 0


def test_ultralytics_missing_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ultralytics", None)
    with pytest.raises(ImportError, match=r'pip install "lightpose\[train\]"'):
        open_detector("yolo26n.pt")


def test_ultralytics_model_from_a_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("ultralytics")
    from posecore.training.detector.network import build_network

    torch = pytest.importorskip("torch")
    network = build_network()
    network.names = {0: "person"}
    torch.save({"model": network, "train_args": {}}, tmp_path / "person.pt")
    with pytest.raises(UnsafeModelError, match="--trust"):  # it holds modules of torchvision and of lightpose
        open_detector(str(tmp_path / "person.pt"))
    monkeypatch.setenv(TRUST, "1")
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


def test_the_modules_need_no_torch() -> None:
    for module in (detectors, base, yolo):
        assert not {"torch", "ultralytics"} & {name for name, value in vars(module).items() if value is not ultralytics}
    assert "torch" not in vars(ultralytics)
    assert "YOLO" not in vars(ultralytics)


def test_the_bundled_weights_find_both_people_of_the_sample_clip() -> None:
    av = pytest.importorskip("av")
    try:
        detect = open_detector(None, threads=1)
    except FileNotFoundError as e:
        pytest.skip(str(e))
    clip = Path(__file__).parents[3] / "app" / "lightpose" / "assets" / "sample.mp4"
    with av.open(str(clip)) as container:
        frame = next(container.decode(video=0)).to_ndarray(format="bgr24")
    boxes, scores = detect(frame)
    assert len(boxes) == 2
    people = np.asarray([[0, 10, 330, 480], [480, 15, 820, 480]], np.float32)
    assert (box_iou(people, boxes).max(axis=1) > 0.6).all()
    assert (scores >= detect.threshold).all()


def test_settings_reach_the_detector(tmp_path: Path) -> None:
    path = red_squares(tmp_path / "red.onnx", "w", "h", lightpose__multiscale="128,512")
    detect = open_detector(path, threshold=0.5, low_threshold=0.1, iou=0.4, multiscale=True, threads=1)
    assert isinstance(detect, PersonDetector)
    assert (detect.threshold, detect.least_score, detect.iou, detect.sizes) == (0.5, 0.1, 0.4, (128, 512))
