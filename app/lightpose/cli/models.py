"""``lightpose models``: what can be built, what it costs beside the paper's numbers, which weights come along; other networks added."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich import box
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn
from rich.table import Table

from lightpose.cli.errors import UserError, one_line, say
from posecore.paper import MAC_BOUND, PARAMETER_BOUND, ROWS, PaperRow
from posecore.skeletons import get_skeleton

if TYPE_CHECKING:
    from posecore.models.paper import Cost
    from posecore.runtime.weights import Measurement, WeightsFile

WITHOUT_TORCH = 'Bundled and added weights run as they are. To count, train or export these networks: pip install "lightpose[train]"'

Places = set[tuple[str, int, int, int]]
"""Networks that weights are there for: name, input height and width, joints."""


app = typer.Typer(add_completion=False, invoke_without_command=True)


@app.callback()
def listing(
    ctx: typer.Context,
    check: Annotated[
        bool, typer.Option("--check", help="Exit with 1 where a count is out of bounds without a reason. Needs PyTorch (extra train).")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List the networks that can be built: parameters and multiply-accumulates, ours and the paper's, the bundled weights, the added ones.

    Without PyTorch the networks are listed with the paper's counts.

    "lightpose models add FILE.onnx --name NAME" adds another network; --pose NAME and --detector NAME then take it.
    """
    if ctx.invoked_subcommand is not None:
        return
    from posecore.runtime.registry import added
    from posecore.runtime.weights import WeightsError, manifest, measurements

    costs = _counted(needed=check)
    try:
        weights, measured = [entry for entry in manifest() if entry.path.is_file()], measurements()
    except WeightsError:
        weights, measured = [], ()
    present = {place for entry in weights if entry.kind == "pose" and (place := _what(entry)) is not None}
    bad = [cost for cost in costs or () if not cost.meets_paper and not cost.row.reason]
    if as_json:
        models = [_plain(row, present) for row in ROWS] if costs is None else [_plain_counted(cost, present) for cost in costs]
        files = [
            {
                "kind": e.kind, "name": e.name, "file": e.path.name, "bytes": e.path.stat().st_size, "precision": e.precision,
                "default": e.default,
            }
            for e in weights
        ]  # fmt: skip
        numbers = [found.to_dict() for found in measured]
        print(json.dumps({"models": models, "weights": files, "measured": numbers, "added": sorted(added())}, indent=2))
    else:
        console = Console()
        console.print(_paper_table(present) if costs is None else _cost_table(costs, present))
        for name, reason in {cost.row.name: cost.row.reason for cost in costs or () if not cost.meets_paper and cost.row.reason}.items():
            console.print(f"* {name}: {reason}", highlight=False)
        if weights:
            console.print(_weights_table(weights, measured))
        if added():
            console.print(f"Added: {', '.join(added())}", highlight=False)
        if costs is None:
            console.print(WITHOUT_TORCH, highlight=False, markup=False)
        for cost in bad:
            where = f"{cost.row.name} at {cost.row.size[1]}×{cost.row.size[0]}"
            bounds = f"{PARAMETER_BOUND:.0f} % (parameters) or {MAC_BOUND:.0f} % (GMACs)"
            console.print(f"[red]{where}: more than {bounds} from the paper[/red]")
    if check and bad:
        raise typer.Exit(1)


@app.command()
def add(
    source: Annotated[str, typer.Argument(metavar="FILE|URL|NAME", help="An .onnx or .zip, an https address, or a name of --known.")] = "",
    name: Annotated[str, typer.Option("--name", help="What to call it; else as the file is called.")] = "",
    skeleton: Annotated[str | None, typer.Option("--skeleton", help="Joint set that the file does not name: a name, a .toml.")] = None,
    sha256: Annotated[str, typer.Option("--sha256", help="What the file must have; refused otherwise.")] = "",
    replace: Annotated[bool, typer.Option("--replace", help="Take the place of a network of that name.")] = False,
    known: Annotated[bool, typer.Option("--known", help="List well-known public files and stop.")] = False,
) -> None:
    """Add a network of your own or a public one. It is checked, its SHA-256 shown and pinned; a download that broke off goes on."""
    from posecore.runtime.adding import add_model
    from posecore.runtime.registry import known_files

    if known:
        for entry in known_files():
            say(f"{entry.name:20} {entry.kind:7} {entry.skeleton:18} {entry.licence:11} {entry.url}")
        return
    if not source:
        raise UserError("nothing to add: give a file, an address, or a name that --known lists")
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    try:
        with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
            task = bar.add_task(name or source.rsplit("/", 1)[-1][:40], total=None)

            def step(there: int, total: int | None) -> None:
                bar.update(task, completed=there, total=total)

            found = add_model(source, name, skeleton=skeleton, sha256=sha256, report=step, replace=replace)
    except (OSError, ValueError) as error:
        raise UserError(one_line(error)) from error
    option = "--pose" if found.kind == "pose" else "--detector"
    for line in (f"added {found.name}: {found.about}", f"SHA-256 {found.sha256}", str(found.path), f"use it with {option} {found.name}"):
        say(line)


