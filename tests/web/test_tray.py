"""The review tray: filter, decide on one or many, undo, and see what a version changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from quizapp.bank.models import Question
from quizapp.bank.review import edit
from quizapp.db import db
from quizapp.generation.draft import Option, Status
from tests.conftest import MovableClock
from tests.factories import choice, one_of_each_kind
from tests.web.clients import Visitor, sign_in_teacher
from tests.web.engines import ON_SQLITE
from tests.web.test_teacher_pages import printed_fields
from tests.web.worlds import COUNT, Ids, build, read_question

pytestmark = ON_SQLITE
BROKEN = choice(
    "broken",
    status=Status.DRAFT,
    stem="Who broke it?",
    options=(Option("a"), Option("b"), Option("c")),
)


@pytest.fixture
def ids(app: Flask, clock: MovableClock) -> Ids:
    """An approved question and three drafts, of which the last breaks a rule."""
    drafts = tuple(
        choice(uid, status=Status.DRAFT, stem=f"Who is {uid}?", confidence=0.5)
        for uid in ("second", "third")
    )
    return build(app, clock(), (choice(), *drafts, BROKEN), question_count=1)


@pytest.fixture
def teacher(app: Flask, ids: Ids) -> Visitor:
    return sign_in_teacher(app)


def bank_page(ids: Ids) -> str:
    return f"/teach/banks/{ids.bank_id}"


def question_page(ids: Ids, number: int) -> str:
    """The page of the bank's question number `number` (from 1)."""
    return f"/teach/questions/{ids.question_id + number - 1}"


def decide(visitor: Visitor, page: str, status: str, query: str = "", **more: Any) -> str:
    """Press a button of the page; where it leads."""
    fields = {"status": status, **more}
    return visitor.send(f"{page}/decide{query}", fields, page=page).location or ""


def statuses(app: Flask) -> list[str]:
    with app.app_context():
        found = db.session.scalars(select(Question).order_by(Question.id))
        return [it.status.value for it in found]


def test_the_filters_of_a_bank_leave_what_was_asked_for(app: Flask, clock: MovableClock) -> None:
    ids = build(app, clock())
    teacher, page = sign_in_teacher(app), f"/teach/banks/{ids.bank_id}"
    assert f"All {COUNT} questions" in teacher.see(page)
    assert f"1 of {COUNT} questions" in teacher.see(f"{page}?kind=cloze")
    assert f"1 of {COUNT} questions" in teacher.see(f"{page}?skill=sequence&status=approved")
    assert "No question matches" in teacher.see(f"{page}?status=retired")


def test_a_filter_that_nobody_can_read_filters_nothing(teacher: Visitor, ids: Ids) -> None:
    for query in ("kind=no-such-kind", "paragraph=x", "paragraph=99", "band=42", "question_id=7"):
        assert "All 4 questions" in teacher.see(f"{bank_page(ids)}?{query}")
        teacher.see(f"{question_page(ids, 1)}?{query}")


def test_approving_goes_on_to_the_next_draft_and_in_the_end_to_the_bank(
    app: Flask, teacher: Visitor, ids: Ids
) -> None:
    assert decide(teacher, question_page(ids, 2), "approved") == question_page(ids, 3)
    assert decide(teacher, question_page(ids, 3), "approved") == question_page(ids, 4)
    assert decide(teacher, question_page(ids, 4), "retired") == bank_page(ids)
    assert "That was the last one here." in teacher.see(bank_page(ids))
    assert statuses(app) == ["approved", "approved", "approved", "retired"]


def test_the_way_goes_on_among_what_the_filter_admits(teacher: Visitor, ids: Ids) -> None:
    query = "?band=low"
    page = teacher.see(f"{question_page(ids, 2)}{query}")
    assert "1 of 2 that match your filter" in page
    assert f'href="{question_page(ids, 3)}?band=low" rel="next"' in page
    following = decide(teacher, question_page(ids, 2), "approved", query)
    assert following == f"{question_page(ids, 3)}?band=low"


