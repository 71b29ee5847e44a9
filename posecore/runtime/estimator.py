"""Stage two: boxes → keypoints. Preprocess → inference → postprocess, whatever runs the network."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from posecore.codec import STRIDE, decode_heatmaps, merge_flipped
from posecore.geometry import BOX_PADDING, apply_affine, box_to_center_scale, crop_affine, crop_image, invert_affine, normalise
from posecore.runtime.session import active_provider, open_session
from posecore.skeletons import COCO17, Skeleton, get_skeleton

Forward = Callable[[NDArray[np.float32]], NDArray[np.float32]]
"""(N,3,H,W) float32 normalised RGB → (N,K,H/4,W/4) float32 heatmaps."""


class PoseEstimator:
    """Top-down pose estimation of given boxes.

    Args:
        forward: the network.
        size: (W, H) of its input, px.
        skeleton: the joint set it predicts.
        flip: average with the mirrored crops (paper IV-A5): twice the work, somewhat better.
        decoding: see :func:`posecore.codec.decode_heatmaps`.
        padding: how much larger than the box its crop is, see :func:`posecore.geometry.box_to_center_scale`; the default is the paper's.
    """

    def __init__(
        self,
        forward: Forward,
        size: tuple[int, int],
        skeleton: Skeleton = COCO17,
        flip: bool = False,
        decoding: str = "quarter",
        padding: float = BOX_PADDING,
    ) -> None:
        self.forward = forward
        self.size = size
        self.skeleton = skeleton
        self.flip = flip
        self.decoding = decoding
        self.padding = padding
        self.session: onnxruntime.InferenceSession | None = None
        self._file: Path | None = None

    @classmethod
    def from_onnx(
        cls,
        path: str | Path,
        *,
        flip: bool = False,
        decoding: str = "quarter",
        padding: float = BOX_PADDING,
        threads: int | None = None,
        providers: Sequence[str] | None = None,
    ) -> PoseEstimator:
        """Open an exported network; input size comes from the model, the joint set from its metadata (``lightpose.skeleton``).

        A file that was exported with the flip test inside (``lightpose.flip`` is ``fused``) does it whatever ``flip`` says, and only once.

        Raises FileNotFoundError or ValueError for a file that is missing or is no pose network.
        """
        session = open_session(path, threads=threads, providers=providers)
        source = session.get_inputs()[0]
        if len(source.shape) != 4 or not all(isinstance(side, int) for side in source.shape[2:]):
            raise ValueError(f"{path}: not a pose network (input {source.shape}, expected (N,3,H,W) with fixed sides)")
        height, width = source.shape[2:]
        about = session.get_modelmeta().custom_metadata_map
        skeleton = get_skeleton(about.get("lightpose.skeleton", "coco17"))
        flip = flip and about.get("lightpose.flip") != "fused"
        output = session.get_outputs()[0]
        if len(output.shape) != 4 or (isinstance(output.shape[1], int) and output.shape[1] != len(skeleton)):
            raise ValueError(f"{path}: not a pose network for {skeleton.name} (output {output.shape})")

        def forward(batch: NDArray[np.float32]) -> NDArray[np.float32]:
            return np.asarray(session.run([output.name], {source.name: batch})[0])

        estimator = cls(forward, (int(width), int(height)), skeleton, flip, decoding, padding)
        estimator.session, estimator._file = session, Path(path)
        return estimator

    def on_one_thread(self) -> PoseEstimator:
        """The same for several callers at once, each of which keeps one core busy. Itself where no CPU does the work."""
        if self.session is None or self._file is None or active_provider(self.session) != "cpu":
            return self
        return self.from_onnx(self._file, flip=self.flip, decoding=self.decoding, padding=self.padding, threads=1, providers=["cpu"])

    def preprocess(self, image: NDArray[np.uint8], boxes: NDArray[np.floating]) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
        """Cut out every box.

        Args:
            image: (H,W,3) BGR uint8.
            boxes: (N,4) xyxy px.

        Returns:
            batch (N,3,h,w) float32 and the affines image → crop (N,2,3).
        """
        width, height = self.size
        centers, scales = box_to_center_scale(boxes, width / height, self.padding)
        batch = np.empty((len(boxes), 3, height, width), np.float32)
        matrices = np.empty((len(boxes), 2, 3))
        for i, (center, scale) in enumerate(zip(centers, scales, strict=True)):
            matrices[i] = crop_affine(center, scale, self.size)
            normalise(crop_image(image, matrices[i], self.size), out=batch[i])
        return batch, matrices

    def heatmaps(self, batch: NDArray[np.float32]) -> NDArray[np.float32]:
        """(N,3,h,w) → (N,K,h/4,w/4), averaged with the mirrored crops where ``flip`` is on."""
        if not self.flip:
            return self.forward(batch)
        both = self.forward(np.concatenate([batch, batch[..., ::-1]]))
        return merge_flipped(both[: len(batch)], both[len(batch) :], self.skeleton.flip_indices).astype(np.float32)

    def postprocess(self, heatmaps: NDArray[np.float32], matrices: NDArray[np.float64]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Heatmaps (N,K,h,w) and affines (N,2,3) → keypoints (N,K,2) float32 px of the image, scores (N,K) float32 in [0,1]."""
        points, scores = decode_heatmaps(heatmaps, self.decoding, self.skeleton.sigmas)
        for i, matrix in enumerate(matrices):
            points[i] = apply_affine(invert_affine(matrix), points[i] * STRIDE)
        return points, scores

    def __call__(self, image: NDArray[np.uint8], boxes: NDArray[np.floating]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """All people of a frame in one batch.

        Args:
            image: (H,W,3) BGR uint8.
            boxes: (N,4) xyxy px; N may be 0.

        Returns:
            keypoints (N,K,2) float32 xy px of the image, scores (N,K) float32 in [0,1].
        """
        boxes = np.asarray(boxes, np.float64).reshape(-1, 4)
        if not len(boxes):
            return np.zeros((0, len(self.skeleton), 2), np.float32), np.zeros((0, len(self.skeleton)), np.float32)
        batch, matrices = self.preprocess(image, boxes)
        return self.postprocess(self.heatmaps(batch), matrices)
