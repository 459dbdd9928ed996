"""What is a learner told before they start, and who is let in at the door?"""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from flask import Flask

from quizapp.quizzes.rules import BellRule, GradingMethod, Layout, Navigation
from tests.conftest import NOON, MovableClock
from tests.web.clients import sign_in_teacher, the_learner
from tests.web.engines import ON_SQLITE
from tests.web.needing import (
    FORTY,
    NEEDS,
    add_classmate,
    assignment_page,
    learner_page,
    override_page,
    say,
)
from tests.web.worlds import build, start_attempt


def test_extended_time_breaks_and_the_own_window_are_told(app: Flask, clock: MovableClock) -> None:
    closes_at = NOON + timedelta(hours=5)
    ids = build(app, clock(), time_limit_seconds=FORTY, closes_at=closes_at)
    learner = the_learner(app, ids)
    for url in ("/learn", assignment_page(ids)):
        text = say(learner.see(url)).lower()
        assert "40 min" in text
        assert "extended" not in text
        assert "open until 2 mar 2026, 17:00" in text
    sign_in_teacher(app).send(learner_page(ids), NEEDS)
    for url in ("/learn", assignment_page(ids)):
        text = say(learner.see(url))
        assert "60 min (40 + extended time)" in text
        assert "Open until 2 Mar 2026, 17:20" in text
        assert "2 breaks of 10 minutes" in text
    assert "2 breaks of 10 minutes, the clock stands" in text


@ON_SQLITE
@pytest.mark.parametrize(
    ("rules", "is_shown"),
    [
        ({}, True),
        ({"opens_at": NOON + timedelta(hours=1)}, False),
        ({"access_code": "heron"}, False),
        ({"ip_ranges": ("192.168.1.0/24",)}, False),
    ],
)
def test_the_passage_can_be_read_before_the_start_unless_a_door_is_shut(
    app: Flask, clock: MovableClock, rules: dict[str, Any], is_shown: bool
) -> None:
    ids = build(app, clock(), **rules)
    page = the_learner(app, ids).see(assignment_page(ids))
    assert ("Read the passage first" in page) == is_shown


@ON_SQLITE
def test_no_time_limit_is_told(app: Flask, clock: MovableClock) -> None:
    ids = build(app, clock(), time_limit_seconds=FORTY)
    sign_in_teacher(app).send(learner_page(ids), {"time_multiplier": "1", "untimed": "y"})
    page = the_learner(app, ids).see(assignment_page(ids))
    assert "No time limit (extended time)" in page
    assert "The clock starts" not in page


@ON_SQLITE
@pytest.mark.parametrize(
    ("rules", "sentence"),
    [
        ({}, "When the time is over, what is saved is handed in by itself."),
        (
            {"at_bell": BellRule.GRACE, "submit_grace_seconds": 120},
            "When the time is over you have 2 minutes to hand in, but you cannot answer",
        ),
        ({"at_bell": BellRule.ABANDON}, "Hand in before the time is over."),
        ({"navigation": Navigation.SEQUENTIAL}, "You only go forward"),
        ({"layout": Layout.ALL}, "All questions stand on one page."),
        ({"uses_certainty": True}, "you say how sure you are"),
        (
            {"negative_share": Decimal("0.25")},
            "A wrong choice costs 25\u00a0% of the question’s points.",
        ),
        ({"is_practice": True}, "Practice: no grade."),
        ({"wait_seconds": 1800}, "Between two attempts you wait 30 minutes."),
        ({"grading_method": GradingMethod.AVERAGE}, "The average of your scores counts."),
        ({"one_sitting": True}, "on one device"),
        (
            {"navigation": Navigation.SEQUENTIAL, "question_seconds": 30},
            "You have 30 seconds for each question.",
        ),
        ({}, "It is noted when you leave the page, and your teacher can see that. It proves"),
    ],
)
def test_a_rule_is_told_in_a_plain_line_where_it_holds(
    app: Flask, clock: MovableClock, rules: dict[str, Any], sentence: str
) -> None:
    ids = build(app, clock(), **rules)
    sentence = say(sentence)
    assert sentence in say(the_learner(app, ids).see(assignment_page(ids)))


@ON_SQLITE
def test_a_quiz_without_special_rules_tells_none(app: Flask, clock: MovableClock) -> None:
    ids = build(app, clock(), time_limit_seconds=None, max_attempts=1)
    text = the_learner(app, ids).see(assignment_page(ids))
    for word in (
        "Practice: no grade",
        "time is over",
        "one page",
        "how sure",
        "wrong choice",
        "wait",
        "code",
    ):
        assert word not in text, word
    assert "1 of 1 left" in text


