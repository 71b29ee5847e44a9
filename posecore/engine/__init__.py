"""Threads for frames: a source, stages, consumers. Knows nothing of poses.

    engine = Engine(source, [detect, pose, track], consumers=[recorder.write], on_state=show)
    engine.start()
    ...
    frame = engine.latest.take()      # GUI timer: the newest finished Frame, or None
    engine.displayed(frame)           # for the capture-to-display latency
    engine.stats().latency_p95_ms
    engine.stop()                     # back within a second, whatever the stages do

States: idle → starting → running ⇄ paused, reconnecting → (stopping →) stopped or failed. An engine runs once.
"""

from posecore.engine.chain import Chain, run_stages
from posecore.engine.engine import Engine
from posecore.engine.frame import Frame, Mark, SourceImage
from posecore.engine.queues import BlockingQueue, Channel, Closed, Mailbox
from posecore.engine.stage import (
    Closes,
    Consumer,
    EngineError,
    FrameSource,
    HasGauges,
    Interruptible,
    NotYet,
    Opens,
    Paced,
    Reconnecting,
    Seekable,
    Stage,
    State,
    StateListener,
    Wakeable,
)
from posecore.engine.stats import Meter, StageStats, Stats

__all__ = [
    "BlockingQueue",
    "Chain",
    "Channel",
    "Closed",
    "Closes",
    "Consumer",
    "Engine",
    "EngineError",
    "Frame",
    "FrameSource",
    "HasGauges",
    "Interruptible",
    "Mailbox",
    "Mark",
    "Meter",
    "NotYet",
    "Opens",
    "Paced",
    "Reconnecting",
    "Seekable",
    "SourceImage",
    "Stage",
    "StageStats",
    "State",
    "StateListener",
    "Stats",
    "Wakeable",
    "run_stages",
]
