"""A question can be looked at before it is kept, by those who may write it."""

from __future__ import annotations

from html import unescape

import pytest
from flask import Flask

from quizapp.generation.draft import Kind
from tests.conftest import MovableClock
from tests.web.clients import Visitor, sign_in_teacher
from tests.web.engines import ON_SQLITE
from tests.web.test_teacher_pages import printed_fields
from tests.web.worlds import Ids, build, find_question, read_question
from tests.web.writing import (
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


@ON_SQLITE
def test_the_kinds_are_offered_with_what_they_are_good_for(ids: Ids, teacher: Visitor) -> None:
    page = teacher.see(f"/teach/banks/{ids.bank_id}/questions/new")
    for kind in Kind:
        assert f"/teach/banks/{ids.bank_id}/questions/new/{kind}" in page
    assert f"/teach/banks/{ids.bank_id}/questions/new" in teacher.see(f"/teach/banks/{ids.bank_id}")
    teacher.see(f"/teach/banks/{ids.bank_id}/questions/new/riddle", 404)


@ON_SQLITE
def test_a_kind_that_begins_with_a_sentence_asks_for_it_first(ids: Ids, teacher: Visitor) -> None:
    page = f"/teach/banks/{ids.bank_id}/questions/new/insertion"
    assert "Which sentence is taken out?" in teacher.see(page)
    assert 'value="1.2"' in teacher.see(page)
    for wrong in ("9.9", "1", "x.y", "1." + "9" * 30):
        assert "Which sentence is taken out?" in teacher.see(f"{page}?sentence={wrong}")
    assert "A sentence has been taken out of paragraph 1." in teacher.see(f"{page}?sentence=1.2")
    own = f"/teach/banks/{ids.bank_id}/questions/new/cloze?sentence=own"
    assert printed_fields(teacher.see(own))["stem"] == ""


@ON_SQLITE
def test_a_preview_shows_the_learners_page_and_advice_and_changes_nothing(
    app: Flask, ids: Ids, teacher: Visitor
) -> None:
    page = form_of(ids, Kind.MULTIPLE_CHOICE)
    fields = {
        **WRITTEN[Kind.MULTIPLE_CHOICE][1],
        "stem": "When did the mill NOT burn?",
        "skill": "detail",
    }
    reply = teacher.send(f"{page}/preview", fields, page=page)
    assert reply.status_code == 200
    assert "<html" not in reply.text
    assert '<legend class="stem" lang="en">When did the mill NOT burn?</legend>' in reply.text
    assert "Choose one answer." in reply.text
    assert "Paragraph 1 says so." not in reply.text
    assert 'href="#quote">Choose the words that prove the key.' in reply.text
    assert 'href="#stem">The question asks for what is not so.' in unescape(reply.text)
    assert list_drafts(app, ids) == []


@pytest.mark.parametrize("kind", list(Kind))
@ON_SQLITE
def test_an_empty_form_of_every_kind_can_be_looked_at(
    ids: Ids, teacher: Visitor, kind: Kind
) -> None:
    page = form_of(ids, kind)
    url = page.replace("?", "/preview?") if "?" in page else f"{page}/preview"
    reply = teacher.send(url, {"stem": "x", "skill": "nonsense", "paragraph": "x"}, page=page)
    assert reply.status_code == 200
    assert "Before you can save" in reply.text


@ON_SQLITE
def test_a_preview_hides_in_the_passage_what_the_attempt_hides(
    app: Flask, ids: Ids, teacher: Visitor
) -> None:
    write(teacher, ids, Kind.CLOZE)
    page = f"/teach/questions/{find_question(app, ids, Kind.CLOZE)}/edit"
    fields = printed_fields(teacher.see(page))
    look = teacher.send(f"{page}/preview", fields, page=page).text
    quoted = look[look.index("The passage meanwhile") :]
    assert "(left out)" in quoted
    assert "1900" not in quoted
    assert read_question(app, ids, find_question(app, ids, Kind.CLOZE))[0] == 1


@ON_SQLITE
def test_the_button_shows_the_preview_on_the_page_and_keeps_what_was_typed(
    app: Flask, ids: Ids, teacher: Visitor
) -> None:
    reply = write(teacher, ids, Kind.MULTIPLE_CHOICE, preview="1")
    assert reply.status_code == 200
    assert '<legend class="stem" lang="en">When did the mill burn down?</legend>' in reply.text
    assert printed_fields(reply.text)["options-1-rationale"] == "Paragraph 1 says so."
    assert list_drafts(app, ids) == []


@ON_SQLITE
def test_a_stranger_can_neither_write_nor_look(app: Flask, ids: Ids, teacher: Visitor) -> None:
    write(teacher, ids, Kind.SHORT_ANSWER)
    edit = f"/teach/questions/{find_question(app, ids, Kind.SHORT_ANSWER)}/edit"
    stranger = sign_in_teacher(app, "other")
    for url in (f"/teach/banks/{ids.bank_id}/questions/new", form_of(ids, Kind.CLOZE), edit):
        stranger.see(url, 404)
        teacher.see(url)
    for url, page in ((f"{edit}/preview", edit), (edit, edit)):
        token = stranger.token("/teach/articles/new")
        assert stranger.client.post(url, data={"csrf_token": token}).status_code == 404
        assert teacher.send(url, page=page).status_code == 200
