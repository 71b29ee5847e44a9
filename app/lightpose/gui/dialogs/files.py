"""What the system's file dialogs offer."""

from __future__ import annotations

from lightpose.gui.language import translate
from posecore.sources.file import VIDEO_PATTERNS


def video_filter() -> str:
    """Videos, or all files."""
    return f"{translate('Dialogs', 'Videos')} ({VIDEO_PATTERNS});;{all_files()}"


def all_files() -> str:
    """The entry for everything."""
    return f"{translate('Dialogs', 'All files')} (*)"
