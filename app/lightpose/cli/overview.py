"""The page of ``lightpose --help``, as Typer would print it, without what Typer imports for it: Markdown and tracebacks take longer to
import than all the rest of the program's start."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table


def print_overview(usage: str, text: str, options: Sequence[Sequence[str]], commands: Sequence[Sequence[str]]) -> None:
    """Print a page of help.

    Args:
        usage, text: the first two paragraphs.
        options: long form, short form and help of each.
        commands: name and help of each.
    """
    console = Console(highlight=False)
    console.print(Padding(f"[bold yellow]Usage:[/] [bold]{escape(usage.removeprefix('Usage: '))}[/]", 1))
    console.print(Padding(escape(" ".join(text.split())), (0, 1, 1, 1)))
    _print_table(console, "Options", options, ("bold cyan", "bold green"))
    _print_table(console, "Commands", commands, ("bold cyan",))


def _print_table(console: Console, title: str, rows: Sequence[Sequence[str]], styles: Sequence[str]) -> None:
    table = Table(show_header=False, box=None, expand=True, pad_edge=False)
    for style in styles:
        table.add_column(style=style, no_wrap=True)
    table.add_column(ratio=1)
    for row in rows:
        table.add_row(*map(escape, row))
    console.print(Panel(table, title=title, title_align="left", border_style="dim"))
