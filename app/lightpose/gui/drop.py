"""Files dropped on a window."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtCore import QMimeData
from PyQt6.QtGui import QDragEnterEvent, QDropEvent


class FileDrop:
    """Mixed in before a widget's Qt class: dropped files and folders come to :meth:`take_files`."""

    def take_files(self, paths: list[Path]) -> None:
        """What was dropped, at least one."""
        raise NotImplementedError

    def dragEnterEvent(self, event: QDragEnterEvent | None) -> None:
        if event is not None and _paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent | None) -> None:
        if event is not None and (paths := _paths(event.mimeData())):
            self.take_files(paths)


def _paths(data: QMimeData | None) -> list[Path]:
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()] if data is not None else []
