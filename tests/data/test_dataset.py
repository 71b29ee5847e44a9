from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from posecore.codec import decode_heatmaps  # noqa: E402
from posecore.data.augment import NO_AUGMENTATION, Augmentation  # noqa: E402
from posecore.data.coco import load_coco  # noqa: E402
from posecore.data.dataset import USUAL_JOINTS, EpochSampler, Key, PoseDataset  # noqa: E402
from posecore.skeletons import COCO17  # noqa: E402
from tests.datasets import make_split  # noqa: E402

STILL: dict[str, float] = {"half_body": 0, "scale": 0, "rotation": 0, "rotation_probability": 0}
"""The paper's augmentation without any, the mirror left out."""


@pytest.fixture(scope="module")
def samples(tmp_path_factory):
    root = tmp_path_factory.mktemp("data")
    make_split(root, "train", 6, seed=0)
    return load_coco(root / "train.json", root / "images", COCO17)[0]


def test_item_shapes_and_types(samples):
    item = PoseDataset(samples, COCO17, (192, 256))[2]
    assert {k: tuple(v.shape) for k, v in item.items()} == {"image": (3, 256, 192), "target": (17, 64, 48), "weight": (17,), "index": ()}
    assert all(item[k].dtype == torch.float32 for k in ("image", "target", "weight"))
    assert int(item["index"]) == 2


@pytest.mark.parametrize("seed", range(8))
def test_augmented_targets_lie_on_the_joints_in_the_picture(samples, seed):
    """The dataset draws each joint as a dot of a known colour: it must be where the target says, flips and turns included."""
    dataset = PoseDataset(samples, COCO17, (192, 256), Augmentation(half_body=0, scale=0.25))
    crop, points, visibility, _ = dataset.crop(0, seed)
    item = dataset[0, seed]
    decoded, _ = decode_heatmaps(item["target"].numpy()[None], "dark")
    inside = (points > 12).all(axis=1) & (points < (179, 243)).all(axis=1) & (visibility > 0)
    assert inside.sum() >= 8
    np.testing.assert_allclose(decoded[0][inside] * 4, points[inside], atol=0.2)
    flipped = set()
    drawn = [15, 16, 9, 10]  # ankles and wrists: nothing is drawn over them
    for joint in drawn:
        if inside[joint]:
            x, y = np.round(points[joint]).astype(int)
            patch = crop[y - 3 : y + 4, x - 3 : x + 4].astype(int)
            mirrored = COCO17.flip_indices[joint]
            colours = [np.array((255 - 14 * k, 14 * k, 200)) for k in (joint, mirrored)]
            near = [np.abs(patch - colour).sum(axis=2).min() for colour in colours]
            assert min(near) < 60, f"joint {joint} is not where its label is"
            flipped.add(bool(near[1] < near[0]))
    assert len(flipped) == 1, "in a flipped crop every joint has the label of the other side, else none has"


def test_flip_swaps_left_and_right(samples):
    straight = PoseDataset(samples, COCO17, (192, 256), Augmentation(flip=0, **STILL)).crop(1, 5)
    mirrored = PoseDataset(samples, COCO17, (192, 256), Augmentation(flip=1, **STILL)).crop(1, 5)
    expected = np.stack([191 - straight[1][:, 0], straight[1][:, 1]], axis=1)[COCO17.flip_indices]
    np.testing.assert_allclose(mirrored[1], expected, atol=1e-3)
    difference = np.abs(mirrored[0].astype(int) - straight[0][:, ::-1].astype(int))
    assert difference.mean() < 1


def test_label_weights(samples):
    unsure = replace(samples[0], visibility=np.where(np.arange(17) == 3, 1, 2).astype(np.float32), source="teacher")
    item = PoseDataset([unsure], COCO17, (192, 256), unsure_weight=0.5, teacher_weight=0.6)[0]
    assert item["weight"][3] == pytest.approx(0.3)
    assert item["weight"][4] == pytest.approx(0.6)


ALWAYS_FLIP = Augmentation(flip=1, half_body=0, scale=0, rotation=0, rotation_probability=0)


