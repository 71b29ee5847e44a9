"""The video, as large as the room allows, with the people drawn over it."""

from __future__ import annotations

import time

import numpy as np
from PyQt6.QtCore import QPointF, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PyQt6.QtWidgets import QSizePolicy, QWidget

from lightpose.gui.language import translate
from lightpose.gui.overlay import Mapping, Trails, paint_people
from lightpose.gui.presenter import ScreenImage
from lightpose.gui.region import RegionDrawing, paint_region
from lightpose.gui.state import AppState
from lightpose.gui.theme import current_theme
from posecore.drawing.plan import enclosing_boxes
from posecore.people import People
from posecore.pipelines.frame import PoseFrame
from posecore.tracking.prediction import predict


def people_now(screen: ScreenImage) -> People:
    """The people of an image that is painted now: where they are by now, where that is asked for."""
    frame = screen.frame
    if not screen.predict or frame.motion is None:
        return frame.people
    return predict(frame.people, frame.motion, time.monotonic() - frame.captured)


class VideoView(QWidget):
    """Shows :class:`ScreenImage` s; a click on a person chooses that one, a drag draws a region where ``region`` waits for it.

    ``shown``: the people as they are drawn, predicted to the time the image was first painted where that is asked for.
    """

    painted = pyqtSignal(object)
    """A frame is on the screen, for the first time or with a newer image."""
    filled = pyqtSignal()
    """There is an image where none was, or none any more."""
    resized = pyqtSignal()

    def __init__(self, state: AppState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = state
        self.screen_image: ScreenImage | None = None
        self.trails = Trails()
        self.region = RegionDrawing(self)
        self.shown: People = People.empty()
        self._fresh = False
        self.setMinimumSize(QSize(240, 180))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(translate("View", "Video with the people found"))
        state.changed.connect(self._on_setting)

    def _on_setting(self, _: str) -> None:
        self.update()

    def show_image(self, screen: ScreenImage) -> None:
        """The newest image."""
        known = screen.frame is self.frame
        empty = self.screen_image is None
        self.screen_image, self._fresh = screen, True
        if empty:
            self.filled.emit()
        if self.state.trails and not known:
            self.trails.add(screen.frame.time, self.people)
        self.update()

    def clear(self) -> None:
        """Nothing to show."""
        self.screen_image, self._fresh, self.shown = None, False, People.empty()
        self.trails = Trails()
        self.filled.emit()
        self.update()

    @property
    def frame(self) -> PoseFrame | None:
        """The frame on the screen."""
        return self.screen_image.frame if self.screen_image is not None else None

    @property
    def people(self) -> People:
        """The people on the screen."""
        return self.screen_image.frame.people if self.screen_image is not None else People.empty()

    @property
    def everyone(self) -> People:
        """The people of the frame, those who are not shown too."""
        return self.screen_image.frame.all_people if self.screen_image is not None else People.empty()

    @property
    def left_to_right(self) -> list[int]:
        """Ids of the people of the frame, those who are not shown too, as they stand on the screen."""
        people = self.everyone[self.everyone.ids >= 0]
        middles = people.boxes[:, 0] + people.boxes[:, 2]
        mirrored = self.screen_image is not None and self.screen_image.mirror
        ids: list[int] = people.ids[np.argsort(-middles if mirrored else middles)].tolist()
        return ids

    @property
    def room(self) -> tuple[int, int]:
        """(W, H) of the widget in device px."""
        ratio = self.devicePixelRatioF()
        return max(1, round(self.width() * ratio)), max(1, round(self.height() * ratio))

    @property
    def mapping(self) -> Mapping | None:
        """Where the frame lies in the widget; None while there is none."""
        if self.screen_image is None:
            return None
        height, width = self.screen_image.frame.image.shape[:2]
        scale = min(self.width() / width, self.height() / height)
        w, h = width * scale, height * scale
        ratio = self.devicePixelRatioF()
        x, y = (round((self.width() - w) / 2 * ratio) / ratio, round((self.height() - h) / 2 * ratio) / ratio)
        return Mapping(QRectF(x, y, w, h), width, height, self.screen_image.mirror)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(current_theme().backdrop))
        mapping = self.mapping
        if mapping is not None and self.screen_image is not None:
            if self._fresh:
                self.shown = people_now(self.screen_image)
            self._paint_image(painter, mapping)
            painter.setClipRect(mapping.rect)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_region(painter, self.state.selection.region, mapping)
            if self.state.trails:
                self.trails.paint(painter, self.people, mapping, self.state.joint_threshold)
            paint_people(painter, self.shown, mapping, self.state.style, self.font(), self.state.person)
            painter.setClipping(False)
        self.region.paint(painter)
        painter.end()
        if self._fresh and self.screen_image is not None:
            self._fresh = False
            self.painted.emit(self.screen_image.frame)

    def _paint_image(self, painter: QPainter, mapping: Mapping) -> None:
        assert self.screen_image is not None
        pixels = self.screen_image.image
        height, width = pixels.shape[:2]
        image = QImage(pixels.data, width, height, pixels.strides[0], QImage.Format.Format_RGB32)  # type: ignore[call-overload]  # PyQt's stubs know no buffers
        ratio = self.devicePixelRatioF()
        if abs(width - mapping.rect.width() * ratio) < 1.5 and abs(height - mapping.rect.height() * ratio) < 1.5:
            image.setDevicePixelRatio(ratio)
            painter.drawImage(mapping.rect.topLeft(), image)  # made for this very size: pixel for pixel
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(mapping.rect, image)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        if event is None or event.button() != Qt.MouseButton.LeftButton:
            return
        if self.region.waiting:
            self.region.begin(event.position())
        else:
            self.state.person_place = ""
            self.state.person = self.person_at(event.position())

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        if event is not None:
            self.region.move(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:
        if event is not None and (drawn := self.region.end(event.position(), self.mapping)) is not None:
            self.state.person, self.state.person_place, self.state.region = -1, "", str(drawn)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        if event is not None and event.key() == Qt.Key.Key_Escape and self.region.waiting:
            self.region.cancel()
        else:
            super().keyPressEvent(event)

    def person_at(self, place: QPointF) -> int:
        """Id of the person, shown or not, around whom ``place`` is, the smallest where several are; -1 where there is none."""
        mapping, people = self.mapping, self.everyone
        if mapping is None or not len(people):
            return -1
        x, y = mapping.to_frame(place)
        boxes = enclosing_boxes(people)
        inside = people[(boxes[:, 0] <= x) & (x <= boxes[:, 2]) & (boxes[:, 1] <= y) & (y <= boxes[:, 3])]
        if not len(inside):
            return -1
        sizes = (inside.boxes[:, 2:] - inside.boxes[:, :2]).prod(axis=1)
        return int(inside.ids[int(sizes.argmin())])
