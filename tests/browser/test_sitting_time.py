"""The page keeps the server's time: bells, breaks, added minutes, questions with a limit."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from quizapp.accounts.needs import Needs, set_needs
from quizapp.attempts.extending import add_time
from quizapp.attempts.models import Attempt, CloseReason
from quizapp.db import begin_write, db
from quizapp.quizzes.rules import BellRule, Navigation
from tests.browser.conftest import DESK, PHONE, OpenPage
from tests.browser.sitting_page import (
    answer_anyhow,
    expect_saved,
    number,
    pass_time,
    saved_responses,
    shown,
    sit,
    turn,
)
from tests.conftest import MovableClock
from tests.web.engines import ON_SQLITE
from tests.web.worlds import COUNT, build

pytestmark = [pytest.mark.browser, ON_SQLITE]
GRACE = {"at_bell": BellRule.GRACE, "submit_grace_seconds": 120}
ABANDON = {"at_bell": BellRule.ABANDON}


def open_sitting(
    app: Flask, open_page: OpenPage, clock: MovableClock, **rules: Any
) -> tuple[Page, str]:
    """The page of a sitting whose device's clock a test moves, and its path."""
    page = open_page(PHONE)
    page.clock.install()
    return page, sit(app, page, build(app, clock(), **rules), clock)


def close_reason(app: Flask, attempt: str) -> CloseReason | None:
    with app.app_context():
        return db.session.get_one(Attempt, number(attempt)).close_reason


def test_the_bell_is_rung_in_words(app: Flask, open_page: OpenPage, clock: MovableClock) -> None:
    page, _ = open_sitting(app, open_page, clock)
    expect(page.locator("[data-clock-text]")).to_have_text(re.compile(r"^(20:00|19:5\d)$"))
    pass_time(page, clock, 15 * 60 + 1)
    expect(page.locator("[data-bell]")).to_have_text("Five minutes left")
    pass_time(page, clock, 4 * 60)
    expect(page.locator("[data-bell]")).to_have_text("One minute left")
    pass_time(page, clock, 60)
    page.wait_for_url("**/result")
    expect(page.get_by_text("closed when time was up")).to_be_visible()


def test_the_clock_of_the_device_moves_no_deadline(
    app: Flask, open_page: OpenPage, clock: MovableClock
) -> None:
    page = open_page(DESK)
    page.clock.install(time="2019-01-01T00:00:00Z")
    sit(app, page, build(app, clock()), clock)
    clock.move(minutes=6)
    page.reload()
    expect(page.locator("[data-clock-text]")).to_have_text(re.compile(r"^(14:00|13:5\d)$"))


def test_after_the_bell_there_is_time_to_hand_in_but_not_to_answer(
    app: Flask, open_page: OpenPage, clock: MovableClock
) -> None:
    page, attempt = open_sitting(app, open_page, clock, **GRACE)
    answer_anyhow(page)
    expect_saved(page)
    pass_time(page, clock, 20 * 60 + 1)
    box = page.locator("[data-closed]")
    expect(box).to_contain_text("Time is over. Your answers are saved. Hand in within 1:5")
    expect(shown(page).locator("[name=answer]").first).to_be_disabled()
    expect(page.locator("[data-clock-text]")).to_have_text(re.compile(r"^1:5\d$"))
    box.get_by_role("button", name="Hand in").click()
    page.wait_for_url("**/result")
    assert close_reason(app, attempt) is CloseReason.SUBMITTED


def test_whoever_loads_the_page_after_the_bell_can_still_hand_in(
    app: Flask, open_page: OpenPage, clock: MovableClock
) -> None:
    page, attempt = open_sitting(app, open_page, clock, **GRACE)
    clock.move(seconds=20 * 60 + 30)
    page.goto(attempt)
    expect(page.get_by_role("heading", name="Time is over")).to_be_visible()
    expect(page.locator("[data-clock-text]")).to_have_text(re.compile(r"^1:(30|2\d)$"))
    page.get_by_role("button", name="Hand in").click()
    page.wait_for_url("**/result")


