"""The paper's networks, counted once for all tests: it takes seconds."""

from __future__ import annotations

import functools

from posecore.models.paper import Cost, measure_costs
from posecore.paper import ROWS


@functools.cache
def paper_costs() -> list[Cost]:
    """Every row but those of large inputs."""
    return measure_costs(tuple(row for row in ROWS if row.size != (288, 384)))
