"""Whether there is a newer version. Asked only when a person asks; nothing but the request itself is sent."""

from __future__ import annotations

import json
import re
import tempfile
import urllib.parse
from dataclasses import dataclass
from pathlib import Path

from posecore.runtime.download import DownloadError, download
from posecore.version import build_facts, lightpose_version

SECONDS = 15.0


class UpdateError(Exception):
    """The newest version cannot be told; the message says why."""


class NoReleaseError(UpdateError):
    """This copy was not made by the release workflow, so it knows no place to ask."""


@dataclass(frozen=True)
class Release:
    """The newest release.

    Attributes:
        version: such as ``0.2.0``.
        page: where to get it.
        newer: than this one.
    """

    version: str
    page: str
    newer: bool


def address() -> str:
    """What is asked: the address that the release workflow has put into this build. Raises NoReleaseError where there is none."""
    found = build_facts().get("releases", "")
    if not found:
        raise NoReleaseError("not a release")
    return found


def newest(url: str, installed: str | None = None, timeout: float = SECONDS) -> Release:
    """Ask ``url``, which answers with the JSON of GitHub's "latest release" (``tag_name``, ``html_url``).

    Args:
        url: https, or plain http on this machine.
        installed: the version to compare with; this one if not given.
        timeout: seconds without an answer.

    Raises:
        UpdateError: no answer, or none that names a version.
    """
    host = urllib.parse.urlsplit(url).hostname or url
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "latest.json"
            download(url, path, timeout=timeout)
            answer = json.loads(path.read_bytes())
        version, page = str(answer["tag_name"]).removeprefix("v"), str(answer["html_url"])
        order = _order(version)
    except DownloadError as error:
        raise UpdateError(f"{host} did not answer: {str(error).removeprefix(f'{url}: ')}") from None
    except (ValueError, KeyError, TypeError):
        raise UpdateError(f"{host} names no release") from None
    if urllib.parse.urlsplit(page).scheme not in ("http", "https"):
        raise UpdateError(f"{host} names no release")
    return Release(version, page, order > _order(installed or lightpose_version()))


def _order(version: str) -> tuple[tuple[int, ...], bool]:
    """Versions compare like this: numbers first, then a release after what precedes it (``1.0rc1``). Raises ValueError for what is none."""
    match = re.match(r"(\d+(?:\.\d+)*)(?:(a|b|rc|\.dev|-)?.*)$", version)
    if match is None:
        raise ValueError(version)
    numbers = [int(part) for part in match.group(1).split(".")]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers), match.group(2) is None
