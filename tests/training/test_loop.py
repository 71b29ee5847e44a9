import math
from itertools import pairwise

import pytest

torch = pytest.importorskip("torch")

from posecore.losses import HeatmapWeightingLoss  # noqa: E402
from posecore.training.config import Config  # noqa: E402
from posecore.training.loop import NonFiniteLossError, learning_rate, train_one_epoch  # noqa: E402


def test_the_papers_schedule():
    config = Config()
    steps = 1000
    assert learning_rate(config, 0, 0, steps) == pytest.approx(5e-7)
    assert learning_rate(config, 0, 250, steps) == pytest.approx(5e-4 * (0.001 + 0.999 / 2))
    assert learning_rate(config, 0, 500, steps) == pytest.approx(5e-4)
    assert learning_rate(config, 169, 169_999, steps) == pytest.approx(5e-4)
    assert learning_rate(config, 170, 170_000, steps) == pytest.approx(5e-5)
    assert learning_rate(config, 200, 200_000, steps) == pytest.approx(5e-6)


def test_cosine_ends_at_one_per_cent():
    config = Config(schedule="cosine", warmup=0, epochs=10)
    rates = [learning_rate(config, step // 10, step, 10) for step in range(101)]
    assert rates[0] == pytest.approx(5e-4)
    assert rates[100] == pytest.approx(5e-6)
    assert all(a >= b for a, b in pairwise(rates))


class Sample:
    def __init__(self, number):
        from pathlib import Path

        self.id, self.image = number, Path(f"{number}.jpg")


def tiny_batches(count, poison=None):
    generator = torch.Generator().manual_seed(0)
    for i in range(count):
        image = torch.randn(2, 3, 8, 8, generator=generator)
        if i == poison:
            image[0, 0, 0, 0] = math.inf
        yield {
            "image": image,
            "target": torch.rand(2, 4, 8, 8, generator=generator),
            "weight": torch.ones(2, 4),
            "index": torch.tensor([2 * i, 2 * i + 1]),
        }


def run(batches, config, **extra):
    torch.manual_seed(0)
    model = torch.nn.Conv2d(3, 4, 3, padding=1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    reports = []
    ended = train_one_epoch(
        model, HeatmapWeightingLoss(), batches, optimizer, config, 0, 0, 100, [Sample(i) for i in range(99)],
        device=torch.device("cpu"), after_step=lambda r: reports.append(r) or extra.get("stop_at") == r.step,
    )  # fmt: skip
    return model, reports, ended


def test_non_finite_loss_stops_with_the_samples_before_the_weights_are_spoilt():
    torch.manual_seed(0)
    model = torch.nn.Conv2d(3, 4, 3, padding=1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    with pytest.raises(NonFiniteLossError, match=r"4 \(4.jpg\), 5 \(5.jpg\)"):
        train_one_epoch(
            model, HeatmapWeightingLoss(), tiny_batches(5, poison=2), optimizer, Config(warmup=0), 0, 0, 100,
            [Sample(i) for i in range(99)], device=torch.device("cpu"),
        )  # fmt: skip
    assert all(torch.isfinite(p).all() for p in model.parameters())


def test_accumulation_equals_one_large_batch():
    parts = list(tiny_batches(4))
    merged = [{k: torch.cat([a[k], b[k]]) for k in a} for a, b in zip(parts[::2], parts[1::2], strict=True)]
    small, reports, _ = run(parts, Config(warmup=0, accumulate=2))
    large, _, _ = run(merged, Config(warmup=0))
    assert len(reports) == 2
    torch.testing.assert_close(small.weight, large.weight)


def test_after_step_ends_the_epoch():
    _, reports, ended = run(tiny_batches(6), Config(warmup=0), stop_at=3)
    assert ended
    assert len(reports) == 3
    assert reports[-1].batch == 3


def test_consistency_brings_the_answers_to_two_crops_together():
    from posecore.training.consistency import Jitter

    def trained(weight):
        torch.manual_seed(0)
        model = torch.nn.Conv2d(3, 2, 4, stride=4)
        generator = torch.Generator().manual_seed(1)
        batches = [
            {"image": torch.rand(4, 3, 32, 32, generator=generator), "target": torch.rand(4, 2, 8, 8, generator=generator),
             "weight": torch.ones(4, 2), "index": torch.arange(4)}
            for _ in range(60)
        ]  # fmt: skip
        train_one_epoch(
            model, HeatmapWeightingLoss(), batches, torch.optim.SGD(model.parameters(), lr=0.05),
            Config(warmup=0, height=32, width=32, lr=0.05, consistency=weight), 0, 0, 60, [Sample(i) for i in range(4)],
            device=torch.device("cpu"),
        )  # fmt: skip
        images, jitter = batches[0]["image"], Jitter(4, (32, 32))
        with torch.no_grad():
            return float(jitter.disagreement(model(images), model(jitter.warp(images))))

    assert trained(5.0) < 0.7 * trained(0.0)
