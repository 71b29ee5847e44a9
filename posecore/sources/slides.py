"""Photos as a slide show: a single image, or those of a folder in turn, each for some seconds."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from posecore.sources import SourceError, SourceFrame
from posecore.sources.images import ImageFiles, image_suffixes, scan_folder

__all__ = ["SLIDE_SECONDS", "Slides", "is_image"]

SLIDE_SECONDS = 3
"""How long an image is shown."""


def is_image(path: str | Path) -> bool:
    """Whether ``path`` is named as an image that can be read."""
    return Path(path).suffix.lower() in image_suffixes()


class Slides(ImageFiles):
    """The images of a folder in natural order, or a single one, ``seconds`` each. Those that cannot be read are left out, unless all are.

    People of one image are not looked for in the next: at such a distance in time nobody is tracked.
    """

    def __init__(self, path: str | Path, seconds: int = SLIDE_SECONDS) -> None:
        super().__init__(path, Fraction(1, seconds))

    def _find(self) -> Sequence[Path]:
        return scan_folder(self.path).images if self.path.is_dir() else [self.path]

    def open(self) -> None:
        """Raises SourceError where there is no image that can be read."""
        self._paths = list(self._find())
        unread: SourceError | None = None
        while self._paths:
            try:
                super().open()
                return
            except SourceError as error:
                unread = unread or error
                self._paths = self._paths[1:]
        raise unread or SourceError(f"{self.path} holds no pictures")

    def find(self) -> None:
        """Those :meth:`open` has not given up."""
        self._paths = self._paths or list(self._find())
        self._next = 0

    def read(self) -> SourceFrame | None:
        while True:
            try:
                return super().read()
            except SourceError:
                self._next += 1

    def seek(self, seconds: float) -> None:
        """The next image read is the one shown at ``seconds``, the last one where that lies behind the end."""
        at = int(max(0.0, seconds) / float(self.time_base) + 1e-6)
        self._next = min(at, max(0, len(self._paths) - 1))
