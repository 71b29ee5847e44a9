"""Networks are added from files and from a server on this machine; what breaks off goes on, what was changed is refused."""

import contextlib
import hashlib
import http.server
import threading
import zipfile
from pathlib import Path

import numpy as np
import pytest

from posecore.pipelines.image import choose_pose, load
from posecore.runtime import adding
from posecore.runtime.adding import add_model, remove_model
from posecore.runtime.beside import beside
from posecore.runtime.detectors import PersonDetector, open_detector
from posecore.runtime.download import DownloadError, check_address, download
from posecore.runtime.registry import PublicFile, added, find_added, known_files, models_folder
from tests.runtime.standins import UNIT, standin


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("LIGHTPOSE_MODELS", str(tmp_path / "models"))
    return tmp_path / "models"


def heatmaps(path: Path, joints=17) -> Path:
    return standin(path, {"output": np.zeros((2, joints, 64, 48), np.float32)}, ("n", 3, 256, 192), at=96)


class Handler(http.server.BaseHTTPRequestHandler):
    content: bytes = b""
    breaks = shift = 0
    etag = stated = ""
    asked: list[str | None]

    def do_GET(self):
        given = self.headers.get("Range")
        type(self).asked.append(given)
        if self.path.startswith("/elsewhere"):
            self.send_response(302)
            self.send_header("Location", "http://example.org/x.onnx")
            self.end_headers()
            return
        if self.path.startswith("/missing"):
            self.send_error(404)
            return
        current = self.headers.get("If-Range") in (None, self.etag)
        start = int(given.removeprefix("bytes=").rstrip("-")) if given and current else 0
        body = self.content[start:]
        self.send_response(206 if start else 200)
        if self.etag:
            self.send_header("ETag", self.etag)
        if start:
            self.send_header("Content-Range", f"bytes {start + self.shift}-{len(self.content) - 1}/{len(self.content)}")
        if self.stated != "none":
            self.send_header("Content-Length", self.stated or str(len(body)))
        self.end_headers()
        if type(self).breaks:
            type(self).breaks -= 1
            body = body[: len(body) // 2]
        with contextlib.suppress(ConnectionError):  # the reader has had enough
            self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def server():
    handler = type("Own", (Handler,), {"asked": [], "breaks": 0})
    serving = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=serving.serve_forever, daemon=True).start()
    handler.address = f"http://127.0.0.1:{serving.server_address[1]}"
    yield handler
    serving.shutdown()
    serving.server_close()


def test_a_file_is_checked_pinned_and_found_by_its_name(tmp_path, folder):
    found = add_model(str(heatmaps(tmp_path / "mine.onnx")), "my-pose")
    assert (found.kind, found.path) == ("pose", folder / "my-pose.onnx")
    assert found.sha256 == hashlib.sha256((tmp_path / "mine.onnx").read_bytes()).hexdigest()
    assert f'sha256 = "{found.sha256}"' in beside(found.path).read_text()
    assert choose_pose("my-pose") == found.path
    assert load("none", "my-pose").estimator.size == (192, 256)
    with pytest.raises(ValueError, match="my-pose is there already"):
        add_model(str(tmp_path / "mine.onnx"), "my-pose")
    add_model(str(tmp_path / "mine.onnx"), "my-pose", replace=True)
    found.path.write_bytes(found.path.read_bytes() + b"\0")
    with pytest.raises(ValueError, match=r"my-pose\.onnx: changed since it was added"):
        load("none", "my-pose")
    remove_model("my-pose")
    assert added() == {}
    assert find_added("my-pose") is None


def test_a_detector_too(tmp_path):
    table = np.zeros((2, 300, 6), np.float32)
    path = standin(tmp_path / "finder.onnx", {"output0": table}, (1, 3, 320, 320), scale=UNIT)
    assert add_model(str(path)).kind == "person"
    assert isinstance(open_detector("finder"), PersonDetector)


