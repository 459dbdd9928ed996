"""How a test uses the page of a sitting."""

from __future__ import annotations

import re

from flask import Flask
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from quizapp.attempts.models import Response
from quizapp.db import db
from quizapp.generation.draft import Kind
from tests.browser.conftest import sign_in_learner
from tests.conftest import MovableClock
from tests.web.worlds import Ids, find_position, start_attempt

SAVED = re.compile(r"^Saved \d\d:\d\d:\d\d$")
SECOND = 1000
COUNT_ASKED = """
window.asked = 0;
const ask = window.fetch;
window.fetch = (...given) => {
  window.asked += 1;
  return ask(...given).finally(() => setTimeout(() => { window.asked -= 1; }));
};
"""


def sit(app: Flask, page: Page, ids: Ids, clock: MovableClock) -> str:
    """The learner signs in and sits the quiz; the path of the attempt."""
    page.add_init_script(COUNT_ASKED)
    sign_in_learner(page, ids)
    attempt = f"/learn/attempts/{start_attempt(app, ids, clock())}"
    page.goto(attempt)
    expect(shown(page).first).to_be_visible()
    return attempt


def number(attempt: str) -> int:
    return int(attempt.rpartition("/")[2])


def shown(page: Page) -> Locator:
    """The question that is shown."""
    return page.locator("[data-question]:not([hidden])")


def go_to(app: Flask, page: Page, attempt: str, kind: Kind) -> int:
    """Show the question of `kind`; its position."""
    position = find_position(app, number(attempt), kind)
    page.goto(f"{attempt}?question={position}")
    return position


def choose(page: Page, place: int) -> None:
    """Choose an option of the question that is shown."""
    shown(page).locator(".choice label").nth(place).click()


def answer_anyhow(page: Page) -> None:
    """Give some answer to the question that is shown, whatever its kind."""
    question = shown(page)
    kind = question.get_attribute("data-kind")
    if kind in (Kind.SHORT_ANSWER, Kind.CLOZE, Kind.NUMERICAL):
        question.locator("[name=answer]").first.fill("7")
    elif kind == Kind.MATCHING:
        question.locator("select").first.select_option(index=1)
    elif kind == Kind.ORDERING:
        question.get_by_role("button", name="Keep this order").click()
    else:
        choose(page, 0)


def turn(page: Page, name: str) -> None:
    """Press a button of the question that is shown."""
    shown(page).get_by_role("button", name=name, exact=True).click()


def pass_time(page: Page, clock: MovableClock, seconds: int) -> None:
    """Time goes by, on the server and on the device, whose clock was installed."""
    page.wait_for_load_state("networkidle")
    while page.evaluate("window.asked"):  # a figure of before must not arrive after
        page.wait_for_timeout(20)
    clock.move(seconds=seconds)
    page.clock.fast_forward(seconds * SECOND)


def expect_saved(page: Page) -> None:
    expect(page.locator("[data-saved]")).to_have_text(SAVED)


def expect_unsaved(page: Page) -> None:
    expect(page.locator("[data-saved]")).to_contain_text("Not saved yet")


def saved_responses(app: Flask, attempt: str) -> list[tuple[int, tuple[str, ...], bool]]:
    """Every answer that was kept: its position, its value, and whether it was late."""
    with app.app_context():
        rows = db.session.execute(
            select(Response.position, Response.value, Response.is_late)
            .where(Response.attempt_id == number(attempt))
            .order_by(Response.position, Response.sequence, Response.id)
        )
        return [(position, value, late) for position, value, late in rows]
