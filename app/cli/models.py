"""``lightpose models``: what can be built, what it costs beside the paper's numbers, which weights come along."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from posecore.models.paper import Cost


def command(
    check: Annotated[bool, typer.Option("--check", help="Exit with 1 where a count is out of bounds without a reason.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List the networks that can be built: parameters and multiply-accumulates, ours and the paper's, and the bundled weights."""
    from posecore.models.paper import MAC_BOUND, PARAMETER_BOUND, measure_costs
    from posecore.runtime.weights import WeightsError, manifest

    costs = measure_costs()
    try:
        weights = [entry for entry in manifest() if entry.path.is_file()]
    except WeightsError:
        weights = []
    present = {str(entry.facts.get("model", "lightpose")) for entry in weights if entry.kind == "pose"}
    bad = [cost for cost in costs if not cost.meets_paper and not cost.row.reason]
    if as_json:
        files = [{"kind": e.kind, "name": e.name, "file": e.path.name, "precision": e.precision, "default": e.default} for e in weights]
        print(json.dumps({"models": [_plain(cost, present) for cost in costs], "weights": files}, indent=2))
    else:
        console = Console()
        console.print(_cost_table(costs, present))
        for name, reason in {cost.row.name: cost.row.reason for cost in costs if not cost.meets_paper and cost.row.reason}.items():
            console.print(f"* {name}: {reason}", highlight=False)
        if weights:
            table = Table("weights", "network", "precision", "file", title="Bundled weights")
            for entry in weights:
                table.add_row(entry.name + (" (default)" if entry.default else ""), entry.kind, entry.precision, entry.path.name)
            console.print(table)
        for cost in bad:
            where = f"{cost.row.name} at {cost.row.size[1]}×{cost.row.size[0]}"
            console.print(f"[red]{where}: more than {PARAMETER_BOUND:.0f} % (parameters) or {MAC_BOUND:.0f} % (GMACs) from the paper[/red]")
    if check and bad:
        raise typer.Exit(1)


def _plain(cost: Cost, present: set[str]) -> dict[str, Any]:
    row = cost.row
    return {
        "name": row.name, "width": row.size[0], "height": row.size[1], "joints": row.joints,
        "parameters_m": round(cost.parameters, 4), "paper_parameters_m": row.parameters,
        "parameters_percent": round(cost.parameter_difference, 2),
        "gmacs": round(cost.gmacs, 4), "paper_gmacs": row.gmacs, "gmacs_percent": round(cost.mac_difference, 2),
        "within_bounds": cost.meets_paper, "reason": row.reason, "weights": row.name in present,
    }  # fmt: skip


def _cost_table(costs: list[Cost], present: set[str]) -> Table:
    table = Table(title="Networks: counts here and in the paper")
    for heading in ("model", "input", "joints", "params M", "paper", "%", "GMACs", "paper", "%", "weights"):
        table.add_column(heading, justify="left" if heading in ("model", "weights") else "right", no_wrap=True)
    for cost in costs:
        row = cost.row
        table.add_row(
            row.name + ("" if cost.meets_paper else " *" if row.reason else " !"), f"{row.size[1]}×{row.size[0]}", str(row.joints),
            f"{cost.parameters:.2f}", f"{row.parameters:.1f}", f"{cost.parameter_difference:+.1f}",
            f"{cost.gmacs:.3f}", f"{row.gmacs:.2f}", f"{cost.mac_difference:+.1f}", "yes" if row.name in present else "",
        )  # fmt: skip
    return table
