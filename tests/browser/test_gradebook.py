"""The gradebook and what is decided in it, in a real browser, at phone width and on a desk."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, OpenPage, sign_in_teacher
from tests.browser.crawl import LOOKS, examine
from tests.conftest import MovableClock
from tests.web.engines import ON_SQLITE
from tests.web.worlds import build, start_attempt

pytestmark = [pytest.mark.browser, ON_SQLITE]


def test_a_teacher_excuses_a_learner_and_sees_it_in_the_book(
    app: Flask, open_page: OpenPage, clock: MovableClock
) -> None:
    ids = build(app, clock())
    start_attempt(app, ids, clock(), closed=True)
    page = open_page(DESK)
    sign_in_teacher(page)
    page.goto(f"/teach/courses/{ids.course_id}/gradebook")
    page.get_by_role("link", name="Total").click()
    expect(page.get_by_role("columnheader", name="Total")).to_have_attribute(
        "aria-sort", "descending"
    )
    page.get_by_role("row", name="Ada Lovelace").get_by_role("link").last.click()
    page.get_by_role("link", name="Decide about the grade").click()
    page.locator("#excuse_reason").fill("Ill on that day")
    page.get_by_role("button", name="Excuse").click()
    expect(page.get_by_text("Ada Lovelace is excused.")).to_be_visible()
    expect(page.get_by_role("button", name="Let the quiz count again")).to_be_visible()
    page.get_by_role("link", name="Back to the gradebook").click()
    expect(page.get_by_role("row", name="Ada Lovelace")).to_contain_text("Excused")


def test_its_pages_can_be_used_by_everybody(
    app: Flask, open_page: OpenPage, clock: MovableClock
) -> None:
    ids = build(app, clock())
    course = f"/teach/courses/{ids.course_id}"
    grade = f"{course}/gradebook/{ids.assignment_id}/{ids.learner_id}"
    page = open_page(PHONE)
    sign_in_teacher(page)
    addresses = (
        *(f"{course}/gradebook", f"{course}/gradebook?by=skill", f"{course}/grading"),
        *(grade, f"{course}/grading?category={ids.category_id}&period={ids.period_id}"),
    )
    found = {}
    for url in addresses:
        page.goto(url)
        found[url] = list(examine(page, LOOKS[:-1], thumbs=False))
    assert {url: lines for url, lines in found.items() if lines} == {}
