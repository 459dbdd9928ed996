"""Questions come in from a file and go out in one, through the pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from quizapp.bank.content import load_latest
from quizapp.bank.formats.registry import FORMATS
from quizapp.bank.models import Bank
from quizapp.bank.waiting import find_file
from quizapp.db import db
from quizapp.generation.draft import Status
from tests.conftest import MovableClock
from tests.web.clients import Visitor, another_learner, sign_in_teacher, the_learner
from tests.web.controls import read_controls
from tests.web.engines import ON_SQLITE
from tests.web.worlds import PICTURE, PICTURE_SHA256, Ids, build, start_attempt

pytestmark = ON_SQLITE
BRING, LOOK, DROP = "/teach/banks/import", "/teach/banks/import/look", "/teach/banks/import/drop"
AIKEN = b"""What was closed in 1998?
A) The new bridge
B) The old bridge
ANSWER: B

Which of these has no answer?
A) This one
B) That one
"""


@dataclass(frozen=True)
class Place:
    app: Flask
    ids: Ids
    teacher: Visitor

    def send(self, raw: bytes, **fields: str) -> str:
        reply = self.teacher.send(
            BRING, {"file": (BytesIO(raw), "unit 3.txt"), "format": "", **fields}
        )
        return reply.location or reply.text

    def read_fingerprint(self, choice: str = "") -> str:
        found = re.search(r'name="seen"[^>]*value="(\w+)"', self.teacher.see(f"{LOOK}?{choice}"))
        return found[1] if found else ""

    def commit(self, choice: str = "") -> TestResponse:
        fields = {"seen": self.read_fingerprint(choice)}
        return self.teacher.send(f"{LOOK}?{choice}", fields, page=BRING)

    def list_drafts(self) -> list[str]:
        with self.app.app_context():
            latest = load_latest(db.session(), self.ids.bank_id)
            return [draft.stem for it, _, draft in latest if it.status is Status.DRAFT]


@pytest.fixture
def place(app: Flask, clock: MovableClock) -> Place:
    return Place(app, build(app, clock()), sign_in_teacher(app))


def test_a_file_is_shown_then_imported_then_gone(place: Place) -> None:
    assert place.send(AIKEN) == LOOK
    choice = f"article={place.ids.article_id}&bank={place.ids.bank_id}"
    page = place.teacher.see(f"{LOOK}?{choice}")
    assert "was read as Aiken" in page
    assert "The old bridge was closed in 1998 after a flood." in page
    assert "line 6" in page
    assert "ANSWER: " in page
    assert place.list_drafts() == []
    reply = place.commit(choice)
    assert reply.location == f"/teach/banks/{place.ids.bank_id}?status=draft"
    assert place.list_drafts() == ["What was closed in 1998?"]
    assert place.teacher.get(LOOK).location == BRING


def test_questions_without_a_text_wait_for_an_article(place: Place) -> None:
    place.send(AIKEN)
    page = place.teacher.see(LOOK)
    assert "without a text: choose the article that it is about" in page
    assert "There is nothing to import yet" in page
    assert place.commit().location == LOOK
    assert place.list_drafts() == []


def test_a_file_that_comes_again_doubles_nothing(place: Place) -> None:
    for _ in range(3):
        place.send(AIKEN)
        place.commit(f"article={place.ids.article_id}")
    assert place.list_drafts() == ["What was closed in 1998?"]


def test_of_two_tabs_only_the_file_that_was_looked_at_is_imported(place: Place) -> None:
    place.send(AIKEN)
    seen = place.read_fingerprint()
    place.send(AIKEN.replace(b"1998", b"2003"))
    choice = f"article={place.ids.article_id}"
    reply = place.teacher.send(f"{LOOK}?{choice}", {"seen": seen}, page=LOOK)
    assert reply.location == LOOK
    assert "Another file is here by now" in place.teacher.see(LOOK)
    assert place.list_drafts() == []
    place.commit(choice)
    assert place.list_drafts() == ["What was closed in 2003?"]


def test_a_button_that_is_pressed_twice_imports_once(place: Place) -> None:
    place.send(AIKEN)
    place.commit(f"article={place.ids.article_id}")
    again = place.teacher.send(f"{LOOK}?article={place.ids.article_id}", page=BRING)
    assert again.location == BRING
    assert len(place.list_drafts()) == 1


def test_a_file_that_can_no_longer_be_read_is_told_and_another_takes_its_place(
    place: Place,
) -> None:
    place.send(AIKEN)
    with place.app.app_context():
        teacher_id = db.session.get_one(Bank, place.ids.bank_id).teacher_id
        waiting = find_file(db.session(), teacher_id)
        assert waiting
        waiting.raw = b"\0"
        db.session.commit()
    assert place.teacher.get(LOOK).location == BRING
    assert "This is no text." in place.teacher.see(BRING)
    assert place.send(AIKEN) == LOOK


def test_a_file_of_no_known_format_is_refused_with_what_can_be_read(place: Place) -> None:
    page = place.send(b"Dear diary, nothing happened today.")
    assert "No question can be found in this file." in page
    assert "Aiken" in page


def test_every_format_that_is_written_can_be_chosen_on_the_page(place: Place) -> None:
    page = place.teacher.see(f"/teach/banks/{place.ids.bank_id}/export")
    written = [it.name for it in FORMATS.values() if it.write]
    assert [it for it in written if f'value="{it}"' not in page] == []
    page = place.teacher.see(f"/teach/banks/{place.ids.bank_id}/export?format=qti12")
    assert "Import Course Content" in page


def test_without_a_file_the_form_says_so(place: Place) -> None:
    reply = place.teacher.send(BRING, {"format": ""})
    assert "Choose a file." in reply.text


def test_a_file_that_is_not_wanted_is_let_go(place: Place) -> None:
    place.send(AIKEN)
    assert place.teacher.send(DROP, page=LOOK).location == "/teach/banks"
    with place.app.app_context():
        teacher_id = db.session.get_one(Bank, place.ids.bank_id).teacher_id
        assert find_file(db.session(), teacher_id) is None


def test_nobody_sees_the_file_or_the_bank_of_another(place: Place) -> None:
    place.send(AIKEN)
    other = sign_in_teacher(place.app, "other")
    assert other.get(LOOK).location == BRING
    place.teacher.see(f"{LOOK}?bank={place.ids.bank_id}&article={place.ids.article_id}")
    place.teacher.see(f"{LOOK}?bank=999999", 404)
    other.see(f"/teach/banks/{place.ids.bank_id}/export", 404)


def test_a_bank_is_exported_after_it_is_said_what_is_left_out(place: Place) -> None:
    url = f"/teach/banks/{place.ids.bank_id}/export"
    assert "Download the file" not in place.teacher.see(url)
    page = place.teacher.see(f"{url}?format=aiken")
    assert "Download the file" in page
    assert "Aiken has no question like “matching”; it is left out." in page
    assert "Aiken has no place for the passage, pictures" in page
    reply = place.teacher.get(f"{url}/aiken")
    assert "attachment" in reply.headers["Content-Disposition"]
    assert reply.text.startswith("Who opened the new bridge?\nA) Jana Kralova\n")


def test_an_unknown_format_is_not_found_and_an_empty_file_not_made(place: Place) -> None:
    url = f"/teach/banks/{place.ids.bank_id}/export"
    place.teacher.see(f"{url}/word", 404)
    with place.app.app_context():
        for question, _, _ in load_latest(db.session(), place.ids.bank_id):
            question.status = Status.DRAFT
        db.session.commit()
    assert "Tick “Drafts too”." in place.teacher.see(f"{url}?format=aiken")
    assert place.teacher.get(f"{url}/aiken").location == url
    assert "Download the file" in place.teacher.see(f"{url}?format=aiken&drafts=y")


def test_a_picture_goes_to_whoever_may_see_its_question(place: Place, clock: MovableClock) -> None:
    for_teachers, for_learners = (f"/{it}/pictures/{PICTURE_SHA256}" for it in ("teach", "learn"))
    reply = place.teacher.get(for_teachers)
    assert (reply.data, reply.mimetype) == (PICTURE, "image/gif")
    assert reply.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    sign_in_teacher(place.app, "other").see(for_teachers, 404)
    learner = the_learner(place.app, place.ids)
    learner.see(for_learners, 404)
    start_attempt(place.app, place.ids, clock())
    assert learner.get(for_learners).data == PICTURE
    another_learner(place.app, place.ids).see(for_learners, 404)


def test_a_learner_sees_the_picture_with_its_question(place: Place, clock: MovableClock) -> None:
    attempt_id = start_attempt(place.app, place.ids, clock())
    page = the_learner(place.app, place.ids).see(f"/learn/attempts/{attempt_id}")
    assert f'<img src="/learn/pictures/{PICTURE_SHA256}" alt="A bridge in fog">' in page


def test_a_draft_without_evidence_is_mended_before_its_evidence_is_chosen(place: Place) -> None:
    place.send(b"Who was it?\nA) Nobody here\nB) Somebody there\nANSWER: B\n")
    place.commit(f"article={place.ids.article_id}")
    with place.app.app_context():
        question_id = load_latest(db.session(), place.ids.bank_id)[-1][0].id
    page = f"/teach/questions/{question_id}/edit"
    shown = place.teacher.see(page)
    fields = read_controls(shown)
    fields["stem"] = "Who was it, then?"
    reply = place.teacher.client.post(page, data={**fields, "approve": "1"})
    assert "Choose the words that prove the key." in reply.text
    assert place.teacher.client.post(page, data={**fields, "submit": "1"}).status_code == 302
    assert place.list_drafts() == ["Who was it, then?"]
    reply = place.teacher.send(
        f"/teach/questions/{question_id}/decide", {"status": "approved"}, page=page
    )
    assert place.list_drafts() == ["Who was it, then?"]
