"""A teacher writes a question beside the passage: with the keyboard, and without a script."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from quizapp.generation.draft import Kind, QuestionDraft, Status
from tests.browser.conftest import DESK, PHONE, OpenPage, sign_in_teacher
from tests.browser.crawl import list_violations
from tests.conftest import MovableClock
from tests.web.engines import ON_SQLITE
from tests.web.worlds import Ids, build
from tests.web.writing import MILL, list_drafts, open_bank

pytestmark = [pytest.mark.browser, ON_SQLITE]
SAVED = re.compile(r"/teach/questions/\d+$")  # the page that follows when a question is saved


@pytest.fixture
def ids(app: Flask, clock: MovableClock) -> Ids:
    return open_bank(app, clock, build(app, clock()))


def open_form(page: Page, ids: Ids, kind: str) -> None:
    sign_in_teacher(page)
    page.goto(f"/teach/banks/{ids.bank_id}/questions/new/{kind}")


def only_draft(app: Flask, ids: Ids) -> QuestionDraft:
    (draft,) = list_drafts(app, ids)
    return draft


def type_into(page: Page, label: str, text: str, nth: int = 0) -> None:
    page.get_by_label(label, exact=True).nth(nth).focus()
    page.keyboard.type(text)


def test_a_multiple_choice_is_written_with_the_keyboard(
    app: Flask, ids: Ids, open_page: OpenPage
) -> None:
    page = open_page(DESK)
    open_form(page, ids, "multiple_choice")
    advice = page.get_by_role("region", name="Preview and advice")

    type_into(page, "Stem", "When did the mill NOT stand any more?")
    expect(advice.get_by_text("The question asks for what is not so.")).to_be_visible()
    for nth, year in enumerate(("1887", "1900", "1950")):
        type_into(page, "Text", year, nth)
    page.get_by_label("This is the key").nth(1).focus()
    page.keyboard.press("Space")
    expect(advice.get_by_label("1950")).to_be_visible()

    page.get_by_role("group", name="Passage text").focus()
    page.keyboard.press("ArrowRight")
    for _ in range(4):
        page.keyboard.press("Shift+ArrowRight")
    expect(page.locator("[data-picker-words]")).to_contain_text("“The town grew around its”")
    page.get_by_role("button", name="Use as evidence").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Evidence", exact=True)).to_have_value("The town grew around its")
    expect(advice.get_by_text("Before you can save")).to_be_hidden()
    assert list_violations(page) == []

    page.get_by_role("button", name="Save as a draft").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(SAVED)
    draft = only_draft(app, ids)
    assert [(it.text, it.key) for it in draft.options] == [
        ("1887", False),
        ("1900", True),
        ("1950", False),
    ]
    assert (draft.critical_span.start, draft.critical_span.quote) == (0, "The town grew around its")


def test_options_are_added_moved_and_removed(app: Flask, ids: Ids, open_page: OpenPage) -> None:
    page = open_page(DESK)
    open_form(page, ids, "multiple_choice")
    page.get_by_label("Stem").fill("Which one?")
    for nth, text in enumerate(("first", "second", "third", "fourth")):
        page.get_by_label("Text", exact=True).nth(nth).fill(text)
    page.get_by_role("button", name="Add an option").click()
    page.get_by_label("Text", exact=True).nth(4).fill("fifth")
    page.get_by_role("button", name="Move up: option 5").click()
    page.get_by_role("button", name="Remove: option 1").click()
    page.get_by_role("group", name="Option 3").get_by_label("This is the key").check()
    page.get_by_role("group", name="Option 1").get_by_label("This is the key").check()
    page.get_by_label("Evidence", exact=True).fill("The town grew")
    page.get_by_role("button", name="Save as a draft").click()
    expect(page).to_have_url(SAVED)
    assert [(it.text, it.key) for it in only_draft(app, ids).options] == [
        ("second", True),
        ("third", False),
        ("fifth", False),
        ("fourth", False),
    ]


def test_words_of_a_sentence_become_gaps(app: Flask, ids: Ids, open_page: OpenPage) -> None:
    page = open_page(DESK)
    open_form(page, ids, "cloze")
    page.get_by_label("It burned down in the dry summer of 1900.").check(force=True)
    page.get_by_role("button", name="Go on with this sentence").click()
    text = page.get_by_label("Text with gaps")
    expect(text).to_have_value("It burned down in the dry summer of 1900.")
    page.wait_for_load_state()  # only then the button makes gaps
    for words in ("1900", "burned"):
        text.evaluate(
            "(area, words) => { const at = area.value.indexOf(words);"
            " area.focus(); area.setSelectionRange(at, at + words.length); }",
            words,
        )
        page.get_by_role("button", name="Make a gap of the selected words").click()
    expect(text).to_have_value("It ____ down in the dry summer of ____.")
    expect(page.get_by_label("Gap 1", exact=True)).to_have_value("burned")
    expect(page.get_by_label("Gap 2", exact=True)).to_have_value("1900")
    expect(page.locator(".preview-gapped .gap")).to_have_count(2)
    page.get_by_role("button", name="Save and approve").click()
    expect(page.get_by_text("Saved and approved.")).to_be_visible()
    draft = only_draft(app, ids)
    assert [span.quote for span in draft.hidden_spans] == ["burned", "1900"]
    assert draft.status is Status.APPROVED


def test_leaving_with_unsaved_work_asks_first(ids: Ids, open_page: OpenPage) -> None:
    page = open_page(DESK)
    open_form(page, ids, "short_answer")
    asked: list[str] = []
    page.on("dialog", lambda dialog: asked.append(dialog.type))
    page.get_by_role("link", name="Cancel").click()
    expect(page.get_by_role("link", name="Write a question").first).to_be_visible()
    assert asked == []
    page.goto(f"/teach/banks/{ids.bank_id}/questions/new/short_answer")
    page.get_by_label("Stem").press_sequentially("What?")
    page.get_by_role("link", name="Cancel").click()
    expect(page.get_by_role("link", name="Write a question").first).to_be_visible()
    assert asked == ["beforeunload"]


def test_a_question_is_written_on_a_phone_without_a_script(
    app: Flask, ids: Ids, open_page: OpenPage
) -> None:
    page = open_page(
        {**PHONE, "viewport": {"width": 360, "height": 740}}, java_script_enabled=False
    )
    open_form(page, ids, "insertion")
    page.get_by_label("The mill stood by the river.").check(force=True)
    page.get_by_role("button", name="Go on with this sentence").click()
    page.get_by_label("Why it is right or wrong").nth(1).fill("“The mill” takes up “its mill”.")
    page.get_by_role("button", name="Preview").click()
    preview = page.get_by_role("region", name="Preview and advice")
    expect(preview.get_by_text("Choose the place where the sentence belongs.")).to_be_visible()
    expect(preview.get_by_text("Say of 3 more of the options why")).to_be_visible()
    page.get_by_role("button", name="Save as a draft").click()
    expect(page).to_have_url(SAVED)
    draft = only_draft(app, ids)
    assert draft.kind is Kind.INSERTION
    assert draft.options[1].key
    assert draft.options[1].rationale == "“The mill” takes up “its mill”."
    assert draft.hidden_spans[0].quote in MILL


@pytest.mark.parametrize("kind", ["insertion", "select_sentence", "irrelevant_sentence", "cloze"])
@pytest.mark.parametrize("look", ["phone", "dark"])
def test_choosing_a_sentence_and_a_refused_form_can_be_used_by_everybody(
    ids: Ids, open_page: OpenPage, kind: str, look: str
) -> None:
    page = open_page(PHONE if look == "phone" else {**DESK, "color_scheme": "dark"})
    open_form(page, ids, kind)
    assert list_violations(page) == []
    page.goto(f"/teach/banks/{ids.bank_id}/questions/new/{kind}?sentence=1.2")
    page.get_by_label("Text with gaps" if kind == "cloze" else "Stem").fill("")
    page.get_by_role("button", name="Save as a draft").click()
    expect(page.locator(".error-summary")).to_be_focused()
    assert list_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
