"""What is done to the frozen program after PyInstaller: less of it, and its licences and bill of materials from what is left."""

import csv
import ctypes
import importlib
import json
import re
import shutil
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import numpy as np
import pytest

from lightpose.licences import components

ROOT = Path(__file__).parents[1]


@pytest.fixture
def slim(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.syspath_prepend(str(ROOT / "packaging" / "frozen"))
    return importlib.import_module("slim")


@pytest.mark.parametrize(
    ("theirs", "commands"),
    [
        (("libavcodec-5e.so.62.28.102", "libavutil-58.so.60.26.102"), 2),
        (("libavcodec-5e.so.61.1.1", "libavutil-58.so.60.26.102"), 0),
        (("libavcodec-5e.so.62.28.102",), 0),
    ],
    ids=["one major version", "another major version", "one is missing"],
)
def test_opencv_shares_ffmpeg_of_one_major_version_only(slim, monkeypatch, tmp_path, theirs, commands) -> None:
    (tmp_path / "av.libs").mkdir()
    for name in theirs:
        (tmp_path / "av.libs" / name).touch()
    monkeypatch.setattr(slim, "needed", lambda library: ["libavcodec-c4.so.62.28.101", "libavutil-be.so.60.26.101", "libz.so.1"])
    calls: list[tuple] = []
    monkeypatch.setattr(slim, "output", lambda *command: calls.append(command) or "")
    slim.share_ffmpeg(tmp_path, tmp_path / "cv2.so")
    assert len(calls) == commands
    if commands:
        asked = calls[0][1:-1]
        assert asked[:3] == ("--replace-needed", "libavcodec-c4.so.62.28.101", "libavcodec-5e.so.62.28.102")
        assert "libz.so.1" not in asked


def test_libraries_that_nothing_asks_for_and_those_of_every_desktop_go(slim, monkeypatch, tmp_path) -> None:
    own = tmp_path / "opencv_python_headless.libs"
    asks = {
        "cv2/cv2.so": ["libavif.so", "libdbus-1.so.3"],
        "opencv_python_headless.libs/libavif.so": ["libaom.so"],
        "opencv_python_headless.libs/libaom.so": [],
        "opencv_python_headless.libs/libavcodec.so": ["libvpx.so"],
        "opencv_python_headless.libs/libvpx.so": [],
        "libdbus-1.so.3": ["libsystemd.so.0"],
        "libsystemd.so.0": [],
        "libpython3.11.so.1.0": [],
        "libXrandr.so.2": ["libX11.so.6"],
        "libX11.so.6": [],
    }
    for name in asks:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"\x7fELF")
    (tmp_path / "libvpx.so").symlink_to(own / "libvpx.so")
    monkeypatch.setattr(slim, "needed", lambda library: asks[library.relative_to(tmp_path).as_posix()])
    slim.drop_unloaded(tmp_path)
    left = {path.relative_to(tmp_path).as_posix() for path in slim.elf_files(tmp_path)}
    assert left == set(asks) - {f"{own.name}/libavcodec.so", f"{own.name}/libvpx.so", "libdbus-1.so.3", "libsystemd.so.0", "libX11.so.6"}
    assert not (tmp_path / "libvpx.so").is_symlink(), "a link into nowhere"


def test_icu_keeps_the_order_of_letters_in_the_windows_languages(slim) -> None:
    kept = ("coll/ucadata.icu", "coll/root.res", "coll/de.res", "coll/zh_Hant.res", "nfkc.nrm", "zoneinfo64.res")
    dropped = ("coll/ja.res", "curr/de.res", "de.res", "ibm-943_P15A-2003.cnv", "zone/de.res")
    assert all(slim.ICU_KEPT.fullmatch(name) for name in kept)
    assert not any(slim.ICU_KEPT.fullmatch(name) for name in dropped)