@app.command()
def remove(name: Annotated[str, typer.Argument(help="An added network.")]) -> None:
    """Remove an added network."""
    from posecore.runtime.adding import remove_model

    try:
        say(f"removed {remove_model(name)}")
    except ValueError as error:
        raise UserError(str(error)) from error


def _counted(needed: bool) -> list[Cost] | None:
    """Every row of the paper, counted; None without torch, ModuleNotFoundError if they are ``needed``."""
    try:
        from posecore.models.paper import measure_costs
    except ModuleNotFoundError as error:
        if needed or error.name not in ("torch", "torchvision"):
            raise
        return None
    return measure_costs()


def _weights_table(weights: Sequence[WeightsFile], measured: Sequence[Measurement]) -> Table:
    """Fits 80 columns."""
    title = "Bundled weights (* default); AP and recall on the val split, %"
    table = Table("kind", "type", "file", "MB", "measured", title=title, box=box.SIMPLE_HEAD, padding=0, show_edge=False)
    for entry in weights:
        kind, precision = entry.kind + ("*" if entry.default else ""), entry.precision.split()[0]
        table.add_row(kind, precision, entry.path.name, f"{entry.path.stat().st_size / 1e6:.1f}", _accuracy(entry, measured))
    return table


def _accuracy(entry: WeightsFile, measured: Sequence[Measurement]) -> str:
    """The first measurement of this file in few words: AP of all people, or the recall of each set; per cent."""
    for found in measured:
        if found.network == entry.name and found.measure == "keypoint_ap":
            decoding = found.settings["decoding"]
            return f"AP {100 * float(found.row()['AP']):.1f}" + (f" {decoding}" if decoding != "oks" else "")
        if found.network == entry.name and found.measure == "person_recall":
            return "recall " + ", ".join(f"{row['group']} {100 * float(row['recall']):.0f}" for row in found.values if "AP50" in row)
    return ""


def _what(entry: WeightsFile) -> tuple[str, int, int, int] | None:
    """Which network a pose file is: name, input height and width, joints. From the manifest's words; None where they do not say."""
    name = re.match(r"[\w-]+", str(entry.facts.get("architecture", "")))
    size = re.match(r"(\d+)x(\d+)", str(entry.facts.get("input", "")))
    try:
        joints = len(get_skeleton(str(entry.facts.get("skeleton", ""))))
    except ValueError:
        return None
    return (name[0], int(size[1]), int(size[2]), joints) if name and size else None


def _has_weights(row: PaperRow, present: Places) -> bool:
    return (row.name, row.size[1], row.size[0], row.joints) in present


def _plain(row: PaperRow, present: Places) -> dict[str, Any]:
    """What is known of a network without counting it."""
    return {
        "name": row.name, "width": row.size[0], "height": row.size[1], "joints": row.joints,
        "paper_parameters_m": row.parameters, "paper_gmacs": row.gmacs, "reason": row.reason, "weights": _has_weights(row, present),
    }  # fmt: skip


def _plain_counted(cost: Cost, present: Places) -> dict[str, Any]:
    return _plain(cost.row, present) | {
        "parameters_m": round(cost.parameters, 4), "parameters_percent": round(cost.parameter_difference, 2),
        "gmacs": round(cost.gmacs, 4), "gmacs_percent": round(cost.mac_difference, 2), "within_bounds": cost.meets_paper,
    }  # fmt: skip


def _paper_table(present: Places) -> Table:
    """Fits 80 columns."""
    table = Table(title="Networks, input size/joints; the paper's counts", box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False)
    for heading in ("network", "input", "params, M", "GMACs", "weights"):
        table.add_column(heading, justify="left" if heading in ("network", "input") else "right", no_wrap=True)
    for row in ROWS:
        has = "yes" if _has_weights(row, present) else ""
        table.add_row(row.name, f"{row.size[1]}×{row.size[0]}/{row.joints}", f"{row.parameters:.1f}", f"{row.gmacs:.2f}", has)
    return table


def _cost_table(costs: list[Cost], present: Places) -> Table:
    """Fits 80 columns. The paper's numbers stand in brackets behind ours."""
    title = "Networks, input size/joints; counts here (the paper's), difference in %"
    table = Table(title=title, box=box.SIMPLE_HEAD, padding=0, show_edge=False)
    for heading in ("network", "input", "params, M", "%", "GMACs", "%", "weights"):
        table.add_column(heading, justify="left" if heading in ("network", "input") else "right", no_wrap=True)
    for cost in costs:
        row = cost.row
        table.add_row(
            row.name + ("" if cost.meets_paper else "*" if row.reason else "!"), f"{row.size[1]}×{row.size[0]}/{row.joints}",
            f"{cost.parameters:.2f} ({row.parameters:.1f})", _percent(cost.parameter_difference),
            f"{cost.gmacs:.2f} ({row.gmacs:.2f})", _percent(cost.mac_difference), "yes" if _has_weights(row, present) else "",
        )  # fmt: skip
    return table


def _percent(difference: float) -> str:
    return f"{difference:+.1f}" if abs(difference) < 10 else f"{difference:+.0f}"
