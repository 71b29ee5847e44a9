"""Make app/lightpose/assets/sample.mp4: a camera glides over two public-domain portraits standing side by side.

    pip install scikit-image matplotlib
    python packaging/make_sample_clip.py SKIMAGE/data/astronaut.png MATPLOTLIB/mpl-data/sample_data/grace_hopper.jpg

The two pictures come with those packages; app/lightpose/assets/ATTRIBUTION.md says where they are from.
"""

from __future__ import annotations

import itertools
import sys
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np

from posecore.sinks.video import VideoWriter
from posecore.sources.images import read_image

WIDTH, HEIGHT, FPS, SECONDS = 848, 480, 25, 5
OUTPUT = Path(__file__).parents[1] / "app" / "lightpose" / "assets" / "sample.mp4"

# (time from 0 to 1, centre x and y, width) of the view, as fractions of the scene's width and height
KEYS = [(0.0, 0.50, 0.50, 0.95), (0.30, 0.37, 0.41, 0.74), (0.65, 0.64, 0.41, 0.72), (1.0, 0.50, 0.50, 0.95)]


def view(t: float) -> tuple[float, float, float]:
    """Centre and width of the view at ``t`` in [0, 1]: at rest at every key, smooth between them."""
    for (t0, *start), (t1, *end) in itertools.pairwise(KEYS):
        if t <= t1:
            s = (1 - np.cos(np.pi * (t - t0) / (t1 - t0))) / 2
            x, y, width = (a + (b - a) * s for a, b in zip(start, end, strict=True))
            return x, y, width
    return KEYS[-1][1:]


def main(left: str, right: str) -> None:
    height = 600
    pictures = [read_image(left), read_image(right)]
    scene = np.hstack([cv2.resize(p, (round(p.shape[1] * height / p.shape[0]), height), interpolation=cv2.INTER_CUBIC) for p in pictures])
    count = FPS * SECONDS
    with VideoWriter(OUTPUT, width=WIDTH, height=HEIGHT, time_base=Fraction(1, FPS), fps=FPS, quality=22) as video:
        for i in range(count):
            x, y, share = view(i / (count - 1))
            w = share * scene.shape[1]
            h = w * HEIGHT / WIDTH
            cx = np.clip(x * scene.shape[1], w / 2, scene.shape[1] - w / 2)
            cy = np.clip(y * height, h / 2, height - h / 2)
            scale = WIDTH / w
            matrix = np.asarray([[scale, 0, WIDTH / 2 - scale * cx], [0, scale, HEIGHT / 2 - scale * cy]])
            image = cv2.warpAffine(scene, matrix, (WIDTH, HEIGHT), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT)
            video.write(image.astype(np.uint8, copy=False), i, 1)
    print(f"{OUTPUT}: {count} frames, {OUTPUT.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main(*sys.argv[1:3])
