"""The paper's cost columns (Tables I to III and V) beside what the networks here cost."""

from __future__ import annotations

from dataclasses import dataclass

import torch

from posecore.models import build_model
from posecore.models.cost import count_macs, count_parameters
from posecore.paper import MAC_BOUND, PARAMETER_BOUND, ROWS, PaperRow


@dataclass(frozen=True)
class Cost:
    """A row of the paper with our counts: ``parameters`` in millions, ``gmacs`` in billions; differences in per cent of the paper's."""

    row: PaperRow
    parameters: float
    gmacs: float

    @property
    def parameter_difference(self) -> float:
        return 100 * (self.parameters / self.row.parameters - 1)

    @property
    def mac_difference(self) -> float:
        return 100 * (self.gmacs / self.row.gmacs - 1)

    @property
    def meets_paper(self) -> bool:
        """Whether both counts lie within the bounds."""
        return abs(self.parameter_difference) <= PARAMETER_BOUND and abs(self.mac_difference) <= MAC_BOUND


def measure_costs(rows: tuple[PaperRow, ...] = ROWS) -> list[Cost]:
    """Count every row. Networks are built once for each name and joint set, on the meta device: shapes without numbers."""
    costs = []
    with torch.device("meta"):
        built = {key: build_model(*key) for key in {(row.name, row.joints) for row in rows}}
    for row in rows:
        model = built[row.name, row.joints]
        costs.append(Cost(row, count_parameters(model) / 1e6, count_macs(model, row.size) / 1e9))
    return costs
