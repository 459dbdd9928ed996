"""Learners mark words and write notes, which nobody else ever sees."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from quizapp.db import db
from quizapp.notebook.notes import list_notes
from tests.conftest import MovableClock
from tests.web.clients import Visitor, another_learner, sign_in_teacher, the_learner
from tests.web.engines import ON_SQLITE
from tests.web.worlds import COUNT, Ids, build, start_attempt

pytestmark = ON_SQLITE
NOTE = "A private thought"


def write(learner: Visitor, ids: Ids, **fields: Any) -> Any:
    url = f"/learn/texts/{ids.article_id}"
    sent = {"paragraph": "2", "colour": "green", **fields}
    return learner.send(f"{url}/notes", sent, page=url)


def kept(app: Flask, ids: Ids) -> list[tuple[int, int, int, str]]:
    with app.app_context():
        notes = list_notes(db.session(), ids.learner_id, ids.article_id)
        return [(it.paragraph, it.start_offset, it.end_offset, it.text) for it in notes]


def test_words_are_marked_where_they_stand(app: Flask, clock: MovableClock) -> None:
    ids = build(app, clock())
    learner = the_learner(app, ids)
    reply = write(learner, ids, quote="Jana Kralova", text=NOTE)
    assert reply.location == f"/learn/texts/{ids.article_id}#passage-{ids.article_id}-p2"
    assert (2, 6, 18, NOTE) in kept(app, ids)
    page = learner.see(f"/learn/texts/{ids.article_id}")
    assert '<mark class="note-mark note-green">Jana Kralova</mark>' in page
    assert NOTE in page
    assert NOTE in learner.see(f"/learn/texts/{ids.article_id}/notes")


def test_the_offset_of_a_script_tells_which_of_two_is_meant(
    app: Flask, clock: MovableClock
) -> None:
    ids = build(app, clock())
    learner = the_learner(app, ids)
    write(learner, ids, paragraph="3", quote="it", start="6")
    write(learner, ids, paragraph="3", quote="carries", start="999999")
    assert [it[:3] for it in kept(app, ids) if it[0] == 3] != []


def test_a_note_may_be_on_a_whole_paragraph(app: Flask, clock: MovableClock) -> None:
    ids = build(app, clock())
    learner = the_learner(app, ids)
    write(learner, ids, text=NOTE)
    assert (2, 0, 0, NOTE) in kept(app, ids)
    assert "Note to paragraph 2" in learner.see(f"/learn/texts/{ids.article_id}")


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"quote": "Not there"}, "These words do not stand in that paragraph."),
        ({}, "Write a note, or choose words to mark."),
        ({"text": "a" * 1001}, "Write at most 1000 characters."),
    ],
)
def test_a_note_that_cannot_be_kept_is_told_and_stays_in_its_field(
    app: Flask, clock: MovableClock, fields: dict[str, str], told: str
) -> None:
    ids = build(app, clock())
    before = kept(app, ids)
    reply = write(the_learner(app, ids), ids, **fields)
    assert reply.status_code == 200
    assert "There is a problem" in reply.text
    assert told in reply.text
    assert all(value in reply.text for value in fields.values())
    assert kept(app, ids) == before


def test_a_note_is_changed_and_removed(app: Flask, clock: MovableClock) -> None:
    ids = build(app, clock())
    learner = the_learner(app, ids)
    url = f"/learn/texts/{ids.article_id}/notes/{ids.note_id}"
    assert "Of wood?" in learner.see(url)
    learner.send(url, {"colour": "violet", "text": NOTE})
    assert kept(app, ids) == [(1, 8, 14, NOTE)]
    reply = learner.send(url, {"colour": "violet", "text": "a" * 1001})
    assert "Write at most 1000 characters." in reply.text
    learner.send(f"{url}/remove", page=url)
    assert kept(app, ids) == []
    learner.see(url, 404)


def test_nobody_else_sees_a_note(app: Flask, clock: MovableClock) -> None:
    ids = build(app, clock())
    write(the_learner(app, ids), ids, text=NOTE)
    url = f"/learn/texts/{ids.article_id}/notes/{ids.note_id}"
    another_learner(app, ids).see(url, 404)
    teacher = sign_in_teacher(app)
    teacher.see(url, 403)
    course = f"/teach/courses/{ids.course_id}"
    for page in (course, f"{course}/learners/{ids.learner_id}/progress", "/teach"):
        assert NOTE not in teacher.see(page)


def test_a_note_on_hidden_words_shows_only_what_is_shown(app: Flask, clock: MovableClock) -> None:
    ids = build(app, clock(), question_count=COUNT, max_attempts=1)
    learner = the_learner(app, ids)
    write(learner, ids, paragraph="3", quote="40 million crowns it carries")
    paragraph, start, end, _ = kept(app, ids)[-1]
    whole = "It cost 40 million crowns, and it carries trams and cyclists."
    assert (paragraph, whole[start:end]) == (3, "40 million crowns, and it carries")
    shown = "40 million crowns it carries"
    assert shown in learner.see(f"/learn/texts/{ids.article_id}/notes")
    attempt_id = start_attempt(app, ids, clock())
    learner.send(f"/learn/attempts/{attempt_id}/submit", page="/learn")
    assert whole[start:end] in learner.see(f"/learn/texts/{ids.article_id}/notes")
