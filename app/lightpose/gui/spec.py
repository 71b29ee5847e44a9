"""What can be watched: a camera, a video file, a folder of pictures, a stream, the test picture."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

VIDEO_PATTERNS = "*.mp4 *.m4v *.mov *.mkv *.avi *.webm *.mpg *.mpeg *.ts *.mts *.wmv *.flv *.3gp *.gif"
"""For file dialogs; any other file that FFmpeg reads can be opened too."""


@dataclass(frozen=True)
class SourceSpec:
    """One thing to watch.

    Attributes:
        kind: ``camera``, ``file``, ``folder``, ``url``, ``screen`` or ``synthetic``.
        value: what opens it: a camera's index or name, a path, an address.
        name: for people.
    """

    kind: str
    value: str
    name: str

    @property
    def live(self) -> bool:
        """Whether what nobody fetches in time is gone."""
        return self.kind in ("camera", "url", "screen", "synthetic")


def parse_source(text: str, names: dict[str, str] | None = None) -> SourceSpec:
    """Understand what a person wrote: a number or a camera's name, a path, an address, or ``synthetic``.

    Args:
        text: the words; a path need not exist.
        names: camera values and their names, as far as they are known.
    """
    text, names = text.strip(), names or {}
    if text.lower() == "test" or text.lower().split(":")[0] in ("synthetic", "screen"):
        kind = "screen" if text.lower().startswith("screen") else "synthetic"
        return SourceSpec(kind, "synthetic:2" if text.lower() == "test" else text, "Screen" if kind == "screen" else "Test picture")
    if text.isdigit() or text in names:
        return SourceSpec("camera", text, names.get(text, f"Camera {text}"))
    if "://" in text:
        address = text.split("://", 1)[1]
        return SourceSpec("url", text, address.rsplit("@", 1)[-1])  # never show a password
    path = Path(text).expanduser()
    if path.is_dir():
        return SourceSpec("folder", str(path), path.name or str(path))
    if path.exists() or path.suffix or len(path.parts) > 1:
        return SourceSpec("file", str(path), path.name)
    by_name = next((value for value, name in names.items() if text.lower() in name.lower()), None)
    return SourceSpec("camera", by_name or text, names.get(by_name or "", text))
