"""Who has the keyboard when the widget that had it is switched off or hidden."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PyQt6.QtWidgets import QWidget


@contextmanager
def focus_kept(*rests: QWidget) -> Iterator[None]:
    """Around what switches off or hides parts of a window.

    Where one of them had the keyboard, the first of ``rests`` that can be used gets it. Qt would give it to a neighbour, which the next key
    would work: Space would take a snapshot in place of a pause.
    """
    window = rests[0].window()
    before = window.focusWidget() if window is not None else None
    yield
    if before is None or (before.isEnabled() and before.isVisible()):
        return
    for rest in rests:
        if rest.isEnabled() and rest.isVisible():
            rest.setFocus()
            return
