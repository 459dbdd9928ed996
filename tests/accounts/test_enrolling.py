"""Learners come, move, leave and come back, and nothing that they did is lost."""

from __future__ import annotations

from random import Random

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.accounts.courses import (
    find_enrolment,
    is_enrolled,
    list_left_places,
    list_places,
)
from quizapp.accounts.enrolling import (
    change_learner,
    free_sign_in_name,
    leave,
    list_enrolments,
    move,
    put_back,
)
from quizapp.accounts.models import Course, Enrolment, Learner
from quizapp.accounts.needs import Needs, find_needs, set_needs
from quizapp.accounts.people import AccountError, add_course, enrol, join_course, sign_in_learner
from quizapp.accounts.roster_files import read_roster
from quizapp.accounts.roster_imports import apply_plan, plan_import
from quizapp.accounts.rosters import Outcome
from quizapp.accounts.slips import WORDS, draw_secrets, give_secrets, make_secrets
from quizapp.accounts.teaching import archive
from quizapp.attempts import sitting
from quizapp.attempts.live import watch
from quizapp.attempts.models import Attempt
from quizapp.attempts.overview import list_due
from quizapp.attempts.sitting import SittingError
from quizapp.gradebook.reading import read_gradebook
from quizapp.gradebook.rows import CellStatus
from tests.conftest import MovableClock
from tests.factories import PASSWORD, World, make_world


@pytest.fixture
def world(session: Session, clock: MovableClock) -> World:
    return make_world(session, clock())


@pytest.fixture
def other(session: Session, clock: MovableClock, world: World) -> Course:
    return add_course(session, world.teacher, "English 10B", now=clock(), rng=Random(7))


def places(session: Session, world: World) -> list[Enrolment]:
    return list_enrolments(session, world.course.id, {world.learner.id})


def sit(session: Session, world: World, clock: MovableClock) -> Attempt:
    return sitting.start(
        session, world.assignment, world.learner, now=clock(), rng=Random(1), grace_seconds=60
    )


