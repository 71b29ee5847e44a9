"""CVAT's own export ("CVAT for images", XML) → the shape of COCO's JSON. One ``skeleton`` an annotation, one ``points`` a joint."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from posecore.data.samples import DataError

Joints = dict[str, tuple[float, float, int]]


def read_cvat(path: Path) -> dict[str, Any]:
    """``images``, ``annotations`` and ``categories`` (one a label, with the names of its joints) of an ``annotations.xml``.

    Joints that are *outside* have visibility 0, *occluded* ones 1. Boxes are those around the joints, which CVAT's skeletons do not have.
    Raises DataError where it is no such file, or one of a video.
    """
    try:
        root = ElementTree.parse(path).getroot()
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror})") from None
    except (ElementTree.ParseError, ValueError) as error:
        raise DataError(f"{path}: not an XML file ({error})") from None
    if root.find("track") is not None:
        raise DataError(f'{path}: the tracks of a video; export as "CVAT for images" or "COCO Keypoints"')
    images: list[dict[str, Any]] = []
    found: list[tuple[int, str, Joints]] = []
    for number, image in enumerate(root.iter("image"), start=1):
        name = image.get("name")
        if not name:
            raise DataError(f"{path}: image {number} has no name")
        images.append({"id": number, "file_name": name, "width": image.get("width"), "height": image.get("height")})
        found += [(number, shape.get("label", ""), _joints(path, name, shape)) for shape in image.iter("skeleton")]
    if not images:
        raise DataError(f'{path}: no images in it; export as "CVAT for images" or "COCO Keypoints"')
    orders: dict[str, list[str]] = {}
    for _, label, joints in found:
        order = orders.setdefault(label, [])
        order += [joint for joint in joints if joint not in order]
    labels = list(orders)
    annotations = [
        {
            "id": place,
            "image_id": number,
            "category_id": labels.index(label) + 1,
            "keypoints": [v for joint in orders[label] for v in joints.get(joint, (0, 0, 0))],
        }
        for place, (number, label, joints) in enumerate(found, start=1)
    ]
    categories = [{"id": place, "name": label, "keypoints": orders[label]} for place, label in enumerate(labels, start=1)]
    return {"images": images, "annotations": annotations, "categories": categories}


def _joints(path: Path, image: str, skeleton: ElementTree.Element) -> Joints:
    joints: Joints = {}
    for point in skeleton.iter("points"):
        text = point.get("points", "")
        try:
            x, y = (float(v) for v in text.split(",")[:2])
        except ValueError:
            raise DataError(f"{path}: {image}: the point {point.get('label')} is {text!r}, not x,y") from None
        visibility = 0 if point.get("outside") == "1" else 1 if point.get("occluded") == "1" else 2
        joints[point.get("label", "")] = (x, y, visibility) if visibility else (0.0, 0.0, 0)
    return joints
