"""A teacher watches a quiz, gives time, decides and marks; nobody else does."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete

from quizapp.accounts.models import Course, Enrolment
from quizapp.accounts.people import join_course
from quizapp.attempts.log import note
from quizapp.attempts.models import CloseReason, EventKind
from quizapp.db import db
from quizapp.generation.draft import Kind
from quizapp.quizzes.rules import BellRule
from tests.conftest import MovableClock
from tests.factories import PASSWORD
from tests.web.clients import Visitor, another_learner, sign_in_teacher, the_learner
from tests.web.engines import ON_SQLITE
from tests.web.watching import act, answer, live, log_of, read, words
from tests.web.worlds import (
    COUNT,
    GRACE,
    LEARNER,
    Ids,
    build,
    find_position,
    right_answers,
    start_attempt,
)

LIMIT = 20 * 60


EVIL = "<img src=x onerror=alert(1)>"


@pytest.fixture
def ids(app: Flask, clock: MovableClock) -> Ids:
    return build(app, clock())


@pytest.fixture
def teacher(app: Flask, ids: Ids) -> Visitor:
    return sign_in_teacher(app)


def poll(teacher: Visitor, ids: Ids, sort: str = "name") -> dict[str, Any]:
    found = teacher.get(f"{live(ids)}.json?sort={sort}").json
    assert isinstance(found, dict)
    return found


def test_the_live_view_has_a_line_for_each_learner(
    app: Flask, ids: Ids, teacher: Visitor, clock: MovableClock
) -> None:
    assert "0 of 1 have started, 0 handed in." in words(teacher.see(live(ids)))
    attempt_id = start_attempt(app, ids, clock())
    answer(app, attempt_id, 1, right_answers(app, attempt_id)[1], clock)
    clock.move(seconds=90)
    page = teacher.see(live(ids))
    assert "1 of 1 have started, 0 handed in, 1 not seen for a minute." in words(page)
    assert f'<a href="{log_of(attempt_id)}">{LEARNER}</a>' in page
    for text in ("Running", f"1 of {COUNT}", "18:30", "Not seen for 1 min"):
        assert f">{text}</span>" in page, text
    assert "Not started" not in page


def test_the_updates_say_what_the_page_says(
    app: Flask, ids: Ids, teacher: Visitor, clock: MovableClock
) -> None:
    start_attempt(app, ids, clock())
    clock.move(minutes=2)
    page, seen = words(teacher.see(live(ids))), poll(teacher, ids)
    assert seen["summary"] in page
    assert seen["at"] == "2026-03-02T12:02:00Z"
    (row,) = seen["rows"]
    assert (row["learner_id"], row["name"], row["is_missing"]) == (ids.learner_id, LEARNER, True)
    assert all(text in page for text in row["cells"].values())


def test_looking_closes_what_is_over(
    app: Flask, ids: Ids, teacher: Visitor, clock: MovableClock
) -> None:
    attempt_id = start_attempt(app, ids, clock())
    clock.move(seconds=LIMIT + GRACE + 1)
    (row,) = poll(teacher, ids)["rows"]
    assert row["cells"]["state"] == "Closed at the bell"
    assert read(app, attempt_id, lambda it: it.close_reason) is CloseReason.TIME_UP


@ON_SQLITE
def test_learners_are_sorted_by_name_or_by_who_needs_a_look(
    app: Flask, ids: Ids, teacher: Visitor, clock: MovableClock
) -> None:
    with app.app_context():
        course = db.session.get_one(Course, ids.course_id)
        for name in ("Bo", "aaron"):
            join_course(db.session(), course, name, PASSWORD, now=clock())
        db.session.commit()
        db.session.remove()
    start_attempt(app, ids, clock())
    by_name = [row["name"] for row in poll(teacher, ids)["rows"]]
    by_state = [row["name"] for row in poll(teacher, ids, "state")["rows"]]
    assert by_name == ["aaron", LEARNER, "Bo"]
    assert by_state == [LEARNER, "aaron", "Bo"]
    assert poll(teacher, ids, "nonsense")["rows"] == poll(teacher, ids)["rows"]


@ON_SQLITE
def test_an_empty_course_says_what_comes_next(app: Flask, clock: MovableClock) -> None:
    ids = build(app, clock())
    with app.app_context():
        db.session.execute(delete(Enrolment))
        db.session.commit()
        db.session.remove()
    assert "Nobody has joined yet" in sign_in_teacher(app).see(live(ids))


@ON_SQLITE
def test_a_name_is_text_and_nothing_else(
    app: Flask, ids: Ids, teacher: Visitor, clock: MovableClock
) -> None:
    with app.app_context():
        course = db.session.get_one(Course, ids.course_id)
        join_course(db.session(), course, EVIL, PASSWORD, now=clock())
        db.session.commit()
        db.session.remove()
    assert EVIL not in teacher.see(live(ids))
    assert EVIL in [row["name"] for row in poll(teacher, ids)["rows"]], "written as text there"


def test_minutes_are_added_to_one(
    app: Flask, ids: Ids, teacher: Visitor, clock: MovableClock
) -> None:
    attempt_id = start_attempt(app, ids, clock())
    said = act(teacher, attempt_id, "time", **{"time-minutes": 5})
    assert f"{LEARNER} has 5 minutes more." in said
    assert "Ms Test Added 5 minutes" in said
    assert read(app, attempt_id, lambda it: it.added_seconds) == 300
    (row,) = poll(teacher, ids)["rows"]
    assert (row["cells"]["time"], row["cells"]["extra"]) == ("25:00", "+5 min")


def test_minutes_are_added_to_all_who_run_and_only_with_the_box_ticked(
    app: Flask, ids: Ids, teacher: Visitor, clock: MovableClock
) -> None:
    url, attempt_id = (
        f"/teach/assignments/{ids.assignment_id}/time",
        start_attempt(app, ids, clock()),
    )
    refused = teacher.send(url, {"minutes": 7}, page=live(ids)).text
    assert "Tick the box to give everybody more time." in words(refused)
    assert '<details class="more" open>' in refused
    assert 'value="7"' in refused, "what was typed stays"
    assert read(app, attempt_id, lambda it: it.added_seconds) == 0
    teacher.send(url, {"minutes": 5, "confirm": "y"}, page=live(ids))
    assert "5 minutes added; learners who have more time now: 1." in words(teacher.see(live(ids)))
    assert read(app, attempt_id, lambda it: it.added_seconds) == 300
    clock.move(hours=1)
    refused = teacher.send(url, {"minutes": 5, "confirm": "y"}, page=live(ids)).text
    assert "No attempt with a time limit is running." in words(refused)


@pytest.mark.parametrize("minutes", ["", "0", "-5", "1441", "many", "1e3"])
@ON_SQLITE
def test_minutes_that_make_no_sense_are_refused_in_a_sentence(
    app: Flask, ids: Ids, teacher: Visitor, clock: MovableClock, minutes: str
) -> None:
    attempt_id = start_attempt(app, ids, clock())
    said = act(teacher, attempt_id, "time", **{"time-minutes": minutes})
    assert "Write whole minutes, from 1 to 1440." in said
    assert read(app, attempt_id, lambda it: it.added_seconds) == 0


def test_a_teacher_hands_in_and_reopens(
    app: Flask, ids: Ids, teacher: Visitor, clock: MovableClock
) -> None:
    attempt_id = start_attempt(app, ids, clock())
    said = act(teacher, attempt_id, "close")
    assert "Tick the box to hand the attempt in." in said
    assert read(app, attempt_id, lambda it: it.closed_at) is None
    said = act(teacher, attempt_id, "close", **{"close-confirm": "y"})
    assert "The attempt is handed in with what was saved." in said
    assert "Closed by a teacher" in said
    clock.move(hours=1)
    said = act(teacher, attempt_id, "reopen", **{"reopen-minutes": 10})
    assert f"{LEARNER} can go on." in said
    deadline = read(app, attempt_id, lambda it: it.deadline)
    assert deadline == clock() + timedelta(minutes=10)
    assert "still running" in act(teacher, attempt_id, "reopen", **{"reopen-minutes": 10})


def test_late_answers_stand_beside_those_that_count_until_the_teacher_lets_them(
    app: Flask, ids: Ids, teacher: Visitor, clock: MovableClock
) -> None:
    attempt_id = start_attempt(app, ids, clock())
    position = find_position(app, attempt_id, Kind.SHORT_ANSWER)
    answer(app, attempt_id, position, ["a storm"], clock)
    assert "Late answers" not in teacher.see(log_of(attempt_id))
    clock.move(seconds=LIMIT + GRACE + 1)
    answer(app, attempt_id, position, ["a flood"], clock, sequence=2, seconds=41)
    said = words(teacher.see(log_of(attempt_id)))
    assert "a flood 12:21:01 a storm 12:00:00" in said
    assert f"Answer to question {position} (2nd), 41 s on the question Late, does not count" in said
    assert "Tick the box" in act(teacher, attempt_id, "late")
    assert read(app, attempt_id, lambda it: it.score) == 0
    said = act(teacher, attempt_id, "late", **{"late-confirm": "y"})
    assert "The late answers count." in said
    assert "a flood 12:21:01 The late answer" in said
    assert "Late, counts" in said
    assert read(app, attempt_id, lambda it: it.score) == 1


def test_an_abandoned_attempt_counts_when_the_teacher_says_so(
    app: Flask, clock: MovableClock
) -> None:
    ids = build(app, clock(), at_bell=BellRule.ABANDON)
    teacher = sign_in_teacher(app)
    attempt_id = start_attempt(app, ids, clock())
    answer(app, attempt_id, 1, right_answers(app, attempt_id)[1], clock)
    clock.move(seconds=LIMIT + GRACE + 1)
    assert "it does not count" in words(teacher.see(log_of(attempt_id)))
    assert "not handed in in time" in words(teacher.see(live(ids)))
    said = act(teacher, attempt_id, "count", **{"count-confirm": "y"})
    assert "The attempt counts with what was saved in time." in said
    assert "Ms Test Let the attempt count" in said
    assert read(app, attempt_id, lambda it: it.score) == 1
    assert "counts already" in act(teacher, attempt_id, "count", **{"count-confirm": "y"})


def test_the_log_tells_everything_in_order_and_in_plain_words(
    app: Flask, ids: Ids, teacher: Visitor, clock: MovableClock
) -> None:
    attempt_id = start_attempt(app, ids, clock())
    position = find_position(app, attempt_id, Kind.SHORT_ANSWER)
    clock.move(seconds=10)
    answer(app, attempt_id, position, ["a flood"], clock, seconds=125)
    with app.app_context():
        for kind, seconds in (
            (EventKind.LEFT, None),
            (EventKind.CAME_BACK, 40),
            (EventKind.OFFLINE, 60),
        ):
            clock.move(seconds=10)
            note(db.session(), attempt_id, kind, now=clock(), seconds=seconds)
        db.session.commit()
        db.session.remove()
    clock.move(seconds=10)
    answer(app, attempt_id, position, [], clock, sequence=2)
    said = words(teacher.see(log_of(attempt_id)))
    story = (
        "12:00:00 Ada Lovelace Started the quiz",
        f"12:00:10 Ada Lovelace Answer to question {position}, 2 min 5 s on the question a flood",
        "12:00:20 Ada Lovelace Left the page",
        "12:00:30 Ada Lovelace Back after 40 s",
        "12:00:40 Ada Lovelace Was without a connection for 1 minute",
        f"12:00:50 Ada Lovelace Took back the answer to question {position} (2nd)",
    )
    places = [said.index(line) for line in story]
    assert places == sorted(places)
    assert "A page that was left proves nothing" in said


@ON_SQLITE
def test_another_teacher_finds_none_of_it_a_learner_is_refused_and_a_stranger_signs_in(
    app: Flask, ids: Ids, teacher: Visitor, clock: MovableClock
) -> None:
    running = start_attempt(app, ids, clock())
    assignment = f"/teach/assignments/{ids.assignment_id}"
    pages = [f"{assignment}/live", f"{assignment}/live.json", f"{assignment}/marking"]
    pages.append(log_of(running))
    attempt = f"/teach/attempts/{running}"
    deeds = [f"{attempt}/{it}" for it in ("time", "close", "reopen", "late", "count", "points")]
    deeds.append(f"{assignment}/time")
    everything: dict[str, Any] = {
        "time-minutes": 5,
        "minutes": 5,
        "confirm": "y",
        "close-confirm": "y",
        "late-confirm": "y",
        "count-confirm": "y",
        "reopen-minutes": 5,
        "points-position": 1,
        "points-points": 1,
    }
    others = {
        sign_in_teacher(app, "other"): 404,
        the_learner(app, ids): 403,
        another_learner(app, ids): 403,
        Visitor(app): 302,
    }
    for visitor, status in others.items():
        token = {"csrf_token": visitor.token()}
        for page in pages:
            assert visitor.get(page).status_code == status, page
        for deed in deeds:
            reply = visitor.client.post(deed, data={**token, **everything})
            assert reply.status_code == status, deed
            if status == 302:
                assert "/teacher/sign-in" in (reply.location or "")
    assert read(app, running, lambda it: (it.added_seconds, it.closed_at)) == (0, None)
    assert all(teacher.get(page).status_code == 200 for page in pages)


@ON_SQLITE
def test_a_classmate_and_the_learner_see_nothing_of_the_live_view(
    app: Flask, ids: Ids, clock: MovableClock
) -> None:
    start_attempt(app, ids, clock())
    learner = the_learner(app, ids)
    for page in ("/learn", f"/learn/assignments/{ids.assignment_id}"):
        assert "/live" not in learner.see(page)


@ON_SQLITE
def test_nothing_changes_without_the_token_of_the_page(
    app: Flask, ids: Ids, teacher: Visitor, clock: MovableClock
) -> None:
    attempt_id = start_attempt(app, ids, clock())
    reply = teacher.client.post(f"/teach/attempts/{attempt_id}/close", data={"close-confirm": "y"})
    assert reply.status_code == 400
    assert read(app, attempt_id, lambda it: it.closed_at) is None