@pytest.mark.parametrize("augmentation", [NO_AUGMENTATION, ALWAYS_FLIP])
def test_confidence_weighs_the_loss_and_follows_the_flip(samples, augmentation):
    """The square root stands in the weight since the loss squares it; teachers' and unsure joints' weights do not apply beside it."""
    confidence = np.linspace(0.1, 0.9, 17).astype(np.float32)
    unsure = np.where(np.arange(17) == 3, 1, 2).astype(np.float32)
    sample = replace(samples[0], confidence=confidence, source="teacher", visibility=unsure)
    dataset = PoseDataset([sample], COCO17, (192, 256), augmentation, unsure_weight=0.5, teacher_weight=0.6)
    expected = confidence[COCO17.flip_indices] if augmentation is ALWAYS_FLIP else confidence
    np.testing.assert_array_equal(dataset.crop(0, 0).confidence, expected)
    np.testing.assert_allclose(dataset[0]["weight"].numpy() ** 2, expected, rtol=1e-5)


def test_joints_without_a_label_have_an_empty_target(samples):
    unlabelled = np.where(np.arange(17) == 6, 0, 2).astype(np.float32)
    item = PoseDataset([replace(samples[0], visibility=unlabelled)], COCO17, (192, 256), unlabelled_weight=0.4)[0]
    heights, weight = item["target"].flatten(1).max(1).values, item["weight"]
    assert heights[6] == 0
    assert weight[6] == pytest.approx(0.4)
    assert weight.dtype == torch.float32
    assert (np.delete(heights.numpy(), 6) > 0.8).all()
    assert (np.delete(weight.numpy(), 6) == 1).all()
    plain = PoseDataset([replace(samples[0], visibility=unlabelled)], COCO17, (192, 256))[0]
    assert plain["weight"][6] == 0


@pytest.mark.parametrize("labelled", [17, 8, 4, 1])
def test_balanced_people_count_the_same(samples, labelled):
    """The squares of the weights are what the loss has; a person with very few joints counts three times as much as by them."""
    visibility = np.where(np.arange(17) < labelled, 2, 0).astype(np.float32)
    person = replace(samples[0], visibility=visibility)
    plain, balanced = (PoseDataset([person], COCO17, (192, 256), balance=b)[0]["weight"].numpy() ** 2 for b in (0, 1))
    assert plain.sum() == pytest.approx(labelled)
    assert balanced.sum() == pytest.approx(min(USUAL_JOINTS, 3 * labelled), rel=1e-5)
    np.testing.assert_array_equal(balanced > 0, plain > 0)


def test_balance_leaves_empty_targets_as_they_are(samples):
    visibility = np.where(np.arange(17) < 4, 2, 0).astype(np.float32)
    item = PoseDataset([replace(samples[0], visibility=visibility)], COCO17, (192, 256), unlabelled_weight=0.2, balance=1)[0]
    assert item["weight"][4:].numpy() == pytest.approx(0.2)


def test_joints_outside_the_crop_have_an_empty_target(samples):
    """The box ends above the knees; a cut-off ankle may not draw a rim at the crop's edge."""
    box = samples[0].box.copy()
    box[3] = samples[0].keypoints[5:7, 1].mean() + 20
    item = PoseDataset([replace(samples[0], box=box)], COCO17, (192, 256), unlabelled_weight=0.4)[0]
    heights, weight = item["target"].flatten(1).max(1).values.numpy(), item["weight"].numpy()
    assert not heights[[15, 16]].any()
    np.testing.assert_allclose(weight[[15, 16]], 0.4)
    assert (weight[5:7] == 1).all()
    assert (heights[5:7] > 0.8).all()


def test_a_label_that_counts_nothing_is_not_taken_for_an_absent_joint(samples):
    unsure = np.where(np.arange(17) == 3, 1, 2).astype(np.float32)
    dataset = PoseDataset([replace(samples[0], visibility=unsure)], COCO17, (192, 256), unsure_weight=0.0, unlabelled_weight=0.4)
    assert dataset[0]["weight"][3] == 0