def test_who_leaves_keeps_the_work_and_has_no_place(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = sit(session, world, clock)
    sitting.submit(session, attempt.id, now=clock())
    leave(session, places(session, world), now=clock())
    assert not is_enrolled(session, world.course.id, world.learner.id)
    assert list_places(session, world.course.id) == []
    assert [it.learner for it in list_left_places(session, world.course.id)] == [world.learner]
    assert list_due(session, world.learner.id, now=clock()) == []
    code = world.course.join_code
    assert sign_in_learner(session, code, "Ada Lovelace", PASSWORD) is None
    (row,) = read_gradebook(session, world.course).rows
    assert (row.learner.id, row.left_at, row.cells[0].status) == (
        world.learner.id,
        clock(),
        CellStatus.GRADED,
    )
    with pytest.raises(SittingError, match="not in this course any more"):
        sit(session, world, clock)

    place = find_enrolment(session, world.course.id, world.learner.id)
    assert place
    put_back(session, place)
    assert is_enrolled(session, world.course.id, world.learner.id)
    assert sign_in_learner(session, code, "Ada Lovelace", PASSWORD) is world.learner
    assert len(list_due(session, world.learner.id, now=clock())) == 1


def test_who_left_without_work_has_no_row_in_the_gradebook(
    session: Session, world: World, clock: MovableClock
) -> None:
    leave(session, places(session, world), now=clock())
    assert read_gradebook(session, world.course).rows == ()


def test_an_attempt_that_runs_goes_on_when_its_learner_leaves(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = sit(session, world, clock)
    leave(session, places(session, world), now=clock())
    (item,) = list_due(session, world.learner.id, now=clock())
    assert (item.state, item.attempt_id) == ("in_progress", attempt.id)
    assert sit(session, world, clock) is attempt, "whoever is in the middle comes back to it"
    assert [row.name for row in watch(session, world.assignment, clock()).rows] == ["Ada Lovelace"]
    sitting.submit(session, attempt.id, now=clock())
    assert list_due(session, world.learner.id, now=clock()) == []


def test_in_an_archived_course_nobody_starts_and_what_runs_may_end(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = sit(session, world, clock)
    archive(session, world.course, now=clock())
    due = list_due(session, world.learner.id, now=clock())
    assert [it.attempt_id for it in due] == [attempt.id]
    sitting.submit(session, attempt.id, now=clock())
    with pytest.raises(SittingError, match="not in this course any more"):
        sit(session, world, clock)
    assert len(read_gradebook(session, world.course).rows) == 1


def test_nobody_takes_the_name_of_one_who_left(
    session: Session, world: World, clock: MovableClock
) -> None:
    leave(session, places(session, world), now=clock())
    with pytest.raises(AccountError, match="was in this course before"):
        join_course(session, world.course, "ada lovelace", PASSWORD, now=clock())
    with pytest.raises(AccountError, match="was in this course before"):
        enrol(session, world.course, world.learner, now=clock())


def test_who_moves_is_the_same_learner_with_needs_and_old_work(
    session: Session, world: World, other: Course, clock: MovableClock
) -> None:
    needs = Needs(time_multiplier=1.5)
    set_needs(session, world.learner.id, needs)
    join_course(session, other, "ADA Lovelace", PASSWORD, now=clock())
    attempt = sit(session, world, clock)
    sitting.submit(session, attempt.id, now=clock())
    move(session, places(session, world), other, now=clock())
    assert len(read_gradebook(session, world.course).rows) == 1
    there = find_enrolment(session, other.id, world.learner.id)
    assert there
    assert there.sign_in_name == "ada lovelace 2", "there was one of that name"
    assert find_needs(session, world.learner.id) == needs
    found = sign_in_learner(session, other.join_code, "Ada Lovelace 2", PASSWORD)
    assert found is world.learner
    # and back again: the old place is taken up
    move(session, [there], world.course, now=clock())
    assert is_enrolled(session, world.course.id, world.learner.id)
    assert not is_enrolled(session, other.id, world.learner.id)


def test_nobody_moves_into_the_archive_or_to_where_they_are(
    session: Session, world: World, other: Course, clock: MovableClock
) -> None:
    with pytest.raises(AccountError, match="in this one already"):
        move(session, places(session, world), world.course, now=clock())
    archive(session, other, now=clock())
    with pytest.raises(AccountError, match="out of the archive"):
        move(session, places(session, world), other, now=clock())


def test_a_learner_gets_another_name_and_number_unless_somebody_has_them(
    session: Session, world: World, clock: MovableClock
) -> None:
    bo = join_course(session, world.course, "Bo", PASSWORD, now=clock())
    bo.external_id = "7"
    (place,) = places(session, world)
    values = {"name": " Ada  King ", "external_id": "007", "section": "B", "sign_in_name": "ADA"}
    change_learner(session, place, **values)
    assert (world.learner.name, world.learner.external_id) == ("Ada King", "007")
    assert (place.sign_in_name, place.section) == ("ada", "B")
    for field, value, message in (
        ("name", " ", "Write the learner's name"),
        ("sign_in_name", "", "signs in with"),
        ("sign_in_name", "BO", "signs in as bo"),
        ("external_id", "7", "Bo has the ID 7"),
    ):
        with pytest.raises(AccountError, match=message):
            change_learner(session, place, **{**values, field: value})
    assert world.learner.name == "Ada King"


def test_a_sign_in_name_is_the_own_name_or_the_next_that_is_free() -> None:
    assert free_sign_in_name(" Ada  L", set()) == "ada l"
    assert free_sign_in_name("Ada L", {"ada l", "ada l 2"}) == "ada l 3"
    assert len(free_sign_in_name("n" * 120, {"n" * 115})) <= 120


LIST = """Name,ID,Section,Sign-in name,Password
Ada Lovelace,007,A,,
Bo Li,8,B,boli,
Cy Young,9,,,their own word
Cy Young,10,,,
,11,,,
"""


def test_a_class_list_becomes_the_roster_that_was_planned(
    session: Session, world: World, clock: MovableClock
) -> None:
    rows = read_roster(LIST).rows
    plan = plan_import(session, world.course, world.teacher.id, rows)
    assert [it.outcome.value for it in plan.rows] == ["changed", "new", "new", "new", "bad"]
    imported = apply_plan(session, world.course, plan, make_secrets(plan, Random(1)), now=clock())
    assert (imported.count, len(imported.slips)) == (4, 3)
    found = {it.enrolment.sign_in_name: it for it in list_places(session, world.course.id)}
    assert {key: (it.learner.external_id, it.enrolment.section) for key, it in found.items()} == {
        "ada lovelace": ("007", "A"),
        "boli": ("8", "B"),
        "cy young": ("9", ""),
        "cy young 2": ("10", ""),
    }
    code = world.course.join_code
    assert sign_in_learner(session, code, "Ada Lovelace", PASSWORD), "passwords are not touched"
    for slip in imported.slips:
        learner = sign_in_learner(session, code, slip.sign_in_name, slip.password)
        assert learner
        assert slip.password not in learner.password_hash
    assert imported.slips[1].password == "their own word"
    again = plan_import(session, world.course, world.teacher.id, rows)
    assert again.changes == []


def test_a_learner_of_another_course_keeps_the_account(
    session: Session, world: World, other: Course, clock: MovableClock
) -> None:
    world.learner.external_id = "007"
    rows = read_roster("Name,ID\nAda Lovelace,007\n").rows
    plan = plan_import(session, other, world.teacher.id, rows)
    assert plan.rows[0].sentence == "Is in English 10A too, and keeps their account."
    apply_plan(session, other, plan, {}, now=clock())
    assert sign_in_learner(session, other.join_code, "ada lovelace", PASSWORD) is world.learner
    assert is_enrolled(session, world.course.id, world.learner.id)
    assert len(session.scalars(select(Learner)).all()) == 1


def test_who_had_left_comes_back_with_the_list(
    session: Session, world: World, clock: MovableClock
) -> None:
    leave(session, places(session, world), now=clock())
    rows = read_roster("Ada Lovelace\n").rows
    plan = plan_import(session, world.course, world.teacher.id, rows)
    apply_plan(session, world.course, plan, {}, now=clock())
    assert is_enrolled(session, world.course.id, world.learner.id)


def test_new_learners_without_a_password_wait_for_the_next_time(
    session: Session, world: World, clock: MovableClock
) -> None:
    rows = read_roster("Bo\nCy\nDi\n").rows
    plan = plan_import(session, world.course, world.teacher.id, rows)
    secrets = make_secrets(plan, Random(1))
    first = dict(list(secrets.items())[:2])
    assert apply_plan(session, world.course, plan, first, now=clock()).count == 2
    rest = plan_import(session, world.course, world.teacher.id, rows)
    assert [it.name for it in rest.of(Outcome.NEW)] == ["Di"]


def test_a_new_slip_takes_the_place_of_the_old_password(session: Session, world: World) -> None:
    secrets = draw_secrets([world.learner.id], Random(1))
    (slip,) = give_secrets(session, places(session, world), secrets)
    code = world.course.join_code
    assert sign_in_learner(session, code, slip.sign_in_name, PASSWORD) is None
    assert sign_in_learner(session, code, slip.sign_in_name, slip.password) is world.learner


def test_a_password_is_two_words_and_two_figures_that_are_not_told_by_accident() -> None:
    (secret,) = draw_secrets([1], Random(3)).values()
    first, second, figures = secret.password.split("-")
    assert {first, second} <= set(WORDS)
    assert 10 <= int(figures) <= 99
    assert secret.password not in repr(secret)
    assert len(WORDS) == len(set(WORDS)) >= 256
    assert all(word.isalpha() and word.islower() for word in WORDS)
