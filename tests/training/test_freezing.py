import pytest

torch = pytest.importorskip("torch")

from posecore.losses import HeatmapWeightingLoss  # noqa: E402
from posecore.models import build_model  # noqa: E402
from posecore.training.config import Config  # noqa: E402
from posecore.training.freezing import first_parts, freeze  # noqa: E402
from posecore.training.loop import make_ema, train_one_epoch  # noqa: E402
from posecore.training.optimizer import build_optimizer  # noqa: E402


def batches():
    for seed in range(2):
        generator = torch.Generator().manual_seed(seed)
        yield {
            "image": torch.randn(2, 3, 64, 64, generator=generator),
            "target": torch.rand(2, 17, 16, 16, generator=generator),
            "weight": torch.ones(2, 17),
            "index": torch.tensor([0, 1]),
        }


@pytest.mark.parametrize("optimizer", ["adam", "muon"])
def test_frozen_parts_keep_weights_and_statistics_and_all_others_learn(optimizer):
    torch.manual_seed(0)
    model = build_model("lightpose", 17)
    before = {key: value.clone() for key, value in model.state_dict().items()}
    parts = first_parts(model, 3)
    freeze(parts)
    ema = make_ema(model, 0.5)
    config = Config(epochs=1, warmup=0)
    train_one_epoch(
        model, HeatmapWeightingLoss(), batches(), build_optimizer(optimizer, model, 1e-2), config, 0, 0, 2, [], device=torch.device("cpu"),
        ema=ema, frozen=parts,
    )  # fmt: skip
    for state in (model.state_dict(), ema.module.state_dict()):
        changed = {key for key in before if not torch.equal(before[key], state[key])}
        assert not [key for key in changed if key.split(".")[:2] in (["backbone", "0"], ["backbone", "1"], ["backbone", "2"])]
        assert {"backbone.3.block.0.0.weight", "backbone.3.block.0.1.running_mean"} <= changed
        assert len(changed) > len(before) / 2


def test_nothing_is_frozen_unless_told():
    assert first_parts(build_model("lightpose", 17), 0) == []


def test_more_parts_than_there_are_is_an_error():
    with pytest.raises(ValueError, match="has 17 parts, not 18"):
        first_parts(build_model("lightpose", 17), 18)
