import csv

import pytest

pytest.importorskip("torch")

from posecore.training.ablate import PAPER, ablate, format_rows
from posecore.training.config import Config


@pytest.mark.slow
def test_every_value_is_run_with_every_seed_and_only_once(tmp_path):
    runs = []

    def train(config, folder):
        runs.append((config.attention, config.seed, config.lr))
        folder.mkdir(parents=True)
        with open(folder / "eval.csv", "w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("epoch", "group", "AP"))
            writer.writerow((config.epochs, "coco", 0.9))
            writer.writerow((config.epochs, "all", 0.2 + 0.1 * config.seed))
        return 0

    config = Config(epochs=3, lr=1e-3)
    rows = ablate("attention", config, tmp_path, range(2), train)
    assert [row.value for row in rows] == list(PAPER["attention"])
    assert all(row.measured == pytest.approx((0.2, 0.3)) for row in rows)
    assert sorted(runs) == sorted((value, seed, 1e-3) for value in PAPER["attention"] for seed in range(2))
    ablate("attention", config, tmp_path, range(2), train)
    assert len(runs) == 8
    assert "| ours | 25.00 | 7.07 | 2 | 65.83 |" in format_rows("attention", rows)


def test_a_stopped_run_is_said(tmp_path):
    with pytest.raises(RuntimeError, match="loss-none-0: stopped"):
        ablate("loss", Config(), tmp_path, [0], lambda config, folder: 0)
    with pytest.raises(ValueError, match="unknown ablation 'depth'"):
        ablate("depth", Config(), tmp_path, [0])
