"""The engine's numbers."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecore.engine.stats import percentile
from tests.processes import ROOT


@given(st.lists(st.floats(0, 1e4), min_size=1, max_size=40), st.sampled_from([0, 50, 95, 100]))
def test_percentiles_are_those_of_numpy(values: list[float], percent: float) -> None:
    assert percentile(np.asarray(values), percent) == pytest.approx(float(np.percentile(values, percent)), abs=1e-6)


def test_percentiles_import_nothing() -> None:
    code = "import sys, numpy; from posecore.engine.stats import percentile; before = set(sys.modules)\n"
    code += "percentile(numpy.arange(9.0), 95); print(*sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, timeout=60, capture_output=True, text=True)
    assert done.stdout.strip() == ""
