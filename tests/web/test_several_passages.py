"""A quiz about several articles shows each question beside its own passage."""

from __future__ import annotations

import re
from random import Random

import pytest
from flask import Flask

from quizapp.accounts.people import find_teacher_by_name
from quizapp.attempts.models import Attempt
from quizapp.bank.content import load_articles
from quizapp.bank.copying import copy_questions, list_sources
from quizapp.bank.library import add_collection
from quizapp.bank.library_models import Access
from quizapp.bank.models import Bank
from quizapp.bank.sharing import share_bank
from quizapp.db import db
from quizapp.quizzes.assembly import assemble
from quizapp.quizzes.rules import Navigation, PaperRules, SlotRule
from quizapp.quizzes.setting import list_candidates
from tests.conftest import MovableClock
from tests.factories import DOCUMENT, FERRY, choice
from tests.web.clients import Visitor, sign_in_teacher, the_learner
from tests.web.engines import ON_SQLITE
from tests.web.worlds import Ids, build, give_both_articles, start_attempt

pytestmark = ON_SQLITE
BRIDGE_WORDS = "It cost 40 million crowns"
FERRY_WORDS = "a ferry crossed the Odra"
FERRY_GAP = "Its last journey was made by"
BRIDGE_GAP = DOCUMENT.paragraphs[0]
SECRET = "captain Ludvik Horak"


@pytest.fixture
def ids(app: Flask, clock: MovableClock) -> Ids:
    return give_both_articles(app, build(app, clock(), (choice(),)), clock())


@pytest.fixture
def learner(app: Flask, ids: Ids) -> Visitor:
    return the_learner(app, ids)


def find_titles(app: Flask, attempt_id: int) -> list[str]:
    """The title of the article that each question of the paper is about, in order."""
    with app.app_context():
        items = db.session.get_one(Attempt, attempt_id).items
        articles = load_articles(db.session(), [it.version_id for it in items])
        return [articles[it.version_id].title for it in items]


def shown_passage(page: str) -> str:
    """The passage beside the question, of those that the page holds."""
    parts = re.split(r"<div data-passage=", page)[1:]
    (shown,) = [part for part in parts if not re.match(r'"\d+" hidden', part)]
    return shown


def test_the_questions_of_a_passage_stand_together_and_beside_it(
    app: Flask, ids: Ids, learner: Visitor, clock: MovableClock
) -> None:
    attempt_id = start_attempt(app, ids, clock())
    titles = find_titles(app, attempt_id)
    assert sorted(titles) == [DOCUMENT.title, FERRY.title, FERRY.title]
    assert titles[1] == FERRY.title
    for position, title in enumerate(titles, start=1):
        page = learner.see(f"/learn/attempts/{attempt_id}?question={position}")
        assert title in shown_passage(page)


def test_hidden_words_are_hidden_in_their_own_passage_alone(
    app: Flask, ids: Ids, learner: Visitor, clock: MovableClock
) -> None:
    page = learner.see(f"/learn/attempts/{start_attempt(app, ids, clock())}")
    assert SECRET not in page
    assert FERRY_GAP in page
    assert BRIDGE_GAP in page


def test_who_goes_only_forward_is_sent_no_passage_that_lies_ahead(
    app: Flask, clock: MovableClock
) -> None:
    made = build(app, clock(), (choice(),))
    ids = give_both_articles(app, made, clock(), navigation=Navigation.SEQUENTIAL)
    attempt_id = start_attempt(app, ids, clock())
    first = find_titles(app, attempt_id)[0]
    page = the_learner(app, ids).see(f"/learn/attempts/{attempt_id}")
    words = {DOCUMENT.title: BRIDGE_WORDS, FERRY.title: FERRY_WORDS}
    assert {title: text in page for title, text in words.items()} == {
        title: title == first for title in words
    }


def test_every_passage_can_be_read_before_the_start_without_what_gives_a_key_away(
    ids: Ids, learner: Visitor
) -> None:
    page = learner.see(f"/learn/assignments/{ids.assignment_id}")
    assert BRIDGE_WORDS in page
    assert FERRY_WORDS in page
    assert SECRET not in page


def test_a_result_leads_from_each_question_to_its_own_passage(
    app: Flask, ids: Ids, clock: MovableClock
) -> None:
    attempt_id = start_attempt(app, ids, clock(), closed=True)
    page = sign_in_teacher(app).see(f"/teach/attempts/{attempt_id}")
    anchors = set(re.findall(r'href="#(passage-\d+-p\d+)"', page))
    assert len(anchors) == 3
    for anchor in anchors:
        assert page.count(f'id="{anchor}"') == 1
    assert SECRET in page


def test_a_quiz_names_all_its_banks(app: Flask, ids: Ids) -> None:
    page = sign_in_teacher(app).see(f"/teach/quizzes/{ids.quiz_id}")
    assert DOCUMENT.title in page
    assert FERRY.title in page


def test_a_text_that_is_there_twice_is_one_passage_and_nobody_is_asked_the_same_twice(
    app: Flask, clock: MovableClock
) -> None:
    ids = build(app, clock(), (choice(),))
    with app.app_context():
        session = db.session()
        bank = session.get_one(Bank, ids.bank_id)
        share_bank(session, bank, "other", Access.READ)
        colleague = find_teacher_by_name(session, "other")
        assert colleague
        unit = add_collection(session, colleague, "Mine", now=clock())
        sources = list_sources(session, colleague.id, bank_id=bank.id)
        copy_questions(session, sources, unit, colleague, now=clock())
        found = list_candidates(session, bank.id, unit.id)
        assert len(found) == 2
        assert len({it.article_id for it in found}) == 1
        assert len(assemble(found, PaperRules((SlotRule(2),)), Random(1))) == 1
