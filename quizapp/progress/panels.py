"""Which pictures tell how a class has come along, skill by skill? (pure)

A small panel a skill, all with the same axes: across are the moments, up is the share of medium
questions that would be known. The line is the mean of the class, the band its middle half.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quizapp.generation.draft import Skill
from quizapp.progress.class_skills import SkillOfClass

PANEL_WIDTH, PANEL_HEIGHT, PANEL_MARGIN = 240, 96, 6

Point = tuple[float, float]


@dataclass(frozen=True)
class Panel:
    """A skill: the class at each moment, the line, and the outline of the band, along its upper
    edge and back along the lower one."""

    skill: Skill
    course: tuple[SkillOfClass | None, ...]
    line: tuple[Point, ...]
    band: tuple[Point, ...]

    @property
    def first(self) -> SkillOfClass:
        return next(it for it in self.course if it)

    @property
    def last(self) -> SkillOfClass:
        return next(it for it in reversed(self.course) if it)


def draw_panels(seen: Mapping[Skill, Sequence[SkillOfClass | None]]) -> tuple[Panel, ...]:
    """A panel for each skill, in their order."""
    return tuple(_draw(skill, course) for skill, course in seen.items())


def _draw(skill: Skill, course: Sequence[SkillOfClass | None]) -> Panel:
    at = [(_across(place, len(course)), it) for place, it in enumerate(course) if it]
    upper = [(x, _up(it.high)) for x, it in at]
    lower = [(x, _up(it.low)) for x, it in at]
    line = tuple((x, _up(it.mean)) for x, it in at)
    return Panel(skill, tuple(course), line, (*upper, *reversed(lower)))


def _across(place: int, count: int) -> float:
    """The last moment stands on the right, also when it is the only one."""
    room = PANEL_WIDTH - 2 * PANEL_MARGIN
    share = place / (count - 1) if count > 1 else 1.0
    return round(PANEL_MARGIN + share * room, 1)


def _up(share: float) -> float:
    return round(PANEL_HEIGHT * (1 - share), 1)
