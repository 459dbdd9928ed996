"""A teacher writes and edits questions of every kind on real pages."""

from __future__ import annotations

from dataclasses import replace
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import select

from quizapp.accounts.models import Teacher
from quizapp.articles.library import add_article
from quizapp.db import db
from quizapp.generation.draft import Kind, Origin, Status
from tests.conftest import MovableClock
from tests.web.clients import Visitor, sign_in_teacher
from tests.web.engines import ON_SQLITE
from tests.web.test_teacher_pages import printed_fields
from tests.web.worlds import Ids, build, find_question, read_question
from tests.web.writing import (
    EVIDENCE,
    MILL,
    TOWN,
    WRITTEN,
    form_of,
    list_drafts,
    open_bank,
    write,
)


@pytest.fixture
def ids(app: Flask, clock: MovableClock) -> Ids:
    return open_bank(app, clock, build(app, clock()))


@pytest.fixture
def teacher(app: Flask, ids: Ids) -> Visitor:
    return sign_in_teacher(app)


@pytest.mark.parametrize("kind", list(Kind))
def test_a_question_of_every_kind_is_written_approved_and_edited(
    app: Flask, ids: Ids, teacher: Visitor, kind: Kind
) -> None:
    reply = write(teacher, ids, kind)
    assert reply.status_code == 302, reply.text
    question_id = find_question(app, ids, kind)
    page = f"/teach/questions/{question_id}"
    assert reply.location == page
    number, written = read_question(app, ids, question_id)
    assert (number, written.kind, written.status) == (1, kind, Status.DRAFT)
    assert written.origin is Origin.AUTHORED

    same = printed_fields(teacher.see(f"{page}/edit"))
    assert teacher.send(f"{page}/edit", {**same, "approve": "1"}).location == page
    number, approved = read_question(app, ids, question_id)
    assert (number, approved) == (2, replace(written, status=Status.APPROVED))

    same = printed_fields(teacher.see(f"{page}/edit"))
    assert teacher.send(f"{page}/edit", {**same, "difficulty": "hard"}).location == page
    number, edited = read_question(app, ids, question_id)
    assert number == 3
    assert edited == replace(written, difficulty=edited.difficulty, status=Status.APPROVED)
    assert "Ms Test" in teacher.see(page)


@ON_SQLITE
def test_what_was_written_is_what_is_kept(app: Flask, ids: Ids, teacher: Visitor) -> None:
    for kind in Kind:
        write(teacher, ids, kind)
    drafts = {draft.kind: draft for draft in list_drafts(app, ids)}
    assert [(it.text, it.key) for it in drafts[Kind.MULTIPLE_CHOICE].options] == [
        ("In 1887", False),
        ("In 1900", True),
        ("In 1901", False),
    ]
    assert sum(it.key for it in drafts[Kind.MULTIPLE_RESPONSE].options) == 2
    assert [it.key for it in drafts[Kind.TRUE_FALSE].options] == [False, True]
    assert drafts[Kind.TRUE_FALSE].options[1].rationale == "Nobody did."
    assert [it.text for it in drafts[Kind.SHORT_ANSWER].accepted_answers] == ["the mill", "a mill"]
    assert [(it.text, it.gap) for it in drafts[Kind.CLOZE].accepted_answers] == [
        ("burned", 1),
        ("1900", 2),
    ]
    assert [it.quote for it in drafts[Kind.CLOZE].hidden_spans] == ["burned", "1900"]
    assert drafts[Kind.NUMERICAL].accepted_answers[0].tolerance == "1"
    assert [it.premise for it in drafts[Kind.MATCHING].pairs] == ["1887", "1900", ""]
    assert drafts[Kind.ORDERING].order[2] == "The mill burned"
    assert [it.key for it in drafts[Kind.INSERTION].options] == [False, True, False, False]
    assert [it.quote for it in drafts[Kind.INSERTION].hidden_spans] == [
        "The mill stood by the river."
    ]
    assert [it.key for it in drafts[Kind.SELECT_SENTENCE].options] == [False, False, False, True]
    intruder = drafts[Kind.IRRELEVANT_SENTENCE]
    assert [it.quote for it in intruder.hidden_spans] == [MILL, "The town changed."]
    assert [it.text for it in intruder.options if it.key] == ["The town changed."]
    assert drafts[Kind.MULTIPLE_CHOICE].critical_span.quote == EVIDENCE["quote"]


