"""Whoever has a keyboard alone goes the whole way: nothing is reached by anything but keys."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, expect

from quizapp.generation.draft import Kind
from tests.browser.conftest import DESK, OpenPage
from tests.browser.sitting_page import shown
from tests.conftest import MovableClock
from tests.factories import PASSWORD
from tests.web.engines import ON_SQLITE
from tests.web.worlds import COUNT, build

pytestmark = [pytest.mark.browser, ON_SQLITE]
MOST_STEPS = 150  # presses of Tab to get anywhere on a page
TYPED = (Kind.SHORT_ANSWER, Kind.CLOZE, Kind.NUMERICAL)


def tab_to(page: Page, target: Locator, *, back: bool = False) -> None:
    """Press Tab until `target` has the focus, and see that one can see where one is."""
    expect(target).to_be_visible()
    for _step in range(MOST_STEPS):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        if target.evaluate("(it) => it === document.activeElement"):
            assert_focus_shows(page)
            return
    raise AssertionError(f"{MOST_STEPS} steps do not lead to {target}")


def assert_focus_shows(page: Page) -> None:
    """The thing with the focus, or its label, has a ring, and lies on the screen."""
    assert page.evaluate(
        """() => {
            const one = document.activeElement;
            const rings = [one, ...(one.labels || [])].map((it) => getComputedStyle(it));
            const isRinged = rings.some((it) => it.outlineStyle !== "none");
            const box = one.getBoundingClientRect();
            return isRinged && box.bottom > 0 && box.top < innerHeight;
        }"""
    ), page.evaluate("document.activeElement.outerHTML")


def press(page: Page, role: str, name: str) -> None:
    """Go to a link or button, and press Enter."""
    target = page.get_by_role(role, name=name, exact=True).first  # type: ignore[arg-type]
    tab_to(page, target)
    page.keyboard.press("Enter")


def write(page: Page, label: str, words: str) -> None:
    tab_to(page, page.get_by_label(label, exact=True))
    page.keyboard.type(words)


def answer(page: Page) -> None:
    """Give some answer to the question that is shown, whatever its kind."""
    question = shown(page)
    kind = question.get_attribute("data-kind")
    if kind in TYPED:
        tab_to(page, question.locator("[name=answer]").first)
        page.keyboard.type("7")
    elif kind == Kind.MATCHING:
        tab_to(page, question.locator("select").first)
        page.keyboard.press("ArrowDown")
    elif kind == Kind.ORDERING:
        tab_to(page, question.locator(".handle").first)
        page.keyboard.press("ArrowDown")
    else:
        tab_to(page, question.locator("[name=answer]").first)
        page.keyboard.press("Space")


def test_a_learner_joins_answers_every_kind_of_question_and_reads_the_result(
    app: Flask, open_page: OpenPage, clock: MovableClock
) -> None:
    ids = build(app, clock())
    page = open_page(DESK, reduced_motion="reduce")
    page.goto("/")
    write(page, "Course code", ids.join_code)
    page.keyboard.press("Enter")
    write(page, "Your name", "Dana K.")
    write(page, "Choose a password", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your quizzes")).to_be_visible()
    press(page, "link", "Open Bridges")
    press(page, "button", "Start the quiz")
    for position in range(1, COUNT + 1):
        heading = page.get_by_role("heading", name=f"Question {position} of {COUNT}")
        expect(heading).to_be_visible()
        page.wait_for_load_state()  # only then the page saves what is answered
        answer(page)
        expect(page.locator("[data-saved]")).to_contain_text("Saved")
        go_on = "Save and next" if position < COUNT else "Check and hand in"
        tab_to(page, shown(page).get_by_role("button", name=go_on))
        page.keyboard.press("Enter")
    expect(page.get_by_role("main")).not_to_contain_text("not answered")
    press(page, "button", "Hand in")
    expect(page.get_by_role("heading", name="Your answers")).to_be_visible()
    tab_to(page, page.get_by_role("link", name="Progress"), back=True)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your progress")).to_be_visible()


def test_the_passage_and_the_clock_are_reached_and_left_again(
    app: Flask, open_page: OpenPage, clock: MovableClock
) -> None:
    ids = build(app, clock())
    page = open_page(DESK, reduced_motion="reduce")
    page.goto(f"/sign-in?code={ids.join_code}")
    write(page, "Your name", "Ada Lovelace")
    write(page, "Password", PASSWORD)
    page.keyboard.press("Enter")
    press(page, "link", "Open Bridges")
    press(page, "button", "Start the quiz")
    expect(shown(page).first).to_be_visible()
    tab_to(page, page.locator("[data-clock-menu] summary"))
    page.keyboard.press("Enter")
    press(page, "button", "Time left?")
    expect(page.locator("[data-bell]")).to_contain_text("minutes left.")
    tab_to(page, page.locator("#passage"))
    tab_to(page, shown(page).locator("[name=answer]").first)
    tab_to(page, page.locator("#passage"), back=True)


def test_a_teacher_signs_in_and_opens_the_results_of_a_quiz(
    app: Flask, open_page: OpenPage, clock: MovableClock
) -> None:
    build(app, clock())
    page = open_page(DESK, reduced_motion="reduce")
    page.goto("/teacher/sign-in")
    write(page, "Sign-in name", "teacher")
    write(page, "Password", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()
    press(page, "link", "Courses")
    press(page, "link", "English 10A")
    press(page, "link", "Open the gradebook")
    expect(page.get_by_role("heading", name=re.compile("gradebook", re.I))).to_be_visible()
