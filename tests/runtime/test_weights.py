import pytest

from posecore.runtime.weights import WeightsError, find_weights, manifest, verify


@pytest.mark.parametrize("entry", manifest(), ids=lambda entry: entry.name)
def test_every_bundled_file_is_the_one_the_manifest_names(entry):
    assert verify(entry)


@pytest.mark.parametrize("kind", ["pose", "person"])
def test_there_are_default_weights(kind):
    assert find_weights(kind).suffix == ".onnx"
    assert sum(entry.default for entry in manifest() if entry.kind == kind) == 1


def test_what_is_not_there_is_said():
    with pytest.raises(WeightsError, match="no bundled"):
        find_weights("hands")


def test_a_changed_file_is_noticed(tmp_path):
    (tmp_path / "net.onnx").write_bytes(b"abc")
    (tmp_path / "manifest.toml").write_text('[[weights]]\nkind = "pose"\nname = "n"\nfile = "net.onnx"\nsha256 = "00"\n')
    assert not verify(manifest(tmp_path)[0])


@pytest.mark.parametrize("text", ["[[weights]]\nkind = 3\n", "not toml"])
def test_a_damaged_manifest_is_one_error(tmp_path, text):
    (tmp_path / "manifest.toml").write_text(text)
    with pytest.raises(WeightsError, match="damaged"):
        manifest(tmp_path)
    with pytest.raises(WeightsError, match="not found"):
        manifest(tmp_path / "nowhere")
