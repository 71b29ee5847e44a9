"""One parser: what a person may type, in the window and at the prompt; kinds of sources and camera back ends that others add."""

from __future__ import annotations

import os
import sys
import time
from importlib.metadata import EntryPoint
from pathlib import Path

import numpy as np
import pytest

from posecore import plugins
from posecore.sinks.images import write_image
from posecore.sources import (
    Interruptible,
    Paced,
    Reconnecting,
    Recording,
    Seekable,
    Source,
    SourceError,
    SourceFrame,
    SourceInfo,
    camera,
    registry,
)
from posecore.sources.camera import Camera, CameraEntry, find_camera, list_cameras, register_camera_backend
from posecore.sources.factory import SourceSpec, open_source, parse
from posecore.sources.images import ImageFolder, ImageSequence
from posecore.sources.registry import CameraNames, CaptureOptions, register_source
from posecore.sources.seekable import SeekableVideo
from posecore.sources.stream import Stream
from posecore.sources.synthetic import SyntheticPeople

CAMERAS = {"0": "Front", "3": "Integrated Camera", "4": "Logi C920 v1.2"}


@pytest.mark.parametrize(
    ("text", "kind", "value", "name"),
    [
        ("0", "camera", "0", "Front"),
        (3, "camera", "3", "Integrated Camera"),
        (" 7 ", "camera", "7", "Camera 7"),
        ("/dev/video3", "camera", "3", "Integrated Camera"),
        ("/dev/video12", "camera", "12", "Camera 12"),
        ("file:///dev/video2", "camera", "2", "Camera 2"),
        ("integrated", "camera", "3", "Integrated Camera"),
        ("c920 V1.2", "camera", "4", "Logi C920 v1.2"),
        ("kinect", "camera", "kinect", "kinect"),
        ("SCREEN", "screen", "screen", "Screen"),
        ("Screen:0,0,640,480", "screen", "screen:0,0,640,480", "Screen"),
        ("Synthetic:2", "synthetic", "synthetic:2", "Test picture"),
        ("synthetic", "synthetic", "synthetic", "Test picture"),
        ("Test", "synthetic", "synthetic:2", "Test picture"),
        ("walk.mp4", "file", "walk.mp4", "walk.mp4"),
        ("file:///tmp/no%20such/x.mp4", "file", "/tmp/no such/x.mp4", "x.mp4"),
        ("FILE://localhost/tmp/100%25.mp4", "file", "/tmp/100%.mp4", "100%.mp4"),
        ("file:x.mp4", "file", "x.mp4", "x.mp4"),
        ("frames/%04d.png", "sequence", "frames/%04d.png", "%04d.png"),
        ("frames/shot%d.JPG:100", "sequence", "frames/shot%d.JPG:100", "shot%d.JPG"),
        ("file:///a%20b/%04d.png", "sequence", "/a b/%04d.png", "%04d.png"),
        ("rtsp://me:secret@host/one", "url", "rtsp://me:secret@host/one", "host/one"),
        ("RTSP://host/1", "url", "RTSP://host/1", "host/1"),
        ("https://h/a.mp4?sig=x", "url", "https://h/a.mp4?sig=x", "h/a.mp4"),
        ("udp://@239.0.0.1:1234", "url", "udp://@239.0.0.1:1234", "239.0.0.1:1234"),
        ("tcp://h:1", "url", "tcp://h:1", "h:1"),
        ("rtmp://h/live", "url", "rtmp://h/live", "h/live"),
        (Path("0"), "file", "0", "0"),
        (Path("screen"), "file", "screen", "screen"),
    ],
)
@pytest.mark.skipif(os.name != "posix", reason="paths of Unix")
def test_what_people_type(text: str | int | Path, kind: str, value: str, name: str) -> None:
    spec = parse(text, CAMERAS)
    assert (spec.kind, spec.value, spec.name) == (kind, value, name)
    assert spec.live == (kind in ("camera", "screen", "synthetic", "url"))


def test_nothing_typed() -> None:
    with pytest.raises(SourceError, match="no source"):
        parse("  ")


def test_what_is_there_decides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "front").touch()
    (tmp_path / "shots.d").mkdir()
    assert parse("front", CAMERAS).kind == "file"
    assert (
        parse("shots.d", CAMERAS)
        == parse((tmp_path / "shots.d").as_uri()[:0] + "./shots.d", CAMERAS)
        == SourceSpec("folder", "shots.d", "shots.d")
    )
    assert parse((tmp_path / "shots.d").as_uri(), CAMERAS).kind == "folder"
    (tmp_path / "%d.png").touch()
    assert parse("%d.png", CAMERAS).kind == "file", "that is what it is called"


