"""Measured numbers, from the machine to the page: ``lightpose eval --json`` → ``weights/manifest.toml`` → model card, README and docs.

    python packaging/record_numbers.py --measure DATA     # all that the pages show, on DATA's val split, then the pages
    python packaging/record_numbers.py val.json int8.json # files of `eval --json` or `bench pose --json`, then the pages
    python packaging/record_numbers.py                    # the pages alone

A page holds what is generated between ``<!-- measured: NAME -->`` and ``<!-- end -->``; NAME is a key of :data:`BLOCKS`. A test compares.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from posecore.evaluation.measured import read_json, record
from posecore.runtime.weights import Measurement, Setting, WeightsFile, manifest, measurements

ROOT = Path(__file__).parents[1]
PAGES = ("README.md", "weights/MODEL_CARD.md", "docs/models.md")
GROUPS = {
    "coco": "COCO, colour", "coco grey": "COCO, greyscale", "coco both": "COCO", "lspet": "LSPET", "all": "all",
    "coco ≥96×96": "COCO, at least 96×96 px", "coco medium": "COCO, box of 32² to 96² px", "coco small": "COCO, box below 32² px",
    "coco large": "COCO, box above 96² px",
}  # fmt: skip
"""How the pages call the groups of the validation set."""
PERSON_GROUPS = {**GROUPS, "coco": "COCO, all sizes"}
METRICS = ("AP", "AP50", "AP75", "APM", "APL", "AR")

PROGRAM: dict[str, Setting] = {"boxes": "gt", "decoding": "oks", "flip": True, "padding": 1.125}
PAPER: dict[str, Setting] = {"boxes": "gt", "decoding": "quarter", "flip": True, "padding": 1.25, "second_crop": False}
OWN_BOXES = PROGRAM | {"boxes": "detector"}

WEIGHTS = "weights/pose_lightpose_256x192"
MEASURE = (
    ("eval",),
    ("eval", "--decoding", "quarter", "--padding", "1.25", "--one-crop"),
    ("eval", "--weights", f"{WEIGHTS}_int8.onnx"),
    ("eval", "--weights", f"{WEIGHTS}_int8.onnx", "--decoding", "quarter", "--padding", "1.25", "--one-crop"),
    ("eval", "--boxes", "detector"),
    ("eval", "--detector", "--single-scale"),
    ("eval", "--detector", "--multiscale"),
    ("eval", "--detector", "--detector-model", "int8", "--single-scale"),
    ("eval", "--detector", "--detector-model", "int8", "--multiscale"),
)
"""The commands behind the pages; ``--data DATA --json FILE`` is added to each."""


class Numbers:
    """The manifest, asked for one number at a time."""

    def __init__(self, measured: Sequence[Measurement], weights: Sequence[WeightsFile]) -> None:
        self.measured = measured
        self.pose = _name(weights, "pose", "fp32")
        self.int8 = _name(weights, "pose", "int8")
        self.person = _name(weights, "person", "fp32")
        self.person_int8 = _name(weights, "person", "int8")

    def table(self, measure: str, network: str, **settings: Setting) -> Measurement | None:
        """The measurement of this network whose settings include ``settings``."""
        fitting = (m for m in self.measured if m.measure == measure and m.network == network and settings.items() <= m.settings.items())
        return next(fitting, None)

    def share(self, table: Measurement | None, group: str, metric: str = "AP") -> str:
        """A share in per cent with one decimal; empty where it was not measured."""
        row = {} if table is None else next((row for row in table.values if row.get("group") == group), {})
        return f"{100 * float(row[metric]):.1f}" if metric in row else ""


def _name(weights: Sequence[WeightsFile], kind: str, precision: str) -> str:
    return next(entry.name for entry in weights if entry.kind == kind and entry.precision == precision)


def markdown(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table; columns without any value are left out."""
    kept = [i for i in range(len(heads)) if i == 0 or any(row[i] for row in rows)]
    lines = [[heads[i] for i in kept], ["-"] * len(kept), *([row[i] for i in kept] for row in rows)]
    rule = "|" + "-|" * len(kept)
    return "\n".join(rule if n == 1 else "| " + " | ".join(line) + " |" for n, line in enumerate(lines))


def accuracy(numbers: Numbers) -> str:
    """AP by group: the program's way in full, the paper's way, INT8 and the shipped detector's boxes beside it."""
    program = numbers.table("keypoint_ap", numbers.pose, **PROGRAM)
    if program is None:
        raise SystemExit(f"no keypoint_ap of {numbers.pose} in the manifest; run --measure DATA")
    beside = (
        numbers.table("keypoint_ap", numbers.int8, **PROGRAM),
        numbers.table("keypoint_ap", numbers.pose, **OWN_BOXES),
        numbers.table("keypoint_ap", numbers.pose, **PAPER),
        numbers.table("keypoint_ap", numbers.int8, **PAPER),
    )
    heads = ("group", "people", *METRICS, "AP, INT8", "AP, own boxes", "AP, the paper's way", "the paper's way, INT8")
    rows = []
    for row in program.values:
        group = str(row["group"])
        shares = [numbers.share(program, group, metric) for metric in METRICS]
        rows.append((GROUPS.get(group, group), str(row["people"]), *shares, *(numbers.share(table, group) for table in beside)))
    return markdown(heads, rows)


