"""What readers ask of their device holds here: less motion, colours of their own, a sepia page."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, OpenPage, sign_in_learner
from tests.browser.crawl import CONTRAST, list_faults
from tests.browser.sitting_page import shown, turn
from tests.conftest import MovableClock
from tests.web.engines import ON_SQLITE
from tests.web.worlds import Ids, build, start_attempt

pytestmark = [pytest.mark.browser, ON_SQLITE]
MOVING = """() => [...document.querySelectorAll("*")].filter((one) => {
    const style = getComputedStyle(one);
    const lasts = (times) => times.split(",").some((it) => parseFloat(it) > 0);
    return lasts(style.transitionDuration) || lasts(style.animationDuration)
        || style.scrollBehavior === "smooth";
}).map((one) => one.outerHTML.slice(0, 80))"""


@pytest.fixture
def ids(app: Flask, clock: MovableClock) -> Ids:
    return build(app, clock())


def list_learner_pages(app: Flask, ids: Ids, clock: MovableClock) -> list[str]:
    closed = start_attempt(app, ids, clock(), closed=True)
    running = start_attempt(app, ids, clock())
    return [
        "/learn",
        f"/learn/assignments/{ids.assignment_id}",
        f"/learn/attempts/{running}",
        f"/learn/attempts/{running}/review",
        f"/learn/attempts/{closed}/result",
        "/learn/texts",
        f"/learn/texts/{ids.article_id}",
        f"/learn/texts/{ids.article_id}/notes",
        "/learn/words",
        "/learn/reading-settings",
        "/learn/practice",
        "/learn/progress",
    ]


def colour_of(page: Page, selector: str, side: str) -> str:
    return str(
        page.locator(selector).first.evaluate("(it, side) => getComputedStyle(it)[side]", side)
    )


def test_nothing_moves_for_whoever_asks_for_less_motion(
    app: Flask, open_page: OpenPage, ids: Ids, clock: MovableClock
) -> None:
    page = open_page(PHONE, reduced_motion="reduce")
    sign_in_learner(page, ids)
    moving = {}
    for url in list_learner_pages(app, ids, clock):
        page.goto(url)
        moving[url] = page.evaluate(MOVING)
    assert {url: lines for url, lines in moving.items() if lines} == {}


def test_every_page_can_be_read_in_sepia(
    app: Flask, open_page: OpenPage, ids: Ids, clock: MovableClock
) -> None:
    page = open_page(PHONE)
    sign_in_learner(page, ids)
    page.goto("/learn/reading-settings")
    page.get_by_label("Sepia").check()
    page.get_by_role("button", name="Keep these settings").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "sepia")
    for url in list_learner_pages(app, ids, clock):
        page.goto(url)
        expect(page.locator("html")).to_have_attribute("data-theme", "sepia")
        assert list_faults(page, CONTRAST) == [], url


def test_in_the_systems_own_colours_it_still_shows_where_one_is(
    app: Flask, open_page: OpenPage, ids: Ids, clock: MovableClock
) -> None:
    page = open_page(DESK, forced_colors="active")
    sign_in_learner(page, ids)
    here = colour_of(page, ".main-nav a[aria-current]", "borderBottomColor")
    elsewhere = colour_of(page, ".main-nav a:not([aria-current])", "borderBottomColor")
    assert here != elsewhere == colour_of(page, "body", "backgroundColor")
    page.goto(f"/learn/attempts/{start_attempt(app, ids, clock())}")
    page.set_viewport_size({"width": 360, "height": 740})
    question = colour_of(page, ".switch [href='#question']", "borderTopColor")
    passage = colour_of(page, ".switch [href='#passage']", "borderTopColor")
    assert question != passage == colour_of(page, "body", "backgroundColor")


def test_in_the_systems_own_colours_a_marked_question_and_a_read_sentence_are_told_from_others(
    app: Flask, open_page: OpenPage, ids: Ids, clock: MovableClock
) -> None:
    page = open_page(DESK, forced_colors="active")
    page.add_init_script("speechSynthesis.speak = () => {}; speechSynthesis.cancel = () => {};")
    sign_in_learner(page, ids)
    page.goto(f"/learn/texts/{ids.article_id}")
    page.get_by_role("button", name="Read aloud").click()
    assert colour_of(page, ".is-spoken", "outlineStyle") == "solid"
    page.goto(f"/learn/attempts/{start_attempt(app, ids, clock())}")
    expect(shown(page).first).to_be_visible()
    turn(page, "Mark for later")
    flagged = page.locator(".map ol .map-item.is-flagged")
    expect(flagged).to_have_count(1)
    sign = flagged.evaluate("(it) => getComputedStyle(it, '::before').content")
    assert "\u2691" in sign
