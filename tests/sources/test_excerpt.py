"""A part of a recording: its frames, its clock."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from posecore.sources import SourceError
from posecore.sources.excerpt import Excerpt, Span, parse_seconds
from posecore.sources.factory import open_recording
from tests.clips import grey, make_clip


def shown(path: Path, span: Span) -> list[tuple[int, float, int]]:
    """Index, time and the grey of the frames."""
    with Excerpt(open_recording(path), span) as source:
        return [(f.index, round(f.time, 4), int(f.image[-4, -4, 0])) for f in source]


@pytest.mark.parametrize(
    ("text", "seconds"), [("90", 90), ("1.5", Fraction(3, 2)), ("1:30", 90), ("0:01:30.5", Fraction(181, 2)), ("100:00", 6000), (".5", 0.5)]
)
def test_times(text: str, seconds: Fraction) -> None:
    assert parse_seconds(text) == seconds


@pytest.mark.parametrize("text", ["", "a", "-1", "1:60", "1:2:3:4", "1h", "0:70:00"])
def test_what_is_no_time(text: str) -> None:
    with pytest.raises(ValueError, match="is no time"):
        parse_seconds(text)


@pytest.mark.parametrize("name", ["a.mp4", "a.mkv"])
def test_from_one_time_to_another(tmp_path: Path, name: str) -> None:
    clip = make_clip(tmp_path / name, pts=range(0, 1800, 20))  # 30 a second, 3 s
    frames = shown(clip, Span(Fraction(1), Fraction(2)))
    assert [i for i, _, _ in frames] == list(range(30))
    assert [t for _, t, _ in frames] == pytest.approx([i / 30 for i in range(30)], abs=0.0015)
    assert all(abs(value - grey(30 + i)) < 8 for i, _, value in frames)
    with Excerpt(open_recording(clip), Span(Fraction(1), Fraction(2))) as source:
        assert source.info.frames == pytest.approx(30, abs=1)
        assert source.clock_offset == 1


def test_every_second_frame(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "a.mp4", pts=range(0, 240, 24))
    frames = shown(clip, Span(every=3))
    assert [t for _, t, _ in frames] == pytest.approx([0, 0.12, 0.24, 0.36])
    assert all(abs(value - grey(3 * i)) < 8 for i, _, value in frames)
    with Excerpt(open_recording(clip), Span(every=3)) as source:
        assert source.info.frames == pytest.approx(10 / 3, abs=1)
        first = source.read()
        assert first is not None
        assert (first.duration or 72) == pytest.approx(3 * 24 * first.time_base.denominator / 600)


def test_the_last_frame_is_not_shown_longer_than_there_were_any(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "a.mp4", pts=range(0, 240, 24))  # 0.4 s
    with Excerpt(open_recording(clip), Span(every=10**12)) as source:
        first = source.read()
        assert first is not None
        assert first.duration is not None
        assert float(first.duration * first.time_base) == pytest.approx(0.4, abs=0.05)
        assert source.read() is None


def test_behind_the_end(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "a.mp4", pts=range(0, 240, 24))
    with pytest.raises(SourceError, match=r"nothing at 100 s|ends before"):
        shown(clip, Span(Fraction(100)))


def test_spans_of_nothing() -> None:
    with pytest.raises(ValueError, match="must come after"):
        Span(Fraction(2), Fraction(1))
    with pytest.raises(ValueError, match="at least 1"):
        Span(every=0)
