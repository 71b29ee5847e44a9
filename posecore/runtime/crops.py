"""Boxes → what a top-down network takes: crops of the image, normalised. One free function of an :class:`InputSpec`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from posecore.geometry import BOX_PADDING, Channels, box_to_center_scale, crop_affine, crop_image, normalise

RUN_PADDING = 1.125
"""The padding of networks in use. The paper trains and tests at 1.25; tested at this, more of the crop is the person, and the bundled
weights are more accurate, with labelled boxes and with those of the detector (see the model card)."""

Triple = tuple[float, float, float]

IMAGENET_MEAN: Triple = (0.485, 0.456, 0.406)
IMAGENET_STD: Triple = (0.229, 0.224, 0.225)


@dataclass(frozen=True)
class InputSpec:
    """What a network wants to see of a box. Hashable; travels in the ONNX file, see :mod:`posecore.runtime.metadata`.

    Attributes:
        size: (W, H) of the crop, px.
        mean, std: of the pixel values divided by 255, in the order of ``channels``; ImageNet's unless given.
        channels: ``rgb`` or ``bgr``, the order of the network's input channels.
        padding: how much larger than the box, grown to the aspect ratio of ``size``, the crop is; the default is the paper's.
        udp: the crop spans from the centre of its first pixel to that of its last, and so do heatmaps (Huang et al., The Devil Is in the
            Details: Unbiased Data Processing, CVPR 2020); networks that were trained so want to be run so.

    Raises:
        ValueError: a size or padding that is not positive, a std of 0, another order of channels.
    """

    size: tuple[int, int]
    mean: Triple = IMAGENET_MEAN
    std: Triple = IMAGENET_STD
    channels: Channels = "rgb"
    padding: float = BOX_PADDING
    udp: bool = False

    def __post_init__(self) -> None:
        if len(self.size) != 2 or min(self.size) < 1:
            raise ValueError(f"input size must be (width, height) of at least 1 px, not {self.size}")
        if not self.padding > 0:
            raise ValueError(f"padding must be positive, not {self.padding}")
        if len(self.mean) != 3 or len(self.std) != 3 or not min(self.std) > 0:
            raise ValueError(f"mean and std must be three numbers, std positive, not {self.mean} and {self.std}")
        if self.channels not in ("rgb", "bgr"):
            raise ValueError(f"channels must be rgb or bgr, not {self.channels!r}")


def preprocess(image: NDArray[np.uint8], boxes: NDArray[np.floating], spec: InputSpec) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
    """Cut out every box.

    Args:
        image: (H,W,3) BGR uint8.
        boxes: (N,4) xyxy px; N may be 0.

    Returns:
        batch (N,3,h,w) float32 and the affines image → crop (N,2,3).
    """
    width, height = spec.size
    centers, scales = box_to_center_scale(boxes, width / height, spec.padding)
    batch = np.empty((len(boxes), 3, height, width), np.float32)
    affines = np.empty((len(boxes), 2, 3))
    for i, (center, scale) in enumerate(zip(centers, scales, strict=True)):
        affines[i] = crop_affine(center, scale, spec.size)
        if spec.udp:
            affines[i] *= [[(width - 1) / width], [(height - 1) / height]]
        normalise(crop_image(image, affines[i], spec.size), batch[i], mean=spec.mean, std=spec.std, channels=spec.channels)
    return batch, affines
