"""Answers in practice that are sent at the same moment count once, on either database."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.db import db
from quizapp.dictionary.looking import Sense
from quizapp.notebook.words import find_word, keep_word, remove_word
from quizapp.progress.models import PracticeCard, PracticeReview, WordTask
from quizapp.progress.practice import Given, review_word
from quizapp.progress.word_questions import WordQuestion, ask_word
from tests.attempts.sittings import meanwhile
from tests.conftest import MovableClock
from tests.factories import make_world
from tests.web.clients import Visitor, the_learner
from tests.web.test_practice_pages import DRAFTS
from tests.web.worlds import Ids, build, start_attempt

HIDDEN = re.compile(r'name="(number|version|shown_at)"[^>]*value="(\d+)"')
DEVICES = 4


def question_page(ids: Ids) -> str:
    return f"/learn/practice/questions/{ids.question_id}"


def word_page(ids: Ids) -> str:
    return f"/learn/practice/words/{ids.kept_word_id}"


@pytest.mark.parametrize("find_page", [question_page, word_page])
def test_answers_from_several_devices_at_once_make_one_review(
    app: Flask, clock: MovableClock, find_page: Callable[[Ids], str]
) -> None:
    ids = build(app, clock(), DRAFTS)
    start_attempt(app, ids, clock(), closed=True)
    clock.move(days=1)
    url = find_page(ids)
    devices = [the_learner(app, ids) for _ in range(DEVICES)]
    for number in (1, 2):  # the card is made, then changed
        answer_at_once(devices, url)
        with app.app_context():
            reviews = db.session.scalars(select(PracticeReview)).all()
            assert [it.number for it in reviews] == list(range(1, number + 1))
            assert [it.reviews for it in db.session.scalars(select(PracticeCard))] == [number]
        clock.move(minutes=10)


def answer_at_once(devices: list[Visitor], url: str) -> None:
    forms = [dict(HIDDEN.findall(it.see(url))) for it in devices]
    assert all(it["number"] for it in forms)
    tokens = [it.token(url) for it in devices]
    start = Barrier(len(devices))

    def send(place: int) -> int:
        start.wait(20)
        sent = {**forms[place], "unknown": "1", "csrf_token": tokens[place]}
        return devices[place].client.post(url, data=sent).status_code

    with ThreadPoolExecutor(len(devices)) as pool:
        assert list(pool.map(send, range(len(devices)))) == [302] * len(devices)


@pytest.mark.parametrize("settings", ["postgresql"], indirect=True)
def test_a_word_that_is_removed_in_the_moment_of_an_answer_has_none(
    app: Flask, session: Session, clock: MovableClock
) -> None:
    world = make_world(session, clock())
    word = keep_word(session, world.learner, "flood", "too much water", None, now=clock())
    session.commit()
    learner_id, word_id = world.learner.id, word.id
    asked = WordQuestion(word_id, WordTask.RECALL, ask_word(Sense("flood", "much"), {"flood"}))

    def remove(other: Session) -> None:
        found = find_word(other, learner_id, word_id)
        assert found
        remove_word(other, found)

    with meanwhile(app, remove):
        assert review_word(session, learner_id, asked, Given(1, ("flood",)), now=clock()) is None
    session.commit()
    assert session.scalars(select(PracticeCard)).all() == []
