"""Models of ultralytics, run by ultralytics (``pip install "lightpose[train]"``)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from posecore.runtime.detectors.base import MAX_PEOPLE, Detections, Image, check_image, least_score, person_class
from posecore.runtime.detectors.ultralytics_safe import UnsafeModelError, load_yolo
from posecore.runtime.metadata import DetectorMetadata


class UltralyticsDetector:
    """Any ultralytics model that knows the class ``person``, by name (``yolo26n.pt``, downloaded by ultralytics) or path.

    Args:
        model: name or path.
        threshold, low_threshold, iou: as for :class:`posecore.runtime.detectors.yolo.PersonDetector`; no file says anything here.

    Raises:
        ImportError: ultralytics is not installed, or too old to load models safely.
        UnsafeModelError: the file could run code, see :mod:`posecore.runtime.detectors.ultralytics_safe`.
        ValueError: no such model, or one without a class ``person``.
    """

    def __init__(
        self, model: str | Path, *, threshold: float | None = None, low_threshold: float | None = None, iou: float | None = None
    ) -> None:
        try:
            self.model: Any = load_yolo(model)
            names = self.model.names
        except (ImportError, UnsafeModelError):
            raise
        except Exception as e:
            first = (str(e).strip().splitlines() or [type(e).__name__])[0]
            raise ValueError(f"{model}: ultralytics cannot load it; give a model name or an existing file ({first[:160]})") from e
        default = DetectorMetadata()
        self.threshold = default.threshold if threshold is None else float(threshold)
        self.least_score = least_score(self.threshold, low_threshold)
        self.iou = default.iou if iou is None else float(iou)
        self.person = person_class(names)

    def __call__(self, image: Image) -> Detections:
        """See :class:`posecore.runtime.detectors.base.Detector`."""
        check_image(image)
        result = self.model.predict(image, conf=self.least_score, iou=self.iou, classes=[self.person], max_det=MAX_PEOPLE, verbose=False)[0]
        boxes = result.boxes.xyxy.cpu().numpy().astype(np.float32).reshape(-1, 4)
        scores = result.boxes.conf.cpu().numpy().astype(np.float32)
        order = np.argsort(-scores, kind="stable")
        return boxes[order], scores[order]
