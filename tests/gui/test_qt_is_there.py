from __future__ import annotations

import pytest

from tests.gui.conftest import WHY


def test_qt_is_there() -> None:
    """All tests of the window are left out where it cannot be opened; here it says why."""
    if WHY:
        pytest.skip(WHY)
