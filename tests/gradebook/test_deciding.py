"""Scores that a teacher sets, what is excused, what is late and what is missed."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quizapp.accounts.needs import Needs, set_needs
from quizapp.gradebook import deciding
from quizapp.gradebook.deciding import Change, DecisionError
from quizapp.gradebook.models import GradeDecision
from quizapp.gradebook.rows import CellStatus
from quizapp.quizzes.overriding import OverrideRules, set_override
from tests.conftest import MovableClock
from tests.gradebook.courses import School, make_school


@pytest.fixture
def school(session: Session, clock: MovableClock) -> School:
    return make_school(session, clock)


def set_score(session: Session, school: School, score: str, reason: str = "Read aloud") -> None:
    deciding.set_score(
        session,
        school.about(0, 0),
        school.world.teacher,
        score=Decimal(score),
        max_score=Decimal(2),
        reason=reason,
        now=school.clock(),
    )


def test_a_score_that_is_set_counts_and_the_attempts_own_stays(
    session: Session, school: School
) -> None:
    attempt = school.sit(session, school.learners[0], school.quizzes[0], right=1)
    set_score(session, school, "1.5")
    cell = school.cell(session, 0, 0)
    assert (cell.status, cell.score, cell.own_score) == (
        CellStatus.OVERRIDDEN,
        Decimal("1.5"),
        Decimal(1),
    )
    assert cell.attempt_id == attempt.id
    deciding.take_score_back(session, school.about(0, 0), school.world.teacher, now=school.clock())
    cell = school.cell(session, 0, 0)
    assert (cell.status, cell.score, cell.own_score) == (CellStatus.GRADED, Decimal(1), None)


def test_a_score_can_be_set_without_an_attempt(session: Session, school: School) -> None:
    set_score(session, school, "2")
    assert school.cell(session, 0, 0).ratio == 1


@pytest.mark.parametrize(
    ("score", "reason", "field"),
    [("2.1", "Why", "score"), ("-0.1", "Why", "score"), ("1", "  ", "score_reason")],
)
def test_a_score_is_in_range_and_has_a_reason(
    session: Session, school: School, score: str, reason: str, field: str
) -> None:
    with pytest.raises(DecisionError) as error:
        set_score(session, school, score, reason)
    assert error.value.field == field


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        ({"score": Decimal(3), "max_score": Decimal(2), "score_reason": "x"}, "score_in_range"),
        ({"score": Decimal(1), "max_score": Decimal(2)}, "score_has_a_reason"),
        ({"max_score": Decimal(2)}, "score_is_out_of_something"),
        ({"is_excused": True}, "excuse_has_a_reason"),
    ],
)
def test_the_database_forbids_what_the_rules_forbid(
    session: Session, school: School, wrong: dict[str, object], rule: str
) -> None:
    usual = {"score_reason": "", "is_excused": False, "excuse_reason": "", "comment": ""}
    row = {
        "assignment_id": school.quizzes[0].id,
        "learner_id": school.learners[0].id,
        "teacher_id": school.world.teacher.id,
        "at": school.clock(),
    }
    with pytest.raises(IntegrityError, match=rule):
        session.execute(insert(GradeDecision), {**usual, **row, **wrong})


def test_what_is_excused_has_no_score_until_it_counts_again(
    session: Session, school: School
) -> None:
    school.sit(session, school.learners[0], school.quizzes[0], right=2)
    about, teacher = school.about(0, 0), school.world.teacher
    deciding.excuse(session, about, teacher, reason="Ill", now=school.clock())
    cell = school.cell(session, 0, 0)
    assert (cell.status, cell.score, cell.own_score) == (CellStatus.EXCUSED, None, Decimal(2))
    deciding.count_again(session, about, teacher, now=school.clock())
    assert school.cell(session, 0, 0).score == 2


def test_every_change_is_remembered_with_who_and_why(session: Session, school: School) -> None:
    about, teacher = school.about(0, 0), school.world.teacher
    set_score(session, school, "1")
    deciding.comment(session, about, teacher, words=" Well read. ", now=school.clock())
    deciding.comment(session, about, teacher, words="Well read.", now=school.clock())
    deciding.excuse(session, about, teacher, reason="Ill", now=school.clock())
    deciding.count_again(session, about, teacher, now=school.clock())
    deciding.take_score_back(session, about, teacher, now=school.clock())
    changes = deciding.list_changes(session, about.assignment.id, about.learner_id)
    assert [(it.change, it.words) for it in changes] == [
        (Change.SCORE_TAKEN_BACK, ""),
        (Change.COUNTS_AGAIN, ""),
        (Change.EXCUSED, "Ill"),
        (Change.COMMENTED, "Well read."),
        (Change.SCORE_SET, "Read aloud"),
    ]
    assert {it.teacher for it in changes} == {teacher.name}
    assert school.cell(session, 0, 0).feedback == "Well read."


def test_missed_is_what_is_over_with_nothing_done(session: Session, school: School) -> None:
    assert school.cell(session, 0, 0).status is CellStatus.NOT_ATTEMPTED
    school.sit(session, school.learners[1], school.quizzes[0], right=0)
    school.clock.move(days=2)
    assert school.cell(session, 0, 0).status is CellStatus.MISSED
    assert school.cell(session, 1, 0).status is CellStatus.GRADED
    assert school.cell(session, 0, 1).status is CellStatus.NOT_ATTEMPTED, "it never closes"


def test_a_longer_window_of_ones_own_is_not_missed_yet(session: Session, school: School) -> None:
    closes_at = school.clock() + timedelta(days=3)
    set_override(
        session, school.quizzes[0], school.learners[0].id, OverrideRules(closes_at=closes_at)
    )
    set_needs(session, school.learners[1].id, Needs(time_multiplier=1.5))
    school.clock.move(hours=24, minutes=5)
    states = [school.cell(session, at, 0).status for at in range(3)]
    assert states == [CellStatus.NOT_ATTEMPTED, CellStatus.NOT_ATTEMPTED, CellStatus.MISSED]
    school.clock.move(days=3)
    assert school.cell(session, 0, 0).status is CellStatus.MISSED


def test_late_is_what_a_later_window_allowed_but_never_extra_time(
    session: Session, school: School
) -> None:
    later = school.clock() + timedelta(days=3)
    quiz = school.quizzes[0]
    set_override(session, quiz, school.learners[0].id, OverrideRules(closes_at=later))
    set_needs(session, school.learners[1].id, Needs(time_multiplier=2))
    school.clock.move(hours=23, minutes=50)
    school.sit(session, school.learners[2], quiz, right=1)
    school.clock.move(minutes=15)
    for learner in school.learners[:2]:
        school.sit(session, learner, quiz, right=1)
    assert [school.cell(session, at, 0).is_late for at in range(3)] == [True, False, False]
