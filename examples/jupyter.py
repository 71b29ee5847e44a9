"""In a notebook: ``from jupyter import show, watch``; then ``show("photo.jpg")``, or ``watch("0")`` for a camera."""

from posecore.notebook import show, watch

__all__ = ["show", "watch"]
