"""From the camera to the screen: how old the image is when it is seen, and how far the drawn joints are from where the person is then."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posecore.bench.stamps import paint_stamp
from posecore.engine.stats import percentile
from posecore.people import People
from posecore.pipelines.frame import PoseFrame
from posecore.sources import SourceFrame
from posecore.sources.synthetic import SyntheticPeople

SHOULDERS = 0.36
"""m between the shoulder joints of an adult, which makes metres of px."""
SPEED = 0.8, 1.2
"""m/s: the frames on which a person moves so fast tell the error at 1 m/s."""
FPS = 30.0


class StampedCamera(SyntheticPeople):
    """A live synthetic camera that paints the time of capture into its images."""

    def read(self) -> SourceFrame | None:
        frame = super().read()
        if frame is not None:
            paint_stamp(frame.image, frame.time)
        return frame


@dataclass(frozen=True)
class JointError:
    """At about 1 m/s, against where the person is when the frame is painted.

    Attributes:
        frames: on which a person moved so fast, one for each person.
        speed: mean, m/s.
        held_mm: mean error of the joints as they were found, which is how they are drawn without prediction.
        drawn_mm: of the joints as they were drawn.
    """

    frames: int
    speed: float
    held_mm: float
    drawn_mm: float


@dataclass(frozen=True)
class LatencyRun:
    """One number of people.

    Attributes:
        people: in the image.
        frames: different images that were seen on the screen.
        fps: of these.
        p50_ms, p95_ms: age of an image when it comes onto the screen, read from the screen.
        p50_frames, p95_frames: the same in frames of the camera.
        found_p50_ms, found_p95_ms: age of the image the joints on the screen were found in, mean of the people; of who was only predicted
            since (:mod:`posecore.tracking.turns`), that of the image the network last looked at.
        error: None where nobody moved at about 1 m/s.
    """

    people: int
    frames: int
    fps: float
    p50_ms: float
    p95_ms: float
    p50_frames: float
    p95_frames: float
    found_p50_ms: float
    found_p95_ms: float
    error: JointError | None

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return asdict(self)


def latency_run(
    people: int, ages: list[float], seconds: float, found: list[float], error: JointError | None, fps: float = FPS
) -> LatencyRun:
    """From the ages (ms) of the images seen in so many seconds, and of those the joints were found in. Raises ValueError without any."""
    if not ages or not found:
        raise ValueError("no image of the camera came onto the screen")
    p50, p95 = (percentile(ages, part) for part in (50, 95))
    older = [percentile(found, part) for part in (50, 95)]
    return LatencyRun(people, len(ages), len(ages) / seconds, p50, p95, p50 * fps / 1000, p95 * fps / 1000, older[0], older[1], error)


class JointErrors:
    """Collects frames as they were painted, and compares their joints with the truth at that moment.

    People of a :class:`SyntheticPeople` are rigid: a joint's own place on the person is the mean of where it was found, less the movement.
    """

    def __init__(self, camera: SyntheticPeople) -> None:
        self.camera = camera
        self.found_ms: list[float] = []
        self._looked: dict[int, float] = {}
        self._seen: list[tuple[PoseFrame, People, float]] = []

    def add(self, frame: PoseFrame, drawn: People, painted: float) -> None:
        """``frame`` was painted at ``painted`` (``time.monotonic``) with its people as ``drawn``, row by row."""
        people = frame.people
        self._looked.update(dict.fromkeys(people.ids[~people.interpolated].tolist(), frame.captured))
        looked = [self._looked.get(number, frame.captured) for number in people.ids.tolist()] or [frame.captured]
        self.found_ms.append((painted - float(np.mean(looked))) * 1000)
        self._seen.append((frame, drawn, painted))

    def result(self) -> JointError | None:
        """None where nobody moved at about 1 m/s."""
        places: list[list[NDArray[np.float64]]] = [[] for _ in range(self.camera.people)]
        for frame, _, _ in self._seen:
            for row, actor in self._actors(frame):
                places[actor].append(frame.people.keypoints[row] - self.camera.moves(frame.index)[actor])
        own = [np.median(found, axis=0) if found else None for found in places]
        rows: list[tuple[float, float, float]] = []
        for frame, drawn, painted in self._seen:
            then = frame.index / self.camera.fps + painted - frame.captured
            now, before = self.camera.moved(then), self.camera.moved(then - 0.02)
            for row, actor in self._actors(frame):
                place = own[actor]
                assert place is not None
                metre = float(np.linalg.norm(place[5] - place[6])) / SHOULDERS
                speed = float(np.linalg.norm(now[actor] - before[actor])) / 0.02 / metre
                if SPEED[0] <= speed <= SPEED[1]:
                    seen = frame.people.keypoint_scores[row] > 0.3
                    held, shown = (
                        np.linalg.norm(points[row][seen] - place[seen] - now[actor], axis=1).mean() / metre * 1000
                        for points in (frame.people.keypoints, drawn.keypoints)
                    )
                    rows.append((speed, float(held), float(shown)))
        if not rows:
            return None
        speeds, held_mm, drawn_mm = np.mean(rows, axis=0).tolist()
        return JointError(len(rows), speeds, held_mm, drawn_mm)

    def _actors(self, frame: PoseFrame) -> list[tuple[int, int]]:
        """(row, actor) of the people of a frame: each row the nearest by the box; nobody who is far from all."""
        truth, boxes = self.camera.truth(frame.index), frame.people.boxes
        if not len(truth) or not len(boxes):
            return []
        away = np.linalg.norm((boxes[:, None, :2] + boxes[:, None, 2:] - truth[None, :, :2] - truth[None, :, 2:]) / 2, axis=2)
        reach = (truth[:, 2] - truth[:, 0]) / 2
        return [(row, int(actor)) for row, actor in enumerate(away.argmin(axis=1)) if away[row, actor] < reach[actor]]
