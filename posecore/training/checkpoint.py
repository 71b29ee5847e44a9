"""Checkpoints: written whole or not at all, read without running code."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from posecore.geometry import BOX_PADDING
from posecore.models import build_model
from posecore.runtime.crops import InputSpec
from posecore.runtime.decoders import HeatmapDecoder, Outputs
from posecore.runtime.estimator import Forward, PoseEstimator
from posecore.skeletons import get_skeleton
from posecore.training.config import Config, as_dict


class CheckpointError(ValueError):
    """A weights file that cannot be used; the message says which and why."""


MAX_SIDE = 8192
"""px; weights that ask for a larger input are damaged."""
_OLDER_NAMES = (("head.18.c.", "head.18.channel."), ("head.18.s.", "head.18.spatial."))


def save_atomic(content: dict[str, Any], path: Path) -> None:
    """``torch.save``, as :func:`_written_whole`."""
    with _written_whole(path) as file:
        torch.save(content, file)


@contextmanager
def _written_whole(path: Path) -> Iterator[BinaryIO]:
    """A file beside ``path``, flushed to disk, then renamed: a kill at any moment leaves the previous file whole."""
    partial = path.with_name(path.name + ".partial")
    with open(partial, "wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())
    os.replace(partial, path)


def read_checkpoint(path: Path) -> dict[str, Any]:
    """A training checkpoint, loaded with ``weights_only=True``. Raises CheckpointError where the file is missing or unreadable."""
    try:
        content = torch.load(path, map_location="cpu", weights_only=True)
    except FileNotFoundError:
        raise CheckpointError(f"{path}: no such checkpoint") from None
    except Exception as error:
        raise CheckpointError(f"{path}: not a checkpoint of this program ({type(error).__name__})") from None
    if not isinstance(content, dict):
        raise CheckpointError(f"{path}: not a checkpoint of this program (a {type(content).__name__})")
    return content


def read_weights(path: Path) -> dict[str, Tensor]:
    """Network weights from a .safetensors file or from a checkpoint (its averaged weights where it has them), as float32 CPU tensors.

    Raises CheckpointError where there are none.
    """
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
    if not isinstance(state, dict) or not all(isinstance(k, str) and isinstance(v, Tensor) for k, v in state.items()):
        raise CheckpointError(f"{path}: holds no weights (tensors by name)")
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
    return fill(model, read_weights(path), path)


def fill(model: nn.Module, state: dict[str, Tensor], source: object) -> list[str]:
    """Put the tensors of ``state`` that fit into ``model``; torchvision's names (``features.…``) count as the backbone's."""
    own = model.state_dict()
    state = {key.removeprefix("features."): value for key, value in state.items()}
    if not any(key in own for key in state):
        state = {f"backbone.{key}": value for key, value in state.items()}
    fitting = {key: value for key, value in state.items() if key in own and own[key].shape == value.shape}
    if not fitting:
        raise CheckpointError(f"{source}: holds no weights that fit this network")
    model.load_state_dict(fitting, strict=False)
    return [key for key in own if key not in fitting]


def start_from(model: nn.Module, source: str) -> list[str]:
    """Fill a network before training, from a weights file or, for ``imagenet``, with torchvision's ImageNet backbone (downloaded once).

    Returns:
        The keys that stay fresh, as :func:`load_weights`. Raises CheckpointError where nothing can be had.
    """
    if source != "imagenet":
        return load_weights(model, Path(source))
    from torchvision.models import MobileNet_V3_Large_Weights

    url = MobileNet_V3_Large_Weights.IMAGENET1K_V2.url
    try:
        state = MobileNet_V3_Large_Weights.IMAGENET1K_V2.get_state_dict(progress=False, check_hash=True)
    except Exception as error:
        reason = f"cannot download ImageNet weights ({type(error).__name__})"
        raise CheckpointError(f"{reason}; get {url} elsewhere and give the file with --init") from None
    return fill(model, dict(state), url)


DESCRIBED = ("model", "backbone", "attention", "skeleton", "height", "width")
"""The settings of a run that a weights file carries along, so that it can be opened without its run."""


def save_weights(model: nn.Module, path: Path, about: dict[str, Any] | None = None, half: bool = True) -> None:
    """Network weights as safetensors, fp16 by default, written atomically; of ``about`` the :data:`DESCRIBED` settings go along."""
    from safetensors.torch import save

    state = {key: value.detach().cpu().contiguous() for key, value in model.state_dict().items()}
    if half:
        state = {key: value.half() if value.is_floating_point() else value for key, value in state.items()}
    content = save(state, {key: str(value) for key, value in (about or {}).items() if key in DESCRIBED})
    with _written_whole(path) as file:  # save_file's files are for their owner alone, whatever the umask
        file.write(content)


def open_network(
    path: Path,
    size: tuple[int, int] | None = None,
    *,
    flip: bool = False,
    decoding: str = "quarter",
    padding: float = BOX_PADDING,
    second_crop: bool = False,
    threads: int | None = None,
) -> PoseEstimator:
    """A network from a checkpoint or safetensors file as an estimator that runs in PyTorch.

    Args:
        size: (W, H) of its input, px; None for the one it was trained with.
        flip, second_crop: see :class:`posecore.runtime.estimator.PoseEstimator`.
        decoding: see :func:`posecore.codec.decode_heatmaps`; padding: of :class:`posecore.runtime.crops.InputSpec`; both the paper's.

    Raises:
        CheckpointError: the file is missing, damaged or does not fit the network it says it is for.
    """
    model, about = open_model(path)
    if threads:
        torch.set_num_threads(threads)
    size = size or (int(about["width"]), int(about["height"]))
    skeleton = get_skeleton(str(about["skeleton"]))
    decoder = HeatmapDecoder.create(decoding, skeleton)
    return PoseEstimator(torch_forward(model), InputSpec(size, padding=padding), skeleton, decoder, flip, second_crop)


def open_model(path: Path) -> tuple[nn.Module, dict[str, Any]]:
    """The network of a checkpoint or safetensors file, in eval mode, and the :data:`DESCRIBED` settings it was trained with.

    A file that says nothing about itself is taken for the paper's network on coco17 at 256×192. Raises CheckpointError as open_network.
    """
    about = {**as_dict(Config()), **_described(path)}
    try:
        sides = int(about["height"]), int(about["width"])
        if not all(0 < side <= MAX_SIDE and side % 32 == 0 for side in sides):
            raise ValueError(f"an input of {sides[0]}×{sides[1]} px")
        model = build_model(about["model"], len(get_skeleton(about["skeleton"])), **model_options(about))
    except (ValueError, TypeError, KeyError, AttributeError, OSError) as error:
        raise CheckpointError(f"{path}: what it says about its network makes no sense ({' '.join(str(error).split())})") from None
    missing = [key for key in load_weights(model, path) if not key.endswith("num_batches_tracked")]
    if missing:
        raise CheckpointError(f"{path}: does not fit the network {about['model']} for {about['skeleton']} (no {missing[0]})")
    return model.eval(), {key: about[key] for key in DESCRIBED}


def _described(path: Path) -> dict[str, Any]:
    if path.suffix != ".safetensors":
        config = read_checkpoint(path).get("config") or {}
        if not isinstance(config, dict):
            raise CheckpointError(f"{path}: its config is no table")
        return dict(config)
    from safetensors import safe_open

    try:
        with safe_open(str(path), "pt") as file:
            return dict(file.metadata() or {})
    except Exception as error:
        raise CheckpointError(f"{path}: not a safetensors file ({error})") from None


def model_options(settings: dict[str, Any]) -> dict[str, Any]:
    """What :func:`posecore.models.build_model` takes beside the name, of the settings of a run."""
    return {key: settings[key] for key in ("backbone", "attention")} if settings["model"] == "lightpose" else {}


def torch_forward(model: nn.Module, device: torch.device | None = None) -> Forward:
    """The network as a NumPy function for PoseEstimator: (N,3,H,W) → one output (N,K,H/4,W/4); the caller puts it in eval mode."""
    target = device or torch.device("cpu")

    def forward(batch: NDArray[np.float32]) -> Outputs:
        with torch.inference_mode():
            heatmaps: Tensor = model(torch.from_numpy(np.ascontiguousarray(batch)).to(target))
        return [heatmaps.float().cpu().numpy()]

    return forward
