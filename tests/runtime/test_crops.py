"""Preprocessing as a function of an InputSpec."""

import numpy as np
import pytest

from posecore.geometry import apply_affine, crop_image, normalise
from posecore.runtime.crops import InputSpec, preprocess

SIZE = (192, 256)


def test_padding_is_how_much_of_the_crop_is_not_the_box():
    box = np.array([[100.0, 50, 160, 250]])
    image = np.zeros((300, 300, 3), np.uint8)
    cut = {p: preprocess(image, box, InputSpec(SIZE, padding=p))[1][0] for p in (1.0, 1.25)}
    np.testing.assert_allclose(apply_affine(cut[1.0], box.reshape(2, 2))[:, 1], [0, 256])
    np.testing.assert_allclose(apply_affine(cut[1.25], box.reshape(2, 2))[:, 1], [25.6, 230.4])


def test_crops_are_normalised_as_the_spec_says():
    image = np.random.default_rng(0).integers(0, 256, (120, 90, 3)).astype(np.uint8)
    boxes = np.array([[10.0, 10, 60, 100], [30, 0, 90, 120]])
    plain, affines = preprocess(image, boxes, InputSpec((48, 64)))
    spec = InputSpec((48, 64), (0.1, 0.2, 0.3), (0.5, 0.6, 0.7), "bgr")
    other, same = preprocess(image, boxes, spec)
    np.testing.assert_array_equal(affines, same)
    assert plain.shape == other.shape == (2, 3, 64, 48)
    assert plain.dtype == other.dtype == np.float32
    for i in range(2):
        crop = crop_image(image, affines[i], (48, 64))
        np.testing.assert_array_equal(plain[i], normalise(crop))
        for channel in range(3):
            expected = (crop[:, :, channel] / 255 - spec.mean[channel]) / spec.std[channel]
            np.testing.assert_allclose(other[i, channel], expected, atol=1e-5)


def test_no_boxes_no_crops():
    batch, affines = preprocess(np.zeros((10, 10, 3), np.uint8), np.zeros((0, 4)), InputSpec((48, 64)))
    assert batch.shape == (0, 3, 64, 48)
    assert affines.shape == (0, 2, 3)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"size": (0, 64)}, "input size"),
        ({"padding": 0.0}, "padding"),
        ({"std": (1.0, 0.0, 1.0)}, "std"),
        ({"channels": "grb"}, "channels"),
    ],
)
def test_a_spec_that_makes_no_sense_is_refused(values, message):
    with pytest.raises(ValueError, match=message):
        InputSpec(**{"size": (48, 64), **values})
