"""The attempt page loses no answer, tells the time, and hands in once."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from playwright.sync_api import Error, Page, expect
from sqlalchemy import func, select

from quizapp.attempts.models import Attempt
from quizapp.db import db
from quizapp.generation.draft import Kind
from tests.browser.conftest import DESK, PHONE, OpenPage, sign_in_learner, start_quiz
from tests.conftest import MovableClock
from tests.web.engines import ON_SQLITE
from tests.web.worlds import COUNT, Ids, build, find_position, saved_values

pytestmark = [
    pytest.mark.browser,
    ON_SQLITE,
]
SAVED = re.compile(r"^Saved \d\d:\d\d:\d\d$")
SECOND = 1000
LIMIT = 20 * 60


@pytest.fixture
def ids(app: Flask, clock: MovableClock) -> Ids:
    return build(app, clock())


@pytest.fixture
def page(open_page: OpenPage, ids: Ids) -> Page:
    """The learner at a desk, signed in."""
    opened = open_page(DESK)
    sign_in_learner(opened, ids)
    return opened


def number(attempt: str) -> int:
    return int(attempt.rpartition("/")[2])


def go_to(app: Flask, page: Page, attempt: str, kind: Kind) -> int:
    """Show the question of `kind`; its position."""
    position = find_position(app, number(attempt), kind)
    page.goto(f"{attempt}?question={position}")
    return position


def expect_saved(page: Page) -> None:
    expect(page.locator("[data-saved]")).to_have_text(SAVED)


def expect_unsaved(page: Page) -> None:
    expect(page.locator("[data-saved]")).to_contain_text("Not saved yet")


def test_a_choice_is_saved_without_pressing_a_button(app: Flask, page: Page, ids: Ids) -> None:
    attempt = start_quiz(page, ids)
    position = go_to(app, page, attempt, Kind.MULTIPLE_CHOICE)
    page.locator(".choice label").nth(1).click()
    expect_saved(page)
    assert len(saved_values(app, number(attempt), position)) == 1
    mark = page.locator(f"[data-map='{position}']")
    expect(mark).to_have_accessible_name(re.compile(rf"^Question {position} ?, answered"))


def test_what_is_typed_is_saved_when_the_typing_pauses(app: Flask, page: Page, ids: Ids) -> None:
    attempt = start_quiz(page, ids)
    position = go_to(app, page, attempt, Kind.SHORT_ANSWER)
    page.get_by_role("textbox").press_sequentially("a flood", delay=20)
    expect_saved(page)
    assert saved_values(app, number(attempt), position) == [("a flood",)]


def test_what_is_typed_is_saved_when_the_page_is_left_at_once(
    app: Flask, page: Page, ids: Ids
) -> None:
    attempt = start_quiz(page, ids)
    position = go_to(app, page, attempt, Kind.SHORT_ANSWER)
    page.get_by_role("textbox").fill("a flood")
    page.get_by_role("button", name="Check and hand in").click()
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    assert saved_values(app, number(attempt), position) == [("a flood",)]


def test_lines_are_put_in_order_with_buttons(app: Flask, page: Page, ids: Ids) -> None:
    attempt = start_quiz(page, ids)
    position = go_to(app, page, attempt, Kind.ORDERING)
    page.locator(".sorter li").nth(2).get_by_role("button", name="Move up").click()
    expect_saved(page)
    lines = page.locator(".sorter .sorter-text").all_inner_texts()
    page.reload()
    expect(page.locator(".sorter .sorter-text")).to_have_text(lines)
    assert set(saved_values(app, number(attempt), position)[-1]) == {"1", "2", "3"}


def test_without_a_connection_the_page_says_so_and_saves_when_it_is_back(
    app: Flask, page: Page, ids: Ids
) -> None:
    attempt = start_quiz(page, ids)
    position = go_to(app, page, attempt, Kind.MULTIPLE_CHOICE)
    page.context.set_offline(True)
    page.locator(".choice label").nth(0).click()
    expect_unsaved(page)
    page.locator(".choice label").nth(2).click()
    expect_unsaved(page)
    assert saved_values(app, number(attempt), position) == []
    page.context.set_offline(False)
    expect_saved(page)
    page.reload()
    expect(page.locator(".choice input").nth(2)).to_be_checked()


def test_nothing_is_lost_by_loading_the_page_again_without_a_connection(
    app: Flask, page: Page, ids: Ids
) -> None:
    attempt = start_quiz(page, ids)
    position = go_to(app, page, attempt, Kind.SHORT_ANSWER)
    page.context.set_offline(True)
    page.get_by_role("textbox").press_sequentially("a flood")
    expect_unsaved(page)
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        page.reload()
    page.context.set_offline(False)
    page.goto(f"{attempt}?question={position}")
    expect(page.get_by_role("textbox")).to_have_value("a flood")
    expect_saved(page)
    assert saved_values(app, number(attempt), position)[-1] == ("a flood",)


def test_a_server_that_stumbles_is_asked_again(app: Flask, page: Page, ids: Ids) -> None:
    attempt = start_quiz(page, ids)
    position = go_to(app, page, attempt, Kind.MULTIPLE_CHOICE)
    stumbles = iter([500, 503])

    def stumble(route: object) -> None:
        status = next(stumbles, None)
        if status:
            route.fulfill(status=status, body="")  # type: ignore[attr-defined]
        else:
            route.continue_()  # type: ignore[attr-defined]

    page.route("**/responses", stumble)
    page.locator(".choice label").nth(0).click()
    expect_unsaved(page)
    expect_saved(page)
    assert len(saved_values(app, number(attempt), position)) == 1


def test_the_bell_is_rung_in_words(
    app: Flask, open_page: OpenPage, ids: Ids, clock: MovableClock
) -> None:
    page = open_page(PHONE)
    page.clock.install()
    sign_in_learner(page, ids)
    start_quiz(page, ids)
    expect(page.locator("[data-clock-text]")).to_have_text(re.compile(r"^(20:00|19:5\d)$"))
    clock.move(minutes=15, seconds=1)
    page.clock.fast_forward((15 * 60 + 1) * SECOND)
    expect(page.locator("[data-bell]")).to_have_text("Five minutes left")
    clock.move(minutes=4)
    page.clock.fast_forward(4 * 60 * SECOND)
    expect(page.locator("[data-bell]")).to_have_text("One minute left")
    clock.move(minutes=1)
    page.clock.fast_forward(60 * SECOND)
    page.wait_for_url("**/result")
    expect(page.get_by_text("closed when time was up")).to_be_visible()


def test_the_clock_of_the_device_moves_no_deadline(
    app: Flask, open_page: OpenPage, ids: Ids, clock: MovableClock
) -> None:
    page = open_page(DESK)
    page.clock.install(time="2019-01-01T00:00:00Z")
    sign_in_learner(page, ids)
    start_quiz(page, ids)
    clock.move(minutes=6)
    page.reload()
    expect(page.locator("[data-clock-text]")).to_have_text(re.compile(r"^(14:00|13:5\d)$"))


def test_an_answer_after_the_bell_stays_visible_and_leads_to_what_was_kept(
    app: Flask, page: Page, ids: Ids, clock: MovableClock
) -> None:
    attempt = start_quiz(page, ids)
    go_to(app, page, attempt, Kind.SHORT_ANSWER)
    clock.move(seconds=LIMIT + 61)
    page.get_by_role("textbox").fill("a late thought")
    page.get_by_role("textbox").blur()
    message = page.locator("[data-closed]")
    expect(message).to_contain_text("The time was over when this answer arrived")
    expect(page.get_by_role("textbox")).to_have_value("a late thought")
    message.get_by_role("link", name="See what was kept").click()
    expect(page.locator(".score-figure")).to_contain_text(f"out of {COUNT}")


def test_handing_in_twice_gives_one_result(app: Flask, page: Page, ids: Ids) -> None:
    attempt = start_quiz(page, ids)
    page.goto(f"{attempt}/review")
    page.get_by_role("button", name="Hand in", exact=True).dblclick()
    page.wait_for_url("**/result")
    expect(page.get_by_text("handed in")).to_be_visible()
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Attempt)) == 1


def test_two_windows_of_one_attempt_keep_the_newest_answer(
    app: Flask, page: Page, ids: Ids
) -> None:
    attempt = start_quiz(page, ids)
    position = go_to(app, page, attempt, Kind.MULTIPLE_CHOICE)
    second = page.context.new_page()
    second.goto(f"{attempt}?question={position}")
    page.locator(".choice label").nth(0).click()
    expect_saved(page)
    second.locator(".choice label").nth(1).click()
    expect_saved(second)
    page.reload()
    expect(page.locator(".choice input").nth(1)).to_be_checked()
    assert len(saved_values(app, number(attempt), position)) == 2


def test_an_attempt_page_fits_a_narrow_screen(app: Flask, open_page: OpenPage, ids: Ids) -> None:
    page = open_page({"viewport": {"width": 320, "height": 568}})
    sign_in_learner(page, ids)
    attempt = start_quiz(page, ids)
    for position in range(1, COUNT + 1):
        page.goto(f"{attempt}?question={position}")
        too_wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        kind = page.locator("[data-answer-form]").get_attribute("data-kind")
        assert not too_wide, kind
