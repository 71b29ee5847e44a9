"""Names of joints and of what is measured at them, as people read them."""

from __future__ import annotations

from PyQt6.QtCore import QT_TRANSLATE_NOOP

from lightpose.gui.language import translate

_NAMES = (
    QT_TRANSLATE_NOOP("Joints", "Nose"),
    QT_TRANSLATE_NOOP("Joints", "Left eye"),
    QT_TRANSLATE_NOOP("Joints", "Right eye"),
    QT_TRANSLATE_NOOP("Joints", "Left ear"),
    QT_TRANSLATE_NOOP("Joints", "Right ear"),
    QT_TRANSLATE_NOOP("Joints", "Left shoulder"),
    QT_TRANSLATE_NOOP("Joints", "Right shoulder"),
    QT_TRANSLATE_NOOP("Joints", "Left elbow"),
    QT_TRANSLATE_NOOP("Joints", "Right elbow"),
    QT_TRANSLATE_NOOP("Joints", "Left wrist"),
    QT_TRANSLATE_NOOP("Joints", "Right wrist"),
    QT_TRANSLATE_NOOP("Joints", "Left hip"),
    QT_TRANSLATE_NOOP("Joints", "Right hip"),
    QT_TRANSLATE_NOOP("Joints", "Left knee"),
    QT_TRANSLATE_NOOP("Joints", "Right knee"),
    QT_TRANSLATE_NOOP("Joints", "Left ankle"),
    QT_TRANSLATE_NOOP("Joints", "Right ankle"),
    QT_TRANSLATE_NOOP("Joints", "Trunk tilt"),
    QT_TRANSLATE_NOOP("Joints", "Head tilt"),
)
"""All of COCO's keypoints and all of :data:`posecore.angles.MEASURES` that they have."""


def shown_name(name: str) -> str:
    """``left_knee`` as people read it, in their language where it is one of ours."""
    return translate("Joints", name.replace("_", " ").capitalize())


def painted_name(name: str) -> str:
    """``left knee`` as it is written over the video: the same in English, else as people read it."""
    known = name.replace("_", " ").capitalize()
    shown = translate("Joints", known)
    return name if shown == known else shown
