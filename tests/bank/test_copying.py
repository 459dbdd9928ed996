"""A copy is a question of its own, brings its article along, and comes once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.accounts.models import Teacher
from quizapp.articles.models import Article
from quizapp.bank.content import current_draft, load_latest
from quizapp.bank.copying import LONGEST_UID, FreeUids, copy_questions, list_sources
from quizapp.bank.history import list_versions
from quizapp.bank.library import add_collection
from quizapp.bank.library_models import Access
from quizapp.bank.models import Bank, Question
from quizapp.bank.review import decide, edit
from quizapp.bank.sharing import share_bank
from quizapp.bank.tags import list_question_tags, set_question_tags
from quizapp.generation.draft import Status
from tests.conftest import MovableClock
from tests.factories import about, choice, make_bank, make_teacher, one_of_each_kind


@pytest.fixture
def teacher(session: Session, clock: MovableClock) -> Teacher:
    return make_teacher(session, clock())


@pytest.fixture
def bank(session: Session, clock: MovableClock, teacher: Teacher) -> Bank:
    return make_bank(session, teacher, clock())


@pytest.fixture
def unit(session: Session, clock: MovableClock, teacher: Teacher) -> Bank:
    return add_collection(session, teacher, "Unit 3", now=clock())


def question(session: Session, uid: str) -> Question:
    return session.scalars(select(Question).where(Question.uid == uid)).one()


def copy_bank(session: Session, source: Bank, target: Bank, clock: MovableClock) -> tuple[int, int]:
    """How many questions were copied, and how many were held."""
    sources = list_sources(session, target.teacher_id, bank_id=source.id)
    copied = copy_questions(session, sources, target, target.teacher, now=clock())
    return len(copied.questions), len(copied.held)


def test_a_copy_says_what_its_source_says_now_and_knows_it(
    session: Session, teacher: Teacher, bank: Bank, unit: Bank, clock: MovableClock
) -> None:
    source = question(session, "who-opened")
    set_question_tags(session, source, ["week 3"])
    changed = replace(current_draft(session, source), stem="Who opened it?")
    edit(session, source, changed, teacher_id=teacher.id, now=clock())
    sources = list_sources(session, teacher.id, question_ids=[source.id])
    (copy,) = copy_questions(session, sources, unit, teacher, now=clock()).questions
    assert current_draft(session, copy) == changed
    assert (copy.latest, copy.copied_from_id, copy.article_id) == (1, source.id, source.article_id)
    assert [(it.number, it.made_by) for it in list_versions(session, copy)] == [(1, teacher.name)]
    assert list_question_tags(session, [copy.id]) == {copy.id: ["week 3"]}


def test_every_kind_of_question_is_copied_whole(
    session: Session, bank: Bank, unit: Bank, clock: MovableClock
) -> None:
    assert copy_bank(session, bank, unit, clock) == (len(one_of_each_kind()), 0)
    copies = [draft for _, _, draft in load_latest(session, unit.id)]
    assert copies == list(one_of_each_kind())


def test_a_copy_and_its_source_go_their_own_ways(
    session: Session, teacher: Teacher, bank: Bank, unit: Bank, clock: MovableClock
) -> None:
    copy_bank(session, bank, unit, clock)
    copy, _, draft = load_latest(session, unit.id)[0]
    edit(session, copy, replace(draft, stem="Who?"), teacher_id=teacher.id, now=clock())
    decide(session, [copy], Status.RETIRED, teacher_id=teacher.id, now=clock())
    source = load_latest(session, bank.id)[0]
    assert (source[0].status, source[2].stem) == (Status.APPROVED, draft.stem)


def test_what_the_target_holds_word_for_word_is_not_doubled(
    session: Session, bank: Bank, unit: Bank, clock: MovableClock
) -> None:
    copy_bank(session, bank, unit, clock)
    assert copy_bank(session, bank, unit, clock) == (0, len(one_of_each_kind()))
    assert copy_bank(session, bank, bank, clock) == (0, len(one_of_each_kind()))
    assert len(load_latest(session, unit.id)) == len(one_of_each_kind())


def test_another_question_with_the_same_code_gets_a_code_of_its_own(
    session: Session, teacher: Teacher, bank: Bank, unit: Bank, clock: MovableClock
) -> None:
    copy_bank(session, bank, unit, clock)
    source = question_in(session, bank, "who-opened")
    changed = replace(current_draft(session, source), stem="Who opened it?")
    edit(session, source, changed, teacher_id=teacher.id, now=clock())
    assert copy_bank(session, bank, unit, clock) == (1, len(one_of_each_kind()) - 1)
    assert question(session, "who-opened-2").bank_id == unit.id


def question_in(session: Session, bank: Bank, uid: str) -> Question:
    return session.scalars(
        select(Question).where(Question.uid == uid, Question.bank_id == bank.id)
    ).one()


def test_a_free_code_is_never_too_long() -> None:
    long = "q" * LONGEST_UID
    assert FreeUids({long}).give(long) == f"{'q' * (LONGEST_UID - 2)}-2"
    assert FreeUids({"a", "a-2"}).give("a") == "a-3"
    uids = FreeUids(set())
    assert [uids.give("a") for _ in range(3)] == ["a", "a-2", "a-3"]


def test_a_copy_is_approved_only_if_its_source_is_and_retired_ones_stay(
    session: Session, teacher: Teacher, unit: Bank, clock: MovableClock
) -> None:
    drafts = tuple(
        choice(status.value, stem=f"Who {status.value} it?", status=status) for status in Status
    )
    bank = make_bank(session, teacher, clock(), drafts)
    assert copy_bank(session, bank, unit, clock) == (2, 0)
    assert {it.uid: it.status for it, _, _ in load_latest(session, unit.id)} == {
        "draft": Status.DRAFT,
        "approved": Status.APPROVED,
    }
    retired = list_sources(session, teacher.id, question_ids=[question(session, "retired").id])
    (copy,) = copy_questions(session, retired, unit, teacher, now=clock()).questions
    assert copy.status is Status.DRAFT


def test_a_colleague_copies_from_a_shared_bank_and_the_article_comes_along_once(
    session: Session, bank: Bank, clock: MovableClock
) -> None:
    colleague = make_teacher(session, clock(), "colleague")
    mine = add_collection(session, colleague, "Mine", now=clock())
    other = add_collection(session, colleague, "Other", now=clock())
    assert copy_bank(session, bank, mine, clock) == (0, 0)
    share_bank(session, bank, "colleague", Access.READ)
    assert copy_bank(session, bank, mine, clock) == (len(one_of_each_kind()), 0)
    assert copy_bank(session, bank, other, clock) == (len(one_of_each_kind()), 0)
    (article,) = session.scalars(select(Article).where(Article.teacher_id == colleague.id))
    assert article.to_document() == about(bank).to_document()
    copies = load_latest(session, mine.id, other.id)
    assert {it.article_id for it, _, _ in copies} == {article.id}
    asked = [copy for copy, _, _ in copies]
    decide(session, asked, Status.DRAFT, teacher_id=colleague.id, now=clock())
    decided = decide(session, asked, Status.APPROVED, teacher_id=colleague.id, now=clock())
    assert (len(decided.changed), decided.refused) == (len(asked), ())
