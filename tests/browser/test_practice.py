"""A learner practises on a phone: from the result to the sum of five minutes."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from playwright.sync_api import Page, ViewportSize, expect
from sqlalchemy import update

from quizapp.db import db
from quizapp.progress.models import PracticeCard
from quizapp.progress.word_questions import RECALL_FROM
from tests.browser.conftest import DESK, PHONE, OpenPage, sign_in_learner
from tests.browser.crawl import PHONE_LIGHT, examine, list_faults
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
CARD, WORD = "A question to practise", "A word to practise"

PHONE_SIZE: ViewportSize = {"width": PHONE_LIGHT.width, "height": PHONE_LIGHT.height}


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


def test_a_question_and_a_word_are_practised_in_one_session(
    app: Flask, open_page: OpenPage, clock: MovableClock
) -> None:
    ids = build(app, clock(), DRAFTS)
    start_attempt(app, ids, clock(), closed=True)
    clock.move(days=1)
    page = open_page(PHONE)
    sign_in_learner(page, ids)
    page.get_by_role("link", name="Due for practice: 3 questions and 1 word").click()
    page.get_by_role("button", name="Practise 5 minutes").click()
    expect_heading(page, CARD)
    page.get_by_role("button", name="I do not know").click()
    expect_heading(page, "Now you can learn it")
    page.get_by_role("link", name="Next").click()

    expect_heading(page, WORD)
    expect(page.locator("mark")).to_have_text("flood")
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.locator(".error-summary")).to_be_focused()
    expect_sound(page)
    page.get_by_role("link", name="Choose a meaning").click()
    page.get_by_text("too much water").click()
    page.get_by_text("Fairly sure").click()
    page.get_by_role("button", name="Answer", exact=True).click()
    expect_heading(page, "Right")
    expect(page.get_by_text("This word is due again in 2 days.")).to_be_visible()
    page.reload()
    page.get_by_role("link", name="Next").click()
    expect_heading(page, CARD)
    page.goto("/learn/practice/done")
    expect(page.get_by_text("You practised 1 word. You knew 1.")).to_be_visible()
    page.goto("/learn/words")
    expect(page.get_by_text("Due in 2 days")).to_be_visible()


def test_every_state_of_a_word_can_be_used_by_everybody(
    app: Flask, open_page: OpenPage, clock: MovableClock
) -> None:
    ids = build(app, clock(), DRAFTS)
    start_attempt(app, ids, clock(), closed=True)
    url = f"/learn/practice/words/{ids.kept_word_id}"
    page = open_page(PHONE)
    sign_in_learner(page, ids)
    clock.move(days=1)
    found = {}

    def look(state: str, heading: str, where: str = url) -> None:
        page.goto(where)
        expect_heading(page, heading)
        found[state] = list(examine(page, thumbs=True))

    look("to be recognised", WORD)
    page.set_viewport_size(PHONE_SIZE)
    page.get_by_text("too much water").click()
    page.get_by_role("button", name="Answer", exact=True).click()
    expect_heading(page, "Right")
    look("known", "Right")
    with app.app_context():
        db.session.execute(update(PracticeCard).values(stability=RECALL_FROM))
        db.session.commit()
    clock.move(days=21)
    sign_in_learner(page, ids)
    look("to be recalled", WORD)
    page.set_viewport_size(PHONE_SIZE)
    page.get_by_label("Which word means this?").fill("flow")
    page.keyboard.press("Enter")
    expect_heading(page, "Not right this time")
    look("missed", "Not right this time")
    look("listed", "My words", "/learn/words")
    look("summed up", "Your progress", "/learn/progress")
    start_attempt(app, ids, clock())
    look("at rest", "This word rests")
    assert {state: lines for state, lines in found.items() if lines} == {}


def test_a_word_is_typed_with_the_keyboard_alone_and_without_scripts(
    app: Flask, open_page: OpenPage, clock: MovableClock
) -> None:
    ids = build(app, clock(), DRAFTS)
    clock.move(days=1)
    page = open_page(DESK, java_script_enabled=False)
    sign_in_learner(page, ids)
    page.goto("/learn/words")
    page.get_by_role("link", name="Practise", exact=True).press("Enter")
    expect_heading(page, "Practice")
    page.get_by_role("button", name="Practise 5 minutes").press("Enter")
    expect_heading(page, WORD)
    page.locator("[name=answer]").first.press("Space")
    page.get_by_role("button", name="Answer", exact=True).press("Enter")
    expect_heading(page, re.compile("Right|Not right this time"))
    page.get_by_text("What else it can mean").press("Enter")
    page.get_by_role("link", name="Read it in the text").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert re.search(r"/learn/texts/\d+#passage-\d+-p1$", page.url)


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
