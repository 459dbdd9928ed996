"""Which questions are worth a word in class?

Those that few knew, and those where many fell for the same wrong answer: the answer tells what
there is to talk about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from quizapp.attempts.models import HAS_FINAL_MARK, Attempt, PaperItem, Response
from quizapp.attempts.result import describe_value
from quizapp.bank.content import load_versions
from quizapp.bank.models import QuestionVersion
from quizapp.generation.draft import CHOICE_KINDS, TEXT_KINDS, QuestionDraft
from quizapp.quizzes.models import Assignment
from quizapp.week.lists import Listed, cut

FEWEST = 4  # answers, before anything is said of a question
LOW, MIDDLING, MANY = 0.4, 0.65, 1 / 3  # shares that are right; the share that is wrong alike
LOOKED_AT = 40


@dataclass(frozen=True)
class ToDiscuss:
    """A question that `n` learners answered, `right` of it on average.

    `wrong` is the commonest wrong answer in words, given by `alike` of them; () for none.
    `is_typed` tells whether it was written.
    """

    question_id: int
    stem: str
    n: int
    right: float
    wrong: tuple[str, ...]
    alike: int
    is_typed: bool

    @property
    def is_worth_it(self) -> bool:
        return self.right < LOW or self.alike >= max(2, MANY * self.n)


def list_to_discuss(session: Session, *which: ColumnElement[bool]) -> Listed[ToDiscuss]:
    """The questions of the attempts that `which` tells (of attempts and their assignments), the one
    that fewest knew first."""
    rows = session.execute(
        select(PaperItem.version_id, QuestionVersion.question_id, _right(), func.count())
        .join(Attempt, Attempt.id == PaperItem.attempt_id)
        .join(Assignment, Assignment.id == Attempt.assignment_id)
        .join(QuestionVersion, QuestionVersion.id == PaperItem.version_id)
        .where(Attempt.score.is_not(None), HAS_FINAL_MARK, *which)
        .group_by(PaperItem.version_id, QuestionVersion.question_id)
        .having(func.count() >= FEWEST, _right() < MIDDLING)
        .order_by(_right(), PaperItem.version_id)
        .limit(LOOKED_AT)
    ).all()
    versions = [row[0] for row in rows]
    drafts = load_versions(session, versions)
    wrong = _find_commonest(session, versions, which)
    found = [
        _tell(question_id, drafts[version_id], n, right, wrong.get(version_id, ((), 0)))
        for version_id, question_id, right, n in rows
    ]
    return cut([it for it in found if it.is_worth_it])


def _right() -> ColumnElement[float]:
    return func.avg(func.coalesce(PaperItem.share, 0.0))


def _tell(
    question_id: int, draft: QuestionDraft, n: int, right: float, wrong: tuple[tuple[str, ...], int]
) -> ToDiscuss:
    """Of pairs and orders the commonest wrong answer is too long to say."""
    is_short = draft.kind in CHOICE_KINDS | TEXT_KINDS
    value, alike = wrong if is_short else ((), 0)
    is_typed = draft.kind in TEXT_KINDS
    words = describe_value(draft, value)
    return ToDiscuss(question_id, draft.stem, n, float(right), words, alike, is_typed)


def _find_commonest(
    session: Session, versions: Sequence[int], which: Sequence[ColumnElement[bool]]
) -> dict[int, tuple[tuple[str, ...], int]]:
    """The wrong answer that was given most often to each version, and how often."""
    rows = session.execute(
        select(PaperItem.version_id, Response.value, func.count().label("alike"))
        .join(Attempt, Attempt.id == PaperItem.attempt_id)
        .join(Assignment, Assignment.id == Attempt.assignment_id)
        .join(
            Response,
            (Response.attempt_id == PaperItem.attempt_id)
            & (Response.position == PaperItem.position),
        )
        .where(
            PaperItem.version_id.in_(versions),
            HAS_FINAL_MARK,
            PaperItem.share < 1,
            Response.counts,
            Response.value != (),
            ~_is_followed(),
            *which,
        )
        .group_by(PaperItem.version_id, Response.value)
        .order_by(func.count(), Response.value.desc())
    )
    return {version_id: (value, alike) for version_id, value, alike in rows}


def _is_followed() -> ColumnElement[bool]:
    """Whether another answer to the same question came later: that one is in force. To look for
    it is quicker than to sort all answers."""
    later = aliased(Response)
    return exists().where(
        later.attempt_id == Response.attempt_id,
        later.position == Response.position,
        later.counts,
        or_(
            later.sequence > Response.sequence,
            (later.sequence == Response.sequence) & (later.id > Response.id),
        ),
    )
