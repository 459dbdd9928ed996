"""The statistics of a quiz, as a teacher uses them: on any screen, in any light, with keys."""

from __future__ import annotations

from random import Random

import pytest
from flask import Flask
from playwright.sync_api import expect

from quizapp.accounts.people import join_course
from quizapp.attempts import sitting
from quizapp.attempts.answers import to_page
from quizapp.attempts.responses import Answer
from quizapp.attempts.saving import respond
from quizapp.bank.content import load_versions
from quizapp.db import db
from quizapp.demo import draw_value
from quizapp.quizzes.models import Assignment
from tests.browser.conftest import DESK, PHONE, OpenPage, sign_in_teacher
from tests.browser.crawl import LOOKS, examine
from tests.conftest import MovableClock
from tests.factories import PASSWORD
from tests.web.engines import ON_SQLITE
from tests.web.worlds import COUNT, Ids, build

pytestmark = [pytest.mark.browser, ON_SQLITE]


def sit_all(app: Flask, ids: Ids, clock: MovableClock, count: int) -> None:
    """So many learners of different ability answer a question of every kind."""
    rng = Random(5)
    with app.app_context():
        session = db.session()
        assignment = session.get_one(Assignment, ids.assignment_id)
        for number in range(count):
            learner = join_course(
                session, assignment.course, f"Learner {number}", PASSWORD, now=clock()
            )
            attempt = sitting.start(
                session, assignment, learner, now=clock(), rng=rng, grace_seconds=60
            )
            drafts = load_versions(session, [it.version_id for it in attempt.items])
            for item in attempt.items:
                draft, order = drafts[item.version_id], [int(it) for it in item.printed_order]
                fields = to_page(draft, order, draw_value(draft, rng.gauss(0, 1), rng))
                answer = Answer(item.position, "tab", 1, fields, seconds=rng.randint(3, 90))
                respond(session, attempt.id, answer, now=clock())
            sitting.submit(session, attempt.id, now=clock())
        session.commit()


def test_every_page_of_statistics_can_be_used_by_everybody(
    app: Flask, open_page: OpenPage, clock: MovableClock
) -> None:
    ids = build(app, clock())
    sit_all(app, ids, clock, 24)
    page = open_page(PHONE)
    sign_in_teacher(page)
    found = {}
    base = f"/teach/quizzes/{ids.quiz_id}/statistics"
    for url in (base, *(f"{base}/{ids.question_id + more}" for more in range(COUNT))):
        page.goto(url)
        page.evaluate("document.querySelectorAll('details').forEach((it) => { it.open = true; })")
        found[url] = list(examine(page, LOOKS))
    assert {url: lines for url, lines in found.items() if lines} == {}


def test_a_point_of_the_picture_leads_to_its_question_and_the_table_sorts(
    app: Flask, open_page: OpenPage, clock: MovableClock
) -> None:
    ids = build(app, clock())
    sit_all(app, ids, clock, 24)
    page = open_page(DESK)
    sign_in_teacher(page)
    page.goto(f"/teach/quizzes/{ids.quiz_id}/statistics")
    page.get_by_role("link", name="Facility", exact=True).click()
    expect(page.locator("th[aria-sort=ascending]")).to_have_text("Facility ↑")
    table = page.get_by_role("region", name="Statistics of the questions")
    shares = [int(it.split()[0]) for it in table.locator("td:nth-of-type(2)").all_inner_texts()]
    assert len(shares) == COUNT
    assert shares == sorted(shares)
    point = page.locator(".stat-scatter a").first
    name = point.get_attribute("aria-label") or ""
    point.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Who chose what")).to_be_visible()
    expect(page.locator("h1")).to_contain_text(name.split(": ")[1][:12])
