"""Everybody can try out how a quiz works: on a phone, with the keyboard, without scripts."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, OpenPage, sign_in_learner, start_quiz
from tests.browser.crawl import examine
from tests.browser.sitting_page import choose, expect_saved, pass_time, shown, turn
from tests.conftest import MovableClock
from tests.web.engines import ON_SQLITE
from tests.web.worlds import Ids, build

pytestmark = [pytest.mark.browser, ON_SQLITE]
PAGE = "/learn/try-out"
STORED = "area => Object.keys(window[area]).filter((it) => it.includes('try-out'))"


@pytest.fixture
def ids(app: Flask, clock: MovableClock) -> Ids:
    return build(app, clock())


def open_try_out(page: Page) -> None:
    page.goto(PAGE)
    expect(page.get_by_role("heading", name="Question 1 of 2")).to_be_visible()
    page.wait_for_load_state()


def move_up(page: Page, text: str) -> None:
    page.get_by_role("button", name=f"Move up: {text}").click()


def order_rightly(page: Page) -> None:
    move_up(page, "You press “Check and hand in”")
    move_up(page, "You see which questions have no answer yet")


def test_a_new_learner_goes_through_all_of_it_on_a_phone(open_page: OpenPage, ids: Ids) -> None:
    page = open_page(PHONE)
    sign_in_learner(page, ids)
    page.get_by_role("main").get_by_role("link", name="Try out how a quiz works").click()
    expect(page.get_by_text("This is a try-out")).to_be_visible()
    page.get_by_role("link", name="Passage", exact=True).click()
    expect(page.locator("#passage .para").nth(1)).to_contain_text("as soon as you give it")
    page.get_by_role("link", name="Question", exact=True).click()
    choose(page, 2)
    expect_saved(page)
    turn(page, "Mark for later")
    expect(page.locator("[data-map='1']")).to_contain_text("answered, marked")
    turn(page, "Save and next")
    expect(page.get_by_role("heading", name="Question 2 of 2")).to_be_visible()
    order_rightly(page)
    expect(page.locator("[data-map='2']")).to_contain_text(", answered")
    turn(page, "Check and hand in")
    expect(page.get_by_text("You marked 1 question for later")).to_be_visible()
    page.get_by_role("link", name="Go to the first marked question").click()
    expect(shown(page).locator(".choice input").nth(2)).to_be_checked()
    page.locator(".sitting-ends").get_by_role("button", name="Check and hand in").click()
    page.get_by_role("button", name="Hand in", exact=True).click()
    expect(page.get_by_text("This is how a result looks.")).to_be_visible()
    expect(page.locator(".score-figure")).to_have_text("2 out of 2")
    page.get_by_role("link", name="Go to your quizzes").click()
    expect(page.get_by_role("heading", name="Your quizzes")).to_be_visible()


def test_the_keyboard_alone_is_enough(open_page: OpenPage, ids: Ids) -> None:
    page = open_page(DESK)
    open_try_out(page)
    page.locator("[name=answer]").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect_saved(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Question 2 of 2")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Move with the arrow keys: You press “Hand in”")).to_be_focused()
    page.keyboard.press("End")
    expect(page.get_by_text("now number 3 of 3")).to_be_visible()
    expect_saved(page)
    page.get_by_role("button", name="Check and hand in", exact=True).first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    page.get_by_role("button", name="Hand in", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".score-figure")).to_have_text("2 out of 2")


def test_without_scripts_plain_forms_go_through_it(open_page: OpenPage, ids: Ids) -> None:
    page = open_page(PHONE, java_script_enabled=False)
    page.goto(PAGE)
    expect(page.locator("#question > noscript > .hint")).to_be_visible()
    choose(page, 2)
    turn(page, "Mark for later")
    expect(page.locator("[data-map='1']")).to_contain_text("answered, marked")
    turn(page, "Save and next")
    for place, number in enumerate(["3", "1", "2"]):
        shown(page).locator("select").nth(place).select_option(number)
    turn(page, "Check and hand in")
    page.get_by_role("button", name="Hand in", exact=True).click()
    expect(page.locator(".score-figure")).to_have_text("2 out of 2")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("[data-saved]")).to_have_text("Nothing to save yet")


def test_at_the_bell_it_only_says_what_a_quiz_would_do(
    open_page: OpenPage, ids: Ids, clock: MovableClock
) -> None:
    page = open_page(DESK)
    page.clock.install()
    open_try_out(page)
    pass_time(page, clock, 361)
    told = page.get_by_text("In a quiz your answers would be handed in now.")
    expect(told).to_have_count(1)
    choose(page, 0)
    turn(page, "Save and next")
    turn(page, "Check and hand in")
    expect(page.get_by_role("button", name="Hand in", exact=True)).to_be_visible()


def test_it_leaves_nothing_on_the_device_and_a_real_attempt_alone(
    open_page: OpenPage, ids: Ids
) -> None:
    page = open_page(PHONE)
    sign_in_learner(page, ids)
    attempt = start_quiz(page, ids)
    choose(page, 0)
    expect_saved(page)
    kept = page.evaluate("() => ({...localStorage})")
    open_try_out(page)
    choose(page, 0)
    expect_saved(page)
    assert page.evaluate(STORED, "localStorage") == []
    page.goto("/learn")
    expect(page.get_by_role("link", name="Carry on")).to_be_visible()
    assert page.evaluate("() => Object.keys(localStorage)").sort() == sorted(kept).sort()
    page.goto(f"{attempt}?question=1")
    expect(shown(page).locator(".choice input").first).to_be_checked()


def test_what_it_could_not_send_is_dropped(open_page: OpenPage, ids: Ids) -> None:
    page = open_page(PHONE)
    sign_in_learner(page, ids)
    open_try_out(page)
    page.route(f"**{PAGE}/responses", lambda route: route.abort())
    choose(page, 0)
    expect(page.locator("[data-saved]")).to_contain_text("Not saved yet")
    assert len(page.evaluate(STORED, "localStorage")) == 1
    page.goto("/learn/progress")
    expect(page.get_by_role("heading", name="Progress").first).to_be_visible()
    page.wait_for_function(f"() => !({STORED})('localStorage').length")


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_each_of_its_pages_can_be_used_by_everybody(
    open_page: OpenPage, ids: Ids, language: str
) -> None:
    page = open_page(PHONE, locale=language)
    page.goto(PAGE)
    choose(page, 0)
    shown(page).locator("[data-flag]").click()
    expect(page.locator("[data-map='1']")).to_have_class("map-item is-answered is-flagged")
    found = {"attempt": list(examine(page, thumbs=True))}
    page.goto(f"{PAGE}?question=2")
    expect(page.locator(".sorter")).to_be_visible()
    found["ordering"] = list(examine(page, thumbs=True))
    page.goto(f"{PAGE}/review")
    expect(page.locator("[data-submit-form]")).to_be_visible()
    found["review"] = list(examine(page, thumbs=True))
    page.locator("[data-submit-form] button").click()
    expect(page.locator(".score-figure")).to_be_visible()
    found["result"] = list(examine(page, thumbs=True))
    assert {name: lines for name, lines in found.items() if lines} == {}
