"""An opened attempt is loaded again without a line, and shows nobody else's."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from playwright.sync_api import Error, Page, expect
from sqlalchemy import select

from quizapp.attempts.models import Attempt, Response
from quizapp.db import db
from quizapp.generation.draft import Kind
from tests.browser.conftest import PHONE, OpenPage
from tests.browser.sitting_page import (
    answer_anyhow,
    choose,
    expect_saved,
    expect_unsaved,
    number,
    saved_responses,
    shown,
    sit,
    turn,
)
from tests.conftest import MovableClock
from tests.factories import PASSWORD
from tests.web.engines import ON_SQLITE
from tests.web.worlds import COUNT, STRANGER, Ids, build, find_position

pytestmark = [pytest.mark.browser, ON_SQLITE]
KEPT = "This page comes from this device"


@pytest.fixture
def ids(app: Flask, clock: MovableClock) -> Ids:
    return build(app, clock())


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    return open_page(PHONE, service_workers="allow")


def sit_kept(app: Flask, page: Page, ids: Ids, clock: MovableClock) -> str:
    """A sitting whose page this device has kept; the path of the attempt."""
    attempt = sit(app, page, ids, clock)
    wait_until_kept(page, attempt)
    return attempt


def wait_until_kept(page: Page, attempt: str) -> None:
    wait_until(
        page,
        f"""async () => {{
            if (!navigator.serviceWorker.controller) return false;
            const files = await caches.open("quizapp.files");
            const needed = performance.getEntriesByType("resource").map((it) => it.name);
            const parts = needed.filter((it) => /[.](js|css)$/.test(it));
            const anyhow = {{ignoreVary: true}};
            const kept = await Promise.all(parts.map((it) => files.match(it, anyhow)));
            const page = await caches.match("{attempt}", anyhow);
            return Boolean(page) && kept.every(Boolean);
        }}""",
    )


def wait_until(page: Page, question: str) -> None:
    """Ask a question that takes the page a while, until it says yes."""
    for _ in range(100):
        if page.evaluate(question):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"It never came to that: {question}")


def cut_the_line(page: Page, attempt: str, position: int = 1) -> None:
    """The page is loaded again when there is no line any more."""
    page.context.set_offline(True)
    page.goto(f"{attempt}?question={position}")
    expect(page.locator("[data-notices]")).to_contain_text(KEPT)


def tabs_of(app: Flask, attempt: str) -> list[tuple[int, str, int]]:
    """Position, tab and number of every answer that was kept."""
    with app.app_context():
        rows = db.session.execute(
            select(Response.position, Response.tab, Response.sequence)
            .where(Response.attempt_id == number(attempt))
            .order_by(Response.id)
        )
        return [(position, tab, sequence) for position, tab, sequence in rows]


def test_a_page_loaded_again_without_a_line_shows_the_newest_answers_and_takes_more(
    app: Flask, page: Page, ids: Ids, clock: MovableClock
) -> None:
    attempt = sit_kept(app, page, ids, clock)
    position = find_position(app, number(attempt), Kind.MULTIPLE_CHOICE)
    page.goto(f"{attempt}?question={position}")
    choose(page, 1)
    expect_saved(page)  # the page that was kept knows nothing of it
    cut_the_line(page, attempt, position)
    expect(shown(page)).to_have_attribute("data-question", str(position))
    expect(shown(page).locator(".choice input").nth(1)).to_be_checked()
    expect(page.locator("[data-saved]")).to_have_text(re.compile(r"^Saved .*No connection now\.$"))
    choose(page, 2)
    expect_unsaved(page)
    page.context.set_offline(False)
    expect_saved(page)
    expect(page.locator("[data-notices]")).to_contain_text("The line is back.")
    first, second = tabs_of(app, attempt)
    assert first[1] != second[1], "a kept page takes a name of its own"
    assert second[2] == first[2] + 1, "and counts on from what the server has"
    page.get_by_role("button", name="Load this page again").click()
    expect(page.locator("[data-notices]")).to_be_empty()
    expect(shown(page).locator(".choice input").nth(2)).to_be_checked()


def test_a_whole_paper_is_answered_over_several_loads_without_a_line(
    app: Flask, page: Page, ids: Ids, clock: MovableClock
) -> None:
    attempt = sit_kept(app, page, ids, clock)
    for position in range(1, COUNT + 1):
        cut_the_line(page, attempt, position)
        answer_anyhow(page)
        expect_unsaved(page)
    page.context.set_offline(False)
    expect_saved(page)
    kept = saved_responses(app, attempt)
    assert [position for position, _, _ in kept] == list(range(1, COUNT + 1))
    assert not any(late for _, _, late in kept)
    page.goto(f"{attempt}/review")
    expect(page.get_by_text("You have answered every question")).to_be_visible()


def test_an_answer_changed_again_after_each_load_is_the_last_one_in_the_end(
    app: Flask, page: Page, ids: Ids, clock: MovableClock
) -> None:
    attempt = sit_kept(app, page, ids, clock)
    position = find_position(app, number(attempt), Kind.MULTIPLE_CHOICE)
    for place in (0, 1, 2):
        cut_the_line(page, attempt, position)
        if place:
            expect(shown(page).locator(".choice input").nth(place - 1)).to_be_checked()
        choose(page, place)
        expect_unsaved(page)
    page.context.set_offline(False)
    expect_saved(page)
    page.goto(f"{attempt}?question={position}")
    expect(shown(page).locator(".choice input").nth(2)).to_be_checked()


def test_a_kept_page_never_shows_more_time_than_there_is(
    app: Flask, page: Page, ids: Ids, clock: MovableClock
) -> None:
    attempt = sit_kept(app, page, ids, clock)
    page.context.set_offline(True)
    page.add_init_script("{ const now = Date.now; Date.now = () => now() + 600000; }")
    clock.move(minutes=11)
    page.reload()
    expect(page.locator("[data-clock-text]")).to_have_text(re.compile(r"^(10:00|9:\d\d)$"))
    expect(page.locator("[data-notices]")).to_contain_text("as far as this device knows")
    page.context.set_offline(False)
    expect(page.locator("[data-clock-text]")).to_have_text(re.compile(r"^(9:00|8:\d\d)$"))
    assert attempt in page.url


def test_an_attempt_that_ended_meanwhile_ends_once_the_line_is_back(
    app: Flask, page: Page, ids: Ids, clock: MovableClock
) -> None:
    attempt = sit_kept(app, page, ids, clock)
    cut_the_line(page, attempt)
    answer_anyhow(page)
    expect_unsaved(page)
    clock.move(hours=1)
    page.context.set_offline(False)
    expect(page.locator("[data-closed]")).to_contain_text("it came after the time was over")
    assert [late for _, _, late in saved_responses(app, attempt)] == [True]


def expect_nothing_kept(page: Page, attempt: str) -> None:
    """Without a line the browser has no page to show."""
    page.context.set_offline(True)
    with pytest.raises(Error, match=r"ERR_INTERNET_DISCONNECTED|ERR_FAILED"):
        page.goto(attempt)
    page.context.set_offline(False)


def test_nothing_is_kept_of_an_attempt_that_was_handed_in(
    app: Flask, page: Page, ids: Ids, clock: MovableClock
) -> None:
    attempt = sit_kept(app, page, ids, clock)
    page.goto(f"{attempt}/review")
    page.get_by_role("button", name="Hand in", exact=True).click()
    page.wait_for_url("**/result")
    wait_until(page, "async () => !(await caches.keys()).some((name) => name.includes('page'))")
    assert page.evaluate("localStorage.length") == 0
    expect_nothing_kept(page, attempt)


def test_nobody_sees_the_page_of_a_learner_who_has_signed_out(
    app: Flask, page: Page, ids: Ids, clock: MovableClock
) -> None:
    attempt = sit_kept(app, page, ids, clock)
    page.goto("/learn")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("You are signed out.")).to_be_visible()
    wait_until(page, "async () => (await caches.keys()).length === 0")
    assert page.evaluate("Object.keys(localStorage).some((key) => key.includes('kept'))") is False
    expect_nothing_kept(page, attempt)


def test_nobody_sees_the_page_of_the_learner_before_even_if_no_script_ran_in_between(
    app: Flask, page: Page, ids: Ids, clock: MovableClock
) -> None:
    attempt = sit_kept(app, page, ids, clock)
    page.route("**/forget.js", lambda route: route.abort())
    page.goto(f"/sign-in?code={ids.other_code}")
    page.get_by_label("Your name").fill(STRANGER)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Your quizzes")).to_be_visible()
    assert page.evaluate("caches.has('quizapp.page.1')") is True  # the worker alone forbids it
    expect_nothing_kept(page, attempt)


def test_handing_in_waits_on_the_questions_while_there_is_no_line(
    app: Flask, page: Page, ids: Ids, clock: MovableClock
) -> None:
    attempt = sit_kept(app, page, ids, clock)
    page.goto(f"{attempt}/review")
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    page.context.set_offline(True)
    page.reload()
    expect(page.locator("[data-notices]")).to_contain_text(KEPT)
    page.get_by_role("button", name="Check and hand in").last.click()
    expect(page.locator("[data-waiting]")).to_contain_text("No connection")
    page.context.set_offline(False)
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    with app.app_context():
        assert db.session.get_one(Attempt, number(attempt)).closed_at is None


def test_one_sitting_holds_for_a_kept_page_too(
    app: Flask, open_page: OpenPage, clock: MovableClock
) -> None:
    ids = build(app, clock(), one_sitting=True)
    page = open_page(PHONE, service_workers="allow")
    attempt = sit_kept(app, page, ids, clock)
    second = page.context.new_page()
    second.goto(attempt)
    cut_the_line(page, attempt)
    page.context.set_offline(False)
    expect(page.locator("[data-notices]")).to_contain_text("The line is back.")
    with second.expect_response("**/clock?*"):
        second.evaluate("dispatchEvent(new Event('focus'))")
    expect(second.locator("[data-elsewhere]")).to_be_visible()
    expect(page.locator("[data-elsewhere]")).to_be_hidden()
    choose(page, 0) if shown(page).locator(".choice").count() else answer_anyhow(page)
    expect_saved(page)


def test_without_a_worker_a_sitting_goes_on_while_its_page_stays_open(
    app: Flask, open_page: OpenPage, ids: Ids, clock: MovableClock
) -> None:
    page = open_page(PHONE, service_workers="block")
    attempt = sit(app, page, ids, clock)
    page.context.set_offline(True)
    answer_anyhow(page)
    turn(page, "Save and next")
    answer_anyhow(page)
    turn(page, "Save and next")
    expect_unsaved(page)
    page.context.set_offline(False)
    expect_saved(page)
    assert [position for position, _, _ in saved_responses(app, attempt)] == [1, 2]
