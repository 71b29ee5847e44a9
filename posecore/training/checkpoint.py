"""Checkpoints: written whole or not at all, read without running code."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn


class CheckpointError(ValueError):
    """A weights file that cannot be used; the message says which and why."""


_OLDER_NAMES = (("head.18.c.", "head.18.channel."), ("head.18.s.", "head.18.spatial."))


def save_atomic(content: dict[str, Any], path: Path) -> None:
    """``torch.save`` beside ``path``, flushed to disk, then renamed: a kill at any moment leaves the previous file whole."""
    partial = path.with_name(path.name + ".partial")
    with open(partial, "wb") as file:
        torch.save(content, file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(partial, path)


def read_checkpoint(path: Path) -> dict[str, Any]:
    """A training checkpoint, loaded with ``weights_only=True``. Raises CheckpointError where the file is missing or unreadable."""
    try:
        return torch.load(path, map_location="cpu", weights_only=True)
    except FileNotFoundError:
        raise CheckpointError(f"{path}: no such checkpoint") from None
    except Exception as error:
        raise CheckpointError(f"{path}: not a checkpoint of this program ({type(error).__name__})") from None


def read_weights(path: Path) -> dict[str, Tensor]:
    """Network weights from a .safetensors file or from a checkpoint (its averaged weights where it has them), as float32 CPU tensors."""
    if path.suffix == ".safetensors":
        from safetensors.torch import load_file

        try:
            state = load_file(str(path))
        except FileNotFoundError:
            raise CheckpointError(f"{path}: no such weights file") from None
        except Exception as error:
            raise CheckpointError(f"{path}: not a safetensors file ({error})") from None
    else:
        content = read_checkpoint(path)
        state = content.get("ema") or content.get("model") or content
    renamed = {}
    for key, value in state.items():
        for old, new in _OLDER_NAMES:
            key = key.replace(old, new)
        renamed[key] = value.float() if value.is_floating_point() else value
    return renamed


def load_weights(model: nn.Module, path: Path) -> list[str]:
    """Fill a network from a weights file; layers of another shape (another joint set) and missing ones keep their fresh values.

    A file with only a feature extractor (keys without ``backbone.``) fills ``model.backbone``.

    Returns:
        The keys of ``model`` that were not filled. Raises CheckpointError where nothing fits.
    """
    state = read_weights(path)
    own = model.state_dict()
    if not any(key in own for key in state):
        state = {f"backbone.{key}": value for key, value in state.items()}
    fitting = {key: value for key, value in state.items() if key in own and own[key].shape == value.shape}
    if not fitting:
        raise CheckpointError(f"{path}: holds no weights that fit this network")
    model.load_state_dict(fitting, strict=False)
    return [key for key in own if key not in fitting]


def save_weights(model: nn.Module, path: Path, half: bool = True) -> None:
    """Network weights as safetensors, fp16 by default, written atomically."""
    from safetensors.torch import save_file

    state = {key: value.detach().cpu().contiguous() for key, value in model.state_dict().items()}
    if half:
        state = {key: value.half() if value.is_floating_point() else value for key, value in state.items()}
    partial = path.with_name(path.name + ".partial")
    save_file(state, str(partial))
    os.replace(partial, path)
