"""Single images, whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from posecore.sinks import SinkError, check_output, partial_path

IMAGE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff"})


def write_image(path: str | Path, image: NDArray[np.uint8]) -> None:
    """Write (H,W,3) uint8 BGR in the format of the suffix, under any name the system allows. Raises SinkError."""
    path = check_output(path, IMAGE_SUFFIXES)
    partial = partial_path(path)
    try:
        options = [cv2.IMWRITE_JPEG_QUALITY, 93] if path.suffix.lower() in (".jpg", ".jpeg") else []
        done, data = cv2.imencode(path.suffix.lower(), image, options)
        if not done:
            raise SinkError(f"cannot write {path}: OpenCV cannot encode this picture")
        partial.write_bytes(data.tobytes())
        os.replace(partial, path)
    except cv2.error as error:
        raise SinkError(f"cannot write {path}: {error.err}") from error
    except OSError as error:
        raise SinkError(f"cannot write {path}: {error.strerror or error}") from error
