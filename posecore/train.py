"""``python -m posecore.train``: train the pose network without a screen. ``lightpose train`` is the same."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import NoReturn

import torch

from posecore.data.augment import Augmentation
from posecore.data.samples import DataError
from posecore.terminal import end, printable
from posecore.training.checkpoint import CheckpointError
from posecore.training.config import Config, ConfigError, make_config, read_config, shipped_configs
from posecore.training.log import STEP_COLUMNS
from posecore.training.loop import NonFiniteLossError
from posecore.training.people import write_run_preview
from posecore.training.run import Run
from posecore.training.settings_help import describe

SAMPLE = "sample"
"""What ``--data`` calls the data set of the sample clip."""


class _Line(argparse.ArgumentParser):
    """Says in one line what is wrong, without the list of all options."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"lightpose train: {printable(message)} (see lightpose train --help)\n")


def parser() -> argparse.ArgumentParser:
    """Every field of Config is an option of its own name; augmentation's begin with ``--augment.``."""
    line = _Line(prog="lightpose train", description="Train a pose network on a COCO-format folder.")
    line.add_argument("--config", default="coco_256x192", help=f"a shipped config ({', '.join(shipped_configs())}) or a .toml file")
    line.add_argument("--out", type=Path, required=True, help="folder of the run: checkpoints, log, config")
    line.add_argument("--preview", type=int, default=0, metavar="N", help="only write OUT/preview.jpg: N augmented samples with targets")
    line.add_argument("--resume", action="store_true", help="go on with the run in --out, by the config it saved")
    line.add_argument("--overwrite", action="store_true", help="start anew in a folder that holds a run")
    settings = line.add_argument_group("settings, each overriding the config (defaults are the paper's; a config has its own)")
    for setting in fields(Config):
        if setting.name != "augment":
            about = describe(setting.name, setting.default)
            option = f"--{setting.name.replace('_', '-')}"
            settings.add_argument(option, dest=setting.name, metavar="VALUE", default=argparse.SUPPRESS, help=about)
    for setting in fields(Augmentation):
        dest = f"augment.{setting.name}"
        about = describe(dest, setting.default)
        settings.add_argument(f"--{dest.replace('_', '-')}", dest=dest, metavar="VALUE", default=argparse.SUPPRESS, help=about)
    return line


def main(argv: Sequence[str] | None = None, clip: Path | None = None) -> int:
    """Run the command line. Returns the exit code: 0 done, or time is up; 129, 130 or 143 stopped by a signal, with a checkpoint; 2
    bad input; 3 a non-finite loss.

    Args:
        argv: the options; None reads the program's own.
        clip: the video that ``--data sample`` makes its data set of (:mod:`posecore.training.sample`).
    """
    given = vars(parser().parse_args(argv))
    name, out, resume = given.pop("config"), given.pop("out"), given.pop("resume")
    preview, overwrite = given.pop("preview"), given.pop("overwrite")
    try:
        begun = (out / "last.pt").is_file()
        if resume and not ((out / "config.toml").is_file() and (begun or not (out / "best.safetensors").exists())):
            raise ConfigError(f"{out}: nothing to resume (no config.toml and last.pt)")
        if not (resume or overwrite or preview) and _holds_run(out):
            raise ConfigError(f"{out}: holds a run; go on with --resume, start anew with --overwrite, or choose another --out")
        values = read_config(str(out / "config.toml") if resume else name)
        table = values.pop("augment", {})
        if not isinstance(table, dict):
            raise ConfigError(f"augment = {table!r}: not a table")
        augment = {**table, **{k[8:]: v for k, v in given.items() if k.startswith("augment.")}}
        plain = {k: v for k, v in given.items() if not k.startswith("augment.")}
        config = make_config({**values, **plain, "augment": augment})
        if not config.data:
            raise ConfigError("no data set: give its folder with --data, or --data sample to try it on the sample clip")
        if config.data == SAMPLE and not Path(SAMPLE).is_dir():
            config = replace(config, data=str(_sample(clip, out / SAMPLE)))
        if preview:
            print(printable(f"wrote {write_run_preview(config, out, preview)}"))
            return 0
        return Run(config, out, resume and begun).train()  # one killed before its first checkpoint starts anew
    except (ConfigError, DataError, CheckpointError, OSError) as error:
        place = f"{error.filename}: {error.strerror}" if isinstance(error, OSError) and error.filename is not None else error
        print(printable(f"lightpose train: {place}"), file=sys.stderr)
        return 2
    except (MemoryError, RuntimeError) as error:
        if "shared memory" in str(error) or "Bus error" in str(error):
            print("lightpose train: too little shared memory; --workers 0, or more of it (docker run --shm-size=1g)", file=sys.stderr)
            return 2
        if not (isinstance(error, (MemoryError, torch.OutOfMemoryError)) or "allocate memory" in str(error)):
            raise
        print("lightpose train: out of memory; lower --batch-size (--accumulate makes up for it)", file=sys.stderr)
        return 2
    except NonFiniteLossError as error:
        print(printable(f"lightpose train: {error}; lower --lr or look at these images"), file=sys.stderr)
        return 3


def _holds_run(out: Path) -> bool:
    """Whether steps of a run are in ``out``; one killed before its first step leaves nothing to lose."""
    log = out / "log.csv"
    empty = not log.exists() or log.read_text(errors="replace").split() in ([], [",".join(STEP_COLUMNS)])
    return not empty or any((out / part).exists() for part in ("last.pt", "best.safetensors"))


def _sample(clip: Path | None, folder: Path) -> Path:
    from posecore.training.sample import write_sample

    if clip is None:
        raise ConfigError("the sample clip comes with the program: lightpose train --data sample")
    write_sample(clip, folder)
    about = "frames of the sample clip, labelled by the bundled networks; for trying out, not for a network worth having"
    print(printable(f"{folder}: {about}"))
    return folder


if __name__ == "__main__":
    try:
        end(main())
    except KeyboardInterrupt:  # before there is anything to save
        sys.exit("lightpose train: stopped")
