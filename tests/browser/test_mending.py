"""A key is mended in the browser, and every page of it can be used by everybody."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import expect

from quizapp.generation.draft import Kind
from tests.browser.conftest import PHONE, OpenPage, sign_in_learner, sign_in_teacher
from tests.browser.crawl import LOOKS, examine
from tests.conftest import MovableClock
from tests.web.engines import ON_SQLITE
from tests.web.test_rulings_pages import OTHER, sit
from tests.web.worlds import build

pytestmark = [pytest.mark.browser, ON_SQLITE]


def test_a_teacher_looks_mends_and_undoes_and_the_learner_is_told(
    app: Flask, open_page: OpenPage, clock: MovableClock
) -> None:
    ids = build(app, clock())
    attempt_id = sit(app, ids, clock, Kind.MULTIPLE_CHOICE, OTHER)
    page = open_page(PHONE)
    sign_in_teacher(page)
    page.goto(f"/teach/quizzes/{ids.quiz_id}/mend")
    page.get_by_role("link", name="Mend it of “Who opened the new bridge?”").click()
    expect(page.get_by_role("heading", name="Mend the key")).to_be_visible()
    page.get_by_label("Something else is right, and the old key is wrong").check()
    page.get_by_label("A tram driver").check()
    page.get_by_label("Why?").fill("The second paragraph says so.")
    page.get_by_role("button", name="See what would change").click()
    expect(page.get_by_role("heading", name="What would change")).to_be_visible()
    assert list(examine(page, LOOKS[:-1], thumbs=False)) == []
    page.get_by_role("button", name="Mend the key and change 1 score").click()
    expect(page.get_by_text("The key is mended.")).to_be_visible()
    assert list(examine(page, LOOKS[:-1], thumbs=False)) == []
    page.get_by_role("link", name="Undo it").click()
    expect(page.get_by_role("heading", name="What undoing would change")).to_be_visible()
    assert list(examine(page, LOOKS[:-1], thumbs=False)) == []
    learner = open_page(PHONE)
    sign_in_learner(learner, ids)
    learner.goto(f"/learn/attempts/{attempt_id}/result")
    expect(learner.get_by_text("Your teacher changed how this question counts")).to_be_visible()
    assert list(examine(learner, LOOKS, thumbs=True)) == []
