"""A hand of 21 joints from a TOML file: it trains, exports, runs and is drawn, without the file once it was read."""

import json

import cv2
import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("onnxscript")

from posecore.drawing.painter import draw  # noqa: E402
from posecore.people import People  # noqa: E402
from posecore.runtime.crops import InputSpec  # noqa: E402
from posecore.runtime.estimator import PoseEstimator  # noqa: E402
from posecore.runtime.metadata import PoseMetadata  # noqa: E402
from posecore.skeletons import HAND21, get_skeleton  # noqa: E402
from posecore.train import main  # noqa: E402

TOML = f"""
name = "my_hand"
keypoints = {json.dumps([f"point_{i}" for i in range(21)])}
limbs = {json.dumps([[f"point_{a}", f"point_{b}"] for a, b in HAND21.limb_indices.tolist()])}
"""


def hands(root, split, count):
    rng = np.random.default_rng(len(split))
    (root / "images").mkdir(parents=True, exist_ok=True)
    images, annotations = [], []
    for i in range(1, count + 1):
        number = i + (1000 if split == "val" else 0)
        points = rng.uniform(20, 100, (21, 2))
        image = rng.integers(0, 90, (128, 128, 3)).astype(np.uint8)
        for x, y in points.astype(int).tolist():
            cv2.circle(image, (x, y), 3, (200, 200, 200), -1)
        cv2.imwrite(str(root / "images" / f"{split}_{i}.png"), image)
        images.append({"id": number, "file_name": f"{split}_{i}.png", "width": 128, "height": 128})
        keypoints = np.concatenate([points, np.full((21, 1), 2)], axis=1).reshape(-1).tolist()
        annotations.append(
            {
                "id": number, "image_id": number, "category_id": 1, "iscrowd": 0, "bbox": [10, 10, 100, 100], "area": 5000,
                "keypoints": keypoints, "num_keypoints": 21, "source": "human",
            }
        )  # fmt: skip
    content = {"images": images, "annotations": annotations, "categories": [{"id": 1, "name": "person"}]}
    (root / f"{split}.json").write_text(json.dumps(content))


@pytest.mark.slow
def test_a_hand_trains_exports_and_shows(tmp_path):
    from posecore.export.onnx import export_onnx
    from posecore.training.checkpoint import open_model

    hands(tmp_path / "data", "train", 8)
    hands(tmp_path / "data", "val", 4)
    (tmp_path / "hand.toml").write_text(TOML)
    words = [
        "--config",
        "smoke",
        "--data",
        str(tmp_path / "data"),
        "--out",
        str(tmp_path / "run"),
        "--skeleton",
        str(tmp_path / "hand.toml"),
    ]
    small = ["--height=64", "--width=64", "--batch-size=4", "--workers=0", "--threads=1", "--warmup=2", "--epochs=1", "--eval-every=1"]
    assert main([*words, *small, "--samples-per-epoch", "8"]) == 0
    own = get_skeleton(str(tmp_path / "hand.toml"))
    (tmp_path / "hand.toml").unlink()
    model, about = open_model(tmp_path / "run" / "best.safetensors")
    assert get_skeleton(str(about["skeleton"])) == own
    export_onnx(model, tmp_path / "hand.onnx", PoseMetadata(InputSpec((64, 64)), own))
    estimator = PoseEstimator.from_onnx(tmp_path / "hand.onnx")
    assert estimator.skeleton == own
    image = cv2.imread(str(tmp_path / "data" / "images" / "val_1.png"))
    keypoints, scores = estimator(image, np.array([[10.0, 10, 110, 110]]))
    assert keypoints.shape == (1, 21, 2)
    people = People.build(np.array([[10.0, 10, 110, 110]]), np.ones(1), keypoints, np.ones_like(scores), skeleton=own)
    assert (draw(image, people) != image).any()
    assert main(["--out", str(tmp_path / "run"), "--resume"]) == 0
