"""One image at a time: detector → boxes → pose network → People. ``load()`` opens the networks."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from posecore.engine import Stage, run_stages
from posecore.people import Detections, People, Poses
from posecore.pipelines.frame import Heatmaps, PoseFrame
from posecore.pipelines.single import EveryFrame, Rank, SingleImage
from posecore.pipelines.stages import DetectStage, Networks, PoseFunction, PoseStage, ProposeStage, TrackStage
from posecore.runtime.acceptance import LOW_DETECTION, NMS_OKS, AcceptancePolicy
from posecore.runtime.bundled import PRECISIONS, choose_bundled
from posecore.runtime.decoders import HeatmapDecoder
from posecore.runtime.detectors import BoxesFile, Detector, OnProvider, open_detector
from posecore.runtime.detectors.boxes_file import holds_boxes
from posecore.runtime.estimator import PoseEstimator
from posecore.runtime.onestage import OneStage, open_onestage
from posecore.runtime.registry import find_added
from posecore.runtime.session import pose_providers
from posecore.runtime.shared_out import BoxesToPoses, SharedOut
from posecore.runtime.weights import vouched_hash
from posecore.skeletons import Skeleton


class Pipeline:
    """Detector and pose network together; :func:`load` makes one. Calling it with a frame gives the :class:`People` on it.

    Each frame stands alone: no tracking, no smoothing (see :func:`posecore.follow` for those), ``ids`` are -1.

    Args:
        detector: finds boxes, low-confidence ones too where ``acceptance`` knows of any.
        estimator: the pose network; one that detects too where ``detector`` is its own.
        acceptance: which detections, with the poses in them, are people. None: those above the detector's own threshold.
        multiscale: low-confidence detections get a pose in single images too; else only where people are tracked through a video.
    """

    def __init__(
        self, detector: Detector, estimator: PoseEstimator | OneStage, acceptance: AcceptancePolicy | None = None, multiscale: bool = False
    ) -> None:
        self.detector = detector
        self.estimator = estimator
        self.acceptance = acceptance or AcceptancePolicy.strict(detector.threshold)
        self.multiscale = multiscale
        self._beside: tuple[PoseEstimator | OneStage, dict[int, BoxesToPoses]] | None = None
        self._lock = threading.Lock()

    @property
    def skeleton(self) -> Skeleton:
        """The joint set of the results."""
        return self.estimator.skeleton

    @property
    def image_acceptance(self) -> AcceptancePolicy:
        """The acceptance policy of single images."""
        return self.acceptance if self.multiscale else self.acceptance.without_low_confidence()

    @property
    def device(self) -> str:
        """What the networks run on, such as ``cpu`` or ``cuda``; both where they differ: ``cuda, detector: cpu``."""
        pose = self.estimator.provider
        finder = self.detector.provider if isinstance(self.detector, OnProvider) else pose
        return pose if finder == pose else f"{pose}, detector: {finder}"

    def detect(self, frame: NDArray[np.uint8]) -> Detections:
        """The detector alone: (H,W,3) uint8 BGR → its detections, low-confidence ones too."""
        return Detections(*self.detector(frame))

    def pose(self, frame: NDArray[np.uint8], boxes: NDArray[np.floating]) -> Poses:
        """The pose network alone, on given boxes, all in one batch.

        Args:
            frame: (H,W,3) BGR uint8.
            boxes: (N,4) xyxy px; N may be 0.
        """
        return Poses(*self.estimator(frame, boxes))

    def pose_and_heatmaps(self, frame: NDArray[np.uint8], boxes: NDArray[np.floating]) -> tuple[Poses, Heatmaps | None]:
        """As :meth:`pose`, and the heatmaps of every box; None where the network's head has none."""
        if not isinstance(self.estimator, PoseEstimator):
            return self.pose(frame, boxes), None
        batch, affines = self.estimator.preprocess(frame, boxes)
        outputs = self.estimator.infer(batch)
        poses = Poses(*self.estimator.decode(outputs, affines))
        self.estimator.crop_again([frame] * len(boxes), boxes, affines, *poses)
        if not isinstance(self.estimator.decoder, HeatmapDecoder):
            return poses, None
        return poses, Heatmaps(outputs[0], affines, self.estimator.size[0] / outputs[0].shape[-1])

    def pose_side_by_side(self, callers: int) -> PoseFunction:
        """As :meth:`pose`, for ``callers`` frames at once, between which and whose people the cores are shared out; the same result.

        What that needs is opened where the first frame needs it, once however often it is asked for, and anew for another network.
        """
        return lambda frame, boxes: Poses(*self._side_by_side(callers)(frame, boxes))

    def _side_by_side(self, callers: int) -> BoxesToPoses:
        estimator = self.estimator
        with self._lock:
            if self._beside is None or self._beside[0] is not estimator:
                self._beside = (estimator, {})
            kept = self._beside[1]
            if callers not in kept:
                kept[callers] = _for_callers(estimator, callers)
            return kept[callers]

    def __call__(self, frame: NDArray[np.uint8]) -> People:
        """(H,W,3) uint8 BGR → the people on it, best first; empty where nobody is found. Raises ValueError for another kind of array."""
        done = PoseFrame(frame, 0, 0.0, 0.0)
        run_stages(image_stages(self, self.image_acceptance), done)
        return done.people


