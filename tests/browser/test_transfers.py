"""A teacher brings questions from another system, and takes a bank away, in a real browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import expect

from quizapp.bank.formats.registry import read_parcel
from tests.browser.conftest import DESK, PHONE, OpenPage, sign_in_teacher
from tests.browser.crawl import list_faults
from tests.conftest import MovableClock
from tests.web.engines import ON_SQLITE
from tests.web.worlds import build

pytestmark = [pytest.mark.browser, ON_SQLITE]
GIFT = """Which bridge was closed in 1998? {
  =The old bridge#It stood in the way of the flood.
  ~The new bridge
  ~The railway bridge
}

Write about the flood. {}
"""


@pytest.mark.parametrize("device", [DESK, PHONE], ids=["desk", "phone"])
def test_questions_come_from_a_file_and_a_bank_goes_into_one(
    app: Flask, open_page: OpenPage, clock: MovableClock, tmp_path: Path, device: Any
) -> None:
    ids = build(app, clock())
    file = tmp_path / "moodle.txt"
    file.write_text(GIFT, encoding="utf-8")
    page = open_page(device)
    sign_in_teacher(page)
    page.goto("/teach/banks")
    page.get_by_role("link", name="Questions from a file").click()
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Look at the questions").click()
    expect(page.get_by_text("There is nothing to import yet")).to_be_visible()
    page.get_by_label("Which article").select_option(label="The bridge at Ostrava (intermediate)")
    page.get_by_role("button", name="Look again").click()
    expect(page.get_by_text("An essay is no question that quizapp can mark.")).to_be_visible()
    evidence = page.get_by_text("The old bridge was closed in 1998 after a flood.")
    expect(evidence).to_be_visible()
    assert list_faults(page) == []
    page.get_by_role("button", name="Import 1 question").click()
    expect(page.get_by_text("1 question is here, to be looked at and approved.")).to_be_visible()

    page.goto(f"/teach/banks/{ids.bank_id}")
    page.get_by_role("link", name="Export").click()
    page.get_by_label("Moodle, as GIFT").check()
    page.get_by_label("Drafts too").check()
    page.get_by_role("button", name="Look what the file will hold").click()
    expect(page.get_by_text("The file for GIFT (Moodle) is ready.")).to_be_visible()
    assert list_faults(page) == []
    with page.expect_download() as told:
        page.get_by_role("link", name="Download the file").click()
    stems = [it.draft.stem for it in read_parcel(told.value.path().read_bytes())[1].parcel.items]
    assert "Which bridge was closed in 1998?" in stems
