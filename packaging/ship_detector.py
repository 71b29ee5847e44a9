"""Put the person detector in INT8 beside the one in FP32 in ``weights/``, and write the hashes of ``manifest.toml``.

    python packaging/ship_detector.py DATA

DATA is a folder in COCO format, on images of which ranges are measured (:mod:`posecore.export.detector`). What it lost is measured by
``packaging/record_numbers.py``.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import onnx
from ship_weights import WEIGHTS, refresh_hashes

from posecore.export.detector import calibration_images, quantise_detector
from posecore.runtime.detectors import PersonDetector
from posecore.runtime.weights import find_weights


def main(data: Path) -> None:
    source = find_weights("person", "fp32")
    out = WEIGHTS / f"{source.stem}_int8.onnx"
    partial = out.with_name(out.name + ".partial")
    onnx.save(quantise_detector(source, calibration_images(data)), str(partial))
    PersonDetector(partial, providers=["cpu"])
    os.replace(partial, out)
    refresh_hashes(WEIGHTS / "manifest.toml")
    print(f"wrote {out.name}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
