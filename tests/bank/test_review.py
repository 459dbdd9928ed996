"""Questions are approved, edited and retired version by version; nothing unsound is approved."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp.bank.content import current_draft, current_version
from quizapp.bank.models import Bank, Question, QuestionVersion
from quizapp.bank.review import (
    Decided,
    ReviewError,
    add_bank,
    add_questions,
    count_by_status,
    decide,
    edit,
    find_last_decision,
    find_questions,
    find_span,
    restore,
    undo,
)
from quizapp.generation.draft import Option, QuestionDraft, Span, Status
from tests.conftest import MovableClock
from tests.factories import about, choice, make_bank, make_teacher
from tests.statements import statements_on

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


def give(session: Session, bank: Bank, clock: MovableClock, status: Status, *uids: str) -> Decided:
    """The bank's teacher decides on these questions."""
    questions = [question(session, uid) for uid in uids]
    return decide(session, questions, status, teacher_id=bank.teacher_id, now=clock())


def statuses(session: Session) -> dict[str, Status]:
    return {it.uid: it.status for it in session.scalars(select(Question))}


def take_back(session: Session, bank: Bank, clock: MovableClock) -> list[str]:
    """The teacher presses "Undo"; the questions that changed."""
    decision = find_last_decision(session, bank.id, bank.teacher_id)
    assert decision
    return sorted(it.uid for it in undo(session, decision, now=clock()))


def test_a_sound_question_is_approved_retired_and_made_a_draft_again(
    session: Session, bank: Bank, clock: MovableClock
) -> None:
    for status in (Status.APPROVED, Status.RETIRED, Status.DRAFT):
        give(session, bank, clock, status, "first")
        session.refresh(question(session, "first"))
        assert question(session, "first").status is status
    assert count_by_status(session, [bank.id]) == {bank.id: {Status.DRAFT: 3}}


def test_a_broken_question_is_not_approved_until_it_is_mended(
    session: Session, bank: Bank, clock: MovableClock
) -> None:
    ((broken, error),) = give(session, bank, clock, Status.APPROVED, "two-keys").refused
    assert str(error) == "2 options are keys; mark exactly one"
    assert [it.rule for it in error.broken] == ["key"]
    assert statuses(session)["two-keys"] is Status.DRAFT
    edit(session, broken, choice("two-keys"), teacher_id=bank.teacher_id, now=clock())
    assert give(session, bank, clock, Status.APPROVED, "two-keys").refused == ()
    assert broken.status is Status.APPROVED


def test_of_several_questions_the_sound_ones_are_approved_and_the_others_named(
    session: Session, bank: Bank, clock: MovableClock
) -> None:
    decided = give(session, bank, clock, Status.APPROVED, "first", "two-keys", "last")
    assert [it.uid for it in decided.changed] == ["first", "last"]
    assert [it.uid for it, _ in decided.refused] == ["two-keys"]


def test_a_decision_on_several_questions_is_taken_back_as_one(
    session: Session, bank: Bank, clock: MovableClock
) -> None:
    before = statuses(session)
    give(session, bank, clock, Status.APPROVED, "first", "last")
    give(session, bank, clock, Status.RETIRED, "two-keys", "first")
    assert take_back(session, bank, clock) == ["first", "two-keys"]
    assert question(session, "first").status is Status.APPROVED
    assert take_back(session, bank, clock) == ["first", "last"]
    assert statuses(session) == before
    assert find_last_decision(session, bank.id, bank.teacher_id) is None


def test_what_changes_nothing_is_no_decision_to_take_back(
    session: Session, bank: Bank, clock: MovableClock
) -> None:
    assert give(session, bank, clock, Status.DRAFT, "first").changed == ()
    assert give(session, bank, clock, Status.APPROVED, "two-keys").changed == ()
    assert find_last_decision(session, bank.id, bank.teacher_id) is None


def test_a_colleague_takes_back_nothing_that_others_decided(
    session: Session, bank: Bank, clock: MovableClock
) -> None:
    give(session, bank, clock, Status.APPROVED, "first")
    colleague = make_teacher(session, clock(), "colleague")
    assert find_last_decision(session, bank.id, colleague.id) is None


def test_undoing_leaves_alone_what_was_decided_anew(
    session: Session, bank: Bank, clock: MovableClock
) -> None:
    give(session, bank, clock, Status.APPROVED, "first", "last")
    colleague = make_teacher(session, clock(), "colleague")
    retired = [question(session, "first")]
    decide(session, retired, Status.RETIRED, teacher_id=colleague.id, now=clock())
    assert take_back(session, bank, clock) == ["last"]
    assert question(session, "first").status is Status.RETIRED


def test_an_edit_makes_a_new_version_and_the_old_one_stays(
    session: Session, bank: Bank, clock: MovableClock
) -> None:
    give(session, bank, clock, Status.APPROVED, "first")
    first = question(session, "first")
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


def test_an_old_version_comes_back_as_a_new_one(
    session: Session, bank: Bank, clock: MovableClock
) -> None:
    first = question(session, "first")
    before = current_draft(session, first)
    changed = choice("first", stem="Who cut the ribbon?")
    edit(session, first, changed, teacher_id=bank.teacher_id, now=clock())
    restore(session, first, 1, teacher_id=bank.teacher_id, now=clock())
    assert (first.latest, current_draft(session, first)) == (3, before)


def test_what_broke_a_rule_or_never_was_does_not_come_back(
    session: Session, bank: Bank, clock: MovableClock
) -> None:
    broken = question(session, "two-keys")
    edit(session, broken, choice("two-keys"), teacher_id=bank.teacher_id, now=clock())
    with pytest.raises(ReviewError, match="mark exactly one"):
        restore(session, broken, 1, teacher_id=bank.teacher_id, now=clock())
    with pytest.raises(LookupError, match="no version 7"):
        restore(session, broken, 7, teacher_id=bank.teacher_id, now=clock())
    assert broken.latest == 2


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
    bank = make_bank(session, make_teacher(session, clock()), clock(), (draft,))
    ((_, error),) = give(session, bank, clock, Status.APPROVED, draft.uid).refused
    assert str(error) == "the stem is empty; 2 options are keys; mark exactly one"


def test_undoing_leaves_alone_what_came_to_the_same_by_another_decision(
    session: Session, bank: Bank, clock: MovableClock
) -> None:
    give(session, bank, clock, Status.APPROVED, "first")
    colleague = make_teacher(session, clock(), "colleague")
    asked = [question(session, "first")]
    for status in (Status.RETIRED, Status.APPROVED):
        decide(session, asked, status, teacher_id=colleague.id, now=clock())
    assert take_back(session, bank, clock) == []
    assert asked[0].status is Status.APPROVED


def test_deciding_on_many_reads_no_more_often_than_deciding_on_two(
    session: Session, clock: MovableClock
) -> None:
    drafts = tuple(choice(f"q-{number}", status=Status.DRAFT) for number in range(20))
    bank = make_bank(session, make_teacher(session, clock()), clock(), drafts)
    asked = find_questions(session, bank.id, range(10_000))
    assert len(asked) == len(drafts)

    def count(chosen: list[Question]) -> int:
        with statements_on(session.get_bind()) as seen:
            decide(session, chosen, Status.APPROVED, teacher_id=bank.teacher_id, now=clock())
        return sum(it.startswith("SELECT") for it in seen)

    assert count(asked[:2]) >= count(asked[2:])
