"""Which answer to each question of a paper was scored?

The responses say it; the answer stands beside its score too, so that whoever counts a hundred
thousand attempts reads one table. It follows from the responses, and is written with the score.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import ColumnElement, func, literal, select, update
from sqlalchemy.orm import Session

from quizapp.attempts.models import Attempt, PaperItem, Response
from quizapp.db import Strings
from quizapp.quizzes.models import Assignment


def note_given(attempt: Attempt, responses: Mapping[int, Response]) -> None:
    """Put the answers in force, by position, beside the questions; () where there is none."""
    for item in attempt.items:
        response = responses.get(item.position)
        item.given = response.value if response else ()


def note_all_given(session: Session, of_course: int) -> None:
    """The same for every scored attempt of a course, by one statement."""
    scored = (
        select(Attempt.id)
        .join(Assignment, Assignment.id == Attempt.assignment_id)
        .where(Assignment.course_id == of_course, Attempt.score.is_not(None))
    )
    session.execute(
        update(PaperItem)
        .where(PaperItem.attempt_id.in_(scored))
        .values(given=func.coalesce(_find_in_force(), literal((), Strings())))
        .execution_options(synchronize_session=False)
    )


def _find_in_force() -> ColumnElement[tuple[str, ...]]:
    return (
        select(Response.value)
        .where(
            Response.attempt_id == PaperItem.attempt_id,
            Response.position == PaperItem.position,
            Response.counts,
        )
        .order_by(Response.sequence.desc(), Response.id.desc())
        .limit(1)
        .correlate(PaperItem)
        .scalar_subquery()
    )
