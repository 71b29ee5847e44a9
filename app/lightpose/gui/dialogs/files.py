"""What the system's file dialogs offer."""

from __future__ import annotations

from PyQt6.QtWidgets import QFileDialog

from lightpose.gui.language import translate
from posecore.sources.file import VIDEO_PATTERNS
from posecore.sources.images import image_suffixes

SHORT = QFileDialog.Option.HideNameFilterDetails
"""For filters whose list of endings is longer than the dialog is wide."""


def video_filter() -> str:
    """Videos, or all files."""
    return f"{_videos()};;{all_files()}"


def media_filter() -> str:
    """What the window plays: videos, images, or all files."""
    images = " ".join(f"*{suffix}" for suffix in sorted(image_suffixes()))
    return f"{_videos()};;{translate('Dialogs', 'Images')} ({images});;{all_files()}"


def all_files() -> str:
    """The entry for everything."""
    return f"{translate('Dialogs', 'All files')} (*)"


def _videos() -> str:
    return f"{translate('Dialogs', 'Videos')} ({VIDEO_PATTERNS})"
