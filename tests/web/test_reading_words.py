"""Learners look words up and keep them, but not what a running quiz may ask for."""

from __future__ import annotations

from flask import Flask

from quizapp.db import db
from quizapp.notebook.words import list_words
from tests.conftest import MovableClock
from tests.web.clients import Visitor, another_learner, the_learner
from tests.web.engines import ON_SQLITE
from tests.web.worlds import Ids, build, give_both_articles, start_attempt

pytestmark = ON_SQLITE
SHUT = "Until you hand in, the meanings of words"
SOURCE = "Open English WordNet (CC BY 4.0)"


def look(learner: Visitor, ids: Ids, word: str, article_id: int = 0) -> str:
    return learner.see(f"/learn/texts/{article_id or ids.article_id}/meaning?word={word}")


def keep(learner: Visitor, ids: Ids, meaning: str, **fields: str) -> int:
    url = f"/learn/texts/{ids.article_id}"
    sent = {"headword": "cyclist", "meaning": meaning, **fields}
    return learner.send(f"{url}/words", sent, page=url).status_code


def test_a_form_of_a_word_is_looked_up_with_its_source(app: Flask, clock: MovableClock) -> None:
    ids = build(app, clock())
    page = look(the_learner(app, ids), ids, "cyclists")
    assert ">cyclist</h2>" in page
    assert "a person who rides a bicycle" in page
    assert SOURCE in page


def test_a_word_that_is_not_known_is_said_so(app: Flask, clock: MovableClock) -> None:
    ids = build(app, clock())
    learner = the_learner(app, ids)
    assert "“Kralova” is not in the dictionary." in look(learner, ids, "Kralova")
    assert "Write a word." in look(learner, ids, "")


def test_a_word_is_kept_with_the_sentence_that_it_stood_in(app: Flask, clock: MovableClock) -> None:
    ids = build(app, clock())
    learner = the_learner(app, ids)
    assert keep(learner, ids, "a person who rides a bicycle") == 302
    with app.app_context():
        word = next(it for it in list_words(db.session(), ids.learner_id) if it.meaning[0] == "a")
        assert (word.headword, word.paragraph, word.start_offset) == ("cyclist", 3, 0)
    page = learner.see("/learn/words")
    assert "trams and cyclists." in page
    assert "In your words:" in look(learner, ids, "cyclists")


def test_only_a_meaning_of_the_dictionary_is_kept(app: Flask, clock: MovableClock) -> None:
    ids = build(app, clock())
    learner = the_learner(app, ids)
    assert keep(learner, ids, "whatever I like") == 400
    assert keep(learner, ids, "a person", headword="zzyzx") == 400


def test_words_are_searched_and_removed(app: Flask, clock: MovableClock) -> None:
    ids = build(app, clock())
    learner = the_learner(app, ids)
    assert "too much water" in learner.see("/learn/words?q=FLOOD")
    assert "too much water" not in learner.see("/learn/words?q=bicycle")
    url = f"/learn/words/{ids.kept_word_id}/remove"
    token = another_learner(app, ids)
    assert token.send(url, page="/learn").status_code == 404
    learner.send(url, page="/learn/words")
    assert "No words yet" in learner.see("/learn/words")


def test_no_meaning_is_given_while_a_quiz_on_the_text_runs(app: Flask, clock: MovableClock) -> None:
    ids = build(app, clock())
    learner = the_learner(app, ids)
    attempt_id = start_attempt(app, ids, clock())
    for word in ("cyclists", "banana"):
        page = look(learner, ids, word)
        assert SHUT in page
        assert SOURCE not in page
    assert "What a word means" not in learner.see(f"/learn/texts/{ids.article_id}")
    assert keep(learner, ids, "a person who rides a bicycle") == 409
    page = learner.see("/learn/words")
    assert "too much water" not in page
    assert "closed in 1998" not in page
    learner.send(f"/learn/attempts/{attempt_id}/submit", page="/learn")
    assert "a person who rides a bicycle" in look(learner, ids, "cyclists")
    assert "too much water" in learner.see("/learn/words")


def test_words_of_a_running_quiz_are_not_explained_beside_another_text_either(
    app: Flask, clock: MovableClock
) -> None:
    ids = build(app, clock())
    learner = the_learner(app, ids)
    give_both_articles(app, ids, clock())
    start_attempt(app, ids, clock())
    ferry_id = next(
        number
        for number in range(1, 9)
        if "The last ferry" in learner.get(f"/learn/texts/{number}").text
    )
    assert SHUT in look(learner, ids, "cyclist", ferry_id)
    assert SOURCE in look(learner, ids, "dawn", ferry_id)
