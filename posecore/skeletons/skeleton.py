"""What a joint set is: names, limbs, mirror pairs, OKS sigmas, colours and angles."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Colour = tuple[int, int, int]

LEFT_COLOUR = (255, 170, 60)  # BGR
RIGHT_COLOUR = (60, 120, 255)
MIDDLE_COLOUR = (120, 220, 120)


@dataclass(frozen=True)
class Skeleton:
    """One joint set.

    Attributes:
        name: short name, in files and on the command line; key in :data:`posecore.skeletons.SKELETONS` where the set is a built-in one.
        keypoints: K joint names, in the order of every keypoint array of this set.
        limbs: pairs of joint names that are joined by a line when drawn.
        sigmas: K per-joint OKS constants (COCO's ``k_i / 2``), or None where the joint set has no OKS (MPII is scored by PCKh).
        upper_body: joint names counted as upper body by the half-body augmentation; all others are the lower body.
        head_segment: the two joints whose distance normalises PCKh when a data set stores no head box.
        flips: pairs of joints that change places in a mirrored image, where their names do not say so by ``left_`` and ``right_``.
        colours: K BGR colours; None: by the side of the body.
        angles: (name, (first, vertex, last)) of angles that are measured, all three joint names, besides those of
            :data:`posecore.angles.MEASURES` whose joints are in the set.

    Raises:
        ValueError: no joints, a name twice, a limb, flip or angle of a joint that is not there, or numbers that are not one a joint.
    """

    name: str
    keypoints: tuple[str, ...]
    limbs: tuple[tuple[str, str], ...]
    sigmas: tuple[float, ...] | None
    upper_body: tuple[str, ...]
    head_segment: tuple[str, str] | None = None
    flips: tuple[tuple[str, str], ...] = ()
    colours: tuple[Colour, ...] | None = None
    angles: tuple[tuple[str, tuple[str, str, str]], ...] = ()

    def __post_init__(self) -> None:
        known = set(self.keypoints)
        if not known or len(known) != len(self.keypoints):
            raise ValueError(f"joint set {self.name!r}: needs joints, each name once")
        named = [*self.limbs, *self.flips, self.upper_body, self.head_segment or (), *(joints for _, joints in self.angles)]
        strange = sorted({joint for group in named for joint in group} - known)
        if strange:
            raise ValueError(f"joint set {self.name!r}: no joint is called {', '.join(strange)}")
        for values, what in ((self.sigmas, "sigmas"), (self.colours, "colours")):
            if values is not None and len(values) != len(known):
                raise ValueError(f"joint set {self.name!r}: {len(values)} {what} for {len(known)} joints")
        if self.sigmas is not None and not min(self.sigmas) > 0:
            raise ValueError(f"joint set {self.name!r}: sigmas must be positive")

    def __len__(self) -> int:
        return len(self.keypoints)

    def index(self, name: str) -> int:
        """Position of joint ``name``. Raises ValueError for an unknown joint."""
        return self.keypoints.index(name)

    @cached_property
    def flip_indices(self) -> NDArray[np.int64]:
        """(K,) int64: ``keypoints[flip_indices]`` swaps left and right joints, as a mirrored image needs."""
        names = {name: i for i, name in enumerate(self.keypoints)}
        pairs = {**dict(self.flips), **{b: a for a, b in self.flips}}
        mirrored = [names.get(pairs.get(name, _mirror_name(name)), i) for name, i in names.items()]
        return np.asarray(mirrored, dtype=np.int64)

    @cached_property
    def limb_indices(self) -> NDArray[np.int64]:
        """(L,2) int64 joint indices of each limb."""
        return np.asarray([(self.index(a), self.index(b)) for a, b in self.limbs], dtype=np.int64)

    @cached_property
    def upper_body_mask(self) -> NDArray[np.bool_]:
        """(K,) bool: True for joints of the upper body."""
        return np.asarray([name in self.upper_body for name in self.keypoints])

    @cached_property
    def sides(self) -> tuple[str, ...]:
        """K of 'left', 'right' or 'middle'."""
        return tuple(next((s for s in ("left", "right") if n.startswith(s)), "middle") for n in self.keypoints)

    @cached_property
    def ends(self) -> tuple[str, ...]:
        """Joints that only one limb leads to, such as fingertips."""
        limbs = [joint for limb in self.limbs for joint in limb]
        return tuple(joint for joint in self.keypoints if limbs.count(joint) == 1)

    def colour(self, joint: int) -> Colour:
        """BGR colour of a joint: its own, or left, right and middle told apart."""
        if self.colours is not None:
            return self.colours[joint]
        return {"left": LEFT_COLOUR, "right": RIGHT_COLOUR, "middle": MIDDLE_COLOUR}[self.sides[joint]]


def _mirror_name(name: str) -> str:
    if name.startswith("left_"):
        return "right_" + name.removeprefix("left_")
    if name.startswith("right_"):
        return "left_" + name.removeprefix("right_")
    return name
