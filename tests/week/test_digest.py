"""What a week of a course tells: what to discuss, who needs help, who did not get to the end."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import event
from sqlalchemy.orm import Session

from quizapp.accounts.courses import find_enrolment
from quizapp.accounts.enrolling import leave
from quizapp.attempts import sitting
from quizapp.attempts.closing import close_overdue
from quizapp.week.digest import WEEK, WeekOfCourse, read_week
from quizapp.week.lists import MOST, cut
from tests.conftest import MovableClock
from tests.factories import World, give
from tests.week.classes import ALL, join, make_class, sit


def read(session: Session, world: World, clock: MovableClock, back: int = 0) -> WeekOfCourse:
    return read_week(session, world.course.id, until=clock() - back * WEEK, now=clock())


def test_a_question_that_many_answer_alike_and_wrongly_is_discussed_in_their_words(
    session: Session, clock: MovableClock
) -> None:
    world = make_class(session, clock)
    for number in range(6):
        learner = join(session, world, f"Learner {number}", clock)
        right = ALL if number < 1 else ALL - {"opened", "closed"}
        wrong = {"opened": "2", "closed": "a storm" if number % 2 else f"war {number}"}
        sit(session, world, learner, clock, right=right, wrong=wrong)
    clock.move(minutes=1)
    told = read(session, world, clock).to_discuss
    assert told.total == 2
    by_stem = {it.stem: it for it in told.shown}
    chosen = by_stem["Who opened the new bridge?"]
    assert (chosen.alike, chosen.n, chosen.wrong) == (5, 6, ("A cyclist",))
    assert not chosen.is_typed
    typed = by_stem["What closed the old bridge?"]
    assert (typed.alike, typed.wrong, typed.is_typed) == (3, ("a storm",), True)


def test_an_answer_that_was_mended_later_is_no_wrong_answer(
    session: Session, clock: MovableClock
) -> None:
    world = make_class(session, clock)
    for number in range(5):
        learner = join(session, world, f"Learner {number}", clock)
        attempt = sit(session, world, learner, clock, right=ALL - {"closed"}, hand_in=False)
        item = next(it for it in attempt.items if it.version.question.uid == "closed")
        give(session, attempt.id, item.position, ["a war"], now=clock(), sequence=2)
        sitting.submit(session, attempt.id, now=clock())
    clock.move(minutes=1)
    (told,) = read(session, world, clock).to_discuss.shown
    assert (told.wrong, told.alike) == (("a war",), 5)


def test_the_learner_who_misses_what_all_others_know_is_named(
    session: Session, clock: MovableClock
) -> None:
    world = make_class(session, clock)
    weak = join(session, world, "Weak", clock)
    others = [join(session, world, f"Learner {number}", clock) for number in range(6)]
    for _ in range(4):
        clock.move(hours=1)
        for learner in others:
            sit(session, world, learner, clock)
        sit(session, world, weak, clock, right=())
    clock.move(minutes=1)
    week = read(session, world, clock)
    assert [it.learner_id for it in week.behind.shown] == [weak.id]
    assert week.names == {weak.id: "Weak"}
    place = find_enrolment(session, world.course.id, weak.id)
    assert place
    leave(session, [place], now=clock())
    assert read(session, world, clock).behind.total == 0


def test_who_ran_out_of_time_and_who_stopped_midway_are_told_apart(
    session: Session, clock: MovableClock
) -> None:
    world = make_class(session, clock)
    for name, most, hand_in in (("Slow", 1, False), ("Done", 3, True), ("Gave up", 1, True)):
        sit(session, world, join(session, world, name, clock), clock, most=most, hand_in=hand_in)
    clock.move(minutes=30)
    close_overdue(session, now=clock())
    week = read(session, world, clock)
    assert (week.attempts, week.learners) == (3, 3)
    ((slow,), (gave_up,)) = week.out_of_time.shown, week.stopped.shown
    assert (slow.name, slow.last, slow.questions) == ("Slow", 1, 3)
    assert (gave_up.name, gave_up.answered, gave_up.is_handed_in) == ("Gave up", 1, True)


def test_an_attempt_without_an_end_is_given_up_after_a_day_of_silence(
    session: Session, clock: MovableClock
) -> None:
    world = make_class(session, clock, time_limit_seconds=None)
    sit(session, world, join(session, world, "Away", clock), clock, most=2, hand_in=False)
    clock.move(hours=2)
    assert read(session, world, clock).stopped.total == 0
    clock.move(hours=24)
    (away,) = read(session, world, clock).stopped.shown
    assert (away.name, away.answered, away.is_open, away.is_handed_in) == ("Away", 2, True, False)


def test_who_has_not_begun_is_told_of_what_closes_within_a_week(
    session: Session, clock: MovableClock
) -> None:
    world = make_class(session, clock, closes_at=clock() + timedelta(days=10))
    sit(session, world, join(session, world, "Begun", clock), clock)
    assert read(session, world, clock).not_begun == ()
    clock.move(days=4)
    (quiz,) = read(session, world, clock).not_begun
    assert [it.name for it in quiz.learners.shown] == ["Ada Lovelace"]
    assert read(session, world, clock, back=1).not_begun == ()
    clock.move(days=7)
    assert read(session, world, clock).not_begun == ()


def test_a_week_holds_its_own_seven_days_alone(session: Session, clock: MovableClock) -> None:
    world = make_class(session, clock)
    sit(session, world, world.learner, clock, most=1)
    clock.move(days=8)
    assert (read(session, world, clock).attempts, read(session, world, clock, 1).attempts) == (0, 1)
    assert read(session, world, clock, back=1).stopped.total == 1


def test_a_long_list_says_how_many_more_there_are(session: Session, clock: MovableClock) -> None:
    world = make_class(session, clock)
    for number in range(MOST + 4):
        sit(session, world, join(session, world, f"Learner {number:02}", clock), clock, most=2)
    clock.move(minutes=1)
    stopped = read(session, world, clock).stopped
    assert (len(stopped.shown), stopped.total, stopped.more) == (MOST, MOST + 4, 4)
    assert cut([1, 2, 3], 2).more == 1
    assert cut([1]).more == 0


def test_a_week_is_read_in_a_fixed_number_of_statements(
    session: Session, clock: MovableClock
) -> None:
    world = make_class(session, clock, closes_at=clock() + timedelta(days=3))
    for number in range(6):
        learner = join(session, world, f"Learner {number}", clock)
        sit(session, world, learner, clock, right={"cost"}, most=2)
    clock.move(minutes=1)

    def count() -> int:
        seen: list[str] = []
        session.expire_all()
        course_id, now = world.course.id, clock()

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            seen.append(statement)

        event.listen(session.get_bind(), "before_cursor_execute", note)
        read_week(session, course_id, until=now, now=now)
        event.remove(session.get_bind(), "before_cursor_execute", note)
        return len(seen)

    before = count()
    for number in range(10, 30):
        learner = join(session, world, f"Learner {number}", clock)
        sit(session, world, learner, clock, right=(), most=3)
        join(session, world, f"Idle {number}", clock)
    clock.move(minutes=1)
    assert count() == before
