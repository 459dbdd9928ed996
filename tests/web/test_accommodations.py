"""What a learner needs is given by the teacher alone, counts at once, and stays between the two."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from flask import Flask

from quizapp.accounts.needs import NONE, Needs, find_needs
from quizapp.attempts.models import Attempt
from quizapp.db import db
from quizapp.quizzes.models import Assignment
from quizapp.quizzes.overriding import NOTHING, OverrideRules, find_override
from quizapp.quizzes.rules import Navigation
from tests.conftest import NOON, MovableClock
from tests.web.clients import (
    Visitor,
    sign_in_teacher,
    the_learner,
)
from tests.web.engines import ON_SQLITE
from tests.web.needing import FORTY, NEEDS, learner_page, override_page, say
from tests.web.worlds import GRACE, Ids, build, start_attempt


def kept_needs(app: Flask, ids: Ids) -> Needs:
    with app.app_context():
        return find_needs(db.session(), ids.learner_id)


def kept_override(app: Flask, ids: Ids) -> OverrideRules:
    with app.app_context():
        assignment = db.session.get_one(Assignment, ids.assignment_id)
        return find_override(db.session(), assignment, ids.learner_id)


def read_attempt(app: Flask, attempt_id: int) -> Attempt:
    """The attempt as it is kept, with its questions."""
    with app.app_context():
        found = db.session.get_one(Attempt, attempt_id)
        assert found.items
        return found


def ticked(page: str) -> set[str]:
    """The names of the boxes and buttons that are chosen."""
    boxes = re.findall(r"<input[^>]*\schecked\b[^>]*>", page)
    return {name for box in boxes for name in re.findall(r'name="(\w+)"', box)}


def errors_at(page: str, field: str) -> str:
    """The sentence that stands at the field."""
    found = re.search(rf'id="{field}-error">(.*?)</p>', page, re.S)
    return say(found.group(1)) if found else ""


def test_needs_are_kept_shown_and_taken_back(app: Flask, clock: MovableClock) -> None:
    ids = build(app, clock())
    teacher = sign_in_teacher(app)
    fields = {**NEEDS, "larger_type": "y", "read_aloud": "y"}
    reply = teacher.send(learner_page(ids), fields)
    wanted = Needs(1.5, break_count=2, break_seconds=600, larger_type=True, read_aloud=True)
    assert kept_needs(app, ids) == wanted
    words = "50\u00a0% more time, 2 breaks of 10 minutes, larger type, read aloud"
    assert words in teacher.see(reply.location or "")
    page = teacher.see(learner_page(ids))
    for name, value in (("time_multiplier", "1.5"), ("break_count", "2"), ("break_minutes", "10")):
        assert re.search(rf'<input[^>]*name="{name}"[^>]*value="{value}"', page), name
    assert ticked(page) == {"time_multiplier", "larger_type", "read_aloud"}
    teacher.send(learner_page(ids), {**dict.fromkeys(NEEDS, ""), "time_multiplier": "1"})
    assert kept_needs(app, ids) == NONE


@ON_SQLITE
def test_a_number_beside_another_choice_is_not_dropped_in_silence(
    app: Flask, clock: MovableClock
) -> None:
    ids = build(app, clock())
    fields = {"time_multiplier": "1", "other_multiplier": "1.75"}
    refused = sign_in_teacher(app).send(learner_page(ids), fields).text
    assert "Choose “Another number” too, or leave this empty." in unescape(refused)


@ON_SQLITE
def test_after_a_password_that_is_refused_the_needs_still_go_to_their_own_address(
    app: Flask, clock: MovableClock
) -> None:
    ids = build(app, clock())
    page = learner_page(ids)
    refused = sign_in_teacher(app).send(f"{page}/password", {"password": "abc"}, page=page).text
    assert f'<form method="post" action="{page}"' in refused


@ON_SQLITE
@pytest.mark.parametrize("multiplier", ["1", "1.25", "1.5", "2"])
def test_a_multiplier_is_a_button(app: Flask, clock: MovableClock, multiplier: str) -> None:
    ids = build(app, clock())
    reply = sign_in_teacher(app).send(learner_page(ids), {"time_multiplier": multiplier})
    assert reply.status_code == 302
    assert kept_needs(app, ids) == Needs(float(multiplier))


@ON_SQLITE
def test_another_multiplier_is_written_and_comes_back(app: Flask, clock: MovableClock) -> None:
    ids = build(app, clock())
    teacher = sign_in_teacher(app)
    fields = {"time_multiplier": "other", "other_multiplier": "1.75"}
    assert teacher.send(learner_page(ids), fields).status_code == 302
    assert kept_needs(app, ids) == Needs(1.75)
    page = teacher.see(learner_page(ids))
    assert re.search(r'name="other_multiplier"[^>]*value="1.75"', page)


@ON_SQLITE
@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"time_multiplier": ""}, "time_multiplier", "Not a valid choice."),
        ({"time_multiplier": "0.5"}, "time_multiplier", "Not a valid choice."),
        *(
            ({"time_multiplier": "other", "other_multiplier": it}, "other_multiplier", "from 1 to")
            for it in ("", "0.99", "-2", "nan", "much", "11")
        ),
        ({"break_count": "2"}, "break_minutes", "Say how many breaks and how long each"),
        ({"break_minutes": "5"}, "break_count", "Say how many breaks and how long each"),
        ({"break_count": "21", "break_minutes": "5"}, "break_count", "from 0 to 20"),
        ({"break_count": "2", "break_minutes": "-5"}, "break_minutes", "from 1 to 120"),
    ],
)
def test_needs_that_cannot_be_are_told_at_their_field_and_nothing_typed_is_lost(
    app: Flask, clock: MovableClock, fields: dict[str, str], field: str, message: str
) -> None:
    ids = build(app, clock())
    teacher = sign_in_teacher(app)
    teacher.send(learner_page(ids), {"time_multiplier": "2"})
    reply = teacher.send(learner_page(ids), {"time_multiplier": "1.25", **fields})
    assert reply.status_code == 200
    assert message in errors_at(reply.text, field)
    assert f'<a href="#{field}">' in reply.text
    for name in set(fields) - {"time_multiplier"}:
        assert re.search(rf'name="{name}"[^>]*value="{re.escape(fields[name])}"', reply.text)
    assert kept_needs(app, ids) == Needs(2.0)


def test_needs_count_at_once_in_what_runs_and_are_never_taken_from_it(
    app: Flask, clock: MovableClock
) -> None:
    ids = build(app, clock(), time_limit_seconds=FORTY)
    running = start_attempt(app, ids, clock())
    teacher, page = sign_in_teacher(app), learner_page(ids)
    clock.move(minutes=10)
    reply = teacher.send(page, NEEDS, follow_redirects=True)
    assert "Saved for Ada Lovelace. 1 running attempt was extended." in say(reply.text)
    attempt = read_attempt(app, running)
    assert attempt.deadline == NOON + timedelta(minutes=60)
    assert (attempt.break_count, attempt.break_seconds) == (2, 600)
    for fields in (NEEDS, {"time_multiplier": "1"}):
        reply = teacher.send(page, fields, follow_redirects=True)
        assert "Saved for Ada Lovelace." in say(reply.text)
        assert "extended." not in say(reply.text)
    assert read_attempt(app, running).deadline == NOON + timedelta(minutes=60)
    teacher.send(page, {"time_multiplier": "1", "untimed": "y"})
    assert read_attempt(app, running).deadline is None


def test_the_question_that_is_open_gets_its_extended_time_too(
    app: Flask, clock: MovableClock
) -> None:
    ids = build(
        app, clock(), navigation=Navigation.SEQUENTIAL, question_seconds=60, time_limit_seconds=None
    )
    running = start_attempt(app, ids, clock())
    the_learner(app, ids).see(f"/learn/attempts/{running}")
    assert read_attempt(app, running).items[0].deadline == NOON + timedelta(seconds=60)
    teacher, page = sign_in_teacher(app), learner_page(ids)
    teacher.send(page, {"time_multiplier": "1.5"})
    assert read_attempt(app, running).items[0].deadline == NOON + timedelta(seconds=90)
    teacher.send(page, {"time_multiplier": "1", "untimed": "y"})
    attempt = read_attempt(app, running)
    assert (attempt.items[0].deadline, attempt.question_seconds) == (None, None)


def test_an_attempt_whose_time_is_over_is_closed_and_not_extended(
    app: Flask, clock: MovableClock
) -> None:
    ids = build(app, clock(), time_limit_seconds=FORTY)
    running = start_attempt(app, ids, clock())
    clock.move(minutes=40, seconds=GRACE + 1)
    reply = sign_in_teacher(app).send(learner_page(ids), NEEDS, follow_redirects=True)
    assert "extended." not in say(reply.text)
    assert read_attempt(app, running).closed_at == NOON + timedelta(minutes=40)


WINDOW: dict[str, Any] = {
    "opens_at": NOON + timedelta(hours=1),
    "closes_at": NOON + timedelta(hours=5),
}


GIVEN = {
    "time_limit": "60",
    "opens_at": "2026-03-02T11:00",
    "closes_at": "2026-03-03T18:30",
    "max_attempts": "4",
    "access_code": "quiet room",
}


def test_an_arrangement_is_set_shown_changed_and_removed(app: Flask, clock: MovableClock) -> None:
    ids = build(app, clock(), time_limit_seconds=FORTY, access_code="swift fox", **WINDOW)
    teacher, page = sign_in_teacher(app), override_page(ids)
    assert teacher.send(page, GIVEN).location == learner_page(ids)
    rules = OverrideRules(
        time_limit=timedelta(minutes=60),
        opens_at=NOON - timedelta(hours=1),
        closes_at=NOON + timedelta(hours=30, minutes=30),
        max_attempts=4,
        access_code="quiet room",
    )
    assert kept_override(app, ids) == rules
    shown = (
        "1 hour ; opens 2 Mar 2026, 11:00 ; closes 3 Mar 2026, 18:30 ; 4 attempts ;"
        " access code quiet room"
    ).replace(" ;", ";")
    index = page.rpartition("/")[0]
    for url in (learner_page(ids), index, f"/teach/courses/{ids.course_id}"):
        text = say(teacher.see(url)).replace(" ;", ";")
        assert shown in text, (url, text)
    printed = teacher.see(page)
    for name, value in GIVEN.items():
        assert re.search(rf'<input[^>]*name="{name}"[^>]*value="{value}"', printed), name
    emptied = {**dict.fromkeys(GIVEN, ""), "untimed": "y", "any_number": "y"}
    assert teacher.send(page, emptied).status_code == 302
    assert kept_override(app, ids) == OverrideRules(untimed=True, any_number=True)
    for _ in range(2):
        assert teacher.send(f"{page}/remove", page=page).location == learner_page(ids)
        assert kept_override(app, ids) == NOTHING


def test_an_arrangement_counts_at_once_in_what_runs_and_its_end_does_not(
    app: Flask, clock: MovableClock
) -> None:
    ids = build(app, clock(), time_limit_seconds=FORTY)
    running = start_attempt(app, ids, clock())
    teacher, page = sign_in_teacher(app), override_page(ids)
    reply = teacher.send(page, {"time_limit": "60"}, follow_redirects=True)
    assert "Saved for Ada Lovelace. 1 running attempt was extended." in say(reply.text)
    assert read_attempt(app, running).deadline == NOON + timedelta(minutes=60)
    reply = teacher.send(f"{page}/remove", page=page, follow_redirects=True)
    assert "A running attempt keeps what it has." in say(reply.text)
    assert read_attempt(app, running).deadline == NOON + timedelta(minutes=60)


@ON_SQLITE
@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({}, "time_limit", "Write what this learner gets"),
        (
            {"time_limit": "30"},
            "time_limit",
            "The quiz gives 40 minutes already; write more, or leave it empty.",
        ),
        ({"time_limit": "0"}, "time_limit", "Write minutes"),
        ({"time_limit": "60", "untimed": "y"}, "time_limit", "not both"),
        ({"max_attempts": "2"}, "max_attempts", "gives 2 attempts already"),
        ({"opens_at": "2026-03-02T14:00"}, "opens_at", "write an earlier time"),
        ({"closes_at": "2026-03-02T14:00"}, "closes_at", "write a later time"),
        ({"access_code": "quiet room"}, "access_code", "without a code"),
    ],
)
def test_what_gives_no_more_than_everybody_has_is_told_at_its_field(
    app: Flask, clock: MovableClock, fields: dict[str, str], field: str, message: str
) -> None:
    ids = build(app, clock(), time_limit_seconds=FORTY, **WINDOW)
    reply = sign_in_teacher(app).send(override_page(ids), fields)
    assert reply.status_code == 200
    assert message in errors_at(reply.text, field)
    assert kept_override(app, ids) == NOTHING


@ON_SQLITE
def test_arrangements_are_their_teachers_alone(app: Flask, clock: MovableClock) -> None:
    ids = build(app, clock(), time_limit_seconds=FORTY)
    page = override_page(ids)
    index = page.rpartition("/")[0]
    teacher, other = sign_in_teacher(app), sign_in_teacher(app, "other")
    learner, stranger = the_learner(app, ids), Visitor(app)
    for url in (page, index):
        assert teacher.get(url).status_code == 200
        assert other.get(url).status_code == 404
        assert learner.get(url).status_code == 403
        assert (stranger.get(url).location or "").startswith("/teacher/sign-in")
    for url in (page, f"{page}/remove", learner_page(ids)):
        for visitor, status in ((other, 404), (learner, 403), (stranger, 302)):
            fields = {**NEEDS, "csrf_token": visitor.token("/sign-in"), "time_limit": "60"}
            assert visitor.client.post(url, data=fields).status_code == status, url
    assert (kept_override(app, ids), kept_needs(app, ids)) == (NOTHING, NONE)
    for wrong in (0, 999_999, 10**20):
        teacher.see(page.replace(f"assignments/{ids.assignment_id}", f"assignments/{wrong}"), 404)
        teacher.see(f"{index}/{wrong}", 404)
    teacher.see(f"{index}/{ids.learner_id + 1}", 404)
