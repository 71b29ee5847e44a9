"""The last stage of live video: leaves out who is not wanted (:mod:`posecore.pipelines.selection`)."""

from __future__ import annotations

from dataclasses import replace

from posecore.pipelines.frame import PoseFrame
from posecore.pipelines.selection import Chooser, Selection
from posecore.tracking import Turns

__all__ = ["ChooseStage", "choose", "chosen_anew"]


class ChooseStage:
    """Leaves out who is not wanted: keeps all people in ``everyone``, replaces ``people``, ``measured``, ``motion``, ``heatmaps``.

    Args:
        turns: told whom to favour, the chosen.
    """

    name = "choose"

    def __init__(self, selection: Selection | None = None, turns: Turns | None = None) -> None:
        self._chooser = Chooser(selection or Selection())
        self._turns = turns

    @property
    def selection(self) -> Selection:
        """Who is wanted. May be exchanged while it runs."""
        return self._chooser.selection

    @selection.setter
    def selection(self, selection: Selection) -> None:
        if selection != self._chooser.selection:
            self._chooser = Chooser(selection)

    def process(self, frame: PoseFrame) -> PoseFrame:
        """Choose."""
        choose(frame, self._chooser)
        if self._turns is not None:
            self._turns.favoured = frozenset() if frame.everyone is None else frozenset(frame.people.ids.tolist())
        return frame


def chosen_anew(frame: PoseFrame, selection: Selection) -> PoseFrame:
    """A copy of a finished frame whose people are chosen by ``selection``; what only the chosen have is left out."""
    whole = frame.everyone is None
    again = replace(
        frame,
        people=frame.all_people,
        measured=frame.measured if whole else None,
        motion=frame.motion if whole else None,
        heatmaps=frame.heatmaps if whole else None,
        everyone=None,
    )
    return choose(again, Chooser(selection))


def choose(frame: PoseFrame, chooser: Chooser) -> PoseFrame:
    """``frame``, with the people the chooser wants of all there are."""
    frame.selection = chooser.selection
    if chooser.selection.everyone:
        return frame
    rows = chooser.rows(frame.people, frame.size)
    frame.everyone, frame.people = frame.people, frame.people[rows]
    if frame.measured is not None:
        frame.measured = frame.measured[rows]
    if frame.motion is not None:
        frame.motion = frame.motion[rows]
    if frame.heatmaps is not None:
        frame.heatmaps = frame.heatmaps.rows(rows)
    return frame
