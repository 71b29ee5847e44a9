"""Which networks come with the program, for the settings page and the about dialog. Knows no Qt."""

from __future__ import annotations

from posecore.runtime.weights import WeightsError, WeightsFile, manifest


def bundled_weights() -> tuple[WeightsFile, ...]:
    """The manifest's entries; none where it is missing."""
    try:
        return manifest()
    except WeightsError:
        return ()
