"""Which questions does somebody get? Drawing the paper of an attempt, or of a trial."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from random import Random

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp.attempts.models import Attempt, PaperItem
from quizapp.attempts.rulings import find_dropped
from quizapp.quizzes.assembly import assemble
from quizapp.quizzes.models import Assignment, Quiz
from quizapp.quizzes.setting import list_candidates
from quizapp.quizzes.terms import paper_rules


def draw_paper(session: Session, quiz: Quiz, rng: Random) -> list[PaperItem]:
    """The items of one paper, which are not in the session yet; none when the banks are empty.

    What is dropped in the quiz is not asked again.
    """
    dropped = find_dropped(session, quiz.id)
    candidates = list_candidates(
        session, *quiz.bank_ids, known_at=partial(find_begun, session, quiz.id)
    )
    asked = [it for it in candidates if it.version_id not in dropped]
    paper = assemble(asked, paper_rules(quiz), rng)
    return [
        PaperItem(
            position=position,
            version_id=entry.version_id,
            printed_order=tuple(map(str, entry.printed_order)),
            max_score=entry.weight,
            is_flagged=False,
        )
        for position, entry in enumerate(paper, start=1)
    ]


def find_begun(session: Session, quiz_id: int) -> datetime | None:
    """When the first attempt at the quiz began. What is learnt of its questions after that changes
    no paper of it: all are to be equally hard."""
    return session.scalar(
        select(func.min(Attempt.started_at))
        .join(Assignment, Assignment.id == Attempt.assignment_id)
        .where(Assignment.quiz_id == quiz_id)
    )
