"""What is drawn over the video."""

from __future__ import annotations

from PyQt6.QtWidgets import QVBoxLayout, QWidget

from lightpose.gui.fields import Scale, choice, follow, heading, labelled, switch
from lightpose.gui.state import AppState
from posecore.skeletons import COCO17, Skeleton


class ViewPage(QWidget):
    """Switches for every overlay."""

    def __init__(self, state: AppState, skeleton: Skeleton = COCO17) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 0, 10, 4)
        layout.setSpacing(2)
        layout.addWidget(heading("PEOPLE"))
        layout.addWidget(switch(state, "skeleton", "Skeleton", "Draw joints and limbs (K)"))
        layout.addWidget(switch(state, "boxes", "Boxes", "Draw a box around each person (B)"))
        layout.addWidget(switch(state, "ids", "IDs", "Show each person's id (I)"))
        layout.addWidget(switch(state, "names", "Joint names", "Write the joints' names (N)"))
        layout.addWidget(switch(state, "trails", "Trails", "Show where wrists and ankles came from (T)"))
        layout.addWidget(heading("IMAGE"))
        layout.addWidget(switch(state, "mirror_camera", "Mirror cameras", "As in a mirror (M)"))
        layout.addWidget(switch(state, "mirror_file", "Mirror files", "Swap left and right of videos (M)"))
        layout.addWidget(switch(state, "blur_faces", "Blur faces", "Make faces unrecognisable, in recordings too (F)"))
        layout.addWidget(heading("HEATMAP"))
        layout.addWidget(switch(state, "heatmap", "Show heatmap", "What the network sees of one joint (H)"))
        names = [(name.replace("_", " ").capitalize(), name) for name in skeleton.keypoints]
        joint = labelled("Joint", choice(state, "heatmap_joint", names, "Joint of the heatmap"))
        joint.setEnabled(state.heatmap)
        follow(state, "heatmap", joint, joint.setEnabled)
        layout.addWidget(joint)
        layout.addWidget(heading("JOINTS"))
        layout.addWidget(Scale(state, "joint_threshold", "Hide joints below", 0.0, 0.95, 0.05, lambda v: f"{v:.0%}"))
        layout.addStretch()
