"""A text is read through its gates on a phone, and set up at a desk."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, OpenPage, sign_in_learner, sign_in_teacher
from tests.browser.crawl import LOOKS, examine
from tests.conftest import MovableClock
from tests.guided.reading import gate_drafts
from tests.web.engines import ON_SQLITE
from tests.web.gated import LAST_PART, SECOND_PART, build_gated, url_of
from tests.web.worlds import Ids, build

pytestmark = [pytest.mark.browser, ON_SQLITE]


def open_text(page: Page, ids: Ids) -> None:
    """The world's learner opens the text."""
    sign_in_learner(page, ids)
    page.goto(url_of(ids))


def choose(page: Page, words: str) -> None:
    page.locator("#gate").get_by_text(words, exact=True).click()
    page.locator("#gate").get_by_role("button", name="Answer").click()


@pytest.mark.parametrize("has_scripts", [True, False])
def test_a_text_is_read_through_two_gates(
    app: Flask, open_page: OpenPage, clock: MovableClock, has_scripts: bool
) -> None:
    ids = build_gated(app, clock())
    page = open_page(PHONE, java_script_enabled=has_scripts)
    open_text(page, ids)
    text = page.locator("#room-text")
    expect(page.get_by_text(SECOND_PART)).to_have_count(0)
    choose(page, "False")
    gate = page.locator("#gate")
    expect(gate).to_contain_text("Not yet. Read paragraph 1 again")
    expect(gate).to_be_in_viewport()
    choose(page, "True")
    expect(page.get_by_text("Your answer was right.")).to_be_in_viewport()
    expect(text.get_by_text(SECOND_PART)).to_be_in_viewport()
    expect(page.get_by_role("heading", name="Part 2 of 3")).to_be_focused()
    expect(page.get_by_text(LAST_PART)).to_have_count(0)
    choose(page, "Jana Kralova")
    expect(page.get_by_role("heading", name="Part 3 of 3")).to_be_focused()
    expect(text.get_by_text(LAST_PART)).to_be_in_viewport()
    expect(page.locator("#gate")).to_have_count(0)


def test_an_answer_that_is_missing_is_asked_for_where_the_reader_is(
    app: Flask, open_page: OpenPage, clock: MovableClock
) -> None:
    ids = build_gated(app, clock())
    page = open_page(PHONE)
    open_text(page, ids)
    page.get_by_role("button", name="Answer").click()
    expect(page.locator("#gate .error-summary")).to_be_focused()
    page.get_by_role("link", name="Answer the question to read on.").click()
    expect(page.locator("#answer-1-1")).to_be_focused()
    assert list(examine(page, LOOKS, thumbs=True)) == []


def test_the_pages_of_a_gated_text_can_be_used_by_everybody(
    app: Flask, open_page: OpenPage, clock: MovableClock
) -> None:
    ids = build_gated(app, clock())
    page = open_page(PHONE)
    open_text(page, ids)
    assert list(examine(page, LOOKS, thumbs=True)) == []
    choose(page, "False")
    expect(page.locator("#gate")).to_contain_text("Not yet.")
    assert list(examine(page, LOOKS, thumbs=True)) == []
    choose(page, "True")
    expect(page.get_by_role("heading", name="Part 2 of 3")).to_be_visible()
    for url in (url_of(ids), "/learn/texts", f"/learn/assignments/{ids.assignment_id}"):
        page.goto(url)
        assert list(examine(page, LOOKS, thumbs=True)) == []
    desk = open_page(DESK)
    sign_in_teacher(desk)
    for url in ("", "/2"):
        desk.goto(f"/teach/articles/{ids.article_id}/guided{url}")
        assert list(examine(desk, LOOKS)) == []


def test_a_note_that_is_saved_leaves_the_parts_and_the_question_as_they_are(
    app: Flask, open_page: OpenPage, clock: MovableClock
) -> None:
    ids = build_gated(app, clock())
    page = open_page(DESK)
    open_text(page, ids)
    page.locator("#gate").get_by_text("True", exact=True).click()
    text = page.locator("#room-text")
    text.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.locator("[data-tray-mark]").first.click()
    expect(text.locator("mark").first).to_be_visible()
    expect(text.get_by_role("heading", name="Part 1 of 3")).to_be_visible()
    expect(page.locator("#gate").get_by_label("True")).to_be_checked()


def test_a_teacher_sets_gates_in_two_clicks(
    app: Flask, open_page: OpenPage, clock: MovableClock
) -> None:
    ids = build(app, clock(), gate_drafts())
    page = open_page(DESK)
    sign_in_teacher(page)
    page.goto(f"/teach/articles/{ids.article_id}")
    page.get_by_role("link", name="Let learners read it in parts").click()
    expect(page.get_by_role("heading", name="Guided reading")).to_be_visible()
    assert list(examine(page, LOOKS)) == []
    page.get_by_role("button", name="Suggest parts").click()
    expect(page.get_by_role("region", name="Gate after paragraph 2")).to_be_visible()
    page.get_by_role("link", name="Set a gate here after paragraph 1").click()
    expect(page.get_by_role("heading", name="Gate after paragraph 1")).to_be_visible()
