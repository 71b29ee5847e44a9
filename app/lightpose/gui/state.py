"""The one model object: everything the window can be set to, in typed properties, with one signal for all of them."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Generic, TypeVar, overload

from PyQt6.QtCore import QObject, QSettings, QStandardPaths, pyqtSignal

from posecore import formats
from posecore.drawing.plan import Style
from posecore.pipelines.selection import CENTRAL, LARGEST, Place, Region, Selection
from posecore.runtime.devices import Device

T = TypeVar("T", bool, int, float, str)


class Setting(Generic[T]):
    """A property of :class:`AppState` of the type of its default. Setting another value stores it and emits ``changed(name)``.

    Args:
        default: the value where nothing was stored.
        least, most: numbers are brought into this range.
        choices, valid: other strings become the default.
        stored: kept from one start to the next.
        restarts: the engine must be built anew for it.
        per_source: kept for each source apart (:mod:`lightpose.gui.choosing`).
    """

    def __init__(
        self,
        default: T,
        *,
        least: float | None = None,
        most: float | None = None,
        choices: tuple[str, ...] = (),
        valid: Callable[[str], bool] | None = None,
        stored: bool = True,
        restarts: bool = False,
        per_source: bool = False,
    ) -> None:
        self.default: T = default
        self.least, self.most, self.choices, self.valid = least, most, choices, valid
        self.stored, self.restarts, self.per_source = stored and not per_source, restarts, per_source
        self.name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, state: None, owner: type) -> Setting[T]: ...
    @overload
    def __get__(self, state: AppState, owner: type) -> T: ...
    def __get__(self, state: AppState | None, owner: type) -> Any:
        return self if state is None else state.values.get(self.name, self.default)

    def __set__(self, state: AppState, value: T) -> None:
        state.put(self, self.clean(value))

    def clean(self, value: Any) -> Any:
        """``value`` as a valid one of this setting's type; the default where it makes no sense."""
        kind = type(self.default)
        try:
            if kind is bool and isinstance(value, str):
                value = value.lower() in ("true", "1", "yes")
            result: Any = kind(value)
        except (TypeError, ValueError):
            return self.default
        if (self.choices and result not in self.choices) or (self.valid is not None and not self.valid(result)):
            return self.default
        if kind in (int, float) and not isinstance(result, bool):
            if result != result:  # not a number
                return self.default
            result = kind(max(self.least, result)) if self.least is not None else result
            result = kind(min(self.most, result)) if self.most is not None else result
        return result


