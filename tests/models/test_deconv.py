"""The upsampling layer: the same sum however it is computed."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")
import torch.nn.functional as F  # noqa: E402

from posecore.models import compiled_deconv  # noqa: E402
from posecore.models.compiled_deconv import phase_deconv, phase_gradients  # noqa: E402
from posecore.models.deconv import DepthwiseDeconv  # noqa: E402


def native(x, weight):
    return F.conv_transpose2d(x, weight, None, 2, 1, groups=x.shape[1])


@pytest.mark.parametrize("layout", [torch.contiguous_format, torch.channels_last])
def test_under_autocast_it_is_computed_in_float_and_rounded_once(layout):
    """Weights, too, are as they are, not rounded first."""
    torch.manual_seed(0)
    layer = DepthwiseDeconv(8)
    x = torch.randn(2, 8, 5, 3).to(torch.bfloat16).to(memory_format=layout).requires_grad_()
    with torch.autocast("cpu", torch.bfloat16):
        result = layer(x)
    assert result.dtype is torch.bfloat16
    result.float().square().sum().backward()
    plain, weight = x.detach().float().requires_grad_(), layer.weight.detach().clone().requires_grad_()
    expected = native(plain, weight).to(torch.bfloat16)
    assert torch.equal(result, expected)
    expected.float().square().sum().backward()
    torch.testing.assert_close(layer.weight.grad, weight.grad)
    torch.testing.assert_close(x.grad, plain.grad.to(torch.bfloat16))


@pytest.mark.parametrize("layout", [torch.contiguous_format, torch.channels_last])
def test_phases_and_their_gradients_are_the_same_sums(layout):
    torch.manual_seed(0)
    x = torch.randn(2, 4, 6, 5, dtype=torch.float64).to(memory_format=layout).requires_grad_()
    weight = torch.randn(4, 1, 4, 4, dtype=torch.float64, requires_grad=True)
    expected = native(x, weight)
    torch.testing.assert_close(phase_deconv(x, weight), expected)
    gradient = torch.randn_like(expected)
    expected.backward(gradient)
    for found, correct in zip(phase_gradients(gradient, x.detach(), weight.detach()), (x.grad, weight.grad), strict=True):
        torch.testing.assert_close(found, correct, rtol=1e-5, atol=1e-5, check_dtype=False)  # sums are in float32


def test_the_operator_is_sound(monkeypatch):
    """What it tells the compiler of shapes, layouts and gradients is what it does."""
    monkeypatch.setattr(compiled_deconv, "_forward", phase_deconv)
    monkeypatch.setattr(compiled_deconv, "_backward", phase_gradients)
    torch.manual_seed(0)
    x, weight = torch.randn(2, 4, 3, 5, requires_grad=True), torch.randn(4, 1, 4, 4, requires_grad=True)
    torch.library.opcheck(
        compiled_deconv.depthwise_deconv, (x, weight), test_utils=("test_schema", "test_faketensor", "test_autograd_registration")
    )
    result = compiled_deconv.depthwise_deconv(x, weight)
    assert result.is_contiguous(memory_format=torch.channels_last)
    result.square().sum().backward()
    plain = [t.detach().clone().requires_grad_() for t in (x, weight)]
    native(*plain).square().sum().backward()
    torch.testing.assert_close([x.grad, weight.grad], [t.grad for t in plain])


@pytest.mark.slow
def test_compiled_it_learns_the_same():
    torch.manual_seed(0)
    layer = torch.nn.Sequential(torch.nn.Conv2d(3, 8, 1), DepthwiseDeconv(8), torch.nn.BatchNorm2d(8)).to(memory_format=torch.channels_last)
    x, aim = torch.randn(2, 3, 6, 4), torch.randn(2, 8, 12, 8)
    gradients = []
    for network in (layer, torch.compile(layer)):
        layer.zero_grad()
        (network(x) * aim).sum().backward()
        gradients.append([p.grad.clone() for p in layer.parameters()])
    torch.testing.assert_close(*gradients, rtol=1e-3, atol=1e-3)
