"""A teacher sees a quiz as it runs, without loading the page again; a learner sees added time."""

from __future__ import annotations

import re
from datetime import timedelta
from random import Random

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from quizapp.accounts.models import Course, Learner
from quizapp.accounts.people import join_course
from quizapp.attempts import saving, sitting
from quizapp.attempts.responses import Answer
from quizapp.db import db
from quizapp.generation.draft import Kind
from quizapp.quizzes.models import Assignment
from quizapp.quizzes.rules import BellRule
from tests.browser.conftest import (
    DESK,
    PHONE,
    OpenPage,
    sign_in_learner,
    sign_in_teacher,
    start_quiz,
)
from tests.browser.crawl import list_faults
from tests.conftest import MovableClock
from tests.factories import PASSWORD
from tests.web.engines import ON_SQLITE
from tests.web.worlds import COUNT, Ids, build, find_position, right_answers, start_attempt

pytestmark = [
    pytest.mark.browser,
    ON_SQLITE,
]
LIMIT = 20 * 60
ASKING = 5_000  # milliseconds from one question of the page to the next


@pytest.fixture
def ids(app: Flask, clock: MovableClock) -> Ids:
    return build(app, clock())


@pytest.fixture
def teacher(open_page: OpenPage, ids: Ids) -> Page:
    """The teacher at a desk, signed in, before the live view."""
    page = open_page(DESK)
    page.clock.install()
    sign_in_teacher(page)
    page.goto(live(ids))
    return page


def let_ask(page: Page) -> None:
    """Let the time pass after which the page asks again."""
    page.wait_for_load_state()
    page.clock.fast_forward(ASKING)


def live(ids: Ids) -> str:
    return f"/teach/assignments/{ids.assignment_id}/live"


def mark_page(page: Page) -> None:
    """Leave a sign that is gone when the page is loaded again."""
    page.evaluate("window.sameAsBefore = true")


def is_same_page(page: Page) -> bool:
    return bool(page.evaluate("window.sameAsBefore === true"))


def test_an_answer_appears_without_loading_the_page_again(
    app: Flask, open_page: OpenPage, teacher: Page, ids: Ids
) -> None:
    mark_page(teacher)
    row = teacher.get_by_role("row").filter(has_text="Ada Lovelace")
    expect(row).to_contain_text("Not started")
    learner = open_page(DESK)
    sign_in_learner(learner, ids)
    attempt = start_quiz(learner, ids)
    let_ask(teacher)
    expect(row).to_contain_text("Running")
    expect(row).to_contain_text(f"0 of {COUNT}")
    position = find_position(app, int(attempt.rpartition("/")[2]), Kind.MULTIPLE_CHOICE)
    learner.goto(f"{attempt}?question={position}")
    learner.locator(".choice label:visible").first.click()
    expect(learner.locator("[data-saved]")).to_contain_text("Saved")
    let_ask(teacher)
    expect(row).to_contain_text(f"1 of {COUNT}")
    expect(teacher.locator("[data-summary]")).to_have_text("1 of 1 have started, 0 handed in.")
    assert is_same_page(teacher)
    row.get_by_role("link", name="Ada Lovelace").click()
    expect(teacher.get_by_role("heading", name="Ada Lovelace")).to_be_visible()


def test_a_learner_sees_added_minutes_within_ten_seconds(
    open_page: OpenPage, teacher: Page, ids: Ids
) -> None:
    learner = open_page(DESK)
    sign_in_learner(learner, ids)
    start_quiz(learner, ids)
    mark_page(learner)
    shown = learner.locator("[data-clock-text]").first
    expect(shown).to_have_text(re.compile(r"^(20:00|19:\d\d)$"))
    teacher.get_by_text("Give everybody who is running more time").click()
    teacher.get_by_label("Minutes").fill("7")
    teacher.get_by_label("Yes, for everybody").check()
    teacher.get_by_role("button", name="Add the minutes").click()
    expect(
        teacher.get_by_text("7 minutes added; learners who have more time now: 1.")
    ).to_be_visible()
    expect(shown).to_have_text(re.compile(r"^(27:00|26:\d\d)$"), timeout=12_000)
    assert is_same_page(learner)


