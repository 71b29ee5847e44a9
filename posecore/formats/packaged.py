"""What formats have in common that need a package which may be missing."""

from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path

from posecore.sinks import SinkError, check_output


class Packaged(ABC):
    """Says what is missing before anything is written or read. A :class:`posecore.formats.interface.Needing`."""

    @abstractmethod
    def missing(self) -> str:
        """See :class:`posecore.formats.interface.Needing`."""

    def check(self, path: Path) -> None:
        """Raise SinkError where a package is missing or the file cannot be written."""
        if missing := self.missing():
            raise SinkError(f"cannot write {path}: this format {missing}")
        check_output(path, {path.suffix.lower()})

    def check_readable(self, path: Path) -> None:
        """Raise ValueError where a package is missing, FileNotFoundError where the file is."""
        if missing := self.missing():
            raise ValueError(f"cannot read {path}: this format {missing}")
        if not path.is_file():
            raise FileNotFoundError(2, "No such file or directory", str(path))