SOURCE = """
static int base = 40;
__thread int own = 2;
int counter[300000];
int *place = &base;
int answer(void) { return *place + own + counter[299999]; }
"""


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A small library with everything for debuggers, its name changed as auditwheel does where patchelf is here."""
    if sys.platform != "linux" or shutil.which("gcc") is None:
        pytest.skip("no gcc")
    (tmp_path / "small.c").write_text(SOURCE)
    out = tmp_path / "libsmall.so"
    subprocess.run(["gcc", "-g3", "-shared", "-fPIC", "-o", out, tmp_path / "small.c"], check=True, timeout=120)
    if shutil.which("patchelf"):
        subprocess.run(["patchelf", "--set-rpath", "$ORIGIN/" + "long/" * 200, out], check=True, timeout=120)
    return out


def test_what_is_for_debuggers_goes_and_the_rest_is_loaded_as_before(slim, library: Path) -> None:
    before = library.read_bytes()
    after = slim.elf.compact(before)
    assert len(after) < len(before) - 2000, "-g3 is more than that"
    assert b"counter[299999]" not in after
    assert slim.elf.loaded(after) == slim.elf.loaded(before)
    assert len(slim.elf.segments(after)) == len(slim.elf.segments(before))
    assert slim.elf.compact(after) == after
    library.write_bytes(after)
    assert ctypes.CDLL(str(library)).answer() == 42
    if shutil.which("readelf"):
        shown = subprocess.run(["readelf", "-SW", "--dyn-syms", library], capture_output=True, text=True, timeout=60, check=True)
        assert not shown.stderr
        assert " .text " in shown.stdout
        assert " .debug_info " not in shown.stdout
        assert " answer" in shown.stdout


@pytest.mark.parametrize("length", [0, 3, 40, 2000])
def test_no_library_is_refused(slim, library: Path, length: int) -> None:
    with pytest.raises(ValueError, match="ELF"):
        slim.elf.compact(library.read_bytes()[:length])


def numpys_openblas() -> Path:
    found = next(iter((Path(np.__file__).parents[1] / "numpy.libs").glob("libscipy_openblas64_*")), None)
    if found is None or sys.platform != "linux" or shutil.which("gcc") is None:
        pytest.skip("NumPy has no OpenBLAS of its own here, or there is no gcc")
    return found


def test_the_bridge_to_numpys_openblas_computes_what_opencv_asks_for(slim, tmp_path: Path) -> None:
    openblas = numpys_openblas()
    (tmp_path / "numpy.libs").mkdir()
    (tmp_path / "numpy.libs" / openblas.name).symlink_to(openblas)
    for path in openblas.parent.glob("lib[gq]*"):
        (tmp_path / "numpy.libs" / path.name).symlink_to(path)
    (tmp_path / "own").mkdir()
    bridge = ctypes.CDLL(str(slim.build_bridge(tmp_path / "own" / slim.BRIDGE, openblas)))

    def number(value: int) -> object:
        return ctypes.byref(ctypes.c_int(value))

    def at(array: np.ndarray) -> ctypes.c_void_p:
        return array.ctypes.data_as(ctypes.c_void_p)

    rng = np.random.default_rng(3)
    n, info, pivots = 5, ctypes.c_int(7), np.full(5 + 2, -9, np.int32)
    matrix, right = rng.standard_normal((n, n)), rng.standard_normal((n, 2))
    left, solved = np.asfortranarray(matrix), np.asfortranarray(right)
    bridge.dgesv_(number(n), number(2), at(left), number(n), at(pivots), at(solved), number(n), ctypes.byref(info))
    assert info.value == 0
    np.testing.assert_allclose(matrix @ solved, right, atol=1e-12)
    assert set(pivots[:n]) <= set(range(1, n + 1))
    assert list(pivots[n:]) == [-9, -9], "written as 32-bit numbers"

    wide = rng.standard_normal((4, 3)).astype(np.float32)
    a, s = np.asfortranarray(wide), np.zeros(3, np.float32)
    u, vt, work = np.zeros((4, 4), np.float32, "F"), np.zeros((3, 3), np.float32, "F"), np.zeros(500, np.float32)
    sides = (at(u), number(4), at(vt), number(3), at(work), number(500), at(np.zeros(24, np.int32)))
    bridge.sgesdd_(b"A", number(4), number(3), at(a), number(4), at(s), *sides, ctypes.byref(info))
    assert info.value == 0
    np.testing.assert_allclose(s, np.linalg.svd(wide, compute_uv=False), rtol=1e-5)
    np.testing.assert_allclose((u[:, :3] * s) @ vt, wide, atol=1e-5)

    product = np.ones((n, 2))
    rows, two = 101, ctypes.c_double(2)  # row-major
    bridge.cblas_dgemm(rows, 111, 111, n, 2, n, two, at(matrix), n, at(right), 2, ctypes.c_double(-1), at(product), 2)
    np.testing.assert_allclose(product, 2 * matrix @ right - 1, atol=1e-12)

    positive = matrix @ matrix.T + np.eye(n)
    lower = np.asfortranarray(positive)
    bridge.dpotrf_(b"L", number(n), at(lower), number(n), ctypes.byref(info))
    assert info.value == 0
    np.testing.assert_allclose(np.tril(lower), np.linalg.cholesky(positive), atol=1e-12)
    values, imaginary, none = np.zeros(n), np.zeros(n), np.zeros(1)
    sides = (at(none), number(1), at(none), number(1), at(np.zeros(500)), number(500))
    bridge.dgeev_(b"N", b"N", number(n), at(np.asfortranarray(positive)), number(n), at(values), at(imaginary), *sides, ctypes.byref(info))
    np.testing.assert_allclose(np.sort(values), np.linalg.eigvalsh(positive), rtol=1e-9)


def test_opencv_asks_the_bridge_for_nothing_that_it_lacks(slim, tmp_path: Path) -> None:
    """Which is what slim.py looks at; OpenCV of the tests may be another than that of the program."""
    bridge = slim.build_bridge(tmp_path / slim.BRIDGE, numpys_openblas())
    assert {"sgesv_", "dgesdd_", "cblas_zgemm", "dgels_"} <= slim.symbols(bridge, "--defined-only")
    asked = {name for name in slim.symbols(bridge, "--undefined-only") if name.startswith("scipy_")}
    assert len(asked) > 15
    assert asked <= slim.symbols(numpys_openblas(), "--defined-only")


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """The folder of a frozen program: metadata of two packages, and one library that only one of them has."""
    for name in ("numpy", "av"):
        found = metadata.distribution(name)
        assert found.files is not None
        place = Path(str(next(path for path in found.files if path.name == "METADATA").locate())).parent
        shutil.copytree(place, tmp_path / place.name)
    record = next(tmp_path.glob("av-*")) / "RECORD"
    record.write_text(record.read_text(encoding="utf-8") + "av.libs/libx264-1.so.1,,\nav.libs/libx265-1.so.1,,\n", encoding="utf-8")
    (tmp_path / "av.libs").mkdir()
    (tmp_path / "av.libs" / "libx264-1.so.1").touch()
    return tmp_path


def test_licences_are_of_what_lies_in_the_program(bundle: Path) -> None:
    found = {(component.name, component.inside) for component in components(bundle)}
    assert found == {("Python", ""), ("numpy", ""), ("av", ""), ("x264", "av")}


def test_lists_of_files_name_what_is_there(slim, bundle: Path) -> None:
    before = metadata.Distribution.at(next(bundle.glob("av-*"))).files
    slim.trim_lists(bundle)
    after = metadata.Distribution.at(next(bundle.glob("av-*"))).files
    assert before is not None
    assert after is not None
    assert len(after) < len(before)
    assert all(Path(str(path.locate())).exists() for path in after)
    assert any(path.name == "METADATA" for path in after)
    rows = list(csv.reader((next(bundle.glob("av-*")) / "RECORD").read_text(encoding="utf-8").splitlines()))
    assert all(len(row) == 3 for row in rows)


def test_the_bill_of_materials_is_of_what_lies_in_the_program(monkeypatch: pytest.MonkeyPatch, bundle: Path) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "packaging" / "frozen"))
    sbom, system = importlib.import_module("sbom"), importlib.import_module("system_licences")
    names = ("numpy", "AV", "pip")
    document = {
        "components": [{"name": name, "bom-ref": name} for name in names],
        "dependencies": [{"ref": "numpy", "dependsOn": ["pip", "AV"]}, {"ref": "pip"}],
    }
    lent = [system.Package("libssl3", "3.0-1", "debian", ("libssl.so.3",))]
    cut = sbom.cut(json.loads(json.dumps(document)), bundle, lent)
    assert [component["name"] for component in cut["components"]] == ["numpy", "AV", "Python", "x264", "libssl3"]
    assert cut["components"][-1]["purl"] == "pkg:deb/debian/libssl3@3.0-1"
    assert cut["dependencies"] == [{"ref": "numpy", "dependsOn": ["AV"]}]
    del document["components"][0]
    with pytest.raises(ValueError, match="numpy"):
        sbom.cut(document, bundle, [])


def test_packages_of_the_system_are_those_whose_libraries_lie_in_the_program(slim, monkeypatch, library: Path, tmp_path: Path) -> None:
    system = importlib.import_module("system_licences")
    there, inside = tmp_path / "system", tmp_path / "inside"
    there.mkdir()
    inside.mkdir()
    whole = library.read_bytes()
    for name in ("libz.so.1", "libpython3.so.1"):
        (there / name).write_bytes(whole)
    (inside / "libz.so.1").write_bytes(slim.elf.compact(whole))
    (inside / "libz.so").symlink_to("libz.so.1")
    other = library.with_name("small.c")
    other.write_text(SOURCE.replace("40", "41"))
    subprocess.run(["gcc", "-shared", "-fPIC", "-o", inside / "libpython3.so.1", other], check=True, timeout=120)
    shutil.copy(inside / "libpython3.so.1", inside / "libours.so.1")
    answers = {
        "-S": {
            "*/libz.so.1": [f"zlib1g:amd64: {there}/libz.so.1", "other: /usr/share/libz.so.1.gz"],
            "*/libpython3.so.1": [f"libpython3: {there}/libpython3.so.1"],
        },
        "-W": {"zlib1g": ["1.2-3"]},
    }
    monkeypatch.setattr(system.shutil, "which", lambda name: name)
    monkeypatch.setattr(system, "_asked", lambda what, *rest: answers[what].get(rest[-1], []))
    monkeypatch.setattr(system.platform, "freedesktop_os_release", lambda: {"ID": "debian"}, raising=False)
    assert system.packages(inside) == [system.Package("zlib1g", "1.2-3", "debian", ("libz.so.1",))]


def test_every_library_inside_the_packages_has_its_licence_named() -> None:
    """Of the folders that auditwheel makes; those of Qt are one entry."""
    entries = tomllib.loads((ROOT / "app" / "lightpose" / "assets" / "bundled_libraries.toml").read_text(encoding="utf-8"))["library"]
    unnamed, seen = [], 0
    for name, folder in (("numpy", "numpy.libs"), ("av", "av.libs"), ("opencv-python-headless", "opencv_python_headless.libs")):
        patterns = [entry["file"] for entry in entries if entry["inside"] == name]
        for path in metadata.distribution(name).files or []:
            if path.parent.name == folder:
                seen += 1
                if not any(re.search(pattern, path.name) for pattern in patterns):
                    unnamed.append(str(path))
    if not seen:
        pytest.skip("these packages bring no libraries here")
    assert not unnamed
