"""A learner's own progress tells of words, reading and what is due, and of nobody's but theirs."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from quizapp.accounts.models import Learner
from quizapp.articles.models import Article
from quizapp.db import db
from quizapp.notebook.places import note_reading
from tests.conftest import MovableClock
from tests.web.clients import another_learner, the_learner
from tests.web.engines import ON_SQLITE
from tests.web.test_practice_pages import DRAFTS
from tests.web.test_practice_words import open_practice
from tests.web.worlds import Ids, build, start_attempt

pytestmark = ON_SQLITE


def read(app: Flask, ids: Ids, clock: MovableClock, minutes: int) -> None:
    """Let the learner read now, told minute by minute."""
    with app.app_context():
        learner = db.session.get_one(Learner, ids.learner_id)
        article = db.session.get_one(Article, ids.article_id)
        for minute in range(minutes):
            now = clock() + timedelta(minutes=minute)
            note_reading(
                db.session(), learner, article, paragraph=1, seconds=60, now=now, day=now.date()
            )
        db.session.commit()


def test_who_has_neither_words_nor_reading_is_told_what_comes_next(
    app: Flask, clock: MovableClock
) -> None:
    ids = build(app, clock(), DRAFTS)
    page = another_learner(app, ids).see("/learn/progress")
    assert "Nothing to show yet" in page
    assert "from the next day on you practise it" in page
    assert "Nothing read in the last two weeks." in page
    assert "<svg" not in page.partition('id="words-title"')[2]


def test_minutes_of_reading_stand_in_a_picture_and_in_a_table(
    app: Flask, clock: MovableClock
) -> None:
    ids = build(app, clock(), DRAFTS)
    read(app, ids, clock, 12)
    clock.move(days=3)
    read(app, ids, clock, 5)
    page = the_learner(app, ids).see("/learn/progress")
    assert "<dt>This week</dt><dd>17 minutes</dd>" in page
    assert "<dt>Last week</dt><dd>0 minutes</dd>" in page
    assert page.count("day-bar") == 14
    assert "at most 12. The table below has every figure." in page
    assert '<th scope="row">2 Mar 2026</th><td class="num">12</td>' in page
    assert '<th scope="row">5 Mar 2026</th><td class="num">5</td>' in page
    assert "day-bar" not in another_learner(app, ids).see("/learn/progress")


def test_words_are_told_week_by_week(app: Flask, clock: MovableClock) -> None:
    place = open_practice(app, clock)
    place.come_back(clock, days=7)
    for _ in range(3):
        place.send(answer=next(iter(place.options().values()), "flood"), certainty="3")
        place.come_back(clock, days=40)
    page = place.learner.see("/learn/progress")
    assert "<dt>Kept</dt><dd>1</dd>" in page
    assert "line-known" in page
    assert '<td class="num">1</td>' in page


def test_a_word_that_is_known_for_weeks_counts_as_known(app: Flask, clock: MovableClock) -> None:
    place = open_practice(app, clock)
    place.send(answer=place.options()["too much water"])
    for _ in range(3):
        place.come_back(clock, days=12)
        options = place.options()
        place.send(answer=options.get("too much water", "flood"))
    page = place.learner.see("/learn/progress")
    words = page.partition('id="words-title"')[2]
    assert "<dt>Known for three weeks or more</dt><dd>1</dd>" in words
    assert '<td class="num">1</td><td class="num">1</td>' in words
    assert '<td class="num">1</td><td class="num">0</td>' in words
    assert "You know it." in place.learner.see("/learn/words")


def test_what_is_due_today_is_told_of_questions_and_words(app: Flask, clock: MovableClock) -> None:
    place = open_practice(app, clock)
    start_attempt(app, place.ids, clock(), closed=True)
    assert "Due now: 3 questions and 1 word." in place.learner.see("/learn/progress")
    place.send(unknown="1")
    page = place.learner.see("/learn/progress")
    assert "Due now: 3 questions." in page
    assert "1 more later today." in page
