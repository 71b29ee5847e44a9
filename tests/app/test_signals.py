"""Ctrl-C and SIGTERM at any moment: the program ends soon with 130 or 143 and one line, whatever it was doing."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from posecore.sinks import partial_path
from tests.clips import make_clip, video_times
from tests.processes import ROOT

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="counts processor time by /proc")
LONG = int(os.environ.get("LIGHTPOSE_SIGNALS", "100"))

BEGIN = "import sys; sys.argv[0] = 'lightpose'; from lightpose.start import main; "
STAND_IN = (
    "from tests.clips import fake_estimator; from lightpose.cli import pipeline; pipeline.load_estimator = lambda *a, **o: fake_estimator; "
)
"""Imports much of what the command needs before it begins."""


def signalled(folder: Path, number: signal.Signals, moment: float, stand_in: bool) -> tuple[str, float]:
    """Annotate a clip, send ``number`` after ``moment`` seconds of processor time. What was wrong, and the processor time until the end."""
    code = BEGIN + (STAND_IN if stand_in else "") + "main()"
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'app'}"}
    command = [sys.executable, "-c", code, "video", "in.mp4", "-o", "out.mp4", "--keypoints", "out.jsonl"]
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    used = before = 0.0
    sent = False
    while process.poll() is None:
        try:
            fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            break
        used = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        if not sent and used >= moment and _python_runs(process.pid):
            process.send_signal(number)
            sent, before = True, used
        time.sleep(0.002)
    _, error = process.communicate(timeout=60)
    took = used - before if sent else 0.0
    lines = [line for line in error.splitlines() if line.startswith("lightpose: error: stopped")]
    if not sent or (process.returncode == 0 and (folder / "out.mp4").exists()):
        return "", 0.0  # it was done before
    if process.returncode != 128 + number or len(lines) != 1 or "Traceback" in error:
        return f"{number.name} after {moment:.2f} s: exit code {process.returncode}, {error}", took
    partial = partial_path(folder / "out.mp4")
    if partial.exists() and not video_times(partial):
        return f"{number.name} after {moment:.2f} s: an unplayable partial is left", took
    return "", took


def _python_runs(process: int) -> bool:
    """Whether the program has handlers for both signals; before that, it is the interpreter that starts."""
    caught = next(line for line in Path(f"/proc/{process}/status").read_text().splitlines() if line.startswith("SigCgt"))
    mask = int(caught.split()[1], 16)
    return all(mask >> (number - 1) & 1 for number in (signal.SIGINT, signal.SIGTERM))


def bombard(folder: Path, count: int, seed: int) -> tuple[list[str], list[float]]:
    """``count`` runs, each with a signal at a random moment; what was wrong, and the processor time each took to end."""
    make_clip(folder / "in.mp4", pts=range(0, 4000, 20), audio="aac")
    chance = random.Random(seed)
    faults, times = [], []
    for i in range(count):
        number = chance.choice([signal.SIGINT, signal.SIGTERM])
        wrong, took = signalled(folder, number, chance.uniform(0, 1.8), stand_in=bool(i % 3))
        times.append(took)
        if wrong:
            faults.append(wrong)
        if took > 2:
            faults.append(f"{number.name}: {took:.1f} s of processor time to end")
        for path in folder.glob("out.*"):
            path.unlink()
    return faults, times


def test_a_signal_at_any_moment(tmp_path: Path) -> None:
    faults, _ = bombard(tmp_path, 3, 7)
    assert not faults, "\n".join(faults)


@pytest.mark.kill
def test_many_signals(tmp_path: Path) -> None:
    faults, times = bombard(tmp_path, LONG, 2026)
    print(f"{len(times)} signals, the slowest end took {max(times):.2f} s of processor time")
    assert not faults, "\n".join(faults)


def test_a_signal_during_the_first_imports(tmp_path: Path) -> None:
    """Half of a library is no place for an exception: the program ends at once."""
    (tmp_path / "slow.py").write_text("print('importing', flush=True)\nimport time\ntime.sleep(30)\n")
    code = "import sys, lightpose.start as s; sys.argv=['lightpose', '--version']; sys.modules['lightpose.cli'] = None\n"
    code += "import builtins; real = builtins.__import__\n"
    code += "builtins.__import__ = lambda n, *a, **k: real('slow') if n == 'lightpose.cli' else real(n, *a, **k)\ns.main()"
    environment = {**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT / 'app'}{os.pathsep}{ROOT}"}
    for number in (signal.SIGINT, signal.SIGTERM):
        process = subprocess.Popen([sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert process.stdout is not None
        assert process.stdout.readline() == "importing\n"
        process.send_signal(number)
        _, error = process.communicate(timeout=20)
        assert (process.returncode, error) == (128 + number, "lightpose: error: stopped\n")
