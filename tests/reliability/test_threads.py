"""Many threads at once under ``python -X dev -W error``: no warning, nothing left behind, the answers of one thread alone."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.processes import ROOT


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="counts open files by /proc")
def test_threads_leave_nothing_behind(tmp_path: Path) -> None:
    command = [sys.executable, "-X", "dev", "-W", "error", "-m", "tests.reliability.threads", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert not found["faults"], found
    assert found["people"] >= 8
    assert found["frames"] >= 2
    assert found["states"]["stopped"] == 60
