"""Muon: orthogonal updates for pointwise convolutions, Adam for the rest."""

import pytest

torch = pytest.importorskip("torch")

from posecore.models import build_model  # noqa: E402
from posecore.training.optimizer import Muon, build_optimizer, orthogonalise, product_dtype  # noqa: E402


@pytest.mark.parametrize("shape", [(24, 72), (72, 24), (64, 64)])
def test_orthogonal_updates_move_every_direction_alike(shape):
    random = torch.randn(shape, generator=torch.Generator().manual_seed(0))
    u, _, vt = torch.linalg.svd(random, full_matrices=False)
    matrix = u @ torch.diag(torch.logspace(0, -1, min(shape))) @ vt
    values = torch.linalg.svdvals(orthogonalise(matrix))
    assert values.min() > 0.5
    assert values.max() < 1.3
    assert torch.nn.functional.cosine_similarity(orthogonalise(matrix).flatten(), (u @ vt).flatten(), dim=0) > 0.95


@pytest.mark.parametrize(("native", "dtype"), [(True, torch.bfloat16), (False, torch.float32)])
def test_products_are_in_bfloat16_only_where_the_processor_has_it(monkeypatch, native, dtype):
    monkeypatch.setattr(torch.ops.mkldnn, "_is_mkldnn_bf16_supported", lambda: native, raising=False)
    assert product_dtype("cpu") == dtype
    assert product_dtype("cuda") == torch.bfloat16
    matrix = torch.randn(32, 48, generator=torch.Generator().manual_seed(0))
    u, _, vt = torch.linalg.svd(matrix, full_matrices=False)
    result = orthogonalise(matrix)
    assert result.dtype == torch.float32
    assert bool((result == result.bfloat16().float()).all()) == native, "the last product is rounded to its type"
    assert torch.nn.functional.cosine_similarity(result.flatten(), (u @ vt).flatten(), dim=0) > 0.95


def test_what_is_no_matrix_goes_by_adam():
    torch.manual_seed(0)
    model = torch.nn.Sequential(torch.nn.Conv2d(16, 16, 3, groups=16), torch.nn.BatchNorm2d(16), torch.nn.Conv2d(16, 5, 1))
    twin = torch.nn.Sequential(torch.nn.Conv2d(16, 16, 3, groups=16), torch.nn.BatchNorm2d(16), torch.nn.Conv2d(16, 5, 1))
    twin.load_state_dict(model.state_dict())
    optimisers = Muon(model, 1e-2), torch.optim.Adam(twin.parameters(), lr=1e-2)
    for step in range(4):
        images = torch.randn(2, 16, 8, 8, generator=torch.Generator().manual_seed(step))
        for network, optimiser in zip((model, twin), optimisers, strict=True):
            optimiser.zero_grad()
            network(images).square().mean().backward()
            optimiser.step()
    for mine, theirs in zip(model.parameters(), twin.parameters(), strict=True):
        torch.testing.assert_close(mine, theirs, rtol=1e-4, atol=1e-6)


def test_pointwise_convolutions_of_the_network_are_matrices():
    model = build_model("lightpose", 17)
    optimiser = build_optimizer("muon", model, 1e-3)
    orthogonal, plain = (sum(p.numel() for p in group["params"]) for group in optimiser.param_groups)
    assert orthogonal > 0.9 * (orthogonal + plain)
    assert orthogonal + plain == sum(p.numel() for p in model.parameters())
    before = {name: p.detach().clone() for name, p in model.named_parameters()}
    model(torch.randn(2, 3, 64, 64)).square().mean().backward()
    optimiser.step()
    assert all(not torch.equal(p, before[name]) for name, p in model.named_parameters() if p.grad.abs().max() > 0)


def test_it_learns_a_matrix():
    torch.manual_seed(0)
    model = torch.nn.Sequential(torch.nn.Conv2d(32, 32, 1, bias=False), torch.nn.Conv2d(32, 32, 1, bias=False))
    wanted = torch.nn.Conv2d(32, 32, 1, bias=False)
    optimiser, first, loss = Muon(model, 1e-2), None, None
    for _ in range(60):
        images = torch.randn(8, 32, 4, 4)
        loss = (model(images) - wanted(images)).square().mean()
        first = first or float(loss.detach())
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    assert float(loss.detach()) < 0.2 * first
