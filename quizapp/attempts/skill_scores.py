"""How did an attempt go, skill by skill and all in all? (pure)"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from quizapp.attempts.models import PaperItem
from quizapp.attempts.result import Visible
from quizapp.generation.draft import QuestionDraft, Skill


@dataclass(frozen=True)
class SkillScore:
    """How many questions of a skill are wholly right; the points are None where hidden."""

    skill: Skill
    right: int
    count: int
    score: Decimal | None
    max_score: Decimal | None

    @property
    def ratio(self) -> float:
        """From 0 to 1; points below 0 are 0."""
        if self.score is None or not self.max_score:
            return self.right / self.count
        return max(0.0, float(self.score / self.max_score))


def score_by_skill(
    items: Sequence[PaperItem], drafts: dict[int, QuestionDraft], visible: Visible
) -> tuple[SkillScore, ...]:
    """How a scored attempt went, skill by skill, in the skills' order; () when that is hidden."""
    if not visible.correctness:
        return ()
    groups: dict[Skill, list[PaperItem]] = {}
    for item in items:
        if item.is_dropped:
            continue
        groups.setdefault(drafts[item.version_id].skill, []).append(item)
    return tuple(
        _sum_skill(skill, groups[skill], visible.score) for skill in Skill if skill in groups
    )


def counted_as_zero(items: Sequence[PaperItem]) -> bool:
    """Whether the questions' scores add up to less than 0, so that the attempt's is 0."""
    counting = (item.score or Decimal(0) for item in items if not item.is_dropped)
    return sum(counting, Decimal(0)) < 0


def _sum_skill(skill: Skill, items: Sequence[PaperItem], with_points: bool) -> SkillScore:
    score = sum((item.score or Decimal(0) for item in items), Decimal(0))
    return SkillScore(
        skill=skill,
        right=sum(item.share == 1 for item in items),
        count=len(items),
        score=score if with_points else None,
        max_score=sum((item.max_score for item in items), Decimal(0)) if with_points else None,
    )
