"""How the frames of what is open are prepared for the screen, by the settings."""

from __future__ import annotations

from lightpose.gui.presenter import ScreenOptions
from lightpose.gui.state import AppState
from posecore.skeletons import Skeleton
from posecore.sources.factory import SourceSpec


def mirrored(state: AppState, spec: SourceSpec | None) -> bool:
    """Whether ``spec`` is shown as in a mirror."""
    return state.mirror_camera if spec is not None and spec.kind == "camera" else state.mirror_file


def screen_options(state: AppState, spec: SourceSpec | None, room: tuple[int, int], skeleton: Skeleton) -> ScreenOptions:
    """For frames of ``spec`` with people of ``skeleton``, in ``room`` (W, H) device px. Live, joints are predicted."""
    names = skeleton.keypoints
    joint = names.index(state.heatmap_joint) if state.heatmap and state.heatmap_joint in names else None
    predict = state.predict and spec is not None and spec.live and not state.paused
    return ScreenOptions(room, mirrored(state, spec), state.blur_faces, joint, predict, state.selection)
