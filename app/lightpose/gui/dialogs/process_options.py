"""How recorded videos are processed: the options of ``lightpose video``, page by page."""

from __future__ import annotations

from fractions import Fraction

from PyQt6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from lightpose.gui.dialogs.process_fields import (
    Sideways,
    caption,
    choice_field,
    count_field,
    form,
    line_field,
    number_field,
    row,
    switch_field,
    together,
)
from lightpose.gui.dialogs.process_formats import FormatBoxes
from lightpose.gui.language import translate
from lightpose.gui.process_queue import NetworkWishes, Results
from posecore.drawing.painter import Style
from posecore.pipelines.recipe import Recipe
from posecore.pipelines.rendering import Rendering
from posecore.pipelines.selection import CENTRAL, LARGEST, Region, Selection
from posecore.sources.excerpt import Span, parse_duration, parse_seconds

_ID = "id"


class ProcessOptions(QWidget):
    """The pages. :meth:`recipe`, :meth:`wishes` and :meth:`results` say what they come to."""

    def __init__(self) -> None:
        super().__init__()
        self._make_results()
        self._make_people()
        self._make_video()
        self.pages, self.tabs = QStackedWidget(), QButtonGroup(self)
        bar = QHBoxLayout()
        bar.setSpacing(2)
        pages = {
            translate("Process", "Results"): self._results_page(),
            translate("Process", "People"): self._people_page(),
            translate("Process", "Part"): self._part_page(),
            translate("Process", "Video"): self._video_page(),
        }
        for number, (title, page) in enumerate(pages.items()):
            tab = QPushButton(title)
            tab.setProperty("role", "tab")
            tab.setCheckable(True)
            tab.setAccessibleName(translate("Process", "{title} page").format(title=title))
            tab.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            self.tabs.addButton(tab, number)
            bar.addWidget(tab)
            self.pages.addWidget(Sideways(page))
        self.tabs.idClicked.connect(self.pages.setCurrentIndex)
        self.open_page(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(bar)
        layout.addWidget(self.pages)

    def open_page(self, number: int) -> None:
        """Show a page: results, people, part of the recording, video."""
        self.pages.setCurrentIndex(number)
        button = self.tabs.button(number)
        assert button is not None
        button.setChecked(True)

    def _make_results(self) -> None:
        self.video = switch_field(
            translate("Process", "Annotated video"), True, translate("Process", "Write the video with the skeletons drawn into it")
        )
        self.keypoints = FormatBoxes(("jsonl",))
        self.height_of_person = number_field(
            0.0,
            3.0,
            translate("Process", "unknown"),
            translate("Process", "Height of the person"),
            translate("Process", "Metres, of the person seen longest: for OpenSim TRC"),
        )
        self.workers = count_field(
            1, 16, "", translate("Process", "Recordings at a time"), translate("Process", "How many recordings are processed side by side")
        )
        self.resume = switch_field(
            translate("Process", "Skip what is done"),
            False,
            translate("Process", "Leave out recordings whose results are whole and were made with these options"),
        )

    def _make_people(self) -> None:
        self.smooth = switch_field(
            translate("Process", "Steady joints"), False, translate("Process", "Remove the jitter of the joints, without any lag")
        )
        self.track = switch_field(
            translate("Process", "Follow people"),
            True,
            translate("Process", "People keep their numbers; off: each frame by itself"),
        )
        self.accuracy = choice_field(
            translate("Process", "Accuracy"),
            (translate("Process", "Normal accuracy"), "normal", translate("Process", "Look for people in one size of each image")),
            (
                translate("Process", "Two sizes"),
                "multiscale",
                translate("Process", "Look for people in two sizes of each image, which finds more"),
            ),
            (
                translate("Process", "Best accuracy"),
                "best",
                translate("Process", "Detector on every frame, in two sizes; mirrored crops too; broken tracks joined. Slow."),
            ),
        )
        self.threshold = number_field(
            0.0,
            1.0,
            translate("Process", "as in the window"),
            translate("Process", "Least score of a person"),
            translate("Process", "Leave out people the detector is less sure of"),
        )
        self.people = count_field(
            0,
            99,
            translate("Process", "everyone"),
            translate("Process", "Largest people"),
            translate("Process", "Only the largest so many people"),
        )
        self.person = choice_field(
            translate("Process", "Person"),
            (translate("Process", "Everyone"), None, translate("Process", "All people")),
            (translate("Process", "The largest"), LARGEST, translate("Process", "The person with the largest box")),
            (translate("Process", "The most central"), CENTRAL, translate("Process", "The person nearest to the centre")),
            (translate("Process", "Number …"), _ID, translate("Process", "The person with this number")),
        )
        self.number = count_field(0, 99_999, "", translate("Process", "Number of the person"), translate("Process", "As in the video"))
        self.number.setValue(1)
        self.number.setEnabled(False)
        self.person.currentIndexChanged.connect(lambda _: self.number.setEnabled(self.person.currentData() == _ID))
        self.region = line_field(
            translate("Process", "Region"),
            translate("Process", "x,y,width,height"),
            translate("Process", "Only who is in this part of the image, in pixels"),
        )

    def _make_video(self) -> None:
        self.start = line_field(translate("Process", "Start"), "0", translate("Process", "Seconds, or h:mm:ss"))
        self.end = line_field(translate("Process", "End"), translate("Process", "end"), translate("Process", "Seconds, or h:mm:ss"))
        self.duration = line_field(
            translate("Process", "Duration"),
            translate("Process", "all"),
            translate("Process", "At most so long; what is live needs it. Seconds, or h:mm:ss"),
        )
        self.every = count_field(
            1, 1000, "", translate("Process", "Every so many frames"), translate("Process", "1: all frames; 2: every second one")
        )
        self.stream = count_field(
            -1,
            99,
            translate("Process", "main"),
            translate("Process", "Video stream"),
            translate("Process", "Which video of a file with several, as ffprobe counts"),
        )
        self.sound = switch_field(translate("Process", "Sound"), True, translate("Process", "Carry the sound over"))
        self.background = choice_field(
            translate("Process", "Background"),
            (translate("Process", "Image"), "image", translate("Process", "The recording itself")),
            (translate("Process", "Black"), "black", translate("Process", "Skeletons on black")),
            (translate("Process", "Blurred"), "blur", translate("Process", "The image made unrecognisable")),
            (translate("Process", "Transparent (.mov)"), "none", translate("Process", "Skeletons alone, for editing programs")),
        )
        self.video_height = count_field(
            0, 8640, translate("Process", "as recorded"), translate("Process", "Height of the video"), translate("Process", "Pixels")
        )
        self.quality = count_field(0, 51, "", translate("Process", "Quality"), translate("Process", "CRF: lower is better and larger"))
        self.quality.setValue(Rendering.quality)
        self.codec = choice_field(
            translate("Process", "Coding"),
            ("H.264", "h264", translate("Process", "Plays everywhere")),
            ("H.265", "h265", translate("Process", "Smaller")),
            ("AV1", "av1", translate("Process", "Smaller still, slower")),
        )

    def _results_page(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.keypoints)
        line = row((self.resume,))
        for label, widget in (
            (translate("Process", "Person's height (m)"), self.height_of_person),
            (translate("Process", "At a time"), self.workers),
        ):
            line.addWidget(caption(label, widget))
            line.addWidget(widget)
        layout.addLayout(line)
        return page

    def _people_page(self) -> QWidget:
        return form(
            (
                (translate("Process", "Accuracy"), self.accuracy),
                (translate("Process", "Score from"), self.threshold),
                ("", self.smooth),
            ),
            (
                (translate("Process", "Person"), together(self.person, self.number)),
                (translate("Process", "At most"), self.people),
                (translate("Process", "Region"), self.region),
                ("", self.track),
            ),
        )

    def _part_page(self) -> QWidget:
        return form(
            (
                (translate("Process", "From"), self.start),
                (translate("Process", "To"), self.end),
                (translate("Process", "Duration"), self.duration),
            ),
            ((translate("Process", "One frame of"), self.every), (translate("Process", "Video stream"), self.stream), ("", self.sound)),
        )

    def _video_page(self) -> QWidget:
        return form(
            (("", self.video), (translate("Process", "Background"), self.background), (translate("Process", "Height"), self.video_height)),
            ((translate("Process", "Coding"), self.codec), (translate("Process", "Quality"), self.quality)),
        )

    def recipe(self, style: Style) -> Recipe:
        """What is to be done to each recording. Raises ValueError for what is no time or region."""
        start, end, duration, region = (field.text().strip() for field in (self.start, self.end, self.duration, self.region))
        who = self.person.currentData()
        if who == _ID and not self.track.isChecked():
            raise ValueError(translate("Process", "A person's number needs people who are followed."))
        return Recipe(
            rendering=Rendering(
                style, self.background.currentData(), self.video_height.value() or None, self.quality.value(), self.codec.currentData()
            ),
            audio=self.sound.isChecked(),
            track=self.track.isChecked(),
            smooth=self.smooth.isChecked() and self.track.isChecked(),
            thorough=self.accuracy.currentData() == "best",
            selection=Selection(
                Region.parse(region) if region else None, self.number.value() if who == _ID else who, self.people.value() or None
            ),
            span=Span(parse_seconds(start) if start else Fraction(0), parse_seconds(end) if end else None, self.every.value()),
            seconds=parse_duration(duration) if duration else None,
            stream=self.stream.value() if self.stream.value() >= 0 else None,
            person_height=self.height_of_person.value() or None,
        )

    def wishes(self) -> NetworkWishes:
        """What the networks are to be like."""
        best = self.accuracy.currentData() == "best"
        return NetworkWishes(best or self.accuracy.currentData() == "multiscale", best, self.threshold.value() or None)

    def results(self) -> Results:
        """The files that come out of each recording."""
        suffix = ".mov" if self.background.currentData() == "none" else ".mp4"
        return Results(suffix if self.video.isChecked() else None, self.keypoints.chosen)
