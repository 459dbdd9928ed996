"""Which answers tell what learners are able to do, and what was asked there?

Those of scored attempts, in the order of time. An answer that waits for its teacher tells nothing
yet; a question left empty was not answered rightly, as in the score. Everything is read anew each
time, so a new mark or a key that was mended is followed by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, tuple_
from sqlalchemy.orm import Session

from quizapp.attempts.models import HAS_FINAL_MARK, Attempt, PaperItem
from quizapp.attempts.ruled import RulingKind
from quizapp.attempts.ruling_models import Ruling
from quizapp.bank.learnt import KNOWN_FROM, LearntDifficulty
from quizapp.bank.models import QuestionVersion, VersionOption, VersionOrderItem, VersionPair
from quizapp.generation.draft import Difficulty, Skill
from quizapp.progress.ability import MARKED, Reply, find_floor
from quizapp.quizzes.models import Assignment

Answers = Select[int, int, int, float | None]


@dataclass(frozen=True, slots=True)
class Asked:
    """A version as the model sees it: `place` is where it stands on the scale of abilities, by its
    learners once enough have answered, by its mark until then."""

    question_id: int
    skill: Skill
    marked: Difficulty
    floor: float
    place: float

    def reply(self, share: float, sitting: int) -> Reply:
        return Reply(self.skill, share, self.place, self.floor, sitting)


def select_answers(*which: ColumnElement[bool]) -> Answers:
    """Attempt, learner, version and share of each answer in the attempts that `which` tells. A
    question whose points a ruling has given to everybody tells nothing of anybody in that quiz."""
    given = (
        select(Assignment.id, Ruling.version_id)
        .join(Ruling, Ruling.quiz_id == Assignment.quiz_id)
        .where(Ruling.kind == RulingKind.FULL_CREDIT, Ruling.ended_at.is_(None))
    )
    return (
        select(Attempt.id, Attempt.learner_id, PaperItem.version_id, PaperItem.share)
        .join(PaperItem, PaperItem.attempt_id == Attempt.id)
        .where(
            Attempt.score.is_not(None),
            HAS_FINAL_MARK,
            tuple_(Attempt.assignment_id, PaperItem.version_id).not_in(given),
            *which,
        )
        .order_by(Attempt.closed_at, Attempt.id, PaperItem.position)
    )


def load_asked(session: Session, answers: Answers) -> dict[int, Asked]:
    """What the versions are that these answers are to. One statement."""
    wanted = answers.with_only_columns(PaperItem.version_id).order_by(None)
    rows = session.execute(
        select(
            QuestionVersion.id,
            QuestionVersion.question_id,
            QuestionVersion.skill,
            QuestionVersion.difficulty,
            QuestionVersion.kind,
            _count(VersionOption) + _count(VersionPair) + _count(VersionOrderItem),
            LearntDifficulty.n,
            LearntDifficulty.value,
        )
        .outerjoin(LearntDifficulty, LearntDifficulty.version_id == QuestionVersion.id)
        .where(QuestionVersion.id.in_(wanted))
    )
    return {
        version_id: Asked(
            question_id,
            skill,
            marked,
            find_floor(kind, choices),
            value if value is not None and n >= KNOWN_FROM else MARKED[marked],
        )
        for version_id, question_id, skill, marked, kind, choices, n, value in rows
    }


def _count(part: Any) -> Any:
    """How many parts of this sort a version has; a kind of question has parts of one sort."""
    return (
        select(func.count())
        .select_from(part)
        .where(part.version_id == QuestionVersion.id)
        .correlate(QuestionVersion)
        .scalar_subquery()
    )
