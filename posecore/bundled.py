"""Where the files are that come with the package but live beside it in a checkout (``weights/``, ``examples/``)."""

from __future__ import annotations

from pathlib import Path


def bundled_folder(name: str) -> Path:
    """The folder ``name``: in ``posecore`` where it is installed, beside ``posecore`` in a checkout."""
    package = Path(__file__).resolve().parent
    installed = package / name
    return installed if installed.is_dir() else package.parent / name
