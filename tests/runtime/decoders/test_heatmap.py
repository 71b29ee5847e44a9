"""Heatmap heads, and the table of heads."""

import numpy as np
import pytest

from posecore.codec import encode_heatmaps
from posecore.runtime import decoders
from posecore.runtime.crops import InputSpec
from posecore.runtime.decoders import HeatmapDecoder, make_decoder
from posecore.skeletons import COCO17, MPII16


@pytest.mark.parametrize("stride", [2, 4, 8])
def test_points_are_crop_pixels_whatever_the_stride(stride):
    spec = InputSpec((192, 256))
    points = np.random.default_rng(0).uniform([40, 40], [150, 210], (17, 2))
    heatmaps, _ = encode_heatmaps(points / stride, np.ones(17), (192 // stride, 256 // stride))
    decoded, scores = HeatmapDecoder("dark")([heatmaps[None]], spec)
    assert decoded.dtype == scores.dtype == np.float32
    np.testing.assert_allclose(decoded[0], points, atol=0.05 * stride)
    assert ((scores > 0.8) & (scores <= 1)).all()


def test_the_flip_test_averages_with_joints_put_back():
    """Pixel x of a mirrored crop is W - x of the crop: mirrored and moved one to the right, left and right swapped."""
    first = np.zeros((1, 17, 8, 6), np.float32)
    mirrored = np.zeros((1, 17, 8, 6), np.float32)
    left, right = COCO17.index("left_wrist"), COCO17.index("right_wrist")
    first[0, left, 3, 4] = mirrored[0, right, 3, 2] = 1
    (merged,) = HeatmapDecoder().merge_flipped([first], [mirrored], COCO17.flip_indices, InputSpec((24, 32)))
    assert merged.dtype == np.float32
    assert merged[0, left, 3, 4] == 1
    assert merged.sum() == 1


@pytest.mark.parametrize(
    ("shapes", "fits"),
    [
        ([["n", 17, 64, 48]], True),
        ([[None, "k", "h", "w"]], True),
        ([["n", 17, 64, 48], ["n", 17]], True),
        ([["n", 16, 64, 48]], False),
        ([["n", 17, 64]], False),
        ([], False),
    ],
)
def test_which_outputs_are_heatmaps(shapes, fits):
    assert HeatmapDecoder().fits(shapes, 17) is fits


def test_a_decoder_is_made_by_name():
    decoder = make_decoder("heatmap", "oks", COCO17)
    assert isinstance(decoder, HeatmapDecoder)
    assert (decoder.method, decoder.sigmas) == ("oks", COCO17.sigmas)
    assert make_decoder("heatmap", "quarter", MPII16).sigmas is None
    with pytest.raises(ValueError, match="unknown network head 'crystal'; known: heatmap"):
        make_decoder("crystal", "oks", COCO17)
    with pytest.raises(ValueError, match="unknown decoding 'best'"):
        make_decoder("heatmap", "best", COCO17)


def test_another_head_is_one_line_in_the_table(monkeypatch):
    """An estimator runs whatever head its file names: here one of coordinates."""
    from posecore.runtime.estimator import PoseEstimator

    class Coordinates:
        def fits(self, shapes, joints):
            return True

        def __call__(self, outputs, spec):
            return (outputs[0] * spec.size).astype(np.float32), outputs[1]

        def merge_flipped(self, outputs, mirrored, flip_indices, spec):
            back = mirrored[0][:, flip_indices] * (-1, 1) + (1, 0)
            return [(outputs[0] + back) / 2, (outputs[1] + mirrored[1][:, flip_indices]) / 2]

    monkeypatch.setitem(decoders.DECODERS, "coordinates", lambda method, skeleton: Coordinates())
    decoder = make_decoder("coordinates", "oks", COCO17)

    def forward(batch):
        return [np.full((len(batch), 17, 2), [0.5, 0.25], np.float32), np.full((len(batch), 17), 0.9, np.float32)]

    estimator = PoseEstimator(forward, InputSpec((64, 64), padding=1.0), COCO17, decoder, flip=True)
    keypoints, scores = estimator(np.zeros((100, 100, 3), np.uint8), np.array([[20, 20, 84, 84]]))
    np.testing.assert_allclose(keypoints[0], np.full((17, 2), [52, 36]))
    np.testing.assert_allclose(scores, 0.9)
