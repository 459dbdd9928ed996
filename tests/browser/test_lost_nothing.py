"""Whatever happens to the page, every answer that was given is in the database."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, BrowserType, Page, expect

from quizapp.attempts.models import Attempt, CloseReason
from quizapp.db import db
from quizapp.generation.draft import Kind
from tests.browser.conftest import DESK, PHONE, OpenPage, sign_in_learner
from tests.browser.sitting_page import (
    SECOND,
    answer_anyhow,
    choose,
    expect_saved,
    expect_unsaved,
    go_to,
    number,
    pass_time,
    saved_responses,
    shown,
    sit,
    turn,
)
from tests.conftest import MovableClock
from tests.web.engines import ON_SQLITE
from tests.web.worlds import COUNT, Ids, build, find_position

pytestmark = [pytest.mark.browser, ON_SQLITE]
LIMIT = 20 * 60
LATE = "Kept, but it came after the time was over. Your teacher decides whether it counts."


@pytest.fixture
def ids(app: Flask, clock: MovableClock) -> Ids:
    return build(app, clock())


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    return open_page(PHONE)


def test_a_whole_paper_is_answered_without_a_connection(
    app: Flask, page: Page, ids: Ids, clock: MovableClock
) -> None:
    attempt = sit(app, page, ids, clock)
    page.context.set_offline(True)
    for position in range(1, COUNT + 1):
        expect(shown(page)).to_have_attribute("data-question", str(position))
        answer_anyhow(page)
        turn(page, "Save and next" if position < COUNT else "Check and hand in")
    expect_unsaved(page)
    expect(page.locator("[data-waiting]")).to_contain_text("No connection")
    assert saved_responses(app, attempt) == []
    page.context.set_offline(False)
    expect(page.get_by_text("You have answered every question")).to_be_visible()
    kept = saved_responses(app, attempt)
    assert [position for position, _, _ in kept] == list(range(1, COUNT + 1))
    assert not any(late for _, _, late in kept)


def lose_the_line_before_the_bell(
    app: Flask, page: Page, ids: Ids, clock: MovableClock, seconds: int
) -> tuple[str, int]:
    """The last answer is given without a line, `seconds` before the bell: the path of the
    attempt and the position of the question."""
    page.clock.install()
    attempt = sit(app, page, ids, clock)
    position = go_to(app, page, attempt, Kind.SHORT_ANSWER)
    pass_time(page, clock, LIMIT - seconds)
    page.context.set_offline(True)
    shown(page).get_by_role("textbox").fill("a flood")
    expect_unsaved(page)
    return attempt, position


def test_what_comes_after_the_bell_is_kept_and_marked(
    app: Flask, page: Page, ids: Ids, clock: MovableClock
) -> None:
    attempt, position = lose_the_line_before_the_bell(app, page, ids, clock, 60)
    pass_time(page, clock, 150)
    waiting = page.locator("[data-waiting]")
    expect(waiting).to_contain_text("Time is over. Your answers are kept on this device")
    expect(shown(page).get_by_role("textbox")).to_be_disabled()
    page.context.set_offline(False)
    expect(page.locator("[data-closed]")).to_contain_text(LATE)
    expect(page.locator("[data-saved]")).to_have_text("Kept, late")
    assert saved_responses(app, attempt) == [(position, ("a flood",), True)]
    page.get_by_role("link", name="See the result").click()
    page.wait_for_url("**/result")


def test_an_answer_counts_when_the_line_was_cut_for_a_minute_over_the_bell(
    app: Flask, page: Page, ids: Ids, clock: MovableClock
) -> None:
    attempt, position = lose_the_line_before_the_bell(app, page, ids, clock, 30)
    pass_time(page, clock, 60)
    expect(page.locator("[data-waiting]")).to_contain_text("Time is over")
    page.context.set_offline(False)
    page.wait_for_url("**/result")
    assert saved_responses(app, attempt) == [(position, ("a flood",), False)]


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_device_clock_that_is_wrong_changes_nothing(
    app: Flask, open_page: OpenPage, ids: Ids, clock: MovableClock, hours: int
) -> None:
    page = open_page(DESK)
    page.clock.install()
    attempt = sit(app, page, ids, clock)
    page.clock.set_system_time(2_000_000_000 + hours * 3600)
    expect(page.locator("[data-clock-text]")).to_have_text(re.compile(r"^(20:00|19:5\d)$"))
    answer_anyhow(page)
    expect_saved(page)
    assert len(saved_responses(app, attempt)) == 1


def test_a_device_that_slept_asks_for_the_time_at_once(
    app: Flask, open_page: OpenPage, ids: Ids, clock: MovableClock
) -> None:
    page = open_page(DESK)
    sit(app, page, ids, clock)
    expect(page.locator("[data-clock-text]")).to_have_text(re.compile(r"^(20:00|19:5\d)$"))
    page.wait_for_load_state("networkidle")  # the page has asked for the time once
    clock.move(minutes=10)
    # The device's clock goes on while performance.now() has stood still.
    page.evaluate("{ const now = Date.now; Date.now = () => now() + 600000; }")
    expect(page.locator("[data-clock-text]")).to_have_text(
        re.compile(r"^(10:00|9:5\d)$"), timeout=5 * SECOND
    )


def test_an_answer_of_before_is_kept_but_gives_way_to_a_newer_one(
    app: Flask, page: Page, ids: Ids, clock: MovableClock
) -> None:
    attempt = sit(app, page, ids, clock)
    position = go_to(app, page, attempt, Kind.MULTIPLE_CHOICE)
    page.evaluate(
        """([attempt, position]) => localStorage.setItem(
            `quizapp.unsent.${attempt}.old.${position}.1`, JSON.stringify(
            {position, tab: "old", sequence: 1, answer: ["0"], seconds: 3, given_at: 1}))""",
        [number(attempt), position],
    )
    for place in (1, 2):
        choose(page, place)
        expect_saved(page)
    page.reload()
    notice = page.locator("[data-notices]")
    expect(notice).to_contain_text(
        f"Question {position}: you gave a newer answer in another tab; that one counts."
    )
    expect(shown(page).locator(".choice input").nth(2)).to_be_checked()
    assert len(saved_responses(app, attempt)) == 3
    notice.get_by_role("button", name="Use the older answer").click()
    expect(shown(page).locator(".choice input").nth(0)).to_be_checked()
    expect_saved(page)
    page.wait_for_function("() => !Object.keys(localStorage).some((key) => key.includes('unsent'))")
    page.reload()
    expect(shown(page).locator(".choice input").nth(0)).to_be_checked()


def test_an_answer_that_waited_for_the_line_undoes_none_that_was_given_elsewhere(
    app: Flask, open_page: OpenPage, ids: Ids, clock: MovableClock
) -> None:
    here, elsewhere = open_page(PHONE), open_page(DESK)
    attempt = sit(app, here, ids, clock)
    position = go_to(app, here, attempt, Kind.MULTIPLE_CHOICE)
    here.context.set_offline(True)
    choose(here, 0)
    expect_unsaved(here)
    sign_in_learner(elsewhere, ids)
    elsewhere.goto(f"{attempt}?question={position}")
    for place in (1, 2):
        choose(elsewhere, place)
        expect_saved(elsewhere)
    here.context.set_offline(False)
    expect(here.locator("[data-notices]")).to_contain_text("you gave a newer answer in another tab")
    here.wait_for_function("() => !Object.keys(localStorage).some((key) => key.includes('unsent'))")
    elsewhere.reload()
    expect(shown(elsewhere).locator(".choice input").nth(2)).to_be_checked()


def test_an_answer_that_fits_nothing_holds_up_no_other(
    app: Flask, page: Page, ids: Ids, clock: MovableClock
) -> None:
    attempt = sit(app, page, ids, clock)
    position = find_position(app, number(attempt), Kind.MULTIPLE_CHOICE)
    page.evaluate(
        """([attempt, position]) => localStorage.setItem(
            `quizapp.unsent.${attempt}.old.${position}.1`, JSON.stringify(
            {position, tab: "old", sequence: 1, answer: ["99"], seconds: 3, given_at: 1}))""",
        [number(attempt), position],
    )
    go_to(app, page, attempt, Kind.SHORT_ANSWER)
    shown(page).get_by_role("textbox").fill("a flood")
    shown(page).get_by_role("textbox").blur()
    expect_saved(page)
    expect(page.locator("[data-notices]")).to_contain_text("It is kept on this device")
    assert [value for _, value, _ in saved_responses(app, attempt)] == [("a flood",)]


def test_pressing_hand_in_without_a_connection_hands_in_once_it_is_back(
    app: Flask, page: Page, ids: Ids, clock: MovableClock
) -> None:
    attempt = sit(app, page, ids, clock)
    page.goto(f"{attempt}/review")
    page.context.set_offline(True)
    button = page.get_by_role("button", name="Hand in", exact=True)
    button.dblclick()
    expect(button).to_have_attribute("aria-disabled", "true")
    expect(page.locator("[data-waiting]")).to_contain_text("No connection")
    page.context.set_offline(False)
    page.wait_for_url("**/result")
    with app.app_context():
        attempts = db.session.query(Attempt).all()
        assert [it.close_reason for it in attempts] == [CloseReason.SUBMITTED]


def test_what_a_page_could_not_send_goes_to_the_server_with_the_next_page_of_the_learner(
    app: Flask, page: Page, ids: Ids, clock: MovableClock
) -> None:
    attempt = sit(app, page, ids, clock)
    position = go_to(app, page, attempt, Kind.SHORT_ANSWER)
    page.context.set_offline(True)
    shown(page).get_by_role("textbox").fill("a flood")
    expect_unsaved(page)
    again = page.context.new_page()
    page.close()
    clock.move(seconds=LIMIT + 120)
    again.context.set_offline(False)
    again.goto(f"{attempt}/result")
    late = again.locator("main").get_by_text("came after the time was over")
    expect(late.first).to_be_visible()
    assert saved_responses(app, attempt) == [(position, ("a flood",), True)]
    assert again.evaluate("localStorage.length") == 0


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    return tmp_path / "profile"


@pytest.fixture
def launched(
    browser_type: BrowserType, browser_type_launch_args: dict[str, Any], address: str, profile: Path
) -> Iterator[Any]:
    """Starts a browser that keeps its profile, as the one on a learner's device does."""
    contexts: list[BrowserContext] = []

    def launch() -> Page:
        settings = {**browser_type_launch_args, "base_url": address, **DESK, "locale": "en-GB"}
        context = browser_type.launch_persistent_context(str(profile), **settings)
        contexts.append(context)
        return context.pages[0]

    yield launch
    contexts[-1].close()


