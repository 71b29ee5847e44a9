"""The photos of iPhones (HEIC, HEIF), by pillow-heif: the extra ``heic``."""

from __future__ import annotations

from importlib.util import find_spec

import numpy as np
from numpy.typing import NDArray

HEIC_SUFFIXES = frozenset({".heic", ".heif", ".hif"})
_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})


def can_read_heic() -> bool:
    """Whether pillow-heif is installed."""
    return find_spec("pillow_heif") is not None


def is_heic(data: bytes) -> bool:
    """Whether a file that starts with ``data`` is HEIC or HEIF (AVIF is not: OpenCV reads it)."""
    return data[4:8] == b"ftyp" and data[8:12] in _BRANDS and b"avif" not in data[8:40]


def decode_heic(data: bytes) -> NDArray[np.uint8]:
    """(H,W,3) uint8 BGR, upright. Raises ImportError without pillow-heif, ValueError for data that is damaged."""
    import pillow_heif

    try:
        image = pillow_heif.open_heif(data, convert_hdr_to_8bit=True, bgr_mode=True)
        pixels = np.asarray(image)
    except Exception as error:  # EOFError, RuntimeError, SyntaxError, OSError, IndexError, whatever the damage leads to
        raise ValueError(str(error)) from error
    if pixels.ndim == 2:
        pixels = np.repeat(pixels[:, :, None], 3, axis=2)
    return np.require(pixels[:, :, :3], np.uint8, ["C", "W"])  # pillow-heif's own memory is read-only
