"""Samples → tensors, and the order in which a run sees them."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.data import Dataset, Sampler

from posecore.codec import STRIDE, encode_heatmaps, within_reach
from posecore.data.augment import NO_AUGMENTATION, Augmentation, disturb, draw_geometry
from posecore.data.clutter import edge_window, inside, paste_neighbour
from posecore.data.images import read_labelled
from posecore.data.samples import TEACHER, Sample
from posecore.geometry import apply_affine, crop_affine, crop_image, normalise
from posecore.skeletons import Skeleton

USUAL_JOINTS = 12
"""About as many joints of a person are labelled on average in COCO."""

_MOST = 3.0
"""People with few labelled joints count at most this many times as much as by their joints."""


class Crop(NamedTuple):
    """One augmented sample before it becomes tensors.

    Attributes:
        image: (H,W,3) BGR uint8.
        keypoints: (K,2) float32 xy px, crop frame.
        visibility: (K,) as in :class:`posecore.data.samples.Sample`; negative for joints that the image's edge has cut off.
        confidence: (K,) float32 in [0,1] of the joints' labels, None where the file does not tell.
    """

    image: NDArray[np.uint8]
    keypoints: NDArray[np.float32]
    visibility: NDArray[np.float32]
    confidence: NDArray[np.float32] | None


class Key(NamedTuple):
    """What a sample is asked for by.

    Attributes:
        position: of the sample.
        seed: decides the augmentation.
        small: a crop of the smaller size.
    """

    position: int
    seed: int = 0
    small: bool = False


class PoseDataset(Dataset[dict[str, Tensor]]):
    """Crops with heatmap targets. An item is a dict of tensors:

    ``image`` (3,H,W) float32, ``target`` (K,H/4,W/4) float32, ``weight`` (K,) float32 and ``index`` () int64, the sample's position.
    A joint that the image's edge has cut off has an empty target that counts, so that the network learns not to see it.

    Items are asked for by :class:`Key`: the seed alone decides the augmentation, so workers and resumed runs draw the same.

    Args:
        samples: the people.
        skeleton: their joint set.
        size: (W, H) of the crops, multiples of 32.
        augmentation: what to draw; none by default.
        sigma: of the Gaussian targets, heatmap pixels.
        unsure_weight: weight of joints with visibility 1; sure ones have 1.
        teacher_weight: factor on the weight of samples whose label does not come from a human.
        unlabelled_weight: weight of an empty target for joints that are not labelled or lie outside the crop, so that the network gives
            them low scores; with 0, the paper's way, it learns nothing of them.
        balance: 0, the paper's way: a person counts by the number of joints that have a target; 1: each person counts the same, as in OKS
            AP, but at most three times as much as by its joints. Numbers between are powers of that factor.
        small_size: (W, H) of the crops of small batches (:class:`EpochSampler`), multiples of 32.

    The weight multiplies heatmap and target within the squared error (:class:`posecore.losses.HeatmapWeightingLoss`). Where a sample has a
    ``confidence``, it replaces ``unsure_weight`` and ``teacher_weight``: the weight is its square root, the error is weighed by itself.
    """

    def __init__(
        self,
        samples: Sequence[Sample],
        skeleton: Skeleton,
        size: tuple[int, int],
        augmentation: Augmentation = NO_AUGMENTATION,
        sigma: float = 2.0,
        unsure_weight: float = 1.0,
        teacher_weight: float = 1.0,
        unlabelled_weight: float = 0.0,
        balance: float = 0.0,
        small_size: tuple[int, int] = (128, 192),
    ) -> None:
        self.samples = samples
        self.skeleton = skeleton
        self.size = size
        self.augmentation = augmentation
        self.sigma = sigma
        self.unsure_weight = unsure_weight
        self.teacher_weight = teacher_weight
        self.unlabelled_weight = unlabelled_weight
        self.balance = balance
        self.small_size = small_size

    def __len__(self) -> int:
        return len(self.samples)

    def crop_size(self, small: bool) -> tuple[int, int]:
        """(W, H) of the crops and of the small ones, px."""
        return self.small_size if small else self.size

    def crop(self, position: int, seed: int, small: bool = False) -> Crop:
        """The augmented crop of a sample, see :class:`Key`. Raises OSError for a broken image.

        Joints that the image's edge has cut off have their visibility with a minus: it is known that they are not to be seen.
        """
        sample = self.samples[position]
        rng = np.random.default_rng(seed)
        image = read_labelled(sample)
        box, points, visibility, confidence = sample.box, sample.keypoints, sample.visibility, sample.confidence
        width, height = size = self.crop_size(small)
        stays_sharp = box[3] - box[1] >= height
        if rng.random() < self.augmentation.edge * (2 if stays_sharp else 1):
            window = edge_window(box, points, visibility, (image.shape[1], image.shape[0]), rng)
            image = image[window[1] : window[3], window[0] : window[2]]
            visibility = np.where(inside(points, window), visibility, -visibility)
            box, points = np.clip(box, np.tile(window[:2], 2), np.tile(window[2:], 2)) - np.tile(window[:2], 2), points - window[:2]
        drawn = draw_geometry(box, points, visibility, width / height, self.skeleton, self.augmentation, rng)
        matrix = crop_affine(drawn.center, drawn.scale, size, drawn.rotation)
        if drawn.flip:
            matrix = np.asarray([[-1.0, 0, width - 1], [0, 1, 0]]) @ np.vstack([matrix, [0, 0, 1]])
        crop = crop_image(image, matrix, size)
        points = apply_affine(matrix, points).astype(np.float32)
        if drawn.flip:
            order = self.skeleton.flip_indices
            points, visibility = points[order], visibility[order]
            confidence = None if confidence is None else confidence[order]

        if rng.random() < self.augmentation.neighbour:
            other = self.samples[int(rng.integers(len(self.samples)))]
            crop, visibility = paste_neighbour(
                crop, points, visibility, read_labelled(other), other.keypoints, other.visibility, self.skeleton, rng
            )

        def occluder() -> NDArray[np.uint8]:
            return read_labelled(self.samples[int(rng.integers(len(self.samples)))])

        return Crop(disturb(crop, self.augmentation, rng, occluder), points, visibility, confidence)

    def __getitem__(self, asked: int | tuple[int, int] | Key) -> dict[str, Tensor]:
        key = Key(*asked) if isinstance(asked, tuple) else Key(asked)
        position, width, height = key.position, *self.crop_size(key.small)
        try:
            crop = self.crop(*key)
        except OSError as error:
            warnings.warn(f"left out: {error}", stacklevel=2)
            return self._nothing(width, height)
        heatmap_size = width // STRIDE, height // STRIDE
        weights = self._label_weights(crop, self.samples[position].source)
        cut_off = crop.visibility < 0
        absent = (crop.visibility == 0) | ~within_reach(crop.keypoints / STRIDE, heatmap_size, self.sigma)
        target, _ = encode_heatmaps(crop.keypoints / STRIDE, np.where(cut_off, 0, weights), heatmap_size, self.sigma)
        shown = int((~absent & ~cut_off & (weights > 0)).sum())
        weights = weights * np.float32(min(USUAL_JOINTS / max(shown, 1), _MOST) ** (self.balance / 2))  # the loss has its square
        weight = np.where(absent & ~cut_off, np.float32(self.unlabelled_weight), weights)
        return {
            "image": torch.from_numpy(normalise(crop.image)),
            "target": torch.from_numpy(target),
            "weight": torch.from_numpy(weight),
            "index": torch.tensor(position),
        }

    def _label_weights(self, crop: Crop, source: str) -> NDArray[np.float32]:
        """(K,) float32: how much each joint's label counts, 0 where there is none, wherever it lies."""
        sureness = np.abs(crop.visibility)
        if crop.confidence is not None:
            return np.where(sureness > 0, np.sqrt(crop.confidence), 0).astype(np.float32)
        weights = np.where(sureness >= 2, 1.0, np.where(sureness > 0, self.unsure_weight, 0.0)).astype(np.float32)
        return weights * np.float32(self.teacher_weight) if source == TEACHER else weights

    def _nothing(self, width: int, height: int) -> dict[str, Tensor]:
        """An item without weight, in place of a person whose image is broken; its index is -1."""
        joints = len(self.skeleton)
        return {
            "image": torch.zeros(3, height, width),
            "target": torch.zeros(joints, height // STRIDE, width // STRIDE),
            "weight": torch.zeros(joints),
            "index": torch.tensor(-1),
        }


class EpochSampler(Sampler[Key]):
    """The order of one epoch, a pure function of (run seed, epoch), so a run can resume in the middle.

    Args:
        repeats: (S,) how often each sample stands in an epoch; a fraction is drawn.
        seed: of the run.
        rank, world_size: this process takes rows rank, rank + world_size, … of each group; the global batches do not depend on the number
            of processes.
        small_share: share of the batches whose crops are small.
    """

    def __init__(
        self, repeats: NDArray[np.floating], seed: int, batch_size: int, rank: int = 0, world_size: int = 1,
        small_share: float = 0.0,
    ) -> None:  # fmt: skip
        self.repeats = np.asarray(repeats, np.float64)
        self.seed = seed
        self.batch_size = batch_size
        self.rank = rank
        self.world_size = world_size
        self.small_share = small_share
        self.epoch = 0
        self.start_batch = 0

    def order(self) -> list[Key]:
        """All keys of the epoch, before they are split between processes: whole global batches."""
        rng = np.random.default_rng([self.seed, self.epoch])
        counts = np.floor(self.repeats + rng.random(len(self.repeats))).astype(np.int64)
        positions = rng.permutation(np.repeat(np.arange(len(counts)), counts))
        seeds = rng.integers(0, 2**62, len(positions))
        chosen = np.resize(np.arange(len(positions)), self.batches * self.batch_size * self.world_size)
        small = np.repeat(rng.random(self.batches) < self.small_share, self.batch_size * self.world_size)
        return [Key(int(positions[i]), int(seeds[i]), bool(less)) for i, less in zip(chosen, small, strict=True)]

    @property
    def batches(self) -> int:
        """Batches of this process in a full epoch."""
        return max(int(self.repeats.sum()) // (self.batch_size * self.world_size), 1)

    def __iter__(self) -> Iterator[Key]:
        order = self.order()
        for batch in range(self.start_batch, self.batches):
            first = (batch * self.world_size + self.rank) * self.batch_size
            yield from order[first : first + self.batch_size]

    def __len__(self) -> int:
        return (self.batches - self.start_batch) * self.batch_size
