"""How does each learner do by skill, in the attempts that count?

The share of a skill is the mean of how far its answers were right. What is excused does not count;
where the teacher has set a score, the answers are still what they were.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp.attempts.models import HAS_FINAL_MARK, Attempt, PaperItem
from quizapp.bank.models import QuestionVersion
from quizapp.generation.draft import Skill
from quizapp.gradebook.rows import Cell, CellStatus

FEW = 5  # answers of which the share tells little


@dataclass(frozen=True)
class SkillShare:
    """The share right from `count` answers; a few of them are no stable figure."""

    share: float
    count: int

    @property
    def is_unstable(self) -> bool:
        return self.count < FEW


def read_skills(
    session: Session, cells: Mapping[int, Sequence[Cell]]
) -> dict[int, tuple[SkillShare | None, ...]]:
    """For each learner a share in the order of `Skill`; None where nothing was asked."""
    ids = [
        cell.attempt_id
        for own in cells.values()
        for cell in own
        if cell.attempt_id and cell.status is not CellStatus.EXCUSED
    ]
    found = session.execute(
        select(
            Attempt.learner_id,
            QuestionVersion.skill,
            func.avg(PaperItem.share),
            func.count(PaperItem.share),
        )
        .join(PaperItem, PaperItem.attempt_id == Attempt.id)
        .join(QuestionVersion, QuestionVersion.id == PaperItem.version_id)
        .where(Attempt.id.in_(ids), HAS_FINAL_MARK)
        .group_by(Attempt.learner_id, QuestionVersion.skill)
    )
    shares: dict[int, dict[Skill, SkillShare]] = {}
    for learner_id, skill, share, count in found:
        shares.setdefault(learner_id, {})[skill] = SkillShare(float(share), count)
    return {
        learner_id: tuple(shares.get(learner_id, {}).get(skill) for skill in Skill)
        for learner_id in cells
    }
