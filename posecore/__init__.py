"""Real-time multi-person pose.

    from posecore import annotate, follow, load

    people = load()(frame_bgr)                                   # one image
    for frame, people in follow("walk.mp4"): ...                 # a recording, with ids that stay
    annotate("walk.mp4", "out.mp4", keypoints="out.jsonl")       # the same, drawn and written
    Live(open_source("0"), load()).engine.start()                # a camera: posecore.pipelines.live

The runtime needs neither torch nor ultralytics; training (``posecore.models``, ``.data``, ``.training``) does. What is not named here is
found by room: ``posecore.sources``, ``posecore.tracking``, ``posecore.formats`` and so on.
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING

os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # onnxruntime reports to its maker unless this is set before it is imported

if TYPE_CHECKING:
    from posecore.people import People
    from posecore.pipelines.annotate import annotate
    from posecore.pipelines.image import Pipeline, load
    from posecore.pipelines.live import Live
    from posecore.pipelines.recorded import follow
    from posecore.skeletons import SKELETONS, Skeleton, get_skeleton

    __version__: str

_LAZY = {
    "Live": "posecore.pipelines.live",
    "People": "posecore.people",
    "Pipeline": "posecore.pipelines.image",
    "SKELETONS": "posecore.skeletons",
    "Skeleton": "posecore.skeletons",
    "annotate": "posecore.pipelines.annotate",
    "follow": "posecore.pipelines.recorded",
    "get_skeleton": "posecore.skeletons",
    "load": "posecore.pipelines.image",
}
"""Imported when first asked for: NumPy, ONNX Runtime, SciPy and PyAV take a while."""

__all__ = ["SKELETONS", "Live", "People", "Pipeline", "Skeleton", "__version__", "annotate", "follow", "get_skeleton", "load"]


def __getattr__(name: str) -> object:
    value: object
    if name == "__version__":
        from posecore.version import lightpose_version

        value = lightpose_version()
    elif name in _LAZY:
        value = getattr(import_module(_LAZY[name]), name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_LAZY, "__version__"})
