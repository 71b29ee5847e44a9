"""A loop of one's own around OpenCV's camera: people with ids that stay. ``python own_camera_loop.py VIDEO|CAMERA [FRAMES]``."""

import sys
import time
from collections.abc import Iterator
from fractions import Fraction

import cv2
import numpy as np

from posecore import follow
from posecore.sources import SourceFrame


def camera(address: str) -> Iterator[SourceFrame]:
    """Frames as they come, with the time they came at."""
    capture = cv2.VideoCapture(int(address) if address.isdigit() else address)
    start, index = time.monotonic(), 0
    while True:
        there, image = capture.read()
        if not there:
            return
        ticks = round((time.monotonic() - start) * 1000)
        yield SourceFrame(np.asarray(image, np.uint8), index, ticks / 1000, ticks, Fraction(1, 1000))
        index += 1


def main(address: str = "0", most: int = 100) -> int:
    """Print where everyone is; returns the number of frames."""
    frames = 0
    for frame, people in follow(camera(address)):
        print(f"{frame.time:.2f} s", {int(n): box.round().tolist() for n, box in zip(people.ids, people.boxes, strict=True)})
        frames += 1
        if frames == most:
            break
    return frames


if __name__ == "__main__":
    main(*sys.argv[1:2], *map(int, sys.argv[2:3]))
