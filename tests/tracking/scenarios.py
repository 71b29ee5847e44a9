"""Worlds in which ids are hard to keep, and how to track the people in them."""

from __future__ import annotations

import numpy as np
from scipy.interpolate import CubicSpline

from posecore.pipelines.live import TrackedPipeline, TrackingSettings
from tests.tracking.appearance_images import Renderer
from tests.tracking.world import FOCAL, FPS, HEIGHT, METRE, WIDTH, IdSwitches, Walker, World

BLANK = np.zeros((HEIGHT, WIDTH, 3), np.uint8)


def track(
    world: World, seconds: float, fps: float = FPS, settings: TrackingSettings | None = None, renderer: Renderer | None = None
) -> tuple[IdSwitches, TrackedPipeline]:
    """Track the people of ``world``; without a renderer all images are black, so that there is no appearance."""
    tracked = TrackedPipeline(world, settings)
    switches = IdSwitches(len(world.walkers))
    for i in range(int(seconds * fps)):
        world.time = i / fps
        switches.add(world, tracked(renderer(world) if renderer else BLANK, world.time))
    return switches, tracked


def crossing(seed: int) -> World:
    """Two people walk towards, past and away from each other, one in front of the other."""
    random = np.random.default_rng(seed)
    speeds = random.uniform(0.7, 1.6, 2) * METRE * (1, -1)
    heights = random.uniform(360, 440, 2)
    meet = random.uniform(1.5, 2.5)
    walkers = [
        Walker(
            x=lambda t, v=speeds[i]: WIDTH / 2 + v * (t - meet),  # type: ignore[misc]
            height=heights[i],
            feet=640 + 30 * i,
            near=i,
            stride=random.uniform(1.5, 2.1),
            phase=random.uniform(),
        )
        for i in range(2)
    ]
    return World(walkers, seed=seed)


def crowd(seed: int, people: int = 5, seconds: float = 60.0) -> World:
    """People who walk from place to place in a hall, 6 to 9 m from the camera, pass in front of each other and do not collide."""
    random = np.random.default_rng(seed)
    low, high = np.asarray([-3.6, 6.0]), np.asarray([3.6, 9.0])
    steps = int((seconds + 1) * FPS)
    places, goals = random.uniform(low, high, (people, 2)), random.uniform(low, high, (people, 2))
    speed, ways = np.zeros((people, 2)), np.empty((steps, people, 2))
    for step in range(steps):
        ways[step] = places
        there = np.linalg.norm(goals - places, axis=1) < 0.4
        goals[there] = random.uniform(low, high, (int(there.sum()), 2))
        towards = goals - places
        wanted = 0.8 * towards / np.linalg.norm(towards, axis=1, keepdims=True)
        apart = places[:, None] - places[None]
        distance = np.linalg.norm(apart, axis=-1) + np.eye(people)
        push = (apart / distance[..., None] * 4.0 * np.exp(-((distance / 0.5) ** 2))[..., None]).sum(axis=1)
        speed += ((wanted - speed) / 0.5 + push) / FPS
        places = places + speed / FPS
    times = np.arange(steps) / FPS
    walkers = []
    for i in range(people):
        side, distance = CubicSpline(times, ways[:, i, 0]), CubicSpline(times, ways[:, i, 1])
        walkers.append(
            Walker(
                x=lambda t, p=side, d=distance: WIDTH / 2 + FOCAL * float(p(t)) / float(d(t)),  # type: ignore[misc]
                distance=distance,
                phase=random.uniform(),
            )
        )
    return World(walkers, seed=seed)
