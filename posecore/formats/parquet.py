"""Parquet (``.parquet``): the table of the CSV, numbers as float32, with the header and the frames without people in the file's metadata.

Needs PyArrow (``lightpose[formats]``). Read it with ``pandas.read_parquet``.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from posecore.formats.csv import IMAGE_COLUMNS, columns
from posecore.formats.interface import KeypointFile, KeypointFrame, KeypointHeader, KeypointWriter
from posecore.formats.packaged import Packaged
from posecore.formats.registry import register_format
from posecore.people import People
from posecore.sinks import Sink, SinkError
from posecore.skeletons import get_skeleton

_KEY = "lightpose"
_GROUP = 2000
"""Rows that are held back."""
_TYPES = {"frame": "int64", "time": "float64", "file": "string", "width": "int64", "height": "int64", "id": "int64"}


class ParquetWriter(Sink):
    """Writes groups of rows."""

    def __init__(self, path: Path, header: KeypointHeader) -> None:
        super().__init__(path, {path.suffix.lower()})
        import pyarrow
        from pyarrow import parquet

        self.header = header
        names = columns(header.skeleton, header.images)
        self._fixed = len(names) - 3 * len(header.skeleton) - 5  # before the score: frame … id, then the numbers
        self._schema = pyarrow.schema([(name, getattr(pyarrow, _TYPES.get(name, "float32"))()) for name in names])
        self._rows: list[list[Any]] = []
        self._numbers: list[np.ndarray[Any, Any]] = []
        self._empty: list[tuple[int, float, dict[str, Any]]] = []
        try:
            self._file = parquet.ParquetWriter(str(self.partial), self._schema)
        except OSError as error:
            raise SinkError(f"cannot write {self.path}: {error.strerror or error}") from error

    def write(self, frame_index: int, time: float, people: People, **extra: Any) -> None:
        """See :meth:`posecore.formats.KeypointWriter.write`."""
        if people.skeleton.name != self.header.skeleton.name:
            raise ValueError(f"people have the joints of {people.skeleton.name}, the file those of {self.header.skeleton.name}")
        image = [extra.get(name) for name in IMAGE_COLUMNS] if self.header.images else []
        if not len(people):
            self._empty.append((frame_index, time, dict(zip(IMAGE_COLUMNS, image, strict=False))))
        width = 3 * len(people.skeleton)
        joints = np.concatenate([people.keypoints, people.keypoint_scores[..., None]], axis=2).reshape(len(people), width)
        numbers = np.concatenate([people.scores[:, None], people.boxes, joints], axis=1)
        for row, number in zip(numbers, people.ids.tolist(), strict=True):
            self._rows.append([frame_index, time, *image, number])
            self._numbers.append(row)
        self.count += 1
        if len(self._rows) >= _GROUP:
            self._flush()

    def _flush(self) -> None:
        import pyarrow

        if not self._rows:
            return
        arrays = [*zip(*self._rows, strict=True), *np.stack(self._numbers, axis=1)]
        typed = [pyarrow.array(values, field.type) for values, field in zip(arrays, self._schema, strict=True)]
        try:
            self._file.write_table(pyarrow.Table.from_arrays(typed, schema=self._schema))
        except OSError as error:
            raise SinkError(f"cannot write {self.path}: {error.strerror or error}") from error
        self._rows, self._numbers = [], []

    def _close(self) -> None:
        self._flush()
        h = self.header
        about = {
            "version": h.version, "source": h.source, "skeleton": h.skeleton.name, "width": h.width, "height": h.height,
            "images": h.images, "empty": self._empty,
        }  # fmt: skip
        self._file.add_key_value_metadata({_KEY: json.dumps(about)})
        self._file.close()


@register_format(".parquet")
class Parquet(Packaged):
    """See the module."""

    titles: Mapping[str, str] = {".parquet": "Parquet"}

    def missing(self) -> str:
        """See :class:`posecore.formats.interface.Needing`."""
        return "" if importlib.util.find_spec("pyarrow") is not None else 'needs PyArrow: pip install "lightpose[formats]"'

    def open(self, path: Path, header: KeypointHeader) -> KeypointWriter:
        """Raises SinkError."""
        self.check(path)
        return ParquetWriter(path, header)

    def read(self, path: Path) -> KeypointFile:
        """Raises OSError, ValueError."""
        self.check_readable(path)
        import pyarrow
        from pyarrow import parquet

        if not path.is_file():
            raise FileNotFoundError(2, "No such file or directory", str(path))
        try:
            with parquet.ParquetFile(str(path)) as file:
                about = json.loads(file.metadata.metadata[_KEY.encode()])
                table = file.read()
            skeleton = get_skeleton(about["skeleton"])
            images = bool(about["images"])
            data = {name: table.column(name) for name in columns(skeleton, images)}
        except (pyarrow.ArrowException, ValueError, KeyError, TypeError) as error:
            raise ValueError(f"{path}, line 1: not a lightpose keypoint file ({error})") from error
        header = KeypointHeader(about["source"], skeleton, about["width"], about["height"], about["version"], images=images)
        names = list(data)
        first = names.index("score")
        values = {name: column.to_pylist() for name, column in list(data.items())[:first]}
        numbers = np.column_stack([np.asarray(data[name].to_numpy(), np.float32) for name in names[first:]])
        rows: dict[int, list[int]] = {}
        for row, index in enumerate(values["frame"]):
            rows.setdefault(index, []).append(row)
        frames = [KeypointFrame(i, time, People.empty(skeleton), _known(extra)) for i, time, extra in about["empty"]]
        for index, chosen in rows.items():
            part = numbers[chosen]
            joints = part[:, 5:].reshape(len(chosen), -1, 3)
            ids = np.asarray(values["id"])[chosen]
            extra = {name: values[name][chosen[0]] for name in IMAGE_COLUMNS if images}
            people = People.build(part[:, 1:5], part[:, 0], joints[..., :2], joints[..., 2], ids, skeleton)
            frames.append(KeypointFrame(index, values["time"][chosen[0]], people, _known(extra)))
        return KeypointFile(header, sorted(frames, key=lambda frame: frame.index))


def _known(extra: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in extra.items() if value is not None}
