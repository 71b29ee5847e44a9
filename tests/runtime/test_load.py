"""Which of the bundled networks is loaded."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from posecore import load
from posecore.data.images import read_image
from posecore.geometry import box_iou
from posecore.pipelines import image as pipeline
from posecore.runtime import bundled, detectors
from posecore.runtime.weights import find_weights, has_weights

PORTRAITS = Path(pipeline.__file__).parents[1] / "assets"


@pytest.mark.parametrize("kind", ["pose", "person"])
@pytest.mark.parametrize(
    ("provider", "fast", "there", "expected"),
    [("cpu", True, True, "int8"), ("cpu", False, True, None), ("cuda", True, True, None), ("cpu", True, False, None)],
)
def test_integers_where_they_are_faster(monkeypatch, kind, provider, fast, there, expected):
    monkeypatch.setattr(bundled, "best_provider", lambda wanted: provider)
    monkeypatch.setattr(bundled, "fast_integers", lambda: fast)
    monkeypatch.setattr(bundled, "has_weights", lambda asked, precision: there and asked == kind)
    assert bundled.default_precision(kind) == expected


@pytest.mark.parametrize("precision", ["fp32", "int8"])
def test_a_precision_can_be_asked_for(monkeypatch, precision):
    poses, finders = [], []
    monkeypatch.setattr(pipeline.PoseEstimator, "from_onnx", lambda path, **_: poses.append(path))
    real = detectors.PersonDetector
    monkeypatch.setattr(detectors, "PersonDetector", lambda path, **options: finders.append(path) or real(path, **options))
    if not (has_weights("pose", precision) and has_weights("person", precision)):
        pytest.skip(f"no {precision} networks are bundled")
    load(detector=precision, pose=precision)
    load(precision=precision)
    assert poses == [find_weights("pose", precision)] * 2
    assert finders == [find_weights("person", precision)] * 2


def test_the_detector_in_integers_finds_the_same_people():
    """Boxes and scores on the bundled portraits, the layout of its outputs, and where the two files agree on what they are."""
    if not has_weights("person", "int8"):
        pytest.skip("no int8 detector is bundled")
    exact, rounded = (detectors.open_detector(precision, low_threshold=0.1) for precision in ("fp32", "int8"))
    assert (exact.layout, rounded.layout) == ("columns", "bins")
    assert (exact.threshold, exact.iou, exact.sizes) == (rounded.threshold, rounded.iou, rounded.sizes)
    for portrait in sorted(PORTRAITS.glob("*.webp")):
        image = read_image(portrait)
        (boxes, scores), (others, their_scores) = exact(image), rounded(image)
        assert len(boxes) >= 1
        np.testing.assert_allclose(their_scores[0], scores[0], atol=0.05)
        assert box_iou(boxes[:1], others[:1])[0, 0] > 0.93
