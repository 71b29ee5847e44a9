"""The house's rules: what may import what, and that the runtime needs neither torch nor Qt."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HEAVY = {"torch", "torchvision", "ultralytics", "safetensors", "onnx", "onnxscript", "tensorboard", "matplotlib", "faster_coco_eval"}
TRAINING = ("posecore/models", "posecore/losses.py", "posecore/data", "posecore/training", "posecore/export", "posecore/train.py")

# room → rooms of posecore it must never import
FORBIDDEN = {
    "posecore/engine": {"people", "runtime", "tracking", "models", "data", "training", "evaluation", "skeletons", "codec", "geometry"},
    "posecore/geometry.py": {"runtime", "people", "models", "data", "training", "evaluation", "engine", "codec"},
    "posecore/codec.py": {"runtime", "people", "models", "data", "training", "evaluation", "engine"},
    "posecore/skeletons.py": {"runtime", "people", "models", "data", "training", "evaluation", "engine", "codec", "geometry"},
    "posecore/people.py": {"runtime", "models", "data", "training", "evaluation", "engine", "codec"},
    "posecore/runtime": {"models", "data", "training", "evaluation", "engine", "tracking", "losses"},
    "posecore/tracking": {"models", "data", "training", "evaluation", "losses", "sources", "sinks"},
    "posecore/models": {"data", "training", "runtime", "evaluation", "engine", "losses"},
    "posecore/data": {"models", "training", "runtime", "evaluation", "engine"},
}


def files(place):
    path = ROOT / place
    return [path] if path.suffix == ".py" else sorted(path.rglob("*.py"))


def imports(path, top_level_only):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = tree.body if top_level_only else list(ast.walk(tree))
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


@pytest.mark.parametrize("place", FORBIDDEN)
def test_arrows_point_one_way(place):
    for path in files(place):
        for name in imports(path, top_level_only=False):
            parts = name.split(".")
            assert not (parts[0] == "posecore" and len(parts) > 1 and parts[1] in FORBIDDEN[place]), f"{path.name} imports {name}"
            assert parts[0] != "lightpose", f"{path.name} imports {name}"


def test_posecore_knows_no_qt_and_no_app():
    for path in files("posecore"):
        for name in imports(path, top_level_only=False):
            assert name.split(".")[0] not in ("PyQt6", "pyqtgraph", "lightpose"), f"{path} imports {name}"


def test_heavy_libraries_only_where_one_trains():
    for path in files("posecore") + files("app"):
        if not str(path.relative_to(ROOT)).startswith(TRAINING):
            assert not HEAVY & {name.split(".")[0] for name in imports(path, top_level_only=True)}, path


def test_no_window_of_opencv():
    for path in files("posecore") + files("app"):
        assert "imshow" not in path.read_text(encoding="utf-8"), path


def test_runtime_and_app_start_without_torch_ultralytics_and_qt():
    script = (
        "import sys\n"
        "for name in ('torch', 'torchvision', 'ultralytics', 'PyQt6', 'pyqtgraph'):\n    sys.modules[name] = None\n"
        "import lightpose, posecore, posecore.runtime, posecore.pipelines.live, lightpose.cli\n"
        "print(len(posecore.People.empty()))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "0"
