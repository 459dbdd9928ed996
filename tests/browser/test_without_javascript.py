"""A learner whose browser runs no script sits the whole quiz."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from quizapp.accounts.needs import Needs, set_needs
from quizapp.db import db
from quizapp.quizzes.rules import PRACTICE
from tests.browser.conftest import DESK, PHONE, OpenPage, sign_in_learner
from tests.browser.sitting_page import saved_responses, shown, sit, turn
from tests.conftest import MovableClock
from tests.web.engines import ON_SQLITE
from tests.web.worlds import COUNT, build, right_answers

pytestmark = pytest.mark.browser


def answer(page: Page, fields: list[str]) -> None:
    """Fill the fields of the question that is shown."""
    question = shown(page)
    for place, select in enumerate(question.locator("select[name=answer]").all()):
        select.select_option(fields[place])
    for place, typed in enumerate(question.locator("input[type=text][name=answer]").all()):
        typed.fill(fields[place])
    for chosen in question.locator(".choice input").all():
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
            turn(page, "Save")
            expect(page.locator("[data-saved]")).to_contain_text("Saved")
        last = position == COUNT
        turn(page, "Check and hand in" if last else "Save and next")
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
    expect(shown(page).locator(".stem")).to_be_visible()
    expect(page.locator("#passage .para").first).not_to_be_visible()
    page.get_by_role("link", name="Passage", exact=True).click()
    expect(page.locator("#passage .para").first).to_be_visible()
    expect(shown(page).locator(".stem")).not_to_be_visible()
    page.get_by_role("link", name="Question", exact=True).click()
    expect(shown(page).locator(".stem")).to_be_visible()


@ON_SQLITE
def test_marks_breaks_and_checks_work_as_buttons_of_the_form_and_save_first(
    app: Flask, open_page: OpenPage, clock: MovableClock
) -> None:
    ids = build(app, clock(), review=PRACTICE)
    with app.app_context():
        set_needs(db.session(), ids.learner_id, Needs(break_count=1, break_seconds=600))
        db.session.commit()
    page = open_page(DESK, java_script_enabled=False)
    attempt = sit(app, page, ids, clock)
    answers = right_answers(app, int(attempt.rpartition("/")[2]))
    answer(page, answers[1])
    turn(page, "Mark for later")
    expect(page.locator("[data-map='1']")).to_contain_text("answered, marked")
    turn(page, "Save and next")
    answer(page, answers[2])
    page.get_by_role("button", name="Take a break").click()
    expect(page.get_by_role("heading", name="You are on a break")).to_be_visible()
    page.get_by_role("button", name="Go on now").click()
    expect(page.get_by_role("heading", name="You are on a break")).to_have_count(0)
    page.goto(f"{attempt}?question=3")
    answer(page, answers[3])
    turn(page, "Check")
    expect(shown(page).locator(".outcome")).to_contain_text("Right")
    page.locator("[data-map='4']").click()
    expect(shown(page)).to_have_attribute("data-question", "4")
    kept = saved_responses(app, attempt)
    assert {(position, late) for position, _, late in kept} == {(it, False) for it in (1, 2, 3)}
