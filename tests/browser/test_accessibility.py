"""Pages keep the rules of WCAG 2.2 AA that a program can check, on any screen, in any light."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import expect

from quizapp.generation.draft import Kind
from tests.browser.conftest import DESK, PHONE, OpenPage, sign_in_learner, sign_in_teacher
from tests.browser.crawl import LOOKS, examine, list_violations
from tests.conftest import MovableClock
from tests.web.engines import ON_SQLITE
from tests.web.routes import Whose, address, list_routes
from tests.web.worlds import COUNT, Ids, build, lay_ruling, start_attempt

pytestmark = [
    pytest.mark.browser,
    ON_SQLITE,
]
NO_PAGES = {
    "keeping.worker",
    "static",
    "home.health",
    "home.readiness",
    "grade_files.download",
    "course_files.download",
    "sit.clock",
    "statistics.download",
    "live.poll",
    "pictures.for_learner",
    "pictures.for_teacher",
    "transfers.download",
    "try_out.clock",
    "own_data.download",
    "erasing.download",
}


def list_pages(app: Flask, ids: Ids, whose: Whose, clock: MovableClock) -> list[str]:
    """The address of every page of `whose`, those of questions once for each kind."""
    closed = start_attempt(app, ids, clock(), closed=True)
    running = start_attempt(app, ids, clock())
    lay_ruling(app, ids, clock())
    pages = [
        address(app, rule, ids, running, closed)
        for rule in list_routes(app, whose, "GET")
        if rule.endpoint not in NO_PAGES
    ]
    if whose is Whose.LEARNER:
        pages += [
            f"/learn/attempts/{running}?question={position}" for position in range(2, COUNT + 1)
        ]
    if whose is Whose.TEACHER:
        pages += [f"/teach/questions/{ids.question_id + more}/edit" for more in range(1, COUNT)]
        pages += [f"/teach/banks/{ids.bank_id}/questions/new/{kind}" for kind in Kind]
    return [*pages, "/nowhere"]


@pytest.mark.parametrize("whose", list(Whose))
def test_every_page_can_be_used_by_everybody(
    app: Flask, open_page: OpenPage, clock: MovableClock, whose: Whose
) -> None:
    ids = build(app, clock())
    page = open_page(PHONE)
    if whose is Whose.TEACHER:
        sign_in_teacher(page)
    if whose is Whose.LEARNER:
        sign_in_learner(page, ids)
    looks = LOOKS[:-1] if whose is Whose.TEACHER else LOOKS
    found = {}
    for url in list_pages(app, ids, whose, clock):
        page.goto(url)
        found[url] = list(examine(page, looks, thumbs=whose is not Whose.TEACHER))
    assert {url: lines for url, lines in found.items() if lines} == {}


def test_what_is_wrong_with_a_form_is_listed_first_and_leads_to_its_field(
    app: Flask, open_page: OpenPage, clock: MovableClock
) -> None:
    ids = build(app, clock())
    page = open_page(PHONE)
    page.goto(f"/join?code={ids.join_code}")
    page.get_by_role("button", name="Join the course").click()
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page).to_have_title("Error: Join English 10A - quizapp")
    assert list_violations(page) == []
    page.get_by_role("link", name="Write your name.").click()
    name = page.get_by_label("Your name")
    expect(name).to_be_focused()
    expect(name).to_have_attribute("aria-invalid", "true")
    described = "Your teacher sees this name. Error: Write your name."
    expect(name).to_have_accessible_description(described)


def test_a_quiz_is_answered_with_the_keyboard_alone(
    app: Flask, open_page: OpenPage, clock: MovableClock
) -> None:
    ids = build(app, clock())
    page = open_page(DESK)
    sign_in_learner(page, ids)
    page.goto(f"/learn/attempts/{start_attempt(app, ids, clock())}?question=1")
    page.locator("[name=answer]").first.focus()
    page.keyboard.press("Space")
    expect(page.locator("[data-saved]")).to_contain_text("Saved")
    page.get_by_role("button", name="Save and next").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=f"Question 2 of {COUNT}")).to_be_visible()
