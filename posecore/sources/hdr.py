"""High dynamic range shown on a common screen: HLG and PQ with BT.2020 colours become BT.709 (ITU-R BT.2100, BT.2408, BT.2087)."""

from __future__ import annotations

from functools import cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

PQ, HLG = 16, 18  # AVColorTransferCharacteristic
_WHITE = 100.0
"""cd/m² of SDR's white (BT.1886); HDR's highlights lie above it."""

_PEAK = 1000.0
"""cd/m² of the brightest HLG, which becomes SDR's white."""

_KNEE = 0.75
"""Up to here the SDR signal is that of a screen; above, highlights up to :data:`_PEAK` are rolled off smoothly below 1."""

_CODES = 1 << 12
_TO_709 = np.asarray([[1.6605, -0.5876, -0.0728], [-0.1246, 1.1329, -0.0083], [-0.0182, -0.1006, 1.1187]], np.float32)
"""Linear RGB, BT.2020 to BT.709 (BT.2087)."""


def is_hdr(frame: Any) -> bool:
    """Whether a decoded PyAV frame is HLG or PQ."""
    return frame.color_trc in (PQ, HLG)


def tone_map(rgb: NDArray[np.uint16], transfer: int) -> NDArray[np.uint8]:
    """SDR image of an HDR one.

    Args:
        rgb: (H,W,3) uint16 R'G'B' signal, full range, BT.2020 primaries.
        transfer: :data:`PQ` or :data:`HLG`.

    Returns:
        (H,W,3) uint8 BGR, BT.709.
    """
    linear = _decoding(transfer)[rgb >> 4]
    linear = np.asarray(cv2.transform(linear, _TO_709), np.float32)
    np.clip(linear, 0, None, out=linear)
    signal = np.sqrt(linear, out=linear)  # BT.1886's 2.4 is applied by table; the root makes the table fine enough in the dark
    codes = (np.minimum(signal, _TOP) * (_CODES / _TOP)).astype(np.uint16)
    bgr = _encoding()[codes[..., ::-1]]
    return np.ascontiguousarray(bgr)


_TOP = 4.0
"""Root of the brightest light there is a code for: 16 × white."""


@cache
def _decoding(transfer: int) -> NDArray[np.float32]:
    """Signal (4096 codes) → light as a screen shows it, 1 is SDR's white."""
    signal = np.arange(_CODES) / (_CODES - 1)
    if transfer == PQ:
        m1, m2, c1, c2, c3 = 2610 / 16384, 2523 / 32, 3424 / 4096, 2413 / 128, 2392 / 128
        root = signal ** (1 / m2)
        light = 10_000 * (np.maximum(root - c1, 0) / (c2 - c3 * root)) ** (1 / m1)
    else:
        a, b, c = 0.17883277, 0.28466892, 0.55991073
        scene = np.where(signal <= 0.5, signal**2 / 3, (np.exp((signal - c) / a) + b) / 12)
        light = _PEAK * scene**1.2
    return (light / _WHITE).astype(np.float32)


@cache
def _encoding() -> NDArray[np.uint8]:
    """Root of light → 8-bit signal of a screen with BT.1886's gamma, highlights rolled off."""
    signal = ((np.arange(_CODES + 1) / _CODES * _TOP) ** 2) ** (1 / 2.4)
    top = (_PEAK / _WHITE) ** (1 / 2.4)
    place = np.clip((signal - _KNEE) / (top - _KNEE), 0, 1)
    rolled = _KNEE + (1 - _KNEE) * (1 - (1 - place) ** ((top - _KNEE) / (1 - _KNEE)))  # slope 1 at the knee
    return np.round(255 * np.where(signal < _KNEE, signal, rolled)).astype(np.uint8)
