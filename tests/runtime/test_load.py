"""Which of the bundled networks is loaded."""

from __future__ import annotations

import pytest

from posecore import load
from posecore.pipelines import image as pipeline
from posecore.runtime.weights import find_weights, has_weights


@pytest.mark.parametrize(
    ("provider", "fast", "bundled", "expected"),
    [("cpu", True, True, "int8"), ("cpu", False, True, None), ("cuda", True, True, None), ("cpu", True, False, None)],
)
def test_integers_where_they_are_faster(monkeypatch, provider, fast, bundled, expected):
    monkeypatch.setattr(pipeline, "best_provider", lambda wanted: provider)
    monkeypatch.setattr(pipeline, "fast_integers", lambda: fast)
    monkeypatch.setattr(pipeline, "has_weights", lambda kind, precision: bundled)
    assert pipeline.default_precision() == expected


@pytest.mark.parametrize("precision", ["fp32", "int8"])
def test_a_precision_can_be_asked_for(monkeypatch, precision):
    opened = []
    monkeypatch.setattr(pipeline.PoseEstimator, "from_onnx", lambda path, **_: opened.append(path))
    if not has_weights("pose", precision):
        pytest.skip(f"no {precision} pose network is bundled")
    load(pose=precision)
    load(precision=precision)
    assert opened == [find_weights("pose", precision)] * 2
