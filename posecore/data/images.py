"""Read the images of a data set."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray


def read_image(path: object) -> NDArray[np.uint8]:
    """(H,W,3) BGR uint8, as stored: COCO's coordinates refer to the pixels before any EXIF rotation.

    Raises OSError with one line where the file is missing or broken.
    """
    try:
        data = np.fromfile(str(path), np.uint8)
    except FileNotFoundError:
        raise FileNotFoundError(f"{path}: the picture is missing") from None
    image = cv2.imdecode(data, cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION) if data.size else None
    if image is None:
        raise OSError(f"{path}: not a picture that can be decoded")
    return np.asarray(image, np.uint8)