def test_without_a_line_the_page_says_so_and_goes_on_when_it_is_back(
    app: Flask, teacher: Page, ids: Ids, clock: MovableClock
) -> None:
    mark_page(teacher)
    status = teacher.locator("[data-line]")
    teacher.context.set_offline(True)
    let_ask(teacher)
    expect(status).to_contain_text("No connection")
    start_attempt(app, ids, clock())
    expect(teacher.get_by_role("row").filter(has_text="Ada Lovelace")).to_contain_text(
        "Not started"
    )
    teacher.context.set_offline(False)
    expect(teacher.get_by_role("row").filter(has_text="Ada Lovelace")).to_contain_text("Running")
    expect(status).to_be_empty()
    assert is_same_page(teacher)


def test_nobody_asks_while_nobody_looks(teacher: Page) -> None:
    asked: list[str] = []
    # The browser itself may still fetch the icon of the tab; only what the page asks for counts.
    teacher.on("request", lambda it: asked.append(it.url) if it.resource_type == "fetch" else None)
    be_hidden(teacher, True)
    let_ask(teacher)
    let_ask(teacher)
    assert asked == []
    # At once when somebody looks again, not only after five seconds.
    with teacher.expect_request(re.compile("live.json"), timeout=4000):
        be_hidden(teacher, False)


def be_hidden(page: Page, hidden: bool) -> None:
    """Let the page believe that another tab is in front of it, or that none is."""
    page.evaluate(
        """hidden => {
            Object.defineProperty(document, "hidden", {value: hidden, configurable: true});
            document.dispatchEvent(new Event("visibilitychange"));
        }""",
        hidden,
    )


def test_whoever_joins_while_the_page_is_open_gets_a_line_and_a_name_stays_text(
    app: Flask, teacher: Page, ids: Ids, clock: MovableClock
) -> None:
    name = "<img src=x onerror=document.title='run'>"
    with app.app_context():
        course = db.session.get_one(Course, ids.course_id)
        learner_id = join_course(db.session(), course, name, PASSWORD, now=clock()).id
        db.session.commit()
        db.session.remove()
    row = teacher.locator(f"[data-learner='{learner_id}']")
    let_ask(teacher)
    expect(row).to_contain_text(name)
    attempt_of(app, ids, clock, learner_id)
    let_ask(teacher)
    expect(row.get_by_role("link", name=name)).to_be_visible()
    expect(teacher).to_have_title("Bridges live - quizapp")


def attempt_of(app: Flask, ids: Ids, clock: MovableClock, learner_id: int) -> int:
    """A running attempt of that learner."""
    with app.app_context():
        attempt = sitting.start(
            db.session(),
            db.session.get_one(Assignment, ids.assignment_id),
            db.session.get_one(Learner, learner_id),
            now=clock(),
            rng=Random(1),
            grace_seconds=60,
        )
        attempt_id = attempt.id
        db.session.commit()
        db.session.remove()
    return attempt_id


def test_sorting_by_state_moves_lines_without_loading_the_page_again(
    app: Flask, teacher: Page, ids: Ids, clock: MovableClock
) -> None:
    with app.app_context():
        course = db.session.get_one(Course, ids.course_id)
        bo = join_course(db.session(), course, "Bo", PASSWORD, now=clock()).id
        db.session.commit()
        db.session.remove()
    teacher.get_by_role("link", name="State").click()
    names = teacher.locator("tbody th")
    expect(names).to_have_text(["Ada Lovelace", "Bo"])
    mark_page(teacher)
    attempt_of(app, ids, clock, bo)
    let_ask(teacher)
    expect(names).to_have_text(["Bo", "Ada Lovelace"])
    assert is_same_page(teacher)


