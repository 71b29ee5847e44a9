"""Every compared network leaves PyTorch: ONNX Runtime computes the same heatmaps, for any batch."""

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("onnxscript")

from posecore.bench.models import settled_model  # noqa: E402
from posecore.export.onnx import export_onnx, run_onnx, run_torch  # noqa: E402
from posecore.models import MODELS, litehrnet  # noqa: E402
from posecore.runtime.crops import InputSpec  # noqa: E402
from posecore.runtime.metadata import PoseMetadata  # noqa: E402
from posecore.skeletons import COCO17  # noqa: E402

# an export takes seconds: of look-alikes one is enough. lightpose and its backbone are exported in tests/export
OTHERS = [name for name in MODELS if name not in ("lightpose", "litehrnet-30", "simplebaseline-mobilenetv3")]


@pytest.mark.slow
@pytest.mark.parametrize("name", OTHERS)
def test_export_computes_what_pytorch_does(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(litehrnet.MODULES, 18, (1, 1, 1))  # instead of (2, 4, 2): the same layers, fewer of them
    model = settled_model(name, (64, 64))
    path = tmp_path / "pose.onnx"
    difference = export_onnx(model, path, PoseMetadata(InputSpec((64, 64)), COCO17))
    batch = np.random.default_rng(1).standard_normal((3, 3, 64, 64)).astype(np.float32)
    expected, actual = run_torch(model, batch, COCO17), run_onnx(path, batch)
    assert actual.shape == (3, 17, 16, 16)
    assert expected.std() > 0
    assert max(difference, np.abs(expected - actual).max()) < 1e-4 * min(1.0, float(np.abs(expected).max()))