def recall(numbers: Numbers) -> str:
    """Recall, precision and AP50 of the detector in one size (cameras and videos) and in two (photos), per cent; in INT8 without AP50."""
    full, short = ("recall", "precision", "AP50"), ("recall", "precision")
    ways = [
        (numbers.person, 1, full, ""),
        (numbers.person, 2, full, ", two sizes"),
        (numbers.person_int8, 1, short, ", INT8"),
        (numbers.person_int8, 2, short, ", INT8, two sizes"),
    ]
    tables = [numbers.table("person_recall", network, scales=scales, threshold=0.25) for network, scales, _, _ in ways]
    columns = [(table, metric, metric + note) for table, (_, _, metrics, note) in zip(tables, ways, strict=True) for metric in metrics]
    groups = [str(row["group"]) for row in tables[0].values if row["group"] != "run"] if tables[0] else []
    rows = [(PERSON_GROUPS.get(g, g), *(numbers.share(table, g, metric) for table, metric, _ in columns)) for g in groups]
    times = [f"{row['median_ms']:g}" for table in tables[:2] if table for row in table.values if row["group"] == "run"]
    text = markdown(("group", *(head for _, _, head in columns)), rows)
    return text + (f"\n\nMedian time of an image, FP32: {' and '.join(times)} ms." if times else "")


def speed(numbers: Numbers) -> str:
    """Median time of one person by file and threads, its AP beside it."""
    rows = []
    files = {"export --plain": "plain.onnx", "export": numbers.pose, "export --int8": numbers.int8}
    for command, network in files.items():
        table = numbers.table("speed", network, batch=1)
        by_threads = {row["threads"]: row for row in table.values} if table else {}
        cells = [f"{by_threads[n][key]:g}" if n in by_threads else "" for n in (1, 2) for key in ("median_ms", "ratio")]
        paper = numbers.table("keypoint_ap", network, **PAPER)
        rows.append((f"`lightpose {command}`", *cells, *(numbers.share(paper, group) for group in ("coco", "coco grey", "lspet", "all"))))
    groups = ("AP, COCO colour", "COCO grey", "LSPET", "all")
    return markdown(("file", "1 thread, ms", "against plain", "2 threads, ms", "against plain", *groups), rows)


def headline(numbers: Numbers) -> str:
    """How accurate the shipped weights are, in two sentences."""
    program = numbers.table("keypoint_ap", numbers.pose, **PROGRAM)
    if program is None:
        raise SystemExit(f"no keypoint_ap of {numbers.pose} in the manifest; run --measure DATA")
    own = numbers.table("keypoint_ap", numbers.pose, **OWN_BOXES)
    person = numbers.table("person_recall", numbers.person, scales=1, threshold=0.25)
    names = {"coco both": "COCO", "lspet": "athletes (LSPET)"}
    parts = [f"{share} on {name}" for group, name in names.items() if (share := numbers.share(program, group))]
    text = f"**{numbers.share(program, 'all')} OKS AP** on the {program.row()['people']} people of the validation set with labelled boxes"
    text += f" ({', '.join(parts)})" if parts else ""
    if boxes := numbers.share(own, "all"):
        text += f", {boxes} with the boxes of the shipped detector"
    if found := numbers.share(person, "coco ≥96×96", "recall"):
        text += f"; the detector finds {found} % of COCO's people of at least 96×96 px"
    return text + f" (`lightpose eval`, {program.date})."


BLOCKS = {"accuracy": accuracy, "recall": recall, "speed": speed, "headline": headline}
MARKED = re.compile(r"(<!-- measured: (?P<name>[a-z]+) -->\n).*?(<!-- end -->)", re.S)


def fill(text: str, numbers: Numbers) -> str:
    """The page with every marked block as the manifest has it. Raises KeyError for an unknown block."""
    return MARKED.sub(lambda found: found[1] + BLOCKS[found["name"]](numbers) + "\n" + found[3], text)


def write_pages(root: Path = ROOT) -> list[str]:
    """Fill every page; the names of those that changed."""
    numbers = Numbers(measurements(root / "weights"), manifest(root / "weights"))
    changed = []
    for name in PAGES:
        before = (root / name).read_text(encoding="utf-8")
        after = fill(before, numbers)
        if after != before:
            (root / name).write_text(after, encoding="utf-8")
            changed.append(name)
    return changed


def measure(data: Path, folder: Path) -> list[Path]:
    """Run every command of :data:`MEASURE` on ``data``, and the speed of the shipped pose networks; the files they wrote."""
    files = []
    for number, words in enumerate(MEASURE):
        files.append(folder / f"{number}.json")
        print("lightpose", *words, flush=True)
        command = [sys.executable, "-m", "lightpose", *words, "--data", str(data), "--json", str(files[-1])]
        subprocess.run(command, cwd=ROOT, check=True)
    plain, files = folder / "plain.onnx", [*files, folder / "speed.json"]
    run = [sys.executable, "-m", "lightpose"]
    subprocess.run([*run, "export", f"{WEIGHTS}.safetensors", "--plain", "-o", str(plain)], cwd=ROOT, check=True)
    bench = [
        "bench",
        "pose",
        "--against",
        str(plain),
        "--against",
        f"{WEIGHTS}.onnx",
        "--pose",
        "int8",
        "--batches",
        "1",
        "--threads",
        "1,2",
    ]
    subprocess.run([*run, *bench, "--seconds", "3", "--json", str(files[-1])], cwd=ROOT, check=True)
    return files


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, help="JSON files of lightpose eval or lightpose bench pose")
    parser.add_argument("--measure", type=Path, metavar="DATA", help="run every evaluation of the pages on this folder first")
    parser.add_argument("--set", metavar="NAME", help="call the labelled set so, in place of the split's name")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        files = [*options.files, *(measure(options.measure.resolve(), Path(folder)) if options.measure else [])]
        new = [found for file in files for found in read_json(file)]
    if options.set:
        new = [replace(found, dataset=options.set) if found.dataset else found for found in new]
    if new:
        record(ROOT / "weights", new)
        manifest.cache_clear()
    print(f"{len(new)} measurements recorded; pages changed: {', '.join(write_pages()) or 'none'}")


if __name__ == "__main__":
    main()
