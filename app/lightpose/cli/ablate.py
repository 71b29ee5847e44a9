"""``lightpose ablate``: the paper's Table IV or Table VI on a data set of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lightpose.cli.errors import UserError


def command(
    ctx: typer.Context,
    table: Annotated[str, typer.Argument(help="loss (Table IV) or attention (Table VI).")],
    data: Annotated[Path, typer.Option("--data", metavar="DIR", help="A folder in COCO format.", show_default=False)],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder of the runs.", show_default=False)],
    config: Annotated[str, typer.Option(help="A shipped config or a .toml file that all runs share.")] = "small_data",
    seeds: Annotated[int, typer.Option(min=1, help="Runs of each value, averaged.")] = 1,
    settings: Annotated[list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="Override a setting; may be repeated.")] = None,
) -> None:
    """Train every variant alike and print the table with the paper's numbers beside. The same command goes on after a stop."""
    from posecore.data.samples import DataError
    from posecore.training.ablate import ablate, format_rows
    from posecore.training.checkpoint import CheckpointError
    from posecore.training.config import ConfigError, make_config, read_config

    try:
        values = {**read_config(config), "data": str(data)}
        for item in settings or []:
            name, separator, value = item.partition("=")
            if not separator:
                raise ConfigError(f"--set {item}: write NAME=VALUE")
            values[name] = value
        rows = ablate(table, make_config(values), out, range(seeds))
    except (ConfigError, DataError, CheckpointError, ValueError, RuntimeError) as error:
        raise UserError(str(error)) from error
    text = format_rows(table, rows)
    (out / f"{table}.md").write_text(text + "\n", encoding="utf-8")
    typer.echo(text)
