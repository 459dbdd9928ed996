"""The attempt page saves, turns pages, tells the time, and hands in once."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from playwright.sync_api import Error, Page, expect
from sqlalchemy import func, select

from quizapp.attempts.models import Attempt
from quizapp.db import db
from quizapp.generation.draft import Kind
from tests.browser.conftest import DESK, PHONE, OpenPage
from tests.browser.sitting_page import (
    answer_anyhow,
    choose,
    expect_saved,
    expect_unsaved,
    go_to,
    number,
    saved_responses,
    shown,
    sit,
    turn,
)
from tests.conftest import MovableClock
from tests.factories import DOCUMENT, FERRY, choice
from tests.web.engines import ON_SQLITE
from tests.web.worlds import COUNT, Ids, build, give_both_articles, saved_values

pytestmark = [
    pytest.mark.browser,
    ON_SQLITE,
]
LIMIT = 20 * 60


@pytest.fixture
def ids(app: Flask, clock: MovableClock) -> Ids:
    return build(app, clock())


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    return open_page(DESK)


@pytest.fixture
def attempt(app: Flask, page: Page, ids: Ids, clock: MovableClock) -> str:
    """The path of the attempt whose page is open."""
    return sit(app, page, ids, clock)


def test_a_choice_is_saved_without_pressing_a_button(app: Flask, page: Page, attempt: str) -> None:
    position = go_to(app, page, attempt, Kind.MULTIPLE_CHOICE)
    choose(page, 1)
    expect_saved(page)
    assert len(saved_values(app, number(attempt), position)) == 1
    mark = page.locator(f"[data-map='{position}']")
    expect(mark).to_have_accessible_name(re.compile(rf"^Question {position} ?, answered"))


def test_what_is_typed_is_saved_when_the_typing_pauses(
    app: Flask, page: Page, attempt: str
) -> None:
    position = go_to(app, page, attempt, Kind.SHORT_ANSWER)
    shown(page).get_by_role("textbox").press_sequentially("a flood", delay=20)
    expect_saved(page)
    assert saved_values(app, number(attempt), position) == [("a flood",)]


def test_what_is_typed_is_saved_when_the_page_is_left_at_once(
    app: Flask, page: Page, attempt: str
) -> None:
    position = go_to(app, page, attempt, Kind.SHORT_ANSWER)
    shown(page).get_by_role("textbox").fill("a flood")
    page.get_by_role("button", name="Check and hand in").click()
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    assert saved_values(app, number(attempt), position) == [("a flood",)]


def test_enter_in_a_field_saves_and_turns_the_page(app: Flask, page: Page, attempt: str) -> None:
    position = go_to(app, page, attempt, Kind.SHORT_ANSWER)
    shown(page).get_by_role("textbox").fill("a flood")
    page.keyboard.press("Enter")
    expect(shown(page)).to_have_attribute("data-question", str(position + 1))
    expect_saved(page)
    assert saved_values(app, number(attempt), position) == [("a flood",)]


def test_lines_are_put_in_order_with_buttons(app: Flask, page: Page, attempt: str) -> None:
    position = go_to(app, page, attempt, Kind.ORDERING)
    page.locator(".sorter li").nth(2).get_by_role("button", name="Move up").click()
    expect_saved(page)
    lines = page.locator(".sorter .sorter-text").all_inner_texts()
    page.reload()
    expect(page.locator(".sorter .sorter-text")).to_have_text(lines)
    assert set(saved_values(app, number(attempt), position)[-1]) == {"1", "2", "3"}


def test_without_a_connection_the_page_says_so_and_saves_when_it_is_back(
    app: Flask, page: Page, attempt: str
) -> None:
    position = go_to(app, page, attempt, Kind.MULTIPLE_CHOICE)
    page.context.set_offline(True)
    choose(page, 0)
    expect_unsaved(page)
    choose(page, 2)
    expect(page.locator("[data-saved]")).to_have_text(
        "Not saved yet: no connection. Kept on this device."
    )
    assert saved_values(app, number(attempt), position) == []
    page.context.set_offline(False)
    expect_saved(page)
    page.reload()
    expect(shown(page).locator(".choice input").nth(2)).to_be_checked()


def test_nothing_is_lost_by_loading_the_page_again_without_a_connection(
    app: Flask, page: Page, attempt: str
) -> None:
    position = go_to(app, page, attempt, Kind.SHORT_ANSWER)
    page.context.set_offline(True)
    shown(page).get_by_role("textbox").press_sequentially("a flood")
    expect_unsaved(page)
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        page.reload()
    page.context.set_offline(False)
    page.goto(f"{attempt}?question={position}")
    expect(shown(page).get_by_role("textbox")).to_have_value("a flood")
    expect_saved(page)
    assert saved_values(app, number(attempt), position)[-1] == ("a flood",)


def test_a_server_that_stumbles_is_asked_again(app: Flask, page: Page, attempt: str) -> None:
    position = go_to(app, page, attempt, Kind.MULTIPLE_CHOICE)
    stumbles = iter([500, 503])

    def stumble(route: object) -> None:
        status = next(stumbles, None)
        if status:
            route.fulfill(status=status, body="")  # type: ignore[attr-defined]
        else:
            route.continue_()  # type: ignore[attr-defined]

    page.route("**/responses", stumble)
    choose(page, 0)
    expect_unsaved(page)
    expect_saved(page)
    assert len(saved_values(app, number(attempt), position)) == 1


def test_a_session_that_has_ended_is_told_and_the_answer_is_kept(
    app: Flask, page: Page, attempt: str
) -> None:
    go_to(app, page, attempt, Kind.SHORT_ANSWER)
    page.context.clear_cookies()
    shown(page).get_by_role("textbox").fill("a flood")
    shown(page).get_by_role("textbox").blur()
    expect(page.locator("[data-closed]")).to_contain_text("kept on this device")
    assert saved_responses(app, attempt) == []


def test_an_answer_after_the_bell_stays_visible_and_leads_to_what_was_kept(
    app: Flask, page: Page, attempt: str, clock: MovableClock
) -> None:
    position = go_to(app, page, attempt, Kind.SHORT_ANSWER)
    shown(page).get_by_role("textbox").fill("a late thought")
    clock.move(seconds=LIMIT + 61)
    shown(page).get_by_role("textbox").blur()
    message = page.locator("[data-closed]")
    expect(message).to_contain_text("Kept, but it came after the time was over.")
    expect(shown(page).get_by_role("textbox")).to_have_value("a late thought")
    assert saved_responses(app, attempt) == [(position, ("a late thought",), True)]
    message.get_by_role("link", name="See the result").click()
    expect(page.locator(".score-figure")).to_contain_text(f"out of {COUNT}")


def test_handing_in_twice_gives_one_result(app: Flask, page: Page, attempt: str) -> None:
    page.goto(f"{attempt}/review")
    page.get_by_role("button", name="Hand in", exact=True).dblclick()
    page.wait_for_url("**/result")
    expect(page.get_by_text("handed in")).to_be_visible()
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Attempt)) == 1


def test_two_windows_of_one_attempt_keep_the_newest_answer(
    app: Flask, page: Page, attempt: str
) -> None:
    position = go_to(app, page, attempt, Kind.MULTIPLE_CHOICE)
    second = page.context.new_page()
    second.goto(f"{attempt}?question={position}")
    choose(page, 0)
    expect_saved(page)
    choose(second, 1)
    expect_saved(second)
    page.reload()
    expect(shown(page).locator(".choice input").nth(1)).to_be_checked()
    assert len(saved_values(app, number(attempt), position)) == 2


def test_a_question_that_is_marked_is_marked_in_the_map_and_before_handing_in(
    page: Page, attempt: str
) -> None:
    turn(page, "Mark for later")
    expect(page.locator("[data-map='1']")).to_have_accessible_name(
        re.compile("not answered, marked")
    )
    page.get_by_role("button", name="Check and hand in").click()
    expect(page.locator(".check-list li").first).to_contain_text("Marked")
    page.go_back()
    turn(page, "Remove the mark")
    expect(page.locator("[data-map='1']")).to_have_accessible_name(re.compile("not answered$"))


def test_a_page_that_is_left_and_seen_again_says_so(app: Flask, page: Page, attempt: str) -> None:
    sent: list[str] = []
    page.on("request", lambda it: sent.append(it.post_data or "") if "events" in it.url else None)
    for hidden in ("true", "false"):
        page.evaluate(
            f"Object.defineProperty(document, 'hidden', {{value: {hidden}, writable: 1}})"
        )
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert ['"left"' in sent[0], '"came_back"' in sent[1], len(sent)] == [True, True, 2]


def test_an_attempt_page_fits_a_narrow_screen(
    app: Flask, open_page: OpenPage, ids: Ids, clock: MovableClock
) -> None:
    page = open_page({"viewport": {"width": 320, "height": 568}})
    attempt = sit(app, page, ids, clock)
    for position in range(1, COUNT + 1):
        page.goto(f"{attempt}?question={position}")
        too_wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert not too_wide, shown(page).get_attribute("data-kind")


def test_the_passage_and_the_question_take_turns_on_a_phone(
    app: Flask, open_page: OpenPage, ids: Ids, clock: MovableClock
) -> None:
    page = open_page(PHONE)
    sit(app, page, ids, clock)
    page.get_by_role("link", name="Passage", exact=True).click()
    expect(page.locator("#passage .para").first).to_be_in_viewport()
    page.get_by_role("link", name="Question", exact=True).click()
    turn(page, "Save and next")
    expect(shown(page).locator(".stem")).to_be_visible()
    expect(page.locator("#passage .para").first).not_to_be_visible()


def test_the_passage_changes_with_the_question_where_a_paper_has_several(
    app: Flask, open_page: OpenPage, clock: MovableClock
) -> None:
    ids = give_both_articles(app, build(app, clock(), (choice(),)), clock())
    page = open_page(DESK)
    sit(app, page, ids, clock)
    titles = []
    for _ in range(3):
        expect(page.locator(".passage-title:visible")).to_have_count(1)
        titles.append(page.locator(".passage-title:visible").inner_text())
        if len(titles) < 3:
            answer_anyhow(page)
            at = shown(page).get_attribute("data-question")
            shown(page).get_by_role("button", name="Save and next").click()
            expect(shown(page)).not_to_have_attribute("data-question", at or "")
    assert sorted(titles) == [DOCUMENT.title, FERRY.title, FERRY.title]
    assert titles[1] == FERRY.title
