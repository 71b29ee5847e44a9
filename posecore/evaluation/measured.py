"""From what an evaluation found to a table of ``weights/manifest.toml``: the one place where measured numbers are written down.

``lightpose eval --json FILE`` writes :func:`write_json`'s shape, ``packaging/record_numbers.py`` merges such files into the manifest with
:func:`record`, and everything that shows a number reads it back with :func:`posecore.runtime.weights.measurements`.
"""

from __future__ import annotations

import json
import math
import os
import platform
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from posecore.evaluation.keypoint_ap import Score
from posecore.evaluation.recall import RecallReport
from posecore.runtime.weights import HASH_DIGITS, Measurement, Setting, WeightsError, manifest, measurements

MARKER = "# Measured numbers. Written by packaging/record_numbers.py from the files of `lightpose eval --json`; not by hand."
"""Everything of the manifest below this line is rewritten by :func:`record`."""


def processor_name(cpuinfo: Path = Path("/proc/cpuinfo")) -> str:
    """Model and number of logical cores, such as ``AMD EPYC 9B45, 2 cores``."""
    try:
        lines = cpuinfo.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    name = next(iter(models), "") or platform.processor() or platform.machine()
    return f"{name}, {os.cpu_count()} cores"


def network_name(path: str | Path) -> tuple[str, str]:
    """Name and shortened SHA-256 under which the manifest lists this file, else the file's own name and an empty string."""
    path = Path(path)
    try:
        entries = [entry for entry in manifest() if entry.path.resolve() == path.resolve()]
    except WeightsError:
        entries = []
    return (entries[0].name, entries[0].sha256[:HASH_DIGITS]) if entries else (path.name, "")


def measured_ap(scores: Sequence[Score], network: str | Path, dataset: str, settings: dict[str, Setting]) -> Measurement:
    """OKS AP (or PCKh) of the pose network in the file ``network`` by group, shares in [0,1] rounded to four places.

    A metric of a size that no person has (COCO's -1) is left out.
    """
    values = tuple({"group": s.name, "people": s.people, **_rounded(s.values)} for s in scores)
    return _measurement("keypoint_ap", network, dataset, settings, values)


def measured_recall(report: RecallReport, network: str | Path, dataset: str, settings: dict[str, Setting]) -> Measurement:
    """Recall of the detector in the file ``network`` by group, AP50 and precision by prefix; images and their median time in the last row,
    the group ``run``."""
    values: list[dict[str, Setting]] = []
    for name, found in sorted(report.groups.items()):
        row: dict[str, Setting] = {"group": name, "people": found.people, **_rounded({"recall": found.recall})}
        tables = (("AP50", report.ap50), ("precision", report.precision))
        values.append(row | _rounded({key: table[name] for key, table in tables if name in table}))
    values.append({"group": "run", "images": report.images, **_rounded({"median_ms": report.median_ms}, digits=2)})
    return _measurement("person_recall", network, dataset, {**settings, "iou": report.iou}, tuple(values))


def measured_speed(runs: Sequence[dict[str, Any]]) -> list[Measurement]:
    """The runs in the file of ``lightpose bench pose --json``, one table a network and batch, one row a number of threads.

    ``ratio`` is how many times as fast as the first file of that run.
    """
    entries = {entry.path.name: entry.path for entry in manifest()}
    tables = []
    for file, batch in dict.fromkeys((run["file"], run["batch"]) for run in runs):
        rows = [run for run in runs if (run["file"], run["batch"]) == (file, batch)]
        values: list[dict[str, Setting]] = []
        for row in rows:
            values.append({"threads": row["threads"], **_rounded({"median_ms": row["median_ms"], "ratio": row["ratio"]}, 2)})
        tables.append(_measurement("speed", entries.get(file, Path(file)), "", {"batch": batch}, tuple(values)))
    return tables


def _measurement(
    measure: str, network: str | Path, dataset: str, settings: dict[str, Setting], values: tuple[dict[str, Setting], ...]
) -> Measurement:
    name, digest = network_name(network)
    return Measurement(measure, name, dataset, settings, values, processor_name(), date.today().isoformat(), digest)


def _rounded(values: dict[str, float], digits: int = 4) -> dict[str, Setting]:
    return {name: round(float(value), digits) for name, value in values.items() if math.isfinite(value) and value >= 0}


def write_json(path: Path, measured: Iterable[Measurement]) -> None:
    """``{"measured": [table, …]}``, each table as in the manifest. Raises OSError."""
    path.write_text(json.dumps({"measured": [m.to_dict() for m in measured]}, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def read_json(path: Path) -> list[Measurement]:
    """What ``lightpose eval --json`` or ``lightpose bench pose --json`` wrote.

    Raises OSError, and ValueError where the file is something else.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if "runs" in content:
            return measured_speed(content["runs"])
        return [Measurement.from_dict(table) for table in content["measured"]]
    except (KeyError, TypeError, json.JSONDecodeError) as error:
        raise ValueError(f"{path}: not written by lightpose eval --json or lightpose bench pose --json ({error!r})") from error


def record(folder: Path, new: Sequence[Measurement]) -> None:
    """Merge measurements into ``folder/manifest.toml``: same question, new answer; other questions at the end.

    Tables of weights that have been replaced since, told by their hash, are dropped.

    Raises:
        OSError, WeightsError: the manifest cannot be read or written.
        ValueError: it has no line :data:`MARKER`.
    """
    path = folder / "manifest.toml"
    hashes = {entry.name: entry.sha256[:HASH_DIGITS] for entry in manifest(folder)}
    answers = {m.key: m for m in measurements(folder)} | {m.key: m for m in new}
    kept = [m for m in answers.values() if hashes.get(m.network, "") == m.sha256]
    head, found, _ = path.read_text(encoding="utf-8").partition(MARKER)
    if not found:
        raise ValueError(f"{path}: the line {MARKER!r} is missing")
    path.write_text(head + MARKER + "\n" + "".join(map(to_toml, kept)), encoding="utf-8")


def to_toml(measurement: Measurement) -> str:
    """One ``[[measured]]`` table, a row of values a line."""
    table = measurement.to_dict()
    lines = ["", "[[measured]]"]
    for key in ("measure", "network", "sha256", "set", "settings", "date", "processor"):
        lines.append(f"{key} = {_value(table[key])}")
    rows = [f"  {_value(row)}," for row in table["values"]]
    return "\n".join([*lines, "values = [", *rows, "]"]) + "\n"


def _value(value: Setting | dict[str, Setting]) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_value(v)}" for key, v in value.items()) + " }"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return repr(value)
