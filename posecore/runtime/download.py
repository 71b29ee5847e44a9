"""Files from the network: HTTPS only, resumed where they broke off, hashed on the way."""

from __future__ import annotations

import hashlib
import http.client
import shutil
import urllib.error
import urllib.parse
import urllib.request
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

PIECE = 1 << 18
LARGEST = 4 << 30
"""Bytes; a network is not larger."""

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
"""Hosts that may be asked by plain HTTP: this machine."""

Report = Callable[[int, int | None], None]
"""(bytes there, bytes in all or None)."""


class DownloadError(OSError):
    """A file that could not be fetched; the message says why, and whether trying again goes on where it stopped."""


def is_address(text: str) -> bool:
    """Whether ``text`` is an address rather than a path."""
    return "://" in text


def check_address(url: str) -> str:
    """``url``, if it may be fetched. Raises DownloadError for anything but HTTPS, and plain HTTP to this machine."""
    parts = urllib.parse.urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK):
        return url
    raise DownloadError(f"{url}: only https addresses are fetched")


class _SafeRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, req: Any, fp: Any, code: Any, msg: Any, headers: Any, newurl: str) -> urllib.request.Request | None:
        return super().redirect_request(req, fp, code, msg, headers, check_address(newurl))


def download(url: str, target: Path, *, sha256: str = "", report: Report | None = None, timeout: float = 30.0) -> str:
    """Fetch ``url`` into ``target``; until it is whole it is ``target`` with ``.partial``, from which the next call goes on.

    Beside the ``.partial`` a ``.version`` keeps the server's mark of the file (ETag): where the file there has changed since, it is fetched
    from its beginning.

    Args:
        url: see :func:`check_address`; so must be where it redirects to.
        target: the file; replaced where it is there.
        sha256: what the file's hash must be; empty for any.
        report: called as bytes come in.
        timeout: seconds without a byte after which it is given up.

    Returns:
        The SHA-256 of the file, hexadecimal.

    Raises:
        DownloadError: it could not be fetched, is larger than :data:`LARGEST` or than the disk has room for, or is another file than
            ``sha256`` says (then nothing stays behind).
    """
    check_address(url)
    partial, mark = target.with_name(target.name + ".partial"), target.with_name(target.name + ".version")
    target.parent.mkdir(parents=True, exist_ok=True)
    start = partial.stat().st_size if partial.is_file() else 0
    headers = {"User-Agent": "lightpose"}
    if start:
        headers["Range"] = f"bytes={start}-"
        if mark.is_file():
            headers["If-Range"] = mark.read_text(encoding="latin-1")
    request = urllib.request.Request(url, headers=headers)
    try:
        with urllib.request.build_opener(_SafeRedirects).open(request, timeout=timeout) as answer:
            resumed = start > 0 and answer.status == 206
            if resumed and not answer.headers.get("Content-Range", f"bytes {start}-").startswith(f"bytes {start}-"):
                raise DownloadError(f"{url}: the server goes on from another place than asked; delete {partial}")
            length = answer.headers.get("Content-Length", "")
            total = int(length) + (start if resumed else 0) if length.isdecimal() else None
            _check_room(url, target.parent, int(length) if length.isdecimal() else 0, total or 0)
            version = answer.headers.get("ETag") or ""
            if version and not version.startswith("W/"):
                mark.write_text(version, encoding="latin-1")
            else:
                mark.unlink(missing_ok=True)
            _receive(answer, partial, "ab" if resumed else "wb", start if resumed else 0, total, report)
    except urllib.error.HTTPError as error:
        if error.code != 416:  # nothing after the bytes that are there: it is whole
            raise DownloadError(f"{url}: {error.code} {error.reason}") from None
    except (urllib.error.URLError, http.client.HTTPException, TimeoutError, ConnectionError) as error:
        there = partial.stat().st_size if partial.is_file() else 0
        hint = f"; {there / 1e6:.1f} MB are there, the same command goes on from them" if there else ""
        reason = getattr(error, "reason", None) or error
        raise DownloadError(f"{url}: {getattr(reason, 'strerror', None) or reason}{hint}") from None
    with partial.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    mark.unlink(missing_ok=True)
    if sha256 and found != sha256.lower():
        partial.unlink()
        raise DownloadError(f"{url}: not the expected file (SHA-256 {found}, expected {sha256})")
    partial.replace(target)
    return found


def _check_room(name: str, folder: Path, coming: int, total: int) -> None:
    """Raise DownloadError where ``total`` bytes are no network, or ``coming`` more do not fit on the disk."""
    if total > LARGEST:
        raise DownloadError(f"{name}: {total / 1e9:.1f} GB; larger than {LARGEST >> 30} GB is no network")
    free = shutil.disk_usage(folder).free
    if coming > free:
        raise DownloadError(f"{name}: {coming / 1e6:.0f} MB do not fit on the disk, {free / 1e6:.0f} MB are free in {folder}")


def _receive(answer: IO[bytes], partial: Path, mode: str, there: int, total: int | None, report: Report | None) -> None:
    with partial.open(mode) as file:
        while piece := answer.read(PIECE):
            there += len(piece)
            if there > LARGEST or (total is not None and there > total):
                file.close()
                partial.unlink()
                limit = f"{LARGEST >> 30} GB, which is no network" if there > LARGEST else f"the {total} bytes it was said to have"
                raise DownloadError(f"{partial.name}: larger than {limit}")
            file.write(piece)
            if report is not None:
                report(there, total)
    if total is not None and there < total:
        raise ConnectionError(f"broke off after {there} of {total} bytes")


def unpack(archive: Path, target: Path) -> None:
    """The only ``.onnx`` file of a ``.zip`` into ``target``. Raises ValueError where there is none, or more than one.

    Raises DownloadError where it is too large.
    """
    try:
        with zipfile.ZipFile(archive) as content:
            inside = [entry for entry in content.infolist() if entry.filename.lower().endswith(".onnx")]
            if len(inside) != 1:
                raise ValueError(f"{archive.name}: {len(inside)} .onnx files inside, expected one")
            _check_room(f"{archive.name}: {inside[0].filename}", target.parent, inside[0].file_size, inside[0].file_size)
            with content.open(inside[0]) as source, target.open("wb") as file:
                while piece := source.read(PIECE):
                    file.write(piece)
    except (zipfile.BadZipFile, zlib.error, EOFError):
        raise ValueError(f"{archive.name}: not a .zip, or a damaged one") from None
    except (RuntimeError, NotImplementedError) as error:
        raise ValueError(f"{archive.name}: cannot be unpacked ({error})") from None
