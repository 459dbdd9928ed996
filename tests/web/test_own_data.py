"""A learner gets everything that is kept about them, and nothing that pages would not show."""

from __future__ import annotations

import io
import json
import re
import zipfile
from typing import Any

import pytest
from flask import Flask

from quizapp.attempts.models import EventKind
from quizapp.db import db
from quizapp.generation.draft import Kind
from quizapp.privacy.tables import HELD
from quizapp.quizzes.rules import EVERYTHING, SCORE_ONLY, ReviewPolicy
from quizapp.web.record_words import EVENTS
from tests.conftest import MovableClock
from tests.privacy.lives import TYPED, live
from tests.web.clients import Visitor, another_learner, sign_in_learner, sign_in_teacher
from tests.web.clients import the_learner as sign_in
from tests.web.engines import ON_SQLITE
from tests.web.gated import build_gated, find_choice, read_form, url_of
from tests.web.sitting import number, save, start
from tests.web.worlds import (
    LEARNER,
    SECRET,
    Ids,
    build,
    drafts_with_secrets,
    find_position,
    right_answers,
    start_attempt,
)

RECORD = "/learn/my-data/record.zip"


def unpack(visitor: Visitor, url: str = RECORD) -> tuple[dict[str, Any], str]:
    """The record as programs read it, and its page."""
    reply = visitor.get(url)
    assert (reply.status_code, reply.mimetype) == (200, "application/zip")
    with zipfile.ZipFile(io.BytesIO(reply.data)) as archive:
        assert archive.namelist() == ["record.html", "record.json"]
        page, told = (archive.read(it).decode() for it in archive.namelist())
    return json.loads(told), page


@pytest.fixture
def code(app: Flask, clock: MovableClock) -> str:
    """The join code of a course with a learner of whom every table holds something."""
    with app.app_context():
        world = live(db.session(), clock, review=EVERYTHING).world
        db.session.commit()
        return world.course.join_code


def test_the_record_has_something_of_every_table(app: Flask, code: str) -> None:
    told, page = unpack(sign_in_learner(app, code, LEARNER))
    for table, held in HELD.items():
        assert not held.section or told[held.section], table
    (attempt,) = told["attempts"]
    assert attempt["breaks"]
    assert attempt["events"]
    assert [TYPED] in [answer["given"] for it in attempt["questions"] for answer in it["answers"]]
    assert told["account"]["external_id"] == "0042"
    for words in (TYPED, "Well thought, Ada Lovelace", "Ada Lovelace was here", "too much water"):
        assert words in page


def test_the_page_of_the_record_needs_nothing_from_elsewhere(app: Flask, code: str) -> None:
    _, page = unpack(sign_in_learner(app, code, LEARNER))
    for trace in ("<script", "<link", "src=", "href=", "url(", "@import"):
        assert trace not in page


@ON_SQLITE
@pytest.mark.parametrize(
    ("language", "words"), [("en", "Record of"), ("ru", "Данные"), ("kk", "деректері")]
)
def test_the_record_speaks_the_language_of_its_learner(
    app: Flask, clock: MovableClock, language: str, words: str
) -> None:
    ids = build(app, clock())
    learner = sign_in(app, ids)
    learner.send("/language", {"language": language}, page="/learn")
    _, page = unpack(learner)
    assert f'<html lang="{language}"' in page
    assert words in page


@ON_SQLITE
def test_the_page_says_what_is_kept_and_whom_to_ask(app: Flask, clock: MovableClock) -> None:
    ids = build(app, clock())
    start_attempt(app, ids, clock(), closed=True)
    page = sign_in(app, ids).see("/learn/my-data")
    for words in ("Get my record", "1 attempt", "Ms Test", "until somebody erases you"):
        assert words in page
    assert "/learn/my-data" in sign_in(app, ids).see("/learn/progress")


@ON_SQLITE
def test_a_running_attempt_tells_the_own_answers_and_nothing_else(
    app: Flask, clock: MovableClock
) -> None:
    ids = build(app, clock(), drafts_with_secrets(), review=EVERYTHING)
    learner = sign_in(app, ids)
    attempt = start(learner, ids)
    position = find_position(app, number(attempt), Kind.SHORT_ANSWER)
    save(learner, attempt, position=position, answer=["my own words"])
    told, page = unpack(learner)
    assert "my own words" in page
    (asked,) = (it for it in told["attempts"][0]["questions"] if it["position"] == position)
    assert [it["given"] for it in asked["answers"]] == [["my own words"]]
    for question in told["attempts"][0]["questions"]:
        assert {question[it] for it in ("stem", "score", "state", "comment")} == {None}
    assert SECRET not in page
    assert SECRET not in json.dumps(told)


@ON_SQLITE
@pytest.mark.parametrize(
    ("policy", "shown"), [(SCORE_ONLY, (True, False)), (EVERYTHING, (True, True))]
)
def test_the_record_tells_what_the_review_policy_lets_a_page_tell(
    app: Flask, clock: MovableClock, policy: ReviewPolicy, shown: tuple[bool, bool]
) -> None:
    told, _ = unpack(sign_in(app, build_once(app, clock, policy)))
    (attempt,) = told["attempts"]
    state = attempt["questions"][0]["state"]
    assert (attempt["score"] is not None, state is not None) == shown


