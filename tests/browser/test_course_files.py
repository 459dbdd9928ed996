"""A course is exported and brought again: on a desk, and on a phone without JavaScript."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, OpenPage, sign_in_teacher
from tests.browser.test_rosters import check
from tests.conftest import MovableClock
from tests.web.engines import ON_SQLITE
from tests.web.worlds import build, start_attempt

pytestmark = [pytest.mark.browser, ON_SQLITE]


@pytest.mark.parametrize(
    "device", [DESK, {**PHONE, "java_script_enabled": False}], ids=["desk", "phone without scripts"]
)
def test_a_course_goes_into_a_file_and_comes_back(
    app: Flask,
    open_page: OpenPage,
    clock: MovableClock,
    tmp_path: Path,
    device: dict[str, Any],
) -> None:
    ids = build(app, clock())
    start_attempt(app, ids, clock(), closed=True)
    page = open_page(device)
    has_scripts = device.get("java_script_enabled", True)
    sign_in_teacher(page)
    page.goto(f"/teach/courses/{ids.course_id}/settings")
    page.get_by_role("link", name="Export this course").click()
    expect(page.get_by_text("personal data")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Export with learners").click()
    download.value.save_as(tmp_path / "course.zip")

    page.goto("/teach/courses")
    page.get_by_role("link", name="Bring a course from a file").click()
    (tmp_path / "notes.zip").write_text("no zip at all")
    page.get_by_label("Course file").set_input_files(tmp_path / "notes.zip")
    page.get_by_role("button", name="Look at the file").click()
    expect(page.get_by_role("link", name="This is no course file")).to_be_visible()
    if has_scripts:
        check(page)
    page.get_by_label("Course file").set_input_files(tmp_path / "course.zip")
    page.get_by_role("button", name="Look at the file").click()
    expect(page.get_by_text("Nothing is made yet")).to_be_visible()
    expect(page.get_by_text("new accounts without a password")).to_be_visible()
    if has_scripts:
        check(page)
    page.get_by_role("button", name="Bring the course").click()
    expect(page.get_by_text("is here with its results")).to_be_visible()
    page.get_by_role("link", name="Gradebook").click()
    expect(page.get_by_role("row").filter(has_text="Ada Lovelace")).to_contain_text("0")
