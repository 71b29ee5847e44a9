"""What a command needs before it can be used, and why it cannot be used now."""

from __future__ import annotations

from collections.abc import Callable

from lightpose.gui.language import translate
from lightpose.gui.session import Session
from lightpose.gui.view import VideoView

RUNNING, PLAYING, PICTURE, RECORDED, SEEKABLE = "running", "playing", "picture", "recorded", "seekable"
"""Frames that come; the same, or a video that has ended; an image on the screen; a recorded video; one to jump in."""


def lacking(need: str, session: Session, view: VideoView) -> str:
    """Why what has this ``need`` cannot be used now; "" where it can. Raises KeyError."""
    return _CHECKS[need](session, view) if need else ""


def _running(session: Session, view: VideoView) -> str:
    return "" if session.phase in ("running", "paused") else translate("Menu", "nothing is playing")


def _playing(session: Session, view: VideoView) -> str:
    if session.single:
        return translate("Menu", "it is a single image")
    return "" if session.over else _running(session, view)


def _picture(session: Session, view: VideoView) -> str:
    return "" if view.frame is not None else translate("Menu", "there is no image yet")


def _recorded(session: Session, view: VideoView) -> str:
    if session.spec is not None and session.spec.live:
        return translate("Menu", "only in recorded videos")
    return _playing(session, view)


def _seekable(session: Session, view: VideoView) -> str:
    why = _recorded(session, view)
    if why or session.over or session.seekable:
        return why
    return translate("Menu", "one cannot jump in this video")


_CHECKS: dict[str, Callable[[Session, VideoView], str]] = {
    RUNNING: _running, PLAYING: _playing, PICTURE: _picture, RECORDED: _recorded, SEEKABLE: _seekable,
}  # fmt: skip