def build_once(app: Flask, clock: MovableClock, policy: ReviewPolicy) -> Ids:
    ids = build(app, clock(), drafts_with_secrets(), review=policy)
    start_attempt(app, ids, clock(), closed=True)
    return ids


@ON_SQLITE
def test_right_answers_are_in_no_record_even_where_pages_show_them(
    app: Flask, clock: MovableClock
) -> None:
    ids = build_once(app, clock, EVERYTHING)
    told, page = unpack(sign_in(app, ids))
    assert told["attempts"][0]["questions"][0]["state"] == "unanswered"
    assert SECRET not in page
    assert SECRET not in json.dumps(told)


@ON_SQLITE
def test_whoever_reads_in_the_record_how_it_went_has_seen_the_result(
    app: Flask, clock: MovableClock
) -> None:
    ids = build_once(app, clock, EVERYTHING)
    unpack(sign_in(app, ids))
    told, _ = unpack(sign_in(app, ids))
    kinds = [it["kind"] for it in told["attempts"][0]["events"]]
    assert kinds.count(EventKind.RESULT_SEEN) == 1


@ON_SQLITE
def test_what_lies_behind_a_gate_is_not_in_the_record(app: Flask, clock: MovableClock) -> None:
    ids = build_gated(app, clock())
    learner = sign_in(app, ids)
    page = learner.see(url_of(ids))
    fields = {**read_form(page), "answer": find_choice(page, "False")}
    learner.send(f"{url_of(ids)}/gate", fields, page=url_of(ids))
    told, html = unpack(learner)
    (answer,) = told["gate_answers"]
    assert (answer["given"], answer["was_right"]) == (["False"], False)
    assert SECRET not in html
    attempt = start(learner, ids)
    told, _ = unpack(learner)
    (answer,) = told["gate_answers"]
    assert (answer["given"], answer["was_right"], answer["stem"]) == (["False"], None, None)
    assert attempt


@ON_SQLITE
def test_while_a_quiz_about_the_text_runs_a_kept_word_has_no_meaning_in_the_record(
    app: Flask, clock: MovableClock
) -> None:
    ids = build(app, clock())
    learner = sign_in(app, ids)
    told, _ = unpack(learner)
    assert [(it["word"], it["meaning"]) for it in told["words"]] == [("flood", "too much water")]
    start(learner, ids)
    told, page = unpack(learner)
    assert [(it["word"], it["meaning"]) for it in told["words"]] == [("flood", None)]
    assert "too much water" not in page


@ON_SQLITE
@pytest.mark.parametrize("section", ["notes", "words", "reading"])
def test_own_things_go_once_it_is_confirmed(app: Flask, clock: MovableClock, section: str) -> None:
    ids = build(app, clock())
    learner = sign_in(app, ids)
    learner.send(f"{url_of(ids)}/place", {"paragraph": "2", "seconds": "9"}, page="/learn/texts")
    key = {"reading": "reading_places"}.get(section, section)
    assert unpack(learner)[0][key]
    page = "/learn/my-data/remove"
    ticked = re.search(r"<input[^>]* checked[^>]*>", learner.see(f"{page}?section={section}"))
    assert ticked
    assert f'value="{section}"' in ticked[0]
    assert "Choose what you want to remove." in learner.send(page).text
    assert unpack(learner)[0][key], "nothing is chosen, nothing is gone"
    assert learner.send(page, {"section": section}).location == "/learn/my-data"
    assert not unpack(learner)[0][key]


@ON_SQLITE
def test_nothing_else_can_be_removed_and_no_stranger_gets_anything(
    app: Flask, clock: MovableClock
) -> None:
    ids = build(app, clock())
    learner = sign_in(app, ids)
    refused = learner.send("/learn/my-data/remove", {"section": "attempts"})
    assert refused.status_code == 200
    assert unpack(learner)[0]["words"]
    told, _ = unpack(another_learner(app, ids))
    assert told["account"]["name"] == "Mallory Stone"
    assert told["attempts"] == told["words"] == []
    assert sign_in_teacher(app).get(RECORD).status_code == 403


def test_every_kind_of_event_has_words() -> None:
    assert set(EVENTS) == set(EventKind)


@ON_SQLITE
def test_right_answers_are_no_easier_to_guess_from_the_order_of_an_answer(
    app: Flask, clock: MovableClock
) -> None:
    ids = build(app, clock())
    learner = sign_in(app, ids)
    attempt = start(learner, ids)
    position = find_position(app, number(attempt), Kind.MULTIPLE_RESPONSE)
    fields = right_answers(app, number(attempt))[position]
    save(learner, attempt, position=position, answer=fields)
    told, _ = unpack(learner)
    (asked,) = (it for it in told["attempts"][0]["questions"] if it["position"] == position)
    assert asked["answers"][0]["given"] == ["Cyclists", "Trams"]