def test_a_draft_that_breaks_a_rule_is_not_approved(app: Flask, teacher: Visitor, ids: Ids) -> None:
    page = question_page(ids, 4)
    assert decide(teacher, page, "approved") == page
    assert "Not approved yet: 0 options are keys" in teacher.see(page)
    assert statuses(app)[3] == "draft"


def test_what_is_ticked_is_approved_together_and_what_is_broken_is_named(
    app: Flask, teacher: Visitor, ids: Ids
) -> None:
    ticked = [ids.question_id + it for it in (1, 2, 3)]
    assert decide(teacher, bank_page(ids), "approved", question=ticked) == bank_page(ids)
    page = teacher.see(bank_page(ids))
    assert "2 questions are approved." in page
    assert "“Who broke it?” is not approved yet: 0 options are keys" in page
    assert statuses(app) == ["approved", "approved", "approved", "draft"]


def test_what_a_language_model_wrote_is_named_and_approved_on_its_own_page_alone(
    app: Flask, clock: MovableClock
) -> None:
    by_model = {"writer": "llama3.2:3b", "pattern": "written", "reasons": ("guessed",)}
    written = {
        uid: choice(uid, status=Status.DRAFT, stem=f"Why {uid}?", **by_model)
        for uid in ("one", "two")
    }
    ids = build(app, clock(), (choice(), *written.values()), question_count=1)
    teacher = sign_in_teacher(app)
    assert teacher.see(bank_page(ids)).count("Written by llama3.2:3b") == 2
    ticked = [ids.question_id + it for it in (0, 1, 2)]
    decide(teacher, bank_page(ids), "approved", question=ticked)
    page = teacher.see(bank_page(ids))
    assert "A language model wrote 2 of these. Open each" in page
    assert statuses(app) == ["approved", "draft", "draft"]
    with app.app_context():
        question = db.session.get_one(Question, ids.question_id + 2)
        changed = replace(written["two"], stem="Why was it two?")
        edit(db.session(), question, changed, teacher_id=question.bank.teacher_id, now=clock())
        db.session.commit()
    decide(teacher, bank_page(ids), "approved", question=ticked)  # a teacher has edited the last
    assert statuses(app) == ["approved", "draft", "approved"]
    shown = teacher.see(question_page(ids, 2))
    assert "written by the language model llama3.2:3b" in shown
    assert "gave the right answer without the text as well" in shown, "what marks it is told"
    assert "asked anew the model gave this key each time" in shown
    decide(teacher, question_page(ids, 2), "approved")
    assert statuses(app) == ["approved"] * 3
    history = teacher.see(f"{question_page(ids, 3)}/versions")
    assert "quizapp, written by the language model llama3.2:3b" in history
    assert "Ms Test, in the words of the language model llama3.2:3b" in history


def test_nothing_ticked_is_said_and_nothing_changes(app: Flask, teacher: Visitor, ids: Ids) -> None:
    before = statuses(app)
    decide(teacher, bank_page(ids), "approved")
    assert "Tick the questions first" in teacher.see(bank_page(ids))
    decide(teacher, bank_page(ids), "approved", question=[ids.question_id])
    assert "nothing was changed" in teacher.see(bank_page(ids))
    assert statuses(app) == before


def test_a_status_that_there_is_not_is_refused(app: Flask, teacher: Visitor, ids: Ids) -> None:
    before = statuses(app)
    page = question_page(ids, 2)
    assert teacher.send(f"{page}/decide", {"status": "loved"}, page=page).status_code == 400
    assert statuses(app) == before


def test_a_question_of_another_bank_is_not_decided_on(
    app: Flask, teacher: Visitor, ids: Ids
) -> None:
    fields = {"status": "retired", "question": [ids.question_id + 99]}
    reply = teacher.send(f"{bank_page(ids)}/decide", fields, page=bank_page(ids))
    assert reply.status_code == 404
    assert statuses(app)[0] == "approved"


