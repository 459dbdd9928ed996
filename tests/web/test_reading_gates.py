"""A learner reads a text in parts: what lies beyond a gate is on no page until it is passed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from quizapp.accounts.models import Learner
from quizapp.articles.models import Article
from quizapp.bank.models import Question
from quizapp.db import db
from quizapp.dictionary.looking import look_up
from quizapp.generation.draft import Status
from quizapp.guided.models import GateAnswer
from quizapp.notebook.places import note_reading
from quizapp.notebook.words import list_words
from tests.conftest import NOON, MovableClock
from tests.guided.reading import FIRST, find_id, gate_drafts
from tests.web import gated
from tests.web.clients import Visitor, another_learner, the_learner
from tests.web.engines import ON_SQLITE
from tests.web.gated import LAST_PART, SECOND_PART, answer, build_gated, put_gate, url_of
from tests.web.worlds import PICTURE_SHA256, SECRET, Ids, build, start_attempt

pytestmark = ON_SQLITE


def set_status(app: Flask, ids: Ids, uid: str, status: Status) -> None:
    with app.app_context():
        article = db.session.get_one(Article, ids.article_id)
        db.session.get_one(Question, find_id(db.session(), article, uid)).status = status
        db.session.commit()


def count_answers(app: Flask) -> int:
    with app.app_context():
        return db.session.query(GateAnswer).count()


def test_each_right_answer_opens_the_next_part(app: Flask, clock: MovableClock) -> None:
    ids = build_gated(app, clock())
    learner = the_learner(app, ids)
    page = learner.see(url_of(ids))
    assert "Part 1 of 3" in page
    assert "Before you read on" in page
    assert SECOND_PART not in page
    assert "Part 1 of 3" in learner.see("/learn/texts")
    reply = answer(learner, ids, "True")
    assert reply.location == f"{url_of(ids)}#part-2"
    page = learner.see(url_of(ids))
    assert 'id="part-2"' in page
    assert "Your answer was right." in page
    assert SECOND_PART in page
    assert LAST_PART not in page
    answer(learner, ids, "Jana Kralova")
    page = learner.see(url_of(ids))
    assert LAST_PART in page
    assert "Before you read on" not in page


def test_a_wrong_answer_says_what_to_read_again_and_never_what_is_right(
    app: Flask, clock: MovableClock
) -> None:
    ids = build_gated(app, clock())
    learner = the_learner(app, ids)
    answer(learner, ids, "True")
    reply = answer(learner, ids, "A cyclist")
    assert reply.location == f"{url_of(ids)}#gate"
    page = learner.see(url_of(ids))
    assert "Read paragraph 2 again, then try once more." in page
    assert f'href="#passage-{ids.article_id}-p2"' in page
    assert "in any case after 2 more tries" in page
    assert LAST_PART not in page
    assert SECRET not in page


def test_nothing_that_only_the_key_tells_is_on_the_page(app: Flask, clock: MovableClock) -> None:
    ids = build_gated(app, clock())
    learner = the_learner(app, ids)
    for words in ("False", "False", "True"):
        assert SECRET not in learner.see(url_of(ids))
        assert SECRET not in answer(learner, ids, words).text
    assert SECRET not in learner.see(url_of(ids))


def test_after_three_tries_the_part_opens_all_the_same(app: Flask, clock: MovableClock) -> None:
    ids = build_gated(app, clock())
    learner = the_learner(app, ids)
    assert "in any case after 3 tries" in learner.see(url_of(ids))
    for _ in range(2):
        answer(learner, ids, "False")
    assert SECOND_PART not in learner.see(url_of(ids))
    assert answer(learner, ids, "False").location == f"{url_of(ids)}#part-2"
    page = learner.see(url_of(ids))
    assert SECOND_PART in page
    assert "Opened after 3 tries." in page


def test_where_only_the_right_answer_opens_it_is_said(app: Flask, clock: MovableClock) -> None:
    ids = build_gated(app, clock())
    put_gate(app, ids, 1, FIRST, opens_after_tries=False)
    learner = the_learner(app, ids)
    for _ in range(4):
        answer(learner, ids, "False")
    page = learner.see(url_of(ids))
    assert "Try as often as you like." in page
    assert SECOND_PART not in page


def test_a_form_without_an_answer_is_no_try(app: Flask, clock: MovableClock) -> None:
    ids = build_gated(app, clock())
    learner = the_learner(app, ids)
    sent = gated.read_form(learner.see(url_of(ids)))
    reply = learner.send(f"{url_of(ids)}/gate", sent, page=url_of(ids))
    assert reply.status_code == 200
    assert "Answer the question to read on." in reply.text
    assert count_answers(app) == 0


def test_a_form_that_is_sent_twice_is_one_try(app: Flask, clock: MovableClock) -> None:
    ids = build_gated(app, clock())
    learner = the_learner(app, ids)
    page = learner.see(url_of(ids))
    sent = {**gated.read_form(page), "answer": gated.find_choice(page, "False")}
    for _ in range(2):
        reply = learner.send(f"{url_of(ids)}/gate", sent, page=url_of(ids))
        assert reply.location == f"{url_of(ids)}#gate"
    assert count_answers(app) == 1


@pytest.mark.parametrize(
    ("fields", "status"),
    [({"version": "9999"}, 302), ({"number": "x"}, 302), ({"answer": "7"}, 400)],
)
def test_an_answer_that_no_page_sends_is_none(
    app: Flask, clock: MovableClock, fields: dict[str, str], status: int
) -> None:
    ids = build_gated(app, clock())
    learner = the_learner(app, ids)
    assert answer(learner, ids, "True", **fields).status_code == status
    assert count_answers(app) == 0


def test_nobody_else_answers_or_reads(app: Flask, clock: MovableClock) -> None:
    ids = build_gated(app, clock())
    stranger = another_learner(app, ids)
    stranger.see(url_of(ids), 404)
    token = {"csrf_token": stranger.token("/learn")}
    assert stranger.client.post(f"{url_of(ids)}/gate", data=token).status_code == 404


def test_a_text_without_gates_has_no_parts_and_nothing_to_answer(
    app: Flask, clock: MovableClock
) -> None:
    ids = build(app, clock())
    learner = the_learner(app, ids)
    assert "Part 1 of" not in learner.see(url_of(ids))
    sent = {"number": "1", "version": "1", "answer": "0"}
    reply = learner.send(f"{url_of(ids)}/gate", sent, page=url_of(ids))
    assert reply.location == url_of(ids)


def test_the_preview_before_a_quiz_ends_at_the_gate_too(app: Flask, clock: MovableClock) -> None:
    ids = build_gated(app, clock())
    learner = the_learner(app, ids)
    url = f"/learn/assignments/{ids.assignment_id}"
    page = learner.see(url)
    assert "This is part 1 of 3." in page
    assert f'href="{url_of(ids)}#gate"' in page
    assert SECOND_PART not in page
    answer(learner, ids, "True")
    page = learner.see(url)
    assert SECOND_PART in page
    assert LAST_PART not in page


def test_while_an_attempt_at_the_text_runs_it_is_whole_and_nothing_is_asked(
    app: Flask, clock: MovableClock
) -> None:
    ids = build_gated(app, clock())
    learner = the_learner(app, ids)
    sent = gated.read_form(learner.see(url_of(ids)))
    attempt_id = start_attempt(app, ids, clock())
    assert LAST_PART in learner.see(f"/learn/attempts/{attempt_id}")
    page = learner.see(url_of(ids))
    assert LAST_PART in page
    assert "Before you read on" not in page
    learner.send(f"{url_of(ids)}/gate", {**sent, "answer": "0"}, page=url_of(ids))
    assert count_answers(app) == 0
    learner.send(f"/learn/attempts/{attempt_id}/submit", page="/learn")
    assert SECOND_PART not in learner.see(url_of(ids))


def test_a_gate_whose_question_was_retired_stands_open(app: Flask, clock: MovableClock) -> None:
    ids = build_gated(app, clock())
    learner = the_learner(app, ids)
    set_status(app, ids, FIRST, Status.RETIRED)
    page = learner.see(url_of(ids))
    assert SECOND_PART in page
    assert "Part 1 of 2" in page


def test_what_was_passed_stays_passed_when_a_gate_comes_back(
    app: Flask, clock: MovableClock
) -> None:
    ids = build_gated(app, clock())
    learner = the_learner(app, ids)
    answer(learner, ids, "True")
    for status in (Status.RETIRED, Status.APPROVED):
        set_status(app, ids, FIRST, status)
        assert SECOND_PART in learner.see(url_of(ids))


def note(number: int) -> dict[str, str]:
    return {"paragraph": str(number), "colour": "green", "quote": "bridge", "text": ""}


def test_a_note_can_stand_in_what_is_open_and_beyond_there_is_nothing(
    app: Flask, clock: MovableClock
) -> None:
    ids = build_gated(app, clock())
    learner = the_learner(app, ids)
    url = f"{url_of(ids)}/notes"
    assert learner.send(url, note(1), page=url_of(ids)).status_code == 302
    refused = learner.send(url, note(2), page=url_of(ids))
    assert refused.status_code == 200
    assert "Not a valid choice" in refused.text
    assert SECOND_PART not in refused.text
    answer(learner, ids, "True")
    assert learner.send(url, note(2), page=url_of(ids)).status_code == 302


def test_a_note_beyond_a_gate_that_came_later_waits_for_its_paragraph(
    app: Flask, clock: MovableClock
) -> None:
    ids = build(app, clock(), gate_drafts())
    learner = the_learner(app, ids)
    reply = learner.send(f"{url_of(ids)}/notes", note(2), page=url_of(ids))
    assert reply.status_code == 302
    page = learner.see(f"{url_of(ids)}/notes")
    link = f"{url_of(ids)}/notes/{ids.note_id + 1}"
    assert link in page
    put_gate(app, ids, 1, FIRST)
    assert link not in learner.see(f"{url_of(ids)}/notes")
    learner.see(link, 404)
    learner.see(f"{url_of(ids)}/notes/{ids.note_id}")
    answer(learner, ids, "True")
    learner.see(link)


def test_a_place_beyond_a_gate_is_refused_and_an_old_one_leads_to_the_gate(
    app: Flask, clock: MovableClock
) -> None:
    ids = build_gated(app, clock())
    learner = the_learner(app, ids)
    url = f"{url_of(ids)}/place"
    assert learner.send(url, {"paragraph": "1"}, page=url_of(ids)).status_code == 302
    assert learner.send(url, {"paragraph": "2"}, page=url_of(ids)).status_code == 400
    with app.app_context():
        note_reading(
            db.session(),
            db.session.get_one(Learner, ids.learner_id),
            db.session.get_one(Article, ids.article_id),
            paragraph=3,
            seconds=0,
            now=NOON + timedelta(minutes=1),
            day=NOON.date(),
        )
        db.session.commit()
    assert "Go on at paragraph" not in learner.see(url_of(ids))
    assert "Read up to paragraph 1 of 3" in learner.see("/learn/texts")
    answer(learner, ids, "True")
    assert "Go on at paragraph 2" in learner.see(url_of(ids))


def keep(learner: Visitor, ids: Ids, meaning: str) -> None:
    sent = {"headword": "bridge", "meaning": meaning, "paragraph": "2", "start": "0"}
    reply = learner.send(f"{url_of(ids)}/words", sent, page=url_of(ids))
    assert reply.status_code == 302


def test_a_word_is_kept_with_a_sentence_of_what_is_open(app: Flask, clock: MovableClock) -> None:
    ids = build_gated(app, clock())
    learner = the_learner(app, ids)
    with app.app_context():
        (entry, *_) = look_up(app.extensions["settings"].instance_path, "bridge")
    keep(learner, ids, entry.meanings[0])
    with app.app_context():
        places = {it.headword: it.paragraph for it in list_words(db.session(), ids.learner_id)}
    assert places["bridge"] == 1
    answer(learner, ids, "True")
    keep(learner, ids, entry.meanings[0])
    assert SECOND_PART in learner.see("/learn/words")


def test_the_sentence_of_a_kept_word_waits_behind_a_gate_that_came_later(
    app: Flask, clock: MovableClock
) -> None:
    ids = build(app, clock(), gate_drafts())
    learner = the_learner(app, ids)
    with app.app_context():
        (entry, *_) = look_up(app.extensions["settings"].instance_path, "bridge")
    keep(learner, ids, entry.meanings[0])
    assert SECOND_PART in learner.see("/learn/words")
    put_gate(app, ids, 1, FIRST)
    assert SECOND_PART not in learner.see("/learn/words")


def test_the_picture_of_a_question_at_a_gate_is_shown_to_who_stands_before_it(
    app: Flask, clock: MovableClock
) -> None:
    ids = build_gated(app, clock())
    learner = the_learner(app, ids)
    url = f"/learn/pictures/{PICTURE_SHA256}"
    learner.get(url)
    assert learner.get(url).status_code == 200
    another_learner(app, ids).see(url, 404)
    answer(learner, ids, "True")
    learner.see(url, 404)
