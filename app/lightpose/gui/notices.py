"""What can go wrong or needs a word, each with a sentence and something to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lightpose.gui.language import translate
from lightpose.gui.reasons import sentence, translated
from posecore.engine import EngineError
from posecore.sources.address import redact
from posecore.sources.camera import CameraError
from posecore.sources.factory import SourceSpec
from posecore.sources.images import NoImages


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


def loading() -> Notice:
    """The engine is being built."""
    return Notice(
        "loading", "person", translate("Notices", "Starting"), translate("Notices", "Loading the networks and opening the source.")
    )  # fmt: skip


def before_camera(spec: SourceSpec | None) -> bool:
    """Whether people stand before a camera of this computer: they can be asked to step back, and it for a smaller image."""
    return spec is None or spec.kind in ("camera", "synthetic")


def nobody(camera: bool) -> Notice:
    """Nobody was found for some seconds; ``camera``: see :func:`before_camera`."""
    if camera:
        text = translate("Notices", "Nobody in view. Step back until your shoulders are in the image, or look for people less strictly.")
    else:
        text = translate("Notices", "Nobody was found for some seconds. People can be looked for less strictly.")
    return Notice("nobody", "person", "", text, ((translate("Notices", "Look harder"), "lower_threshold"),))


def ended(images: bool = False) -> Notice:
    """A recorded video is over, or a folder of ``images``."""
    text = translate("Notices", "That was the last image.") if images else translate("Notices", "The video has ended.")
    return Notice("ended", "check", "", text, ((translate("Notices", "Play again"), "retry"),))


def slow_machine(fps: float, camera: bool = True) -> Notice:
    """The pose cannot keep up; ``camera``: see :func:`before_camera`."""
    if camera:
        text = translate("Notices", "Only {fps} frames a second on this machine. A smaller image and fewer detector runs help.")
    else:
        text = translate("Notices", "Only {fps} frames a second on this machine. Fewer detector runs help.")
    lighter = translate("Notices", "Use lighter settings")
    number = f"{fps:.0f}" if fps >= 1.95 else f"{fps:.1f}"  # no "1 frames"
    return Notice("slow", "speed", "", text.format(fps=number), ((lighter, "lighter"),))


def language_changed() -> Notice:
    """Another language was chosen in the settings."""
    return Notice("language", "info", "", translate("Notices", "The language changes when lightpose is started again."))


def settings_reset() -> Notice:
    """All settings were put back."""
    text = translate("Notices", "All settings are as they were at the first start.")
    return Notice("reset", "reload", "", text, ((translate("Notices", "Undo"), "undo_reset"),))


def folder_shown(folder: Path) -> Notice:
    """Where recordings are, for a system that shows no folders."""
    return Notice("folder", "folder", "", translate("Notices", "Recordings and snapshots are in {folder}.").format(folder=folder))


def reconnecting(spec: SourceSpec, detail: str = "") -> Notice:
    """A camera or stream went away while it was running."""
    now = (translate("Notices", "Try now"), "retry")
    if spec.kind == "url":
        text = translate("Notices", "{name} stopped sending. Trying again until it is back.")
        title = translate("Notices", "Stream lost")
        return Notice("stream_lost", "link", title, text.format(name=spec.name), (now, _other_address()), detail)
    text = translate("Notices", "{name} stopped delivering images. Plug it in again: it goes on by itself.")
    return Notice(
        "unplugged", "unplug", translate("Notices", "Camera lost"), text.format(name=spec.name), (now, _other_source()), detail
    )  # fmt: skip


def no_camera(detail: str = "", again: bool = False) -> Notice:
    """There is none; ``again``: it was asked for before."""
    title = translate("Notices", "Still no camera found") if again else translate("Notices", "No camera found")
    return Notice(
        "no_camera", "camera", title,
        translate("Notices", "Plug in a camera and it starts by itself; or open a video."), (_again(), *_elsewhere()), detail,
    )  # fmt: skip


def failure(error: BaseException, spec: SourceSpec) -> Notice:
    """The notice for an error that ended the engine or kept it from starting."""
    stage = error.stage if isinstance(error, EngineError) else ""
    cause = error.cause if isinstance(error, EngineError) else error
    text = " ".join(str(cause).split()) or type(cause).__name__
    said = sentence(text, spec.name, spec.value)
    if stage == "models":
        return _networks(said, text)
    if stage not in ("", "source"):
        what = translate("Notices", "The step “{stage}” failed. Starting again usually helps.").format(stage=stage)
        start = (translate("Notices", "Start again"), "retry")
        return Notice("stage", "warning", translate("Notices", "Something broke"), what, (start,), text)
    if spec.kind == "camera":
        return _camera(spec, cause, text)
    if spec.kind == "url":
        reason = text.partition(" cannot be opened: ")[2]
        detail = "" if reason else text  # which is all that the message says
        reason = reason or "it does not answer; check the address and the network"
        what = f"{spec.name}: {translated(reason.rstrip('.'))}."
        title = translate("Notices", "Stream not available")
        return Notice("stream_lost", "link", title, what, (_again(), _other_address()), detail)
    if isinstance(cause, NoImages) and cause.videos:
        return _folder_of_videos(spec, cause.videos)
    if not spec.live:
        again = ((translate("Notices", "Open another…"), "open_file"), _again())
        return Notice("unreadable", "file", translate("Notices", "This cannot be played"), said, again, text)
    return Notice("failed", "warning", translate("Notices", "It did not start"), said, (_again(), *_elsewhere()), text)


def _networks(said: str, text: str) -> Notice:
    settings = (translate("Notices", "Settings"), "settings")
    if "provider" in text.lower():
        what = f"{said} {translate('Notices', 'The processor can do it too.')}"
        use = (translate("Notices", "Use the processor"), "default_models")
        return Notice("provider", "chip", translate("Notices", "Accelerator not available"), what, (use, settings), text)
    use = (translate("Notices", "Use the bundled networks"), "default_models")
    return Notice("models", "chip", translate("Notices", "The networks cannot be loaded"), said, (use, settings), text)


def _folder_of_videos(spec: SourceSpec, videos: int) -> Notice:
    if videos == 1:
        text = translate("Notices", "{name} holds a video and no images.").format(name=spec.name)
    else:
        text = translate("Notices", "{name} holds {number} videos and no images.").format(name=spec.name, number=videos)
    actions = ((translate("Notices", "Process them…"), "process_folder"), (translate("Notices", "Open one…"), "open_file"))
    return Notice("folder_of_videos", "folder", translate("Notices", "A folder of videos"), text, actions)


def _camera(spec: SourceSpec, cause: BaseException, text: str) -> Notice:
    kind = cause.kind if isinstance(cause, CameraError) else ""
    if kind == "denied":
        what = translate("Notices", "{name} is there, but this program may not use it. Allow it, then try again.")
        title = translate("Notices", "Camera not allowed")
        return Notice("permission", "lock", title, what.format(name=spec.name), (_again(), *_elsewhere()), text)
    if kind == "busy":
        what = translate(
            "Notices", "{name} cannot be opened, most likely because another program uses it. Close that one, then try again."
        )  # fmt: skip
        title = translate("Notices", "Camera busy")
        return Notice("busy", "camera", title, what.format(name=spec.name), (_again(), _other_source()))
    if kind == "missing":
        return no_camera(text)
    what = translate("Notices", "{name} is there but sends nothing. Plug it out and in again, or close what else uses it.")
    title = translate("Notices", "No image from the camera")
    return Notice("silent", "camera", title, what.format(name=spec.name), (_again(), _other_source()), text)


def _again() -> tuple[str, str]:
    return translate("Notices", "Try again"), "retry"


def _other_source() -> tuple[str, str]:
    return translate("Notices", "Other source"), "choose"


def _other_address() -> tuple[str, str]:
    return translate("Notices", "Other address…"), "open_url"


def _elsewhere() -> tuple[tuple[str, str], ...]:
    return (translate("Notices", "Open a video…"), "open_file"), (translate("Notices", "Test image"), "synthetic")
