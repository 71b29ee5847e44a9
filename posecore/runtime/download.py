"""Files from the network: HTTPS only, resumed where they broke off, hashed on the way."""

from __future__ import annotations

import hashlib
import http.client
import urllib.error
import urllib.parse
import urllib.request
import zipfile
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

    Args:
        url: see :func:`check_address`; so must be where it redirects to.
        target: the file; replaced where it is there.
        sha256: what the file's hash must be; empty for any.
        report: called as bytes come in.
        timeout: seconds without a byte after which it is given up.

    Returns:
        The SHA-256 of the file, hexadecimal.

    Raises:
        DownloadError: it could not be fetched or is another file than ``sha256`` says (then nothing stays behind).
    """
    check_address(url)
    partial = target.with_name(target.name + ".partial")
    target.parent.mkdir(parents=True, exist_ok=True)
    start = partial.stat().st_size if partial.is_file() else 0
    request = urllib.request.Request(url, headers={"User-Agent": "lightpose", **({"Range": f"bytes={start}-"} if start else {})})
    try:
        with urllib.request.build_opener(_SafeRedirects).open(request, timeout=timeout) as answer:
            resumed = start > 0 and answer.status == 206
            length = answer.headers.get("Content-Length")
            total = int(length) + (start if resumed else 0) if length is not None else None
            _receive(answer, partial, "ab" if resumed else "wb", start if resumed else 0, total, report)
    except urllib.error.HTTPError as error:
        if error.code != 416:  # nothing after the bytes that are there: it is whole
            raise DownloadError(f"{url}: {error.code} {error.reason}") from None
    except (urllib.error.URLError, http.client.HTTPException, TimeoutError, ConnectionError) as error:
        there = partial.stat().st_size if partial.is_file() else 0
        hint = f"; {there / 1e6:.1f} MB are there, the same command goes on from them" if there else ""
        raise DownloadError(f"{url}: {getattr(error, 'reason', None) or error}{hint}") from None
    with partial.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if sha256 and found != sha256.lower():
        partial.unlink()
        raise DownloadError(f"{url}: not the expected file (SHA-256 {found}, expected {sha256})")
    partial.replace(target)
    return found


def _receive(answer: IO[bytes], partial: Path, mode: str, there: int, total: int | None, report: Report | None) -> None:
    with partial.open(mode) as file:
        while piece := answer.read(PIECE):
            there += len(piece)
            if there > LARGEST:
                raise DownloadError(f"{partial.name}: larger than {LARGEST >> 30} GB, which is no network")
            file.write(piece)
            if report is not None:
                report(there, total)
    if total is not None and there < total:
        raise ConnectionError(f"broke off after {there} of {total} bytes")


def unpack(archive: Path, target: Path) -> None:
    """The only ``.onnx`` file of a ``.zip`` into ``target``. Raises ValueError where there is none, or more than one."""
    try:
        with zipfile.ZipFile(archive) as content:
            inside = [entry for entry in content.infolist() if entry.filename.lower().endswith(".onnx")]
            if len(inside) != 1 or inside[0].file_size > LARGEST:
                raise ValueError(f"{archive.name}: {len(inside)} .onnx files inside, expected one")
            with content.open(inside[0]) as source, target.open("wb") as file:
                while piece := source.read(PIECE):
                    file.write(piece)
    except zipfile.BadZipFile:
        raise ValueError(f"{archive.name}: not a .zip") from None
