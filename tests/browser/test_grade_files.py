"""Grades leave for another system and a class comes from one: on a desk, and on a phone."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from flask import Flask
from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.accounts.exports import FILES_1_1, pack
from tests.browser.conftest import DESK, PHONE, OpenPage, sign_in_teacher
from tests.browser.test_rosters import check, open_list
from tests.conftest import MovableClock
from tests.web.engines import ON_SQLITE
from tests.web.worlds import build, start_attempt

pytestmark = [pytest.mark.browser, ON_SQLITE]
NARROW = {**PHONE, "viewport": {"width": 360, "height": 740}}


def test_what_canvas_would_misread_is_read_before_the_file_is_taken(
    app: Flask, open_page: OpenPage, clock: MovableClock, tmp_path: Path
) -> None:
    ids = build(app, clock(), title="Final Score (2024)")
    start_attempt(app, ids, clock(), closed=True)
    page = open_page(DESK)
    sign_in_teacher(page)
    page.goto(f"/teach/courses/{ids.course_id}/gradebook")
    page.get_by_role("link", name="Download", exact=True).click()
    check(page)
    page.get_by_role("link", name="Canvas").click()
    expect(page.get_by_role("heading", name="Canvas")).to_be_visible()
    expect(page.get_by_text("is called “Final-Score [2024]” in the file")).to_be_visible()
    check(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the file").click()
    assert download.value.suggested_filename == f"gradebook-{ids.join_code.lower()}-canvas.csv"
    download.value.save_as(tmp_path / "canvas.csv")
    with (tmp_path / "canvas.csv").open(encoding="utf-8", newline="") as file:
        head, points, ada = csv.reader(file)
    assert head[4:] == ["Section", "Final-Score [2024]"]
    assert points[0] == "    Points Possible"
    assert (ada[0], ada[-1]) == ("Ada Lovelace", "0.00")


def test_on_a_phone_without_scripts_a_workbook_and_a_moodle_file_are_taken(
    app: Flask, open_page: OpenPage, clock: MovableClock, tmp_path: Path
) -> None:
    ids = build(app, clock())
    page = open_page(NARROW, java_script_enabled=False)
    sign_in_teacher(page)
    page.goto(f"/teach/courses/{ids.course_id}/gradebook")
    page.get_by_role("link", name="Excel").click()
    expect(page.get_by_role("heading", name="Excel")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the file").click()
    download.value.save_as(tmp_path / "grades.xlsx")
    assert load_workbook(tmp_path / "grades.xlsx").sheetnames == ["Learners", "Grades"]
    page.get_by_role("link", name="Back to the gradebook").click()
    page.get_by_role("link", name="Moodle").click()
    page.get_by_label("Separator").select_option("Semicolon")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the file").click()
    download.value.save_as(tmp_path / "moodle.csv")
    assert (tmp_path / "moodle.csv").read_text().startswith("Full name;ID number;Bridges")


def test_a_class_of_an_export_is_chosen_and_looked_at(
    app: Flask, open_page: OpenPage, clock: MovableClock, tmp_path: Path
) -> None:
    ids = build(app, clock())
    page = open_page(NARROW)
    open_list(page, ids)
    file = tmp_path / "roster.zip"
    file.write_bytes(pack(FILES_1_1))
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_role("button", name="Look at the list").click()
    expect(page.get_by_role("heading", name="Which class is it?")).to_be_visible()
    check(page)
    page.get_by_role("button", name="Look at the class").click()
    expect(page.get_by_role("link", name="Choose a class.")).to_be_visible()
    check(page)
    page.get_by_label("Class", exact=True).select_option("English 10A (5 learners)")
    page.get_by_role("button", name="Look at the class").click()
    expect(page.get_by_text("Read from a OneRoster 1.1 export")).to_be_visible()
    expect(page.get_by_role("button", name="Import 2 learners")).to_be_visible()
    check(page)
