"""A class list is imported and slips are printed: on a desk, and on a phone without JavaScript."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, OpenPage, sign_in_teacher
from tests.browser.crawl import list_faults
from tests.conftest import MovableClock
from tests.web.engines import ON_SQLITE
from tests.web.worlds import Ids, build

pytestmark = [pytest.mark.browser, ON_SQLITE]
LIST = "Name;ID;Section\nAda Lovelace;007;A\nCy Young;8;B\nCy Young;9;B\n;10;B\n"


def check(page: Page) -> None:
    """The page keeps the rules that a program can check, and is no wider than the screen."""
    assert list_faults(page) == []


def open_list(page: Page, ids: Ids) -> None:
    sign_in_teacher(page)
    page.goto(f"/teach/courses/{ids.course_id}")
    page.get_by_role("link", name="Import a class list").click()
    expect(page.get_by_role("heading", name="Import a class list")).to_be_visible()


def test_a_file_is_looked_at_imported_and_its_slips_are_printed(
    app: Flask, open_page: OpenPage, clock: MovableClock, tmp_path: Path
) -> None:
    ids = build(app, clock())
    page = open_page(DESK)
    open_list(page, ids)
    file = tmp_path / "class.csv"
    file.write_text(LIST, encoding="utf-8-sig")
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_role("button", name="Look at the list").click()
    expect(page.get_by_text("Nothing is changed yet")).to_be_visible()
    bad = page.get_by_role("table", name="Cannot be taken").get_by_role("row").nth(1)
    expect(bad).to_contain_text("The name is missing.")
    expect(page.get_by_text("Signs in as cy young 2")).to_be_visible()
    check(page)
    page.get_by_role("button", name="Import 3 learners").click()
    expect(page.locator(".slip")).to_have_count(2)
    check(page)
    page.emulate_media(media="print")
    expect(page.get_by_text("Print this page now")).to_be_hidden()
    expect(page.locator(".slip-qr").first).to_be_visible()
    expect(page.locator(".slip").nth(1)).to_contain_text("cy young 2")
    assert page.pdf(format="A4").count(b"/Type /Page\n") == 1
    page.emulate_media(media="screen")
    page.goto(f"/teach/courses/{ids.course_id}")
    expect(page.get_by_role("link", name="Cy Young", exact=True)).to_have_count(2)


def test_on_a_phone_without_scripts_a_list_is_pasted_and_a_learner_moves(
    app: Flask, open_page: OpenPage, clock: MovableClock
) -> None:
    ids = build(app, clock())
    page = open_page(
        {**PHONE, "viewport": {"width": 360, "height": 740}}, java_script_enabled=False
    )
    sign_in_teacher(page)
    page.goto("/teach/courses/new")
    page.get_by_label("Name of the course").fill("English 10B")
    page.get_by_role("button", name="Make the course").click()
    expect(page.get_by_role("heading", name="English 10B")).to_be_visible()
    page.goto(f"/teach/courses/{ids.course_id}/roster")
    page.get_by_label("Or paste the list").fill(LIST)
    page.get_by_role("button", name="Look at the list").click()
    expect(page.get_by_text("Nothing is changed yet")).to_be_visible()
    page.get_by_role("button", name="Import 3 learners").click()
    expect(page.locator(".slip")).to_have_count(2)
    page.goto(f"/teach/courses/{ids.course_id}")
    page.get_by_label("Choose Ada Lovelace").check()
    page.get_by_role("button", name="Move", exact=True).click()
    expect(page.get_by_role("heading", name="Move 1 learner")).to_be_visible()
    page.get_by_label("To which course").select_option("English 10B")
    page.get_by_role("button", name="Move", exact=True).click()
    expect(page.get_by_text("1 learner moved to English 10B.")).to_be_visible()
    left = page.get_by_role("table", name="Learners who have left this course")
    expect(left).to_contain_text("Ada Lovelace")


@pytest.mark.parametrize("device", [DESK, {**PHONE, "viewport": {"width": 360, "height": 740}}])
def test_many_are_chosen_at_once_and_every_step_asks_first(
    app: Flask, open_page: OpenPage, clock: MovableClock, device: dict[str, object]
) -> None:
    ids = build(app, clock())
    page = open_page(device)
    open_list(page, ids)
    page.get_by_label("Or paste the list").fill(LIST)
    page.get_by_role("button", name="Look at the list").click()
    expect(page.get_by_text("Nothing is changed yet")).to_be_visible()
    page.get_by_role("button", name="Import 3 learners").click()
    expect(page.locator(".slip")).to_have_count(2)
    for button, asked in (
        ("New slips", "New slips for 3 learners?"),
        ("Move", "Move 3 learners"),
        ("Remove", "Remove 3 learners?"),
    ):
        page.goto(f"/teach/courses/{ids.course_id}")
        page.get_by_label("All", exact=True).check()
        expect(page.get_by_text("3 chosen")).to_be_visible()
        page.get_by_role("button", name=button, exact=True).click()
        expect(page.get_by_role("heading", name=asked)).to_be_visible()
        check(page)
    page.get_by_role("button", name="Remove from the course").click()
    expect(page.get_by_text("3 learners removed. Their work is kept.")).to_be_visible()
    check(page)
    page.get_by_role("button", name="Put back Ada Lovelace").click()
    expect(page.get_by_text("Ada Lovelace is in the course again.")).to_be_visible()


def test_the_sheet_to_join_fills_one_page(
    app: Flask, open_page: OpenPage, clock: MovableClock
) -> None:
    ids = build(app, clock())
    page = open_page(DESK)
    sign_in_teacher(page)
    page.goto(f"/teach/courses/{ids.course_id}/join-sheet")
    page.emulate_media(media="print")
    square = page.locator(".sheet .qr").bounding_box()
    assert square
    assert square["width"] > 300, "it is read from the last row"
    assert page.pdf(format="A4").count(b"/Type /Page\n") == 1
