"""Both databases find the same questions, whatever is typed, and only what is in force."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from quizapp.accounts.models import Teacher
from quizapp.bank.content import current_draft
from quizapp.bank.library_models import Access, QuestionText
from quizapp.bank.models import Bank, Question
from quizapp.bank.review import decide, edit
from quizapp.bank.search import ENGINES, HITS_ON_A_PAGE, Filters, search_questions
from quizapp.bank.sharing import share_bank
from quizapp.bank.tags import set_bank_tags, set_question_tags
from quizapp.bank.words import fold
from quizapp.generation.draft import Kind, Skill, Status
from tests.conftest import MovableClock
from tests.factories import (
    about,
    choice,
    ferry_questions,
    make_bank,
    make_ferry_bank,
    make_teacher,
    one_of_each_kind,
)

EVERYTHING = {draft.uid for draft in (*one_of_each_kind(), *ferry_questions())}
FLOOD = {"what-closed-it", "order-events", "intruder-in-1", "place-the-cost", "find-the-opening"}
QUERIES: list[tuple[str, set[str]]] = [
    ("ferry river ", {"which-river"}),
    ("river, ferry?", {"which-river"}),
    ("FERRIES", {"which-river", "which-captain", "intruder-in-1"}),
    ("floods", FLOOD),
    ("painting red", {"was-painted"}),
    ("odra", {"which-river"}),
    ("Odr", {"which-river"}),
    ("Odr ", set()),
    ("tram driver", {"who-opened"}),
    ('"tram driver"', {"who-opened"}),
    ("“tram driver”", {"who-opened"}),
    ('"driver tram"', set()),
    ('"driver tram', {"who-opened"}),
    ("Ostrava million", {"how-much", "was-painted"}),
    ("Ludvik AND (horak* OR", {"which-captain"}),
    ('"trams cyclists"', set()),
    ("captain horák", {"which-captain"}),
    ("40", {"how-much", "was-painted"}),
    ("stem: flood -red NEAR(a b)", set()),
    ("😀", set()),
    ('"', set()),
    ("* ^ : ' ) ( & | ! <-> \\", set()),
    ("'; DROP TABLE question; --", set()),
    ("", EVERYTHING),
    ("  ", EVERYTHING),
]


@pytest.fixture
def teacher(session: Session, clock: MovableClock) -> Teacher:
    return make_teacher(session, clock())


@pytest.fixture
def bank(session: Session, clock: MovableClock, teacher: Teacher) -> Bank:
    """The bridge's bank; the ferry's stands beside it."""
    make_ferry_bank(session, teacher, clock())
    return make_bank(session, teacher, clock())


def find(session: Session, teacher: Teacher, words: str, **filters: object) -> set[str]:
    found = search_questions(session, teacher.id, words, Filters(**filters))  # type: ignore[arg-type]
    assert found.total == len(found.hits)
    return {hit.draft.uid for hit in found.hits}


def question(session: Session, uid: str) -> Question:
    return session.scalars(select(Question).where(Question.uid == uid)).one()


@pytest.mark.parametrize("words", [words for words, _ in QUERIES])
def test_a_search_finds_the_same_questions_on_both_databases(
    session: Session, teacher: Teacher, bank: Bank, words: str
) -> None:
    assert find(session, teacher, words) == dict(QUERIES)[words]


NASTY = st.text(st.sampled_from("\"“'*^:()&|!<>-\\%_ab é😀\u0301½①") | st.characters(codec="utf-8"))


@hypothesis_settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example("a:*")
@example("½")
@given(NASTY)
def test_nothing_that_is_typed_is_too_odd_to_search_for(
    session: Session, teacher: Teacher, bank: Bank, words: str
) -> None:
    found = search_questions(session, teacher.id, words)
    assert found.total >= len(found.hits)
    search_questions(session, teacher.id, "flood", Filters(tag=words))


@hypothesis_settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), min_size=1))
def test_a_question_is_found_by_each_of_its_words(
    session: Session, teacher: Teacher, bank: Bank, clock: MovableClock, stem: str
) -> None:
    asked = question(session, "who-opened")
    draft = replace(current_draft(session, asked), stem=f"Who {stem}")
    edit(session, asked, draft, teacher_id=teacher.id, now=clock())
    for word in fold(draft.stem).split():
        assert "who-opened" in find(session, teacher, f"{word} "), word


def test_only_the_version_in_force_is_found(
    session: Session, teacher: Teacher, bank: Bank, clock: MovableClock
) -> None:
    asked = question(session, "who-opened")
    draft = replace(current_draft(session, asked), stem="Who cut the ribbon?")
    edit(session, asked, draft, teacher_id=teacher.id, now=clock())
    assert find(session, teacher, "ribbon") == {"who-opened"}
    assert "who-opened" not in find(session, teacher, '"who opened"')
    asked.latest = 1
    session.flush()
    assert find(session, teacher, "ribbon") == set()


def test_a_search_looks_in_titles_and_tags_too_and_follows_their_changes(
    session: Session, teacher: Teacher, bank: Bank
) -> None:
    asked = question(session, "how-much")
    set_question_tags(session, asked, ["week 3"])
    set_bank_tags(session, bank, ["bridges unit"])
    assert find(session, teacher, "week crowns ") == {"how-much"}
    assert len(find(session, teacher, "unit ")) == len(one_of_each_kind())
    set_question_tags(session, asked, [])
    set_bank_tags(session, bank, [])
    assert find(session, teacher, "week ") | find(session, teacher, "unit ") == set()
    about(bank).title = "The crossing at Brno"
    session.flush()
    assert find(session, teacher, "Brno 40") == {"how-much", "was-painted"}
    assert find(session, teacher, "Ostrava") == set()


def test_filters_narrow_what_is_found(
    session: Session, teacher: Teacher, bank: Bank, clock: MovableClock
) -> None:
    asked = question(session, "how-much")
    set_question_tags(session, asked, ["money"])
    assert find(session, teacher, "flood", kind=Kind.SHORT_ANSWER) == {"what-closed-it"}
    assert find(session, teacher, "flood", skill=Skill.SEQUENCE) == {"order-events"}
    assert find(session, teacher, "ferry", bank_id=bank.id) == {"intruder-in-1"}
    assert find(session, teacher, "", tag=" Money") == {"how-much"}
    decide(session, [asked], Status.RETIRED, teacher_id=teacher.id, now=clock())
    assert find(session, teacher, "crowns", status=Status.RETIRED) == {"how-much"}
    assert find(session, teacher, "crowns", status=Status.DRAFT) == set()
    set_bank_tags(session, bank, ["money"])
    assert find(session, teacher, "flood", tag="money") == FLOOD


def test_a_colleague_finds_only_what_is_shared_with_them(
    session: Session, teacher: Teacher, bank: Bank, clock: MovableClock
) -> None:
    colleague = make_teacher(session, clock(), "colleague")
    assert find(session, colleague, "") == set()
    share_bank(session, bank, "colleague", Access.READ)
    assert find(session, colleague, "ferry") == {"intruder-in-1"}
    assert len(find(session, colleague, "")) == len(one_of_each_kind())


def test_what_was_found_is_lit_with_the_words_around_it(
    session: Session, teacher: Teacher, bank: Bank
) -> None:
    (hit,) = search_questions(session, teacher.id, "river hours odra ").hits
    assert ("river", True) in hit.stem
    assert (hit.place, hit.snippet) == ("Accepted answer", (("the ", False), ("Odra", True)))


def test_a_word_in_the_stem_counts_more_than_one_elsewhere(
    session: Session, teacher: Teacher, bank: Bank
) -> None:
    first, *_ = search_questions(session, teacher.id, "cyclists").hits
    assert first.draft.uid == "which-use-it"
    first, *_ = search_questions(session, teacher.id, "sentence").hits
    assert "sentence" in first.draft.stem


def test_what_is_found_comes_in_pages(
    session: Session, teacher: Teacher, clock: MovableClock
) -> None:
    drafts = tuple(choice(f"q-{number}") for number in range(HITS_ON_A_PAGE + 3))
    make_bank(session, teacher, clock(), drafts)
    pages = [search_questions(session, teacher.id, "opened", page=page) for page in (1, 2, 3)]
    assert [len(page.hits) for page in pages] == [HITS_ON_A_PAGE, 3, 0]
    assert {page.total for page in pages} == {len(drafts)}
    assert len({hit.draft.uid for page in pages for hit in page.hits}) == len(drafts)


def test_every_question_has_its_words_as_soon_as_it_is_flushed(
    session: Session, teacher: Teacher, bank: Bank
) -> None:
    ids = set(session.scalars(select(Question.id)))
    assert set(session.scalars(select(QuestionText.question_id))) == ids


def test_a_search_of_postgresql_uses_its_index(session: Session, bank: Bank) -> None:
    if session.get_bind().dialect.name != "postgresql":
        return
    session.execute(text("SET enable_seqscan = off"))
    statement = ENGINES["postgresql"].statement
    plan = session.scalars(text(f"EXPLAIN {statement}"), {"search": "'flood'"}).all()
    assert any("ix_question_text_words" in line for line in plan)
