"""What must work in a fresh interpreter without the training packages, and on a server without a screen."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lightpose.cli import COMMANDS
from posecore import formats
from posecore.paper import ROWS
from posecore.runtime.weights import WeightsError, find_weights, manifest
from posecore.sinks.images import write_image
from tests.clips import make_clip, picture, video_times

ROOT = Path(__file__).parents[2]

BARE = """
import sys
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"torch", "torchvision", "ultralytics", "PyQt6", "pyqtgraph"}:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Absent())
"""

STAND_IN = """
from lightpose.cli import pipeline
from tests.clips import fake_estimator
pipeline.load_estimator = lambda *args, **options: fake_estimator
"""

MAIN = """
import sys
sys.argv[0] = "lightpose"
from lightpose.cli import main
main()
"""


def python(code: str, *args: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", code, *(str(a) for a in args)]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=120, check=False)


def has_weights() -> bool:
    try:
        return find_weights("pose").is_file() and find_weights("person").is_file()
    except WeightsError:
        return False


def test_imports(tmp_path: Path) -> None:
    commands = "lightpose.cli.video, lightpose.cli.image, lightpose.cli.demo, lightpose.cli.doctor"
    ours = f"{commands}, posecore.runtime, posecore.drawing.painter, posecore.sources.file"
    result = python(f"{BARE}\nimport lightpose, posecore, {ours}\nprint('fine')", cwd=tmp_path)
    assert result.stdout == "fine\n", result.stderr


def test_nothing_heavy_is_imported_even_where_it_is_installed(tmp_path: Path) -> None:
    make_clip(tmp_path / "in.mp4", pts=range(0, 200, 20))
    code = f"""
import sys
{STAND_IN}
from typer.testing import CliRunner
from lightpose.cli import app
for arguments in (["--help"], ["demo", "-o", "demo.mp4"], ["doctor"], ["video", "in.mp4", "-o", "out.mp4"]):
    assert CliRunner().invoke(app, arguments).exit_code == 0, arguments
print(sorted({{name.split(".")[0] for name in sys.modules}} & {{"torch", "torchvision", "ultralytics", "PyQt6", "pyqtgraph"}}))
"""
    result = python(code, cwd=tmp_path)
    assert result.stdout == "[]\n", result.stdout + result.stderr


def test_the_overview_comes_without_what_takes_long_to_import(tmp_path: Path) -> None:
    late = {"numpy", "cv2", "av", "scipy", "onnxruntime", "markdown_it", "pygments", "asyncio"}
    code = f"""
import sys
sys.argv = ["lightpose", "--help"]
from lightpose.cli import main
try:
    main()
except SystemExit as end:
    assert not end.code
print(sorted({{name.split(".")[0] for name in sys.modules}} & {late}), file=sys.stderr)
"""
    result = python(code, cwd=tmp_path)
    assert result.stderr == "[]\n"
    assert "Usage: lightpose" in result.stdout
    assert all(f" {name} " in result.stdout and text[:30] in result.stdout for name, text in COMMANDS.items())
    assert "-h" in result.stdout


@pytest.mark.parametrize(
    "arguments",
    [["demo"], ["video", "in.mp4", "-o", "lightpose-demo.mp4"], ["image", "a.png", "-o", "out"], ["doctor"], ["--version"], ["--help"]],
)
def test_commands_run_bare(tmp_path: Path, arguments: list[str]) -> None:
    make_clip(tmp_path / "in.mp4", pts=range(0, 2500, 20))
    write_image(tmp_path / "a.png", picture(0))
    result = python(BARE + STAND_IN + MAIN, *arguments, cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    if "demo" in arguments or "video" in arguments:
        assert len(video_times(tmp_path / "lightpose-demo.mp4")) == 125


HELP = """
from typer.testing import CliRunner
from lightpose.cli import COMMANDS, app
failed = {name: repr(done.exception) for name in COMMANDS if (done := CliRunner().invoke(app, [name, "--help"])).exit_code}
print(len(COMMANDS), failed)
"""


def test_help_of_every_command_without_qt(tmp_path: Path) -> None:
    result = python(BARE.replace('"torch", "torchvision", "ultralytics", ', "") + HELP, cwd=tmp_path)
    assert result.stdout == f"{len(COMMANDS)} {{}}\n", result.stderr


def test_files_of_our_names_in_the_current_folder_disturb_nothing(tmp_path: Path) -> None:
    for name in ("app.py", "weights.py", "cli.py", "tests.py", "docs.py"):
        (tmp_path / name).write_text(f"raise SystemExit('{name} of the current folder was imported')\n")
    code = "from posecore.runtime.weights import find_weights\nimport lightpose.cli\nprint(find_weights('person').is_file())"
    result = python(code, cwd=tmp_path)
    assert result.stdout == "True\n", result.stdout + result.stderr
    command = [sys.executable, "-m", "lightpose", "--version"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "app")])}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("lightpose ")


@pytest.mark.parametrize("arguments", [[], ["live", "--source", "synthetic"]])
def test_the_window_says_in_one_line_that_qt_is_missing(tmp_path: Path, arguments: list[str]) -> None:
    result = python('import os\nos.environ["QT_QPA_PLATFORM"] = "offscreen"\n' + BARE + STAND_IN + MAIN, *arguments, cwd=tmp_path)
    assert result.returncode == 2
    assert result.stderr.count("\n") == 1
    assert "the window cannot open" in result.stderr
    assert "PyQt6" in result.stderr


def test_commands_that_need_the_training_packages_say_so(tmp_path: Path) -> None:
    code = """
