"""While the server cannot save, a sitting goes on: its answers wait in the browser."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import expect

from quizapp.generation.draft import Kind
from tests.browser.conftest import PHONE, OpenPage
from tests.browser.sitting_page import (
    choose,
    expect_saved,
    expect_unsaved,
    go_to,
    saved_responses,
    shown,
    sit,
)
from tests.browser.test_offline import KEPT, sit_kept
from tests.conftest import MovableClock
from tests.web.engines import ON_SQLITE
from tests.web.failing import Failing, away, full_disk, read_only
from tests.web.worlds import Ids, build

pytestmark = [pytest.mark.browser, ON_SQLITE]


@pytest.fixture
def ids(app: Flask, clock: MovableClock) -> Ids:
    return build(app, clock())


@pytest.mark.parametrize("failing", [full_disk, read_only], ids=["full disk", "read-only"])
def test_an_answer_waits_until_there_is_room_and_is_kept_once(
    app: Flask, open_page: OpenPage, ids: Ids, clock: MovableClock, failing: Failing
) -> None:
    page = open_page(PHONE)
    attempt = sit(app, page, ids, clock)
    position = go_to(app, page, attempt, Kind.MULTIPLE_CHOICE)
    with failing(app):
        choose(page, 1)
        expect_unsaved(page)
        page.goto(f"{attempt}?question={position}")
        expect(shown(page).locator(".choice input").nth(1)).to_be_checked()
        expect_unsaved(page)
        assert saved_responses(app, attempt) == []
    expect_saved(page)
    assert [it[0] for it in saved_responses(app, attempt)] == [position]


def test_an_opened_attempt_is_loaded_again_while_the_database_is_away(
    app: Flask, open_page: OpenPage, ids: Ids, clock: MovableClock
) -> None:
    page = open_page(PHONE, service_workers="allow")
    attempt = sit_kept(app, page, ids, clock)
    with away(app):
        page.goto("/learn")
        expect(page.get_by_role("heading", level=1)).to_have_text(
            "The program cannot reach its data"
        )
        page.goto(attempt)  # that page has thrown away nothing
        expect(page.locator("[data-notices]")).to_contain_text(KEPT)
        choose(page, 0)
        expect_unsaved(page)
    expect_saved(page)
    assert len(saved_responses(app, attempt)) == 1
