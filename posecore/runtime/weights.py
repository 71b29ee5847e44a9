"""Find and verify the weights that come with lightpose: the files of the folder ``weights``, listed in its ``manifest.toml``."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any


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
        facts: everything else the manifest says (architecture, input, training data, licence, measured numbers).
    """

    kind: str
    name: str
    path: Path
    sha256: str
    precision: str = "fp32"
    default: bool = False
    facts: dict[str, Any] = field(default_factory=dict)


def weights_folder() -> Path:
    """The folder of the bundled weights: ``posecore/weights`` where it is installed, ``weights`` beside ``posecore`` in a checkout."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "weights"
    return installed if installed.is_dir() else package.parent / "weights"


@cache
def manifest(folder: Path | None = None) -> tuple[WeightsFile, ...]:
    """Every entry of ``manifest.toml``. Raises WeightsError where it is missing or unreadable."""
    folder = folder or weights_folder()
    path = folder / "manifest.toml"
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("weights", [])
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
            for entry in entries
        )
    except OSError:
        raise WeightsError(f"{path}: not found; install lightpose again") from None
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise WeightsError(f"{path}: damaged ({error}); install lightpose again") from None


def find_weights(kind: str, precision: str | None = None) -> Path:
    """The bundled ONNX file for ``kind`` (``pose`` or ``person``): the default one, or the one of ``precision`` (``fp32``, ``int8``).

    Raises WeightsError where there is none or its file is missing.
    """
    fitting = [e for e in manifest() if e.kind == kind and e.path.suffix == ".onnx" and precision in (None, e.precision)]
    if not fitting:
        raise WeightsError(f"no bundled {precision or ''} weights for the {kind} network; give a file")
    entry = next((e for e in fitting if e.default), fitting[0])
    if not entry.path.is_file():
        raise WeightsError(f"{entry.path}: not found; install lightpose again")
    return entry.path


def has_weights(kind: str, precision: str) -> bool:
    """Whether an ONNX file of that precision is bundled."""
    return any(e.kind == kind and e.precision == precision and e.path.suffix == ".onnx" for e in manifest())


def verify(entry: WeightsFile) -> bool:
    """Whether the file is there and its SHA-256 is the manifest's."""
    return entry.path.is_file() and hashlib.sha256(entry.path.read_bytes()).hexdigest() == entry.sha256
