"""The person detector: a YOLO head of ultralytics on MobileNetV3-large features, one class.

The features (Howard et al. 2019, as in torchvision) come pretrained, which is most of what a short training needs. A small path aggregation
neck and ultralytics' anchor-free head, with ReLU, which ONNX Runtime folds into the convolutions, keep it at 3.7 M parameters.
"""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import torch
from ultralytics.nn.tasks import DetectionModel

NAME = "lightpose-person.yaml"
"""The name under which ultralytics' trainer asks for :data:`NETWORK`."""

NETWORK: dict[str, Any] = {
    "nc": 1,
    "reg_max": 10,
    "activation": "torch.nn.ReLU()",
    "backbone": [
        [-1, 1, "TorchVision", [960, "mobilenet_v3_large", "None", True, 2, True]],
        [0, 1, "Index", [40, 7]],
        [0, 1, "Index", [112, 13]],
        [0, 1, "Index", [960, 17]],
        [-1, 1, "Conv", [128, 1, 1]],
        [-1, 1, "SPPF", [128, 5]],
    ],
    "head": [
        [-1, 1, "nn.Upsample", ["None", 2, "nearest"]],
        [[-1, 2], 1, "Concat", [1]],
        [-1, 1, "C3k2", [96, False]],
        [-1, 1, "nn.Upsample", ["None", 2, "nearest"]],
        [[-1, 1], 1, "Concat", [1]],
        [-1, 1, "C3k2", [64, False]],
        [-1, 1, "Conv", [64, 3, 2]],
        [[-1, 8], 1, "Concat", [1]],
        [-1, 1, "C3k2", [96, False]],
        [-1, 1, "Conv", [96, 3, 2]],
        [[-1, 5], 1, "Concat", [1]],
        [-1, 1, "C3k2", [128, False]],
        [[11, 14, 17], 1, "Detect", ["nc"]],
    ],
}
"""ultralytics' own notation: [from, repeats, module, arguments]. Layer 0 gives all features, layers 1 to 3 pick strides 8, 16 and 32;
``reg_max`` 10 lets a box side lie up to 9 cells from its anchor, 288 px at stride 32."""

IMAGENET_MEAN, IMAGENET_STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)


def build_network(backbone: Path | None = None) -> DetectionModel:
    """The network, new, with pretrained features where a file is given (see :func:`load_backbone`). Input (N,3,H,W) RGB in [0,1]."""
    model = DetectionModel(deepcopy(NETWORK), ch=3, nc=1, verbose=False)
    if backbone:
        load_backbone(model, backbone)
    return model


def load_backbone(model: DetectionModel, path: Path) -> None:
    """Put ``mobilenet_v3_large().features`` weights (safetensors) into layer 0 of :data:`NETWORK`.

    The weights expect ImageNet-normalised RGB and ultralytics feeds RGB in [0,1], so the normalisation is folded into the first
    convolution and its batch norm; only the border, padded with black instead of the mean colour, differs.

    Raises:
        FileNotFoundError: no such file.
        ValueError: the file holds another network's weights.
    """
    from safetensors.torch import load_file

    weights = {k: v.float() for k, v in load_file(path).items()}
    try:
        mean, std = (torch.tensor(v).view(1, 3, 1, 1) for v in (IMAGENET_MEAN, IMAGENET_STD))
        first = weights["0.0.weight"] / std
        weights["0.1.running_mean"] = weights["0.1.running_mean"] + (first * mean).sum(dim=(1, 2, 3))
        weights["0.0.weight"] = first
        layers: Any = model.model
        missing, unexpected = layers[0].m.load_state_dict(weights, strict=False)
    except (KeyError, RuntimeError) as e:
        raise ValueError(f"{path}: not the features of mobilenet_v3_large ({type(e).__name__})") from e
    if unexpected or any(not k.endswith("num_batches_tracked") for k in missing):
        raise ValueError(f"{path}: not the features of mobilenet_v3_large (missing {missing[:3]}, unexpected {unexpected[:3]})")
