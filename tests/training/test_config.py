import pytest

from posecore.training.config import Config, ConfigError, as_dict, make_config, parse_mixture, read_config, shipped_configs, to_toml

pytest.importorskip("torch")


@pytest.mark.parametrize("name", shipped_configs())
def test_shipped_configs_are_valid(name):
    assert make_config(read_config(name)).size[0] % 32 == 0


def test_the_papers_recipe_is_the_default_and_the_coco_config():
    config = make_config(read_config("coco_256x192"))
    assert config == Config()
    assert (config.lr, config.batch_size, config.epochs, config.milestones, config.warmup) == (5e-4, 64, 210, (170, 200), 500)
    augment = config.augment
    assert (augment.flip, augment.half_body, augment.scale, augment.rotation) == (0.5, 0.3, 0.5, 40)


def test_round_trip_through_toml(tmp_path):
    config = make_config({"lr": "1e-3", "milestones": "3, 5", "compile": "true", "init": 'a "b"\\c', "augment": {"colour": 0.25}})
    path = tmp_path / "config.toml"
    path.write_text(to_toml(as_dict(config)))
    assert make_config(read_config(str(path))) == config
    assert config.milestones == (3, 5)
    assert config.compile is True
    assert config.augment.colour == 0.25


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"hight": 256}, "unknown setting 'hight'"),
        ({"lr": "fast"}, "lr = 'fast': not a number"),
        ({"height": 250}, "multiples of 32"),
        ({"amp": "fp8"}, "amp must be off, bf16 or fp16"),
        ({"mixture": "coco=3,lspet"}, "mixture: 'lspet' is not PREFIX=SHARE"),
        ({"mixture": "coco=three"}, "mixture: 'coco=three' is not"),
        ({"mixture": "coco=-1"}, "mixture: 'coco=-1' is not"),
        ({"mixture": "coco=nan"}, "mixture: 'coco=nan' is not"),
        ({"mixture": "=2"}, "mixture: '=2' is not"),
        ({"mixture": "coco=1, COCO=2"}, "mixture: 'COCO=2' names coco again"),
        ({"unlabelled_weight": -0.1}, "unlabelled_weight must be at least 0"),
        ({"augment": {"flop": 1}}, "unknown setting 'flop'"),
    ],
)
def test_bad_values_are_named(values, message):
    with pytest.raises(ConfigError, match=message):
        make_config(values)


def test_a_mixture_is_shares_by_prefix():
    assert parse_mixture("coco=3, LSPET=0.5,") == {"coco": 3.0, "lspet": 0.5}
    assert parse_mixture("") == {}


def test_unknown_config_lists_the_shipped_ones():
    with pytest.raises(ConfigError, match="smoke"):
        read_config("nonsense")


@pytest.mark.parametrize("name", ["threads", "workers", "seed", "epochs", "batch_size", "samples_per_epoch", "warmup", "eval_limit"])
def test_whole_numbers_have_an_end(name):
    with pytest.raises(ConfigError, match=f"{name} must be a number from [01] to [0-9.e+]*, not 1e\\+20"):
        make_config({name: 10**20})
