"""The library of banks in a browser: found, copied, merged, shared, compared, on desk and phone."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, OpenPage, sign_in_teacher
from tests.browser.crawl import list_faults
from tests.conftest import MovableClock
from tests.factories import choice, one_of_each_kind
from tests.web.engines import ON_SQLITE
from tests.web.worlds import build

pytestmark = [pytest.mark.browser, ON_SQLITE]
NARROW: dict[str, Any] = {**PHONE, "viewport": {"width": 360, "height": 740}}
DARK: dict[str, Any] = {**DESK, "color_scheme": "dark"}


def look(page: Page) -> list[str]:
    """What is wrong with the page as it stands."""
    return list_faults(page)


@pytest.mark.parametrize("device", [DARK, NARROW], ids=["wide and dark", "narrow and light"])
def test_a_teacher_builds_a_unit_from_what_a_search_finds(
    app: Flask, open_page: OpenPage, clock: MovableClock, device: dict[str, Any]
) -> None:
    build(app, clock(), (*one_of_each_kind(), choice("who-opened-again")))
    page = open_page(device)
    sign_in_teacher(page)
    page.get_by_role("link", name="Banks", exact=True).click()
    page.get_by_role("searchbox").fill("bridges opened")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("mark.found").first).to_be_visible()
    found = look(page)

    page.get_by_label(re.compile("Choose: Who opened")).first.check()
    page.get_by_label(re.compile("Choose: Put the events")).check()
    page.get_by_role("button", name="Copy the chosen questions").click()
    expect(page.get_by_role("heading", name="Copy 2 questions")).to_be_visible()
    found += look(page)
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.locator(".error-summary")).to_be_focused()
    found += look(page)
    page.get_by_label("Title of the new collection").fill("Unit 3")
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.get_by_role("heading", name="Unit 3")).to_be_visible()
    expect(page.get_by_text("2 questions are copied.")).to_be_visible()
    found += look(page)

    page.get_by_role("link", name="Title, tags, sharing, merging").click()
    page.get_by_label("Tags").fill("Week 3, grade 9")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    page.get_by_role("link", name="Share with a colleague").click()
    page.get_by_label("Your colleague's sign-in name").fill("other")
    page.get_by_role("button", name="Share the bank").click()
    expect(page.get_by_text("may read “Unit 3” now.")).to_be_visible()
    found += look(page)
    page.get_by_role("link", name="Banks", exact=True).first.click()
    expect(page.get_by_role("link", name="week 3")).to_be_visible()
    found += look(page)

    page.get_by_role("link", name="Manage Unit 3").click()
    page.get_by_role("link", name="Merge into another bank").click()
    page.get_by_label("Into").select_option(label="The bridge at Ostrava (intermediate)")
    page.get_by_role("button", name="See what happens").click()
    expect(page.get_by_text("2 questions stand in both, word for word.")).to_be_visible()
    found += look(page)
    page.get_by_role("button", name="Merge the banks").click()
    expect(page.get_by_text("Questions that have moved: 2.")).to_be_visible()

    page.goto("/teach/banks/duplicates")
    expect(page.get_by_text("3 pairs")).to_be_visible()
    found += look(page)
    page.get_by_role("button", name="Keep both of pair 1").click()
    expect(page.get_by_text("2 pairs")).to_be_visible()
    page.get_by_role("button", name="Retire this one").last.click()
    expect(page.get_by_text("1 pair", exact=True)).to_be_visible()
    assert found == []


def test_the_library_works_without_javascript(
    app: Flask, open_page: OpenPage, clock: MovableClock
) -> None:
    build(app, clock())
    page = open_page(DESK, java_script_enabled=False)
    page.goto("/teacher/sign-in")
    sign_in_teacher(page)
    page.goto("/teach/banks/search?words=flood&kind=ordering")
    expect(page.get_by_text("1 question found")).to_be_visible()
    page.get_by_label(re.compile("Choose: ")).check()
    page.get_by_role("button", name="Copy the chosen questions").click()
    page.get_by_label("Title of the new collection").fill("Unit 4")
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.get_by_text("1 question is copied.")).to_be_visible()
