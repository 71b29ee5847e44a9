"""What files say about themselves comes back as it was written."""

import pytest

from posecore.runtime.crops import InputSpec
from posecore.runtime.metadata import DetectorMetadata, PoseMetadata
from posecore.runtime.weights import find_weights
from posecore.skeletons import MPII16


@pytest.mark.parametrize(
    "about",
    [
        PoseMetadata(InputSpec((192, 256))),
        PoseMetadata(InputSpec((64, 96), (0.1, 1 / 3, 0), (1, 2, 3.5), "bgr", 1.0625), MPII16, "heatmap", "dark", True),
    ],
)
def test_a_pose_network(about):
    assert PoseMetadata.from_props(about.to_props(), about.spec.size) == about


@pytest.mark.parametrize(
    "about",
    [DetectorMetadata(), DetectorMetadata(0.25, 0.55, (320,), (320, 480), {0: "cat", 1: "person"}), DetectorMetadata(sizes=(96, 64))],
)
def test_a_detector(about):
    assert DetectorMetadata.from_props(about.to_props()) == about


def test_the_older_name_of_multiscale_is_read_and_the_newer_counts():
    assert DetectorMetadata.from_props({"lightpose.thorough": "320,480"}).multiscale == (320, 480)
    assert DetectorMetadata.from_props({"lightpose.thorough": "320,480", "lightpose.multiscale": "64"}).multiscale == (64,)


def test_bad_values_are_named():
    with pytest.raises(ValueError, match="metadata lightpose.size = 'large'"):
        DetectorMetadata.from_props({"lightpose.size": "large"})
    with pytest.raises(ValueError, match="lightpose.skeleton = 'insect'"):
        PoseMetadata.from_props({"lightpose.skeleton": "insect"}, (64, 64))


@pytest.mark.parametrize("precision", ["fp32", "int8"])
def test_bundled_pose_networks_say_all_of_it(precision):
    onnxruntime = pytest.importorskip("onnxruntime")
    session = onnxruntime.InferenceSession(str(find_weights("pose", precision)), providers=["CPUExecutionProvider"])
    props = session.get_modelmeta().custom_metadata_map
    fitted = PoseMetadata.from_props(props, (192, 256)).scores
    assert fitted is not None
    assert len(fitted.weights) == 17
    assert all(slope > 0 for slope, _ in fitted.weights), "a higher heatmap is a surer joint"
    assert props == PoseMetadata(InputSpec((192, 256), padding=1.125), scores=fitted).to_props()
