"""The stages of the engine over a recording: the poses of several frames at once, and yet the same result whenever it is run.

Where people are looked for follows from where they were: live, in the last frame that is done; here, always in exactly the one ``ahead``
frames before, and their motion since. So that many frames can be at the pose network side by side, each on one core, which gets more out
of the cores than several threads on one small picture do.
"""

from __future__ import annotations

import contextlib
from concurrent.futures import ThreadPoolExecutor

from posecore.engine import BlockingQueue, Closed, Frame
from posecore.geometry import box_iou
from posecore.pipelines.stages import Duty, Networks
from posecore.runtime.estimator import PoseEstimator
from posecore.runtime.session import default_threads
from posecore.tracking import DetectionPolicy, PoseTracker, View


class Lookahead:
    """What :class:`AheadStage` and :class:`FollowStage` share.

    Args:
        ahead: by how many frames the first may be ahead of the second; 0: frame after frame.
    """

    def __init__(self, networks: Networks, tracker: PoseTracker, policy: DetectionPolicy, ahead: int) -> None:
        self.networks, self.tracker, self.policy, self.ahead = networks, tracker, policy, ahead
        self.workers = max(1, min(ahead, default_threads()))
        self.views: BlockingQueue[View] = BlockingQueue(ahead + 2)
        estimator = getattr(networks, "estimator", None)
        side_by_side = ahead > 0 and isinstance(estimator, PoseEstimator)
        self.pose = estimator.on_one_thread() if side_by_side else networks.pose  # type: ignore[union-attr]


class AheadStage:
    """Decides where to look, with the detector where it is time, and hands the boxes to the pose network.

    ``frame.data["candidates"]`` are the boxes, ``frame.data["poses"]`` is the future of their poses.
    """

    name = "detect"

    def __init__(self, shared: Lookahead) -> None:
        self.shared = shared
        self.policy = shared.policy
        self._pool: ThreadPoolExecutor | None = None
        self._view = shared.tracker.view()
        self._frames = self._views = 0
        self._newcomers = False
        self._duty = Duty()

    def open(self) -> None:
        """Start the threads of the pose network."""
        self._pool = ThreadPoolExecutor(self.shared.workers, "engine-pose")

    @property
    def awaits(self) -> int:
        """Of how many more frames the people must be known before the next one: all but ``ahead``, after newcomers all."""
        return max(0, self._frames - (0 if self._newcomers else self.shared.ahead) - self._views)

    def process(self, frame: Frame) -> Frame:
        """Wait until these are known, then look."""
        assert self._pool is not None
        for _ in range(self.awaits):
            self._view = self.shared.views.get()
            self._views += 1
            if self._view.looked:
                self.policy.found(self._view.born > 0)
        self._frames += 1
        height, width = frame.image.shape[:2]
        looks = self.policy.wants(frame.time, frame.image, self._view.scene)
        detections = self.shared.networks.detect(frame.image) if looks else None
        known = candidates = self.shared.tracker.candidates(frame.time, width, height, None, self._view)
        if detections is not None:
            candidates = self.shared.tracker.candidates(frame.time, width, height, detections, self._view)
        self._newcomers = bool((box_iou(candidates.boxes[candidates.detected], known.boxes) < 0.5).all(axis=1).any())
        frame.data["candidates"] = candidates
        frame.data["poses"] = self._pool.submit(self.shared.pose, frame.image, candidates.boxes)
        self._duty.add(looks)
        return frame

    def close(self) -> None:
        """Let the pose network finish what it was given."""
        self.shared.views.close(discard=True)
        if self._pool is not None:
            self._pool.shutdown(wait=True)

    def gauges(self) -> dict[str, float]:
        """See :class:`posecore.pipelines.stages.Duty`."""
        return self._duty.gauges()


class FollowStage:
    """Waits for the poses, in the frames' order, and gives people their numbers."""

    name = "pose"

    def __init__(self, shared: Lookahead) -> None:
        self.shared = shared
        self.keep_heatmaps = False
        """As of :class:`posecore.pipelines.stages.PoseStage`; here they are never kept."""
        self._people = 0

    def process(self, frame: Frame) -> Frame:
        """Fill in ``frame.people``."""
        height, width = frame.image.shape[:2]
        keypoints, scores = frame.data.pop("poses").result()
        candidates = frame.data.pop("candidates")
        frame.people, _ = self.shared.tracker.update(candidates, keypoints, scores, frame.time, width, height, frame.image)
        with contextlib.suppress(Closed):
            self.shared.views.put(self.shared.tracker.view())
        self._people = len(frame.people)
        return frame

    def close(self) -> None:
        """Do not keep the other waiting."""
        self.shared.views.close()

    def gauges(self) -> dict[str, float]:
        """``people``: in the last frame."""
        return {"people": float(self._people)}
