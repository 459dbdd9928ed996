"""A teacher brings the news of the morning and mends it: on a desk, on a phone, without scripts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.articles.files import make_epub
from tests.articles.pages import ENGLISH, PAGE, PARAGRAPHS, SECOND
from tests.browser.conftest import DESK, PHONE, OpenPage, sign_in_teacher
from tests.browser.crawl import BASICS, list_violations
from tests.conftest import MovableClock
from tests.web.engines import ON_SQLITE
from tests.web.worlds import Ids, build

pytestmark = [pytest.mark.browser, ON_SQLITE]
READING = 40_000  # a file is read by a process of its own, which starts slowly on a busy machine
PREVIEW = "What was taken as the article"


@pytest.fixture
def ids(app: Flask, clock: MovableClock) -> Ids:
    ids = build(app, clock())
    clock.move(minutes=1)
    return ids


def choose_file(page: Page, path: Path, raw: bytes) -> None:
    path.write_bytes(raw)
    page.goto("/teach/articles/new")
    page.get_by_label("Or a file").set_input_files(path)
    page.get_by_role("button", name="Add the article").click(timeout=READING)


def switch(page: Page, text: str, role: str) -> None:
    """Say what the block with this text is."""
    block = page.locator(".block", has_text=text)
    block.get_by_role("radio", name=role).check()


@pytest.mark.parametrize("device", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_web_page_is_brought_and_mended_with_one_save(
    open_page: OpenPage, ids: Ids, tmp_path: Path, device: dict[str, Any], scripts: bool
) -> None:
    page = open_page(device, java_script_enabled=scripts)
    sign_in_teacher(page)
    choose_file(page, tmp_path / "lighthouse.html", PAGE.encode())
    expect(page.get_by_role("heading", name=PREVIEW)).to_be_visible()
    switch(page, SECOND, "Leave out")
    if scripts:
        expect(page.locator("[data-blocks-words]")).to_contain_text("words of body")
        assert page.evaluate(BASICS) == []
        assert list_violations(page) == []
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="The empty lighthouse")).to_be_visible()
    expect(page.get_by_role("article")).to_contain_text(ENGLISH)
    expect(page.get_by_role("article")).not_to_contain_text(SECOND)


def test_a_chapter_of_a_book_is_chosen_on_a_phone(
    open_page: OpenPage, ids: Ids, tmp_path: Path
) -> None:
    tale = [f"{text} This was told {n} times." for n in range(20) for text in PARAGRAPHS]
    page = open_page(PHONE)
    sign_in_teacher(page)
    raw = make_epub([("The tower", tale), ("The museum", tale[::-1])])
    choose_file(page, tmp_path / "tales.epub", raw)
    expect(
        page.get_by_role("heading", name="Choose a chapter of “Tales of the Cape”")
    ).to_be_visible()
    assert page.evaluate(BASICS) == []
    assert list_violations(page) == []
    page.get_by_role("button", name="Bring this chapter").click(timeout=READING)
    expect(page.get_by_text("Choose a chapter.").first).to_be_visible()
    page.get_by_label("The museum").check()
    page.get_by_role("button", name="Bring this chapter").click(timeout=READING)
    expect(page.get_by_role("heading", name=PREVIEW)).to_be_visible()


def test_a_refused_file_says_why_and_keeps_what_was_typed(
    open_page: OpenPage, ids: Ids, tmp_path: Path
) -> None:
    page = open_page(PHONE)
    sign_in_teacher(page)
    choose_file(page, tmp_path / "photo.pdf", b"\x89PNG\r\n\x1a\n" + bytes(99))
    expect(page.locator(".error-summary")).to_contain_text("This is a picture")
    assert list_violations(page) == []
