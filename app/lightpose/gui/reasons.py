"""What the library says went wrong, in the person's language where it is one of the usual things; and as a sentence.

The library speaks English; its commonest messages are recognised by their form and translated. Others are shown as they are.
"""

from __future__ import annotations

import re
from functools import cache

from PyQt6.QtCore import QT_TRANSLATE_NOOP

from lightpose.gui.language import translate

MESSAGES = (
    QT_TRANSLATE_NOOP("Reasons", "{path} does not exist"),
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
    QT_TRANSLATE_NOOP("Reasons", "the screen cannot be read: {why}"),
    QT_TRANSLATE_NOOP("Reasons", 'the screen as a source needs the package mss: pip install "lightpose[screen]"'),
    QT_TRANSLATE_NOOP("Reasons", "it does not answer; check the address and the network"),
)
"""Messages of the library, the more particular first."""


def translated(message: str) -> str:
    """``message`` of the library in the person's language, where it is one of :data:`MESSAGES`."""
    for template in MESSAGES:
        match = _pattern(template).fullmatch(message)
        if match is not None:
            return translate("Reasons", template).format(**match.groupdict())
    return message


def sentence(message: str, *names: str) -> str:
    """``message`` as a sentence. Its first letter becomes a capital, unless it belongs to one of ``names`` or looks like a name or path."""
    text = translated(message.rstrip(".")).rstrip(".")
    first = text.split(" ", 1)[0].rstrip(":,;")
    word = first.isalpha() and first.islower() and not any(name and text.startswith(name) for name in names)
    return (text[:1].upper() + text[1:] if word else text) + "."


@cache
def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+?)", re.escape(template)), re.DOTALL)