def test_the_last_decision_is_undone_and_leads_back_to_its_question(
    app: Flask, teacher: Visitor, ids: Ids
) -> None:
    before = statuses(app)
    decide(teacher, question_page(ids, 2), "retired")
    page = question_page(ids, 3)
    assert "Last: 1 question retired" in teacher.see(page)
    reply = teacher.send(f"{bank_page(ids)}/undo", page=page)
    assert reply.location == question_page(ids, 2)
    assert "Undone: 1 question is as before." in teacher.see(reply.location)
    assert statuses(app) == before
    teacher.send(f"{bank_page(ids)}/undo", page=bank_page(ids))
    assert "There is nothing to undo." in teacher.see(bank_page(ids))


def test_the_passage_shows_which_paragraphs_have_questions(teacher: Visitor, ids: Ids) -> None:
    page = teacher.see(question_page(ids, 1))
    assert "Paragraph 2: 1 approved, 3 drafts" in page
    assert "Paragraph 1: no question" in page
    assert "Without a question: paragraphs 1, 3 of 3." in teacher.see(bank_page(ids))


def test_versions_show_what_changed_and_an_old_one_comes_back(
    app: Flask, teacher: Visitor, ids: Ids, clock: MovableClock
) -> None:
    with app.app_context():
        question = db.session.get_one(Question, ids.question_id)
        changed = replace(choice(), stem="Who cut the new ribbon?")
        edit(db.session(), question, changed, teacher_id=question.bank.teacher_id, now=clock())
        db.session.commit()
    page = f"{question_page(ids, 1)}/versions"
    shown = teacher.see(page)
    assert '<del><span class="visually-hidden">removed: </span>opened</del>' in shown
    assert "In force" in shown
    reply = teacher.send(f"{page}/1/restore", page=page)
    assert reply.location == question_page(ids, 1)
    assert "The question says again what version 1 said." in teacher.see(reply.location)
    number, draft = read_question(app, ids, ids.question_id)
    assert (number, draft.stem) == (3, choice().stem)
    assert teacher.send(f"{page}/9/restore", page=page).status_code == 404


def test_a_version_that_breaks_a_rule_does_not_come_back(
    app: Flask, teacher: Visitor, ids: Ids, clock: MovableClock
) -> None:
    number = ids.question_id + 3
    with app.app_context():
        question = db.session.get_one(Question, number)
        teacher_id = question.bank.teacher_id
        edit(db.session(), question, choice("broken"), teacher_id=teacher_id, now=clock())
        db.session.commit()
    page = f"{question_page(ids, 4)}/versions"
    assert teacher.send(f"{page}/1/restore", page=page).location == page
    assert "Version 1 cannot come back: 0 options are keys" in teacher.see(page)
    assert read_question(app, ids, number)[0] == 2


@pytest.mark.parametrize("number", range(1, COUNT + 1))
def test_a_question_of_every_kind_has_its_page_and_its_versions(
    app: Flask, clock: MovableClock, number: int
) -> None:
    ids = build(app, clock(), one_of_each_kind())
    teacher = sign_in_teacher(app)
    teacher.see(question_page(ids, number))
    teacher.see(f"{question_page(ids, number)}/versions")


def test_editing_leads_back_into_the_review_it_came_from(teacher: Visitor, ids: Ids) -> None:
    page = f"{question_page(ids, 2)}?band=low"
    edit_page = f"{question_page(ids, 2)}/edit?band=low"
    assert f'href="{edit_page}"' in teacher.see(page)
    fields = {**printed_fields(teacher.see(edit_page)), "stem": "Who is it?"}
    assert teacher.send(edit_page, fields).location == page


def test_a_review_begins_with_the_first_draft_or_with_the_bank(teacher: Visitor, ids: Ids) -> None:
    begin = f"{bank_page(ids)}/review"
    assert teacher.get(begin).location == f"{question_page(ids, 2)}?status=draft"
    for number in (2, 3, 4):
        decide(teacher, question_page(ids, number), "retired")
    assert teacher.get(begin).location == bank_page(ids)


def test_a_number_that_can_be_no_question_is_left_out(teacher: Visitor, ids: Ids) -> None:
    decide(teacher, bank_page(ids), "approved", question=["9" * 23, "-1", "x"])
    assert "Tick the questions first" in teacher.see(bank_page(ids))