def _for_callers(estimator: PoseEstimator | OneStage, callers: int) -> BoxesToPoses:
    threads = estimator.threads // callers if isinstance(estimator, PoseEstimator) else 1
    if threads > 1:
        return SharedOut(estimator.on_one_thread, threads, callers, estimator if callers == 1 else None)
    return estimator if callers == 1 else estimator.on_one_thread()


def image_stages(
    networks: Networks, acceptance: AcceptancePolicy, nms_oks: float = NMS_OKS, rank: Rank | None = None
) -> list[Stage[PoseFrame]]:
    """The stages of single images; ``nms_oks`` and ``rank`` as of :class:`posecore.pipelines.single.SingleImage`."""
    tracker = SingleImage(networks.skeleton, acceptance, nms_oks, rank)
    return [DetectStage(networks, tracker, EveryFrame()), ProposeStage(tracker), PoseStage(networks), TrackStage(tracker)]


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
    multiscale: bool = False,
    skeleton: str | None = None,
) -> Pipeline:
    """Load both networks.

    Args:
        detector: None for the bundled person detector (where ``pose`` detects too: itself), ``fp32`` or ``int8`` for that one of the
            bundled ones, ``none`` for the whole frame, a ``.json`` of boxes found before
            (:class:`posecore.runtime.detectors.BoxesFile`), an ONNX file, the name of an added network, or an ultralytics model name or
            path (needs ``lightpose[train]``).
        pose: None for the bundled pose network, ``fp32`` or ``int8`` for that one of the bundled ones, an ONNX file
            (:mod:`posecore.runtime.recognise`, :mod:`posecore.runtime.onestage`), or the name of an added network.
        threads: CPU threads of each network, None for a good default.
        threshold: detector score below which nobody is reported. None: the detector's own; and, where people are tracked through a video or
            ``multiscale`` is on, low-confidence detections from :data:`posecore.runtime.acceptance.LOW_DETECTION` with a strong pose.
        providers: ONNX Runtime execution providers by short name, None for the best there are.
        precision: ``fp32`` or ``int8`` of the bundled networks, None for the faster ones here (see
            :func:`posecore.runtime.bundled.default_precision`).
        flip: average each pose with that of the mirrored crop; twice the work.
        decoding: ``oks``, ``dark``, ``quarter`` or ``none``, see :func:`posecore.codec.decode_heatmaps`; None for what the file says.
        padding: how much larger than its box a crop is; None for what the file says.
        multiscale: run the bundled detector on each image in two sizes, which finds more people and takes three times as long; for photos,
            not for cameras.
        skeleton: joint set of the pose network, in place of what its file says: a name or a ``.toml`` file.

    Raises:
        FileNotFoundError, ValueError: a file is missing or is not such a network. ImportError: the detector needs ultralytics.
    """
    network = choose_pose(pose, precision, providers)
    with ThreadPoolExecutor(1, "open") as beside:
        opening = beside.submit(
            open_pose, network, threshold=threshold, threads=threads, providers=providers, flip=flip, decoding=decoding, padding=padding,
            skeleton=skeleton,
        )  # fmt: skip
        if holds_boxes(detector) or (detector is None and vouched_hash(network) is None):  # the pose network may detect too
            return open_pipeline(
                opening.result(), detector, threshold=threshold, multiscale=multiscale, threads=threads, providers=providers,
                precision=precision,
            )  # fmt: skip
        low = LOW_DETECTION if threshold is None else None
        finder = open_detector(
            detector, threshold=threshold, low_threshold=low, multiscale=multiscale, threads=threads, providers=providers,
            precision=precision,
        )  # fmt: skip
        return Pipeline(finder, opening.result(), _acceptance(finder, threshold), multiscale)


