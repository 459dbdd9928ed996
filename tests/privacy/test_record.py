"""A record is told piece by piece, in one order, and no more of it than may be seen."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from quizapp.attempts.result import ALL, NOTHING
from quizapp.privacy.own_things import Shown, tell_own_things
from quizapp.privacy.record import OwnThings, Record
from quizapp.privacy.telling import tell_record
from quizapp.privacy.writing import write_json
from tests.conftest import MovableClock
from tests.privacy.lives import SECRET_NAME, TYPED, Life, live, write


@pytest.fixture
def life(session: Session, clock: MovableClock) -> Life:
    return live(session, clock)


def tell(session: Session, life: Life, clock: MovableClock, **more: Any) -> Record:
    return tell_record(session, life.learner, lambda _: ALL, now=clock(), **more)


def read(record: Record) -> dict[str, Any]:
    told: dict[str, Any] = json.loads("".join(write_json(record)))
    return told


def test_the_keys_of_the_file_are_those_of_the_record(
    session: Session, clock: MovableClock, life: Life
) -> None:
    head = ["format", "version", "written_at", "account", "needs", "courses", "arrangements"]
    head.append("decisions")
    own = tell_own_things(session, life.learner.id, Shown())
    assert list(read(tell(session, life, clock))) == [*head, "attempts"]
    told = read(tell(session, life, clock, own=own))
    assert list(told) == [*head, "attempts", *(it.name for it in fields(OwnThings))]
    assert told["written_at"] == clock().isoformat().replace("+00:00", "Z")


def test_attempts_are_told_one_after_another_the_oldest_first(
    session: Session, clock: MovableClock, life: Life
) -> None:
    clock.move(days=1)
    write(session, life, clock, "rain")
    record = tell(session, life, clock)
    assert [it.number for it in record.attempts()] == [1, 2]
    pieces = list(write_json(record))
    assert sum(piece.count('"questions"') for piece in pieces) == 2
    assert max(piece.count('"questions"') for piece in pieces) == 1


def test_what_may_not_be_seen_is_not_in_the_value_but_the_own_answers_are(
    session: Session, clock: MovableClock, life: Life
) -> None:
    record = tell_record(session, life.learner, lambda _: NOTHING, now=clock())
    (attempt,) = record.attempts()
    assert attempt.score is None
    for question in attempt.questions:
        hidden = (question.stem, question.score, question.state, question.comment)
        assert (*hidden, question.marked_at) == (None,) * 5
    given = [answer.given for it in attempt.questions for answer in it.answers]
    assert (TYPED,) in given


def test_a_teachers_courses_alone_are_told_when_they_are_named(
    session: Session, clock: MovableClock, life: Life
) -> None:
    own = life.world.course.id
    assert len(read(tell(session, life, clock, course_ids={own}))["attempts"]) == 1
    told = read(tell(session, life, clock, course_ids={own + 1}))
    assert told["attempts"] == told["courses"] == told["arrangements"] == told["decisions"] == []


def test_a_learner_reads_what_was_decided_and_a_teacher_why(
    session: Session, clock: MovableClock, life: Life
) -> None:
    comment, excused, counts = tell(session, life, clock).decisions
    assert comment.comment == f"Well done, {SECRET_NAME}"
    assert (excused.is_excused, excused.excuse_reason) == (True, None)
    assert not counts.is_excused
    told = tell(session, life, clock, course_ids={life.world.course.id}).decisions
    assert told[1].excuse_reason == f"{SECRET_NAME} was ill"


def test_what_was_decided_about_a_grade_waits_for_the_score(
    session: Session, clock: MovableClock, life: Life
) -> None:
    assert tell_record(session, life.learner, lambda _: NOTHING, now=clock()).decisions == ()


def test_what_rests_is_told_without_a_meaning_a_question_or_how_it_went(
    session: Session, clock: MovableClock, life: Life
) -> None:
    own = tell_own_things(session, life.learner.id, Shown())
    assert {it.meaning for it in own.words} == {None}
    assert {(it.asked, it.was_right, it.due) for it in own.practice} == {(None, None, None)}
    assert {(it.stem, it.was_right) for it in own.gate_answers} == {(None, None)}
    assert {it.words for it in own.notes} == {None}
    assert all(it.given for it in own.practice)


def test_a_length_of_time_is_a_number_of_seconds(
    session: Session, clock: MovableClock, life: Life
) -> None:
    (attempt,) = read(tell(session, life, clock))["attempts"]
    assert attempt["time_limit_seconds"] == timedelta(hours=1).total_seconds()
    assert attempt["breaks"][0]["length_seconds"] == 300
