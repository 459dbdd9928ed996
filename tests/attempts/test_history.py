"""The log of an attempt reads as one story, and late answers stand beside those that count."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from quizapp.attempts import sitting
from quizapp.attempts.deciding import (
    accept_late,
    close_by_teacher,
    count_abandoned,
    mark_by_hand,
    reopen,
)
from quizapp.attempts.extending import add_time
from quizapp.attempts.history import (
    BY_A_TEACHER,
    BY_THE_CLOCK,
    SENTENCES,
    compare_late,
    say_ordinal,
    say_seconds,
    tell,
)
from quizapp.attempts.models import EventKind
from quizapp.generation.draft import Kind
from quizapp.quizzes.rules import PRACTICE, BellRule
from tests.attempts.marks import DRAFTS
from tests.attempts.rulings import DROP, another_key, mend, sit, take_back
from tests.attempts.sittings import GRACE, LIMIT, answer, begin, find
from tests.conftest import MovableClock
from tests.factories import give, make_world
from tests.web.engines import ON_SQLITE


def test_every_kind_of_event_has_its_sentence() -> None:
    assert set(SENTENCES) == set(EventKind)
    assert not BY_A_TEACHER & BY_THE_CLOCK


@pytest.mark.parametrize(
    ("seconds", "said"), [(0, "0 s"), (59, "59 s"), (60, "1 minute"), (300, "5 minutes")]
)
def test_a_length_of_time_is_said_as_people_say_it(seconds: int, said: str) -> None:
    assert say_seconds(seconds) == said


def test_ordinals_are_spelt_as_they_are_spoken() -> None:
    said = [say_ordinal(it) for it in (1, 2, 3, 4, 11, 12, 13, 21, 111)]
    assert said == ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "111th"]


@ON_SQLITE
def test_how_sure_a_learner_was_is_told_with_the_answer(
    session: Session, clock: MovableClock
) -> None:
    world = make_world(session, clock(), uses_certainty=True)
    attempt = begin(session, world, clock())
    place = find(attempt, Kind.SHORT_ANSWER).position
    steps = [(("",), 2), (("a flood",), 2), (("a flood",), 3), (("",), None)]
    for number, (fields, certainty) in enumerate(steps, start=1):
        clock.move(seconds=1)
        give(session, attempt.id, place, fields, now=clock(), sequence=number, certainty=certainty)
    assert [line.what for line in tell(session, attempt)][1:] == [
        f"Said how sure they are of question {place}, fairly sure",
        f"Answer to question {place} (2nd), fairly sure",
        f"Answer to question {place} (3rd), very sure",
        f"Took back the answer to question {place} (4th)",
    ]


@ON_SQLITE
def test_who_did_what_is_told_in_order(session: Session, clock: MovableClock) -> None:
    world = make_world(session, clock(), at_bell=BellRule.ABANDON)
    attempt = begin(session, world, clock())
    item = find(attempt, Kind.SHORT_ANSWER)
    steps: list[Callable[[], object]] = [
        lambda: answer(session, attempt, item.position, "a storm", now=clock()),
        lambda: add_time(session, attempt.id, 5, None, now=clock()),
        lambda: clock.move(seconds=LIMIT + 300 + GRACE),
        lambda: close_by_teacher(session, attempt.id, world.teacher, now=clock()),
        lambda: answer(session, attempt, item.position, "a flood", now=clock()),
        lambda: count_abandoned(session, attempt.id, world.teacher, now=clock()),
        lambda: accept_late(session, attempt.id, world.teacher, now=clock()),
        lambda: reopen(session, attempt.id, world.teacher, 10, now=clock()),
        lambda: close_by_teacher(session, attempt.id, world.teacher, now=clock()),
        lambda: mark_by_hand(session, item, item.max_score, "", world.teacher, now=clock()),
    ]
    for step in steps:
        clock.move(seconds=1)
        step()
    told = [(line.who, line.what) for line in tell(session, attempt)]
    ada, teacher, question = world.learner.name, world.teacher.name, f"question {item.position}"
    assert told == [
        (ada, "Started the quiz"),
        (ada, f"Answer to {question}"),
        ("From the terminal", "Added 5 minutes"),
        ("The clock", SENTENCES[EventKind.ABANDONED]),
        (ada, f"Answer to {question} (2nd)"),
        (teacher, "Let the attempt count"),
        (teacher, "Let the late answers count"),
        (teacher, "Reopened the attempt for 10 minutes"),
        (teacher, "Handed in for the learner"),
        (teacher, f"Gave points by hand for {question}"),
    ]
    moments = [line.at for line in tell(session, attempt)]
    assert moments == sorted(moments)


@ON_SQLITE
def test_a_late_answer_is_told_with_the_one_that_counts(
    session: Session, clock: MovableClock
) -> None:
    world = make_world(session, clock())
    attempt = begin(session, world, clock())
    position = find(attempt, Kind.SHORT_ANSWER).position
    answer(session, attempt, position, "a storm", now=clock())
    clock.move(seconds=LIMIT + GRACE + 1)
    answer(session, attempt, position, "a flood", now=clock())
    (late,) = compare_late(session, attempt)
    assert (late.given, late.received_at, late.counts) == (("a flood",), clock(), False)
    assert (late.in_force, late.in_force_at) == (("a storm",), attempt.started_at)
    assert late.may_count
    accept_late(session, attempt.id, world.teacher, now=clock() + timedelta(seconds=1))
    (late,) = compare_late(session, attempt)
    assert (late.counts, late.in_force, late.in_force_at) == (True, ("a flood",), clock())


@ON_SQLITE
def test_an_answer_after_the_right_one_was_shown_is_told_as_one_that_cannot_count(
    session: Session, clock: MovableClock
) -> None:
    world = make_world(session, clock(), review=PRACTICE, is_practice=True)
    attempt = begin(session, world, clock())
    position = find(attempt, Kind.SHORT_ANSWER).position
    sitting.check(session, attempt.id, position, now=clock())
    answer(session, attempt, position, "a flood", now=clock())
    (late,) = compare_late(session, attempt)
    assert not late.may_count
    assert (late.in_force, late.in_force_at) == ((), None)


def test_that_a_key_was_mended_and_a_change_undone_is_told_with_what_it_made_of_the_score(
    session: Session, clock: MovableClock
) -> None:
    drafts = (DRAFTS[Kind.MULTIPLE_CHOICE], DRAFTS[Kind.SHORT_ANSWER])
    world = make_world(session, clock(), drafts=drafts, max_attempts=None)
    attempt = sit(session, world, world.learner, clock(), multiple_choice=("1",))
    running = begin(session, world, clock())
    item = find(attempt, Kind.MULTIPLE_CHOICE)
    clock.move(minutes=1)
    ruling = mend(session, world, item, another_key(1), clock())
    clock.move(minutes=1)
    take_back(session, world, ruling, clock())
    clock.move(minutes=1)
    mend(session, world, item, DROP, clock())
    told = [(it.who, it.what, it.at) for it in tell(session, attempt)][-3:]
    name, place = world.teacher.name, f"question {item.position} counts"
    minutes = [ruling.made_at + timedelta(minutes=it) for it in range(3)]
    assert told == [
        (name, f"Changed how {place}: 0 of 2 points became 1 of 2", minutes[0]),
        (name, f"Undid a change of how {place}: 1 of 2 points became 0 of 2", minutes[1]),
        (name, f"Changed how {place}: 0 of 2 points became 0 of 1", minutes[2]),
    ]
    assert tell(session, running)[-1].what.startswith("Changed how question")
    assert tell(session, running)[-1].what.endswith("counts")
