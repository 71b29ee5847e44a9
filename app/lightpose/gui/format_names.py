"""What the window calls keypoint formats."""

from __future__ import annotations

from lightpose.gui.language import translate
from posecore.formats import Known


def format_name(known: Known) -> str:
    """Names of formats are the same in every language, but for the table of angles."""
    return translate("Process", "Angles (CSV)") if known.kind == "angles.csv" else known.title
