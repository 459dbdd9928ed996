"""A teacher sees who is sitting a quiz, how far they are, and whose page is not there."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from time import perf_counter

from sqlalchemy.orm import Session

from quizapp.accounts.courses import list_places
from quizapp.accounts.models import Enrolment, Learner
from quizapp.accounts.needs import Needs, set_needs
from quizapp.accounts.people import join_course
from quizapp.attempts import sitting
from quizapp.attempts.deciding import close_by_teacher, reopen
from quizapp.attempts.extending import add_time, start_break
from quizapp.attempts.live import LiveRow, LiveState, Sitting, watch
from quizapp.attempts.log import note
from quizapp.attempts.models import (
    Attempt,
    AttemptEvent,
    CloseReason,
    EventKind,
    PaperItem,
    Response,
)
from quizapp.quizzes.models import Override
from quizapp.quizzes.rules import BellRule, Layout, Navigation
from tests.attempts.sittings import GRACE, LIMIT, answer, answer_rightly, begin
from tests.conftest import MovableClock
from tests.factories import PASSWORD, World, make_world
from tests.statements import statements_on
from tests.web.engines import ON_SQLITE

BREAKS = Needs(break_count=2, break_seconds=300)


def look(session: Session, world: World, clock: MovableClock) -> LiveRow:
    """The row of the world's learner."""
    rows = watch(session, world.assignment, clock()).rows
    return next(row for row in rows if row.learner_id == world.learner.id)


def look_in(session: Session, world: World, clock: MovableClock) -> Sitting:
    found = look(session, world, clock).sitting
    assert found
    return found


def test_who_has_not_started_is_there_too(
    session: Session, world: World, clock: MovableClock
) -> None:
    row = look(session, world, clock)
    assert (row.name, row.state, row.sitting) == ("Ada Lovelace", LiveState.NOT_STARTED, None)
    assert not row.is_open
    assert not row.is_missing


def test_learners_stand_by_name(session: Session, world: World, clock: MovableClock) -> None:
    for name in ("Zoë", "Bo", "alan"):
        join_course(session, world.course, name, PASSWORD, now=clock())
    names = [row.name for row in watch(session, world.assignment, clock()).rows]
    assert names == ["Ada Lovelace", "alan", "Bo", "Zoë"]


