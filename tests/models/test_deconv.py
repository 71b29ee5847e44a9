"""The upsampling layer: the same sum however it is computed."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")
import torch.nn.functional as F  # noqa: E402

from posecore.models.deconv import DepthwiseDeconv, phase_deconv  # noqa: E402


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


def test_phases_are_the_same_sum():
    torch.manual_seed(0)
    layer = DepthwiseDeconv(4)
    x = torch.randn(1, 4, 6, 5)
    torch.testing.assert_close(phase_deconv(x, layer.weight), layer(x))
