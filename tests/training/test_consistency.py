"""Two crops of one person: what moves with the picture agrees, what does not is told apart, and a run with it trains."""

import pytest

torch = pytest.importorskip("torch")

from posecore.codec import STRIDE  # noqa: E402
from posecore.training.consistency import SCALE, SHIFT, Jitter  # noqa: E402

SIZE = (96, 128)


def fixed(scale: float, x: float, y: float) -> Jitter:
    jitter = Jitter(1, SIZE)
    jitter.scale = torch.tensor([[scale]])
    jitter.offset = torch.tensor([[x, y]])
    return jitter


@pytest.mark.parametrize("stride", [1, STRIDE])
def test_a_shift_by_whole_pixels_moves_maps_by_them(stride: int) -> None:
    maps = torch.rand(1, 3, SIZE[1] // stride, SIZE[0] // stride)
    moved = fixed(1.0, 2 * STRIDE, -STRIDE).warp(maps, stride)
    across, down = 2 * STRIDE // stride, STRIDE // stride
    torch.testing.assert_close(moved[:, :, down:, :-across], maps[:, :, :-down, across:], atol=1e-4, rtol=0)


def test_pictures_and_heatmaps_move_alike() -> None:
    """A dot that is a joint stays under its heatmap's peak."""
    torch.manual_seed(3)
    jitter = Jitter(8, SIZE)
    y, x = torch.meshgrid(torch.arange(SIZE[1]), torch.arange(SIZE[0]), indexing="ij")

    def hill(stride: int) -> torch.Tensor:
        squared = (x[::stride, ::stride] - 52.0) ** 2 + (y[::stride, ::stride] - 60.0) ** 2
        return torch.exp(-squared / (2 * 8.0**2))[None, None].expand(8, 1, -1, -1)

    picture, heatmap = jitter.warp(hill(1)), jitter.warp(hill(STRIDE), STRIDE)
    assert (picture[:, :, ::STRIDE, ::STRIDE] - heatmap).abs().max() < 0.03
    assert (jitter.offset - jitter.offset[:1]).abs().max() > 1, "each crop moves by itself"


def test_it_moves_no_more_than_it_says() -> None:
    torch.manual_seed(0)
    jitter = Jitter(500, SIZE)
    assert (jitter.scale - 1).abs().max() <= SCALE
    middle = torch.tensor(SIZE) / 2
    moved = (jitter.scale * middle + jitter.offset - middle).abs().max(dim=0).values
    assert (moved <= SHIFT * torch.tensor(SIZE) + 1e-4).all()
    assert (moved > 0.9 * SHIFT * torch.tensor(SIZE)).all()


def test_disagreement_is_of_what_does_not_move_with_the_picture() -> None:
    torch.manual_seed(1)
    jitter = Jitter(4, SIZE)
    smooth = torch.nn.functional.interpolate(torch.rand(4, 2, 8, 6), (32, 24), mode="bicubic")
    assert jitter.disagreement(smooth, jitter.warp(smooth, STRIDE)) < 1e-12
    assert jitter.disagreement(smooth, smooth) > 1e-3
