"""Work that is put off until the first frame is on the screen: libraries that take long to import, plots, pages that are not open."""

from __future__ import annotations

import importlib
import threading
from collections.abc import Callable, Iterable

from PyQt6.QtCore import QObject, pyqtSignal

from lightpose.gui.timers import every

IMPORTS = ("pyqtgraph", "lightpose.gui.dialogs.process")
"""The plots need the first; *Process files…* opens at once with the second."""
PAUSE_MS = 20


class IdleTasks(QObject):
    """Imports :data:`IMPORTS` in a thread of its own, then does ``steps`` in the window's thread, one at a time with pauses between.

    Attributes:
        done: whether all is done.
    """

    _imported = pyqtSignal()

    def __init__(self, steps: Iterable[Callable[[], object]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.done = False
        self._steps = list(steps)
        self._thread = threading.Thread(target=self._import, name="idle tasks", daemon=True)
        self._over = False
        self._timer = every(self, PAUSE_MS, self._step)
        self._imported.connect(self._begin)

    def start(self) -> None:
        """Begin, unless it has begun."""
        if self._thread.ident is None:
            self._thread.start()

    def stop(self, timeout: float) -> bool:
        """End it after the import or step at hand; True when the thread is gone."""
        self._over = True
        self._timer.stop()
        if self._thread.ident is not None:
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def _import(self) -> None:
        for name in IMPORTS:
            if not self._over:
                importlib.import_module(name)
        if not self._over:
            self._imported.emit()

    def _begin(self) -> None:
        if not self._over:  # the signal may have been on its way
            self._timer.start()

    def _step(self) -> None:
        if self._steps:
            self._steps.pop(0)()
        else:
            self._timer.stop()
            self.done = True
