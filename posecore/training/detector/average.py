"""The mean of several checkpoints of one detector: ``python -m posecore.training.detector.average A.pt B.pt -o MEAN.pt``.

Checkpoints along one run make different mistakes; their mean often makes fewer than any of them (Wortsman et al., Model soups, ICML 2022).
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

os.environ.setdefault("YOLO_OFFLINE", "true")

import torch
from ultralytics.models import YOLO


def mean_checkpoint(checkpoints: list[Path], out: Path) -> Path:
    """Write the network of the first of ``checkpoints`` with the mean of all their weights.

    Args:
        checkpoints: ultralytics' ``.pt`` files of one network.
        out: written to; its folder is made.

    Raises:
        FileNotFoundError: one is missing.
        ValueError: they are not of one network.
    """
    networks: list[torch.nn.Module] = [YOLO(str(path)).model.float() for path in checkpoints]  # type: ignore[union-attr]
    states = [network.state_dict() for network in networks]
    shapes = [{name: value.shape for name, value in state.items()} for state in states]
    if any(other != shapes[0] for other in shapes[1:]):
        raise ValueError(f"{', '.join(map(str, checkpoints))}: not checkpoints of one network")
    mean = {n: torch.stack([s[n] for s in states]).mean(0) if v.is_floating_point() else v for n, v in states[0].items()}
    networks[0].load_state_dict(mean)
    out.parent.mkdir(parents=True, exist_ok=True)
    torch.save({"model": networks[0].half()}, out)
    return out


def main(arguments: list[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m posecore.training.detector.average", description="The mean of several checkpoints.")
    parser.add_argument("checkpoints", type=Path, nargs="+", help=".pt files of one network")
    parser.add_argument("-o", "--out", type=Path, required=True, help="the .pt file to write")
    options = parser.parse_args(arguments)
    try:
        print(mean_checkpoint(options.checkpoints, options.out))
    except (OSError, ValueError) as error:
        parser.error(str(error))


if __name__ == "__main__":
    main()
