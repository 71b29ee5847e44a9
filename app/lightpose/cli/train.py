"""``lightpose train``: the same as ``python -m posecore.train``."""

from __future__ import annotations

import typer

app = typer.Typer(add_completion=False)


@app.command("train", add_help_option=False, context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def train(ctx: typer.Context) -> None:
    """Train the pose network; every option is passed on to ``posecore.train``."""
    from lightpose.cli.demo import SAMPLE
    from posecore.train import main

    raise typer.Exit(main(ctx.args, clip=SAMPLE))
