"""Stage one: find the people of an image. The bundled YOLO runs in ONNX Runtime; any other through ultralytics."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from posecore.runtime.bundled import PRECISIONS, choose_bundled
from posecore.runtime.detectors.base import Detections, Detector, OnProvider
from posecore.runtime.detectors.boxes_file import BoxesFile
from posecore.runtime.detectors.given import WholeFrame
from posecore.runtime.detectors.ultralytics import UltralyticsDetector
from posecore.runtime.detectors.yolo import PersonDetector
from posecore.runtime.registry import find_added


def open_detector(
    spec: str | Path | None = None,
    *,
    threshold: float | None = None,
    low_threshold: float | None = None,
    iou: float | None = None,
    multiscale: bool = False,
    threads: int | None = None,
    providers: Sequence[str] | None = None,
    precision: str | None = None,
) -> Detector:
    """The detector that ``spec`` names.

    None: the bundled one that is faster here. ``fp32``, ``int8``: that one of the bundled ones. ``none``: the whole frame. ``*.onnx``: a
    file. The name of an added network. Else a model of ultralytics.

    Args:
        spec: see above.
        threshold: score from which a detection counts; None for the model's own.
        low_threshold: report low-confidence detections too, down to this score where it is below ``threshold``.
        iou: boxes that overlap more than this are one person; None for the model's own.
        multiscale: for photos: run in several sizes where the ``.onnx`` file names them, see :class:`PersonDetector`.
        precision: of the bundled one, where ``spec`` is None; None for the faster one.
        threads, providers: of an ``.onnx`` file, see :func:`posecore.runtime.session.open_session`.

    Raises:
        FileNotFoundError, ValueError, ImportError: with one line that says what to do.
    """
    if spec is None or spec in PRECISIONS:
        spec = choose_bundled("person", precision if spec is None else str(spec), providers)
    if spec == "none":
        return WholeFrame()
    spec = find_added(spec) or spec
    if str(spec).lower().endswith(".onnx"):
        return PersonDetector(
            spec,
            threshold=threshold,
            low_threshold=low_threshold,
            iou=iou,
            multiscale=multiscale,
            threads=threads,
            providers=providers,
        )
    return UltralyticsDetector(spec, threshold=threshold, low_threshold=low_threshold, iou=iou)


__all__ = ["BoxesFile", "Detections", "Detector", "OnProvider", "PersonDetector", "UltralyticsDetector", "WholeFrame", "open_detector"]
