"""All that is to be done to a recording, whatever recording it is: what the command line and *Process files* hand to each of many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path

from posecore.engine import Consumer
from posecore.formats import Keypoints
from posecore.pipelines.annotate import Progress, annotate, thorough_settings
from posecore.pipelines.frame import PoseFrame
from posecore.pipelines.live import TrackingSettings
from posecore.pipelines.recorded import Estimator, recording_settings
from posecore.pipelines.rendering import Rendering
from posecore.pipelines.selection import Selection
from posecore.pipelines.stages import Networks
from posecore.sources import Recording
from posecore.sources.excerpt import Excerpt, Span
from posecore.sources.limited import LiveSpan, open_for

__all__ = ["Recipe"]


@dataclass(frozen=True)
class Recipe:
    """Arguments of :func:`posecore.annotate` but for the recording, the networks and the files.

    Attributes:
        rendering, audio, track, smooth, selection: as there.
        every_person: everybody is posed on every frame, in crowds too (:mod:`posecore.tracking.turns`).
        thorough: the detector and every person on every frame, joints smoothed, tracks joined after the fact. For networks of two sizes
            and with the flip test, see :func:`posecore.load`.
        span: which part of the recording.
        seconds: how much of it at most, from the start of the span; needed for what is live.
        stream: which video of a file with several, as ffprobe counts; None: the main one.
        person_height: see :func:`posecore.annotate`.
    """

    rendering: Rendering = field(default_factory=Rendering)
    audio: bool = True
    track: bool = True
    smooth: bool = False
    thorough: bool = False
    selection: Selection = field(default_factory=Selection)
    span: Span = field(default_factory=Span)
    seconds: float | None = None
    stream: int | None = None
    person_height: float | None = None
    every_person: bool = False

    def source(self, text: str) -> Recording:
        """The recording that ``text`` names, cut as wanted, not yet open. Raises SourceError."""
        span = self.span
        recording = open_for(text, None if self.seconds is None else float(span.start) + self.seconds, self.stream)
        if self.seconds is not None and not isinstance(recording, LiveSpan):
            end = span.start + Fraction(self.seconds)
            span = replace(span, end=end if span.end is None else min(end, span.end))
        return recording if span.everything else Excerpt(recording, span)

    def steps(self, source: Recording) -> int | None:
        """How many steps (:attr:`posecore.pipelines.annotate.Progress.steps`) an open recording takes, an estimate; None where unknown."""
        frames = source.info.frames
        passes = 2 if self.thorough and self.track and source.repeatable else 1
        return None if frames is None else passes * frames

    def settings(self, networks: object) -> TrackingSettings | None:
        """How people are tracked; None: as recordings are."""
        if not self.track:
            return None
        if self.thorough:
            return thorough_settings()
        usual = recording_settings(networks)
        return replace(usual, turns=None) if self.every_person else usual

    def run(
        self,
        source: Recording,
        networks: Networks | Estimator,
        output: Path | None,
        keypoints: Keypoints,
        on_frame: Callable[[Progress], None] | None = None,
        consumers: Sequence[Consumer[PoseFrame]] = (),
        angles: Keypoints = None,
    ) -> Progress:
        """Do it to an open recording. Raises what :func:`posecore.annotate` raises."""
        return annotate(
            source,
            output,
            networks,
            keypoints=keypoints,
            angles=angles,
            person_height=self.person_height,
            rendering=self.rendering,
            audio=self.audio,
            track=self.track,
            settings=self.settings(networks),
            smooth=(self.smooth or self.thorough) and self.track,
            join=self.thorough,
            selection=self.selection,
            consumers=consumers,
            on_frame=on_frame,
        )