def test_answers_in_force_are_counted_once_a_question(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = begin(session, world, clock())
    first, second, third = attempt.items[:3]
    answer_rightly(session, attempt, first, clock())
    answer_rightly(session, attempt, first, clock())
    answer_rightly(session, attempt, second, clock())
    answer_rightly(session, attempt, third, clock())
    answer(session, attempt, third.position, now=clock())  # taken back
    row = look(session, world, clock)
    assert row.state is LiveState.RUNNING
    assert row.sitting
    assert (row.sitting.attempt_id, row.sitting.number) == (attempt.id, 1)
    assert (row.sitting.answered, row.sitting.questions) == (2, 12)
    assert row.sitting.position is None
    assert row.sitting.clock.remaining == LIMIT


def test_forward_only_tells_which_question_is_open(session: Session, clock: MovableClock) -> None:
    world = make_world(
        session, clock(), navigation=Navigation.SEQUENTIAL, layout=Layout.ONE, question_seconds=60
    )
    attempt = begin(session, world, clock())
    sitting.open_question(session, attempt, 1, now=clock())
    sitting.open_question(session, attempt, 2, now=clock())
    assert look_in(session, world, clock).position == 2


def test_a_page_is_here_within_a_minute_of_the_last_that_was_heard_of_it(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = begin(session, world, clock())
    clock.move(seconds=60)
    assert look(session, world, clock).is_here
    clock.move(seconds=1)
    row = look(session, world, clock)
    assert (row.is_here, row.is_missing) == (False, True)
    assert row.sitting
    assert row.sitting.unseen == 61
    sitting.note_seen(session, attempt.id, now=clock())
    assert look(session, world, clock).is_here
    clock.move(minutes=2)
    answer_rightly(session, attempt, attempt.items[0], clock())
    clock.move(seconds=40)
    row = look(session, world, clock)
    assert row.is_here
    assert row.sitting
    assert row.sitting.unseen == 40


def test_on_a_break_the_clock_stands_and_nobody_is_missed(
    session: Session, world: World, clock: MovableClock
) -> None:
    set_needs(session, world.learner.id, BREAKS)
    attempt = begin(session, world, clock())
    clock.move(minutes=1)
    start_break(session, attempt.id, now=clock())
    clock.move(minutes=4)
    row = look(session, world, clock)
    assert row.state is LiveState.ON_BREAK
    assert not row.is_missing
    assert row.sitting
    assert (row.sitting.breaks_taken, row.sitting.breaks_allowed) == (1, 2)
    assert (row.sitting.clock.remaining, row.sitting.clock.break_remaining) == (LIMIT - 60, 60)


def test_at_the_bell_a_learner_hands_in_or_is_closed(session: Session, clock: MovableClock) -> None:
    world = make_world(session, clock(), at_bell=BellRule.GRACE, submit_grace_seconds=120)
    attempt = begin(session, world, clock())
    clock.move(seconds=LIMIT + 61)
    assert look(session, world, clock).state is LiveState.HANDING_IN
    clock.move(seconds=60)
    # Nothing has closed it yet, but its time is over.
    assert attempt.closed_at is None
    assert look(session, world, clock).state is LiveState.CLOSED
    sitting.submit(session, attempt.id, now=clock())
    view = watch(session, world.assignment, clock())
    assert (view.abandoned, view.handed_in) == (1, 0)


def test_a_closed_attempt_says_why_it_was_closed(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = begin(session, world, clock())
    close_by_teacher(session, attempt.id, world.teacher, now=clock())
    row = look(session, world, clock)
    assert row.state is LiveState.CLOSED
    assert row.sitting
    assert row.sitting.close_reason is CloseReason.TEACHER
    clock.move(hours=1)
    assert not look(session, world, clock).is_missing


def test_the_open_attempt_is_shown_and_else_the_last(
    session: Session, world: World, clock: MovableClock
) -> None:
    first = sitting.submit(session, begin(session, world, clock()).id, now=clock())
    second = sitting.submit(session, begin(session, world, clock()).id, now=clock())
    assert look_in(session, world, clock).attempt_id == second.id
    reopen(session, first.id, world.teacher, 5, now=clock())
    found = look_in(session, world, clock)
    assert (found.attempt_id, found.number) == (first.id, 1)


def test_what_came_late_is_counted_and_is_no_answer(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = begin(session, world, clock())
    answer_rightly(session, attempt, attempt.items[0], clock())
    clock.move(seconds=LIMIT + GRACE + 1)
    for item in attempt.items[:2]:
        assert answer_rightly(session, attempt, item, clock()).late
    found = look_in(session, world, clock)
    assert (found.late, found.answered) == (2, 1)


def test_how_often_and_how_long_the_page_was_left_is_summed(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = begin(session, world, clock())
    for kind, seconds in (
        (EventKind.LEFT, None),
        (EventKind.CAME_BACK, 40),
        (EventKind.LEFT, None),
        (EventKind.CAME_BACK, None),
        (EventKind.LEFT, None),
        (EventKind.OFFLINE, 900),
    ):
        note(session, attempt.id, kind, now=clock(), seconds=seconds)
    found = look_in(session, world, clock)
    assert (found.left_count, found.left_seconds) == (3, 40)


def test_more_time_is_told_of_the_attempt_and_before_it_of_what_the_learner_has(
    session: Session, world: World, clock: MovableClock
) -> None:
    assert not look(session, world, clock).is_extended
    set_needs(session, world.learner.id, Needs(time_multiplier=1.5))
    assert look(session, world, clock).is_extended
    attempt = begin(session, world, clock())
    assert look(session, world, clock).is_extended
    add_time(session, attempt.id, 5, None, now=clock())
    clock_view = look_in(session, world, clock).clock
    assert (clock_view.remaining, clock_view.added) == (LIMIT * 1.5 + 300, 300)


def test_an_override_is_more_time_too(session: Session, world: World, clock: MovableClock) -> None:
    session.add(
        Override(
            assignment_id=world.assignment.id, learner_id=world.learner.id, time_limit_seconds=3600
        )
    )
    session.flush()
    assert look(session, world, clock).is_extended


def test_a_course_is_summed_up(session: Session, world: World, clock: MovableClock) -> None:
    others = [
        join_course(session, world.course, name, PASSWORD, now=clock())
        for name in ("Bo", "Chen", "Dana")
    ]
    begin(session, world, clock())
    sitting.submit(session, begin(session, world, clock(), others[0]).id, now=clock())
    clock.move(seconds=90)
    begin(session, world, clock(), others[1])
    view = watch(session, world.assignment, clock())
    assert (view.started, view.handed_in, view.missing, view.open) == (3, 1, 1, 2)


def test_only_this_assignment_and_this_course_are_watched(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = begin(session, world, clock())
    session.query(Enrolment).filter_by(learner_id=world.learner.id).delete()
    assert watch(session, world.assignment, clock()).rows == ()
    assert list_places(session, world.course.id) == []
    assert attempt.closed_at is None


def fill(session: Session, world: World, clock: MovableClock, count: int, first: int = 0) -> None:
    """`count` learners more, each with a running attempt of ten questions, 30 saves, 4 events.

    The rows are written as they are: 500 sittings one by one would take minutes.
    """
    now = clock()
    learners = [
        Learner(name=f"Learner {first + n:04}", password_hash="-", created_at=now)
        for n in range(count)
    ]
    session.add_all(learners)
    session.flush()
    model = begin(session, world, now)
    shared = {
        "assignment_id": world.assignment.id,
        "started_at": now,
        "deadline": now + timedelta(seconds=LIMIT),
        "usual_limit_seconds": LIMIT,
        "time_limit_seconds": LIMIT,
        "grace_seconds": GRACE,
        "max_score": model.max_score,
    }
    attempts = [Attempt(learner_id=it.id, number=1, **shared) for it in learners]
    session.add_all(attempts)
    session.flush()
    version_id = model.items[0].version_id
    for place, attempt in enumerate(attempts):
        learner = learners[place]
        session.add(
            Enrolment(
                course_id=world.course.id,
                learner_id=learner.id,
                sign_in_name=learner.name.casefold(),
                joined_at=now,
            )
        )
        for position in range(1, 11):
            session.add(
                PaperItem(
                    attempt_id=attempt.id,
                    position=position,
                    version_id=version_id,
                    max_score=Decimal(1),
                )
            )
            session.add_all(
                Response(
                    attempt_id=attempt.id,
                    position=position,
                    sequence=sequence,
                    value=("0",),
                    received_at=now,
                )
                for sequence in (1, 2, 3)
            )
        for kind in (EventKind.LEFT, EventKind.CAME_BACK) * 2:
            session.add(AttemptEvent(attempt_id=attempt.id, at=now, kind=kind, seconds=5))
    session.flush()


def test_a_class_is_read_in_a_fixed_number_of_statements(
    session: Session, world: World, clock: MovableClock
) -> None:
    numbers = []
    for first in (0, 3):
        fill(session, world, clock, 3, first)
        session.expunge_all()
        assignment = session.get_one(type(world.assignment), world.assignment.id)
        with statements_on(session.get_bind()) as statements:
            view = watch(session, assignment, clock())
        numbers.append(len(statements))
        assert len(view.rows) == 1 + first + 3
    assert numbers[0] == numbers[1] <= 9, numbers


@ON_SQLITE
def test_five_hundred_learners_are_read_in_well_under_a_second(
    session: Session, world: World, clock: MovableClock
) -> None:
    fill(session, world, clock, 500)
    session.expunge_all()
    assignment = session.get_one(type(world.assignment), world.assignment.id)
    began = perf_counter()
    view = watch(session, assignment, clock())
    lapse = perf_counter() - began
    assert [row.sitting.answered for row in view.rows[1:] if row.sitting] == [10] * 500
    # It took 0.05 to 0.2 s; the margin is for a machine that is busy with other work.
    assert lapse < 2, lapse
