"""The version of the installed distribution."""

from __future__ import annotations

from importlib import metadata


def lightpose_version() -> str:
    """Version of the ``lightpose`` distribution, or ``0+unknown`` where the package was never installed (a bare copy of the source)."""
    try:
        return metadata.version("lightpose")
    except metadata.PackageNotFoundError:
        return "0+unknown"
