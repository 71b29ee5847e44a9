"""Checkpoints: written whole or not at all, read without running code."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from posecore.models import build_model
from posecore.runtime.estimator import Forward, PoseEstimator
from posecore.skeletons import SKELETONS, Skeleton, get_skeleton


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


def open_network(
    path: Path, size: tuple[int, int], *, flip: bool = False, decoding: str = "quarter", threads: int | None = None
) -> PoseEstimator:
    """A ``lightpose`` network from a checkpoint or safetensors file as an estimator that runs in PyTorch.

    A checkpoint knows its own model, joint set and size; for safetensors, ``size`` (W, H) is used and the model is taken to be
    ``lightpose`` with the joints its last layer has. Raises CheckpointError where the file does not fit.
    """
    config: dict[str, Any] = {} if path.suffix == ".safetensors" else read_checkpoint(path).get("config", {})
    state = read_weights(path)
    skeleton = get_skeleton(config["skeleton"]) if config else _skeleton_of(state, path)
    backbone = config.get("backbone", "paper")
    name = config.get("model", "lightpose")
    options = {"backbone": backbone, "attention": config.get("attention", "ours")} if name == "lightpose" else {}
    model = build_model(name, len(skeleton), **options)
    missing = [key for key in load_weights(model, path) if not key.endswith("num_batches_tracked")]
    if missing:
        raise CheckpointError(f"{path}: does not fit the {name} network (no {missing[0]})")
    if threads:
        torch.set_num_threads(threads)
    size = (config["width"], config["height"]) if config else size
    return PoseEstimator(torch_forward(model.eval()), size, skeleton, flip=flip, decoding=decoding)


def _skeleton_of(state: dict[str, Tensor], path: Path) -> Skeleton:
    joints = len(next(reversed(state.values())))
    for skeleton in SKELETONS.values():
        if len(skeleton) == joints:
            return skeleton
    raise CheckpointError(f"{path}: predicts {joints} joints, no known joint set has as many")


def torch_forward(model: nn.Module, device: torch.device | None = None) -> Forward:
    """The network as a NumPy function for PoseEstimator: (N,3,H,W) → (N,K,H/4,W/4); the caller puts it in eval mode."""
    target = device or torch.device("cpu")

    def forward(batch: NDArray[np.float32]) -> NDArray[np.float32]:
        with torch.inference_mode():
            return model(torch.from_numpy(np.ascontiguousarray(batch)).to(target)).float().cpu().numpy()

    return forward
