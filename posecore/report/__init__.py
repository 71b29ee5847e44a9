"""A page on a recording: who was seen when, joint angles with their range of motion, repetitions, trajectories, confidence.

Path("report.html").write_text(page(formats.read("walk.jsonl")), encoding="utf-8")
"""

from __future__ import annotations

from posecore.report.page import crop_of, page
from posecore.report.summary import AngleSummary, PersonSummary, repetitions, summarize

__all__ = ["AngleSummary", "PersonSummary", "crop_of", "page", "repetitions", "summarize"]