@ON_SQLITE
def test_a_question_can_be_saved_and_approved_at_once(
    app: Flask, ids: Ids, teacher: Visitor
) -> None:
    assert write(teacher, ids, Kind.SHORT_ANSWER, approve="1").status_code == 302
    (draft,) = list_drafts(app, ids)
    assert draft.status is Status.APPROVED


@ON_SQLITE
def test_an_edit_approves_a_draft_when_asked(app: Flask, ids: Ids, teacher: Visitor) -> None:
    write(teacher, ids, Kind.SHORT_ANSWER)
    page = f"/teach/questions/{find_question(app, ids, Kind.SHORT_ANSWER)}/edit"
    assert "Save and approve" in teacher.see(page)
    teacher.send(page, {**printed_fields(teacher.see(page)), "approve": "1"})
    assert list_drafts(app, ids)[0].status is Status.APPROVED
    assert "Attempts that are running keep the version they started with" in teacher.see(page)


@ON_SQLITE
def test_an_article_without_a_bank_gets_one_for_the_first_question(
    app: Flask, clock: MovableClock, teacher: Visitor
) -> None:
    with app.app_context():
        session = db.session()
        owner = session.scalars(select(Teacher).where(Teacher.sign_in_name == "teacher")).one()
        article_id = add_article(session, owner, replace(TOWN, title="New"), now=clock()).id
        session.commit()
    page = f"/teach/articles/{article_id}"
    assert "Write a question yourself" in teacher.see(page)
    first = teacher.send(f"{page}/questions/new", page=page).location
    assert teacher.send(f"{page}/questions/new", page=page).location == first
    assert "Write a question" in teacher.see(first or "")
    stranger = sign_in_teacher(app, "other")
    reply = stranger.send(f"{page}/questions/new", page="/teach/articles/new")
    assert reply.status_code == 404


@ON_SQLITE
def test_a_broken_rule_silences_the_advice_that_says_the_same_and_no_other(
    ids: Ids, teacher: Visitor
) -> None:
    page = form_of(ids, Kind.MULTIPLE_CHOICE)
    fields = {
        **WRITTEN[Kind.MULTIPLE_CHOICE][1],
        "options-0-key": "y",
        "options-2-text": "Never",
    }
    look = unescape(teacher.send(f"{page}/preview", fields, page=page).text)
    assert "2 options are keys; mark exactly one." in look
    assert "Keep one, or make it a multiple response" not in look
    assert "“Never” in “Never”" in look


REFUSED: list[tuple[Kind, dict[str, str], str]] = [
    (Kind.MULTIPLE_CHOICE, {"stem": ""}, "Write the question."),
    (Kind.MULTIPLE_CHOICE, {"options-0-key": "y"}, "2 options are keys; mark exactly one."),
    (Kind.MULTIPLE_CHOICE, {"options-3-key": "y"}, "You ticked this option as the key"),
    (Kind.MULTIPLE_CHOICE, {"options-0-text": "in 1900"}, "2 options read “in 1900”."),
    (Kind.MULTIPLE_CHOICE, {"quote": ""}, "Choose the words that prove the key."),
    (Kind.MULTIPLE_CHOICE, {"quote": "no such words"}, "do not stand in paragraph 1"),
    (
        Kind.MULTIPLE_CHOICE,
        {"quote": "no such words", "paragraph": ""},
        "do not stand in the passage",
    ),
    (
        Kind.MULTIPLE_CHOICE,
        {"more_words-0-quote": "nor these"},
        "These words do not stand in the passage",
    ),
    (Kind.TRUE_FALSE, {"key": ""}, "Choose what is right."),
    (Kind.SHORT_ANSWER, {"answers": ""}, "Write at least one answer."),
    (Kind.CLOZE, {"stem": "It burned down."}, "The stem has no gap"),
    (Kind.CLOZE, {"answers-1": ""}, "The stem has 2 gaps; give each an accepted answer."),
    (Kind.NUMERICAL, {"answers-0-text": "many"}, "“many” is no number"),
    (Kind.MATCHING, {"pairs-1-response": ""}, "Write both sides of the pair."),
    (Kind.MATCHING, {"pairs-1-response": "the railway came"}, "Two responses read the same"),
    (Kind.ORDERING, {"order-2": ""}, "It has 2 items; ordering needs at least three."),
    (Kind.IRRELEVANT_SENTENCE, {"options-2-text": ""}, "You ticked this option as the key"),
]


