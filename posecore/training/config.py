"""Everything a run is made of, as one dataclass: read from TOML, overridden by the command line, saved with the run."""

from __future__ import annotations

import dataclasses
import math
import tomllib
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

from posecore.data.augment import Augmentation
from posecore.skeletons import get_skeleton


class ConfigError(ValueError):
    """A value or name that no run can have; the message names it."""


@dataclass(frozen=True)
class Config:
    """One training run; the defaults are the paper's COCO run at 256×192 (facts, "Training").

    Attributes:
        data: data set folder. dataset: its format, ``coco`` or ``mpii``. skeleton: joint set.
        model, backbone, attention: see :func:`posecore.models.build_model`.
        init: weights to start from: a file, or ``imagenet`` for torchvision's backbone; empty for fresh ones.
        freeze: parts of the backbone, from the first on, that stay as they are (:mod:`posecore.training.freezing`); not in the paper.
        height, width: of the network's input, multiples of 32.
        small_share: share of the batches with crops of ``small_height`` and ``small_width`` (multiples of 32): people come at other scales,
            in less time; not in the paper.
        sigma: of the target Gaussians, heatmap pixels. loss: weight function of equation 8.
        consistency: weight of the difference between the answers to two crops of each person (:mod:`posecore.training.consistency`; not in
            the paper, twice the work); 0 for none.
        batch_size: per process and micro batch; accumulate: micro batches a step.
        optimizer: ``adam``, the paper's, or ``muon`` (:class:`posecore.training.optimizer.Muon`), which needs fewer samples.
        lr, milestones (epochs at which it falls by ``gamma``), warmup (steps), warmup_ratio: the schedule; ``schedule`` may be ``cosine``.
        ema: decay of the averaged weights, 0 for none. amp: ``off``, ``bf16`` or ``fp16``. channels_last, compile: speed options.
        threads: of torch, 0 for its own choice. workers: loader processes.
        unsure_weight, teacher_weight, unlabelled_weight, balance: see :class:`posecore.data.dataset.PoseDataset`.
        mixture: how often people of some images stand in an epoch, by prefix of the file name: ``coco=3,lspet=0.5``; others stand once. See
            :func:`parse_mixture`.
        oversample_human: how often a person labelled by a human stands in an epoch; others stand once. Multiplies
            ``mixture``.
        minimum_joints: people with fewer labelled joints are not trained on.
        samples_per_epoch: an epoch's length in people, 0 for all (more than all repeats them).
        eval_every: epochs between evaluations; eval_limit: evaluate at most this many people, 0 for all. flip_test: average with mirrored.
        checkpoint_minutes: also checkpoint after this time within an epoch.
        max_minutes: stop (with a checkpoint) after this time; 0 for no limit.
    """

    data: str = ""
    dataset: str = "coco"
    skeleton: str = "coco17"
    model: str = "lightpose"
    backbone: str = "paper"
    attention: str = "ours"
    init: str = ""
    freeze: int = 0
    height: int = 256
    width: int = 192
    small_share: float = 0.0
    small_height: int = 192
    small_width: int = 128
    sigma: float = 2.0
    loss: str = "identity"
    consistency: float = 0.0
    epochs: int = 210
    batch_size: int = 64
    accumulate: int = 1
    optimizer: str = "adam"
    lr: float = 5e-4
    schedule: str = "steps"
    milestones: tuple[int, ...] = (170, 200)
    gamma: float = 0.1
    warmup: int = 500
    warmup_ratio: float = 0.001
    ema: float = 0.0
    amp: str = "off"
    channels_last: bool = False
    compile: bool = False
    sync_bn: bool = False
    threads: int = 0
    workers: int = 2
    seed: int = 0
    unsure_weight: float = 1.0
    teacher_weight: float = 1.0
    unlabelled_weight: float = 0.0
    balance: float = 0.0
    mixture: str = ""
    oversample_human: float = 1.0
    minimum_joints: int = 1
    samples_per_epoch: int = 0
    eval_every: int = 10
    eval_limit: int = 0
    flip_test: bool = True
    checkpoint_minutes: float = 10.0
    max_minutes: float = 0.0
    augment: Augmentation = field(default_factory=Augmentation)

    def __post_init__(self) -> None:
        checks = [
            (self.height % 32 == 0 and self.width % 32 == 0, f"height and width must be multiples of 32, not {self.height}×{self.width}"),
            (
                self.small_height % 32 == 0 and self.small_width % 32 == 0,
                f"small_height and small_width must be multiples of 32, not {self.small_height}×{self.small_width}",
            ),
            (self.batch_size > 0 and self.accumulate > 0, "batch_size and accumulate must be at least 1"),
            (self.amp in ("off", "bf16", "fp16"), f"amp must be off, bf16 or fp16, not {self.amp!r}"),
            (self.optimizer in ("adam", "muon"), f"optimizer must be adam or muon, not {self.optimizer!r}"),
            (self.schedule in ("steps", "cosine"), f"schedule must be steps or cosine, not {self.schedule!r}"),
            (self.dataset in ("coco", "mpii"), f"dataset must be coco or mpii, not {self.dataset!r}"),
            (self.dataset != "mpii" or self.skeleton == "mpii16", f"the data set mpii has the joint set mpii16, not {self.skeleton}"),
            (self.epochs > 0, "epochs must be at least 1"),
            (self.unlabelled_weight >= 0, f"unlabelled_weight must be at least 0, not {self.unlabelled_weight:g}"),
        ]
        for holds, message in checks:
            if not holds:
                raise ConfigError(message)
        _check_numbers(self, _LEAST)
        _check_numbers(self.augment, {"padding": 0.5}, _NOT_PROBABILITIES)
        parse_mixture(self.mixture)
        try:
            get_skeleton(self.skeleton)
        except (ValueError, OSError) as error:
            raise ConfigError(f"skeleton: {' '.join(str(error).split())}") from None

    @property
    def size(self) -> tuple[int, int]:
        """(W, H) of the network's input, px."""
        return self.width, self.height