def test_everything_works_without_scripts(
    app: Flask, open_page: OpenPage, ids: Ids, clock: MovableClock
) -> None:
    attempt_id = start_attempt(app, ids, clock())
    page = open_page(PHONE, java_script_enabled=False)
    sign_in_teacher(page)
    page.goto(live(ids))
    assert "loads itself again every 30 seconds" in page.locator("main").inner_text()
    assert page.locator("meta[http-equiv=refresh]").count() == 1
    page.get_by_role("link", name="Ada Lovelace").click()
    page.get_by_text("Add minutes", exact=True).click()
    page.get_by_label("Minutes").fill("3")
    page.get_by_role("button", name="Add the minutes").click()
    expect(page.get_by_text("Ada Lovelace has 3 minutes more.")).to_be_visible()
    assert page.url.endswith(f"/teach/attempts/{attempt_id}/log")


def test_answers_are_marked_with_the_keyboard_alone(
    app: Flask, open_page: OpenPage, clock: MovableClock
) -> None:
    ids = build(app, clock(), marked_by_hand=True)
    for text in ("rain", "wind"):
        attempt_id = start_attempt(app, ids, clock())
        say(app, attempt_id, find_position(app, attempt_id, Kind.SHORT_ANSWER), [text], clock)
        with app.app_context():
            sitting.submit(db.session(), attempt_id, now=clock())
            db.session.commit()
            db.session.remove()
        clock.move(seconds=5)
    page = open_page(DESK)
    sign_in_teacher(page)
    page.goto(f"/teach/assignments/{ids.assignment_id}/marking")
    for text in ("rain", "wind"):
        expect(page.get_by_text(text, exact=True)).to_be_visible()
        expect(page.get_by_label("Points")).to_be_focused()
        page.keyboard.type("0,5")
        page.keyboard.press("Enter")
    expect(page.get_by_text("Every answer is marked")).to_be_visible()


@pytest.mark.parametrize("look", ["light and narrow", "dark and wide"])
def test_the_pages_of_a_running_quiz_can_be_used_by_everybody(
    app: Flask, open_page: OpenPage, clock: MovableClock, look: str
) -> None:
    ids = build(app, clock(), at_bell=BellRule.ABANDON, marked_by_hand=True)
    over, marked, running = whole_story(app, ids, clock)
    dark = {**DESK, "color_scheme": "dark"}
    page = open_page(PHONE if look == "light and narrow" else dark)
    sign_in_teacher(page)
    found = {}
    for url in (
        live(ids),
        f"{live(ids)}?sort=state",
        *(f"/teach/attempts/{it}/log" for it in (over, marked, running)),
        f"/teach/assignments/{ids.assignment_id}/marking",
    ):
        page.goto(url)
        page.evaluate("document.querySelectorAll('details').forEach((it) => { it.open = true; })")
        found[url] = list_faults(page)
    assert {url: lines for url, lines in found.items() if lines} == {}


def whole_story(app: Flask, ids: Ids, clock: MovableClock) -> tuple[int, int, int]:
    """An abandoned attempt with a late answer, one that waits for marks, one that runs."""
    over = start_attempt(app, ids, clock())
    right = right_answers(app, over)
    say(app, over, 1, right[1], clock)
    clock.move(seconds=LIMIT + 61)
    say(app, over, 2, right[2], clock)
    marked = start_attempt(app, ids, clock())
    say(app, marked, find_position(app, marked, Kind.SHORT_ANSWER), ["rain"], clock)
    with app.app_context():
        sitting.submit(db.session(), marked, now=clock() + timedelta(seconds=5))
        course = db.session.get_one(Course, ids.course_id)
        bo = join_course(db.session(), course, "Bo", PASSWORD, now=clock()).id
        db.session.commit()
        db.session.remove()
    running = attempt_of(app, ids, clock, bo)
    clock.move(seconds=150)
    return over, marked, running


def say(app: Flask, attempt_id: int, position: int, fields: list[str], clock: MovableClock) -> None:
    with app.app_context():
        answer = Answer(position, "", 1, tuple(fields), seconds=41)
        saving.respond(db.session(), attempt_id, answer, now=clock())
        db.session.commit()
        db.session.remove()
