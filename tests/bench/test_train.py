import pytest

pytest.importorskip("torch")

from posecore.bench.train import as_rows, bench_train


@pytest.mark.slow
def test_each_way_of_training_is_measured_against_the_first():
    rows = bench_train(steps=2, batch_size=2, threads=1, compiled=False, people=4)
    assert [row.name for row in rows] == ["eager", "channels-last", "bf16 + channels-last"]
    assert rows[0].ratio == 1
    for row in rows:
        assert row.images_per_second > 0
        assert row.ratio == pytest.approx(row.images_per_second / rows[0].images_per_second)
        assert 0 < row.data_wait < 1
    assert as_rows(rows)[0]["name"] == "eager"