def open_pose(
    path: str | Path,
    *,
    threshold: float | None = None,
    threads: int | None = None,
    providers: Sequence[str] | None = None,
    flip: bool = False,
    decoding: str | None = None,
    padding: float | None = None,
    skeleton: str | None = None,
) -> PoseEstimator | OneStage:
    """The pose network of an ONNX file, top-down or one that detects too; arguments and errors as of :func:`load`.

    Where no ``providers`` are named, those of :func:`posecore.runtime.session.pose_providers`.
    """
    providers = pose_providers(providers)
    low = LOW_DETECTION if threshold is None else None
    whole = None
    if vouched_hash(Path(path)) is None:  # bundled ones are known to find joints only
        whole = open_onestage(path, threshold=threshold, low_threshold=low, skeleton=skeleton, threads=threads, providers=providers)
    return whole or PoseEstimator.from_onnx(
        path, flip=flip, decoding=decoding, padding=padding, skeleton=skeleton, threads=threads, providers=providers
    )


def open_pipeline(
    estimator: PoseEstimator | OneStage,
    detector: str | Path | None = None,
    *,
    threshold: float | None = None,
    multiscale: bool = False,
    threads: int | None = None,
    providers: Sequence[str] | None = None,
    precision: str | None = None,
) -> Pipeline:
    """A detector for an open pose network; one that detects too is its own unless another is named. Arguments, errors: :func:`load`."""
    if isinstance(estimator, OneStage) and detector is None:
        return Pipeline(estimator.detector, estimator, _acceptance(estimator.detector, threshold), multiscale)
    if holds_boxes(detector):
        from posecore.pipelines.given_boxes import GivenBoxes

        return GivenBoxes(BoxesFile(str(detector), threshold), estimator)
    low = LOW_DETECTION if threshold is None else None
    finder = open_detector(
        detector, threshold=threshold, low_threshold=low, multiscale=multiscale, threads=threads, providers=providers, precision=precision
    )
    return Pipeline(finder, estimator, _acceptance(finder, threshold), multiscale)


def _acceptance(detector: Detector, threshold: float | None) -> AcceptancePolicy:
    return AcceptancePolicy.for_detector(detector.threshold) if threshold is None else AcceptancePolicy.strict(threshold)


def choose_pose(pose: str | Path | None = None, precision: str | None = None, providers: Sequence[str] | None = None) -> Path:
    """The file of the pose network that :func:`load` takes for these arguments. Raises WeightsError where none is bundled."""
    if pose in PRECISIONS:
        pose, precision = None, str(pose)
    if pose is not None:
        return find_added(pose) or Path(pose)
    return choose_bundled("pose", precision, providers)
