"""On the attempt page the passage, the question and the clock are within reach of everybody."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from quizapp.generation.draft import Kind, Option
from tests.browser.conftest import DESK, PHONE, OpenPage
from tests.browser.sitting_page import (
    expect_saved,
    go_to,
    number,
    pass_time,
    saved_responses,
    shown,
    sit,
    turn,
)
from tests.conftest import MovableClock
from tests.factories import DOCUMENT, choice
from tests.web.engines import ON_SQLITE
from tests.web.worlds import Ids, build, saved_values

pytestmark = [pytest.mark.browser, ON_SQLITE]
NARROW = {**PHONE, "viewport": {"width": 360, "height": 640}}


@pytest.fixture
def ids(app: Flask, clock: MovableClock) -> Ids:
    return build(app, clock())


def press_in_menu(page: Page, name: str) -> None:
    menu = page.locator("[data-clock-menu]")
    if menu.get_attribute("open") is None:
        menu.locator("summary").click()
    menu.get_by_role("button", name=name).click()


def test_the_time_is_told_in_words_when_it_is_asked_for(
    app: Flask, open_page: OpenPage, ids: Ids, clock: MovableClock
) -> None:
    page = open_page(NARROW)
    page.clock.install()
    sit(app, page, ids, clock)
    press_in_menu(page, "Time left?")
    expect(page.locator("[data-bell]")).to_have_text(re.compile(r"^(20|19) minutes left\.$"))
    pass_time(page, clock, 12 * 60)
    press_in_menu(page, "Time left?")
    expect(page.locator("[data-bell]")).to_have_text(
        re.compile(r"^(8 minutes|7 minutes and \d+ seconds?) left\.$")
    )


def test_a_clock_that_was_hidden_stays_hidden_until_the_last_minute(
    app: Flask, open_page: OpenPage, ids: Ids, clock: MovableClock
) -> None:
    page = open_page(NARROW)
    page.clock.install()
    sit(app, page, ids, clock)
    press_in_menu(page, "Hide the clock")
    expect(page.locator("[data-clock]")).to_be_hidden()
    page.reload()
    expect(page.locator("[data-clock]")).to_be_hidden()
    pass_time(page, clock, 15 * 60 + 5)
    expect(page.locator("[data-bell]")).to_have_text("Five minutes left")
    expect(page.locator("[data-clock]")).to_be_hidden()
    pass_time(page, clock, 4 * 60)
    expect(page.locator("[data-bell]")).to_have_text("One minute left")
    expect(page.locator("[data-clock]")).to_be_visible()


def test_lines_are_put_in_order_with_the_keys_of_a_handle(
    app: Flask, open_page: OpenPage, ids: Ids, clock: MovableClock
) -> None:
    page = open_page(DESK)
    attempt = sit(app, page, ids, clock)
    position = go_to(app, page, attempt, Kind.ORDERING)
    lines = page.locator(".sorter .sorter-text").all_inner_texts()
    page.locator(".sorter .handle").nth(0).focus()
    page.keyboard.press("End")
    expect(page.locator(".sorter .sorter-text")).to_have_text([*lines[1:], lines[0]])
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Home")
    expect(page.locator(".sorter .sorter-text")).to_have_text(lines)
    expect(page.locator(".sorter .handle").nth(0)).to_be_focused()
    expect_saved(page)
    assert len(saved_values(app, number(attempt), position)[-1]) == len(lines)


def test_lines_are_put_in_order_by_dragging(
    app: Flask, open_page: OpenPage, ids: Ids, clock: MovableClock
) -> None:
    page = open_page(DESK)
    attempt = sit(app, page, ids, clock)
    go_to(app, page, attempt, Kind.ORDERING)
    lines = page.locator(".sorter .sorter-text").all_inner_texts()
    handle = page.locator(".sorter .handle").nth(0)
    start, end = handle.bounding_box(), page.locator(".sorter li").last.bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + 10, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(start["x"] + 10, end["y"] + end["height"] - 2, steps=12)
    assert saved_responses(app, attempt) == [], "the answer is where the line is let go"
    page.mouse.up()
    expect(page.locator(".sorter .sorter-text")).to_have_text([*lines[1:], lines[0]])
    expect_saved(page)
    assert len(saved_responses(app, attempt)) == 1


def test_a_paragraph_that_a_question_names_is_one_tap_away_and_so_is_the_way_back(
    app: Flask, open_page: OpenPage, clock: MovableClock
) -> None:
    draft = replace(choice(), stem="What does paragraph 3 say about trams?")
    ids = build(app, clock(), (draft,), question_count=1)
    page = open_page(NARROW)
    sit(app, page, ids, clock)
    shown(page).get_by_role("link", name="paragraph 3").click()
    expect(page.locator(".para[id$=p3]")).to_be_in_viewport()
    expect(page.locator(".para[id$=p3]")).to_be_focused()
    page.get_by_role("link", name="Back to question 1").click()
    expect(shown(page).locator(".stem")).to_be_in_viewport()
    expect(page.locator("[data-back]")).to_have_count(0)


def test_the_passage_stays_where_it_was_over_questions_and_page_loads(
    app: Flask, open_page: OpenPage, ids: Ids, clock: MovableClock
) -> None:
    page = open_page({"viewport": {"width": 1000, "height": 400}})
    sit(app, page, ids, clock)
    page.evaluate("document.querySelector('#passage').scrollTop = 50")
    turn(page, "Save and next")
    expect(shown(page)).to_have_attribute("data-question", "2")
    assert page.evaluate("document.querySelector('#passage').scrollTop") == 50
    page.evaluate("document.querySelector('#question').scrollTop = 30")
    page.reload()
    expect(shown(page)).to_have_attribute("data-question", "2")
    assert page.evaluate("document.querySelector('#passage').scrollTop") == 50
    assert page.evaluate("document.querySelector('#question').scrollTop") == 30


TAKEN = "The old bridge was closed in 1998 after a flood."


def test_a_sentence_is_chosen_in_the_passage_by_a_tap_or_a_key(
    app: Flask, open_page: OpenPage, ids: Ids, clock: MovableClock
) -> None:
    page = open_page(NARROW)
    attempt = sit(app, page, ids, clock)
    position = go_to(app, page, attempt, Kind.SELECT_SENTENCE)
    page.goto(f"{attempt}?question=1")
    before = page.locator("#passage-text").text_content()
    page.locator(f"[data-map='{position}']").click()
    shown(page).get_by_role("button", name="Choose in the passage").click()
    sentence = page.get_by_role("button", name=TAKEN)
    sentence.click()
    expect(sentence).to_have_attribute("aria-pressed", "true")
    page.get_by_role("link", name=f"Back to question {position}").click()
    expect(shown(page).get_by_label(TAKEN)).to_be_checked()
    expect_saved(page)
    assert len(saved_values(app, number(attempt), position)) == 1
    page.locator("[data-map='1']").click()
    expect(page.locator(".spot-sentence")).to_have_count(0)
    assert page.locator("#passage-text").text_content() == before


def test_a_place_is_chosen_in_the_passage_and_shows_the_sentence(
    app: Flask, open_page: OpenPage, clock: MovableClock
) -> None:
    ends = [" ".join(text.split()[-5:]) for text in DOCUMENT.paragraphs[:2]]
    draft = replace(
        choice(),
        kind=Kind.INSERTION,
        stem="Where in paragraphs 1 and 2 does this belong? “It was a fine day.”",
        options=tuple(Option(f"After “…{it}”", key=not n) for n, it in enumerate(ends)),
    )
    ids = build(app, clock(), (draft,), question_count=1)
    page = open_page(DESK)
    attempt = sit(app, page, ids, clock)
    page.get_by_role("button", name="Place 2: put the sentence here").click()
    expect(page.locator("#passage ins:not(:empty)")).to_have_text(" It was a fine day. ")
    expect(shown(page).locator(".choice input").nth(1)).to_be_checked()
    expect_saved(page)
    shown(page).locator(".choice label").nth(0).click()
    expect(page.locator(".spot").nth(0)).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".spot").nth(1)).to_have_attribute("aria-pressed", "false")
    expect_saved(page)
    assert len(saved_values(app, number(attempt), 1)) == 2
