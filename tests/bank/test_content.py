"""A version's tables and the plain question say the same."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.bank.content import (
    current_draft,
    current_version,
    load_latest,
    load_versions,
)
from quizapp.bank.models import Question, QuestionVersion
from quizapp.bank.review import edit
from quizapp.generation.draft import (
    AcceptedAnswer,
    DistractorClass,
    Option,
    Pair,
    QuestionDraft,
    Status,
)
from tests.conftest import MovableClock
from tests.factories import choice, make_bank, make_teacher, one_of_each_kind, span
from tests.statements import statements_on

FULL = choice(
    "with-everything",
    options=(
        Option("Králová", True, "Because of “this”."),
        *(Option(f"Not {it}", False, "No.", it) for it in DistractorClass),
    ),
    accepted_answers=(AcceptedAnswer("x", gap=2, tolerance="0.5"), AcceptedAnswer("y")),
    pairs=(Pair("a", "b"), Pair("", "c")),
    order=("third", "first", "second"),
    distractor_spans=(span(3, "trams"), span(1, "a flood")),
    rationale="All of it.",
    confidence=0.125,
    status=Status.DRAFT,
    reasons=("too-long", "ends, with a comma"),
    writer="llama3.2:3b",
)


def test_every_version_comes_back_as_the_draft_it_was(
    session: Session, clock: MovableClock
) -> None:
    drafts = (*one_of_each_kind(), FULL)
    bank = make_bank(session, make_teacher(session, clock()), clock(), drafts)
    session.expunge_all()
    latest = load_latest(session, bank.id)
    assert tuple(draft for _, _, draft in latest) == drafts
    versions = {version.id: draft for _, version, draft in latest}
    assert load_versions(session, versions) == versions
    assert load_versions(session, []) == {}


def test_versions_are_loaded_in_a_fixed_number_of_statements(
    session: Session, clock: MovableClock
) -> None:
    make_bank(session, make_teacher(session, clock()), clock())
    ids = list(session.scalars(select(QuestionVersion.id)))

    def count_statements(version_ids: list[int]) -> int:
        session.expunge_all()
        with statements_on(session.get_bind()) as seen:
            load_versions(session, version_ids)
        return len(seen)

    assert count_statements(ids[:2]) == count_statements(ids) <= 8
    assert count_statements(ids) == 1  # this process has read them


def test_what_was_read_before_is_told_from_what_took_its_number(
    session: Session, clock: MovableClock
) -> None:
    teacher = make_teacher(session, clock())
    session.commit()
    for stem in ("Who opened the bridge?", "Who closed it?"):
        bank = make_bank(session, teacher, clock(), (choice(stem=stem),))
        (_, version, _) = load_latest(session, bank.id)[0]
        assert load_versions(session, [version.id])[version.id].stem == stem
        session.rollback()  # SQLite gives the numbers to the next
        clock.move(seconds=1)


def test_a_version_that_was_read_before_stands_as_its_question_does(
    session: Session, clock: MovableClock
) -> None:
    bank = make_bank(session, make_teacher(session, clock()), clock(), (choice(),))
    question, version, _ = load_latest(session, bank.id)[0]
    for status in (Status.APPROVED, Status.RETIRED):
        question.status = status
        session.flush()
        assert load_versions(session, [version.id])[version.id].status is status


@pytest.mark.parametrize("changed", [choice(stem="Who cut the ribbon?")])
def test_the_latest_version_is_in_force_and_the_older_one_stays(
    session: Session, clock: MovableClock, changed: QuestionDraft
) -> None:
    teacher = make_teacher(session, clock())
    bank = make_bank(session, teacher, clock(), (choice(),))
    question = session.scalars(select(Question)).one()
    first = current_version(session, question)
    clock.move(hours=1)
    edit(session, question, changed, teacher_id=teacher.id, now=clock())
    assert current_draft(session, question) == changed
    assert [draft for _, _, draft in load_latest(session, bank.id)] == [changed]
    assert load_versions(session, [first.id]) == {first.id: choice()}
