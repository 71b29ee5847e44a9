"""Stage two: boxes → keypoints. Preprocess → inference → decoding, whatever runs the network."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from posecore.geometry import apply_affine, invert_affine
from posecore.runtime.beside import file_props
from posecore.runtime.crops import InputSpec, preprocess
from posecore.runtime.decoders import Decoder, Outputs, make_decoder
from posecore.runtime.feeding import Feeder
from posecore.runtime.openvino_session import OpenVinoSession
from posecore.runtime.recognise import describe_pose
from posecore.runtime.second_crop import merge_second, second_crops
from posecore.runtime.session import Session, active_provider, open_session
from posecore.skeletons import COCO17, Skeleton

Forward = Callable[[NDArray[np.float32]], Outputs]
"""The network: (N,3,H,W) float32 normalised crops → its outputs, such as one of heatmaps (N,K,H/4,W/4) float32."""


@dataclass
class CropCount:
    """Crops that were seen: first ones, and second ones of the same boxes."""

    first: int = 0
    second: int = 0


class PoseEstimator:
    """Top-down pose estimation of given boxes. Safe to call from several threads where ``forward`` is.

    Args:
        forward: the network.
        spec: what it wants to see of a box.
        skeleton: the joint set it predicts.
        decoder: of its outputs; None for heatmaps, decoded as in the paper.
        flip: average with the mirrored crops (paper IV-A5): twice the work, somewhat better.
        second_crop: crop again, larger, where a joint leans on the edge of the crop (:mod:`posecore.runtime.second_crop`).

    Attributes:
        crops: how many crops were seen so far, first and second ones; approximate where several threads call.
    """

    def __init__(
        self,
        forward: Forward,
        spec: InputSpec,
        skeleton: Skeleton = COCO17,
        decoder: Decoder | None = None,
        flip: bool = False,
        second_crop: bool = True,
    ) -> None:
        self.forward = forward
        self.spec = spec
        self.skeleton = skeleton
        self.decoder = decoder or make_decoder("heatmap", "quarter", skeleton)
        self.flip = flip
        self.second_crop = second_crop
        self.crops = CropCount()
        self.session: Session | None = None
        self._file: Path | None = None

    @classmethod
    def from_onnx(
        cls,
        path: str | Path,
        *,
        flip: bool = False,
        second_crop: bool = True,
        decoding: str | None = None,
        padding: float | None = None,
        skeleton: str | None = None,
        threads: int | None = None,
        providers: Sequence[str] | None = None,
    ) -> PoseEstimator:
        """Open an exported network, which says in its metadata what it wants to see and predicts, see :mod:`posecore.runtime.metadata`.

        Args:
            path: the ``.onnx`` file: heatmaps, SimCC or coordinates, see :mod:`posecore.runtime.recognise`; a TOML beside it
                (:mod:`posecore.runtime.beside`) says what the file does not.
            second_crop: see the class.
            flip: see the class; a file with the flip test inside does it whatever ``flip`` says, and only once.
            decoding: of heatmaps, in place of what the file says; None for that. Other heads have but one. Joint scores that the file has
                fitted (``lightpose.scores``) belong to its own decoding; with another one they are the heights of the heatmaps.
            padding: in place of what the file says; None for that.
            skeleton: joint set in place of what the file says: a name or a ``.toml`` file; None for that.
            threads, providers: see :func:`posecore.runtime.session.open_session`.

        Raises:
            FileNotFoundError: there is no such file.
            ValueError: it is no pose network, its metadata make no sense, or its head cannot be decoded so.
        """
        session = open_session(path, threads=threads, providers=providers)
        try:
            feeder = Feeder(session)
            props = file_props(path, session.get_modelmeta().custom_metadata_map, skeleton)
            about = describe_pose(feeder, props)
            method = decoding if decoding and about.head == "heatmap" else about.decoding
            scores = about.scores if method == about.decoding else None
            decoder = make_decoder(about.head, method, about.skeleton, scores)
            spec = about.spec if padding is None else replace(about.spec, padding=padding)
        except ValueError as error:
            raise ValueError(f"{path}: {error}") from None
        shapes = feeder.shapes(spec.size)
        if not decoder.fits(shapes, len(about.skeleton)):
            raise ValueError(f"{path}: not a pose network for {about.skeleton.name} (output {', '.join(map(str, shapes))})")
        estimator = cls(feeder, spec, about.skeleton, decoder, flip and not about.flip_fused, second_crop)
        estimator.session, estimator._file = session, Path(path)
        return estimator

    @property
    def provider(self) -> str:
        """Short name of the execution provider, such as ``cpu``."""
        return active_provider(self.session) if self.session is not None else "cpu"

    @property
    def _on_cpu(self) -> bool:
        return isinstance(self.session, OpenVinoSession) or self.provider == "cpu"

    @property
    def threads(self) -> int:
        """How many threads of the CPU a run may use; 1 where no CPU does the work."""
        return self.session.get_session_options().intra_op_num_threads if self.session is not None and self._on_cpu else 1

    @property
    def size(self) -> tuple[int, int]:
        """(W, H) of the network's input, px."""
        return self.spec.size

    def on_one_thread(self) -> PoseEstimator:
        """The same for several callers at once, each of which keeps one core busy. Itself where no CPU does the work."""
        if self.session is None or self._file is None or not self._on_cpu:
            return self
        own = self.session
        session = own.on_one_thread() if isinstance(own, OpenVinoSession) else open_session(self._file, threads=1, providers=["cpu"])
        estimator = PoseEstimator(Feeder(session), self.spec, self.skeleton, self.decoder, self.flip, self.second_crop)
        estimator.crops = self.crops
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
        return self.decoder.merge_flipped([o[:count] for o in both], [o[count:] for o in both], self.skeleton.flip_indices, self.spec)

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
        points, scores = self.decode(self.infer(batch), affines)
        self.crop_again([image] * len(boxes), boxes, affines, points, scores)
        return points, scores

    def crop_again(
        self,
        images: Sequence[NDArray[np.uint8]],
        boxes: NDArray[np.floating],
        affines: NDArray[np.float64],
        points: NDArray[np.float32],
        scores: NDArray[np.float32],
    ) -> None:
        """Crop again where a joint leans on the edge of its crop, all of them in one batch; mends ``points`` and ``scores`` in place.

        Does nothing where ``second_crop`` is off.

        Args:
            images: N times (H,W,3) BGR uint8.
            boxes, affines: (N,4) xyxy px and (N,2,3) of the first crops.
            points, scores: (N,K,2) px of the image and (N,K), found in them.
        """
        self.crops.first += len(boxes)
        if not self.second_crop or not len(boxes):
            return
        sizes = np.asarray([(image.shape[1], image.shape[0]) for image in images], np.float64)
        again = second_crops(boxes, points, scores, affines, self.size, sizes)
        if not len(again.rows):
            return
        self.crops.second += len(again.rows)
        parts = [self.preprocess(images[row], box[None]) for row, box in zip(again.rows, again.boxes, strict=True)]
        outputs = self.infer(np.concatenate([batch for batch, _ in parts]))
        merge_second(points, scores, again, *self.decode(outputs, np.concatenate([found for _, found in parts])))
