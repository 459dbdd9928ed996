"""A learner whose browser runs no script sits the whole quiz."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, OpenPage, sign_in_learner
from tests.conftest import MovableClock
from tests.web.engines import ON_SQLITE
from tests.web.worlds import COUNT, build, right_answers

pytestmark = pytest.mark.browser


def answer(page: Page, fields: list[str]) -> None:
    """Fill the fields of the question on the page."""
    for place, select in enumerate(page.locator("select[name=answer]").all()):
        select.select_option(fields[place])
    for place, typed in enumerate(page.locator("input[type=text][name=answer]").all()):
        typed.fill(fields[place])
    for chosen in page.locator(".choice input").all():
        if chosen.get_attribute("value") in fields:
            chosen.locator("xpath=following-sibling::label").click()


def test_a_quiz_is_sat_with_plain_forms_alone(
    app: Flask, open_page: OpenPage, clock: MovableClock
) -> None:
    ids = build(app, clock())
    page = open_page(PHONE, java_script_enabled=False)
    sign_in_learner(page, ids)
    page.goto(f"/learn/assignments/{ids.assignment_id}")
    page.get_by_role("button", name="Start the quiz").click()
    attempt_id = int(page.url.partition("?")[0].rpartition("/")[2])
    for position, fields in right_answers(app, attempt_id).items():
        expect(page.get_by_role("heading", name=f"Question {position} of {COUNT}")).to_be_visible()
        answer(page, fields)
        if position == 3:
            page.get_by_role("button", name="Save", exact=True).click()
            expect(page.locator("[data-saved]")).to_contain_text("Saved")
        last = position == COUNT
        page.get_by_role("button", name="Check and hand in" if last else "Save and next").click()
    expect(page.get_by_text("You have answered every question")).to_be_visible()
    page.get_by_role("button", name="Hand in", exact=True).click()
    expect(page.locator(".score-figure")).to_have_text(f"{COUNT} out of {COUNT}")


@ON_SQLITE
def test_on_a_phone_the_passage_and_the_question_take_turns(
    app: Flask, open_page: OpenPage, clock: MovableClock
) -> None:
    ids = build(app, clock())
    page = open_page(PHONE, java_script_enabled=False)
    sign_in_learner(page, ids)
    page.goto(f"/learn/assignments/{ids.assignment_id}")
    page.get_by_role("button", name="Start the quiz").click()
    expect(page.locator(".stem")).to_be_visible()
    expect(page.locator("#passage .para").first).not_to_be_visible()
    page.get_by_role("link", name="Passage", exact=True).click()
    expect(page.locator("#passage .para").first).to_be_visible()
    expect(page.locator(".stem")).not_to_be_visible()
    page.get_by_role("link", name="Question", exact=True).click()
    expect(page.locator(".stem")).to_be_visible()