_KINDS = {int: "a whole number", float: "a number", bool: "true or false", str: "a text", tuple: "a list of whole numbers"}
"""What types of settings are called."""
_LEAST = {"height": 32, "width": 32, "small_height": 32, "small_width": 32, "sigma": 0.1, "eval_every": 1, "consistency": 0}
"""Least values of settings, where it is not 0."""
_MOST = {
    "height": 4096, "width": 4096, "sigma": 1000, "ema": 1, "flip_test": 1, "balance": 1,
    "small_share": 1, "small_height": 4096, "small_width": 4096, "threads": 1024, "workers": 1024,
    "batch_size": 65536, "accumulate": 65536, "samples_per_epoch": 100_000_000,
}  # fmt: skip
"""Greatest values; of other whole numbers it is :data:`_GREATEST`."""
_GREATEST = 2**31 - 1
_NOT_PROBABILITIES = frozenset({"half_body_joints", "padding", "scale", "rotation", "shift"})


def _check_numbers(settings: Config | Augmentation, least: dict[str, float], not_probabilities: frozenset[str] | None = None) -> None:
    """Raise ConfigError for a number that is not finite or out of its range. Where names are given, all others are probabilities."""
    for setting in dataclasses.fields(settings):
        value = vars(settings)[setting.name]
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            continue
        low, high = least.get(setting.name, 0), _MOST.get(setting.name, _GREATEST if isinstance(value, int) else math.inf)
        if not_probabilities is not None and setting.name not in not_probabilities:
            high = 1
        if not math.isfinite(value) or not low <= value <= high:
            limit = f"from {low:g} to {high:g}" if high == 1 or low < high < value else f"of at least {low:g}"
            raise ConfigError(f"{setting.name} must be a number {limit}, not {value:g}")


