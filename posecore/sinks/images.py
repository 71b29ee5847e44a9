"""Single images, whole or not at all."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from posecore.sinks import SinkError, check_output, write_whole

IMAGE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff"})


def write_image(path: str | Path, image: NDArray[np.uint8]) -> None:
    """Write (H,W,3) uint8 BGR in the format of the suffix, under any name the system allows. Raises SinkError."""
    path = check_output(path, IMAGE_SUFFIXES)
    try:
        options = [cv2.IMWRITE_JPEG_QUALITY, 93] if path.suffix.lower() in (".jpg", ".jpeg") else []
        done, data = cv2.imencode(path.suffix.lower(), image, options)
        if not done:
            raise SinkError(f"cannot write {path}: OpenCV cannot encode this picture")
        write_whole(path, data.tobytes())
    except cv2.error as error:
        raise SinkError(f"cannot write {path}: {error.err}") from error
