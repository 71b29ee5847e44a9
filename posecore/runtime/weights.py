"""The weights that come with lightpose: the files of the folder ``weights``, and what was measured on them, both listed in its
``manifest.toml``."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from posecore.bundled import bundled_folder


class WeightsError(FileNotFoundError):
    """Bundled weights are missing or damaged; the message says which and what to do."""


@dataclass(frozen=True)
class WeightsFile:
    """One entry of the manifest.

    Attributes:
        kind: ``pose`` or ``person``.
        name: unique short name.
        path: where the file is.
        sha256: its hash, hexadecimal.
        precision: ``fp32``, ``fp16`` or ``int8``.
        default: used where nobody chose.
        facts: everything else the manifest says (architecture, input, training data, licence).
    """

    kind: str
    name: str
    path: Path
    sha256: str
    precision: str = "fp32"
    default: bool = False
    facts: dict[str, Any] = field(default_factory=dict)


HASH_DIGITS = 12

Setting = str | float | int | bool


@dataclass(frozen=True)
class Measurement:
    """One table ``[[measured]]`` of the manifest: what one run of ``lightpose eval`` or ``lightpose bench`` found.

    Attributes:
        measure: what was measured: ``keypoint_ap``, ``person_recall`` or ``speed``.
        network: the ``name`` of the measured file in the manifest, or the name of a file that is not in it.
        dataset: the labelled set, such as ``val``; empty for ``speed``.
        settings: what the run was asked for: boxes, decoding, flip, padding, threshold, scales and so on.
        values: one row a group of people (``group``, ``people``, then the metrics, shares in [0,1]) or a thread count (``threads``,
            ``median_ms``). Metrics that nobody measured are absent.
        processor: the machine it ran on.
        date: ISO 8601.
        sha256: the first :data:`HASH_DIGITS` hexadecimal digits of the measured file's hash, so that no number outlives its weights; empty
            where the file is none of the manifest's.
    """

    measure: str
    network: str
    dataset: str
    settings: dict[str, Setting]
    values: tuple[dict[str, Setting], ...]
    processor: str
    date: str
    sha256: str = ""

    @property
    def key(self) -> tuple[object, ...]:
        """Two measurements with the same key answer the same question; the later one replaces the earlier."""
        return self.measure, self.network, self.dataset, tuple(sorted(self.settings.items()))

    def row(self, group: str = "all") -> dict[str, Setting]:
        """The values of one group. Raises KeyError where it was not measured."""
        for row in self.values:
            if row.get("group") == group:
                return row
        raise KeyError(f"{self.network}: no {self.measure} of the group {group!r}")

    def to_dict(self) -> dict[str, Any]:
        """As :func:`from_dict` reads it: the same keys in JSON and in the manifest."""
        return {
            "measure": self.measure, "network": self.network, "sha256": self.sha256, "set": self.dataset, "settings": self.settings,
            "date": self.date, "processor": self.processor, "values": list(self.values),
        }  # fmt: skip

    @classmethod
    def from_dict(cls, table: dict[str, Any]) -> Measurement:
        """Raises KeyError where a key is missing."""
        return cls(
            table["measure"], table["network"], table["set"], table["settings"], tuple(table["values"]), table["processor"], table["date"],
            table["sha256"],
        )  # fmt: skip


def weights_folder() -> Path:
    """The folder of the bundled weights."""
    return bundled_folder("weights")


@cache
def manifest(folder: Path | None = None) -> tuple[WeightsFile, ...]:
    """Every file of ``manifest.toml``. Raises WeightsError where the manifest is missing or unreadable."""
    folder = folder or weights_folder()
    try:
        return tuple(
            WeightsFile(
                kind=entry.pop("kind"),
                name=entry.pop("name"),
                path=folder / entry.pop("file"),
                sha256=entry.pop("sha256"),
                precision=entry.pop("precision", "fp32"),
                default=entry.pop("default", False),
                facts=entry,
            )
            for entry in _read(folder).get("weights", [])
        )
    except KeyError as error:
        raise _damaged(folder, error) from None


def measurements(folder: Path | None = None) -> tuple[Measurement, ...]:
    """Every table ``[[measured]]`` of ``manifest.toml``, in its order. Raises WeightsError where the manifest is missing or unreadable."""
    folder = folder or weights_folder()
    try:
        return tuple(Measurement.from_dict(table) for table in _read(folder).get("measured", []))
    except KeyError as error:
        raise _damaged(folder, error) from None


def _read(folder: Path) -> dict[str, Any]:
    try:
        return tomllib.loads((folder / "manifest.toml").read_text(encoding="utf-8"))
    except OSError:
        raise WeightsError(f"{folder / 'manifest.toml'}: not found; install lightpose again") from None
    except tomllib.TOMLDecodeError as error:
        raise _damaged(folder, error) from None


def _damaged(folder: Path, error: Exception) -> WeightsError:
    return WeightsError(f"{folder / 'manifest.toml'}: damaged ({error}); install lightpose again")


def find_weights(kind: str, precision: str | None = None) -> Path:
    """The bundled ONNX file for ``kind`` (``pose`` or ``person``): the default one, or the one of ``precision`` (``fp32``, ``int8``).

    Raises WeightsError where there is none, or its file is missing or another than the manifest's by its SHA-256.
    """
    fitting = [e for e in manifest() if e.kind == kind and e.path.suffix == ".onnx" and precision in (None, e.precision)]
    if not fitting:
        raise WeightsError(f"no bundled {precision or ''} weights for the {kind} network; give a file")
    entry = next((e for e in fitting if e.default), fitting[0])
    try:
        status = entry.path.stat()
    except OSError:
        raise WeightsError(f"{entry.path}: not found; install lightpose again") from None
    if _hash(entry.path, status.st_mtime_ns, status.st_size) != entry.sha256:
        raise WeightsError(f"{entry.path}: not the file that lightpose came with (its SHA-256 is another); install lightpose again")
    return entry.path


def has_weights(kind: str, precision: str) -> bool:
    """Whether an ONNX file of that precision is bundled."""
    return any(e.kind == kind and e.precision == precision and e.path.suffix == ".onnx" for e in manifest())


def vouched_hash(path: Path) -> str | None:
    """The SHA-256 of a bundled file that is the manifest's; None for all other files."""
    try:
        entry = next((e for e in manifest() if e.path == path), None)
        status = path.stat()
    except OSError:
        return None
    return entry.sha256 if entry is not None and _hash(path, status.st_mtime_ns, status.st_size) == entry.sha256 else None


@cache
def _hash(path: Path, modified: int, size: int) -> str:
    """SHA-256 of a file, hexadecimal, taken once as long as its time of modification and size stay."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def verify(entry: WeightsFile) -> bool:
    """Whether the file is there and its SHA-256 is the manifest's."""
    return entry.path.is_file() and hashlib.sha256(entry.path.read_bytes()).hexdigest() == entry.sha256
