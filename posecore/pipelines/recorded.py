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
from posecore.tracking import DetectionPolicy, PoseTracker, TrackerSnapshot


class Lookahead:
    """What :class:`AheadStage` and :class:`FollowStage` share.

    Args:
        ahead: by how many frames the first may be ahead of the second; 0: frame after frame.
    """

    def __init__(self, networks: Networks, tracker: PoseTracker, policy: DetectionPolicy, ahead: int) -> None:
        self.networks, self.tracker, self.policy, self.ahead = networks, tracker, policy, ahead
        self.workers = max(1, min(ahead, default_threads()))
        self.snapshots: BlockingQueue[TrackerSnapshot] = BlockingQueue(ahead + 2)
        estimator = getattr(networks, "estimator", None)
        side_by_side = ahead > 0 and isinstance(estimator, PoseEstimator)
        self.pose = estimator.on_one_thread() if side_by_side else networks.pose  # type: ignore[union-attr]


class AheadStage:
    """Decides where to look, with the detector where it is time, and hands the boxes to the pose network.

    ``frame.data["proposals"]`` are the boxes, ``frame.data["poses"]`` is the future of their poses.
    """

    name = "detect"

    def __init__(self, shared: Lookahead) -> None:
        self.shared = shared
        self.policy = shared.policy
        self._pool: ThreadPoolExecutor | None = None
        self._snapshot = shared.tracker.snapshot()
        self._frames = self._snapshots = 0
        self._newcomers = False
        self._duty = Duty()

    def open(self) -> None:
        """Start the threads of the pose network."""
        self._pool = ThreadPoolExecutor(self.shared.workers, "engine-pose")

    @property
    def awaits(self) -> int:
        """Of how many more frames the people must be known before the next one: all but ``ahead``, after newcomers all."""
        return max(0, self._frames - (0 if self._newcomers else self.shared.ahead) - self._snapshots)

    def process(self, frame: Frame) -> Frame:
        """Wait until these are known, then look."""
        assert self._pool is not None
        for _ in range(self.awaits):
            self._snapshot = self.shared.snapshots.get()
            self._snapshots += 1
            if self._snapshot.detector_ran:
                self.policy.report(self._snapshot.new_tracks > 0)
        self._frames += 1
        height, width = frame.image.shape[:2]
        detector_ran = self.policy.should_detect(frame.time, frame.image, self._snapshot.state)
        detections = self.shared.networks.detect(frame.image) if detector_ran else None
        known = proposals = self.shared.tracker.propose(frame.time, width, height, None, self._snapshot)
        if detections is not None:
            proposals = self.shared.tracker.propose(frame.time, width, height, detections, self._snapshot)
        self._newcomers = bool((box_iou(proposals.boxes[proposals.from_detector], known.boxes) < 0.5).all(axis=1).any())
        frame.data["proposals"] = proposals
        frame.data["poses"] = self._pool.submit(self.shared.pose, frame.image, proposals.boxes)
        self._duty.add(detector_ran)
        return frame

    def close(self) -> None:
        """Let the pose network finish what it was given."""
        self.shared.snapshots.close(discard=True)
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
        proposals = frame.data.pop("proposals")
        frame.people, _ = self.shared.tracker.update(proposals, keypoints, scores, frame.time, width, height, frame.image)
        with contextlib.suppress(Closed):
            self.shared.snapshots.put(self.shared.tracker.snapshot())
        self._people = len(frame.people)
        return frame

    def close(self) -> None:
        """Do not keep the other waiting."""
        self.shared.snapshots.close()

    def gauges(self) -> dict[str, float]:
        """``people``: in the last frame."""
        return {"people": float(self._people)}
