"""What can go wrong or needs a word, each with a sentence and something to do about it."""

from __future__ import annotations

from dataclasses import dataclass

from posecore.engine import EngineError
from posecore.sources.address import redact
from posecore.sources.camera import CameraError
from posecore.sources.factory import SourceSpec


@dataclass(frozen=True)
class Notice:
    """A message with its buttons.

    Attributes:
        kind: a short name, as tests and the window know it.
        icon: see :mod:`lightpose.gui.icons`.
        title: a few words.
        sentence: what happened and what helps.
        actions: (label, name of what the window does), the likeliest first.
        detail: the original message, for those who want it.

    Secrets of an address are removed from every text.
    """

    kind: str
    icon: str
    title: str
    sentence: str
    actions: tuple[tuple[str, str], ...] = ()
    detail: str = ""

    def __post_init__(self) -> None:
        for name in ("title", "sentence", "detail"):
            object.__setattr__(self, name, redact(vars(self)[name]))


_ELSEWHERE = (("Open a video…", "open_file"), ("Test picture", "synthetic"))

LOADING = Notice("loading", "app", "Starting", "Loading the networks and opening the source.")
NOBODY = Notice(
    "nobody", "person", "", "Nobody in view. Step back until your shoulders are in the picture, or look for people less strictly.",
    (("Look harder", "lower_threshold"),),
)  # fmt: skip
ENDED = Notice("ended", "check", "", "The video has ended.", (("Play again", "retry"),))


def slow_machine(fps: float) -> Notice:
    """The pose cannot keep up."""
    sentence = f"Only {fps:.0f} frames a second on this machine. A smaller picture and fewer detector runs help."
    return Notice("slow", "speed", "", sentence, (("Use lighter settings", "lighter"),))


def reconnecting(spec: SourceSpec, detail: str = "") -> Notice:
    """A camera or stream went away while it was running."""
    if spec.kind == "url":
        return Notice(
            "stream_lost", "link", "Stream lost", f"{spec.name} stopped sending. Trying again until it is back.",
            (("Try now", "retry"), ("Other address…", "open_url")), detail,
        )  # fmt: skip
    return Notice(
        "unplugged", "unplug", "Camera lost", f"{spec.name} stopped delivering pictures. Plug it in again: it goes on by itself.",
        (("Try now", "retry"), ("Other source", "choose")), detail,
    )  # fmt: skip


def no_camera() -> Notice:
    """There is none."""
    return Notice(
        "no_camera", "camera", "No camera found", "Plug in a camera and it starts by itself; or open a video.",
        (("Try again", "retry"), *_ELSEWHERE),
    )  # fmt: skip


def failure(error: BaseException, spec: SourceSpec) -> Notice:
    """The notice for an error that ended the engine or kept it from starting."""
    stage = error.stage if isinstance(error, EngineError) else ""
    cause = error.cause if isinstance(error, EngineError) else error
    text = " ".join(str(cause).split()) or type(cause).__name__
    low = text.lower()
    if stage == "models" and "provider" in low:
        return Notice(
            "provider", "chip", "Accelerator not available", f"{_sentence(text)} The processor can do it too.",
            (("Use the processor", "default_models"), ("Settings", "settings")), text,
        )  # fmt: skip
    if stage == "models":
        return Notice(
            "models", "chip", "The networks cannot be loaded", _sentence(text),
            (("Use the bundled networks", "default_models"), ("Settings", "settings")), text,
        )  # fmt: skip
    if stage not in ("", "source"):
        sentence = f"The step “{stage}” failed. Starting again usually helps."
        return Notice("stage", "warning", "Something broke", sentence, (("Start again", "retry"),), text)
    if spec.kind == "camera":
        return _camera(spec, cause, text)
    if spec.kind == "url":
        reason = text.partition(" cannot be opened: ")[2] or "it does not answer; check the address and the network"
        return Notice(
            "stream_lost", "link", "Stream not available", f"{spec.name}: {reason.rstrip('.')}.",
            (("Try again", "retry"), ("Other address…", "open_url")), text,
        )  # fmt: skip
    if not spec.live:
        again = (("Open another…", "open_file"), ("Try again", "retry"))
        return Notice("unreadable", "file", "This cannot be played", _sentence(text), again, text)
    return Notice("failed", "warning", "It did not start", _sentence(text), (("Try again", "retry"), *_ELSEWHERE), text)


def _camera(spec: SourceSpec, cause: BaseException, text: str) -> Notice:
    kind = cause.kind if isinstance(cause, CameraError) else ""
    if kind == "denied":
        return Notice(
            "permission", "lock", "Camera not allowed",
            f"{spec.name} is there, but this program may not use it. Allow it, then try again.",
            (("Try again", "retry"), *_ELSEWHERE), text,
        )  # fmt: skip
    if kind == "busy":
        return Notice(
            "busy", "camera", "Camera busy",
            f"{spec.name} cannot be opened, most likely because another program uses it. Close that one, then try again.",
            (("Try again", "retry"), ("Other source", "choose")),
        )  # fmt: skip
    if kind == "missing":
        return Notice("no_camera", "camera", no_camera().title, no_camera().sentence, no_camera().actions, text)
    return Notice(
        "silent", "camera", "No picture from the camera",
        f"{spec.name} is there but sends nothing. Plug it out and in again, or close what else uses it.",
        (("Try again", "retry"), ("Other source", "choose")), text,
    )  # fmt: skip


def _sentence(text: str) -> str:
    text = text.rstrip(".")
    return text[:1].upper() + text[1:] + "."
