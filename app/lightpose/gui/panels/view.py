"""What is drawn over the video."""

from __future__ import annotations

from PyQt6.QtWidgets import QVBoxLayout, QWidget

from lightpose.gui.fields import Scale, choice, follow, heading, labelled, switch
from lightpose.gui.joints import shown_name
from lightpose.gui.language import translate
from lightpose.gui.panels.people import PeopleGroup
from lightpose.gui.state import AppState
from posecore.skeletons import COCO17, Skeleton


class ViewPage(QWidget):
    """Switches for every overlay."""

    def __init__(self, state: AppState, skeleton: Skeleton = COCO17) -> None:
        super().__init__()
        self.state = state
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(4, 0, 10, 4)
        self._layout.setSpacing(2)
        self._layout.addWidget(heading(translate("View", "People")))
        self._add("skeleton", translate("View", "Skeleton"), translate("View", "Draw joints and limbs (K)"))
        self._add("boxes", translate("View", "Boxes"), translate("View", "Draw a box around each person (B)"))
        self._add("ids", translate("View", "IDs"), translate("View", "Show each person's id (I)"))
        self._add("names", translate("View", "Joint names"), translate("View", "Write the joints' names (N)"))
        self._add("trails", translate("View", "Trails"), translate("View", "Show where wrists and ankles came from (T)"))
        self.people = PeopleGroup(state)
        self._layout.addWidget(self.people)
        self._layout.addWidget(heading(translate("View", "Image")))
        self._add("mirror_camera", translate("View", "Mirror cameras"), translate("View", "As in a mirror (M)"))
        self._add(
            "mirror_file", translate("View", "Mirror this video"), translate("View", "Swap left and right until another one is opened (M)")
        )  # fmt: skip
        self._add("blur_faces", translate("View", "Blur faces"), translate("View", "Make faces unrecognisable, in recordings too (F)"))
        self._layout.addWidget(heading(translate("View", "Heatmap")))
        self._add("heatmap", translate("View", "Show heatmap"), translate("View", "What the network sees of one joint (H)"))
        self.skeleton = skeleton
        self.joints = choice(state, "heatmap_joint", _named(skeleton), translate("View", "Joint of the heatmap"))
        joint = labelled(translate("View", "Joint"), self.joints)
        joint.setEnabled(state.heatmap)
        follow(state, "heatmap", joint, joint.setEnabled)
        self._layout.addWidget(joint)
        self._layout.addWidget(heading(translate("View", "Joints")))
        self._layout.addWidget(
            Scale(state, "joint_threshold", translate("View", "Hide joints below"), 0.0, 0.95, 0.05, lambda v: f"{v:.0%}")
        )
        self._layout.addStretch()

    def _add(self, name: str, text: str, tip: str) -> None:
        self._layout.addWidget(switch(self.state, name, text, tip))

    def list_joints(self, skeleton: Skeleton) -> None:
        """Offer the joints of another joint set; where it lacks the one that was chosen, its first."""
        if skeleton == self.skeleton:
            return
        self.skeleton = skeleton
        self.joints.clear()
        for text, name in _named(skeleton):
            self.joints.addItem(text, name)
        if self.state.heatmap_joint not in skeleton.keypoints:
            self.state.heatmap_joint = skeleton.keypoints[0]
        self.joints.setCurrentIndex(self.joints.findData(self.state.heatmap_joint))


def _named(skeleton: Skeleton) -> list[tuple[str, str]]:
    return [(shown_name(name), name) for name in skeleton.keypoints]
