"""Wherever a learner's scores are listed stands what counts: what the teacher has decided."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from quizapp.db import db
from quizapp.quizzes.models import Quiz
from quizapp.quizzes.rules import ANSWERS_AFTER_CLOSING
from tests.conftest import MovableClock
from tests.web.clients import Visitor, sign_in_teacher, the_learner
from tests.web.engines import ON_SQLITE
from tests.web.test_gradebook_pages import grade
from tests.web.watching import words
from tests.web.worlds import Ids, build, start_attempt

pytestmark = ON_SQLITE
HOME, PROGRESS = "/learn", "/learn/progress"
SET = {"score": "1.5", "score_reason": "a secret reason"}
EXCUSED = {"excuse_reason": "a secret reason"}


@pytest.fixture
def ids(app: Flask, clock: MovableClock) -> Ids:
    return build(app, clock(), max_attempts=2)


@pytest.fixture
def teacher(app: Flask, ids: Ids) -> Visitor:
    return sign_in_teacher(app)


def test_a_score_that_was_set_stands_in_place_of_the_best_and_beside_each_attempt(
    app: Flask, ids: Ids, teacher: Visitor, clock: MovableClock
) -> None:
    attempt = start_attempt(app, ids, clock(), closed=True)
    start_attempt(app, ids, clock(), closed=True)
    learner = the_learner(app, ids)
    assert ", best 0" in learner.see(HOME)
    assert "The highest" in learner.see(f"/learn/attempts/{attempt}/result")
    teacher.send(grade(ids, "/score"), SET, page=grade(ids))
    home, progress = words(learner.see(HOME)), words(learner.see(PROGRESS))
    assert "1.5 of 12, set by your teacher" in home
    assert "best 0" not in home
    assert "0 of 12 What counts: 1.5 of 12, set by your teacher" in progress
    assert "secret" not in home + progress
    taught = f"/teach/courses/{ids.course_id}/learners/{ids.learner_id}/progress"
    assert "What counts: 1.5 of 12, set by the teacher" in words(teacher.see(taught))


def test_a_quiz_that_does_not_count_says_so_until_it_counts_again(
    app: Flask, ids: Ids, teacher: Visitor, clock: MovableClock
) -> None:
    for _ in range(2):
        start_attempt(app, ids, clock(), closed=True)
    learner = the_learner(app, ids)
    teacher.send(grade(ids, "/excuse"), EXCUSED, page=grade(ids))
    home, progress = words(learner.see(HOME)), words(learner.see(PROGRESS))
    assert ", excused: it does not count in your grade" in home
    assert "best 0" not in home
    assert "0 of 12 Excused" in progress
    teacher.send(grade(ids, "/excuse/back"), page=grade(ids))
    home, progress = words(learner.see(HOME)), words(learner.see(PROGRESS))
    assert ", best 0" in home
    assert "xcused" not in home + progress


def test_who_was_excused_before_any_attempt_reads_it_on_the_first_page(
    app: Flask, ids: Ids, teacher: Visitor
) -> None:
    teacher.send(grade(ids, "/excuse"), EXCUSED, page=grade(ids))
    assert "Excused: it does not count" in words(the_learner(app, ids).see(HOME))


def test_which_of_several_attempts_counts_is_not_said_where_none_does(
    app: Flask, ids: Ids, teacher: Visitor, clock: MovableClock
) -> None:
    attempt = start_attempt(app, ids, clock(), closed=True)
    clock.move(minutes=5)
    start_attempt(app, ids, clock(), closed=True)
    learner, result = the_learner(app, ids), f"/learn/attempts/{attempt}/result"
    assert "The highest of your 2 attempts counts" in learner.see(result)
    for deed, sent in (("/excuse", EXCUSED), ("/excuse/back", {}), ("/score", SET)):
        teacher.send(grade(ids, deed), sent, page=grade(ids))
        shown = "The highest of your 2 attempts counts" in learner.see(result)
        assert shown is (deed == "/excuse/back")


@pytest.mark.parametrize(("deed", "sent"), [("/score", SET), ("/excuse", EXCUSED)])
def test_what_was_decided_is_hidden_as_long_as_scores_are(
    app: Flask, clock: MovableClock, deed: str, sent: dict[str, str]
) -> None:
    closes_at = clock() + timedelta(days=1)
    ids = build(app, clock(), review=ANSWERS_AFTER_CLOSING, closes_at=closes_at)
    start_attempt(app, ids, clock(), closed=True)
    with app.app_context():
        quiz = db.session.get_one(Quiz, ids.quiz_id)
        quiz.review_rights = [it for it in quiz.review_rights if it.aspect != "score"]
        db.session.commit()
    sign_in_teacher(app).send(grade(ids, deed), sent, page=grade(ids))
    learner = the_learner(app, ids)
    for page in (HOME, PROGRESS):
        said = learner.see(page)
        assert "1.5" not in said
        assert "xcused" not in said