import sys, types
from importlib.machinery import ModuleSpec
module = types.ModuleType("lightpose.cli.video")
module.__spec__ = ModuleSpec("lightpose.cli.video", None)
def command() -> None:
    import torch
module.command = command
sys.modules["lightpose.cli.video"] = module
"""
    result = python(BARE + code + MAIN, "video", cwd=tmp_path)
    assert result.returncode == 2
    assert result.stderr == 'lightpose: error: this needs torch, which is not installed: pip install "lightpose[train]"\n'


@pytest.mark.parametrize("name", ["missing.mp4", "text.mp4"])
def test_bad_input_in_a_real_process(tmp_path: Path, name: str) -> None:
    (tmp_path / "text.mp4").write_text("no video\n" * 100)
    command = [sys.executable, "-m", "lightpose", "video", name, "-o", "out.mp4"]
    result = subprocess.run(
        command, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=120, check=False
    )
    assert result.returncode == 2
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert result.stderr.startswith(f"lightpose: error: {name}")
    assert not (tmp_path / "out.mp4").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="signals differ")
def test_interrupt_signal(tmp_path: Path) -> None:
    make_clip(tmp_path / "in.mp4", pts=range(0, 6000, 20))
    slow = (
        STAND_IN + "import time\npipeline.load_estimator = lambda *a, **o: (lambda image: (time.sleep(0.05), fake_estimator(image))[1])\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", slow + MAIN, "video", "in.mp4", "-o", "out.mp4", "-k", "k.jsonl"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    partial = tmp_path / "k.jsonl.partial"
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not (partial.exists() and partial.read_text().count("\n") > 40):  # the encoder is behind
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in stderr
    assert "out.mp4.partial" in stderr
    assert not (tmp_path / "out.mp4").exists()
    assert len(video_times(tmp_path / "out.mp4.partial")) >= 3


@pytest.mark.slow
@pytest.mark.skipif(not has_weights(), reason="no bundled weights yet")
def test_demo_with_the_bundled_weights(tmp_path: Path) -> None:
    result = python(BARE + MAIN, "demo", "-k", "k.jsonl", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert len(video_times(tmp_path / "lightpose-demo.mp4")) == 125
    frames = formats.read(tmp_path / "k.jsonl").frames
    both = [f.people for f in frames if len(f.people) >= 2]
    assert len(both) > 25, "two people are in view for a good part of the clip"


def test_models_says_what_it_can_without_torch(tmp_path: Path) -> None:
    result = python(BARE + MAIN, "models", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    lines = [line.split() for line in result.stdout.splitlines()]
    assert ["lightpose", "256×192/17", "3.1", "0.58", "yes"] in lines
    for entry in manifest():
        assert any(entry.path.name in line and f"{entry.path.stat().st_size / 1e6:.1f}" in line for line in lines), entry.name
    assert result.stdout.count("lightpose[train]") == 1
    assert "Traceback" not in result.stderr


def test_models_as_json_without_torch_leaves_the_counts_out(tmp_path: Path) -> None:
    found = json.loads(python(BARE + MAIN, "models", "--json", cwd=tmp_path).stdout)
    assert {row["name"] for row in found["models"]} == {row.name for row in ROWS}
    assert all("paper_gmacs" in row and "gmacs" not in row for row in found["models"])
    assert {file["bytes"] for file in found["weights"]} == {entry.path.stat().st_size for entry in manifest()}


def test_models_cannot_be_checked_without_torch(tmp_path: Path) -> None:
    result = python(BARE + MAIN, "models", "--check", cwd=tmp_path)
    assert result.returncode != 0
    assert "lightpose[train]" in result.stderr
    assert result.stdout == ""