def test_joints_beyond_the_pictures_edge_are_to_be_unseen(samples):
    """They count, with an empty target, as much as their label is sure; joints left in the picture are as ever."""
    half_sure = replace(samples[0], visibility=np.where(np.arange(17) % 2, 1, 2).astype(np.float32))
    dataset = PoseDataset([half_sure], COCO17, (192, 256), Augmentation(flip=0, **STILL, edge=1.0), unsure_weight=0.5)
    seen = 0
    for seed in range(12):
        _, points, visibility, _ = dataset.crop(0, seed)
        item = dataset[0, seed]
        heights, weight = item["target"].flatten(1).max(1).values.numpy(), item["weight"].numpy()
        cut_off = visibility < 0
        assert not heights[cut_off].any()
        np.testing.assert_allclose(weight[cut_off], np.where(visibility[cut_off] == -2, 1, 0.5))
        left = (visibility > 0) & (points > 0).all(axis=1) & (points < (191, 255)).all(axis=1)
        assert (heights[left] > 0.8).all()
        assert left.sum() >= 4
        seen += int(cut_off.sum())
    assert seen > 12


def test_same_seed_same_item_whoever_asks(samples):
    dataset = PoseDataset(samples, COCO17, (96, 128), Augmentation(colour=1, blur=1, cutout=1, occlude=1, jpeg=1))
    a, b, c = dataset[3, 77], dataset[3, 77], dataset[3, 78]
    assert torch.equal(a["image"], b["image"])
    assert not torch.equal(a["image"], c["image"])


def test_epoch_order_is_a_function_of_seed_and_epoch():
    def order(seed, epoch):
        sampler = EpochSampler(np.ones(20), seed, batch_size=5)
        sampler.epoch = epoch
        return list(sampler)

    assert order(0, 1) == order(0, 1)
    assert order(0, 1) != order(0, 2)
    assert order(0, 1) != order(1, 1)
    assert sorted(key.position for key in order(0, 1)) == list(range(20))


def test_processes_share_the_global_batches_and_resuming_skips_done_ones():
    alone = EpochSampler(np.ones(24), 0, batch_size=6)
    two = [EpochSampler(np.ones(24), 0, batch_size=3, rank=rank, world_size=2) for rank in range(2)]
    whole = list(alone)
    parts = [list(sampler) for sampler in two]
    for batch in range(4):
        both = parts[0][3 * batch : 3 * batch + 3] + parts[1][3 * batch : 3 * batch + 3]
        assert both == whole[6 * batch : 6 * batch + 6]
    alone.start_batch = 3
    assert list(alone) == whole[18:]


def test_oversampling_repeats_people():
    sampler = EpochSampler(np.array([1.0, 4.0, 0.5, 0.5]), 0, batch_size=1)
    counts = np.zeros(4)
    for epoch in range(200):
        sampler.epoch = epoch
        for key in sampler:
            counts[key.position] += 1
    np.testing.assert_allclose(counts / 200, [1, 4, 0.5, 0.5], atol=0.25)


def test_broken_pictures_have_no_weight_and_are_reported(samples, tmp_path):
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"not a picture")
    item = PoseDataset([replace(samples[0], image=broken)], COCO17, (96, 128))[0]
    assert item["weight"].sum() == 0
    assert int(item["index"]) == -1


def test_some_batches_are_of_small_crops(samples):
    sampler = EpochSampler(np.ones(400), 3, batch_size=4, small_share=0.3)
    batches = [[key.small for key in list(sampler)[i : i + 4]] for i in range(0, 400, 4)]
    assert all(len(set(batch)) == 1 for batch in batches), "a batch has one size"
    assert 0.15 < np.mean(batches) < 0.45
    whole = EpochSampler(np.ones(400), 3, batch_size=4)
    assert [key[:2] for key in sampler] == [key[:2] for key in whole], "nothing else changes"
    assert not any(key.small for key in whole)


def test_a_small_crop_shows_the_same(samples):
    dataset = PoseDataset(samples, COCO17, (128, 192), Augmentation(flip=1, **STILL), small_size=(64, 96))
    whole, half = dataset[Key(1, 5)], dataset[Key(1, 5, small=True)]
    assert half["image"].shape == (3, 96, 64)
    assert half["target"].shape == (17, 24, 16)
    assert torch.equal(whole["weight"] > 0, half["weight"] > 0)
    large, small = (dataset.crop(1, 5, size).keypoints for size in (False, True))
    np.testing.assert_allclose(small[:, 1], large[:, 1] / 2, atol=1e-4)
    np.testing.assert_allclose(small[:, 0], (large[:, 0] - 1) / 2, atol=1e-4)  # mirrored: the last pixel is W - 1
