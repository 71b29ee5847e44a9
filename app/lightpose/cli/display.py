"""Whether a window can be opened here, asked before Qt is: where it cannot, Qt ends the process (SIGABRT) instead of raising an error."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import socket
import sys
from pathlib import Path

from lightpose.cli.errors import UserError

WITHOUT = "without a window work: lightpose live --headless, video, image, demo, doctor"


def check_display() -> None:
    """Raises UserError with what is missing: no display, one that does not answer, or a system library of Qt's. Elsewhere than on Linux,
    and where QT_QPA_PLATFORM names something that needs no display, there is nothing to check."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM", "xcb").split(":")[0] not in ("xcb", "wayland", ""):
        return
    display, wayland = os.environ.get("DISPLAY"), os.environ.get("WAYLAND_DISPLAY")
    if not display and not wayland:
        raise UserError(f"no display: neither DISPLAY nor WAYLAND_DISPLAY is set, so no window can be opened; {WITHOUT}")
    if not (wayland and _wayland_answers(wayland)) and not (display and _x_answers(display)):
        raise UserError(f"the display {display or wayland} does not answer, so no window can be opened; {WITHOUT}")
    if not wayland:
        missing = _missing_library()
        if missing:
            raise UserError(f'{missing} is missing, so no window can be opened; install Qt\'s system libraries (README, "Qt"); {WITHOUT}')


def _x_answers(display: str) -> bool:
    """Whether somebody listens at ``[HOST]:NUMBER[.SCREEN]``; True for names of other kinds, which are Qt's to judge."""
    host, colon, rest = display.rpartition(":")
    number = rest.split(".")[0]
    if not colon or not number.isdecimal():
        return True
    if host in ("", "unix"):
        path = f"/tmp/.X11-unix/X{number}"
        return _listens(path) or _listens("\0" + path) or _connects("127.0.0.1", 6000 + int(number))
    return "/" in host or _connects(host.strip("[]"), 6000 + int(number))


def _wayland_answers(name: str) -> bool:
    return _listens(str(Path(os.environ.get("XDG_RUNTIME_DIR", "/")) / name))


def _listens(path: str) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(2)
        try:
            probe.connect(path)
        except OSError:
            return False
    return True


def _connects(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), timeout=2).close()
    except OSError:
        return False
    return True


def _missing_library() -> str:
    """Name of a system library that Qt's plug-in for X needs and that is not there; "" where all are."""
    spec = importlib.util.find_spec("PyQt6")
    for folder in spec.submodule_search_locations or [] if spec is not None else []:
        plugin = Path(folder) / "Qt6" / "plugins" / "platforms" / "libqxcb.so"
        if plugin.is_file():
            try:
                ctypes.CDLL(str(plugin))
            except OSError as error:
                return str(error).split(":")[0]
    return ""
