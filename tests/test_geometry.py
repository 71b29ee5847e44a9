import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecore import geometry

finite = st.floats(-2000, 4000)
size = st.floats(2, 3000)


@st.composite
def crops(draw):
    center = np.array([draw(finite), draw(finite)])
    scale = np.array([draw(size), draw(size)])
    return geometry.crop_affine(center, scale, (192, 256), draw(st.floats(-180, 180)))


@given(crops(), st.lists(st.tuples(finite, finite), min_size=1, max_size=20))
def test_image_to_crop_and_back_is_exact(matrix, points):
    points = np.array(points)
    there = geometry.apply_affine(matrix, points)
    back = geometry.apply_affine(geometry.invert_affine(matrix), there)
    np.testing.assert_allclose(back, points, atol=1e-3)


def test_crop_maps_the_box_edges_to_the_input_edges():
    centers, scales = geometry.box_to_center_scale(np.array([[10.0, 20.0, 40.0, 60.0]]), 0.75, padding=1.0)
    matrix = geometry.crop_affine(centers[0], scales[0], (192, 256))
    np.testing.assert_allclose(geometry.apply_affine(matrix, np.array([[10.0, 20.0], [40.0, 60.0]])), [[0, 0], [192, 256]], atol=1e-9)


@pytest.mark.parametrize("rotation", [0, 30, -75])
def test_affine_agrees_with_the_picture_it_samples(rotation):
    """A bright spot of the image is found where the matrix says, to a fraction of a pixel: pixel centres lie at integers."""
    image = np.zeros((240, 320, 3), np.uint8)
    cv2.circle(image, (200, 90), 4, (255, 255, 255), -1)
    matrix = geometry.crop_affine(np.array([180.0, 100.0]), np.array([150.0, 200.0]), (192, 256), rotation)
    crop = geometry.crop_image(image, matrix, (192, 256))[..., 0].astype(float)
    ys, xs = np.mgrid[: crop.shape[0], : crop.shape[1]]
    found = np.array([(xs * crop).sum(), (ys * crop).sum()]) / crop.sum()
    np.testing.assert_allclose(found, geometry.apply_affine(matrix, np.array([200.0, 90.0])), atol=0.05)


@given(st.floats(-40, 360), st.floats(-40, 280), st.floats(3, 300), st.floats(-180, 180), st.booleans())
def test_a_crop_is_what_opencv_samples_from_the_whole_image(x, y, scale, rotation, given_room):
    image = np.random.default_rng(0).integers(0, 256, (240, 320, 3)).astype(np.uint8)
    matrix = geometry.crop_affine(np.array([x, y]), np.array([scale * 0.75, scale]), (48, 64), rotation)
    expected = cv2.warpAffine(image, matrix, (48, 64), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
    room = np.full((64, 48, 3), 7, np.uint8) if given_room else None
    crop = geometry.crop_image(image, matrix, (48, 64), room)
    assert room is None or crop is room or np.shares_memory(crop, room)
    assert np.abs(crop.astype(int) - expected).max() <= 1  # where a sample lies between two pixels is rounded a little differently
    assert (crop != expected).mean() < 0.005


def test_a_crop_beside_the_image_and_one_of_no_extent_are_as_opencv_has_them():
    image = np.full((24, 32, 3), 200, np.uint8)
    beside = geometry.crop_affine(np.array([500.0, 500.0]), np.array([30.0, 40.0]), (48, 64))
    assert not geometry.crop_image(image, beside, (48, 64)).any()
    flat = np.array([[1.0, 0, 0], [1.0, 0, 0]])
    np.testing.assert_array_equal(geometry.crop_image(image, flat, (48, 64)), cv2.warpAffine(image, flat, (48, 64)))


@given(st.lists(st.tuples(finite, finite, size, size), min_size=1, max_size=10))
def test_xywh_round_trip(rows):
    boxes = np.array(rows)
    np.testing.assert_allclose(geometry.xyxy_to_xywh(geometry.xywh_to_xyxy(boxes)), boxes, atol=1e-6)


@given(st.lists(st.tuples(finite, finite, size, size), min_size=1, max_size=10), st.floats(0.4, 2))
def test_center_scale_has_the_aspect_ratio_and_contains_the_box(rows, aspect):
    boxes = geometry.xywh_to_xyxy(np.array(rows))
    centers, scales = geometry.box_to_center_scale(boxes, aspect)
    np.testing.assert_allclose(scales[:, 0] / scales[:, 1], aspect)
    assert (centers - scales / 2 <= boxes[:, :2] + 1e-6).all()
    assert (centers + scales / 2 >= boxes[:, 2:] - 1e-6).all()


def test_iou_of_known_boxes():
    a = np.array([[0.0, 0, 10, 10], [5.0, 5, 5, 5]])
    b = np.array([[0.0, 0, 10, 10], [5.0, 0, 15, 10], [20.0, 20, 30, 30], [5.0, 5, 5, 5]])
    np.testing.assert_allclose(geometry.box_iou(a, b), [[1, 1 / 3, 0, 0], [0, 0, 0, 0]])


def test_normalise_is_imagenet_rgb():
    crop = np.random.default_rng(0).integers(0, 256, (32, 24, 3)).astype(np.uint8)
    expected = (crop[..., ::-1] / 255 - [0.485, 0.456, 0.406]) / [0.229, 0.224, 0.225]
    np.testing.assert_allclose(geometry.normalise(crop), expected.transpose(2, 0, 1), atol=1e-5)


def test_boxes_from_keypoints_ignores_invalid_joints():
    points = np.array([[[0.0, 0], [10, 20], [1000, 1000]], [[1.0, 1], [2, 2], [3, 3]]])
    valid = np.array([[True, True, False], [False, False, False]])
    np.testing.assert_allclose(geometry.boxes_from_keypoints(points, valid, margin=0.1), [[-1, -2, 11, 22], [0, 0, 0, 0]])


@given(st.integers(1, 12), st.integers(0, 2**31))
def test_middle_point_is_the_median_on_each_axis(count: int, seed: int) -> None:
    points = np.random.default_rng(seed).normal(0, 100, (count, 2))
    np.testing.assert_allclose(geometry.middle_point(points), np.median(points, axis=0))
