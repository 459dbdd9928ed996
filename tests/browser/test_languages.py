"""Scripts speak the language of their page, and no page breaks when it runs from right to left."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, OpenPage, sign_in_learner
from tests.browser.sitting_page import choose, shown
from tests.browser.test_accessibility import list_pages
from tests.conftest import MovableClock
from tests.web.engines import ON_SQLITE
from tests.web.routes import Whose
from tests.web.worlds import Ids, build, start_attempt

pytestmark = [pytest.mark.browser, ON_SQLITE]
TURN_AROUND = """() => {
    document.documentElement.dir = "rtl";
    return document.documentElement.scrollWidth - innerWidth;
}"""


@pytest.fixture
def ids(app: Flask, clock: MovableClock) -> Ids:
    return build(app, clock(), max_attempts=None)


def speak(page: Page, name: str) -> None:
    """Choose a language at the foot of the page."""
    page.get_by_role("button", name=name).click()
    expect(page.get_by_role("button", name=name)).to_have_attribute("aria-current", "true")


def test_no_page_of_a_learner_is_wider_than_the_screen_from_right_to_left(
    app: Flask, open_page: OpenPage, ids: Ids, clock: MovableClock
) -> None:
    page = open_page({**PHONE, "viewport": {"width": 360, "height": 740}})
    sign_in_learner(page, ids)
    speak(page, "Қазақша")
    pages = list_pages(app, ids, Whose.EVERYBODY, clock)
    for url in [*pages, *list_pages(app, ids, Whose.LEARNER, clock)]:
        page.goto(url)
        assert (url, page.evaluate(TURN_AROUND)) == (url, 0)


def test_the_scripts_of_a_sitting_speak_the_language_of_the_page(
    app: Flask, open_page: OpenPage, ids: Ids, clock: MovableClock
) -> None:
    page = open_page(PHONE)
    sign_in_learner(page, ids)
    speak(page, "Русский")
    page.goto(f"/learn/attempts/{start_attempt(app, ids, clock())}")
    page.wait_for_load_state()
    choose(page, 0)
    expect(page.locator("[data-saved]")).to_have_text(re.compile(r"^Сохранено в \d\d:\d\d:\d\d$"))
    shown(page).get_by_role("button", name="Отметить на потом").click()
    expect(shown(page).get_by_role("button", name="Снять отметку")).to_be_visible()
    expect(page.locator('[data-map="1"]')).to_contain_text("есть ответ, отмечен")


def test_the_switch_works_without_scripts(open_page: OpenPage, ids: Ids) -> None:
    page = open_page(PHONE, java_script_enabled=False)
    page.goto("/sign-in")
    speak(page, "Қазақша")
    expect(page.get_by_role("heading", level=1)).to_have_text("Кіру")
    speak(page, "English")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
