"""Every network: shapes, one training step, and the paper's cost columns."""

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("torchvision")

from posecore.losses import HeatmapWeightingLoss  # noqa: E402
from posecore.models import MODELS, build_model  # noqa: E402
from posecore.models.cost import count_macs, count_parameters  # noqa: E402
from tests.costs import paper_costs  # noqa: E402


@pytest.mark.parametrize("name", MODELS)
def test_heatmaps_have_a_quarter_of_the_size(name: str) -> None:
    for joints, (width, height) in ((17, (192, 256)), (17, (288, 384)), (16, (256, 256))):
        with torch.no_grad():
            assert build_model(name, joints).eval()(torch.zeros(1, 3, height, width)).shape == (1, joints, height // 4, width // 4)


@pytest.mark.parametrize("name", MODELS)
def test_a_training_step_reaches_every_weight(name: str) -> None:
    torch.manual_seed(0)
    model = build_model(name).train()
    before = {key: value.clone() for key, value in model.named_parameters()}
    optimiser = torch.optim.Adam(model.parameters(), lr=1e-3)
    heatmaps = model(torch.randn(2, 3, 96, 64))
    loss = HeatmapWeightingLoss()(heatmaps, torch.rand_like(heatmaps), torch.ones(2, 17))
    loss.backward()
    optimiser.step()
    assert torch.isfinite(loss)
    assert all(parameter.grad is not None for parameter in model.parameters())
    assert any(not torch.equal(before[key], value) for key, value in model.named_parameters())


def test_lightpose_costs_what_was_computed_from_the_paper() -> None:
    model = build_model("lightpose")
    assert count_parameters(model) == 3_079_428
    assert round(count_macs(model, (192, 256)) / 1e9, 3) == 0.556
    assert round(count_macs(model, (288, 384)) / 1e9, 3) == 1.249


def test_every_row_of_the_paper_is_met_or_says_why() -> None:
    costs = paper_costs()
    assert {cost.row.name for cost in costs} == set(MODELS)
    off = [cost for cost in costs if not cost.meets_paper]
    assert {cost.row.name for cost in off} == {"vipnas-mobilenetv3"}
    assert all(cost.row.reason for cost in off)
    assert all(abs(cost.mac_difference) <= 8 for cost in costs)
