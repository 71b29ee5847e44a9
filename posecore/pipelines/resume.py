"""What of a folder of results is done: a line a recording, written when all its files are whole, so that the next run goes on there."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Mapping
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

from posecore.pipelines.batch import BatchJob
from posecore.pipelines.recipe import Recipe
from posecore.sinks import SinkError, partial_path

__all__ = ["RECORD", "Record"]

RECORD = ".lightpose-done"
"""Name of the file in the folder of results."""


class Record:
    """The record of a folder. :meth:`note` may be called from several threads.

    Args:
        folder: of the results; need not exist before the first note.
        options: all that the results depend on besides the recordings; anything JSON or ``str`` can write.
    """

    def __init__(self, folder: Path, options: Mapping[str, Any]) -> None:
        self.path = folder / RECORD
        self._folder = folder
        self._options = sha256(json.dumps(options, sort_keys=True, default=str).encode()).hexdigest()[:16]
        self._lock = threading.Lock()
        self._lines: dict[str, list[Any]] = {}
        self._read()

    @classmethod
    def of(cls, folder: Path, recipe: Recipe, models: Any) -> Record:
        """Of results that depend on a recipe and on what the networks are made of."""
        return cls(folder, {"recipe": asdict(recipe), "models": models})

    def _read(self) -> None:
        try:
            lines = self.path.read_text(encoding="utf-8").splitlines()
        except (OSError, ValueError):
            return
        for line in lines:
            try:
                name, *rest = json.loads(line)
            except (ValueError, TypeError):  # the last line of a run that was killed
                continue
            self._lines[str(name)] = rest

    def whole(self, job: BatchJob) -> bool:
        """Whether all files of ``job`` are there, none is unfinished, and they were made of this recording as it is, with these options.

        Of results that no run noted, whole ones count that are not older than their recording.
        """
        if not job.outputs or any(not path.exists() or partial_path(path).exists() for path in job.outputs):
            return False
        noted = self._lines.get(self._key(job))
        if noted is not None:
            return noted == [self._options, _state(job.source)]
        made = min(path.stat().st_mtime for path in job.outputs)
        source = Path(job.source)
        return not source.exists() or source.stat().st_mtime <= made

    def note(self, job: BatchJob) -> None:
        """``job`` is done. Raises SinkError where that cannot be written."""
        values = [self._options, _state(job.source)]
        with self._lock:
            self._lines[self._key(job)] = values
            try:
                with self.path.open("a", encoding="utf-8") as file:
                    file.write("\n" * self._broken() + json.dumps([self._key(job), *values]) + "\n")
            except OSError as error:
                raise SinkError(f"cannot write {self.path}: {error.strerror or error}") from error

    def _broken(self) -> bool:
        """Whether the file ends within a line."""
        if not self.path.exists() or not self.path.stat().st_size:
            return False
        with self.path.open("rb") as file:
            file.seek(-1, 2)
            return file.read(1) != b"\n"

    def _key(self, job: BatchJob) -> str:
        return "|".join(sorted(os.path.relpath(path, self._folder) for path in job.outputs))


def _state(source: str) -> list[list[int]]:
    """Sizes (bytes) and times (ns) of the files of a recording; nothing where it is no file."""
    path = Path(source)
    try:
        files = sorted(p for p in path.iterdir() if p.is_file()) if path.is_dir() else [path]
        stats = [file.stat() for file in files]
    except (OSError, ValueError):
        return []
    return [[s.st_size, s.st_mtime_ns] for s in stats]
