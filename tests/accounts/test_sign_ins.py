"""A sign-in begins with a token of its own, lasts while it is used, and can be ended from afar."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quizapp.accounts.courses import find_enrolment
from quizapp.accounts.erasing import empty_account
from quizapp.accounts.models import Learner, SignIn, Teacher
from quizapp.accounts.people import AccountError, change_password, set_password, sign_in_teacher
from quizapp.accounts.sign_ins import (
    LASTING,
    SEEN_AGAIN,
    begin_sign_in,
    end_all_sign_ins,
    end_sign_in,
    find_sign_in,
    forget_ended_sign_ins,
    list_sign_ins,
    note_use,
)
from quizapp.accounts.slips import draw_secrets, give_secrets
from tests.conftest import MovableClock
from tests.factories import PASSWORD, World, make_world
from tests.statements import statements_on

MINE, PHONE, OTHERS = "m" * 43, "p" * 43, "o" * 43
ROLES = (Teacher.role, Learner.role)


@pytest.fixture
def world(session: Session, clock: MovableClock) -> World:
    return make_world(session, clock())


def person_of(world: World, role: str) -> Teacher | Learner:
    return world.teacher if role == Teacher.role else world.learner


def is_open(session: Session, role: str, token: str, clock: MovableClock) -> bool:
    return find_sign_in(session, role, token, now=clock()) is not None


@pytest.mark.parametrize("role", ROLES)
def test_a_token_finds_its_person_in_one_statement(
    session: Session, world: World, clock: MovableClock, role: str
) -> None:
    person = person_of(world, role)
    begin_sign_in(session, person, MINE, now=clock())
    session.commit()
    with statements_on(session.connection()) as statements:
        found = find_sign_in(session, role, MINE, now=clock())
    assert found
    assert (found.id, found.name, found.began_at) == (person.id, person.name, clock())
    assert len(statements) == 1


def test_the_database_does_not_know_the_token(
    session: Session, world: World, clock: MovableClock
) -> None:
    begin_sign_in(session, world.learner, MINE, now=clock())
    (row,) = session.execute(select(SignIn.__table__)).all()
    assert MINE not in str(row)
    assert not is_open(session, Learner.role, row.token_sha256, clock)


def test_a_token_opens_nothing_in_the_other_role(
    session: Session, world: World, clock: MovableClock
) -> None:
    begin_sign_in(session, world.learner, MINE, now=clock())
    assert is_open(session, Learner.role, MINE, clock)
    assert not is_open(session, Teacher.role, MINE, clock)
    assert not is_open(session, Learner.role, OTHERS, clock)


@pytest.mark.parametrize("role", ROLES)
def test_a_sign_in_that_is_not_used_ends(
    session: Session, world: World, clock: MovableClock, role: str
) -> None:
    begin_sign_in(session, person_of(world, role), MINE, now=clock())
    clock.move(seconds=LASTING[role].unused.total_seconds() - 1)
    assert is_open(session, role, MINE, clock)
    clock.move(seconds=1)
    assert not is_open(session, role, MINE, clock)
    forget_ended_sign_ins(session, now=clock())
    assert session.scalars(select(SignIn)).all() == []


@pytest.mark.parametrize("role", ROLES)
def test_a_sign_in_that_is_used_lasts_and_grows_old(
    session: Session, world: World, clock: MovableClock, role: str
) -> None:
    begin_sign_in(session, person_of(world, role), MINE, now=clock())
    began, half = clock(), LASTING[role].unused.total_seconds() / 2
    while clock() - began < LASTING[role].life:
        found = find_sign_in(session, role, MINE, now=clock())
        assert found
        assert not found.is_old(clock())
        note_use(session, role, MINE, now=clock())
        clock.move(seconds=half)
    found = find_sign_in(session, role, MINE, now=clock())
    assert found
    assert found.is_old(clock())


def test_use_is_noted_no_more_often_than_once_an_hour(
    session: Session, world: World, clock: MovableClock
) -> None:
    begin_sign_in(session, world.learner, MINE, now=clock())
    clock.move(seconds=SEEN_AGAIN.total_seconds() - 1)
    found = find_sign_in(session, Learner.role, MINE, now=clock())
    assert found
    assert not found.is_to_note(clock())
    clock.move(seconds=1)
    assert found.is_to_note(clock())


def test_ending_one_leaves_the_others(session: Session, world: World, clock: MovableClock) -> None:
    for token in (MINE, PHONE):
        begin_sign_in(session, world.teacher, token, now=clock())
    end_sign_in(session, PHONE)
    assert is_open(session, Teacher.role, MINE, clock)
    assert not is_open(session, Teacher.role, PHONE, clock)


def test_ending_all_of_somebody_leaves_those_of_everybody_else(
    session: Session, world: World, clock: MovableClock
) -> None:
    assert world.teacher.id == world.learner.id, "numbers of two tables are not mixed up"
    for token in (MINE, PHONE):
        begin_sign_in(session, world.teacher, token, now=clock())
    begin_sign_in(session, world.learner, OTHERS, now=clock())
    end_all_sign_ins(session, Teacher, [world.teacher.id])
    assert list_sign_ins(session, world.teacher, now=clock()) == []
    assert len(list_sign_ins(session, world.learner, now=clock())) == 1


def test_a_new_password_ends_every_sign_in(
    session: Session, world: World, clock: MovableClock
) -> None:
    begin_sign_in(session, world.learner, MINE, now=clock())
    set_password(session, world.learner, "another horse")
    assert not is_open(session, Learner.role, MINE, clock)


def test_new_slips_end_the_sign_ins_of_their_learners(
    session: Session, world: World, clock: MovableClock
) -> None:
    begin_sign_in(session, world.learner, MINE, now=clock())
    begin_sign_in(session, world.teacher, OTHERS, now=clock())
    enrolment = find_enrolment(session, world.course.id, world.learner.id)
    assert enrolment
    give_secrets(session, [enrolment], draw_secrets([world.learner.id], Random(1)))
    assert not is_open(session, Learner.role, MINE, clock)
    assert is_open(session, Teacher.role, OTHERS, clock)


def test_erasing_ends_them_too(session: Session, world: World, clock: MovableClock) -> None:
    begin_sign_in(session, world.learner, MINE, now=clock())
    empty_account(session, world.learner)
    assert not is_open(session, Learner.role, MINE, clock)
    begin_sign_in(session, world.learner, PHONE, now=clock())  # just before, on another device
    assert not is_open(session, Learner.role, PHONE, clock)


def test_who_changes_their_password_has_to_know_the_old_one(
    session: Session, world: World, clock: MovableClock
) -> None:
    begin_sign_in(session, world.teacher, MINE, now=clock())
    with pytest.raises(AccountError, match="not the password"):
        change_password(session, world.teacher, "wrong horse", "another horse")
    assert is_open(session, Teacher.role, MINE, clock)
    change_password(session, world.teacher, PASSWORD, "another horse")
    assert sign_in_teacher(session, "teacher", "another horse") is world.teacher
    assert not is_open(session, Teacher.role, MINE, clock)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"teacher_id": 1}, "of_one_person"),
        ({"learner_id": None}, "of_one_person"),
        ({"ends_at": timedelta(0)}, "ends_after_it_began"),
        ({"seen_at": timedelta(hours=-1)}, "ends_after_it_began"),
    ],
)
def test_the_database_refuses_a_sign_in_that_cannot_be(
    session: Session,
    world: World,
    clock: MovableClock,
    change: dict[str, int | timedelta | None],
    constraint: str,
) -> None:
    right = {
        "token_sha256": "0" * 64,
        "learner_id": world.learner.id,
        "began_at": clock(),
        "seen_at": clock(),
        "ends_at": clock() + timedelta(hours=1),
    }
    moments = {k: clock() + v if isinstance(v, timedelta) else v for k, v in change.items()}
    session.add(SignIn(**right | moments))
    with pytest.raises(IntegrityError, match=constraint):
        session.flush()
