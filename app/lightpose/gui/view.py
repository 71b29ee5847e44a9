"""The video, as large as the room allows, with the people drawn over it."""

from __future__ import annotations

from PyQt6.QtCore import QPointF, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PyQt6.QtWidgets import QSizePolicy, QWidget

from lightpose.gui.overlay import Mapping, Trails, paint_people
from lightpose.gui.presenter import Picture
from lightpose.gui.state import AppState
from lightpose.gui.theme import current_theme
from posecore.people import People
from posecore.pipelines.frame import PoseFrame


class VideoView(QWidget):
    """Shows :class:`Picture` s; a click on a person selects them."""

    painted = pyqtSignal(object)
    """A frame is on the screen for the first time."""
    resized = pyqtSignal()

    def __init__(self, state: AppState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = state
        self.picture: Picture | None = None
        self.trails = Trails()
        self._fresh = False
        self.setMinimumSize(QSize(240, 180))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Video with the people found")
        state.changed.connect(self._on_setting)

    def _on_setting(self, _: str) -> None:
        self.update()

    def show_picture(self, picture: Picture) -> None:
        """The newest picture."""
        self.picture, self._fresh = picture, True
        if self.state.trails:
            self.trails.add(picture.frame.time, self.people)
        self.update()

    def clear(self) -> None:
        """Nothing to show."""
        self.picture, self._fresh = None, False
        self.trails = Trails()
        self.update()

    @property
    def frame(self) -> PoseFrame | None:
        """The frame on the screen."""
        return self.picture.frame if self.picture is not None else None

    @property
    def people(self) -> People:
        """The people on the screen."""
        people = self.picture.frame.people if self.picture is not None else None
        return people if people is not None else People.empty()

    @property
    def room(self) -> tuple[int, int]:
        """(W, H) of the widget in device px."""
        ratio = self.devicePixelRatioF()
        return max(1, round(self.width() * ratio)), max(1, round(self.height() * ratio))

    @property
    def mapping(self) -> Mapping | None:
        """Where the frame lies in the widget; None while there is none."""
        if self.picture is None:
            return None
        height, width = self.picture.frame.image.shape[:2]
        scale = min(self.width() / width, self.height() / height)
        w, h = width * scale, height * scale
        ratio = self.devicePixelRatioF()
        x, y = (round((self.width() - w) / 2 * ratio) / ratio, round((self.height() - h) / 2 * ratio) / ratio)
        return Mapping(QRectF(x, y, w, h), width, height, self.picture.mirror)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(current_theme().backdrop))
        mapping = self.mapping
        if mapping is not None and self.picture is not None:
            self._paint_image(painter, mapping)
            painter.setClipRect(mapping.rect)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self.state.trails:
                self.trails.paint(painter, self.people, mapping, self.state.joint_threshold)
            paint_people(painter, self.people, mapping, self.state.style, self.font(), self.state.person)
        painter.end()
        if self._fresh and self.picture is not None:
            self._fresh = False
            self.painted.emit(self.picture.frame)

    def _paint_image(self, painter: QPainter, mapping: Mapping) -> None:
        assert self.picture is not None
        pixels = self.picture.image
        height, width = pixels.shape[:2]
        image = QImage(pixels.data, width, height, pixels.strides[0], QImage.Format.Format_RGB32)  # type: ignore[call-overload]
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
        if event is not None and event.button() == Qt.MouseButton.LeftButton:
            self.state.person = self.person_at(event.position())

    def person_at(self, place: QPointF) -> int:
        """Number of the person whose box is under ``place``, the smallest where several are; -1 for nobody."""
        mapping, people = self.mapping, self.people
        if mapping is None or not len(people):
            return -1
        x, y = mapping.to_frame(place)
        boxes = people.boxes
        inside = people[(boxes[:, 0] <= x) & (x <= boxes[:, 2]) & (boxes[:, 1] <= y) & (y <= boxes[:, 3])]
        if not len(inside):
            return -1
        sizes = (inside.boxes[:, 2:] - inside.boxes[:, :2]).prod(axis=1)
        return int(inside.ids[int(sizes.argmin())])
