"""The whole way: from the first teacher to a learner's row in the gradebook."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from quizapp.accounts.people import setup_code
from tests.browser.conftest import DESK, PHONE, OpenPage
from tests.browser.sitting_page import answer_anyhow, expect_saved, shown
from tests.conftest import MovableClock
from tests.factories import PASSWORD

pytestmark = pytest.mark.browser
MINUTES = 10
QUESTIONS = 5
SAVED = re.compile(r"^Saved \d\d:\d\d:\d\d$")
NAME = "Aigerim B."


def set_up(page: Page) -> None:
    page.goto(f"/setup?code={setup_code('test')}")
    page.get_by_label("Your name").fill("Dana Omarova")
    page.get_by_label("Sign-in name").fill("dana@school.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make my account").click()
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()


def make_course(page: Page) -> str:
    """Make a course; its join code."""
    page.get_by_role("link", name="New course").click()
    page.get_by_label("Name of the course").fill("English 10A")
    page.get_by_role("button", name="Make the course").click()
    return page.locator(".join-code strong").inner_text()


def make_quiz(page: Page) -> None:
    page.get_by_role("link", name="Articles", exact=True).click()
    page.get_by_role("row").filter(has_text="Intermediate").get_by_role(
        "link", name="Make a quiz"
    ).click()
    page.get_by_label("Set it up yourself").check()
    page.get_by_text("Title, courses and all other settings").click()
    page.get_by_label("Title").fill("January 2022")
    page.get_by_label("How many questions").fill(str(QUESTIONS))
    page.get_by_label("Time limit in minutes").fill(str(MINUTES))
    page.get_by_label("English 10A").check()
    page.get_by_role("button", name="Make the quiz").first.click()
    expect(page.get_by_text("published to English 10A")).to_be_visible()


def join(page: Page, code: str) -> None:
    page.goto("/")
    page.get_by_label("Course code").fill(code.lower())
    page.get_by_role("button", name="Join the course").click()
    expect(page.get_by_role("heading", name="Join English 10A")).to_be_visible()
    page.get_by_label("Your name").fill(NAME)
    page.get_by_label("Choose a password").fill(PASSWORD)
    page.get_by_role("button", name="Join the course").click()


def read_and_start(page: Page) -> None:
    page.get_by_role("link", name="Open January 2022").click()
    page.get_by_text("Read the passage first").click()
    expect(page.locator(".passage .para").first).to_be_visible()
    page.get_by_role("button", name="Start the quiz").click()
    page.get_by_role("link", name="Passage", exact=True).click()
    expect(page.locator("#passage .para").first).to_be_in_viewport()
    page.get_by_role("link", name="Question", exact=True).click()
    expect(page.locator("#passage .para").first).not_to_be_visible()


def answer(page: Page) -> None:
    """Answer the question that is shown, and see it saved."""
    answer_anyhow(page)
    expect_saved(page)


def read_answer(page: Page) -> list[str]:
    found: list[str] = (
        shown(page).locator("form").evaluate("form => new FormData(form).getAll('answer')")
    )
    return found


def test_from_the_first_teacher_to_the_gradebook(
    open_page: OpenPage, clock: MovableClock, tmp_path: Path
) -> None:
    teacher = open_page(DESK)
    set_up(teacher)
    code = make_course(teacher)
    make_quiz(teacher)

    learner = open_page(PHONE)
    learner.clock.install()
    join(learner, code)
    read_and_start(learner)
    answer(learner)
    first = read_answer(learner)
    learner.get_by_role("button", name="Save and next").click()
    expect(learner.get_by_role("heading", name=f"Question 2 of {QUESTIONS}")).to_be_visible()
    answer(learner)
    second = read_answer(learner)

    learner.reload()
    assert read_answer(learner) == second
    learner.get_by_role("button", name="Previous").click()
    expect(learner.get_by_role("heading", name=f"Question 1 of {QUESTIONS}")).to_be_visible()
    assert read_answer(learner) == first
    expect(learner.locator("button.is-answered")).to_have_count(2)

    clock.move(minutes=MINUTES, seconds=61)
    learner.clock.fast_forward(MINUTES * 60 * 1000 + 1000)
    learner.wait_for_url("**/result")
    expect(learner.get_by_text("closed when time was up")).to_be_visible()
    expect(learner.locator(".score-figure")).to_contain_text(f"out of {QUESTIONS}")
    expect(learner.get_by_text("Right answer").first).to_be_visible()
    expect(learner.locator(".option-why, .rationale").first).to_be_visible()
    expect(learner.locator(".evidence mark.mark-critical").first).to_be_visible()
    expect(learner.locator(".result-passage mark.mark-critical").first).to_be_visible()
    expect(learner.get_by_text("Not answered")).to_have_count(QUESTIONS - 2)
    score = learner.locator(".score-figure strong").inner_text()

    teacher.get_by_role("link", name="Courses", exact=True).click()
    teacher.get_by_role("link", name="Gradebook of English 10A").click()
    row = teacher.get_by_role("row").filter(has_text=NAME)
    expect(row.locator("td a strong").first).to_have_text(score)
    teacher.get_by_role("link", name="CSV, a line a learner").click()
    expect(teacher.get_by_role("heading", name="CSV, a line a learner")).to_be_visible()
    with teacher.expect_download() as download:
        teacher.get_by_role("button", name="Download the file").click()
    download.value.save_as(tmp_path / "gradebook.csv")
    with (tmp_path / "gradebook.csv").open(encoding="utf-8-sig", newline="") as file:
        (line,) = csv.DictReader(file)
    assert line["learner"] == NAME
    assert line[f"January 2022 (out of {QUESTIONS})"] == f"{float(score):.2f}"
