"""A detector of people out of an ultralytics pose network: its boxes and scores without its keypoints.

ultralytics' pose networks have one class, the person, so their boxes are a person detector that was trained on all people of COCO.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from ultralytics.nn.modules.head import Pose
from ultralytics.nn.tasks import DetectionModel

KEYPOINTS = "cv4"
"""The branch of ultralytics' ``Pose`` head that finds keypoints."""


def is_pose_network(network: Any) -> bool:
    """Whether ``network`` is one of ultralytics that ends in a pose head."""
    return isinstance(network, DetectionModel) and any(isinstance(module, Pose) for module in network.modules())


def person_boxes(pose: DetectionModel) -> DetectionModel:
    """The detection network, (N,3,H,W) RGB in [0,1] → boxes and one score, with the weights of ``pose``, which stays as it is.

    Raises:
        ValueError: the pose network knows other classes than one, or has another head.
    """
    whole: Any = pose
    plan: dict[str, Any] = deepcopy(whole.yaml)
    source, repeats, head, _ = plan["head"][-1]
    kept = {name: value for name, value in pose.state_dict().items() if f".{KEYPOINTS}." not in name}
    classes = whole.model[-1].nc
    if head != "Pose" or classes != 1:
        raise ValueError(f"not a pose network of one class ({head}, {classes} classes)")
    plan["head"][-1] = [source, repeats, "Detect", ["nc"]]
    plan.update(nc=1)
    plan.pop("kpt_shape", None)
    network = DetectionModel(plan, ch=3, nc=1, verbose=False)
    network.load_state_dict({name: value.float() for name, value in kept.items()})
    network.names = {0: "person"}
    return network