@pytest.mark.parametrize(("kind", "changes", "sentence"), REFUSED)
@ON_SQLITE
def test_what_breaks_a_rule_is_told_and_nothing_is_lost(
    app: Flask, ids: Ids, teacher: Visitor, kind: Kind, changes: dict[str, str], sentence: str
) -> None:
    reply = write(teacher, ids, kind, **changes)
    assert reply.status_code == 200
    assert "There is a problem" in reply.text
    assert sentence in unescape(reply.text)
    kept = printed_fields(reply.text)
    sent = {**WRITTEN[kind][1], **changes}
    assert {name: kept[name].split() for name in sent if name in kept} == {
        name: value.split() for name, value in sent.items() if name in kept
    }
    assert list_drafts(app, ids) == []
    assert write(teacher, ids, kind).status_code == 302


@ON_SQLITE
def test_evidence_is_found_without_its_paragraph_and_at_its_second_place(
    app: Flask, ids: Ids, teacher: Visitor
) -> None:
    write(teacher, ids, Kind.SHORT_ANSWER, quote="coal, flour", paragraph="")
    second = MILL.index("mill", MILL.index("mill") + 1)
    write(teacher, ids, Kind.NUMERICAL, quote="mill", paragraph="1", start=str(second))
    drafts = {draft.kind: draft for draft in list_drafts(app, ids)}
    assert drafts[Kind.SHORT_ANSWER].critical_span.paragraph == 2
    assert drafts[Kind.NUMERICAL].critical_span.start == second


@ON_SQLITE
def test_further_words_are_kept_and_can_be_taken_back(
    app: Flask, ids: Ids, teacher: Visitor
) -> None:
    more = {"more_words-0-quote": "The railway had come in 1887."}
    write(teacher, ids, Kind.MULTIPLE_CHOICE, **more)
    (draft,) = list_drafts(app, ids)
    assert [span.quote for span in draft.distractor_spans] == [more["more_words-0-quote"]]
    page = f"/teach/questions/{find_question(app, ids, Kind.MULTIPLE_CHOICE)}/edit"
    teacher.send(page, {**printed_fields(teacher.see(page)), "more_words-0-quote": ""})
    assert list_drafts(app, ids)[0].distractor_spans == ()


@ON_SQLITE
def test_a_question_can_begin_with_another_sentence_when_it_is_edited(
    app: Flask, ids: Ids, teacher: Visitor
) -> None:
    write(teacher, ids, Kind.INSERTION)
    before = list_drafts(app, ids)[0]
    page = f"/teach/questions/{find_question(app, ids, Kind.INSERTION)}/edit?sentence=1.3"
    assert teacher.send(page, printed_fields(teacher.see(page))).status_code == 302
    after = list_drafts(app, ids)[0]
    assert after.uid == before.uid
    assert [span.quote for span in after.hidden_spans] == [EVIDENCE["quote"]]


def test_who_is_overtaken_by_a_colleague_is_told_once_and_loses_nothing(
    app: Flask, ids: Ids, teacher: Visitor
) -> None:
    write(teacher, ids, Kind.SHORT_ANSWER)
    question_id = find_question(app, ids, Kind.SHORT_ANSWER)
    page = f"/teach/questions/{question_id}/edit"
    mine = {**printed_fields(teacher.see(page)), "stem": "What stood at the river?"}
    theirs = {**printed_fields(teacher.see(page)), "stem": "What stood beside the river?"}
    assert teacher.send(page, theirs).status_code == 302
    told = teacher.send(page, mine).text
    assert "The question was changed while you were writing: there is a version 2." in told
    again = printed_fields(told)
    assert again["stem"] == mine["stem"]
    assert teacher.send(page, again).status_code == 302
    assert read_question(app, ids, question_id)[0] == 3
