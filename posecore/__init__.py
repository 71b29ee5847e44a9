"""Real-time multi-person pose: ``people = load()(frame_bgr)``.

The runtime needs neither torch nor ultralytics; training (``posecore.models``, ``.data``, ``.training``) does.
"""

from posecore.people import People
from posecore.pipelines.image import Pipeline, load
from posecore.skeletons import SKELETONS, Skeleton, get_skeleton
from posecore.version import lightpose_version as _lightpose_version

__version__ = _lightpose_version()
__all__ = ["SKELETONS", "People", "Pipeline", "Skeleton", "__version__", "get_skeleton", "load"]
