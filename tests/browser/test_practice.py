"""A learner practises on a phone: from the result to the sum of five minutes."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, OpenPage, sign_in_learner
from tests.browser.crawl import list_faults
from tests.conftest import MovableClock
from tests.factories import choice, span
from tests.web.engines import ON_SQLITE
from tests.web.worlds import build, start_attempt

pytestmark = [pytest.mark.browser, ON_SQLITE]
DRAFTS = (
    choice("one"),
    choice("two", critical_span=span(1, "The old bridge")),
    choice("three", critical_span=span(3, "trams and cyclists")),
)
CARD = "A question to practise"


def expect_sound(page: Page) -> None:
    """The page keeps the rules that a program can check."""
    assert list_faults(page) == []


def expect_heading(page: Page, name: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()


def test_what_was_missed_is_practised_from_the_result_on(
    app: Flask, open_page: OpenPage, clock: MovableClock
) -> None:
    ids = build(app, clock(), DRAFTS)
    attempt_id = start_attempt(app, ids, clock(), closed=True)
    page = open_page(PHONE)
    sign_in_learner(page, ids)
    expect(page.get_by_role("link", name="Due for practice: 3 questions")).to_be_visible()

    page.goto(f"/learn/attempts/{attempt_id}/result")
    page.get_by_role("link", name="Back to question 1").click()
    assert page.url.endswith("#q1")
    expect_sound(page)
    page.get_by_role("button", name="Practise these").click()
    expect_heading(page, CARD)
    expect(page.get_by_text("About 5 minutes left")).to_be_visible()
    expect_sound(page)

    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.locator(".error-summary")).to_be_focused()
    expect_sound(page)
    page.get_by_role("link", name="Answer the question").click()
    page.get_by_text("Show the text").click()
    expect(page.locator(".passage")).to_be_visible()
    page.locator(".choice label").first.click()
    page.get_by_text("Fairly sure").click()
    clock.move(seconds=20)
    page.get_by_role("button", name="Answer", exact=True).click()
    expect_heading(page, re.compile("Right|Not right this time"))
    expect(page.get_by_role("heading", name="Where the text says so")).to_be_visible()
    expect_sound(page)

    page.reload()
    page.get_by_role("link", name="Next").click()
    expect_heading(page, CARD)
    page.get_by_role("button", name="I do not know").click()
    expect_heading(page, "Now you can learn it")
    page.go_back()
    expect_heading(page, re.compile(f"Now you can learn it|{CARD}"))

    clock.move(minutes=1)
    page.goto("/learn/practice")
    expect(page.get_by_role("heading", name="1 question")).to_be_visible()
    page.get_by_role("button", name="Practise 5 minutes").click()
    expect_heading(page, CARD)
    clock.move(minutes=5)
    page.get_by_role("button", name="I do not know").click()
    expect_heading(page, "Now you can learn it")
    page.get_by_role("link", name="Next").click()
    expect_heading(page, "Well practised")
    expect(page.get_by_text("You answered 1 question.")).to_be_visible()
    expect_sound(page)
    page.goto("/learn/progress")
    expect(page.get_by_text("Questions in practice")).to_be_visible()
    expect_sound(page)


def test_a_card_is_answered_with_the_keyboard_alone_and_without_scripts(
    app: Flask, open_page: OpenPage, clock: MovableClock
) -> None:
    ids = build(app, clock(), DRAFTS[:1])
    start_attempt(app, ids, clock(), closed=True)
    page = open_page(DESK, java_script_enabled=False)
    sign_in_learner(page, ids)
    page.get_by_role("link", name="Practice", exact=True).press("Enter")
    expect_heading(page, "Practice")
    page.get_by_role("button", name="Practise 5 minutes").press("Enter")
    expect_heading(page, CARD)
    page.locator("[name=answer]").first.press("Space")
    page.get_by_role("button", name="Answer", exact=True).press("Enter")
    expect_heading(page, re.compile("Right|Not right this time"))
    page.get_by_role("link", name="Next").press("Enter")
    expect_heading(page, "Well practised")
