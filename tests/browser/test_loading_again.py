"""Pages are left, loaded again and opened twice: each shows what was given, and loses nothing."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, Route, expect

from quizapp.generation.draft import Kind
from tests.browser.conftest import DESK, PHONE, OpenPage
from tests.browser.sitting_page import (
    SECOND,
    answer_anyhow,
    choose,
    expect_saved,
    expect_unsaved,
    go_to,
    saved_responses,
    shown,
    sit,
    turn,
)
from tests.conftest import MovableClock
from tests.web.engines import ON_SQLITE
from tests.web.worlds import Ids, build

pytestmark = [pytest.mark.browser, ON_SQLITE]


@pytest.fixture
def ids(app: Flask, clock: MovableClock) -> Ids:
    return build(app, clock())


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    return open_page(PHONE)


def test_back_and_forward_turn_pages_and_lose_nothing(
    app: Flask, page: Page, ids: Ids, clock: MovableClock
) -> None:
    attempt = sit(app, page, ids, clock)
    page.context.set_offline(True)
    answer_anyhow(page)
    turn(page, "Save and next")
    answer_anyhow(page)
    page.go_back()
    expect(shown(page)).to_have_attribute("data-question", "1")
    page.go_forward()
    expect(shown(page)).to_have_attribute("data-question", "2")
    page.context.set_offline(False)
    expect_saved(page)
    assert [position for position, _, _ in saved_responses(app, attempt)] == [1, 2]


def test_back_after_handing_in_leads_to_the_result(
    app: Flask, page: Page, ids: Ids, clock: MovableClock
) -> None:
    attempt = sit(app, page, ids, clock)
    page.goto(f"{attempt}/review")
    page.get_by_role("button", name="Hand in", exact=True).click()
    page.wait_for_url("**/result")
    page.go_back()
    expect(page).to_have_url(re.compile(r"/result$"))


def test_loading_again_in_the_middle_sends_the_same_answer_once(
    app: Flask, page: Page, ids: Ids, clock: MovableClock
) -> None:
    attempt = sit(app, page, ids, clock)
    position = go_to(app, page, attempt, Kind.MULTIPLE_CHOICE)

    def swallow(route: Any) -> None:
        """The server has the answer, the page never hears of it."""
        route.fetch()
        route.abort()

    page.route("**/responses", swallow)
    choose(page, 1)
    expect_unsaved(page)
    page.unroute("**/responses")
    page.goto(f"{attempt}?question={position}")
    expect_saved(page)
    page.wait_for_function("() => !Object.keys(localStorage).some((key) => key.includes('unsent'))")
    assert len(saved_responses(app, attempt)) == 1
    expect(shown(page).locator(".choice input").nth(1)).to_be_checked()


def test_an_answer_that_a_page_sends_while_it_is_loaded_again_stands_on_the_new_page(
    app: Flask, page: Page, ids: Ids, clock: MovableClock
) -> None:
    """The server reads the new page before it has the answer, which the old page sees saved."""
    page.add_init_script("delete Navigator.prototype.serviceWorker")  # it hides what is loaded
    attempt = sit(app, page, ids, clock)
    address = f"{attempt}?question={go_to(app, page, attempt, Kind.SHORT_ANSWER)}"
    stale = page.request.get(address).text()

    def arrive_late(route: Route) -> None:
        page.wait_for_timeout(SECOND)
        route.fulfill(body=stale, content_type="text/html; charset=utf-8")

    page.route(lambda url: url.endswith(address), arrive_late, times=1)
    shown(page).get_by_role("textbox").fill("a flood")
    page.goto(address)
    assert len(saved_responses(app, attempt)) == 1
    expect(shown(page).get_by_role("textbox")).to_have_value("a flood")
    expect_saved(page)
    page.wait_for_function("() => !Object.keys(localStorage).some((key) => key.includes('unsent'))")
    assert len(saved_responses(app, attempt)) == 1


def test_two_tabs_of_one_sitting_are_told_of_one_another(
    app: Flask, open_page: OpenPage, clock: MovableClock
) -> None:
    ids = build(app, clock(), one_sitting=True)
    page = open_page(DESK)
    attempt = sit(app, page, ids, clock)
    position = go_to(app, page, attempt, Kind.MULTIPLE_CHOICE)
    second = page.context.new_page()
    second.goto(f"{attempt}?question={position}")
    choose(second, 1)
    expect_saved(second)
    page.evaluate("dispatchEvent(new Event('focus'))")
    notice = page.locator("[data-elsewhere]")
    expect(notice).to_contain_text("This attempt is also open in another tab")
    expect(shown(page).locator(".choice input").first).to_be_disabled()
    notice.get_by_role("button", name="Carry on here").click()
    expect(shown(page).locator(".choice input").nth(1)).to_be_checked()
    choose(page, 2)
    expect_saved(page)
    assert len(saved_responses(app, attempt)) == 2
    second.evaluate("dispatchEvent(new Event('focus'))")
    expect(second.locator("[data-elsewhere]")).to_be_visible()


def test_a_page_that_is_loaded_again_takes_itself_for_no_other(
    app: Flask, page: Page, ids: Ids, clock: MovableClock
) -> None:
    sit(app, page, ids, clock)
    held_up: list[Route] = []
    page.route("**/hold", lambda route: held_up.append(route))
    page.reload()
    page.evaluate("dispatchEvent(new Event('focus'))")
    page.wait_for_timeout(SECOND)
    expect(page.locator("[data-elsewhere]")).to_be_hidden()
    with page.expect_response("**/hold"):
        held_up[0].continue_()
    with page.expect_response("**/clock?*"):
        page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.locator("[data-elsewhere]")).to_be_hidden()
