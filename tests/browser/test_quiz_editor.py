"""The form of a quiz's rules works without a script, on a phone, and for everybody."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, OpenPage, sign_in_teacher
from tests.browser.crawl import examine
from tests.conftest import MovableClock
from tests.web.engines import ON_SQLITE
from tests.web.worlds import build

pytestmark = [pytest.mark.browser, ON_SQLITE]
OPEN_ALL = "document.querySelectorAll('main details').forEach((one) => { one.open = true; })"


def section(page: Page, title: str) -> None:
    page.locator(".rules-section summary").filter(has_text=re.compile(f"^{title}")).click()


def test_a_quiz_of_two_slots_is_made_without_a_script(
    app: Flask, open_page: OpenPage, clock: MovableClock
) -> None:
    ids = build(app, clock())
    page = open_page(PHONE, java_script_enabled=False)
    sign_in_teacher(page)
    page.goto(f"/teach/banks/{ids.bank_id}/quizzes/new")
    page.get_by_label("Set it up yourself").check()
    page.get_by_text("Title, courses and all other settings").click()
    page.get_by_label("Title").fill("Two slots")
    page.get_by_label("How many questions").fill("3")
    section(page, "Paper")
    page.get_by_role("button", name="Add a slot").click()
    second = page.get_by_role("group", name="Slot 2")
    expect(second).to_be_in_viewport()
    expect(page.get_by_label("Title")).to_have_value("Two slots")
    second.get_by_label("Or one fixed question").select_option(label="Who opened the new bridge?")
    expect(second.get_by_label("How many questions")).not_to_be_visible()
    page.get_by_role("button", name="Make the quiz").first.click()
    expect(page.get_by_role("heading", name="Two slots")).to_be_visible()
    expect(page.get_by_text("3 questions from all; 1 fixed question")).to_be_visible()


def test_enter_in_a_field_saves_the_quiz_and_removes_no_slot(
    app: Flask, open_page: OpenPage, clock: MovableClock
) -> None:
    ids = build(app, clock())
    page = open_page(DESK)
    sign_in_teacher(page)
    page.goto(f"/teach/quizzes/{ids.quiz_id}/edit")
    page.get_by_label("Title").fill("Rivers")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Rivers")).to_be_visible()
    expect(page.get_by_text("The quiz is changed.")).to_be_visible()


def test_what_does_not_apply_is_put_away_and_a_changed_section_says_so(
    app: Flask, open_page: OpenPage, clock: MovableClock
) -> None:
    ids = build(app, clock())
    page = open_page(DESK)
    sign_in_teacher(page)
    page.goto(f"/teach/quizzes/{ids.quiz_id}/edit")
    section(page, "Time")
    minutes = page.get_by_label("Minutes to hand in after the bell")
    expect(minutes).not_to_be_visible()
    page.get_by_label("Give some minutes more to hand in").check()
    expect(minutes).to_be_visible()
    expect(page.get_by_text("Changed, not saved yet")).to_have_count(1)
    section(page, "What learners see")
    expect(page.get_by_role("table", name="What learners see, and when.")).not_to_be_visible()
    page.get_by_label("Choose yourself.").check()
    page.get_by_role("checkbox", name="Right answers, after closing").uncheck()
    page.get_by_role("button", name="Save the quiz").click()
    page.get_by_role("link", name="Say how long handing in stays possible").click()
    expect(minutes).to_be_focused()
    section(page, "What learners see")
    expect(page.get_by_role("checkbox", name="Right answers, after closing")).not_to_be_checked()


def test_every_section_can_be_used_by_everybody(
    app: Flask, open_page: OpenPage, clock: MovableClock
) -> None:
    ids = build(app, clock())
    page = open_page(PHONE)
    sign_in_teacher(page)
    page.goto(f"/teach/quizzes/{ids.quiz_id}/edit")
    section(page, "Paper")
    page.get_by_role("button", name="Add a slot").click()
    expect(page.get_by_role("group", name="Slot 2")).to_be_visible()
    page.evaluate(OPEN_ALL)
    page.get_by_label("Choose yourself.").check()
    page.get_by_label("Give some minutes more to hand in").check()
    found = list(examine(page))
    page.get_by_role("button", name="Save the quiz").click()
    expect(page.locator(".error-summary")).to_be_visible()
    page.evaluate(OPEN_ALL)
    found += list(examine(page))
    page.goto(f"/teach/quizzes/{ids.quiz_id}?course={ids.course_id}")
    assert [*found, *examine(page)] == []
