"""Both stages on one frame: detector → boxes → pose network → People."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from posecore.oks import PLAIN, oks_nms, pose_confidence
from posecore.people import People
from posecore.runtime.detectors import Detector, open_detector
from posecore.runtime.estimator import PoseEstimator
from posecore.runtime.session import active_provider, best_provider, fast_integers
from posecore.runtime.weights import find_weights, has_weights
from posecore.skeletons import Skeleton

DOUBTFUL = 0.25
"""Mean score of the better half of the joints below which a box holds nobody: flags and shadows that the detector takes for people."""

FAINT = 0.08
"""Box score from which somebody may be there if the pose is plain (:data:`posecore.oks.PLAIN`). On val that finds 60 instead of 56 % of
COCO's people (in two sizes 67 instead of 63 %), and of all that is found 67 instead of 68 % (57 instead of 59 %) is labelled."""

SAME = 0.7
"""OKS above which two poses are one person's. The paper's 0.9 leaves many people with two."""


class Pipeline:
    """Detector and pose network together; :func:`load` makes one. Calling it with a frame gives the :class:`People` on it.

    Each frame stands alone: no tracking, no smoothing (see posecore.tracking for those), ``ids`` are -1.

    Args:
        threshold: boxes that score less are faint: they count where the pose in them is plain. None: the detector's own, which leaves none.
        thorough: look into faint boxes in every call; else only who uses :meth:`detect` does.
    """

    def __init__(self, detector: Detector, estimator: PoseEstimator, threshold: float | None = None, thorough: bool = False) -> None:
        self.detector = detector
        self.estimator = estimator
        self.threshold = detector.threshold if threshold is None else threshold
        self.thorough = thorough

    @property
    def skeleton(self) -> Skeleton:
        """The joint set of the results."""
        return self.estimator.skeleton

    @property
    def provider(self) -> str:
        """Where the pose network runs, such as ``cpu`` or ``cuda``."""
        return active_provider(self.estimator.session) if self.estimator.session is not None else "cpu"

    def detect(self, frame: NDArray[np.uint8]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """The detector alone: (H,W,3) BGR uint8 → boxes (N,4) float32 xyxy px, scores (N,) float32, best first, faint ones too."""
        return self.detector(frame)

    def pose(self, frame: NDArray[np.uint8], boxes: NDArray[np.floating]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """The pose network alone, on given boxes, all in one batch.

        Args:
            frame: (H,W,3) BGR uint8.
            boxes: (N,4) xyxy px; N may be 0.

        Returns:
            keypoints (N,K,2) float32 xy px, scores (N,K) float32 in [0,1].
        """
        return self.estimator(frame, boxes)

    def __call__(self, frame: NDArray[np.uint8]) -> People:
        """(H,W,3) BGR uint8 → the people on it, best first; empty where nobody is found. Raises ValueError for another kind of array."""
        boxes, scores = self.detect(frame)
        if not self.thorough:
            sure = scores >= self.threshold
            boxes, scores = boxes[sure], scores[sure]
        keypoints, keypoint_scores = self.pose(frame, boxes)
        people = People.build(boxes, scores, keypoints, keypoint_scores, skeleton=self.skeleton)
        people = people[pose_confidence(people.keypoint_scores) >= np.where(people.scores >= self.threshold, DOUBTFUL, PLAIN)]
        return oks_nms(people, SAME) if self.skeleton.sigmas else people


def load(
    detector: str | Path | None = None,
    pose: str | Path | None = None,
    *,
    threads: int | None = None,
    threshold: float | None = None,
    providers: Sequence[str] | None = None,
    precision: str | None = None,
    flip: bool = False,
    decoding: str | None = None,
    padding: float | None = None,
    thorough: bool = False,
) -> Pipeline:
    """Load both networks.

    Args:
        detector: None for the bundled person detector, an ONNX file, or an ultralytics model name or path (needs ``lightpose[train]``).
        pose: None for the bundled pose network, ``fp32`` or ``int8`` for that one of the bundled ones, or an ONNX file that
            ``lightpose export`` wrote.
        threads: CPU threads of each network, None for a good default.
        threshold: detector score below which nobody is reported. None: the detector's own, or :data:`FAINT` for who is followed through a
            video, and for photos if ``thorough``, where the pose leaves no doubt.
        providers: ONNX Runtime execution providers by short name, None for the best there are.
        precision: ``fp32`` or ``int8`` of the bundled pose network, None for the faster one here (see :func:`default_precision`).
        flip: average each pose with that of the mirrored crop; twice the work.
        decoding: ``oks``, ``dark``, ``quarter`` or ``none``, see :func:`posecore.codec.decode_heatmaps`; None for what the file says.
        padding: how much larger than its box a crop is; None for what the file says.
        thorough: have the bundled detector look at each picture in two sizes, which finds more people and takes three times as long; for
            photos, not for cameras.

    Raises:
        FileNotFoundError, ValueError: a file is missing or is not such a network. ImportError: the detector needs ultralytics.
    """
    network = choose_pose(pose, precision, providers)
    estimator = PoseEstimator.from_onnx(network, flip=flip, decoding=decoding, padding=padding, threads=threads, providers=providers)
    low = FAINT if threshold is None else None
    finder = open_detector(detector, threshold=threshold, low_threshold=low, multiscale=thorough, threads=threads, providers=providers)
    return Pipeline(finder, estimator, finder.threshold, thorough)


def choose_pose(pose: str | Path | None = None, precision: str | None = None, providers: Sequence[str] | None = None) -> Path:
    """The file of the pose network that :func:`load` takes for these arguments. Raises WeightsError where none is bundled."""
    if pose in ("fp32", "int8"):
        pose, precision = None, str(pose)
    return Path(pose) if pose is not None else find_weights("pose", precision or default_precision(providers))


def default_precision(providers: Sequence[str] | None = None) -> str | None:
    """``int8`` where the bundled network of that kind is the faster one: on the CPU, if it is quick with small integers. Else None."""
    fast = best_provider(providers) == "cpu" and fast_integers()
    return "int8" if fast and has_weights("pose", "int8") else None
