"""Go on training from an exported detector: its batch norms, which export folds into the convolutions, are split off again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from posecore.data.images import read_image
from posecore.runtime.detectors.letterbox import letterbox, to_input

_CASTS = {"Cast", "Identity"}


def restart(model: nn.Module, exported: Path, images: Sequence[Path], size: int = 320) -> None:
    """Give ``model`` the weights of a file that :func:`posecore.training.detector.export.export_onnx` wrote for the same network.

    A convolution and its folded batch norm become a convolution and a batch norm whose statistics are those of ``images``: the function
    is the exported one, and stays about that when training counts the statistics of its batches.

    Args:
        model: built new; its parameters and buffers are changed in place.
        exported: the ``.onnx`` file.
        images: some dozens, to measure the statistics on.
        size: side of the square they are fitted into, px.

    Raises:
        ValueError: the file holds another network.
    """
    feed = torch.cat([_read_input(path, size) for path in images])
    order, norms = _walk(model, feed[:1])
    weights = convolution_weights(exported)
    if [tuple(conv.weight.shape) for conv in order] != [weight.shape for weight, _ in weights]:
        raise ValueError(f"{exported}: not an exported detector of this network; give the .pt checkpoint, or another file")
    with torch.no_grad():
        for conv, (weight, bias) in zip(order, weights, strict=True):
            conv.weight.copy_(torch.from_numpy(weight))
            norm = norms.get(conv)
            if norm is None:
                if conv.bias is not None:
                    conv.bias.copy_(torch.from_numpy(bias))
            else:
                norm.running_mean.zero_()  # type: ignore[union-attr]
                norm.running_var.fill_(1 - norm.eps)  # type: ignore[union-attr]
                norm.weight.fill_(1.0)
                norm.bias.copy_(torch.from_numpy(bias))
        for norm, (mean, variance) in _statistics(model, norms, feed).items():
            norm.bias.add_(mean)
            norm.weight.copy_((variance + norm.eps).sqrt())
            norm.running_mean.copy_(mean)  # type: ignore[union-attr]
            norm.running_var.copy_(variance)  # type: ignore[union-attr]


def convolution_weights(exported: Path) -> list[tuple[NDArray[np.float32], NDArray[np.float32]]]:
    """Weight (O,I,h,w) and bias (O,) of every convolution of an ONNX file, in the order they run."""
    graph = onnx.load(str(exported)).graph
    tensors = {t.name: onnx.numpy_helper.to_array(t) for t in graph.initializer}
    for node in graph.node:
        if node.op_type in _CASTS and node.input[0] in tensors:
            tensors[node.output[0]] = tensors[node.input[0]]
    found = []
    for node in graph.node:
        if node.op_type == "Conv" and node.input[1] in tensors:
            weight = tensors[node.input[1]].astype(np.float32)
            bias = tensors[node.input[2]].astype(np.float32) if len(node.input) > 2 else np.zeros(len(weight), np.float32)
            found.append((weight, bias))
    return found


def _walk(model: nn.Module, feed: Tensor) -> tuple[list[nn.Conv2d], dict[nn.Conv2d, nn.BatchNorm2d]]:
    """Trainable convolutions in the order they run, and the batch norm behind each, if any."""
    order: list[nn.Conv2d] = []
    norms: dict[nn.Conv2d, nn.BatchNorm2d] = {}
    made: dict[int, tuple[nn.Conv2d, Tensor]] = {}

    def note(module: nn.Module, given: tuple[Tensor, ...], output: Tensor) -> None:
        if isinstance(module, nn.Conv2d):
            order.append(module)
            made[id(output)] = module, output
        elif isinstance(module, nn.BatchNorm2d) and id(given[0]) in made:
            norms[made[id(given[0])][0]] = module

    _hooked(model, note, feed)
    return order, norms


def _statistics(
    model: nn.Module, norms: dict[nn.Conv2d, nn.BatchNorm2d], feed: Tensor, batch: int = 16
) -> dict[nn.BatchNorm2d, tuple[Tensor, Tensor]]:
    """Mean and variance (C,) of what each batch norm is given."""
    sums: dict[nn.Module, tuple[int, Tensor, Tensor]] = {}
    wanted = set(norms.values())

    def add(module: nn.Module, given: tuple[Tensor, ...], output: Tensor) -> None:
        if module in wanted:
            x = given[0].double()
            count, total, squares = sums.get(module, (0, torch.zeros(1), torch.zeros(1)))
            count += x.numel() // x.shape[1]
            sums[module] = count, total + x.sum(dim=(0, 2, 3)), squares + x.square().sum(dim=(0, 2, 3))

    _hooked(model, add, *feed.split(batch))
    result = {}
    for norm in wanted:
        count, total, squares = sums[norm]
        mean = total / count
        result[norm] = mean.float(), (squares / count - mean.square()).clamp_min(1e-6).float()
    return result


def _hooked(model: nn.Module, hook: Any, *feeds: Tensor) -> None:
    """Run ``feeds`` through the model in evaluation mode with ``hook`` behind every module."""
    was_training = model.training
    handles = [module.register_forward_hook(hook) for module in model.modules() if isinstance(module, nn.Conv2d | nn.BatchNorm2d)]
    model.eval()
    try:
        with torch.inference_mode():
            for feed in feeds:
                model(feed)
    finally:
        model.train(was_training)
        for handle in handles:
            handle.remove()


def _read_input(path: Path, size: int) -> Tensor:
    """(1,3,size,size) float32 RGB in [0,1]. Raises OSError for a file that is no image."""
    return torch.from_numpy(to_input(letterbox(read_image(path), (size, size))[0]))
