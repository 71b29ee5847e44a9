"""Decides when a hint is due: no person in view, a machine that cannot keep up."""

from __future__ import annotations

from lightpose.gui import notices
from lightpose.gui.notices import Notice

EMPTY_SECONDS = 6.0
SLOW_SECONDS = 6.0
SLOW_FPS = 12.0


class HintMonitor:
    """Fed once or twice a second; says which hint is due. A hint that was dismissed does not come again until :meth:`restart`."""

    def __init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """Another source or other settings: everything starts anew."""
        self._empty_since: float | None = None
        self._slow_since: float | None = None
        self._dismissed: set[str] = set()

    def dismiss(self, kind: str) -> None:
        """Do not show this kind again."""
        self._dismissed.add(kind)

    def update(self, now: float, people: int, fps: float, source_fps: float, camera: bool = True) -> Notice | None:
        """The hint that is due at ``now`` seconds, given the people in view and the rates of the engine and its source.

        ``camera``: see :func:`lightpose.gui.notices.before_camera`.
        """
        self._empty_since = None if people else (now if self._empty_since is None else self._empty_since)
        slow = 0 < fps < SLOW_FPS and source_fps > 1.3 * fps
        self._slow_since = (now if self._slow_since is None else self._slow_since) if slow else None
        if self._slow_since is not None and now - self._slow_since >= SLOW_SECONDS and "slow" not in self._dismissed:
            return notices.slow_machine(fps, camera)
        if self._empty_since is not None and now - self._empty_since >= EMPTY_SECONDS and "nobody" not in self._dismissed:
            return notices.nobody(camera)
        return None
