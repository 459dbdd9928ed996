"""A learner's data on any screen: what is kept, the file, letting go, and erasing."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, OpenPage, sign_in_learner, sign_in_teacher
from tests.browser.crawl import LOOKS, PHONE_LIGHT, examine, list_violations
from tests.conftest import MovableClock
from tests.web.engines import ON_SQLITE
from tests.web.worlds import LEARNER, build, start_attempt

pytestmark = [pytest.mark.browser, ON_SQLITE]


def test_a_learner_reads_what_is_kept_gets_the_file_and_lets_words_go(
    app: Flask, open_page: OpenPage, clock: MovableClock, tmp_path: Path
) -> None:
    ids = build(app, clock())
    start_attempt(app, ids, clock(), closed=True)
    page = open_page(PHONE)
    sign_in_learner(page, ids)
    page.goto("/learn/progress")
    page.get_by_role("link", name="My data").click()
    expect(page.get_by_role("heading", name="My data", level=1)).to_be_visible()
    assert list(examine(page, LOOKS)) == []
    with page.expect_download() as download:
        page.get_by_role("link", name="Get my record").click()
    kept = tmp_path / "record.zip"
    download.value.save_as(kept)
    assert download.value.suggested_filename.startswith("record-Ada_Lovelace-")
    with zipfile.ZipFile(kept) as archive:
        archive.extractall(tmp_path)
    page.get_by_role("link", name="Remove all my words").click()
    expect(page.get_by_role("heading", name="Remove my things")).to_be_visible()
    assert list(examine(page, LOOKS)) == []
    page.get_by_role("button", name="Remove for good").click()
    expect(page.get_by_text("It is gone.")).to_be_visible()
    expect(page.get_by_role("link", name="Remove all my words")).to_have_count(0)


def test_the_page_of_a_record_fits_any_screen(
    app: Flask, open_page: OpenPage, clock: MovableClock, tmp_path: Path
) -> None:
    ids = build(app, clock())
    start_attempt(app, ids, clock(), closed=True)
    page = open_page(PHONE)
    sign_in_learner(page, ids)
    raw = page.request.get("/learn/my-data/record.zip").body()
    (tmp_path / "record.zip").write_bytes(raw)
    with zipfile.ZipFile(tmp_path / "record.zip") as archive:
        archive.extract("record.html", tmp_path)
    page.goto((tmp_path / "record.html").as_uri())
    expect(page.get_by_role("heading", name="Record of Ada Lovelace")).to_be_visible()
    assert list_violations(page) == []
    for width in (360, 1200):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_teacher_erases_a_learner_with_the_name_typed(
    app: Flask, open_page: OpenPage, clock: MovableClock
) -> None:
    ids = build(app, clock())
    page = open_page(DESK)
    sign_in_teacher(page)
    page.goto(f"/teach/courses/{ids.course_id}/learners/{ids.learner_id}")
    page.get_by_role("link", name="Get or erase the data of Ada Lovelace").click()
    expect(page.get_by_role("heading", name="Data of Ada Lovelace")).to_be_visible()
    assert list(examine(page, LOOKS[:-1])) == []
    page.get_by_role("button", name="Erase this learner for good").click()
    expect(page.locator(".error-summary")).to_be_focused()
    assert list(examine(page, (PHONE_LIGHT,))) == []
    page.get_by_label("The learner’s name").fill(LEARNER)
    page.get_by_role("button", name="Erase this learner for good").click()
    expect(page.get_by_text("The learner is erased.")).to_be_visible()
    expect(page.get_by_text(LEARNER)).to_have_count(0)
