"""From what is to be watched to an engine that is ready to start."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from lightpose.gui.assembled import Options
from lightpose.gui.priority import stepped_back
from lightpose.gui.state import AppState
from posecore.engine import Engine, EngineError, State
from posecore.sources import Source
from posecore.sources.factory import SourceSpec
from posecore.sources.player import Player
from posecore.sources.slides import Slides, is_image

if TYPE_CHECKING:
    from posecore.pipelines.frame import PoseFrame
    from posecore.pipelines.live import Live
    from posecore.pipelines.stages import Networks

Load = Callable[[Options], "Networks"]
"""Options → the networks (a :class:`posecore.pipelines.image.Pipeline` or the like)."""


class Running:
    """One engine with its stages."""

    def __init__(self, live: Live, provider: str) -> None:
        self.live, self.provider = live, provider
        self.engine: Engine[PoseFrame] = live.engine

    def tune(self, state: AppState) -> None:
        """Take over what can be changed while it runs."""
        from posecore.tracking import LIVE_TURNS, DetectionSettings, Smoothing

        seconds = state.detector_interval
        self.live.policy.settings = DetectionSettings() if seconds < 0 else DetectionSettings.every(seconds)
        self.live.smooth.smoother.smoothing = Smoothing.of_strength(state.smoothing)
        self.live.pose.keep_heatmaps = state.heatmap
        self.live.turns.settings = None if state.every_person or state.heatmap else LIVE_TURNS
        self.live.choose.selection = state.selection


class Assembly:
    """Builds engines and keeps the networks from one to the next.

    Args:
        load: makes the networks; None: :func:`posecore.load`.
        source: opens nothing yet, only makes the source; None: the library's.
    """

    def __init__(self, load: Load | None = None, source: Callable[[SourceSpec, Options], Source] | None = None) -> None:
        self.load, self._source = load or load_networks, source or make_source
        self._key: tuple[Any, ...] = ()
        self._networks: Networks | None = None

    def __call__(self, spec: SourceSpec, options: Options, start: float, on_state: Callable[[State, str], None]) -> Running:
        """Raises EngineError("models", …) where the networks cannot be loaded, SourceError where the source makes no sense."""
        from posecore.pipelines.live import Live  # takes a while to import, which is better done here than in the window's thread
        from posecore.pipelines.stages import device_of

        source = self._source(spec, options)
        if not source.live:
            source = Player(source, start, options.speed)
        networks = self.networks(options)
        return Running(Live(source, networks, on_state=on_state), device_of(networks) or "cpu")

    def networks(self, options: Options) -> Networks:
        """The networks for ``options``, loaded once."""
        key = (options.detector, options.pose, options.precision, options.threshold, options.threads, options.device, options.skeleton)
        if self._networks is None or key != self._key:
            try:
                self._networks, self._key = self.load(options), key
            except Exception as error:
                raise EngineError("models", error) from error
        return self._networks


def load_networks(options: Options) -> Networks:
    """What :func:`posecore.load` makes of the options."""
    from posecore import load
    from posecore.runtime.devices import providers_of

    return stepped_back(
        lambda: load(
            options.detector or None,
            options.pose or None,
            threads=options.threads or None,
            threshold=options.threshold or None,
            precision=None if options.precision == "auto" else options.precision,
            multiscale=options.multiscale,
            flip=options.flip,
            skeleton=options.skeleton or None,
            providers=providers_of(options.device),
        )
    )


def make_source(spec: SourceSpec, options: Options) -> Source:
    """The library's source for ``spec``, not yet open; images are shown one after the other. Raises SourceError."""
    if spec.kind == "folder" or (spec.kind == "file" and is_image(spec.value)):
        return Slides(spec.value)
    return spec.open(options.size, options.fps)
