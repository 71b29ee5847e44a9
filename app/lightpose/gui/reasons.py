"""What the library says went wrong, in the person's language where it is one of the usual things; and as a sentence.

The library speaks English; its commonest messages are recognised by their form and translated, and so are the reasons in them that the
system gives. What is not recognised, such as a message of FFmpeg or ONNX Runtime, is shown as it is; in another language
with a word of ours before it.
"""

from __future__ import annotations

import re
from functools import cache

from PyQt6.QtCore import QT_TRANSLATE_NOOP

from lightpose.gui.language import translate

MESSAGES = (
    QT_TRANSLATE_NOOP("Reasons", "{path} does not exist"),
    QT_TRANSLATE_NOOP("Reasons", "{path} is a pipe or a device, not a file; write it to a file first"),
    QT_TRANSLATE_NOOP("Reasons", "{path} was cut off: it ends after {frames} frames"),
    QT_TRANSLATE_NOOP("Reasons", "{path} ends before {seconds} s"),
    QT_TRANSLATE_NOOP("Reasons", "{name} is {length} s long; there is nothing at {seconds} s"),
    QT_TRANSLATE_NOOP("Reasons", "{path} cannot be read as a picture: {why}"),
    QT_TRANSLATE_NOOP("Reasons", "{path} has no video stream {number}; its video streams: {numbers}"),
    QT_TRANSLATE_NOOP("Reasons", "{path} is empty (0 bytes)"),
    QT_TRANSLATE_NOOP("Reasons", "{path} cannot be read as a video: {why}"),
    QT_TRANSLATE_NOOP("Reasons", "{path} holds no video, only sound"),
    QT_TRANSLATE_NOOP("Reasons", "{path} holds no video"),
    QT_TRANSLATE_NOOP("Reasons", "{path} holds no pictures; left out: {others}"),
    QT_TRANSLATE_NOOP("Reasons", "{path} holds no pictures"),
    QT_TRANSLATE_NOOP("Reasons", "{path} holds no videos and no pictures"),
    QT_TRANSLATE_NOOP("Reasons", "{path} cannot be opened: {why}"),
    QT_TRANSLATE_NOOP("Reasons", "{path}: there are no such pictures"),
    QT_TRANSLATE_NOOP("Reasons", "{path}: no such model file"),
    QT_TRANSLATE_NOOP("Reasons", "cannot write {path}: {why}"),
    QT_TRANSLATE_NOOP("Reasons", "cannot record into {folder}: {why}"),
    QT_TRANSLATE_NOOP("Reasons", "cannot listen at {address}: {why}"),
    QT_TRANSLATE_NOOP("Reasons", "cannot send to {address}: others in the network could read it; add a token, such as {token}"),
    QT_TRANSLATE_NOOP("Reasons", "cannot send to {address}: unknown kind {kind}, use one of {kinds}"),
    QT_TRANSLATE_NOOP("Reasons", "cannot send to {address}: {why}"),
    QT_TRANSLATE_NOOP("Reasons", "{kind}:// needs {package}, which is not installed: {command}"),
    QT_TRANSLATE_NOOP("Reasons", "the screen cannot be read: {why}"),
    QT_TRANSLATE_NOOP("Reasons", 'the screen as a source needs the package mss: pip install "lightpose[screen]"'),
    QT_TRANSLATE_NOOP("Reasons", "it does not answer; check the address and the network"),
    QT_TRANSLATE_NOOP("Reasons", "{name} does not answer"),
    QT_TRANSLATE_NOOP("Reasons", "{host} did not answer: {why}"),
    QT_TRANSLATE_NOOP("Reasons", "{host} names no release"),
    QT_TRANSLATE_NOOP("Reasons", "{name} gives no pictures"),
    QT_TRANSLATE_NOOP("Reasons", "{path} is a folder, not a video file"),
    QT_TRANSLATE_NOOP("Reasons", "{path} holds no frame that can be decoded"),
    QT_TRANSLATE_NOOP("Reasons", "{path} is coded in a way this build of FFmpeg cannot decode"),
    QT_TRANSLATE_NOOP("Reasons", "the folder {path} does not exist"),
    QT_TRANSLATE_NOOP("Reasons", "the file is there and read-only"),
    QT_TRANSLATE_NOOP("Reasons", "it is a folder"),
    QT_TRANSLATE_NOOP("Reasons", "another program uses the virtual camera, or it may not be written to"),
    QT_TRANSLATE_NOOP(
        "Reasons", "there is no virtual camera device: install v4l2loopback-dkms, then modprobe v4l2loopback exclusive_caps=1"
    ),
    QT_TRANSLATE_NOOP("Reasons", "there is no virtual camera: install OBS, which brings one"),
    QT_TRANSLATE_NOOP(
        "Reasons", "there is no virtual camera: install OBS, start its virtual camera once and allow it in the system settings"
    ),
    QT_TRANSLATE_NOOP("Reasons", "'{text}' is no time; write seconds (90.5) or h:mm:ss (0:01:30.5)"),
    QT_TRANSLATE_NOOP("Reasons", "'{text}' is no duration; it must be above 0"),
    QT_TRANSLATE_NOOP("Reasons", "from {start} s to {end} s is no span; the end must come after the start"),
    QT_TRANSLATE_NOOP("Reasons", "a region needs a width and a height above 0"),
    QT_TRANSLATE_NOOP(
        "Reasons",
        "'{text}' is no region; write x,y,width,height in pixels, such as 0,0,320,240, or in percent, such as 25%,0,50%,100%",
    ),
    QT_TRANSLATE_NOOP("Reasons", "the driver of the virtual camera does not answer"),
    QT_TRANSLATE_NOOP("Reasons", "the size of the frames changed"),
    QT_TRANSLATE_NOOP("Reasons", "Address already in use"),
    QT_TRANSLATE_NOOP("Reasons", "Connection refused"),
    QT_TRANSLATE_NOOP("Reasons", "Connection timed out"),
    QT_TRANSLATE_NOOP("Reasons", "timed out"),
    QT_TRANSLATE_NOOP("Reasons", "Temporary failure in name resolution"),
    QT_TRANSLATE_NOOP("Reasons", "No route to host"),
    QT_TRANSLATE_NOOP("Reasons", "Is a directory"),
    QT_TRANSLATE_NOOP("Reasons", "Not a directory"),
    QT_TRANSLATE_NOOP("Reasons", "not a video"),
    QT_TRANSLATE_NOOP("Reasons", "an unfinished result"),
    QT_TRANSLATE_NOOP("Reasons", "hidden"),
    QT_TRANSLATE_NOOP("Reasons", "a link to a folder"),
    QT_TRANSLATE_NOOP("Reasons", "an image in a folder of videos"),
    QT_TRANSLATE_NOOP("Reasons", "Cannot assign requested address"),
    QT_TRANSLATE_NOOP("Reasons", "Name or service not known"),
    QT_TRANSLATE_NOOP("Reasons", "Network is unreachable"),
    QT_TRANSLATE_NOOP("Reasons", "Permission denied"),
    QT_TRANSLATE_NOOP("Reasons", "No space left on device"),
    QT_TRANSLATE_NOOP("Reasons", "No such device"),
    QT_TRANSLATE_NOOP("Reasons", "No such file or directory"),
    QT_TRANSLATE_NOOP("Reasons", "Read-only file system"),
    QT_TRANSLATE_NOOP("Reasons", "Input/output error"),
    QT_TRANSLATE_NOOP("Reasons", "Invalid data found when processing input"),
)
"""Messages of the library, the more particular first."""
OTHERS = QT_TRANSLATE_NOOP("Reasons", "{message}")
"""All others: in English as they are."""


def translated(message: str) -> str:
    """``message`` of the library in the person's language, where it is one of :data:`MESSAGES`; others are quoted there."""
    for template in MESSAGES:
        match = _pattern(template).fullmatch(message)
        if match is not None:
            parts = {name: translated(part) if name == "why" else part for name, part in match.groupdict().items()}
            return translate("Reasons", template).format(**parts)
    return translate("Reasons", OTHERS).format(message=message)


def sentence(message: str, *names: str) -> str:
    """``message`` as a sentence. Its first letter becomes a capital, unless it belongs to one of ``names`` or looks like a name or path."""
    text = translated(message.rstrip(".")).rstrip(".")
    first = text.split(" ", 1)[0].rstrip(":,;")
    word = first.isalpha() and first.islower() and not any(name and text.startswith(name) for name in names)
    return (text[:1].upper() + text[1:] if word else text) + "."


@cache
def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+?)", re.escape(template)), re.DOTALL)
