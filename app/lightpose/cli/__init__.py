"""The command line. Each command lives in ``lightpose.cli.NAME`` and is imported only when it is called.

A command's module defines either a function ``command`` (with Typer's annotations), or ``app``, a ``typer.Typer`` with commands of its own.
To add one, write the module and name it in :data:`COMMANDS`.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from lightpose.cli.errors import BAD_INPUT, INTERRUPTED, complain, complained, explain, own_stderr
from lightpose.cli.parameters import check_parameters
from lightpose.cli.signals import exit_code, heed_signals

COMMANDS = {
    "live": "Open the window on a camera, or record one without a window.",
    "video": "Annotate a recorded video, write its keypoints, or both.",
    "image": "Annotate pictures.",
    "recover": "Make whole files of those a crash or a full disk left unfinished.",
    "convert": "Turn a keypoint file into another format.",
    "report": "Make a page of a recording: who, when, joint angles, repetitions.",
    "demo": "Annotate the bundled sample clip and say how fast it went.",
    "doctor": "Show versions, providers, weights and cameras.",
    "bench": "Measure speed and latency on this machine.",
    "train": "Train the pose network.",
    "eval": "Measure the accuracy of a network or detector.",
    "ablate": "Repeat the paper's ablation tables on a data set.",
    "export": "Turn a checkpoint into ONNX.",
    "models": "List the networks there are; add others.",
}
"""Name → the line shown by ``lightpose --help``, in this order. Commands whose module is not there are left out."""


def _exists(name: str) -> bool:
    return importlib.util.find_spec(f"lightpose.cli.{name}") is not None


class _LazyCommand(TyperCommand):
    """Stands for a command until it is called; only then is its module imported."""

    def _load(self) -> Any:
        module = importlib.import_module(f"lightpose.cli.{self.name}")
        if hasattr(module, "command"):
            commands = typer.Typer(add_completion=False)
            commands.command(self.name)(module.command)
        else:
            commands = module.app
        return typer.main.get_command(commands)

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        command = self._load()
        check_parameters(command)
        return command.make_context(info_name, args, parent=parent, **extra)


class _Commands(TyperGroup):
    """The commands of :data:`COMMANDS`, with errors told in one line."""

    def list_commands(self, ctx: Any) -> list[str]:
        return [name for name in COMMANDS if _exists(name)]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS or not _exists(cmd_name):
            return None
        return _LazyCommand(name=cmd_name, help=COMMANDS[cmd_name])

    def format_help(self, ctx: Any, formatter: Any) -> None:
        from lightpose.cli.overview import print_overview

        options = []
        option: Any
        for option in self.get_params(ctx):
            long = [name for name in option.opts if name.startswith("--")]
            options.append((",".join(long), ",".join(name for name in option.opts if name not in long), option.help or ""))
        commands = [(name, COMMANDS[name]) for name in self.list_commands(ctx)]
        print_overview(self.get_usage(ctx), self.help or "", options, commands)

    def main(self, *args: Any, **options: Any) -> Any:
        """Run and exit: 0 for success, 2 for bad input, 128 + the number of the signal that stopped it."""
        try:
            with own_stderr():
                result = super().main(*args, **{**options, "standalone_mode": False})
        except (KeyboardInterrupt, typer.Abort):
            complain("stopped")
            sys.exit(exit_code())
        except Exception as error:
            message = explain(error)
            if message is None:
                raise
            complain(message)
            sys.exit(BAD_INPUT)
        if result == INTERRUPTED:  # said by the command, or Typer's own way with what no command has caught
            if not complained():
                complain("stopped")
            sys.exit(exit_code())
        sys.exit(result if isinstance(result, int) else 0)


app = typer.Typer(cls=_Commands, pretty_exceptions_enable=False, context_settings={"help_option_names": ["-h", "--help"]})


def _print_version(wanted: bool) -> None:
    if wanted:
        from posecore.version import full_version

        typer.echo(f"lightpose {full_version()}")
        raise typer.Exit()


@app.callback(invoke_without_command=True)
def _root(
    ctx: typer.Context,
    version: Annotated[bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")] = False,
) -> None:
    """Real-time multi-person pose estimation for a laptop. Without a command, the window opens on the default camera."""
    if ctx.invoked_subcommand is None:
        run = getattr(importlib.import_module("lightpose.gui"), "run", None)
        if run is None:
            typer.echo(ctx.get_help())
        else:
            importlib.import_module("lightpose.cli.display").check_display()
            raise typer.Exit(run() or 0)


def main() -> None:
    """The command line of this process; :func:`lightpose.start.main` calls it."""
    try:
        heed_signals()
        app(prog_name="lightpose")
    except KeyboardInterrupt:  # while the commands were being put together
        complain("stopped")
        sys.exit(exit_code())
