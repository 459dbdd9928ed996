"""From a web page of the morning to a published quiz: the whole way of a teacher."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from quizapp.db import db
from quizapp.generation.draft import Kind
from quizapp.jobs import asking
from quizapp.jobs.generating import GenerationJob, generate_bank
from tests.browser.conftest import DESK, OpenPage, sign_in_learner, sign_in_teacher
from tests.browser.test_drafting import working
from tests.conftest import MovableClock
from tests.web.engines import ON_SQLITE
from tests.web.worlds import Ids, build
from tests.web.writing import EVIDENCE, MILL, RAIL, WRITTEN

pytestmark = [pytest.mark.browser, ON_SQLITE]
READING = 40_000  # a file is read by a process of its own, which starts slowly on a busy machine
NEWS = (
    "On March 3, 2021, Mayor Petra Novak opened the long bridge over the river. Jan Dvorak, the"
    " architect, praised the new road. On May 9, 2022, Eva Mala closed the old harbour, because"
    " only four boats still came there. The council said that the harbour would become a park."
    " Karel Benes, a fisherman, was not glad about it. He said that he had worked there for thirty"
    " years. On June 1, 2023, the first trees were planted beside the water."
)
PAGE = f"""<!doctype html><html lang="en"><head><title>The mill</title></head><body>
<nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><h1>The mill</h1><p>{MILL}</p><p>{RAIL}</p><p>{NEWS}</p></article>
<footer>All rights reserved.</footer><script>alert(1)</script></body></html>"""


@pytest.fixture
def ids(app: Flask, clock: MovableClock) -> Ids:
    asking.warm_up()
    return build(app, clock())


def bring(page: Page, path: Path) -> None:
    """Upload the page, look at what was taken, and keep it."""
    path.write_text(PAGE)
    page.goto("/teach/articles")
    page.get_by_role("link", name="Add an article").click()
    page.get_by_label("Or a file").set_input_files(path)
    page.get_by_role("button", name="Add the article").click(timeout=READING)
    expect(page.get_by_role("heading", name="What was taken as the article")).to_be_visible()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="The mill")).to_be_visible()


def write(job_id: int, clock: MovableClock) -> None:
    generate_bank(db.session(), job_id, clock, lambda: None, worker="worker")


def have_questions_written(app: Flask, page: Page, clock: MovableClock) -> None:
    page.get_by_role("button", name="Write questions").click()
    expect(page.get_by_text("Waiting to start.")).to_be_visible()
    with working(app, GenerationJob, lambda job_id: write(job_id, clock)):
        expect(page.get_by_role("link", name="Review drafts")).to_be_visible(timeout=READING)


def review_by_keyboard(page: Page) -> int:
    """Approve every draft with one key each; how many there were."""
    page.get_by_role("link", name="Review drafts").click()
    told = page.get_by_text(re.compile(r"Draft \d+ of \d+"))
    count = int(told.inner_text().rpartition(" ")[2])
    for left in range(count, 0, -1):
        expect(page.get_by_text(f"of {left}", exact=False).first).to_be_visible()
        page.wait_for_load_state()  # only then it listens to its keys
        page.keyboard.press("a")
    expect(page.get_by_text("That was the last one here.")).to_be_visible()
    return count


def write_one(page: Page, kinds_page: str, kind: Kind) -> None:
    """Write a question of the kind with its form, as it is in tests/web/test_authoring."""
    page.goto(f"{kinds_page}/{kind}{WRITTEN[kind][0]}")
    quote = page.locator("[name=quote]")
    evidence = {} if quote.input_value() else EVIDENCE
    for name, value in {**evidence, **WRITTEN[kind][1]}.items():
        field = page.locator(f"[name='{name}']")
        if page.locator(f"select[name='{name}']").count():
            field.select_option(value)
        elif page.locator(f"[name='{name}'][type=radio]").count():
            page.locator(f"[name='{name}'][value='{value}']").check()
        elif page.locator(f"[name='{name}'][type=checkbox]").count():
            field.check()
        else:
            field.fill(value)
    page.get_by_role("button", name="Save and approve").click()
    expect(page).to_have_url(re.compile(r"/teach/questions/\d+$"))


def test_a_teacher_goes_from_a_web_page_to_a_published_quiz(
    app: Flask, open_page: OpenPage, ids: Ids, clock: MovableClock, tmp_path: Path
) -> None:
    page = open_page(DESK)
    sign_in_teacher(page)
    clock.move(minutes=1)
    bring(page, tmp_path / "mill.html")
    have_questions_written(app, page, clock)
    assert review_by_keyboard(page) >= 1
    page.get_by_role("link", name="Write a question").click()
    expect(page.get_by_role("heading", name="Write a question")).to_be_visible()
    kinds_page = page.url
    for kind in Kind:
        write_one(page, kinds_page, kind)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Quizzes").click()
    page.get_by_role("link", name="New quiz").click()
    page.get_by_role("button", name="Make the quiz").first.click()
    expect(page.get_by_text("The quiz is ready.")).to_be_visible()
    page.get_by_label("English 10A").check()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Published to English 10A.")).to_be_visible()

    learner = open_page(DESK)
    sign_in_learner(learner, ids)
    expect(learner.get_by_role("link", name="The mill").first).to_be_visible()
