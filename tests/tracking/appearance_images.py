"""Images of a :class:`tests.tracking.world.World`: people of different appearance in a room with uneven light."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from posecore.skeletons import COCO17
from tests.tracking.world import HEIGHT, WIDTH, World

SHIRTS = ((40, 38, 36), (225, 225, 228), (130, 128, 126), (110, 60, 35), (45, 45, 170), (60, 110, 60), (190, 150, 110), (90, 170, 205))
"""BGR of black, white, grey, navy, red, green, light blue, ochre."""

TROUSERS = ((45, 42, 40), (125, 85, 55), (95, 92, 90), (120, 150, 175))
"""BGR of black, jeans, grey, beige."""

SKIN = (120, 150, 200)
_LIMBS = (
    ("shoulder", "elbow", "sleeve", 0.05),
    ("elbow", "wrist", "skin", 0.035),
    ("hip", "knee", "legs", 0.075),
    ("knee", "ankle", "legs", 0.06),
)
"""Ends, colour, and width in body heights."""


@cache
def _grain() -> NDArray[np.float32]:
    """(2 H,2 W,3) noise of standard deviation 1 in all channels together, and half as much in each."""
    random, size = np.random.default_rng(1), (HEIGHT * 2, WIDTH * 2)
    return random.standard_normal((*size, 1), np.float32) + 0.5 * random.standard_normal((*size, 3), np.float32)


class Renderer:
    """Renders what a camera would see.

    Args:
        people: how many there are.
        seed: of their colours, which some share by chance, of the light and of the noise.
        noise: standard deviation of the camera's noise, grey levels.
        dim: factor on all light.
    """

    def __init__(self, people: int, seed: int, noise: float = 8.0, dim: float = 1.0) -> None:
        self.random = np.random.default_rng(1000 + seed)
        self.shirts = [self._colour(SHIRTS) for _ in range(people)]
        self.trousers = [self._colour(TROUSERS) for _ in range(people)]
        self.short = self.random.random(people) < 0.4
        self._noise = noise * _grain()
        self._light = dim * self._lamps()
        room = np.full((HEIGHT, WIDTH, 3), (150, 158, 160), np.float32)
        room[int(0.6 * HEIGHT) :] = (90, 110, 130)
        self._room = np.clip(room * self._light + self._noise[:HEIGHT, :WIDTH], 0, 255).astype(np.uint8)

    def _colour(self, choice: tuple[tuple[int, int, int], ...]) -> NDArray[np.float64]:
        colour = np.asarray(choice[self.random.integers(len(choice))], float)
        return colour * self.random.uniform(0.9, 1.1) * self.random.uniform(0.97, 1.03, 3)

    def _lamps(self) -> NDArray[np.float32]:
        """(H,W,3) factors: some places are half as bright as others, some bluish, some yellowish."""
        coarse = self.random.uniform(0.6, 1.15, (3, 6, 1)) * self.random.uniform(0.93, 1.07, (3, 6, 3))
        light: NDArray[np.float32] = cv2.resize(coarse.astype(np.float32), (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
        return light

    def __call__(self, world: World) -> NDArray[np.uint8]:
        """(H,W,3) uint8 BGR of the present frame."""
        image = self._room.copy()
        for i in np.argsort([walker.near for walker in world.walkers]):
            self._figure(image, world, int(i))
        return image

    def _figure(self, image: NDArray[np.uint8], world: World, i: int) -> None:
        joints, height = world.joints()[i], world.walkers[i].height
        x1, y1 = np.maximum(joints.min(axis=0) - 0.1 * height, 0).astype(int)
        x2, y2 = np.minimum(joints.max(axis=0) + 0.1 * height, (WIDTH, HEIGHT)).astype(int)
        if x1 >= x2 or y1 >= y2:
            return
        part = image[y1:y2, x1:x2]
        layer = np.full(part.shape, -1, np.float32)
        points = {name: tuple(int(v) for v in np.rint(joints[k] - (x1, y1))) for k, name in enumerate(COCO17.keypoints)}
        turn = self.random.uniform(-0.04, 0.04)
        colours = {"legs": self.trousers[i], "skin": np.asarray(SKIN, float), "sleeve": SKIN if self.short[i] else self.shirts[i]}
        for side in ("left", "right"):
            shade = 1 + (0.12 if side == "left" else -0.12) + turn
            for a, b, part_name, width in _LIMBS:
                colour = tuple(float(v) for v in np.asarray(colours[part_name]) * shade)
                cv2.line(layer, points[f"{side}_{a}"], points[f"{side}_{b}"], colour, max(2, round(width * height)))
        corners = [points[n] for n in ("left_shoulder", "right_shoulder", "right_hip", "left_hip")]
        cv2.fillConvexPoly(layer, np.asarray(corners, np.int32), tuple(float(v) for v in self.shirts[i]))
        cv2.circle(layer, points["nose"], max(2, round(0.06 * height)), tuple(map(float, SKIN)), -1)
        dy, dx = (int(self.random.integers(limit)) for limit in (HEIGHT, WIDTH))
        lit = layer * self._light[y1:y2, x1:x2] + self._noise[dy : dy + y2 - y1, dx : dx + x2 - x1]
        np.copyto(part, np.clip(lit, 0, 255).astype(np.uint8), where=layer[..., :1] >= 0)
