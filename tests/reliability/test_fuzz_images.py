"""Damaged images: whatever the damage, ``image`` ends soon, either with an annotated picture or with one line that blames the input."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from posecore.sources.heic import can_read_heic
from tests.clips import make_clip, picture
from tests.processes import ROOT
from tests.reliability.corruption import damaged
from tests.reliability.worker import Outcome, Worker

LONG = int(os.environ.get("LIGHTPOSE_FUZZ", "560"))
"""Images of the long form."""

FORMATS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "colour.jpg": lambda image: image,
    "grey.jpg": lambda image: image[:, :, 0],
    "colour.png": lambda image: image,
    "deep.png": lambda image: image.astype(np.uint16) * 257,
    "clear.png": lambda image: np.dstack([image, image[:, :, :1]]),
    "one bit.png": lambda image: image[:, :, 0],
    "colour.webp": lambda image: image,
    "colour.bmp": lambda image: image,
    "colour.tiff": lambda image: image,
    "deep.tif": lambda image: image.astype(np.uint16) * 257,
    "colour.jp2": lambda image: image,
    "colour.ppm": lambda image: image,
    "grey.pgm": lambda image: image[:, :, 0],
    "colour.avif": lambda image: image,
}
"""Name → what the picture is made into before it is encoded; those the installed OpenCV cannot write are left out."""


def whole_images(folder: Path) -> dict[str, bytes]:
    """Name → data of all :data:`FORMATS`, a GIF, and a HEIC photo where those can be read."""
    found = {}
    for name, change in FORMATS.items():
        options = [cv2.IMWRITE_PNG_BILEVEL, 1] if name == "one bit.png" else []
        try:
            done, data = cv2.imencode(Path(name).suffix, change(picture(3)), options)
        except cv2.error:
            continue
        if done:
            found[name] = data.tobytes()
    gif = make_clip(folder / "whole.gif", codec="gif", pixels="rgb8", pts=range(2))
    found["frames.gif"] = gif.read_bytes()
    if can_read_heic():
        import pillow_heif

        pillow_heif.from_bytes("RGB", (64, 48), picture(3)[:, :, ::-1].tobytes()).save(folder / "whole.heic")
        found["photo.heic"] = (folder / "whole.heic").read_bytes()
    return found


def fault(outcome: Outcome, image: Path, folder: Path, table: Path) -> str:
    """What is wrong with how a damaged ``image`` was dealt with; "" where nothing is."""
    if outcome.trouble:
        return outcome.trouble
    drawn = list(folder.iterdir()) if folder.exists() else []
    if outcome.code == 0:
        return "" if len(drawn) == 1 and cv2.imread(str(drawn[0])) is not None and table.exists() else "succeeded, yet wrote no picture"
    if outcome.code != 2 or len(outcome.errors) != 1 or str(image) not in outcome.errors[0]:
        return f"exit code {outcome.code}, not one line that names it: {outcome.output}"
    return "failed, yet left a file" if drawn or table.exists() else ""


def fuzz(folder: Path, count: int, first: int = 0) -> tuple[Counter[str], list[str]]:
    """Run ``image`` on ``count`` damaged images; how they ended, by format, and what was wrong."""
    originals = whole_images(folder)
    names = list(originals)
    ends: Counter[str] = Counter()
    faults = []
    with Worker(folder) as worker:
        for seed in range(first, first + count):
            name = names[seed // 11 % len(names)]
            kind, data = damaged(originals[name], seed)
            image, out, table = folder / f"{seed:04d} {name}", folder / f"{seed:04d} out", folder / f"{seed:04d}.jsonl"
            image.write_bytes(data)
            outcome = worker.run(["image", image, "-o", out, "--keypoints", table])
            ends["read" if outcome.code == 0 else "refused"] += 1
            if wrong := fault(outcome, image, out, table):
                faults.append(f"seed {seed} ({kind}, {name}): {wrong}")
    return ends, faults


def test_damaged_images(tmp_path: Path) -> None:
    ends, faults = fuzz(tmp_path, 40, first=7000)
    assert not faults, "\n".join(faults)
    assert min(ends["read"], ends["refused"]) > 3


@pytest.mark.fuzz
def test_many_damaged_images(tmp_path: Path) -> None:
    ends, faults = fuzz(tmp_path, LONG)
    print(dict(ends))
    assert not faults, "\n".join(faults)


MEMORY = "import sys; from lightpose.start import settle; settle()\n"
MEMORY += "from posecore.sources import SourceError; from posecore.sources.images import read_image\n"
MEMORY += "try: print(read_image(sys.argv[1]).shape)\nexcept SourceError as error: print(error)\n"
MEMORY += "print(next(int(line.split()[1]) // 1024 for line in open('/proc/self/status') if line.startswith('VmHWM')))"
"""The most memory that a process held, MB. ``ru_maxrss`` would count that of the process it was started from."""


@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="asks Linux for the memory")
@pytest.mark.parametrize("kind", ["one bit.png", "index last.tif", "wide.ppm", "headless.j2k"])
def test_a_bomb_takes_no_memory(tmp_path: Path, kind: str) -> None:
    """30,000 × 30,000 px in a file of a few KB to a few MB, whole as far as the reader gets."""
    side, path = 30_000, tmp_path / kind
    if kind.endswith("png"):
        path.write_bytes(_one_bit_png(side))
    elif kind.endswith("tif"):
        path.write_bytes(_tiff(side, 1000))
    elif kind.endswith("ppm"):
        path.write_bytes(b"P6 # a comment\n%d %d\n255\n" % (side, side) + bytes(5000))
    else:
        path.write_bytes(b"\xff\x4f\xff\x51\0\x2f\0\0" + side.to_bytes(4, "big") * 2 + bytes(5000))
    done = subprocess.run([sys.executable, "-c", MEMORY, str(path)], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    said, memory = done.stdout.splitlines()
    assert "30000×30000 px large; images of more than 200 million pixels are not read" in said
    assert done.stderr == ""
    assert int(memory) < 1000


def _one_bit_png(side: int) -> bytes:
    import struct
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    pack = zlib.compressobj()
    row = bytes(1 + (side + 7) // 8)
    pixels = b"".join(pack.compress(row) for _ in range(side)) + pack.flush()
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def _tiff(side: int, rows: int) -> bytes:
    """One bit a pixel, packed, ``rows`` a strip; all strips are the same bytes, the index comes after 2 MB."""
    import struct

    strip = b"\x81\x00" * ((side // 8 + 127) // 128) * rows
    strip += bytes(2_000_000)
    count = side // rows
    tables = 8 + len(strip)
    data = b"II*\0" + struct.pack("<I", tables + 8 * count) + strip
    data += struct.pack(f"<{2 * count}I", *[8] * count, *[len(strip) - 2_000_000] * count)
    tags = [(256, 1, side), (257, 1, side), (258, 1, 1), (259, 1, 32773), (262, 1, 1), (273, count, tables), (277, 1, 1), (278, 1, rows)]
    tags.append((279, count, tables + 4 * count))
    return data + struct.pack("<H", len(tags)) + b"".join(struct.pack("<HHII", tag, 4, *rest) for tag, *rest in tags) + bytes(4)


def test_the_decoder_has_the_same_limit() -> None:
    from lightpose.start import LIBRARIES
    from posecore.sources.image_size import MAX_PIXELS

    assert int(LIBRARIES["OPENCV_IO_MAX_IMAGE_PIXELS"]) == MAX_PIXELS
