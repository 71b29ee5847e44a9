"""``lightpose recover``: whole files of those that a crash, a kill or a full disk left unfinished."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lightpose.cli.errors import BAD_INPUT, UserError, complain, one_line, say
from posecore.sinks import SinkError
from posecore.sinks.recovery import recover_file


def command(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE.partial...", help="Unfinished files, or folders of them.", show_default=False)
    ],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="OUT", help="What to write, of a single file.", show_default="its name")
    ] = None,
) -> None:
    """Make whole files of unfinished ones (NAME.partial), as a crash, a kill or a full disk leaves them.

    A video becomes a plain MP4 up to the last second that was written, without being encoded again; a .jsonl or .csv ends with its
    last whole line. Nothing is overwritten: where NAME is taken, it is called "NAME recovered".
    """
    found = [file for given in files for file in (sorted(given.glob("*.partial")) if given.is_dir() else [given])]
    if not found:
        raise UserError(f"{' '.join(map(str, files))} holds no unfinished files (NAME.partial)")
    if output is not None and (len(found) > 1 or output.exists()):
        raise UserError(f"{output} is there" if len(found) == 1 else f"{output} is one file, and there are {len(found)} to recover")
    failed = False
    for file in found:
        try:
            made = recover_file(file, output)
        except SinkError as error:
            complain(one_line(error))
            failed = True
        else:
            say(f"wrote {made.path}: {f'{made.frames} frames' if made.frames else f'{made.lines} lines'}")
    if failed:
        raise typer.Exit(BAD_INPUT)