def test_a_download_that_breaks_off_goes_on(tmp_path, server):
    server.content, server.breaks = heatmaps(tmp_path / "p.onnx").read_bytes(), 1
    seen = []
    with pytest.raises(DownloadError, match="the same command goes on"):
        add_model(f"{server.address}/rtmpose.onnx")
    found = add_model(f"{server.address}/rtmpose.onnx", report=lambda there, total: seen.append((there, total)))
    half = len(server.content) // 2
    assert server.asked == [None, f"bytes={half}-"]
    assert seen[-1] == (len(server.content), len(server.content))
    assert seen[0][0] > half
    assert found.path.read_bytes() == server.content
    assert (found.name, found.sha256) == ("rtmpose", hashlib.sha256(server.content).hexdigest())
    assert sorted(p.name for p in models_folder().rglob("*") if p.is_file()) == ["rtmpose.onnx", "rtmpose.toml"]


def test_a_public_file_in_an_archive(tmp_path, server, monkeypatch):
    with zipfile.ZipFile(tmp_path / "sdk.zip", "w") as archive:
        archive.write(heatmaps(tmp_path / "end2end.onnx", 26), "some/folder/end2end.onnx")
        archive.writestr("some/folder/detail.json", "{}")
    server.content = (tmp_path / "sdk.zip").read_bytes()
    whole = hashlib.sha256(server.content).hexdigest()
    public = PublicFile("pub", "pose", f"{server.address}/sdk.zip", "MIT", "halpe26", sha256=whole, settings=(("padding", "1.3"),))
    monkeypatch.setattr(adding, "known_files", lambda: (public,))
    add_model("pub")
    estimator = load("none", "pub").estimator
    assert (estimator.skeleton.name, estimator.spec.padding) == ("halpe26", 1.3)


def test_another_file_than_expected_is_thrown_away(server, tmp_path):
    server.content = b"something else"
    with pytest.raises(DownloadError, match="not the expected file"):
        download(f"{server.address}/x.onnx", tmp_path / "x.onnx", sha256="0" * 64)
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_network_is_not_added(server, tmp_path, folder):
    server.content = b"<html>"
    with pytest.raises(ValueError, match="not a usable ONNX model"):
        add_model(f"{server.address}/page.onnx")
    with pytest.raises(DownloadError, match="404"):
        add_model(f"{server.address}/missing.onnx")
    with pytest.raises(FileNotFoundError, match=r"no such file; give an \.onnx file.*rtmpose-m"):
        add_model("nowhere.onnx")
    assert added() == {}
    assert [p for p in folder.rglob("*") if p.is_file()] == []


@pytest.mark.parametrize(
    "url", ["http://example.org/a.onnx", "ftp://example.org/a.onnx", "file:///etc/passwd", "http://127.0.0.1.evil.org/a"]
)
def test_only_https(url):
    with pytest.raises(DownloadError, match="only https"):
        check_address(url)


def test_redirects_are_checked_too(server, tmp_path):
    with pytest.raises(DownloadError, match="only https"):
        download(f"{server.address}/elsewhere", tmp_path / "x.onnx")


@pytest.mark.parametrize("name", ["../x", "fp32", "none", "a b", ".hidden", "x.onnx", "-x"])
def test_names_that_cannot_be(tmp_path, name):
    with pytest.raises(ValueError, match="cannot be the name"):
        add_model(str(heatmaps(tmp_path / "p.onnx")), name)


def test_joints_of_ones_own_are_kept_with_the_network(tmp_path):
    (tmp_path / "own.toml").write_text('keypoints = ["a", "b", "c", "d", "e"]')
    with pytest.raises(ValueError, match="predicts 5 joints"):
        add_model(str(heatmaps(tmp_path / "five.onnx", 5)))
    add_model(str(tmp_path / "five.onnx"), skeleton=str(tmp_path / "own.toml"))
    (tmp_path / "own.toml").unlink()
    assert load("none", "five").skeleton.keypoints == ("a", "b", "c", "d", "e")


