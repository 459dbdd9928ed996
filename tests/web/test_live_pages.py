"""A teacher watches a quiz, gives time, decides and marks; nobody else does."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete

from quizapp.accounts.models import Course, Enrolment
from quizapp.accounts.people import join_course
from quizapp.attempts import sitting
from quizapp.attempts.log import note
from quizapp.attempts.models import Attempt, CloseReason, EventKind
from quizapp.attempts.responses import Answer
from quizapp.db import db
from quizapp.generation.draft import Kind
from quizapp.quizzes.rules import BellRule
from tests.conftest import MovableClock
from tests.factories import PASSWORD
from tests.web.clients import Visitor, another_learner, sign_in_teacher, the_learner
from tests.web.engines import ON_SQLITE
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
Look = Callable[[Attempt], Any]


@pytest.fixture
def ids(app: Flask, clock: MovableClock) -> Ids:
    return build(app, clock())


@pytest.fixture
def teacher(app: Flask, ids: Ids) -> Visitor:
    return sign_in_teacher(app)


def live(ids: Ids) -> str:
    return f"/teach/assignments/{ids.assignment_id}/live"


def log_of(attempt_id: int) -> str:
    return f"/teach/attempts/{attempt_id}/log"


def poll(teacher: Visitor, ids: Ids, sort: str = "name") -> dict[str, Any]:
    found = teacher.get(f"{live(ids)}.json?sort={sort}").json
    assert isinstance(found, dict)
    return found


def words(page: str) -> str:
    """What the page says, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def read(app: Flask, attempt_id: int, look: Look) -> Any:
    """Something of the attempt as it is kept."""
    with app.app_context():
        found = look(db.session.get_one(Attempt, attempt_id))
        db.session.remove()
    return found


def answer(
    app: Flask, attempt_id: int, position: int, fields: list[str], clock: MovableClock, **more: Any
) -> None:
    with app.app_context():
        given = Answer(position, "", more.pop("sequence", 1), tuple(fields), **more)
        sitting.respond(db.session(), attempt_id, given, now=clock())
        db.session.commit()
        db.session.remove()


def act(teacher: Visitor, attempt_id: int, deed: str, **fields: Any) -> str:
    """Send a form of the log page; what the page says afterwards."""
    page = log_of(attempt_id)
    reply = teacher.send(f"/teach/attempts/{attempt_id}/{deed}", fields, page=page)
    if reply.location is None:
        return words(reply.text)
    assert reply.location == page
    return words(teacher.see(page))


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


def test_points_of_a_closed_attempt_can_be_changed(
    app: Flask, ids: Ids, teacher: Visitor, clock: MovableClock
) -> None:
    attempt_id = start_attempt(app, ids, clock(), closed=True)
    fields = {"points-position": 3, "points-points": "0,5", "points-comment": "Nearly."}
    said = act(teacher, attempt_id, "points", **fields)
    assert "Question 3 has its new points." in said
    assert "Question 3: 0.5 of 1" in said
    assert read(app, attempt_id, lambda it: it.score) == Decimal("0.5")
    for points, refusal in (
        ("2", "Give from 0 to 1 points."),
        ("-1", "Give from 0 to 1 points."),
        ("NaN", "Write the points as a number"),
        ("", "Write the points, such as 0.5."),
    ):
        assert refusal in act(teacher, attempt_id, "points", **{**fields, "points-points": points})
    refused = teacher.send(
        f"/teach/attempts/{attempt_id}/points",
        {**fields, "points-points": "9", "points-comment": "Kept."},
        page=log_of(attempt_id),
    ).text
    assert "Kept." in refused
    assert re.search(r'<option selected value="3">', refused), "the question stays chosen"
    act(teacher, attempt_id, "points", **{**fields, "points-position": 99})
    assert read(app, attempt_id, lambda it: it.score) == Decimal("0.5")


@ON_SQLITE
def test_points_of_a_running_attempt_are_refused(
    app: Flask, ids: Ids, teacher: Visitor, clock: MovableClock
) -> None:
    attempt_id = start_attempt(app, ids, clock())
    fields = {"points-position": 1, "points-points": "1"}
    assert "still running" in act(teacher, attempt_id, "points", **fields)


def waiting_answers(app: Flask, clock: MovableClock) -> tuple[Ids, list[int]]:
    """Two attempts, each with an answer that waits for the teacher."""
    ids = build(app, clock(), marked_by_hand=True)
    attempts = []
    for text in ("heavy rain", "too much water"):
        attempt_id = start_attempt(app, ids, clock())
        position = find_position(app, attempt_id, Kind.SHORT_ANSWER)
        answer(app, attempt_id, position, [text], clock)
        with app.app_context():
            sitting.submit(db.session(), attempt_id, now=clock())
            db.session.commit()
            db.session.remove()
        attempts.append(attempt_id)
        clock.move(seconds=5)
    return ids, attempts


def action_of(page: str) -> str:
    """Where the form of the marking page is sent."""
    found = re.search(r'action="(/teach/assignments/[^"]*marking[^"]*)"', page)
    assert found
    return unescape(found.group(1))


def test_answers_that_wait_are_marked_one_after_the_other(app: Flask, clock: MovableClock) -> None:
    ids, attempts = waiting_answers(app, clock)
    teacher, marking = sign_in_teacher(app), f"/teach/assignments/{ids.assignment_id}/marking"
    assert "Mark 2 answers by hand" in words(teacher.see(live(ids)))
    page = teacher.see(marking)
    said = words(page)
    assert "answer 1 of 2 to this question, 2 waiting in all" in said
    assert "What closed the old bridge?" in said
    assert "heavy rain" in said
    assert "a flood, flooding" in said
    assert LEARNER not in said
    assert LEARNER in teacher.see(f"{marking}?names=1")

    refused = teacher.send(action_of(page), {"points": "7"}, page=marking)
    assert "Give from 0 to 1 points." in words(refused.text)
    reply = teacher.send(action_of(page), {"points": "0.5", "comment": "Good."}, page=marking)
    assert "item=" in (reply.location or "")
    page = teacher.see(reply.location or "")
    assert "too much water" in page
    again = teacher.send(action_of(page), {"points": "1"}, page=marking)
    assert again.location == marking
    assert "Every answer is marked" in teacher.see(marking)
    assert [read(app, it, lambda at: at.score) for it in attempts] == [Decimal("0.5"), 1]


def test_an_answer_that_is_marked_already_is_not_marked_again_by_an_old_page(
    app: Flask, clock: MovableClock
) -> None:
    ids, attempts = waiting_answers(app, clock)
    teacher, marking = sign_in_teacher(app), f"/teach/assignments/{ids.assignment_id}/marking"
    action = action_of(teacher.see(marking))
    teacher.send(action, {"points": "1"}, page=marking)
    stale = teacher.send(action, {"points": "0"}, page=marking)
    assert stale.location == marking
    assert "That answer is marked already." in teacher.see(marking)
    assert read(app, attempts[0], lambda it: it.score) == 1
    assert read(app, attempts[1], lambda it: it.items[0].marked_at) is None


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
