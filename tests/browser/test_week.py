"""The pages of a class can be used by everybody, in any light, and the week fits on one sheet."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from playwright.sync_api import expect

from quizapp.db import db
from quizapp.week.lists import MOST
from tests.browser.conftest import PHONE, OpenPage, sign_in_teacher
from tests.browser.crawl import LOOKS, examine
from tests.conftest import MovableClock
from tests.web.engines import ON_SQLITE
from tests.week.classes import join, make_class, sit

pytestmark = [pytest.mark.browser, ON_SQLITE]
PAGES = re.compile(rb"/Type\s*/Page[^s]")


def fill(app: Flask, clock: MovableClock) -> int:
    """A class of twenty in which every list of the week is full."""
    with app.app_context():
        session = db.session()
        world = make_class(session, clock)
        learners = [join(session, world, f"Learner {number:02}", clock) for number in range(20)]
        for turn in range(4):
            clock.move(hours=2)
            for number, learner in enumerate(learners):
                right = () if number < MOST + 2 else ("opened", "closed", "cost")
                most = 2 if turn == 3 and number < MOST + 4 else 3
                sit(session, world, learner, clock, right=right, most=most)
        session.commit()
        clock.move(minutes=1)
        return world.course.id


def test_the_pages_of_a_class_are_sound_in_every_state_and_the_week_is_one_sheet(
    app: Flask, open_page: OpenPage, clock: MovableClock
) -> None:
    course_id = fill(app, clock)
    page = open_page(PHONE)
    sign_in_teacher(page)
    for name, heading in (("monday", "This week"), ("progress", "Progress of the class")):
        page.goto(f"/teach/courses/{course_id}/{name}")
        expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
        assert list(examine(page, LOOKS, thumbs=True)) == []
        if name == "monday":
            expect(page.locator(".week-more").first).to_contain_text("and ")
            sheets = len(PAGES.findall(page.pdf(prefer_css_page_size=True)))
            assert sheets == 1
