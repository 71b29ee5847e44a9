"""What a notebook shows, with a stand-in of IPython's display."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import cv2
import numpy as np
import pytest

from posecore import notebook
from posecore.engine import EngineError
from posecore.notebook import LiveImage, Shown, show, watch
from posecore.pipelines.selection import Selection
from posecore.sources import SourceError
from tests.clips import fake_estimator, standing
from tests.engine.fakes import engine_threads
from tests.pipelines.fakes import Knowing, Numbered


class Output:
    """A stand-in of ``IPython.display.display``: keeps what is shown in each place; ``update`` may interrupt."""

    def __init__(self, interrupt: int | None = None) -> None:
        self.places: list[list[LiveImage]] = []
        self.interrupt = interrupt

    def __call__(self, shown: LiveImage, display_id: bool = False) -> Any:
        assert display_id
        self.places.append([shown])
        return self

    def update(self, shown: LiveImage) -> None:
        self.places[-1].append(shown)
        if self.interrupt is not None and len(self.places[-1]) >= self.interrupt:
            raise KeyboardInterrupt


def installed(monkeypatch: pytest.MonkeyPatch, output: Output) -> Output:
    module = ModuleType("IPython.display")
    module.display = output  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "IPython", ModuleType("IPython"))
    monkeypatch.setitem(sys.modules, "IPython.display", module)
    monkeypatch.setattr(notebook, "RATE", 100.0)
    return output


def decoded(shown: Shown | LiveImage) -> np.ndarray:
    data = shown._repr_png_() if isinstance(shown, Shown) else shown._repr_jpeg_()
    return np.asarray(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR))


def test_an_image_is_shown_with_its_people(tmp_path: Path) -> None:
    image = np.full((240, 320, 3), 90, np.uint8)
    cv2.imwrite(str(tmp_path / "photo.png"), image)
    for given in (tmp_path / "photo.png", str(tmp_path / "photo.png"), image):
        shown = show(given, networks=fake_estimator)
        assert len(shown.people) == 1
        assert decoded(shown).shape == (240, 320, 3)
        assert np.abs(decoded(shown)[:, :160].astype(int) - 90).max() > 100
    assert repr(show(image, standing())) == "0 people"
    assert decoded(show(np.zeros((100, 3000, 3), np.uint8), standing())).shape == (32, 960, 3)
    with pytest.raises(SourceError, match=r"nothing\.png does not exist"):
        show(tmp_path / "nothing.png")


def test_live_video_stays_in_one_place_and_ends_with_its_source(monkeypatch: pytest.MonkeyPatch) -> None:
    output = installed(monkeypatch, Output())
    camera = Numbered(2, (320, 180), frames=60, motion=0.2)
    people = watch(camera, networks=Knowing(camera), selection=Selection(max_people=1), width=200)
    assert len(people) == 1
    (place,) = output.places
    assert len(place) > 1
    assert decoded(place[-1]).shape[1] == 200
    assert not engine_threads()


@pytest.mark.parametrize("how", ["interrupted", "seconds"])
def test_live_video_can_be_ended(monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    output = installed(monkeypatch, Output(interrupt=3 if how == "interrupted" else None))
    camera = Numbered(1, (320, 180))
    watch(camera, networks=Knowing(camera), seconds=0.5 if how == "seconds" else None)
    assert len(output.places) == 1
    assert not engine_threads()


def test_a_source_that_does_not_open_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    installed(monkeypatch, Output())
    camera = Numbered(1, (320, 180))
    monkeypatch.setattr(camera, "open", lambda: (_ for _ in ()).throw(SourceError("no camera 7")))
    with pytest.raises(EngineError, match="no camera 7"):
        watch(camera, networks=Knowing(camera))
    assert not engine_threads()


@pytest.mark.slow
def test_a_real_kernel_runs_the_example_and_shows_nothing_else(tmp_path: Path) -> None:
    """Cells as a person writes them: an image, live video in one place, a photo that is not there."""
    pytest.importorskip("ipykernel")
    nbformat, nbclient = pytest.importorskip("nbformat"), pytest.importorskip("nbclient")
    examples = Path(__file__).parents[1] / "examples"
    cv2.imwrite(str(tmp_path / "photo.png"), np.full((240, 320, 3), 90, np.uint8))
    cells = [
        f"import sys; sys.path.insert(0, {str(examples)!r})",
        "from jupyter import show, watch",
        "show('photo.png')",
        "people = watch('synthetic:1', seconds=1.5, width=320)",
        "watch('synthetic:1', seconds=0.5, width=320)",
        "show('nothing.png')",
    ]
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    where = {"metadata": {"path": str(tmp_path)}}
    nbclient.NotebookClient(book, timeout=600, kernel_name="python3", allow_errors=True, resources=where).execute()
    outputs = [cell.outputs for cell in book.cells]
    assert outputs[0] == outputs[1] == []
    (image,) = outputs[2]
    assert image.output_type == "execute_result"
    assert set(image.data) == {"image/png", "text/plain"}
    (video,) = outputs[3]
    assert video.output_type == "display_data"
    assert set(video.data) == {"image/jpeg", "text/plain"}
    (again, result) = outputs[4]
    assert again.output_type == "display_data"
    assert result.data["text/plain"].startswith("<People: 1 of coco17")
    assert "\n" not in result.data["text/plain"]
    (error,) = outputs[5]
    assert (error.ename, error.evalue) == ("SourceError", "nothing.png does not exist")
