"""The page: one HTML file without scripts and without anything from elsewhere; plots are SVG, in the colours of a light or a dark page."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from html import escape

import cv2
import numpy as np
from numpy.typing import NDArray

from posecore.formats import KeypointFile
from posecore.report.summary import AngleSummary, PersonSummary, summarize

__all__ = ["crop_of", "page"]

_STYLE = """
:root { color-scheme: light dark; --ground: #f6f7f9; --card: #fff; --text: #1c2430; --muted: #5b6676; --line: #d9dee6;
  --accent: #0b6bcb; --second: #c2571a; }
@media (prefers-color-scheme: dark) { :root { --ground: #14181f; --card: #1d232d; --text: #e8ecf2; --muted: #9aa7b8; --line: #353e4c;
  --accent: #4db2ff; --second: #ff9a5c; } }
body { margin: 0 auto; max-width: 1080px; padding: 24px; background: var(--ground); color: var(--text);
  font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 24px; overflow-wrap: anywhere; } h2 { font-size: 19px; margin: 0 0 8px; } h3 { font-size: 14px; margin: 0; }
p, dt, figcaption { color: var(--muted); margin: 4px 0; }
section { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 16px 20px; margin: 16px 0; }
.head { display: flex; gap: 20px; flex-wrap: wrap; } .head img { height: 190px; border-radius: 8px; }
.grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(300px, 1fr)); gap: 16px; margin-top: 12px; }
figure { margin: 0; } svg { width: 100%; display: block; } .frame { fill: none; stroke: var(--line); }
.plot { fill: none; stroke: var(--accent); stroke-width: 1.6; stroke-linejoin: round; vector-effect: non-scaling-stroke; }
.peak { fill: var(--second); } .span { fill: var(--accent); } text { fill: var(--muted); font: 11px system-ui, sans-serif; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: right; padding: 3px 8px; border-bottom: 1px solid var(--line); }
th:first-child, td:first-child { text-align: left; }
"""
_W, _H, _LEFT, _BOTTOM = 320, 120, 34, 18


def page(file: KeypointFile, images: Mapping[int, NDArray[np.uint8]] | None = None) -> str:
    """The whole page.

    Args:
        file: the keypoints, with ids.
        images: an image of a person by id, (h,w,3) uint8 BGR, see :func:`crop_of`.
    """
    people = summarize(file)
    times = [frame.time for frame in file.frames]
    begin, end = (times[0], times[-1]) if times else (0.0, 0.0)
    name = escape(file.header.source or "Recording")
    size = f", {file.header.width}×{file.header.height} px" if file.header.width and file.header.height else ""
    count = "1 person" if len(people) == 1 else f"{len(people)} people"
    body = [
        f"<h1>{name}</h1><p>{len(file.frames)} frames, {end - begin:.1f} s{size}; {count} seen on five frames or more.</p>",
        f"<section><h2>Who was seen when</h2>{_timeline(people, begin, end)}</section>" if people else "",
        *(_person(person, file, (begin, end), (images or {}).get(person.id)) for person in people),
        "<p>Angles are those in the image, in degrees: 180 is a stretched limb; tilts are 0 upright, positive to the right of the image. "
        "Repetitions, marked by dots, are the points of the angle farthest from where it rests that stand out by at least "
        "0.4 of its range and 25 degrees.</p>",
    ]
    if not people:
        body.insert(1, "<section><p>Nobody with an id is in this file on five frames or more.</p></section>")
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{name}</title><style>{_STYLE}</style></head><body>{''.join(body)}</body></html>\n"
    )


def crop_of(image: NDArray[np.uint8], box: tuple[float, float, float, float], height: int = 380) -> NDArray[np.uint8] | None:
    """The part of an (H,W,3) image in a box xyxy px, a little larger, at most ``height`` px high; None where nothing of it is inside."""
    x1, y1, x2, y2 = box
    dx, dy = 0.1 * (x2 - x1), 0.1 * (y2 - y1)
    part = image[max(0, int(y1 - dy)) : max(0, int(y2 + dy)), max(0, int(x1 - dx)) : max(0, int(x2 + dx))]
    if not part.size:
        return None
    scale = min(1.0, height / part.shape[0])
    small = cv2.resize(part, (max(1, round(part.shape[1] * scale)), max(1, round(part.shape[0] * scale))), interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.uint8)


def _person(person: PersonSummary, file: KeypointFile, span: tuple[float, float], image: NDArray[np.uint8] | None) -> str:
    picture = ""
    if image is not None:
        done, data = cv2.imencode(".jpg", image)
        if done:
            code = base64.b64encode(data.tobytes()).decode("ascii")
            picture = f'<img alt="Person {person.id}" src="data:image/jpeg;base64,{code}">'
    rows = "".join(
        f"<tr><td>{_title(a)}</td><td>{a.least:.0f}°</td><td>{a.most:.0f}°</td><td>{a.motion:.0f}°</td><td>{len(a.peaks)}</td></tr>"
        for a in person.angles
    )
    table = f"<table><tr><th>Angle</th><th>min</th><th>max</th><th>range of motion</th><th>repetitions</th></tr>{rows}</table>"
    seen = sum(end - begin for begin, end in person.spans)
    plots = [_plot(_title(a), person.times, a.degrees, span, a.peaks) for a in person.angles]
    plots.append(_plot("Mean confidence of keypoints", person.times, person.confidence, span, bounds=(0, 1)))
    plots.append(_trajectory(person, file))
    return (
        f'<section><div class="head">{picture}<div><h2>Person {person.id}</h2><p>On {len(person.times)} frames, {seen:.1f} s in '
        f"{len(person.spans)} part{'s' * (len(person.spans) > 1)}; mean confidence {person.confidence.mean():.2f}.</p></div></div>{table}"
        f'<div class="grid">{"".join(plots)}</div></section>'
    )


def _title(angle: AngleSummary) -> str:
    return escape(angle.name.replace("_", " ").capitalize())


def _timeline(people: list[PersonSummary], begin: float, end: float) -> str:
    length, height = max(end - begin, 1e-9), 22 * len(people) + 20
    bars = []
    for row, person in enumerate(people):
        bars.append(f'<text x="0" y="{row * 22 + 15}">Person {person.id}</text>')
        for a, b in person.spans:
            x, width = 80 + 900 * (a - begin) / length, max(2.0, 900 * (b - a) / length)
            bars.append(f'<rect class="span" x="{x:.1f}" y="{row * 22 + 4}" width="{width:.1f}" height="14" rx="3"/>')
    axis = f'<text x="80" y="{height - 4}">{begin:.1f} s</text><text x="980" y="{height - 4}" text-anchor="end">{end:.1f} s</text>'
    return f'<svg viewBox="0 0 990 {height}" role="img" aria-label="When each person was seen">{"".join(bars)}{axis}</svg>'


def _plot(
    title: str,
    times: NDArray[np.float64],
    values: NDArray[np.float64],
    span: tuple[float, float],
    peaks: NDArray[np.int64] | None = None,
    bounds: tuple[float, float] | None = None,
) -> str:
    known = values[np.isfinite(values)]
    low, high = bounds or (float(np.floor(known.min() / 10) * 10), float(np.ceil(known.max() / 10) * 10))
    high = max(high, low + (1 if bounds else 10))
    x = _LEFT + (times - span[0]) / max(span[1] - span[0], 1e-9) * (_W - _LEFT - 4)
    y = 4 + (high - values) / (high - low) * (_H - _BOTTOM - 8)
    breaks = ~np.isfinite(values)
    steps = np.diff(times)
    usual = float(np.median(steps)) if len(steps) else 0.0
    path, pen = [], "M"
    for i in range(len(times)):
        if breaks[i]:
            pen = "M"
            continue
        if i and steps[i - 1] > max(5 * usual, 0.5):
            pen = "M"
        path.append(f"{pen}{x[i]:.1f} {y[i]:.1f}")
        pen = "L"
    dots = "".join(
        f'<circle class="peak" cx="{x[i]:.1f}" cy="{y[i]:.1f}" r="3"/>' for i in ([] if peaks is None else peaks) if not breaks[i]
    )
    labels = (
        f'<text x="{_LEFT - 4}" y="12" text-anchor="end">{high:.0f}</text>'
        f'<text x="{_LEFT - 4}" y="{_H - _BOTTOM}" text-anchor="end">{low:.0f}</text>'
        f'<text x="{_LEFT}" y="{_H - 3}">{span[0]:.1f} s</text><text x="{_W - 4}" y="{_H - 3}" text-anchor="end">{span[1]:.1f} s</text>'
    )
    frame = f'<rect class="frame" x="{_LEFT}" y="2" width="{_W - _LEFT - 4}" height="{_H - _BOTTOM - 4}"/>'
    return (
        f'<figure><h3>{title}</h3><svg viewBox="0 0 {_W} {_H}" role="img" aria-label="{title} over time">{frame}{labels}'
        f'<path class="plot" d="{"".join(path)}"/>{dots}</svg></figure>'
    )


def _trajectory(person: PersonSummary, file: KeypointFile) -> str:
    low = np.minimum(person.places.min(axis=0), 0)
    high = np.asarray([file.header.width or person.places[:, 0].max() + 1, file.header.height or person.places[:, 1].max() + 1], float)
    width, height = (np.maximum(high - low, 1)).tolist()
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in (person.places - low).tolist())
    x, y = (person.places[-1] - low).tolist()
    return (
        f'<figure><h3>Trajectory in the image</h3><svg viewBox="0 0 {width:.0f} {height:.0f}" style="max-height:180px" role="img" '
        f'aria-label="Trajectory of person {person.id}"><rect class="frame" style="vector-effect:non-scaling-stroke" width="{width:.0f}" '
        f'height="{height:.0f}"/><polyline class="plot" points="{points}"/><circle class="peak" cx="{x:.1f}" cy="{y:.1f}" '
        f'r="{width / 80:.1f}"/></svg></figure>'
    )
