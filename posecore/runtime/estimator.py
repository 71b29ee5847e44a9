"""Stage two: boxes → keypoints. Preprocess → inference → decoding, whatever runs the network."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from posecore.geometry import apply_affine, invert_affine
from posecore.runtime.crops import InputSpec, preprocess
from posecore.runtime.decoders import Decoder, Outputs, make_decoder
from posecore.runtime.metadata import PoseMetadata
from posecore.runtime.session import active_provider, open_session, run_batch
from posecore.skeletons import COCO17, Skeleton

Forward = Callable[[NDArray[np.float32]], Outputs]
"""The network: (N,3,H,W) float32 normalised crops → its outputs, such as one of heatmaps (N,K,H/4,W/4) float32."""


class PoseEstimator:
    """Top-down pose estimation of given boxes. Safe to call from several threads where ``forward`` is.

    Args:
        forward: the network.
        spec: what it wants to see of a box.
        skeleton: the joint set it predicts.
        decoder: of its outputs; None for heatmaps, decoded as in the paper.
        flip: average with the mirrored crops (paper IV-A5): twice the work, somewhat better.
    """

    def __init__(
        self, forward: Forward, spec: InputSpec, skeleton: Skeleton = COCO17, decoder: Decoder | None = None, flip: bool = False
    ) -> None:
        self.forward = forward
        self.spec = spec
        self.skeleton = skeleton
        self.decoder = decoder or make_decoder("heatmap", "quarter", skeleton)
        self.flip = flip
        self.session: onnxruntime.InferenceSession | None = None
        self._file: Path | None = None

    @classmethod
    def from_onnx(
        cls,
        path: str | Path,
        *,
        flip: bool = False,
        decoding: str | None = None,
        padding: float | None = None,
        threads: int | None = None,
        providers: Sequence[str] | None = None,
    ) -> PoseEstimator:
        """Open an exported network, which says in its metadata what it wants to see and predicts, see :mod:`posecore.runtime.metadata`.

        Args:
            path: the ``.onnx`` file, with a fixed height and width of the input.
            flip: see the class; a file with the flip test inside does it whatever ``flip`` says, and only once.
            decoding, padding: in place of what the file says; None for that.
            threads, providers: see :func:`posecore.runtime.session.open_session`.

        Raises:
            FileNotFoundError: there is no such file.
            ValueError: it is no pose network, its metadata make no sense, or its head cannot be decoded so.
        """
        session = open_session(path, threads=threads, providers=providers)
        source = session.get_inputs()[0]
        if len(source.shape) != 4 or not all(isinstance(side, int) for side in source.shape[2:]):
            raise ValueError(f"{path}: not a pose network (input {source.shape}, expected (N,3,H,W) with fixed sides)")
        height, width = source.shape[2:]
        try:
            about = PoseMetadata.from_props(session.get_modelmeta().custom_metadata_map, (int(width), int(height)))
            decoder = make_decoder(about.head, decoding or about.decoding, about.skeleton)
            spec = about.spec if padding is None else replace(about.spec, padding=padding)
        except ValueError as error:
            raise ValueError(f"{path}: {error}") from None
        shapes = [output.shape for output in session.get_outputs()]
        if not decoder.fits(shapes, len(about.skeleton)):
            raise ValueError(f"{path}: not a pose network for {about.skeleton.name} (output {', '.join(map(str, shapes))})")
        estimator = cls(_run(session), spec, about.skeleton, decoder, flip and not about.flip_fused)
        estimator.session, estimator._file = session, Path(path)
        return estimator

    @property
    def size(self) -> tuple[int, int]:
        """(W, H) of the network's input, px."""
        return self.spec.size

    def on_one_thread(self) -> PoseEstimator:
        """The same for several callers at once, each of which keeps one core busy. Itself where no CPU does the work."""
        if self.session is None or self._file is None or active_provider(self.session) != "cpu":
            return self
        session = open_session(self._file, threads=1, providers=["cpu"])
        estimator = PoseEstimator(_run(session), self.spec, self.skeleton, self.decoder, self.flip)
        estimator.session, estimator._file = session, self._file
        return estimator

    def preprocess(self, image: NDArray[np.uint8], boxes: NDArray[np.floating]) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
        """Cut out every box, see :func:`posecore.runtime.crops.preprocess`: batch (N,3,h,w) float32, affines image → crop (N,2,3)."""
        return preprocess(image, boxes, self.spec)

    def infer(self, batch: NDArray[np.float32]) -> Outputs:
        """(N,3,h,w) → the network's outputs, averaged with those of the mirrored crops where ``flip`` is on."""
        if not self.flip:
            return self.forward(batch)
        both = self.forward(np.concatenate([batch, batch[..., ::-1]]))
        count = len(batch)
        return self.decoder.merge_flipped([o[:count] for o in both], [o[count:] for o in both], self.skeleton.flip_indices)

    def decode(self, outputs: Outputs, affines: NDArray[np.float64]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Outputs of N crops and their affines (N,2,3) → keypoints (N,K,2) float32 px of the image, scores (N,K) float32 in [0,1]."""
        points, scores = self.decoder(outputs, self.spec)
        for i, affine in enumerate(affines):
            points[i] = apply_affine(invert_affine(affine), points[i])
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
        batch, affines = self.preprocess(image, boxes)
        return self.decode(self.infer(batch), affines)


def _run(session: onnxruntime.InferenceSession) -> Forward:
    def forward(batch: NDArray[np.float32]) -> Outputs:
        return run_batch(session, batch)

    return forward
