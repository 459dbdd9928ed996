"""Questions are approved, edited and retired version by version; nothing unsound is approved."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp.bank.content import current_draft, current_version
from quizapp.bank.models import Bank, Question, QuestionVersion
from quizapp.bank.review import (
    ReviewError,
    add_bank,
    add_questions,
    approve,
    count_by_status,
    edit,
    find_neighbours,
    find_next_draft,
    find_span,
    reopen,
    retire,
)
from quizapp.generation.draft import Option, QuestionDraft, Span, Status
from tests.conftest import MovableClock
from tests.factories import about, choice, make_bank, make_teacher

BROKEN_OPTIONS = (Option("a", True), Option("b", True))


@pytest.fixture
def bank(session: Session, clock: MovableClock) -> Bank:
    """A bank of three drafts: sound, with two keys, and sound again."""
    drafts = (
        choice("first", status=Status.DRAFT),
        choice("two-keys", status=Status.DRAFT, options=BROKEN_OPTIONS),
        choice("last", status=Status.DRAFT),
    )
    return make_bank(session, make_teacher(session, clock()), clock(), drafts)


def question(session: Session, uid: str) -> Question:
    return session.scalars(select(Question).where(Question.uid == uid)).one()


def test_a_sound_question_is_approved_retired_and_reopened(session: Session, bank: Bank) -> None:
    first = question(session, "first")
    for step, status in (
        (approve, Status.APPROVED),
        (retire, Status.RETIRED),
        (reopen, Status.DRAFT),
    ):
        step(session, first)
        session.refresh(first)
        assert first.status is status
    assert count_by_status(session, [bank.id]) == {bank.id: {Status.DRAFT: 3}}


def test_a_broken_question_is_not_approved_until_it_is_mended(
    session: Session, bank: Bank, clock: MovableClock
) -> None:
    broken = question(session, "two-keys")
    with pytest.raises(ReviewError, match="2 options are keys; mark exactly one") as refusal:
        approve(session, broken)
    assert [it.rule for it in refusal.value.broken] == ["key"]
    assert count_by_status(session, [bank.id]) == {bank.id: {Status.DRAFT: 3}}

    teacher_id = bank.teacher_id
    edit(session, broken, choice("two-keys"), teacher_id=teacher_id, now=clock())
    approve(session, broken)
    assert broken.status is Status.APPROVED


def test_an_edit_makes_a_new_version_and_the_old_one_stays(
    session: Session, bank: Bank, clock: MovableClock
) -> None:
    first = question(session, "first")
    approve(session, first)
    before = current_version(session, first)
    edit(
        session,
        first,
        choice("first", stem="Who cut the ribbon?"),
        teacher_id=bank.teacher_id,
        now=clock(),
    )
    after = current_version(session, first)
    assert (before.number, before.stem) == (1, "Who opened the new bridge?")
    assert (after.number, after.stem, first.latest) == (2, "Who cut the ribbon?", 2)
    assert first.status is Status.APPROVED


def test_an_edit_that_breaks_a_rule_changes_nothing(
    session: Session, bank: Bank, clock: MovableClock
) -> None:
    first = question(session, "first")
    moved = choice("first", critical_span=Span(1, 0, 5, "Mayor"))
    with pytest.raises(ReviewError, match="does not read “Mayor”"):
        edit(session, first, moved, teacher_id=bank.teacher_id, now=clock())
    assert first.latest == 1
    assert current_draft(session, first) == choice("first", status=Status.DRAFT)
    versions = session.scalar(select(func.count()).select_from(QuestionVersion))
    assert versions == 3


def test_only_questions_that_the_bank_does_not_hold_are_added(
    session: Session, bank: Bank, clock: MovableClock
) -> None:
    changed = choice("first", stem="Changed?")
    added = add_questions(session, bank, (changed, choice("new")), now=clock())
    assert [draft.uid for draft in added] == ["new"]
    assert current_draft(session, question(session, "first")).stem == "Who opened the new bridge?"
    assert add_bank(session, about(bank), now=clock()) is bank
    assert count_by_status(session, [bank.id]) == {bank.id: {Status.DRAFT: 3, Status.APPROVED: 1}}


def test_neighbours_and_the_next_draft(session: Session, bank: Bank) -> None:
    first, middle, last = (question(session, uid) for uid in ("first", "two-keys", "last"))
    assert find_neighbours(session, first) == (None, middle.id)
    assert find_neighbours(session, middle) == (first.id, last.id)
    assert find_neighbours(session, last) == (middle.id, None)
    assert find_next_draft(session, first) == middle.id
    assert find_next_draft(session, last) == first.id
    retire(session, middle)
    assert find_next_draft(session, first) == last.id
    approve(session, last)
    assert find_next_draft(session, first) is None


@pytest.mark.parametrize(
    ("paragraph", "quote", "span"),
    [
        (1, "flood", Span(1, 6, 11, "flood")),
        (1, "  a flood \n", Span(1, 4, 11, "a flood")),
        (2, "A", Span(2, 0, 1, "A")),
        (1, "Flood", None),
        (1, "", None),
        (1, "  ", None),
        (0, "flood", None),
        (3, "flood", None),
        (-1, "flood", None),
    ],
)
def test_a_quote_is_found_where_it_stands_or_not_at_all(
    paragraph: int, quote: str, span: Span | None
) -> None:
    assert find_span(("was a flood, a flood", "A B"), paragraph, quote) == span


def test_a_refusal_says_all_that_is_to_be_mended(session: Session, clock: MovableClock) -> None:
    draft: QuestionDraft = choice(status=Status.DRAFT, options=BROKEN_OPTIONS, stem=" ")
    make_bank(session, make_teacher(session, clock()), clock(), (draft,))
    with pytest.raises(ReviewError, match=r"the stem is empty; .*mark exactly one"):
        approve(session, question(session, draft.uid))
