"""What does the record of a learner say of their account, courses and attempts?

Answers are told in words, in an order that tells nothing: as they are kept, their numbers would
tell which options stand first in the bank. What the review policy hides is not in the value.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.accounts.erasing import list_enrolments_of
from quizapp.accounts.models import Enrolment, Learner
from quizapp.accounts.needs import find_needs
from quizapp.accounts.teaching import list_co_teachers
from quizapp.attempts.answers import Value
from quizapp.attempts.counting import list_scored
from quizapp.attempts.log import list_events
from quizapp.attempts.models import Attempt, PaperItem, Response
from quizapp.attempts.responses import final_responses
from quizapp.attempts.result import Visible, describe_value, report_item
from quizapp.bank.content import load_versions
from quizapp.generation.draft import CHOICE_KINDS, QuestionDraft
from quizapp.gradebook.clearing import list_decisions_of
from quizapp.privacy.record import (
    Account,
    Answer,
    Arrangement,
    AskedQuestion,
    CoursePlace,
    Decision,
    Event,
    OwnThings,
    Record,
    TakenBreak,
    ToldAttempt,
)
from quizapp.quizzes.models import Assignment
from quizapp.quizzes.overriding import list_overrides_of

See = Callable[[Attempt], Visible]


def tell_record(
    session: Session,
    learner: Learner,
    see: See,
    *,
    now: datetime,
    own: OwnThings | None = None,
    course_ids: Collection[int] | None = None,
) -> Record:
    """The record of a learner, as far as `see` says of each attempt.

    With `course_ids` only what the learner has done in these courses. The session has to read
    of one moment, see `db.begin_snapshot`.
    """

    def wanted(course_id: int) -> bool:
        return course_ids is None or course_id in course_ids

    needs = find_needs(session, learner.id)
    places = [it for it in list_enrolments_of(session, learner.id) if wanted(it.course_id)]
    given = list_overrides_of(session, learner.id)
    return Record(
        written_at=now,
        account=Account(
            learner.id, learner.name, learner.external_id, learner.language, learner.created_at
        ),
        needs=needs if needs.has_any else None,
        courses=tuple(_tell_place(session, it) for it in places),
        arrangements=tuple(
            Arrangement(
                it.assignment.course.name,
                it.assignment.quiz.title,
                it.time_limit_seconds,
                it.untimed,
                it.opens_at,
                it.closes_at,
                it.max_attempts,
                it.any_number,
                it.access_code is not None,
            )
            for it in given
            if wanted(it.assignment.course_id)
        ),
        decisions=_tell_decisions(session, learner.id, see, course_ids),
        attempts=lambda: _tell_attempts(session, learner.id, see, course_ids),
        own=own,
    )


def tell_given(draft: QuestionDraft, value: Value) -> tuple[str, ...]:
    """An answer in words; choices stand in the order of the alphabet."""
    said = describe_value(draft, value)
    return tuple(sorted(said)) if draft.kind in CHOICE_KINDS else said


def _tell_place(session: Session, place: Enrolment) -> CoursePlace:
    course = place.course
    beside = [it.name for it in list_co_teachers(session, course.id)]
    return CoursePlace(
        course.name,
        (course.teacher.name, *beside),
        place.sign_in_name,
        place.section,
        place.joined_at,
        place.left_at,
    )


def _tell_decisions(
    session: Session, learner_id: int, see: See, course_ids: Collection[int] | None
) -> tuple[Decision, ...]:
    """What was decided about grades. A learner sees it as soon as they see a score there, or when
    there is no attempt to wait for."""
    scored = list_scored(session, learner_id)
    sat = {it.assignment_id for it in scored}
    seen = {it.assignment_id for it in scored if see(it).score}
    decided = [
        (session.get_one(Assignment, it.assignment_id), it)
        for it in list_decisions_of(session, learner_id)
        if it.assignment_id in seen or it.assignment_id not in sat
    ]
    return tuple(
        Decision(
            assignment.course.name,
            assignment.quiz.title,
            it.at,
            it.teacher.name,
            it.score,
            it.max_score,
            it.is_excused,
            it.comment,
            it.score_reason if course_ids is not None else None,
            it.excuse_reason if course_ids is not None else None,
        )
        for assignment, it in decided
        if course_ids is None or assignment.course_id in course_ids
    )


def _tell_attempts(
    session: Session, learner_id: int, see: See, course_ids: Collection[int] | None
) -> Iterator[ToldAttempt]:
    own = (
        select(Attempt.id)
        .join(Assignment, Assignment.id == Attempt.assignment_id)
        .where(Attempt.learner_id == learner_id)
        .order_by(Attempt.started_at, Attempt.id)
    )
    if course_ids is not None:
        own = own.where(Assignment.course_id.in_(course_ids))
    for attempt_id in session.scalars(own).all():
        attempt = session.get_one(Attempt, attempt_id)
        yield _tell_attempt(session, attempt, see(attempt))


def _tell_attempt(session: Session, attempt: Attempt, visible: Visible) -> ToldAttempt:
    drafts = load_versions(session, [it.version_id for it in attempt.items])
    in_force = final_responses(session, attempt.id)
    given = _list_responses(session, attempt.id)
    return ToldAttempt(
        course=attempt.assignment.course.name,
        quiz=attempt.assignment.quiz.title,
        number=attempt.number,
        started_at=attempt.started_at,
        deadline=attempt.deadline,
        time_limit_seconds=attempt.time_limit_seconds,
        added_seconds=attempt.added_seconds,
        paused_seconds=attempt.paused_seconds,
        closed_at=attempt.closed_at,
        close_reason=attempt.close_reason,
        score=attempt.score if visible.score else None,
        max_score=attempt.max_score,
        questions=tuple(
            _tell_question(
                it,
                drafts[it.version_id],
                in_force.get(it.position),
                [response for response in given if response.position == it.position],
                visible,
            )
            for it in attempt.items
        ),
        breaks=tuple(
            TakenBreak(it.started_at, it.length_seconds, it.ended_at) for it in attempt.breaks
        ),
        events=tuple(
            Event(it.at, it.kind, it.teacher.name if it.teacher else None, it.seconds, it.position)
            for it in list_events(session, attempt.id)
        ),
    )


def _tell_question(
    item: PaperItem,
    draft: QuestionDraft,
    in_force: Response | None,
    given: Sequence[Response],
    visible: Visible,
) -> AskedQuestion:
    told = report_item(item, draft, in_force, visible)
    return AskedQuestion(
        position=item.position,
        kind=told.kind,
        stem=told.stem or None,
        max_score=item.max_score,
        score=told.score,
        state=told.state,
        comment=told.comment or None,
        marked_at=told.marked_at,
        checked_at=item.checked_at,
        is_flagged=item.is_flagged,
        answers=tuple(
            Answer(
                tell_given(draft, it.value),
                it.received_at,
                it.seconds,
                it.certainty,
                it.is_late,
                it.counts,
            )
            for it in given
        ),
    )


def _list_responses(session: Session, attempt_id: int) -> Sequence[Response]:
    """Every response in the order in which it arrived."""
    return session.scalars(
        select(Response)
        .where(Response.attempt_id == attempt_id)
        .order_by(Response.received_at, Response.id)
    ).all()
