"""The shelf of banks: collections, names, tags, and what colleagues may do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quizapp.accounts.models import Teacher
from quizapp.articles.library import add_article
from quizapp.articles.models import Article
from quizapp.bank.content import load_latest
from quizapp.bank.library import LibraryError, add_collection, list_bank_summaries, rename_bank
from quizapp.bank.library_models import Access, BankTag, KeptPair
from quizapp.bank.mending import remove_article
from quizapp.bank.models import Bank
from quizapp.bank.review import add_bank
from quizapp.bank.sharing import (
    SharingError,
    find_access,
    list_shares,
    may_read_article,
    share_bank,
    unshare_bank,
)
from quizapp.bank.tags import (
    TagError,
    list_known_tags,
    normalise_tag,
    read_tags,
    set_bank_tags,
    set_question_tags,
)
from tests.conftest import MovableClock
from tests.factories import FERRY, about, make_bank, make_ferry_bank, make_teacher, one_of_each_kind


@pytest.fixture
def teacher(session: Session, clock: MovableClock) -> Teacher:
    return make_teacher(session, clock())


@pytest.fixture
def colleague(session: Session, clock: MovableClock) -> Teacher:
    return make_teacher(session, clock(), "colleague")


@pytest.fixture
def bank(session: Session, clock: MovableClock, teacher: Teacher) -> Bank:
    return make_bank(session, teacher, clock())


def test_the_shelf_shows_own_banks_first_then_what_is_shared(
    session: Session, teacher: Teacher, colleague: Teacher, bank: Bank, clock: MovableClock
) -> None:
    own = add_collection(session, colleague, "  Zebra   crossings ", now=clock())
    share_bank(session, bank, "Colleague ", Access.READ)
    first, second = list_bank_summaries(session, colleague.id)
    assert (first.bank, first.is_own, first.may_edit, first.articles) == (own, True, True, [])
    assert first.bank.title == "Zebra crossings"
    assert (second.bank, second.is_own, second.may_edit) == (bank, False, False)
    assert (second.approved, second.articles) == (len(one_of_each_kind()), [about(bank).title])
    assert [it.bank for it in list_bank_summaries(session, teacher.id)] == [bank]


def test_the_shelf_is_filtered_by_tag(
    session: Session, teacher: Teacher, bank: Bank, clock: MovableClock
) -> None:
    make_ferry_bank(session, teacher, clock())
    set_bank_tags(session, bank, read_tags("Week 3, bridges"))
    assert [it.bank for it in list_bank_summaries(session, teacher.id, " WEEK 3")] == [bank]
    assert list_bank_summaries(session, teacher.id, "ferries") == []
    assert len(list_bank_summaries(session, teacher.id, "\0")) == 2


def test_a_title_says_something(session: Session, teacher: Teacher, bank: Bank) -> None:
    rename_bank(session, bank, "Bridges")
    assert bank.title == "Bridges"
    for title in ("", "  ", "x" * 301):
        with pytest.raises(LibraryError, match="Write a title"):
            rename_bank(session, bank, title)
    assert bank.title == "Bridges"


@pytest.mark.parametrize(
    ("line", "tags"),
    [
        ("", ()),
        (" , ;, #", ()),
        ("Week 3; week  3,WEEK 3", ("week 3",)),
        ("#grade9, Übung.", ("grade9", "übung")),
    ],
)
def test_tags_are_read_in_their_normal_form(line: str, tags: tuple[str, ...]) -> None:
    assert read_tags(line) == tags


def test_too_many_or_too_long_tags_are_refused() -> None:
    with pytest.raises(TagError, match="at most 20"):
        read_tags(",".join(map(str, range(21))))
    with pytest.raises(TagError, match="too long"):
        read_tags("x" * 41)
    assert read_tags("x" * 40)


@given(st.text())
def test_a_normal_form_is_its_own_normal_form(word: str) -> None:
    assert normalise_tag(normalise_tag(word)) == normalise_tag(word)


def test_tags_that_one_may_read_are_known(
    session: Session, teacher: Teacher, colleague: Teacher, bank: Bank
) -> None:
    question, _, _ = load_latest(session, bank.id)[0]
    set_bank_tags(session, bank, ["bridges", "b"])
    set_bank_tags(session, bank, ["bridges"])
    set_question_tags(session, question, ["week 3", "bridges"])
    assert list_known_tags(session, teacher.id) == ["bridges", "week 3"]
    assert list_known_tags(session, colleague.id) == []
    share_bank(session, bank, "colleague", Access.READ)
    assert list_known_tags(session, colleague.id) == ["bridges", "week 3"]


def test_the_database_forbids_what_the_rules_forbid(session: Session, bank: Bank) -> None:
    question, _, _ = load_latest(session, bank.id)[0]
    for row in (
        BankTag(bank_id=bank.id, word=""),
        KeptPair(first_id=question.id, second_id=question.id),
    ):
        savepoint = session.begin_nested()
        session.add(row)
        with pytest.raises(IntegrityError):
            session.flush()
        savepoint.rollback()


def test_who_may_read_and_who_may_edit(
    session: Session, teacher: Teacher, colleague: Teacher, bank: Bank
) -> None:
    assert find_access(session, bank, teacher.id) is Access.EDIT
    assert find_access(session, bank, colleague.id) is None
    share_bank(session, bank, "colleague", Access.READ)
    assert find_access(session, bank, colleague.id) is Access.READ
    share_bank(session, bank, "colleague", Access.EDIT)
    assert find_access(session, bank, colleague.id) is Access.EDIT
    assert [it.teacher for it in list_shares(session, bank.id)] == [colleague]
    unshare_bank(session, bank, colleague.id)
    unshare_bank(session, bank, colleague.id)
    assert find_access(session, bank, colleague.id) is None


def test_an_article_is_read_by_whom_a_bank_about_it_is_shared_with(
    session: Session, teacher: Teacher, colleague: Teacher, bank: Bank, clock: MovableClock
) -> None:
    article = about(bank)
    assert may_read_article(session, article, teacher.id)
    assert not may_read_article(session, article, colleague.id)
    unit = add_collection(session, teacher, "Unit", now=clock())
    share_bank(session, unit, "colleague", Access.READ)
    assert not may_read_article(session, article, colleague.id)
    question, _, _ = load_latest(session, bank.id)[0]
    question.bank_id = unit.id
    session.flush()
    assert may_read_article(session, article, colleague.id)


@pytest.mark.parametrize(("name", "sentence"), [("nobody", "No teacher"), ("teacher", "your own")])
def test_a_bank_is_shared_with_another_teacher_only(
    session: Session, bank: Bank, name: str, sentence: str
) -> None:
    with pytest.raises(SharingError, match=sentence):
        share_bank(session, bank, name, Access.READ)
    assert list_shares(session, bank.id) == []


def test_an_article_whose_empty_bank_is_shared_and_tagged_can_still_be_deleted(
    session: Session, clock: MovableClock
) -> None:
    teacher = make_teacher(session, clock())
    make_teacher(session, clock(), "colleague")
    article = add_article(session, teacher, FERRY, now=clock())
    bank = add_bank(session, article, now=clock())
    set_bank_tags(session, bank, ["week 3"])
    share_bank(session, bank, "colleague", Access.READ)
    remove_article(session, article)
    assert session.scalars(select(Article)).all() == []