def parse_mixture(text: str) -> dict[str, float]:
    """``coco=3,lspet=0.5`` → ``{"coco": 3.0, "lspet": 0.5}``: prefixes as :func:`posecore.data.coco.image_prefix` gives them, shares ≥ 0.

    Raises ConfigError, which names the bad part.
    """
    shares: dict[str, float] = {}
    for part in (part.strip() for part in text.split(",")):
        prefix, _, number = (piece.strip() for piece in part.partition("="))
        if not part:
            continue
        try:
            share = float(number)
        except ValueError:
            share = math.nan
        if not prefix.isalpha() or not math.isfinite(share) or share < 0:
            raise ConfigError(f"mixture: {part!r} is not PREFIX=SHARE, such as coco=3, with letters and a number of at least 0")
        if prefix.lower() in shares:
            raise ConfigError(f"mixture: {part!r} names {prefix.lower()} again")
        shares[prefix.lower()] = share
    return shares


def shipped_configs() -> list[str]:
    """Names of the configs that come with the package."""
    folder = files("posecore.training") / "configs"
    return sorted(Path(entry.name).stem for entry in folder.iterdir() if entry.name.endswith(".toml")) if folder.is_dir() else []


def read_config(name: str) -> dict[str, Any]:
    """The values of a shipped config or of a TOML file. Raises ConfigError where there is neither."""
    path = Path(name) if name.endswith(".toml") else files("posecore.training") / "configs" / f"{name}.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        raise ConfigError(f"no config {name!r}; shipped: {', '.join(shipped_configs())}, or give a .toml file") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ConfigError(f"{name}: not valid TOML ({' '.join(str(error).split())})") from None


def make_config(values: dict[str, Any]) -> Config:
    """A Config from plain values; ``augment`` is a table of its own. Raises ConfigError for unknown keys or bad values."""
    plain = {key: value for key, value in values.items() if key != "augment"}
    table = values.get("augment", {})
    if not isinstance(table, dict):
        raise ConfigError(f"augment = {table!r}: not a table")
    augment = Augmentation(**_typed(Augmentation, table))
    return Config(**_typed(Config, plain), augment=augment)


def as_dict(config: Config) -> dict[str, Any]:
    """Plain values, the inverse of :func:`make_config`."""
    return dataclasses.asdict(config)


def to_toml(values: dict[str, Any]) -> str:
    """Flat values and one level of tables as TOML text."""
    lines, tables = [], []
    for key, value in values.items():
        if isinstance(value, dict):
            tables.append(f"\n[{key}]\n{to_toml(value)}")
        else:
            lines.append(f"{key} = {_toml_value(value)}")
    return "\n".join(lines) + "\n" + "".join(tables)


def _toml_value(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_toml_value(v) for v in value) + "]"
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    return repr(value)


def _typed(kind: type, values: dict[str, Any]) -> dict[str, Any]:
    defaults = {name: value for name, value in vars(kind()).items() if name != "augment"}
    unknown = sorted(set(values) - set(defaults))
    if unknown:
        raise ConfigError(f"unknown setting {unknown[0]!r}; known: {', '.join(defaults)}")
    return {key: _cast(key, value, defaults[key]) for key, value in values.items()}


def _cast(key: str, value: Any, default: Any) -> Any:
    kind = type(default)
    try:
        if kind is bool:
            known = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
            return known[str(value).lower()]
        if kind is tuple:
            parts = value.replace(",", " ").split() if isinstance(value, str) else value
            return tuple(int(v) for v in parts)
        if isinstance(value, (bool, list, dict)) or (kind is int and isinstance(value, float) and not value.is_integer()):
            raise TypeError
        return kind(value)
    except (ValueError, TypeError, KeyError, OverflowError):
        raise ConfigError(f"{key} = {value!r}: not {_KINDS.get(kind, kind.__name__)}") from None


def differences(before: dict[str, Any], now: dict[str, Any]) -> list[tuple[str, object, object]]:
    """Settings that two configs as plain values differ in: name, before, now."""
    flat = [
        {**{k: v for k, v in c.items() if k != "augment"}, **{f"augment.{k}": v for k, v in c["augment"].items()}} for c in (before, now)
    ]
    plain = [{k: list(v) if isinstance(v, tuple) else v for k, v in c.items()} for c in flat]
    return [(k, plain[0].get(k), v) for k, v in plain[1].items() if plain[0].get(k) != v]
