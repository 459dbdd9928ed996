"""A teacher's own question is kept with its author, and only if it keeps the rules."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from sqlalchemy.orm import Session

from quizapp.bank.content import current_draft, load_latest
from quizapp.bank.history import list_versions
from quizapp.bank.review import ReviewError
from quizapp.bank.writing import begin_draft, write_question
from quizapp.generation.draft import Kind, Origin, QuestionDraft, Status
from tests.conftest import MovableClock
from tests.factories import about, make_bank, make_teacher, one_of_each_kind


@pytest.mark.parametrize("draft", one_of_each_kind(), ids=lambda it: it.kind.value)
def test_a_question_of_every_kind_is_written(
    session: Session, clock: MovableClock, draft: QuestionDraft
) -> None:
    teacher = make_teacher(session, clock())
    bank = make_bank(session, teacher, clock())
    question = write_question(
        session, bank, about(bank), draft, teacher_id=teacher.id, now=clock(), rng=Random(1)
    )
    written = current_draft(session, question)
    assert written == replace(draft, uid=written.uid)
    assert written.uid != draft.uid
    assert written.origin is Origin.AUTHORED
    assert [it.made_by for it in list_versions(session, question)] == ["Ms Test"]


def test_a_question_that_breaks_a_rule_is_not_added(session: Session, clock: MovableClock) -> None:
    teacher = make_teacher(session, clock())
    bank = make_bank(session, teacher, clock())
    before = len(load_latest(session, bank.id))
    with pytest.raises(ReviewError, match="the stem is empty"):
        write_question(
            session,
            bank,
            about(bank),
            begin_draft(Kind.MULTIPLE_CHOICE),
            teacher_id=teacher.id,
            now=clock(),
            rng=Random(1),
        )
    assert len(load_latest(session, bank.id)) == before


def test_two_questions_of_the_same_words_have_ids_of_their_own(
    session: Session, clock: MovableClock
) -> None:
    teacher, rng = make_teacher(session, clock()), Random(1)
    bank, draft = make_bank(session, teacher, clock()), one_of_each_kind()[0]
    uids = {
        write_question(
            session, bank, about(bank), draft, teacher_id=teacher.id, now=clock(), rng=rng
        ).uid
        for _ in range(2)
    }
    assert len(uids) == 2
    assert draft.status is Status.APPROVED
