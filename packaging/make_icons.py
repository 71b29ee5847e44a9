"""Icons of all systems from the one drawing: ``python packaging/make_icons.py FOLDER`` writes PNGs of 16 to 512 px, .ico and .icns."""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PyQt6.QtCore import QRectF, Qt
from PyQt6.QtGui import QGuiApplication, QImage, QImageWriter, QPainter
from PyQt6.QtSvg import QSvgRenderer

DRAWING = Path(__file__).resolve().parents[1] / "app" / "lightpose" / "assets" / "lightpose.svg"
SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)


def image(side: int) -> QImage:
    """The icon, ``side`` px wide and high, on a transparent ground. Raises OSError where there is no drawing."""
    drawing = QSvgRenderer(str(DRAWING))
    if not drawing.isValid():
        raise OSError(f"{DRAWING}: no SVG")
    result = QImage(side, side, QImage.Format.Format_ARGB32)
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    drawing.render(painter, QRectF(0, 0, side, side))
    painter.end()
    return result


def make(folder: Path) -> None:
    """Write all of them. Raises OSError where one cannot be written."""
    folder.mkdir(parents=True, exist_ok=True)
    files = [(folder / f"{side}.png", image(side)) for side in SIZES]
    files += [(folder / "lightpose.ico", image(256)), (folder / "lightpose.icns", image(512))]
    for path, content in files:
        writer = QImageWriter(str(path))
        if not writer.write(content):
            raise OSError(f"{path}: {writer.errorString()}")


if __name__ == "__main__":
    application = QGuiApplication([])
    make(Path(sys.argv[1]))