def test_a_link_to_a_camera(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(camera.os.path, "realpath", lambda path: "/dev/video3")
    assert parse("/dev/v4l/by-id/usb-Logi-index0", CAMERAS) == SourceSpec("camera", "3", "Integrated Camera")


def test_cameras_are_asked_for_only_where_it_matters(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(camera, "list_cameras", lambda: asked.append(1) or [CameraEntry(2, "Grabber")])
    assert [parse(text).kind for text in ("screen", "rtsp://h/1", "a/b.mp4", "test")] == ["screen", "url", "file", "synthetic"]
    assert not asked
    assert parse("grab") == SourceSpec("camera", "2", "Grabber")
    assert asked == [1]


def test_a_spec_shows_no_secret() -> None:
    spec = parse("rtsp://me:s3cret@host/1")
    assert "s3cret" not in f"{spec} {spec!r}"
    assert "s3cret" not in SourceSpec("url", "x", "rtsp://me:s3cret@host/1").name


def test_specs_open_what_they_say(tmp_path: Path) -> None:
    write_image(tmp_path / "a.png", np.zeros((4, 4, 3), np.uint8))
    kinds = {
        "1": Camera, "x.mp4": SeekableVideo, str(tmp_path): ImageFolder, f"{tmp_path}/%d.png": ImageSequence, "rtsp://h/1": Stream,
        "SYNTHETIC:3": SyntheticPeople,
    }  # fmt: skip
    for text, kind in kinds.items():
        source = parse(text, {}).open()
        assert type(source) is kind
        assert source.live == parse(text, {}).live
    source = parse("Synthetic:3").open((640, 360), 15.0)
    assert isinstance(source, SyntheticPeople)
    assert (source.people, source.size, source.fps) == (3, (640, 360), 15.0)


def test_what_sources_can_do() -> None:
    made = {text: open_source(text) for text in ("0", "x.mp4", "synthetic", "rtsp://h/1", "frames/%d.png")}
    assert [text for text, source in made.items() if isinstance(source, Seekable)] == ["x.mp4"]
    assert [text for text, source in made.items() if isinstance(source, Interruptible)] == ["0", "synthetic", "rtsp://h/1"]
    assert [text for text, source in made.items() if isinstance(source, Reconnecting)] == ["0", "rtsp://h/1"]
    assert [text for text, source in made.items() if isinstance(source, Recording)] == ["x.mp4", "frames/%d.png"]
    assert not any(isinstance(source, Paced) for source in made.values())


def test_a_numbered_sequence(tmp_path: Path) -> None:
    for number in (8, 9, 10, 12, 10000):
        write_image(tmp_path / f"f{number:04d}.png", np.full((4, 6, 3), number % 256, np.uint8))
    for name in ("f11.png", "f00013.png", "g0014.png"):  # not what printf makes of %04d
        write_image(tmp_path / name, np.zeros((4, 6, 3), np.uint8))
    with parse(f"{tmp_path}/f%04d.png").open() as source:
        frames = list(source)
    assert [frame.name for frame in frames] == ["f0008.png", "f0009.png", "f0010.png", "f0012.png", "f10000.png"]
    assert [int(frame.image[0, 0, 0]) for frame in frames] == [8, 9, 10, 12, 10000 % 256]
    with parse(f"{tmp_path}/f%04d.png:10").open() as source:
        assert [frame.name for frame in source] == ["f0010.png", "f0012.png", "f10000.png"]
    with pytest.raises(SourceError, match="no such pictures from number 20000 on"):
        parse(f"{tmp_path}/f%04d.png:20000").open().open()
    with pytest.raises(SourceError, match="folder .* does not exist"):
        parse(f"{tmp_path}/none/f%04d.png").open().open()


def test_files_left_out_of_a_folder_are_named(tmp_path: Path) -> None:
    (tmp_path / "b.raw").touch()
    with pytest.raises(SourceError, match=r"holds no pictures; left out: b\.raw"):
        ImageFolder(tmp_path).open()
    write_image(tmp_path / "a.png", np.zeros((4, 6, 3), np.uint8))
    (tmp_path / "notes.txt").touch()
    with ImageFolder(tmp_path) as source:
        assert [path.name for path in source.left_out] == ["b.raw", "notes.txt"]
        assert [path.name for path in source.files] == ["a.png"]


class Noise(Source):
    """A made-up source."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.size = size

    @property
    def info(self) -> SourceInfo:
        return SourceInfo("noise", *self.size)

    def open(self) -> None:
        pass

    def read(self) -> SourceFrame | None:
        return None

    def close(self) -> None:
        pass


@pytest.fixture
def anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Kinds and back ends are looked for again, and what was found is forgotten afterwards."""
    registry.load_sources()
    monkeypatch.setattr(registry, "_kinds", dict(registry._kinds))
    monkeypatch.setattr(registry, "_rules", list(registry._rules))
    monkeypatch.setattr(registry, "_loaded", False)
    monkeypatch.setattr(camera, "_backends", dict(camera._backends))


def match_noise(text: str, cameras: CameraNames) -> SourceSpec | None:
    return SourceSpec("noise", text, "Noise") if text.lower() == "noise" else None


def test_a_source_by_decorator(anew: None) -> None:
    assert parse("noise", {}).kind == "camera"

    @register_source("noise", match=match_noise, priority=25, live=True)
    def open_noise(value: str, options: CaptureOptions) -> Source:
        return Noise(options.size or (7, 5))

    spec = parse("NOISE", {})
    assert (spec.kind, spec.name, spec.live) == ("noise", "Noise", True)
    source = spec.open((64, 48))
    assert isinstance(source, Noise)
    assert source.size == (64, 48)
    registry.unregister_source("noise")
    with pytest.raises(SourceError, match="no kind of source called 'noise'; there are: camera, file, folder"):
        spec.open()


PLUGIN = """
from posecore.sources.camera import CameraEntry, register_camera_backend
from posecore.sources.registry import SourceSpec, register_source
from tests.sources.test_factory import Noise, match_noise

@register_source("noise", match=match_noise)
def open_noise(value, options):
    return Noise((3, 2))
"""


def test_a_source_of_another_package(anew: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "noise_plugin.py").write_text(PLUGIN)
    (tmp_path / "broken_plugin.py").write_text("raise OSError('no SDK here')")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "noise_plugin", raising=False)
    points = [EntryPoint(name, f"{name}_plugin", "lightpose.sources") for name in ("broken", "noise")]
    monkeypatch.setattr(plugins.metadata, "entry_points", lambda group: [point for point in points if point.group == group])
    with pytest.warns(RuntimeWarning, match=r"plug-in 'broken' \(broken_plugin\) of lightpose.sources cannot be used: no SDK here"):
        spec = parse("noise", {})
    assert isinstance(spec.open(), Noise)
    assert parse("0", {}).kind == "camera"


class FakeDevice:
    """A :class:`posecore.sources.reconnecting.Device`."""

    def __init__(self, entry: CameraEntry, size: tuple[int, int] | None) -> None:
        self.entry, self.size = entry, size or (8, 6)

    def open(self) -> SourceInfo:
        return SourceInfo(self.entry.name, *self.size)

    def read(self) -> np.ndarray:
        time.sleep(0.002)  # as no camera does without: its thread would leave nothing for others
        return np.full((self.size[1], self.size[0], 3), int(self.entry.device), np.uint8)

    def close(self) -> None:
        pass


def test_a_camera_back_end(anew: None, monkeypatch: pytest.MonkeyPatch) -> None:
    class Few:
        def cameras(self) -> list[CameraEntry]:
            return [CameraEntry(0, "Webcam"), CameraEntry(1, "Other webcam")]

        def device(self, entry: CameraEntry, size: tuple[int, int] | None, fps: float | None) -> FakeDevice:
            return FakeDevice(entry, size)

    register_camera_backend("opencv")(Few)

    @register_camera_backend("vendor")
    class Vendor(Few):
        def cameras(self) -> list[CameraEntry]:
            return [CameraEntry(0, "Depth camera", device="42")]

    @register_camera_backend("broken")
    class Broken(Few):
        def cameras(self) -> list[CameraEntry]:
            raise OSError("no SDK here")

    with pytest.warns(RuntimeWarning, match="camera back end 'broken' .* no SDK here"):
        assert [(c.index, c.name, c.driver) for c in list_cameras()] == [
            (0, "Webcam", "opencv"), (1, "Other webcam", "opencv"), (2, "Depth camera", "vendor"),
        ]  # fmt: skip
    camera.unregister_camera_backend("broken")
    assert find_camera("depth").device == "42"
    assert parse("depth") == SourceSpec("camera", "2", "Depth camera")
    with open_source("DEPTH", (4, 2)) as source:
        frame = source.read()
        assert frame is not None
        assert source.info.name == "Depth camera"
        assert frame.image.shape == (2, 4, 3)
        assert (frame.image == 42).all()
