"""Learners read the texts of their quizzes, where they were, and as they like them to look."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

import pytest
from flask import Flask

from quizapp.accounts.models import Learner
from quizapp.attempts import sitting
from quizapp.attempts.admission import Visitor
from quizapp.db import db
from quizapp.notebook.places import sum_reading
from quizapp.quizzes.models import Assignment
from tests.conftest import MovableClock
from tests.factories import one_of_each_kind
from tests.web.clients import another_learner, the_learner
from tests.web.engines import ON_SQLITE
from tests.web.worlds import COUNT, GRACE, Ids, build, give_both_articles, start_attempt

pytestmark = ON_SQLITE
HIDDEN = next(it for it in one_of_each_kind() if it.uid == "place-the-cost").hidden_spans[0].quote
SECRET_SENTENCE = "40 million crowns, and it carries"


def url_of(ids: Ids) -> str:
    return f"/learn/texts/{ids.article_id}"


def set_window(app: Flask, ids: Ids, **window: Any) -> None:
    with app.app_context():
        assignment = db.session.get_one(Assignment, ids.assignment_id)
        for name, moment in window.items():
            setattr(assignment, name, moment)
        db.session.commit()


def test_the_texts_of_open_quizzes_are_listed(app: Flask, clock: MovableClock) -> None:
    ids = build(app, clock())
    give_both_articles(app, ids, clock())
    page = the_learner(app, ids).see("/learn/texts")
    assert "The bridge at Ostrava" in page
    assert "The last ferry" in page
    assert "For: Crossings; Bridges" in page
    assert "Not begun" in page


def test_who_has_no_text_is_told_what_comes_next(app: Flask, clock: MovableClock) -> None:
    page = another_learner(app, build(app, clock())).see("/learn/texts")
    assert "A text appears here as soon as a quiz about it is open." in page


@pytest.mark.parametrize("rules", [{"access_code": "sesame"}, {"ip_ranges": ("10.0.0.0/8",)}])
def test_a_text_behind_a_door_waits_until_the_learner_has_been_inside(
    app: Flask, clock: MovableClock, rules: dict[str, Any]
) -> None:
    ids = build(app, clock(), max_attempts=1, **rules)
    learner = the_learner(app, ids)
    learner.see(url_of(ids), 404)
    with app.app_context():
        session = db.session()
        attempt = sitting.start(
            session,
            session.get_one(Assignment, ids.assignment_id),
            session.get_one(Learner, ids.learner_id),
            now=clock(),
            rng=Random(1),
            grace_seconds=GRACE,
            visitor=Visitor("sesame", "10.0.0.7"),
        )
        session.commit()
        attempt_id = attempt.id
    learner.see(url_of(ids), 404)
    learner.send(f"/learn/attempts/{attempt_id}/submit", page="/learn")
    learner.see(url_of(ids))


def test_a_text_comes_when_its_quiz_opens_and_stays_when_it_is_done(
    app: Flask, clock: MovableClock
) -> None:
    ids = build(app, clock(), max_attempts=1)
    learner = the_learner(app, ids)
    set_window(app, ids, opens_at=clock() + timedelta(hours=1))
    learner.see(url_of(ids), 404)
    clock.move(hours=1)
    learner.see(url_of(ids))
    start_attempt(app, ids, clock(), closed=True)
    learner.see(url_of(ids))


def test_the_page_has_numbered_paragraphs_in_sentences(app: Flask, clock: MovableClock) -> None:
    ids = build(app, clock())
    page = the_learner(app, ids).see(url_of(ids))
    assert f'id="passage-{ids.article_id}-p3"' in page
    assert page.count('class="sentence"') == 3
    assert "A new crossing" in page
    assert f'href="{url_of(ids)}"' in the_learner(app, ids).see(
        f"/learn/assignments/{ids.assignment_id}"
    )


def test_what_gives_a_key_away_is_left_out_until_the_answers_are_shown(
    app: Flask, clock: MovableClock
) -> None:
    ids = build(app, clock(), question_count=COUNT, max_attempts=1)
    learner = the_learner(app, ids)
    assert HIDDEN == ", and"
    assert SECRET_SENTENCE not in learner.see(url_of(ids))
    attempt_id = start_attempt(app, ids, clock())
    assert SECRET_SENTENCE not in learner.see(url_of(ids))
    learner.send(f"/learn/attempts/{attempt_id}/submit", page="/learn")
    assert SECRET_SENTENCE in learner.see(url_of(ids))


def test_while_an_attempt_runs_the_page_says_what_is_left_out(
    app: Flask, clock: MovableClock
) -> None:
    ids = build(app, clock())
    learner = the_learner(app, ids)
    told = "in the middle of a quiz on this text"
    assert told not in learner.see(url_of(ids))
    start_attempt(app, ids, clock())
    assert told in learner.see(url_of(ids))


def test_the_place_and_the_seconds_of_reading_are_kept(app: Flask, clock: MovableClock) -> None:
    ids = build(app, clock())
    learner = the_learner(app, ids)
    url = f"{url_of(ids)}/place"
    reply = learner.send(url, {"paragraph": "2", "seconds": "12"}, page=url_of(ids))
    assert reply.status_code == 204
    assert "Go on at paragraph 2" in learner.see(url_of(ids))
    assert "Read up to paragraph 2 of 3" in learner.see("/learn/texts")
    with app.app_context():
        assert [it.seconds for it in sum_reading(db.session(), ids.learner_id)] == [12]


def test_without_a_script_a_form_remembers_the_place(app: Flask, clock: MovableClock) -> None:
    ids = build(app, clock())
    learner = the_learner(app, ids)
    reply = learner.send(f"{url_of(ids)}/place", {"paragraph": "3"}, page=url_of(ids))
    assert reply.location == f"{url_of(ids)}#passage-{ids.article_id}-p3"
    assert "Read to the end" in learner.see("/learn/texts")


@pytest.mark.parametrize("sent", [{"paragraph": "9"}, {}, {"paragraph": "1", "seconds": "-4"}])
def test_a_place_that_is_none_is_refused(
    app: Flask, clock: MovableClock, sent: dict[str, str]
) -> None:
    ids = build(app, clock())
    learner = the_learner(app, ids)
    assert learner.send(f"{url_of(ids)}/place", sent, page=url_of(ids)).status_code == 400


def test_a_look_stands_on_every_page_of_its_learner_alone(app: Flask, clock: MovableClock) -> None:
    ids = build(app, clock())
    learner = the_learner(app, ids)
    chosen = {"size": "4", "lines": "wide", "letters": "usual", "face": "clear", "theme": "sepia"}
    reply = learner.send("/learn/reading-settings", chosen)
    assert reply.location == "/learn/reading-settings"
    look = 'data-size="4" data-lines="wide" data-face="clear" data-theme="sepia"'
    attempt_id = start_attempt(app, ids, clock())
    for url in ("/learn", url_of(ids), f"/learn/attempts/{attempt_id}", "/learn/nowhere"):
        page = learner.get(url).text
        assert f'<html lang="en" dir="ltr" {look}>' in page
        assert "look.css" in page
    assert '<html lang="en" dir="ltr">' in another_learner(app, ids).see("/learn")


def test_a_look_that_there_is_not_is_refused_in_words(app: Flask, clock: MovableClock) -> None:
    learner = the_learner(app, build(app, clock()))
    reply = learner.send("/learn/reading-settings", {"theme": "plaid"})
    assert reply.status_code == 200
    assert "There is a problem" in reply.text
