"""Two banks become one: what the plan says happens, and attempts and quizzes go on."""

from __future__ import annotations

from random import Random

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.attempts import sitting
from quizapp.bank.content import load_latest
from quizapp.bank.copying import copy_questions, list_sources
from quizapp.bank.library import LibraryError, add_collection
from quizapp.bank.library_models import Access
from quizapp.bank.merging import MergeError
from quizapp.bank.models import Bank, Question
from quizapp.bank.review import add_questions
from quizapp.bank.sharing import list_shares, share_bank
from quizapp.bank.tags import list_bank_tags, set_bank_tags
from quizapp.quizzes.merging import merge_banks, plan_merge, refuse_removing, remove_bank
from quizapp.quizzes.setting import add_quiz
from tests.conftest import MovableClock
from tests.factories import (
    World,
    ferry_questions,
    make_ferry_bank,
    make_rules,
    make_teacher,
    make_world,
    one_of_each_kind,
)


@pytest.fixture
def world(session: Session, clock: MovableClock) -> World:
    return make_world(session, clock())


@pytest.fixture
def ferry(session: Session, world: World, clock: MovableClock) -> Bank:
    return make_ferry_bank(session, world.teacher, clock())


@pytest.fixture
def unit(session: Session, world: World, clock: MovableClock) -> Bank:
    """A collection with copies of two questions of the bridge's bank."""
    unit = add_collection(session, world.teacher, "Unit 3", now=clock())
    sources = list_sources(session, world.teacher.id, bank_id=world.bank.id)[:2]
    copy_questions(session, sources, unit, world.teacher, now=clock())
    return unit


def test_a_merged_collection_is_gone_and_its_questions_are_the_same_rows(
    session: Session, world: World, unit: Bank
) -> None:
    ids = {question.id for question, _, _ in load_latest(session, unit.id)}
    unit_id = unit.id
    plan = plan_merge(session, unit, world.bank)
    assert (plan.move.moving, len(plan.move.doubles), plan.move.source_stays) == (2, 2, False)
    assert set(plan.move.uids) == ids
    merge_banks(session, plan)
    moved = {it.id: it for it, _, _ in load_latest(session, world.bank.id) if it.id in ids}
    assert {it.uid for it in moved.values()} == set(plan.move.uids.values())
    assert set(moved) == ids
    assert session.get(Bank, unit_id) is None


def test_a_bank_that_is_an_articles_home_stays_empty_and_its_drafts_do_not_come_again(
    session: Session, world: World, ferry: Bank, clock: MovableClock
) -> None:
    plan = plan_merge(session, ferry, world.bank)
    assert plan.move.source_stays
    merge_banks(session, plan)
    assert load_latest(session, ferry.id) == []
    assert len(load_latest(session, world.bank.id)) == len(one_of_each_kind()) + 2
    assert add_questions(session, ferry, ferry_questions(), now=clock()) == ()


def test_quizzes_draw_from_the_bank_that_is_left_once_and_attempts_go_on(
    session: Session, world: World, ferry: Bank, unit: Bank, clock: MovableClock
) -> None:
    attempt = sitting.start(
        session, world.assignment, world.learner, now=clock(), rng=Random(1), grace_seconds=60
    )
    versions = [item.version_id for item in attempt.items]
    both = add_quiz(
        session, world.teacher, [world.bank, unit], make_rules(title="Both"), now=clock()
    )
    of_unit = add_quiz(session, world.teacher, [unit], make_rules(title="Unit"), now=clock())
    plan = plan_merge(session, world.bank, unit)
    assert [quiz.title for quiz in plan.redrawn] == ["Both", "Bridges"]
    assert [quiz.title for quiz in plan.widened] == ["Unit"]
    merge_banks(session, plan)
    session.expire_all()
    assert [quiz.bank_ids for quiz in (both, of_unit, world.quiz)] == [(unit.id,)] * 3
    assert [item.version_id for item in attempt.items] == versions
    sitting.submit(session, attempt.id, now=clock())


def test_tags_move_and_colleagues_are_told_apart(
    session: Session, world: World, unit: Bank, clock: MovableClock
) -> None:
    make_teacher(session, clock(), "loser")
    make_teacher(session, clock(), "winner")
    make_teacher(session, clock(), "both")
    for name, banks in (("loser", [unit]), ("winner", [world.bank]), ("both", [unit, world.bank])):
        for bank in banks:
            share_bank(session, bank, name, Access.READ)
    set_bank_tags(session, unit, ["week 3", "bridges"])
    set_bank_tags(session, world.bank, ["bridges"])
    plan = plan_merge(session, unit, world.bank)
    assert (len(plan.move.losing), len(plan.move.gaining)) == (1, 1)
    merge_banks(session, plan)
    assert list_bank_tags(session, [world.bank.id]) == {world.bank.id: ["bridges", "week 3"]}
    assert len(list_shares(session, world.bank.id)) == 2


def test_a_bank_is_not_merged_with_itself_nor_with_a_colleagues(
    session: Session, world: World, clock: MovableClock
) -> None:
    colleague = make_teacher(session, clock(), "colleague")
    theirs = add_collection(session, colleague, "Theirs", now=clock())
    with pytest.raises(MergeError, match="Choose another bank"):
        plan_merge(session, world.bank, world.bank)
    with pytest.raises(MergeError, match="Copy the questions instead"):
        plan_merge(session, world.bank, theirs)


def test_only_an_empty_collection_that_no_quiz_draws_from_is_deleted(
    session: Session, world: World, unit: Bank, clock: MovableClock
) -> None:
    empty = add_collection(session, world.teacher, "Empty", now=clock())
    set_bank_tags(session, empty, ["week 3"])
    make_teacher(session, clock(), "colleague")
    share_bank(session, empty, "colleague", Access.EDIT)
    assert "It holds 2 questions." in refuse_removing(session, unit)
    quiz = add_quiz(session, world.teacher, [unit, empty], make_rules(title="Two"), now=clock())
    for bank in (empty, world.bank, unit):
        assert "draws from it" in refuse_removing(session, bank)
        with pytest.raises(LibraryError):
            remove_bank(session, bank)
    quiz.banks = [unit]
    session.flush()
    remove_bank(session, empty)
    assert session.scalars(select(Bank.title).order_by(Bank.id)).all() == [
        world.bank.title,
        "Unit 3",
    ]
    assert session.scalars(select(Question.bank_id)).all()


def test_the_home_of_an_article_is_not_deleted(session: Session, ferry: Bank) -> None:
    assert "home of its article" in refuse_removing(session, ferry)