class AppState(QObject):
    """All settings, and what the window is doing. Widgets write properties and listen to ``changed``; no other object keeps a copy."""

    changed = pyqtSignal(str)
    """Name of the property that has a new value."""

    # what is drawn
    skeleton = Setting(True)
    boxes = Setting(False)
    ids = Setting(True)
    names = Setting(False)
    trails = Setting(False)
    blur_faces = Setting(False)
    heatmap = Setting(False, stored=False)
    heatmap_joint = Setting("right_wrist")
    mirror_camera = Setting(True)
    mirror_file = Setting(False, stored=False)
    joint_threshold = Setting(0.25, least=0.0, most=0.95)

    # how people are found
    detector = Setting("", restarts=True)
    pose = Setting("", restarts=True)
    precision = Setting("auto", choices=("auto", "fp32", "int8"), restarts=True)
    person_threshold = Setting(0.0, least=0.0, most=0.95, restarts=True)
    smoothing = Setting(0.5, least=0.0, most=1.0)
    predict = Setting(True)
    every_person = Setting(False, stored=False)
    """Everybody is posed on each frame, in crowds too."""
    detector_interval = Setting(-1.0, least=-1.0, most=10.0)
    joints = Setting("", stored=False, restarts=True)
    """Joint set that the pose network's file does not name: a name or a ``.toml`` file."""
    device = Setting("auto", choices=tuple(device.value for device in Device), restarts=True)
    threads = Setting(0, least=0, most=64, restarts=True)
    resolution = Setting("auto", choices=("auto", "640x480", "1280x720", "1920x1080"), restarts=True)
    camera_fps = Setting(30.0, least=1.0, most=240.0, restarts=True)

    # who is shown, measured and recorded
    who = Setting("everyone", choices=("everyone", LARGEST, CENTRAL, "several"), per_source=True)
    most_people = Setting(2, least=1, most=20, per_source=True)
    region = Setting("", per_source=True)
    person = Setting(-1, per_source=True)
    person_place = Setting("", per_source=True)
    record_everyone = Setting(False)
    choices = Setting("")

    # the window
    theme = Setting("system", choices=("system", "light", "dark"))
    language = Setting("system", choices=("system", "en", "de", "es", "fr", "zh_CN"))
    place = Setting("")
    addresses = Setting("")
    sending = Setting(False)
    panel = Setting(True)
    panel_page = Setting(0, least=0, most=3)
    source = Setting("")
    folder = Setting("")
    record_annotated = Setting(True)
    record_raw = Setting(False)
    record_keypoints = Setting("jsonl", valid=lambda kind: kind == "none" or formats.find_suffix(kind) is not None)

    # of this moment
    paused = Setting(False, stored=False)
    speed = Setting(1.0, least=0.1, most=8.0, stored=False)
    recording = Setting(False, stored=False)
    virtual_camera = Setting(False, stored=False)

    def __init__(self, store: QSettings | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.values: dict[str, Any] = {}
        self._store = store
        self._unstored: set[str] = set()
        if store is not None:
            for setting in settings():
                if setting.stored and store.contains(setting.name):
                    self.values[setting.name] = setting.clean(store.value(setting.name))

    def put(self, setting: Setting[Any], value: Any) -> None:
        """Take a clean value: keep it, store it, tell everybody, unless it is the old one."""
        if self.values.get(setting.name, setting.default) == value:
            return
        self.values[setting.name] = value
        if setting.stored and self._store is not None and setting.name not in self._unstored:
            self._store.setValue(setting.name, value)
        self.changed.emit(setting.name)

    def keep_to_itself(self, name: str, on: bool) -> None:
        """While ``on``, new values of the setting ``name`` are not stored."""
        (self._unstored.add if on else self._unstored.discard)(name)

    def sync(self) -> None:
        """Write what is stored to the disk now."""
        if self._store is not None:
            self._store.sync()

    def reset(self) -> dict[str, Any]:
        """Every setting that is kept goes back to its default, but the source, the folder, the window's place and its panel.

        Returns:
            The values that others have taken the place of, by name.
        """
        kept = ("source", "folder", "place", "panel", "panel_page", "choices")
        names = [*(s.name for s in settings() if (s.stored or s.per_source) and s.name not in kept), "choices"]
        before = {name: self.get(name) for name in names if self.get(name) != setting(name).default}
        self.restore(*names)
        return before

    def restore(self, *names: str) -> None:
        """Put these settings back to their defaults."""
        for name in names:
            self.put(setting(name), setting(name).default)

    def get(self, name: str) -> Any:
        """The value of the setting ``name``. Raises KeyError."""
        return self.values.get(name, setting(name).default)

    def set(self, name: str, value: Any) -> None:
        """Give the setting ``name`` a value, cleaned as by assignment. Raises KeyError."""
        self.put(setting(name), setting(name).clean(value))

    def override(self, **values: Any) -> None:
        """Settings for this run only, as the command line gives them; they are not stored, and None leaves one alone."""
        for name, value in values.items():
            if value is not None:
                self.values[name] = setting(name).clean(value)

    @property
    def size(self) -> tuple[int, int] | None:
        """(W, H) asked of a camera; None lets it choose."""
        if self.resolution == "auto":
            return None
        width, height = self.resolution.split("x")
        return int(width), int(height)

    @property
    def selection(self) -> Selection:
        """Who is shown: the person who was clicked, else who the other settings choose."""
        if self.person >= 0:
            return Selection(person=self.person)
        with contextlib.suppress(ValueError):
            return Selection(person=Place.parse(self.person_place))
        region: Region | None = None
        with contextlib.suppress(ValueError):
            region = Region.parse(self.region)
        if self.who in (LARGEST, CENTRAL):
            return Selection(region, self.who)
        return Selection(region, max_people=self.most_people if self.who == "several" else None)

    def choose(self, selection: Selection) -> None:
        """Put the settings so that they mean ``selection``; of a person by id or place the region is left out."""
        person = selection.person
        self.region = "" if selection.region is None else str(selection.region)
        self.person_place = str(person) if isinstance(person, Place) else ""
        self.person = person if isinstance(person, int) else -1
        self.most_people = selection.max_people or self.most_people
        self.who = person if isinstance(person, str) else "several" if selection.max_people is not None else "everyone"

    @property
    def style(self) -> Style:
        """How recordings and processed files are drawn: as the window shows them."""
        return Style(
            skeleton=self.skeleton,
            boxes=self.boxes,
            ids=self.ids,
            names=self.names,
            blur_faces=self.blur_faces,
            threshold=self.joint_threshold,
        )

    @property
    def output_folder(self) -> Path:
        """Where recordings and snapshots go; it may not exist yet."""
        if self.folder:
            return Path(self.folder)
        videos = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.MoviesLocation)
        return Path(videos or str(Path.home())) / "lightpose"


def settings() -> list[Setting[Any]]:
    """Every setting there is, in the order of the class."""
    return [value for value in vars(AppState).values() if isinstance(value, Setting)]


def setting(name: str) -> Setting[Any]:
    """The setting called ``name``. Raises KeyError."""
    found = vars(AppState)[name]
    if not isinstance(found, Setting):
        raise KeyError(name)
    return found


def restarts(name: str) -> bool:
    """Whether a change of property ``name`` needs a new engine."""
    return setting(name).restarts
