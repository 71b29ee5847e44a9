"""Networks that a person added: ``NAME.onnx`` with ``NAME.toml`` in the user's data folder, and the list of well-known public files."""

from __future__ import annotations

import hashlib
import os
import platform
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from posecore.runtime.beside import read_beside
from posecore.runtime.session import open_session

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
RESERVED = frozenset({"fp32", "int8", "none", "auto"})
"""Words that ``--pose`` and ``--detector`` know already."""


@dataclass(frozen=True)
class PublicFile:
    """One entry of ``known_models.toml``.

    Attributes:
        name: by which ``lightpose models add NAME`` finds it.
        kind: ``pose`` or ``person``.
        url: of an ``.onnx`` file, or of a ``.zip`` with one inside.
        licence: of the weights, as their publisher says; empty where that was not found.
        skeleton: joint set; empty for detectors.
        ap: OKS AP that its publisher states; None where none is stated here. ``ap_of``: on what.
        sha256: of the file at ``url``; empty where nobody vouched for one.
        settings: what goes into the TOML beside it.
    """

    name: str
    kind: str
    url: str
    licence: str = ""
    skeleton: str = ""
    ap: float | None = None
    ap_of: str = ""
    sha256: str = ""
    settings: tuple[tuple[str, str], ...] = ()


def known_files() -> tuple[PublicFile, ...]:
    """The well-known public files."""
    table = tomllib.loads(Path(__file__).with_name("known_models.toml").read_text(encoding="utf-8"))
    return tuple(PublicFile(**{**entry, "settings": tuple(entry.get("settings", {}).items())}) for entry in table["model"])


def models_folder() -> Path:
    """Where added networks are: ``LIGHTPOSE_MODELS``, or ``lightpose/models`` in the user's data folder."""
    if given := os.environ.get("LIGHTPOSE_MODELS"):
        return Path(given)
    system, home = platform.system(), Path.home()
    if system == "Windows":
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif system == "Darwin":
        base = home / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    return base / "lightpose" / "models"


def check_name(name: str) -> str:
    """``name``, if a network can be called so. Raises ValueError."""
    if not NAME.fullmatch(name) or name in RESERVED or name.lower().endswith((".onnx", ".pt", ".json", ".toml")):
        raise ValueError(f"{name!r} cannot be the name of a network; take letters, digits, - and _")
    return name


def added() -> dict[str, Path]:
    """Name → file of every network that was added."""
    folder = models_folder()
    return {path.stem: path for path in sorted(folder.glob("*.onnx"))} if folder.is_dir() else {}


def find_added(name: str | Path) -> Path | None:
    """The file of the network that was added under ``name``; None where none was.

    Raises ValueError where the file is no longer the one that was added.
    """
    path = added().get(str(name))
    if path is None:
        return None
    pinned = read_beside(path).get("sha256", "")
    if pinned and sha256_of(path) != pinned:
        raise ValueError(f"{path}: changed since it was added (its SHA-256 is not {pinned[:12]}…); remove it and add it again")
    return path


def sha256_of(path: Path) -> str:
    """Hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def kind_of(path: Path) -> tuple[str, str]:
    """What an ONNX file is: (``pose`` or ``person``, a line about it). Raises FileNotFoundError, ValueError where it is neither."""
    from posecore.runtime.detectors.yolo import PersonDetector
    from posecore.runtime.estimator import PoseEstimator
    from posecore.runtime.onestage import open_onestage

    whole = open_onestage(path, threads=1)
    if whole is not None:
        return "pose", f"{whole.head}, {whole.skeleton.name}, finds people and their joints at once"
    errors = []
    try:
        estimator = PoseEstimator.from_onnx(path, threads=1)
        width, height = estimator.size
        return (
            "pose",
            f"{type(estimator.decoder).__name__}, {estimator.skeleton.name}, {width}x{height}, padding {estimator.spec.padding:g}",
        )
    except ValueError as error:
        errors.append(str(error))
    try:
        detector = PersonDetector(path, threads=1)
        return "person", f"detector, layout {detector.layout}, {', '.join(map(str, detector.sizes))} px"
    except ValueError as error:
        errors.append(str(error))
    open_session(path)
    raise ValueError(errors[0])
