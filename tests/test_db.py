"""Moments, scores and constraints mean the same on both engines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select, text
from sqlalchemy.dialects.sqlite.base import SQLiteDialect
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm import Session

from quizapp.accounts.models import Accommodation, Enrolment, Learner, Teacher
from quizapp.attempts.models import Attempt, CloseReason, PaperItem, Response
from quizapp.bank.models import QuestionVersion, SpanRole, VersionOption, VersionSpan
from quizapp.db import Base, ExactDecimal, Strings, UTCDateTime
from quizapp.generation.draft import DistractorClass
from quizapp.quizzes.models import Assignment, OverallFeedback, Override, Quiz, QuizSlot
from quizapp.quizzes.rules import BellRule, Layout, Navigation
from quizapp.quizzes.terms import write_rules
from tests.conftest import MovableClock
from tests.factories import World, choice, make_rules, make_world

SQLITE = SQLiteDialect()
HOUR = timedelta(hours=1)


@pytest.fixture
def world(session: Session, clock: MovableClock) -> World:
    return make_world(session, clock(), drafts=(choice(),))


def new_teacher(created_at: datetime) -> Teacher:
    return Teacher(name="A", sign_in_name="a", password_hash="-", created_at=created_at)


def test_a_naive_moment_is_refused(session: Session) -> None:
    session.add(new_teacher(datetime(2026, 3, 2, 12, 0)))
    with pytest.raises(StatementError, match="naive datetime"):
        session.flush()


def test_a_moment_comes_back_in_utc(session: Session) -> None:
    almaty = timezone(timedelta(hours=5))
    session.add(new_teacher(datetime(2026, 3, 2, 17, 0, 0, 123456, tzinfo=almaty)))
    session.flush()
    session.expire_all()
    found = session.scalars(select(Teacher)).one().created_at
    assert found == datetime(2026, 3, 2, 12, 0, 0, 123456, tzinfo=UTC)
    assert found.utcoffset() == timedelta(0)
    later = select(func.count()).where(Teacher.created_at > datetime(2026, 3, 2, 17, tzinfo=UTC))
    assert session.scalar(later) == 0


def write_to_sqlite(column: UTCDateTime | ExactDecimal | Strings, value: Any) -> object:
    """What a statement hands on of `value` for this column, before the driver has it."""
    write = column.bind_processor(SQLITE)
    return write(value) if write else value


def read_from_sqlite(column: UTCDateTime | ExactDecimal | Strings, value: object) -> object:
    """What a query hands on when SQLite has `value` in this column."""
    read = column.result_processor(SQLITE, None)
    return read(value) if read else value


@given(st.datetimes(timezones=st.timezones() | st.just(UTC)))
def test_every_aware_moment_survives_the_way_to_sqlite_and_back(moment: datetime) -> None:
    column = UTCDateTime()
    try:
        stored = column.process_bind_param(moment, SQLITE)
    except OverflowError:  # the first and last hours of the calendar have no UTC
        return
    assert stored is not None
    written = stored.replace(tzinfo=None).isoformat(" ", "microseconds")
    found = read_from_sqlite(column, written)
    assert found == moment.astimezone(UTC)


@given(st.decimals(0, 1_000_000, places=5))
def test_every_score_survives_the_way_to_sqlite_and_back(score: Decimal) -> None:
    column = ExactDecimal()
    stored = write_to_sqlite(column, score)
    assert isinstance(stored, int)
    assert read_from_sqlite(column, stored) == score


@given(st.lists(st.text(max_size=10)).map(tuple))
def test_every_tuple_of_strings_survives_the_way_to_the_database_and_back(
    value: tuple[str, ...],
) -> None:
    column = Strings()
    assert read_from_sqlite(column, write_to_sqlite(column, value)) == value


@pytest.mark.parametrize("column", [UTCDateTime(), ExactDecimal(), Strings()])
def test_nothing_stays_nothing(column: UTCDateTime | ExactDecimal | Strings) -> None:
    assert write_to_sqlite(column, None) is None
    assert read_from_sqlite(column, None) is None


def test_scores_are_exact_and_add_up(session: Session, world: World, clock: MovableClock) -> None:
    version = session.scalars(select(QuestionVersion)).one()
    tenth = Decimal("0.10000")
    attempt = new_attempt(world, clock)
    attempt.items = [
        PaperItem(position=at, version_id=version.id, max_score=Decimal(1), score=tenth, share=0.1)
        for at in range(1, 4)
    ]
    session.add(attempt)
    session.flush()
    session.expire_all()
    assert [item.score for item in attempt.items] == [tenth] * 3
    assert session.scalar(select(func.sum(PaperItem.score))) == Decimal("0.3")
    enough = select(func.count()).where(PaperItem.score <= tenth)
    assert session.scalar(enough) == 3


def new_attempt(world: World, clock: MovableClock, **changes: Any) -> Attempt:
    """An open attempt that keeps every constraint, with `changes`."""
    fields: dict[str, Any] = {
        "assignment_id": world.assignment.id,
        "learner_id": world.learner.id,
        "number": 1,
        "started_at": clock(),
        "deadline": clock() + HOUR,
        "grace_seconds": 60,
        "max_score": Decimal(1),
        **changes,
    }
    return Attempt(**fields)


def closed(**changes: Any) -> dict[str, Any]:
    moment = datetime(2026, 3, 2, 12, 30, tzinfo=UTC)
    fields = {"closed_at": moment, "score": Decimal(1), "close_reason": CloseReason.SUBMITTED}
    return {**fields, **changes}


Rows = Callable[[World, MovableClock], list[Base]]


def attempts(*changes: dict[str, Any]) -> Rows:
    return lambda world, clock: [new_attempt(world, clock, **it) for it in changes]


REFUSED: list[tuple[str, Rows]] = [
    (
        "ck_accommodation_never_shortens",
        lambda world, _: [Accommodation(learner_id=world.learner.id, time_multiplier=0.99)],
    ),
    (
        "ck_accommodation_breaks_have_a_length",
        lambda world, _: [
            Accommodation(learner_id=world.learner.id, time_multiplier=1, break_count=1)
        ],
    ),
    (
        "ck_attempt_never_shortens",
        attempts({"usual_limit_seconds": 60, "time_limit_seconds": 59}),
    ),
    ("ck_attempt_number_from_one", attempts({"number": 0})),
    ("ck_attempt_times_are_not_negative", attempts({"grace_seconds": -1})),
    ("ck_attempt_times_are_not_negative", attempts({"added_seconds": -1})),
    ("ck_attempt_furthest_from_one", attempts({"furthest": 0})),
    (
        "ck_attempt_ends_after_start",
        attempts({"deadline": datetime(2026, 3, 2, 12, 0, tzinfo=UTC)}),
    ),
    ("ck_attempt_closed_means_scored", attempts(closed(score=None))),
    ("ck_attempt_closed_means_scored", attempts(closed(close_reason=CloseReason.ABANDONED))),
    ("ck_attempt_closed", attempts(closed(closed_at=None))),
    ("ck_attempt_closed", attempts(closed(close_reason=None))),
    ("ck_attempt_score_in_range", attempts(closed(score=Decimal("1.00001")))),
    ("ck_attempt_score_in_range", attempts(closed(score=Decimal("-0.00001")))),
    ("uq_attempt_one_open", attempts({}, {"number": 2})),
    ("uq_attempt_assignment_id_learner_id_number", attempts(closed(), closed())),
    (
        "ck_assignment_window_has_length",
        lambda world, clock: [
            Assignment(
                quiz_id=world.quiz.id,
                course_id=world.course.id,
                opens_at=clock(),
                closes_at=clock(),
                created_at=clock(),
            )
        ],
    ),
    (
        "uq_assignment_quiz_id_course_id",
        lambda world, clock: [
            Assignment(quiz_id=world.quiz.id, course_id=world.course.id, created_at=clock())
        ],
    ),
    (
        "ck_quiz_time_limit_is_positive",
        lambda world, clock: [new_quiz(world, clock, time_limit_seconds=0)],
    ),
    ("ck_quiz_allows_an_attempt", lambda world, clock: [new_quiz(world, clock, max_attempts=0)]),
    (
        "ck_quiz_question_limit_goes_forward",
        lambda world, clock: [new_quiz(world, clock, question_seconds=30)],
    ),
    (
        "ck_quiz_sequential_shows_one_question",
        lambda world, clock: [
            new_quiz(world, clock, navigation=Navigation.SEQUENTIAL, layout=Layout.ALL)
        ],
    ),
    (
        "ck_quiz_grace_has_a_length",
        lambda world, clock: [new_quiz(world, clock, at_bell=BellRule.GRACE)],
    ),
    (
        "ck_quiz_one_kind_of_negative_mark",
        lambda world, clock: [
            new_quiz(world, clock, uses_certainty=True, negative_share=Decimal(1))
        ],
    ),
    (
        "ck_quiz_spelling_distance_is_small",
        lambda world, clock: [new_quiz(world, clock, spelling_distance=3)],
    ),
    ("ck_quiz_slot_fixed_is_one", lambda world, _: [new_slot(world, count=2, question_id=1)]),
    ("ck_quiz_slot_asks_something", lambda world, _: [new_slot(world, count=0)]),
    ("ck_quiz_slot_weight_is_positive", lambda world, _: [new_slot(world, weight=Decimal(0))]),
    (
        "ck_override_allows_an_attempt",
        lambda world, _: [
            Override(assignment_id=world.assignment.id, learner_id=world.learner.id, max_attempts=0)
        ],
    ),
    (
        "ck_overall_feedback_is_a_percentage",
        lambda world, _: [OverallFeedback(quiz_id=world.quiz.id, from_percent=101, text="x")],
    ),
    (
        "uq_enrolment_course_id_sign_in_name",
        lambda world, clock: [
            Enrolment(
                course_id=world.course.id,
                learner=Learner(name="Ada", password_hash="-", created_at=clock()),
                sign_in_name="ada lovelace",
                joined_at=clock(),
            )
        ],
    ),
    (
        "uq_teacher_sign_in_name",
        lambda world, clock: [
            Teacher(name="B", sign_in_name="teacher", password_hash="-", created_at=clock())
        ],
    ),
    (
        "ck_version_option_key_is_no_distractor",
        lambda world, _: [
            VersionOption(
                version_id=1,
                position=9,
                text="x",
                is_key=True,
                distractor_class=DistractorClass.MISREADING,
            )
        ],
    ),
    (
        "ck_version_span_span_has_text",
        lambda world, _: [
            VersionSpan(
                version_id=1,
                position=9,
                role=SpanRole.CRITICAL,
                paragraph=1,
                start_offset=5,
                end_offset=5,
                quote="",
            )
        ],
    ),
]


def new_quiz(world: World, clock: MovableClock, **changes: Any) -> Quiz:
    quiz = Quiz(teacher_id=world.teacher.id, banks=[world.bank], created_at=clock())
    write_rules(quiz, make_rules())
    for name, value in changes.items():
        setattr(quiz, name, value)
    return quiz


def new_slot(world: World, **changes: Any) -> QuizSlot:
    fields = {"quiz_id": world.quiz.id, "position": 9, "count": 1, "weight": Decimal(1), **changes}
    return QuizSlot(**fields)


def insert(session: Session, rows: list[Base]) -> None:
    with session.begin_nested():
        session.add_all(rows)
        session.flush()


def breaks(session: Session, rows: list[Base]) -> str:
    """What the database says to `rows`, which are not kept."""
    with pytest.raises(IntegrityError) as refusal:
        insert(session, rows)
    return str(refusal.value.orig)


def test_what_a_rule_forbids_a_named_constraint_forbids(
    session: Session, world: World, clock: MovableClock
) -> None:
    for name, rows in REFUSED:
        said = breaks(session, rows(world, clock))
        # SQLite names the columns of a unique constraint, PostgreSQL its name.
        assert name in said or "UNIQUE constraint failed" in said, (name, said)
        if name.startswith("uq_") and "UNIQUE constraint failed" in said:
            table = name.removeprefix("uq_").split("_")[0]
            assert f"UNIQUE constraint failed: {table}." in said


def test_an_attempt_that_keeps_the_rules_is_kept(
    session: Session, world: World, clock: MovableClock
) -> None:
    kept: list[dict[str, Any]] = [
        {"deadline": None},
        {"usual_limit_seconds": 60, "time_limit_seconds": 90, "grace_seconds": 0},
        {"usual_limit_seconds": 60, "time_limit_seconds": None, "deadline": None},
        closed(close_reason=CloseReason.ABANDONED, score=None),
        closed(),
        closed(score=Decimal(0), close_reason=CloseReason.TIME_UP),
    ]
    for changes in kept:
        attempt = new_attempt(world, clock, **changes)
        insert(session, [attempt])
        session.delete(attempt)
        session.flush()


def test_closed_attempts_do_not_stand_in_the_way_of_an_open_one(
    session: Session, world: World, clock: MovableClock
) -> None:
    session.add_all(attempts(closed(), closed(number=2), {"number": 3})(world, clock))
    session.flush()


def test_a_response_is_kept_once_for_each_tab_and_sequence_number(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = new_attempt(world, clock)
    session.add(attempt)
    session.flush()

    def response(sequence: int, tab: str = "one", **more: Any) -> Response:
        return Response(
            attempt_id=attempt.id,
            position=1,
            tab=tab,
            sequence=sequence,
            value=(),
            received_at=clock(),
            **more,
        )

    session.add_all([response(1), response(2), response(2, "two")])
    session.flush()
    assert "response" in breaks(session, [response(2)])
    assert "ck_response_sequence_from_one" in breaks(session, [response(0)])
    assert "ck_response_certainty" in breaks(session, [response(3, certainty=4)])
    assert "ck_response_in_time" in breaks(session, [response(3, counts=False)])


def test_responses_are_numbered_beyond_32_bits(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = new_attempt(world, clock)
    session.add(attempt)
    session.flush()

    def response(sequence: int, **more: Any) -> Response:
        own = {"attempt_id": attempt.id, "sequence": sequence, **more}
        return Response(position=1, value=(), received_at=clock(), **own)

    session.add(response(1, id=2**31))
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT setval('response_id_seq', 2147483648)"))
    session.flush()
    following = response(2)
    session.add(following)
    session.flush()
    assert following.id == 2**31 + 1


def test_a_value_outside_its_enumeration_is_refused(session: Session, world: World) -> None:
    # Past the models: the database itself says no, and names the constraint.
    with pytest.raises(IntegrityError, match="ck_question_status"), session.begin_nested():
        session.execute(text("UPDATE question SET status = 'lost'"))


def test_a_row_that_others_point_at_cannot_go(session: Session, world: World) -> None:
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(text("DELETE FROM teacher"))