def test_the_waiting_time_says_when_the_next_attempt_opens(app: Flask, clock: MovableClock) -> None:
    ids = build(app, clock(), wait_seconds=1800)
    start_attempt(app, ids, clock(), closed=True)
    clock.move(minutes=10)
    learner = the_learner(app, ids)
    for url in ("/learn", assignment_page(ids)):
        assert "The next attempt opens at 12:30" in say(learner.see(url))
    assert "Start again" not in learner.see(assignment_page(ids))
    clock.move(minutes=20)
    assert "Start again" in learner.see(assignment_page(ids))


@ON_SQLITE
def test_a_waiting_time_beyond_today_says_the_day(app: Flask, clock: MovableClock) -> None:
    ids = build(app, clock(), wait_seconds=24 * 3600)
    start_attempt(app, ids, clock(), closed=True)
    page = the_learner(app, ids).see(assignment_page(ids))
    assert "The next attempt opens at 12:00 on 3 Mar 2026" in say(page)


# At the door


def test_a_code_is_asked_for_where_one_is_needed_and_never_stands_in_the_address(
    app: Flask, clock: MovableClock
) -> None:
    ids = build(app, clock(), access_code="swift fox")
    learner, page = the_learner(app, ids), assignment_page(ids)
    assert 'name="code"' in learner.see(page)
    reply = learner.send(f"{page}/attempts", {"code": "slow dog"}, page=page)
    assert reply.location == page
    assert "The access code is not right." in learner.see(page)
    assert "slow" not in learner.see(page)
    reply = learner.send(f"{page}/attempts", {"code": " Swift  Fox"}, page=page)
    assert re.fullmatch(r"/learn/attempts/\d+", reply.location or "")


@ON_SQLITE
def test_a_code_of_their_own_opens_the_quiz_for_one_learner_alone(
    app: Flask, clock: MovableClock
) -> None:
    ids = build(app, clock(), access_code="swift fox")
    sign_in_teacher(app).send(override_page(ids), {"access_code": "quiet room"})
    page = assignment_page(ids)
    own, classmate = the_learner(app, ids), add_classmate(app, ids, clock())
    for visitor, code, opens in (
        (classmate, "quiet room", False),
        (classmate, "swift fox", True),
        (own, "swift fox", False),
        (own, "quiet room", True),
    ):
        reply = visitor.send(f"{page}/attempts", {"code": code}, page=page)
        assert (reply.location != page) is opens, code


@ON_SQLITE
def test_a_quiz_without_a_code_asks_for_none(app: Flask, clock: MovableClock) -> None:
    ids = build(app, clock())
    learner, page = the_learner(app, ids), assignment_page(ids)
    assert 'name="code"' not in learner.see(page)
    assert learner.send(f"{page}/attempts", page=page).location != page


@ON_SQLITE
def test_who_is_elsewhere_is_told_where_the_quiz_can_be_started(
    app: Flask, clock: MovableClock
) -> None:
    ids = build(app, clock(), ip_ranges=("10.0.0.0/8",))
    learner, page = the_learner(app, ids), assignment_page(ids)
    assert learner.send(f"{page}/attempts", page=page).location == page
    assert "only be started from the school" in unescape(learner.see(page))
    reply = learner.send(
        f"{page}/attempts", page=page, environ_overrides={"REMOTE_ADDR": "10.1.2.3"}
    )
    assert reply.location != page


def test_the_own_window_and_number_of_attempts_let_one_learner_in_when_others_are_out(
    app: Flask, clock: MovableClock
) -> None:
    ids = build(app, clock(), max_attempts=1, closes_at=NOON + timedelta(hours=1))
    start_attempt(app, ids, clock(), closed=True)
    fields = {"closes_at": "2026-03-02T18:00", "max_attempts": "2"}
    sign_in_teacher(app).send(override_page(ids), fields)
    clock.move(hours=2)
    own, classmate = the_learner(app, ids), add_classmate(app, ids, clock())
    page = assignment_page(ids)
    assert "1 of 2 left" in own.see(page)
    assert own.send(f"{page}/attempts", page=page).location != page
    assert classmate.send(f"{page}/attempts", page=page).location == page
    assert "This quiz is closed." in classmate.see(page)
