"""A quiz is made with one choice from ticked banks, published, copied, taken back and deleted."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import func, select

from quizapp.attempts.models import Attempt
from quizapp.bank.models import Question
from quizapp.db import db
from quizapp.generation.draft import Skill, Status
from quizapp.quizzes.models import Quiz
from quizapp.quizzes.rules import PRACTICE, SlotRule
from quizapp.quizzes.terms import read_rules
from tests.conftest import MovableClock
from tests.factories import choice, one_of_each_kind
from tests.web.clients import Visitor, sign_in_teacher, the_learner
from tests.web.controls import read_controls
from tests.web.engines import ON_SQLITE
from tests.web.quiz_forms import (
    change,
    count_quizzes,
    edit_page,
    list_banks,
    list_given,
    new_page,
    newest,
    rules_of,
)
from tests.web.worlds import Ids, build, give_both_articles, start_attempt

NEW = "/teach/quizzes/new"


@pytest.fixture
def ids(app: Flask, clock: MovableClock) -> Ids:
    """The world, with a second bank that has two questions about another article."""
    return give_both_articles(app, build(app, clock()), clock())


@pytest.fixture
def teacher(app: Flask, ids: Ids) -> Visitor:
    return sign_in_teacher(app)


# Making


def test_a_ready_made_quiz_of_all_ticked_banks_needs_nothing_but_the_button(
    app: Flask, ids: Ids, teacher: Visitor
) -> None:
    shown = read_controls(teacher.see(NEW))
    assert shown["ready"] == "usual"
    banks = [str(it) for it in list_banks(app)]
    reply = teacher.send(NEW, change(shown, banks=banks))
    assert "The quiz is ready." in teacher.see(reply.location or "")
    with app.app_context():
        quiz = db.session.get_one(Quiz, newest(app))
        rules = read_rules(quiz)
        assert [str(it) for it in quiz.bank_ids] == banks
        assert quiz.title == "The bridge at Ostrava; The last ferry"
    assert (rules.question_count, rules.timing.time_limit_seconds) == (10, 1200)
    assert rules.attempts.max_attempts == 1


@ON_SQLITE
def test_the_newest_bank_with_approved_questions_is_ticked_or_the_one_that_was_chosen(
    app: Flask, ids: Ids, teacher: Visitor
) -> None:
    bridge, ferry = list_banks(app)
    assert read_controls(teacher.see(NEW)).getlist("banks") == [str(ferry)]
    assert read_controls(teacher.see(new_page(ids))).getlist("banks") == [str(bridge)]
    page = teacher.see(NEW)
    assert "2 approved questions<" in page
    assert "12 approved questions, intermediate<" in page


@ON_SQLITE
def test_what_the_banks_cannot_fill_is_told_and_the_quiz_takes_what_there_is(
    app: Flask, ids: Ids, teacher: Visitor
) -> None:
    reply = teacher.send(NEW, change(read_controls(teacher.see(NEW)), ready="short"))
    page = teacher.see(reply.location or "")
    assert "This bank can fill 2 of 5 places; 2 questions taken." in page
    assert rules_of(app, newest(app)).question_count == 2
    both = [str(it) for it in list_banks(app)]
    fields = change(read_controls(teacher.see(NEW)), ready="long", banks=both)
    page = teacher.see(teacher.send(NEW, fields).location or "")
    assert "These banks can fill 14 of 20 places; 14 questions taken." in page


@ON_SQLITE
def test_a_choice_that_finds_no_question_is_refused_at_its_field(
    app: Flask, ids: Ids, teacher: Visitor
) -> None:
    before = count_quizzes(app)
    reply = teacher.send(NEW, change(read_controls(teacher.see(NEW)), ready="words"))
    assert "This bank has no approved question on vocabulary" in reply.text
    assert read_controls(reply.text)["ready"] == "words"
    none = change(read_controls(teacher.see(NEW)))
    del none["banks"]
    assert "Choose at least one bank" in teacher.send(NEW, none).text
    assert count_quizzes(app) == before


@ON_SQLITE
def test_words_only_asks_for_nothing_but_vocabulary(app: Flask, clock: MovableClock) -> None:
    words = (choice(), choice("a-word", skill=Skill.VOCABULARY))
    build(app, clock(), words)
    teacher = sign_in_teacher(app)
    teacher.send(NEW, change(read_controls(teacher.see(NEW)), ready="words"))
    assert rules_of(app, newest(app)).paper.slots == (SlotRule(1, skills=(Skill.VOCABULARY,)),)


@ON_SQLITE
def test_practice_has_all_questions_and_neither_limit_nor_grade(
    app: Flask, ids: Ids, teacher: Visitor
) -> None:
    banks = [str(it) for it in list_banks(app)]
    fields = change(read_controls(teacher.see(NEW)), ready="practice", banks=banks)
    teacher.send(NEW, fields)
    rules = rules_of(app, newest(app))
    assert rules.question_count == rules_of(app, ids.quiz_id).question_count
    assert rules.timing.time_limit_seconds is None
    assert (rules.attempts.is_practice, rules.attempts.max_attempts) == (True, None)
    assert rules.review == PRACTICE


@ON_SQLITE
def test_other_settings_count_beside_a_ready_made_choice(
    app: Flask, ids: Ids, teacher: Visitor
) -> None:
    fields = change(
        read_controls(teacher.see(NEW)),
        ready="short",
        title="Friday",
        spelling_distance="1",
        shuffle_questions="y",
        courses=[str(ids.course_id)],
    )
    reply = teacher.send(NEW, fields)
    assert "published to English 10A" in teacher.see(reply.location or "")
    rules = rules_of(app, newest(app))
    assert (rules.title, rules.scoring.spelling_distance) == ("Friday", 1)
    assert rules.paper.shuffle_questions
    assert list_given(app, newest(app)) == [ids.course_id]


@ON_SQLITE
def test_whoever_has_no_questions_yet_is_told_where_they_come_from(
    app: Flask, ids: Ids, teacher: Visitor
) -> None:
    page = sign_in_teacher(app, "other").see(NEW)
    assert "No approved questions yet" in page
    assert "New quiz" in teacher.see("/teach/quizzes")
    assert "New quiz" not in sign_in_teacher(app, "other").see("/teach/quizzes")


# Other banks for a quiz


def test_a_quiz_is_given_other_banks_as_long_as_they_fill_its_paper(
    app: Flask, ids: Ids, teacher: Visitor
) -> None:
    bridge, ferry = list_banks(app)
    page = edit_page(ids)
    shown = read_controls(teacher.see(page))
    assert shown.getlist("banks") == [str(ferry), str(bridge)]
    short = teacher.send(page, change(shown, banks=[str(ferry)]))
    assert "The bank can fill 2 of 14 places" in short.text
    reply = teacher.send(page, change(shown, banks=[str(ferry)], slots__0__count="2"))
    assert reply.status_code == 302
    with app.app_context():
        assert db.session.get_one(Quiz, ids.quiz_id).bank_ids == (ferry,)


@ON_SQLITE
def test_the_bank_of_a_fixed_question_stays(app: Flask, clock: MovableClock) -> None:
    ids = give_both_articles(
        app, build(app, clock()), clock(), slots=(SlotRule(question_id=1), SlotRule(1))
    )
    teacher = sign_in_teacher(app)
    _, ferry = list_banks(app)
    fields = change(read_controls(teacher.see(edit_page(ids))), banks=[str(ferry)])
    reply = teacher.send(edit_page(ids), fields)
    assert "“Who opened the new bridge?” stands on every paper and is in the bank" in reply.text
    assert 'href="#banks"' in reply.text
    with app.app_context():
        assert len(db.session.get_one(Quiz, ids.quiz_id).bank_ids) == 2


# Publishing


# What to expect


def test_the_page_tells_what_to_expect_and_warns_of_a_limit_that_is_too_short(
    app: Flask, clock: MovableClock
) -> None:
    ids = build(app, clock(), time_limit_seconds=300)
    page = sign_in_teacher(app).see(f"/teach/quizzes/{ids.quiz_id}")
    assert "Time, an estimate" in page
    assert re.search(r"A slow reader needs about \d+ minutes, and the limit is 5 minutes", page)
    assert f"{len(one_of_each_kind())} easy" in page
    with app.app_context():
        db.session.get_one(Quiz, ids.quiz_id).time_limit_seconds = 3600
        db.session.commit()
    assert "give more time" not in sign_in_teacher(app).see(f"/teach/quizzes/{ids.quiz_id}")


def test_what_learners_took_takes_the_place_of_the_estimate(
    app: Flask, clock: MovableClock
) -> None:
    ids = build(app, clock(), max_attempts=None, question_count=1)
    learner = the_learner(app, ids)
    for seconds in (60, 120, 180, 240, 600):
        attempt_id = start_attempt(app, ids, clock())
        sent = {"position": 1, "sequence": 1, "tab": "t", "answer": [], "seconds": seconds}
        learner.save(f"/learn/attempts/{attempt_id}/responses", sent, page="/learn")
        learner.send(f"/learn/attempts/{attempt_id}/submit", page="/learn")
        clock.move(minutes=1)
    page = sign_in_teacher(app).see(f"/teach/quizzes/{ids.quiz_id}")
    assert "Half of the learners took 3 minutes or less, nine of ten 10 minutes or less" in page
    assert "(5 attempts)" in page
    assert "Facility, measured" in page


# Preview


def count_attempts(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Attempt)) or 0


def test_a_preview_shows_a_paper_and_keeps_nothing(app: Flask, ids: Ids, teacher: Visitor) -> None:
    url = f"/teach/quizzes/{ids.quiz_id}/preview"
    first = teacher.see(url)
    assert "It keeps nothing." in first
    assert first == teacher.see(f"{url}/1")
    assert 'name="answer"' in first
    assert teacher.see(f"{url}/2") != first
    assert count_attempts(app) == 0
    for number in (0, 1000):
        teacher.see(f"{url}/{number}", 404)
    teacher.see(f"{url}/1?question=99", 404)


@ON_SQLITE
def test_a_preview_hides_what_gives_a_key_away_and_tells_no_key_unless_asked(
    app: Flask, ids: Ids, teacher: Visitor
) -> None:
    url = f"/teach/quizzes/{ids.quiz_id}/preview/1"
    page = teacher.see(url)
    assert "Ludvik Horak" not in page
    assert "key-entry" not in page
    answers = teacher.see(f"{url}?answers=1")
    assert "Ludvik Horak" in answers
    assert "Hide the answers" in answers


@ON_SQLITE
def test_a_quiz_whose_questions_are_gone_has_a_page_but_no_paper(
    app: Flask, ids: Ids, teacher: Visitor, clock: MovableClock
) -> None:
    with app.app_context():
        for question in db.session.scalars(select(Question)):
            question.status = Status.RETIRED
        db.session.commit()
    page = f"/teach/quizzes/{ids.quiz_id}"
    assert "an estimate" not in teacher.see(page)
    assert "Nothing to preview" in teacher.see(f"{page}/preview")
    assert "Nothing to print" in teacher.see(f"{page}/print")
