"""In a notebook: ``from jupyter import show; show("photo.jpg")`` draws the people of an image below the cell."""

import cv2
import numpy as np

from posecore import load
from posecore.drawing.painter import draw


class Shown:
    """What Jupyter displays as PNG."""

    def __init__(self, png: bytes) -> None:
        self.png = png

    def _repr_png_(self) -> bytes:
        return self.png


def show(path: str) -> Shown:
    """The image with its people. Raises FileNotFoundError."""
    image = cv2.imread(path)
    if image is None:
        raise FileNotFoundError(path)
    done, data = cv2.imencode(".png", draw(np.asarray(image, np.uint8), load()(image)))
    assert done
    return Shown(data.tobytes())