def test_what_is_wrong_is_said_of_the_file_that_was_given(tmp_path):
    """Not of the copy that is checked."""
    (tmp_path / "empty.onnx").write_bytes(b"")
    with pytest.raises(ValueError, match="empty.onnx: not a usable") as caught:
        add_model(str(tmp_path / "empty.onnx"))
    assert ".adding" not in str(caught.value)


def test_the_list_of_public_files_makes_sense():
    files = known_files()
    assert len({entry.name for entry in files}) == len(files) > 5
    for entry in files:
        assert check_address(entry.url).startswith("https://")
        assert entry.kind in ("pose", "person")
        assert bool(entry.skeleton) == (entry.kind == "pose")
        assert entry.sha256 == "" or len(entry.sha256) == 64


def test_a_file_that_changed_meanwhile_is_fetched_anew(tmp_path, server):
    first, second = heatmaps(tmp_path / "a.onnx").read_bytes(), heatmaps(tmp_path / "b.onnx", 26).read_bytes()
    server.content, server.etag, server.breaks = first, '"one"', 1
    with pytest.raises(DownloadError):
        download(f"{server.address}/x.onnx", tmp_path / "x.onnx")
    server.content, server.etag = second, '"two"'
    assert download(f"{server.address}/x.onnx", tmp_path / "x.onnx") == hashlib.sha256(second).hexdigest()
    assert sorted(path.name for path in tmp_path.glob("x.*")) == ["x.onnx"]


def test_a_server_that_goes_on_elsewhere_is_not_believed(tmp_path, server):
    server.content, server.breaks = bytes(range(256)) * 64, 1
    with pytest.raises(DownloadError, match="go on|goes on"):
        download(f"{server.address}/x.onnx", tmp_path / "x.onnx")
    server.shift = 5
    with pytest.raises(DownloadError, match="another place than asked"):
        download(f"{server.address}/x.onnx", tmp_path / "x.onnx")


@pytest.mark.parametrize(
    ("stated", "message"),
    [(str(10 << 40), "is no network"), (str(3 << 30), "do not fit on the disk"), ("100", None), ("none", "larger than 0 GB")],
)
def test_hostile_sizes(tmp_path, server, monkeypatch, stated, message):
    """Ten terabytes, more than there is room for, more than was said, and no end at all."""
    usage = type("Usage", (), {"free": 1 << 30})
    monkeypatch.setattr("posecore.runtime.download.shutil.disk_usage", lambda folder: usage)
    if stated == "none":
        monkeypatch.setattr("posecore.runtime.download.LARGEST", 1 << 20)
    server.content, server.stated = bytes(4 << 20), stated
    seen = []
    if message is None:  # what comes after the stated length is not read
        assert download(f"{server.address}/x.onnx", tmp_path / "x.onnx") == hashlib.sha256(bytes(100)).hexdigest()
        return
    with pytest.raises(DownloadError, match=message):
        download(f"{server.address}/x.onnx", tmp_path / "x.onnx", report=lambda there, total: seen.append(there))
    assert sum(path.stat().st_size for path in tmp_path.rglob("*.*")) == 0
    assert max(seen, default=0) <= 1 << 20


def test_archives_that_cannot_be(tmp_path, monkeypatch):
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.onnx", bytes(4 << 20))
    monkeypatch.setattr("posecore.runtime.download.LARGEST", 1 << 20)
    with pytest.raises(DownloadError, match="is no network"):
        add_model(str(tmp_path / "bomb.zip"))
    monkeypatch.undo()
    monkeypatch.setenv("LIGHTPOSE_MODELS", str(tmp_path / "models"))
    whole = (tmp_path / "bomb.zip").read_bytes()
    locked = bytearray(whole)
    locked[6] |= 1  # says that it is encrypted
    locked[whole.rindex(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "locked.zip").write_bytes(locked)
    with pytest.raises(ValueError, match="cannot be unpacked"):
        add_model(str(tmp_path / "locked.zip"))
    (tmp_path / "cut.zip").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ValueError, match="not a .zip"):
        add_model(str(tmp_path / "cut.zip"))
    assert added() == {}
    assert not list((tmp_path / "models").rglob("*.onnx"))
