"""A question's history names who made each version and each decision, and what changed."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.bank.history import list_decisions, list_versions
from quizapp.bank.models import Question
from quizapp.bank.review import decide, edit, find_last_decision, undo
from quizapp.generation.draft import Status
from tests.conftest import MovableClock
from tests.factories import choice, make_bank, make_teacher


def test_versions_and_decisions_come_newest_first_with_who_and_when(
    session: Session, clock: MovableClock
) -> None:
    bank = make_bank(session, make_teacher(session, clock()), clock(), (choice(),))
    question = session.scalars(select(Question)).one()
    began = clock()
    clock.move(hours=1)
    changed = choice(stem="Who cut the ribbon?")
    edit(session, question, changed, teacher_id=bank.teacher_id, now=clock())
    decide(session, [question], Status.RETIRED, teacher_id=bank.teacher_id, now=clock())
    decision = find_last_decision(session, bank.id, bank.teacher_id)
    assert decision
    undo(session, decision, now=clock())
    newest, oldest = list_versions(session, question)
    assert (newest.number, newest.made_at, newest.made_by) == (2, clock(), "Ms Test")
    assert [it.part for it in newest.differences] == ["Question"]
    assert (oldest.number, oldest.made_at, oldest.made_by) == (1, began, None)
    assert oldest.differences == ()
    (told,) = list_decisions(session, question.id)
    assert (told.status, told.decided_by, told.undone_at) == (Status.RETIRED, "Ms Test", clock())
