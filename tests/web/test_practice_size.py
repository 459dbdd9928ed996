"""However much there is to practise, no page asks the database more often."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from random import Random

from flask import Flask
from sqlalchemy import event, select

from quizapp.accounts.models import Course, Learner
from quizapp.accounts.people import join_course
from quizapp.articles.models import Article
from quizapp.attempts import sitting
from quizapp.bank.models import Bank
from quizapp.db import db
from quizapp.dictionary.looking import draw_words, list_senses
from quizapp.notebook.words import KeptWord, Sentence, keep_word
from quizapp.quizzes.models import Assignment
from quizapp.quizzes.setting import add_quiz, assign_quiz
from tests.conftest import MovableClock
from tests.factories import PASSWORD, choice, make_rules
from tests.web.clients import Visitor, sign_in_learner
from tests.web.engines import ON_SQLITE
from tests.web.worlds import GRACE, LEARNER, Ids, build

pytestmark = ON_SQLITE
FEW, MANY = 5, 60
FEW_NAME = "Bo Few"
PAGES = ("/learn", "/learn/practice", "/learn/practice/done", "/learn/words", "/learn/progress")
HIDDEN = re.compile(r'name="(number|version|shown_at)"[^>]*value="(\d+)"')


@dataclass
class Cost:
    queries: int = 0


@contextmanager
def counting(app: Flask) -> Iterator[Cost]:
    """How often the database is asked meanwhile."""
    cost = Cost()

    def count(*_args: object) -> None:
        cost.queries += 1

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", count)
    yield cost
    event.remove(engine, "before_cursor_execute", count)


def build_both(app: Flask, clock: MovableClock) -> Ids:
    """A class in which one learner has missed many questions and kept many words, another few."""
    drafts = tuple(
        replace(choice(f"question-{it}"), stem=f"Who opened bridge {it}?") for it in range(MANY)
    )
    ids = build(app, clock(), drafts)
    with app.app_context():
        session = db.session()
        course, bank = session.get_one(Course, ids.course_id), session.get_one(Bank, ids.bank_id)
        quiz = add_quiz(session, bank.teacher, [bank], make_rules(question_count=FEW), now=clock())
        short = assign_quiz(session, quiz, course, opens_at=None, closes_at=None, now=clock())
        few = join_course(session, course, FEW_NAME, PASSWORD, now=clock())
        many = session.get_one(Learner, ids.learner_id)
        miss_all(many, session.get_one(Assignment, ids.assignment_id), clock)
        miss_all(few, short, clock)
        article = session.get_one(Article, ids.article_id)
        for learner, amount in ((many, MANY), (few, FEW)):
            keep_words(app, learner, article, amount, clock)
        session.commit()
    clock.move(days=1)
    return ids


def miss_all(learner: Learner, assignment: Assignment, clock: MovableClock) -> None:
    session, now = db.session(), clock()
    attempt = sitting.start(
        session, assignment, learner, now=now, rng=Random(1), grace_seconds=GRACE
    )
    sitting.submit(session, attempt.id, now=now)


def keep_words(
    app: Flask, learner: Learner, article: Article, amount: int, clock: MovableClock
) -> None:
    folder = app.extensions["settings"].instance_path
    senses = list_senses(folder, draw_words(folder, amount, Random(1)))
    sentence = Sentence(article, 1, 0, 48)
    for headword, several in senses.items():
        keep_word(db.session(), learner, headword, several[0].text, sentence, now=clock())


def find_word_page(app: Flask, name: str) -> str:
    """The page of a word of this learner's."""
    with app.app_context():
        learner = db.session.scalars(select(Learner).where(Learner.name == name)).one()
        found = select(KeptWord.id).where(KeptWord.learner_id == learner.id)
        return f"/learn/practice/words/{db.session.scalars(found).first()}"


def measure(app: Flask, visitor: Visitor, name: str) -> list[int]:
    """How often each page asks, those of a question and a word before and after an answer."""
    question = str(visitor.send("/learn/practice").location)
    cards = (question, find_word_page(app, name))
    costs = [count(app, visitor, url) for url in (*PAGES, *cards)]
    for url in cards:
        fields = dict(HIDDEN.findall(visitor.see(url)))
        visitor.send(url, {**fields, "unknown": "1"}, page="/learn")
        costs.append(count(app, visitor, url))
    return costs


def count(app: Flask, visitor: Visitor, url: str) -> int:
    with counting(app) as cost:
        visitor.see(url)
    return cost.queries


def test_many_questions_and_words_cost_no_more_queries_than_few(
    app: Flask, clock: MovableClock
) -> None:
    ids = build_both(app, clock)
    few, many = (
        measure(app, sign_in_learner(app, ids.join_code, name), name)
        for name in (FEW_NAME, LEARNER)
    )
    assert few == many
    assert max(few) < 40
