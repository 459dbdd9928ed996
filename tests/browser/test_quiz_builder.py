"""A quiz is made in three clicks, tried out and printed, on a desk and on a phone."""

from __future__ import annotations

import io
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from sqlalchemy import func, select

from quizapp.attempts.models import Attempt, Response
from quizapp.db import db
from tests.browser.conftest import DESK, PHONE, OpenPage, sign_in_teacher
from tests.browser.crawl import examine
from tests.conftest import MovableClock
from tests.web.engines import ON_SQLITE
from tests.web.worlds import COUNT, Ids, build, give_both_articles

pytestmark = [pytest.mark.browser, ON_SQLITE]
ALL = COUNT + 2  # questions about both articles
A4 = (595, 842)  # points
LETTER = (612, 792)


@pytest.fixture
def ids(app: Flask, clock: MovableClock) -> Ids:
    return give_both_articles(app, build(app, clock()), clock())


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize("device", [DESK, PHONE], ids=["desk", "phone"])
def test_a_quiz_is_made_in_three_clicks(
    ids: Ids, open_page: OpenPage, device: dict[str, Any], script: bool
) -> None:
    page = open_page(device, java_script_enabled=script)
    sign_in_teacher(page)
    clicks = [
        page.get_by_role("navigation", name="Main").get_by_role("link", name="Quizzes"),
        page.get_by_role("link", name="New quiz"),
        page.get_by_role("button", name="Make the quiz").first,
    ]
    for target in clicks:
        target.click()
    expect(page.get_by_text("The quiz is ready.")).to_be_visible()
    expect(page.get_by_role("heading", name="The last ferry")).to_be_visible()
    assert len(clicks) == 3


def test_what_a_choice_decides_is_put_away_until_the_teacher_decides_it(
    ids: Ids, open_page: OpenPage
) -> None:
    page = open_page(PHONE)
    sign_in_teacher(page)
    page.goto("/teach/quizzes/new")
    count = page.get_by_label("How many questions")
    expect(count).not_to_be_visible()
    page.get_by_label("Set it up yourself").check()
    expect(count).to_be_visible()


def tried(page: Page) -> Any:
    return page.locator("[data-question]:not([hidden]) [name=answer]").first


@pytest.mark.parametrize("device", [DESK, PHONE], ids=["desk", "phone"])
def test_a_paper_is_tried_out_and_nothing_is_kept(
    app: Flask, ids: Ids, open_page: OpenPage, device: dict[str, Any]
) -> None:
    page = open_page(device)
    sign_in_teacher(page)
    page.goto(f"/teach/quizzes/{ids.quiz_id}")
    page.get_by_role("link", name="Preview").click()
    expect(page.get_by_text("Preview, paper 1.")).to_be_visible()
    posted: list[str] = []
    page.on("request", lambda it: posted.append(it.url) if it.method != "GET" else None)
    for position in range(1, ALL):
        expect(page.get_by_role("heading", name=f"Question {position} of {ALL}")).to_be_visible()
        field = tried(page)
        if field.get_attribute("type") in ("radio", "checkbox"):
            field.check()
        page.locator("[data-question]:not([hidden])").get_by_role("button", name="Next").click()
    expect(page.get_by_role("heading", name=f"Question {ALL} of {ALL}")).to_be_visible()
    page.locator("[data-map='1']").click()
    expect(page.get_by_role("heading", name=f"Question 1 of {ALL}")).to_be_visible()
    expect(page.locator(".is-answered[data-map]").first).to_be_visible()
    expect(page.locator(".key-entry")).to_have_count(0)
    page.get_by_role("link", name="Show the answers").click()
    expect(page.locator("[data-question]:not([hidden]) .key-entry")).to_be_visible()
    page.get_by_role("link", name="Draw another paper").click()
    expect(page.get_by_text("Preview, paper 2.")).to_be_visible()
    assert posted == []
    with app.app_context():
        for table in (Attempt, Response):
            assert db.session.scalar(select(func.count()).select_from(table)) == 0


def test_a_preview_is_turned_without_a_script(ids: Ids, open_page: OpenPage) -> None:
    page = open_page(PHONE, java_script_enabled=False)
    sign_in_teacher(page)
    page.goto(f"/teach/quizzes/{ids.quiz_id}/preview/3?answers=1")
    page.get_by_role("button", name="Next").first.click()
    expect(page.get_by_role("heading", name=f"Question 2 of {ALL}")).to_be_visible()
    expect(page.get_by_text("Preview, paper 3.")).to_be_visible()
    expect(page.locator("[data-question]:not([hidden]) .key-entry")).to_be_visible()


@pytest.mark.parametrize(("size", "points"), [("a4", A4), ("letter", LETTER)])
def test_sheets_and_keys_are_printed_on_pages_of_their_own(
    ids: Ids, open_page: OpenPage, size: str, points: tuple[int, int]
) -> None:
    page = open_page(DESK)
    sign_in_teacher(page)
    page.goto(f"/teach/quizzes/{ids.quiz_id}/print?versions=2&size={size}")
    pages = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert {(round(it.mediabox.width), round(it.mediabox.height)) for it in pages} == {points}
    texts = [it.extract_text() for it in pages]
    assert "Show the sheets" not in "".join(texts)
    keys = [n for n, text in enumerate(texts) if "Key:" in text]
    starts = [n for n, text in enumerate(texts) if "Name" in text and "Date" in text]
    assert len(keys) == len(starts) == 2
    assert starts[0] < keys[0] < starts[1] < keys[1]


def test_no_question_is_torn_between_two_pages(ids: Ids, open_page: OpenPage) -> None:
    page = open_page(DESK)
    sign_in_teacher(page)
    page.goto(f"/teach/quizzes/{ids.quiz_id}/print?parts=questions&type=large")
    texts = [
        it.extract_text() for it in PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    ]
    assert len(texts) > 1
    [asked] = [text for text in texts if "What does the new bridge carry?" in text]
    for option in ("Trams", "Cyclists", "Ships", "Trains"):
        assert option in asked


def test_these_pages_can_be_used_by_everybody(ids: Ids, open_page: OpenPage) -> None:
    page = open_page(PHONE)
    sign_in_teacher(page)
    page.goto("/teach/quizzes/new")
    page.get_by_label("Set it up yourself").check()
    page.get_by_text("Title, courses and all other settings").click()
    found = list(examine(page))
    quiz = f"/teach/quizzes/{ids.quiz_id}"
    for url in (
        quiz,
        f"{quiz}/delete",
        f"{quiz}/preview/2?answers=1",
        f"{quiz}/print?versions=2&type=large",
    ):
        page.goto(url)
        found += [(f"{url}, {look}", line) for look, line in examine(page)]
    assert found == []
