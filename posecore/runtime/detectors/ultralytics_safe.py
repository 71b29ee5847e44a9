"""Ultralytics without its side effects: checkpoints run no code, nothing is installed, no use is reported.

A ``.pt`` file is a pickle, which can run any program when it is read. Ultralytics can read it as data only (``weights_only`` with a list of
known classes); that is turned on here unless the user trusts the file.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

TRUST = "LIGHTPOSE_TRUST"
"""Environment variable: 1 loads ultralytics models of every kind, whatever they do. ``--trust`` sets it for the process."""
LEAST_TORCH = (2, 6)


class UnsafeModelError(ValueError):
    """A model that could run code when it is loaded; the message is one line."""


def trusted() -> bool:
    """Whether the user asked to load models whatever they do."""
    return os.environ.get(TRUST, "") == "1"


def load_yolo(model: str | Path) -> Any:
    """``ultralytics.YOLO(model)``, read as data only unless :func:`trusted`.

    Raises:
        ImportError: ultralytics is not installed, or it or torch is too old for safe loading.
        UnsafeModelError: no ``.pt`` file, or one that needs more than ultralytics' own classes.
        Exception: whatever ultralytics raises for files it cannot load.
    """
    os.environ["YOLO_AUTOINSTALL"] = "false"
    if not trusted() and Path(model).suffix.lower() not in ("", ".pt"):
        raise UnsafeModelError(f"{model}: only .onnx and .pt models are loaded without --trust")
    try:
        from ultralytics.models import YOLO
        from ultralytics.nn import tasks
        from ultralytics.utils import checks
        from ultralytics.utils.events import events
    except ImportError as error:
        raise ImportError(f'{model}: ultralytics models need: pip install "lightpose[train]"') from error
    checks.AUTOINSTALL = False  # where ultralytics was imported before
    events.enabled = False
    if trusted():
        return YOLO(str(model))
    before = _turn_on_safe_loading(model)
    try:
        return YOLO(str(model))
    except Exception as error:
        refused = "outside the supported Ultralytics checkpoint format" in str(error) or isinstance(error, ModuleNotFoundError)
        if refused and _is_checkpoint(Path(model)):
            raise UnsafeModelError(
                f"{model}: holds more than an ultralytics network and could run a program when loaded; --trust loads it all the same"
            ) from error
        raise
    finally:
        tasks.SAFE_LOAD = before  # of the process that trains a detector and reads its own checkpoints


def _is_checkpoint(path: Path) -> bool:
    """Whether it has the form of a checkpoint, a zip archive or a pickle; else it is simply broken."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(2) in (b"PK", b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05")


def _turn_on_safe_loading(model: str | Path) -> bool:
    """From now on ultralytics reads data only. Returns whether it did before."""
    import torch
    from ultralytics.nn import tasks

    version = tuple(int(part) for part in torch.__version__.split("+")[0].split(".")[:2])
    if version < LEAST_TORCH:
        raise ImportError(f"{model}: safe loading needs torch 2.6 or newer, here is {torch.__version__}: pip install -U torch")
    if "SAFE_LOAD" not in vars(tasks):
        raise ImportError(f"{model}: this ultralytics cannot load models safely: pip install -U ultralytics")
    before = bool(tasks.SAFE_LOAD)
    tasks.SAFE_LOAD = True
    return before
