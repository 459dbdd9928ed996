"""The page follows the rules of its quiz: layout, certainty, costs, checking, larger type."""

from __future__ import annotations

from decimal import Decimal

import pytest
from flask import Flask
from playwright.sync_api import expect
from sqlalchemy import select

from quizapp.accounts.needs import Needs, set_needs
from quizapp.attempts.models import Response
from quizapp.db import db
from quizapp.generation.draft import Kind
from quizapp.quizzes.rules import PRACTICE, Layout
from tests.browser.conftest import DESK, OpenPage
from tests.browser.crawl import list_faults
from tests.browser.sitting_page import (
    choose,
    expect_saved,
    go_to,
    saved_responses,
    shown,
    sit,
    turn,
)
from tests.conftest import MovableClock
from tests.web.engines import ON_SQLITE
from tests.web.worlds import COUNT, build

pytestmark = [pytest.mark.browser, ON_SQLITE]


def test_all_questions_stand_on_one_page_if_the_quiz_wants_it(
    app: Flask, open_page: OpenPage, clock: MovableClock
) -> None:
    page = open_page(DESK)
    attempt = sit(app, page, build(app, clock(), layout=Layout.ALL), clock)
    expect(shown(page)).to_have_count(COUNT)
    for kind in (Kind.SHORT_ANSWER, Kind.NUMERICAL):
        page.locator(f"[data-kind={kind}] [name=answer]").fill("7")
    page.locator(f"[data-kind={Kind.MULTIPLE_CHOICE}] .choice label").first.click()
    expect_saved(page)
    assert len({position for position, _, _ in saved_responses(app, attempt)}) == 3
    assert list_faults(page) == []


def test_how_sure_a_learner_is_is_saved_with_the_answer(
    app: Flask, open_page: OpenPage, clock: MovableClock
) -> None:
    page = open_page(DESK)
    attempt = sit(app, page, build(app, clock(), uses_certainty=True), clock)
    go_to(app, page, attempt, Kind.MULTIPLE_CHOICE)
    expect(shown(page).get_by_text("Very sure")).to_contain_text("right +1, wrong −2")
    choose(page, 1)
    shown(page).get_by_label("Fairly sure").check()
    expect_saved(page)
    page.reload()
    expect(shown(page).get_by_label("Fairly sure")).to_be_checked()
    with app.app_context():
        last = db.session.scalars(select(Response).order_by(Response.id.desc())).first()
        assert last
        assert (last.certainty, last.seconds is not None) == (2, True)
    assert list_faults(page) == []


def test_a_question_that_is_checked_says_how_it_went_and_is_final(
    app: Flask, open_page: OpenPage, clock: MovableClock
) -> None:
    page = open_page(DESK)
    ids = build(app, clock(), review=PRACTICE, negative_share=Decimal("0.25"))
    attempt = sit(app, page, ids, clock)
    position = go_to(app, page, attempt, Kind.MULTIPLE_CHOICE)
    expect(shown(page).get_by_text("A wrong answer costs 0.25 points.")).to_be_visible()
    choose(page, 1)
    turn(page, "Check")
    outcome = shown(page).locator(".outcome")
    expect(outcome).to_contain_text("Your answer")
    expect(outcome.locator(".state")).to_be_visible()
    expect(shown(page).locator(".choice input").first).to_be_disabled()
    assert len(saved_responses(app, attempt)) == 1
    assert list_faults(page) == []
    shown(page).get_by_role("link", name="Next").click()
    expect(shown(page)).to_have_attribute("data-question", str(position + 1))
    assert len(saved_responses(app, attempt)) == 1


def test_larger_type_and_a_voice_are_there_for_those_who_need_them(
    app: Flask, open_page: OpenPage, clock: MovableClock
) -> None:
    ids = build(app, clock())
    with app.app_context():
        set_needs(db.session(), ids.learner_id, Needs(larger_type=True, read_aloud=True))
        db.session.commit()
    page = open_page(DESK)
    page.add_init_script(
        "window.said = [];"
        "speechSynthesis.speak = (it) => { said.push(it.text); if (said.length < 4) it.onend(); }"
    )
    attempt = sit(app, page, ids, clock)
    go_to(app, page, attempt, Kind.MULTIPLE_CHOICE)
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"
    button = shown(page).get_by_role("button", name="Read aloud")
    button.click()
    assert page.evaluate("said[0]") == "Who opened the new bridge?"
    assert page.evaluate("said.length") == 4
    expect(shown(page).get_by_role("button", name="Stop reading")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