def test_what_is_not_handed_in_does_not_count_and_the_page_says_so_in_time(
    app: Flask, open_page: OpenPage, clock: MovableClock
) -> None:
    page, attempt = open_sitting(app, open_page, clock, **ABANDON)
    answer_anyhow(page)
    pass_time(page, clock, 15 * 60 + 1)
    expect(page.locator("[data-bell]")).to_contain_text("What is not handed in does not count")
    pass_time(page, clock, 5 * 60)
    expect(page.locator("[data-closed]")).to_contain_text("it does not count unless your teacher")
    assert len(saved_responses(app, attempt)) == 1
    pass_time(page, clock, 90)
    page.wait_for_url("**/result")
    assert close_reason(app, attempt) is CloseReason.ABANDONED


def test_minutes_that_a_teacher_adds_are_told_and_shown(
    app: Flask, open_page: OpenPage, clock: MovableClock
) -> None:
    page, attempt = open_sitting(app, open_page, clock)
    with app.app_context():
        begin_write(db.session())
        add_time(db.session(), number(attempt), 5, None, now=clock())
        db.session.commit()
    pass_time(page, clock, 10)
    expect(page.locator("[data-bell]")).to_have_text("Your teacher has added 5 minutes.")
    expect(page.locator("[data-clock-text]")).to_have_text(re.compile(r"^24:(50|4\d)$"))


def test_a_question_whose_time_is_over_is_saved_and_passed(
    app: Flask, open_page: OpenPage, clock: MovableClock
) -> None:
    page, attempt = open_sitting(
        app, open_page, clock, navigation=Navigation.SEQUENTIAL, question_seconds=90
    )
    expect(page.locator("[data-question-clock]")).to_have_text(re.compile(r"^1:(30|2\d)$"))
    answer_anyhow(page)
    pass_time(page, clock, 91)
    expect(page.get_by_role("heading", name=f"Question 2 of {COUNT}")).to_be_visible()
    assert [(it, late) for it, _, late in saved_responses(app, attempt)] == [(1, False)]
    expect(page.locator("[data-question-clock]")).to_have_text(re.compile(r"^1:(30|2\d)$"))


def test_who_may_only_go_forward_is_sent_one_question_and_no_way_back(
    app: Flask, open_page: OpenPage, clock: MovableClock
) -> None:
    page, attempt = open_sitting(app, open_page, clock, navigation=Navigation.SEQUENTIAL)
    expect(page.get_by_text("You cannot go back")).to_be_visible()
    for position in range(1, COUNT + 1):
        expect(page.locator("[data-question]")).to_have_count(1)
        expect(shown(page)).to_have_attribute("data-question", str(position))
        answer_anyhow(page)
        turn(page, "Save and next" if position < COUNT else "Check and hand in")
    expect(page.get_by_text("You have answered every question")).to_be_visible()
    assert [late for _, _, late in saved_responses(app, attempt)] == [False] * COUNT


def test_on_a_break_the_clock_stands_and_the_questions_are_gone(
    app: Flask, open_page: OpenPage, clock: MovableClock
) -> None:
    ids = build(app, clock())
    with app.app_context():
        set_needs(db.session(), ids.learner_id, Needs(break_count=1, break_seconds=600))
        db.session.commit()
    page = open_page(DESK)
    page.clock.install()
    attempt = sit(app, page, ids, clock)
    page.goto(f"{attempt}?question=3")
    answer_anyhow(page)
    pass_time(page, clock, 100)
    page.get_by_role("button", name="Take a break (10 minutes)").click()
    expect(page.get_by_role("heading", name="You are on a break")).to_be_visible()
    expect(page.get_by_text("Your clock stands at 18:20")).to_be_visible()
    expect(page.locator(".passage, .stem")).to_have_count(0)
    assert len(saved_responses(app, attempt)) == 1
    pass_time(page, clock, 601)
    expect(page.locator("[data-clock-text]")).to_have_text(re.compile(r"^18:(20|1\d)$"))
    expect(page.get_by_role("button", name="Take a break")).to_have_count(0)
    expect(shown(page)).to_have_attribute("data-question", "3")