def wait_until_written(page: Page, profile: Path) -> None:
    """The browser writes what a page keeps to the disk some seconds later."""
    for _ in range(60):
        logs = profile.glob("Default/Local Storage/leveldb/*.log")
        if any(b"quizapp.unsent" in log.read_bytes() for log in logs):
            return
        page.wait_for_timeout(SECOND)
    pytest.fail("The browser has not written the answer to its disk.")


def kill_browser(profile: Path) -> None:
    """End the browser of this profile as a crash does."""
    found = subprocess.run(
        ["pgrep", "-f", f"user-data-dir={profile}"], capture_output=True, text=True, check=True
    )
    for pid in found.stdout.split():
        try:
            os.kill(int(pid), signal.SIGKILL)
        except ProcessLookupError:
            continue  # it went down with its parent
    for lock in profile.glob("Singleton*"):
        lock.unlink()


def test_an_answer_outlives_a_browser_that_was_killed(
    app: Flask, launched: Any, profile: Path, ids: Ids, clock: MovableClock
) -> None:
    page = launched()
    attempt = sit(app, page, ids, clock)
    position = go_to(app, page, attempt, Kind.SHORT_ANSWER)
    page.context.set_offline(True)
    shown(page).get_by_role("textbox").fill("a flood")
    expect_unsaved(page)
    wait_until_written(page, profile)
    kill_browser(profile)
    again = launched()
    sit(app, again, ids, clock)
    again.goto(f"{attempt}?question={position}")
    expect(shown(again).get_by_role("textbox")).to_have_value("a flood")
    expect_saved(again)
    assert saved_responses(app, attempt) == [(position, ("a flood",), False)]
