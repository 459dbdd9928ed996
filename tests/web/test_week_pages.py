"""A teacher's pages of a class: what there is to do this week, and how it has come along."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from quizapp.db import db
from quizapp.quizzes.overriding import OverrideRules, set_override
from tests.conftest import MovableClock
from tests.factories import make_teacher
from tests.web.clients import sign_in_teacher
from tests.web.engines import ON_SQLITE
from tests.week.classes import ALL, join, make_class, sit

pytestmark = ON_SQLITE


@pytest.fixture
def course_id(app: Flask, clock: MovableClock) -> int:
    """A class of seven after four sittings; one of them misses everything and stops midway."""
    with app.app_context():
        session = db.session()
        world = make_class(session, clock)
        others = [join(session, world, f"Learner {number}", clock) for number in range(6)]
        weak = join(session, world, "Weak <One>", clock)
        for turn in range(4):
            clock.move(hours=2)
            for number, learner in enumerate(others):
                sit(session, world, learner, clock, right=ALL if number else ALL - {"cost"})
            sit(session, world, weak, clock, right=(), most=2 if turn == 3 else 3)
        make_teacher(session, clock(), "stranger")
        session.commit()
        clock.move(minutes=1)
        return world.course.id


def test_the_week_says_whom_to_help_and_leads_there(app: Flask, course_id: int) -> None:
    page = sign_in_teacher(app).see(f"/teach/courses/{course_id}/monday")
    assert "28 attempts by 7 learners ended." in " ".join(page.split())
    behind = page.partition('id="behind"')[2].partition("</section>")[0]
    assert "Weak &lt;One&gt;" in behind
    assert "Learner 1" not in behind
    assert f"/teach/courses/{course_id}/learners/" in behind
    stopped = page.partition('id="stopped"')[2].partition("</section>")[0]
    assert "handed in, 2 of 3 answered, none after question 2" in stopped


def test_a_week_without_anything_says_what_comes_next(
    app: Flask, course_id: int, clock: MovableClock
) -> None:
    teacher = sign_in_teacher(app)
    page = teacher.see(f"/teach/courses/{course_id}/monday?back=3")
    assert "3 weeks ago" in page
    assert "Nothing happened in these seven days" in page
    for unread in ("-1", "99", "x"):
        assert "This week" in teacher.see(f"/teach/courses/{course_id}/monday?back={unread}")


def test_the_class_has_a_picture_and_a_table_of_each_skill(app: Flask, course_id: int) -> None:
    page = sign_in_teacher(app).see(f"/teach/courses/{course_id}/progress")
    assert page.count("<svg viewBox") == 2
    table = page.partition("<table")[2]
    assert table.count('<th scope="row">') == 2
    assert "n = 7" in table


def test_a_course_and_the_overview_lead_to_the_week(app: Flask, course_id: int) -> None:
    teacher = sign_in_teacher(app)
    for url in ("/teach", f"/teach/courses/{course_id}"):
        assert f"/teach/courses/{course_id}/monday" in teacher.see(url)
    for page in ("monday", "gradebook"):
        shown = teacher.see(f"/teach/courses/{course_id}/{page}")
        assert f"/teach/courses/{course_id}/progress" in shown


def test_who_has_a_time_of_their_own_is_told_with_it(app: Flask, clock: MovableClock) -> None:
    with app.app_context():
        session = db.session()
        world = make_class(session, clock, closes_at=clock() + timedelta(days=1))
        late = join(session, world, "Late", clock)
        own = OverrideRules(closes_at=clock() + timedelta(days=3))
        set_override(session, world.assignment, late.id, own)
        session.commit()
        url = f"/teach/courses/{world.course.id}/monday"
    told = sign_in_teacher(app).see(url).partition('id="waiting"')[2]
    assert "Ada Lovelace" in told
    assert told.count("until ") == told.count("closes ") == 1
    clock.move(days=2)
    told = sign_in_teacher(app).see(url).partition('id="waiting"')[2]
    assert "Ada Lovelace" not in told
    assert told.count("until ") == told.count("closed ") == 1


def test_a_stranger_sees_neither(app: Flask, course_id: int) -> None:
    stranger = sign_in_teacher(app, "stranger")
    for url in ("monday", "progress"):
        stranger.see(f"/teach/courses/{course_id}/{url}", 404)
