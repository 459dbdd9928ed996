"""A bank is reviewed with one key a question, and on a phone with a thumb."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from quizapp.bank.models import Question
from quizapp.db import db
from quizapp.generation.draft import Status
from tests.browser.conftest import DESK, PHONE, OpenPage, sign_in_teacher
from tests.conftest import MovableClock
from tests.factories import choice
from tests.web.engines import ON_SQLITE
from tests.web.worlds import Ids, build

pytestmark = [pytest.mark.browser, ON_SQLITE]
DRAFTS = 40


def build_drafts(app: Flask, clock: MovableClock, count: int = DRAFTS) -> Ids:
    drafts = tuple(
        choice(f"q-{number:02}", status=Status.DRAFT, stem=f"Question number {number}?")
        for number in range(1, count + 1)
    )
    return build(app, clock(), (choice("approved"), *drafts), question_count=1)


def count_by_status(app: Flask) -> dict[str, int]:
    with app.app_context():
        rows = db.session.execute(select(Question.status, func.count()).group_by(Question.status))
        return {status.value: count for status, count in rows}


def expect_question(page: Page, number: int) -> None:
    """The question is shown, and the page listens to its keys."""
    expect(page.get_by_role("heading", name=f"Question number {number}?")).to_be_visible()
    page.wait_for_load_state()


def test_forty_drafts_are_reviewed_with_forty_keys(
    app: Flask, open_page: OpenPage, clock: MovableClock
) -> None:
    ids = build_drafts(app, clock)
    page = open_page(DESK)
    sign_in_teacher(page)
    page.goto(f"/teach/banks/{ids.bank_id}")
    page.get_by_role("link", name="Review the drafts").click()
    for number in range(1, DRAFTS + 1):
        expect_question(page, number)
        page.keyboard.press("r" if number % 4 == 0 else "a")
    expect(page.get_by_text("That was the last one here.")).to_be_visible()
    assert count_by_status(app) == {"approved": 31, "retired": 10}


def test_every_key_does_what_the_help_says(
    app: Flask, open_page: OpenPage, clock: MovableClock
) -> None:
    ids = build_drafts(app, clock, 3)
    page = open_page(DESK)
    sign_in_teacher(page)
    page.goto(f"/teach/questions/{ids.question_id + 1}")
    page.keyboard.press("?")
    expect(page.get_by_role("heading", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="Keys")).not_to_be_visible()
    for key, number in (("j", 2), ("j", 3), ("k", 2)):
        page.keyboard.press(key)
        expect_question(page, number)
    page.keyboard.press("a")
    expect_question(page, 3)
    page.keyboard.press("u")
    expect_question(page, 2)
    expect(page.get_by_text("Undone: 1 question is as before.")).to_be_visible()
    page.keyboard.press("r")
    expect_question(page, 3)
    page.keyboard.press("k")
    expect_question(page, 2)
    page.keyboard.press("o")
    expect_question(page, 3)
    assert count_by_status(app) == {"approved": 1, "draft": 3}
    page.keyboard.press("e")
    expect(page.get_by_role("heading", name="Edit the question")).to_be_visible()


def test_the_evidence_is_lit_and_in_sight_beside_the_question(
    app: Flask, open_page: OpenPage, clock: MovableClock
) -> None:
    ids = build_drafts(app, clock, 1)
    page = open_page(DESK)
    sign_in_teacher(page)
    page.goto(f"/teach/questions/{ids.question_id + 1}")
    lit = page.locator(".para .mark-critical")
    expect(lit).to_be_in_viewport()
    expect(lit).to_contain_text("Mayor Jana Kralova opened the new bridge")


def test_all_that_is_shown_is_ticked_and_approved_with_three_presses(
    app: Flask, open_page: OpenPage, clock: MovableClock
) -> None:
    ids = build_drafts(app, clock, 5)
    page = open_page(DESK)
    sign_in_teacher(page)
    page.goto(f"/teach/banks/{ids.bank_id}?status=draft")
    page.get_by_role("button", name="Choose all 5").click()
    expect(page.get_by_text("5 chosen")).to_be_visible()
    page.get_by_role("button", name="Approve the chosen").click()
    expect(page.get_by_text("5 questions are approved.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone: 5 questions are as before.")).to_be_visible()
    assert count_by_status(app) == {"approved": 1, "draft": 5}


def test_a_phone_without_a_script_reviews_with_buttons_in_reach(
    app: Flask, open_page: OpenPage, clock: MovableClock
) -> None:
    ids = build_drafts(app, clock, 2)
    page = open_page(PHONE, java_script_enabled=False)
    sign_in_teacher(page)
    page.goto(f"/teach/questions/{ids.question_id + 1}")
    expect(page.get_by_role("button", name="Approve")).to_be_in_viewport()
    page.get_by_role("button", name="Approve").click()
    expect_question(page, 2)
    page.get_by_role("button", name="Reject").click()
    expect(page.get_by_text("That was the last one here.")).to_be_visible()
    assert count_by_status(app) == {"approved": 2, "retired": 1}
