import numpy as np
import pytest

torch = pytest.importorskip("torch")

from posecore.losses import HeatmapWeightingLoss  # noqa: E402

FUNCTIONS = {
    "none": lambda x: 0.0,
    "identity": lambda x: x,
    "double": lambda x: 2 * x,
    "square": lambda x: x * x,
    "exp": lambda x: np.exp(x),
}


def per_pixel(function, pred, target, weight):
    n, k, h, w = pred.shape
    total = 0.0
    for i in range(n):
        for j in range(k):
            joint = 0.0
            for y in range(h):
                for x in range(w):
                    p, t = pred[i, j, y, x] * weight[i, j], target[i, j, y, x] * weight[i, j]
                    joint += (FUNCTIONS[function](t) + 1) * (p - t) ** 2
            total += joint / (h * w)
    return total / (n * k)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_against_a_direct_computation(function):
    rng = np.random.default_rng(1)
    pred, target = rng.normal(size=(2, 3, 5, 4)).astype(np.float32), rng.random((2, 3, 5, 4)).astype(np.float32)
    weight = np.array([[1, 0, 0.5], [1, 1, 0]], np.float32)
    loss = HeatmapWeightingLoss(function)(*(torch.from_numpy(v) for v in (pred, target, weight)))
    assert float(loss) == pytest.approx(per_pixel(function, pred, target, weight), rel=1e-5)


def test_weighting_is_worth_more_near_the_joint():
    target = torch.zeros(1, 1, 8, 8)
    target[0, 0, 4, 4] = 1.0
    near, far = target.clone(), target.clone()
    near[0, 0, 4, 4] -= 0.5
    far[0, 0, 0, 0] += 0.5
    weight = torch.ones(1, 1)
    plain, weighted = HeatmapWeightingLoss("none"), HeatmapWeightingLoss("identity")
    assert float(plain(near, target, weight)) == pytest.approx(float(plain(far, target, weight)))
    assert float(weighted(near, target, weight)) == pytest.approx(2 * float(weighted(far, target, weight)))


def test_unlabelled_joints_give_no_gradient():
    pred = torch.randn(1, 2, 4, 4, requires_grad=True)
    HeatmapWeightingLoss("exp")(pred, torch.rand(1, 2, 4, 4), torch.tensor([[1.0, 0.0]])).backward()
    assert pred.grad[0, 0].abs().sum() > 0
    assert pred.grad[0, 1].abs().sum() == 0


def test_unknown_function():
    with pytest.raises(ValueError, match="unknown weight function 'cube'"):
        HeatmapWeightingLoss("cube")
