"""What a teacher has decided about a grade can be read by everybody on the pages of a learner."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, OpenPage, sign_in_learner
from tests.browser.crawl import LOOKS, examine
from tests.conftest import MovableClock
from tests.web.clients import sign_in_teacher
from tests.web.engines import ON_SQLITE
from tests.web.test_gradebook_pages import grade
from tests.web.test_grades_learners_see import EXCUSED, SET
from tests.web.worlds import build, start_attempt

pytestmark = [pytest.mark.browser, ON_SQLITE]


def test_a_set_score_and_an_excused_quiz_are_read_on_a_phone(
    app: Flask, open_page: OpenPage, clock: MovableClock
) -> None:
    ids = build(app, clock())
    for _ in range(2):
        start_attempt(app, ids, clock(), closed=True)
    teacher, page = sign_in_teacher(app), open_page(PHONE)
    sign_in_learner(page, ids)
    for deed, sent, said in (
        ("/score", SET, "1.5 of 12, set by your teacher"),
        ("/excuse", EXCUSED, "xcused"),
    ):
        teacher.send(grade(ids, deed), sent, page=grade(ids))
        for url in ("/learn", "/learn/progress"):
            page.goto(url)
            if url.endswith("progress"):
                page.get_by_text("All scores", exact=True).click()
            expect(page.get_by_text(said).first).to_be_visible()
            assert list(examine(page, LOOKS, thumbs=True)) == []
