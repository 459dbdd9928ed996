"""In the reading view words are marked, noted, looked up and read aloud, by whatever means."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from threading import Event
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, Response, expect

from quizapp.db import db
from quizapp.notebook.notes import list_notes
from quizapp.notebook.words import list_words
from tests.browser.conftest import DESK, PATIENCE, PHONE, OpenPage, sign_in_learner
from tests.conftest import MovableClock
from tests.web.engines import ON_SQLITE
from tests.web.worlds import Ids, build

pytestmark = [pytest.mark.browser, ON_SQLITE]
# A voice that says each part at once, up to the fourth, and remembers what it was given.
VOICE = """
    window.said = [];
    speechSynthesis.speak = (it) => {
        said.push([it.text, it.rate.toFixed(2)]);
        if (said.length < 4) setTimeout(it.onend, 0);
    };
    speechSynthesis.cancel = () => {};
"""


@pytest.fixture
def ids(app: Flask, clock: MovableClock) -> Ids:
    return build(app, clock())


def read(page: Page, ids: Ids) -> Locator:
    """Sign in and open the world's text."""
    sign_in_learner(page, ids)
    page.goto(f"/learn/texts/{ids.article_id}")
    page.wait_for_load_state()
    return page.locator("#room-text")


def select(page: Page, paragraph: int, quote: str) -> None:
    """Select words as a mouse does."""
    page.evaluate(
        """([number, quote]) => {
            const para = document.querySelector(`[data-paragraph="${number}"] .sentence`);
            const node = [...para.childNodes].find((it) => it.textContent.includes(quote));
            const start = node.textContent.indexOf(quote);
            const inner = node.nodeType === 3 ? node : node.firstChild;
            document.getSelection().setBaseAndExtent(inner, start, inner, start + quote.length);
        }""",
        [paragraph, quote],
    )


def tap(page: Page, paragraph: int, word: str) -> None:
    """Touch the middle of a word."""
    x, y = page.evaluate(
        """([number, word]) => {
            const para = document.querySelector(`[data-paragraph="${number}"] .sentence`);
            para.scrollIntoView({block: "center", behavior: "instant"});
            const node = [...para.childNodes].find((it) => it.textContent.includes(word));
            const range = document.createRange();
            const start = node.textContent.indexOf(word);
            range.setStart(node, start);
            range.setEnd(node, start + word.length);
            const box = range.getBoundingClientRect();
            return [box.x + box.width / 2, box.y + box.height / 2];
        }""",
        [paragraph, word],
    )
    page.touchscreen.tap(x, y)


def keeps(name: str, value: str) -> Callable[[Response], bool]:
    """Whether an answer is to the keeping of a choice; the page that it leads to is none."""
    part = f'name="{name}"\r\n\r\n{value}\r\n'
    return lambda answer: part in (answer.request.post_data or "")


def hold_first_choice(app: Flask) -> Callable[[], None]:
    """Let the first setting that is sent wait before the program until it is let go."""
    serve, may_go, is_held = app.wsgi_app, Event(), Event()

    def serve_late(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] == "POST" and not is_held.is_set():
            is_held.set()
            may_go.wait(PATIENCE / 1000)
        return serve(environ, start)

    app.wsgi_app = serve_late  # type: ignore[assignment, method-assign]
    return may_go.set


def kept_notes(app: Flask, ids: Ids) -> list[tuple[int, str]]:
    with app.app_context():
        notes = list_notes(db.session(), ids.learner_id, ids.article_id)
        return [(it.paragraph, it.text) for it in notes if it.id != ids.note_id]


def kept_words(app: Flask, ids: Ids) -> list[str]:
    with app.app_context():
        words = list_words(db.session(), ids.learner_id)
        return [it.headword for it in words if it.id != ids.kept_word_id]


def test_selected_words_are_marked_and_stay_marked(
    app: Flask, open_page: OpenPage, ids: Ids
) -> None:
    page = open_page(DESK)
    text = read(page, ids)
    select(page, 1, "after a flood")
    page.locator("[data-tray-mark]").first.click()
    expect(text.locator("mark", has_text="after a flood")).to_be_visible()
    expect(page.locator("[data-tray]")).to_be_hidden()
    page.reload()
    expect(text.locator("mark", has_text="after a flood")).to_be_visible()
    assert kept_notes(app, ids) == [(1, "")]


def test_a_note_is_written_beside_its_words(app: Flask, open_page: OpenPage, ids: Ids) -> None:
    page = open_page(DESK)
    text = read(page, ids)
    select(page, 1, "after a flood")
    page.get_by_role("button", name="Write a note").click()
    page.get_by_role("textbox", name=re.compile("^Note")).fill("When was the flood?")
    page.locator("[data-note-form]").get_by_role("button", name="Save").click()
    expect(text.locator(".margin", has_text="When was the flood?")).to_be_visible()
    assert kept_notes(app, ids) == [(1, "When was the flood?")]


def test_a_note_that_cannot_be_sent_stays_in_its_field(open_page: OpenPage, ids: Ids) -> None:
    page = open_page(DESK)
    text = read(page, ids)
    select(page, 1, "after a flood")
    page.get_by_role("button", name="Write a note").click()
    page.get_by_role("textbox", name=re.compile("^Note")).fill("When was the flood?")
    page.context.set_offline(True)
    page.locator("[data-note-form]").get_by_role("button", name="Save").click()
    expect(page.locator("[data-tray-told]")).to_contain_text("no connection")
    expect(page.get_by_role("textbox", name=re.compile("^Note"))).to_have_value(
        "When was the flood?"
    )
    page.context.set_offline(False)
    page.locator("[data-note-form]").get_by_role("button", name="Save").click()
    expect(text.locator(".margin", has_text="When was the flood?")).to_be_visible()


def test_a_tapped_word_tells_its_meaning_and_can_be_kept(
    app: Flask, open_page: OpenPage, ids: Ids
) -> None:
    page = open_page(PHONE)
    read(page, ids)
    tap(page, 2, "Mayor")
    meaning = page.locator("[data-tray-meaning]")
    expect(meaning.get_by_role("heading", name="mayor")).to_be_visible()
    meaning.get_by_role("button", name="Keep this word").first.click()
    expect(meaning).to_contain_text("In your words")
    assert kept_words(app, ids) == ["mayor"]
    page.goto("/learn/words")
    expect(page.get_by_role("main")).to_contain_text("Mayor Jana Kralova opened the new bridge")


def test_the_keyboard_alone_marks_words_and_looks_them_up(
    app: Flask, open_page: OpenPage, ids: Ids
) -> None:
    page = open_page(DESK)
    text = read(page, ids)
    text.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-tray-quote]")).to_have_text("Mayor")
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator("[data-tray-quote]")).to_have_text("Mayor Jana")
    page.keyboard.press("Enter")
    expect(page.locator("[data-tray-mark]").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(text.locator("mark", has_text="Mayor Jana")).to_be_visible()
    expect(text).to_be_focused()
    assert kept_notes(app, ids) == [(2, "")]
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-tray]")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("[data-tray]")).to_be_hidden()


def test_a_voice_reads_sentence_by_sentence_and_the_sentence_is_lit(
    open_page: OpenPage, ids: Ids
) -> None:
    page = open_page(DESK)
    page.add_init_script(VOICE)
    text = read(page, ids)
    page.get_by_role("button", name="Read aloud").click()
    page.wait_for_function("() => said.length === 4")
    lit = text.locator(".is-spoken")
    assert page.evaluate("said[3][0]") == lit.inner_text().replace("\n", " ").strip()
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Go on reading")).to_be_visible()
    page.get_by_label("Speed").select_option("Slow")
    page.get_by_role("button", name="Go on reading").click()
    assert page.evaluate("said[4]") == [page.evaluate("said[3][0]"), "0.70"]
    page.get_by_role("button", name="Stop").click()
    expect(lit).to_have_count(0)
    expect(page.get_by_role("button", name="Read aloud")).to_be_focused()


def test_the_keys_of_the_voice_work_in_the_text(open_page: OpenPage, ids: Ids) -> None:
    page = open_page(DESK)
    page.add_init_script(VOICE.replace("said.length < 4", "false"))
    text = read(page, ids)
    text.focus()
    for key in ("p", "n", "b", "p"):
        page.keyboard.press(key)
    expect(page.get_by_role("button", name="Go on reading")).to_be_visible()
    first, second, again = [it[0] for it in page.evaluate("said")]
    assert first == again != second


def test_a_chosen_look_shows_at_once_and_stays(open_page: OpenPage, ids: Ids) -> None:
    page = open_page(DESK)
    text = read(page, ids)
    before = text.evaluate("(it) => getComputedStyle(it).fontSize")
    page.get_by_text("How the text looks").click()
    with page.expect_response(keeps("size", "5")):
        page.get_by_label("Largest").check()
    with page.expect_response(keeps("theme", "sepia")):
        page.get_by_label("Sepia").check()
    after = text.evaluate("(it) => getComputedStyle(it).fontSize")
    assert float(after[:-2]) > float(before[:-2])
    page.reload()
    assert text.evaluate("(it) => getComputedStyle(it).fontSize") == after
    expect(page.locator("html")).to_have_attribute("data-theme", "sepia")
    page.goto("/learn")
    expect(page.locator("html")).to_have_attribute("data-theme", "sepia")


def test_of_two_quick_choices_both_stay_though_the_first_takes_long(
    app: Flask, open_page: OpenPage, ids: Ids
) -> None:
    page = open_page(DESK)
    read(page, ids)
    let_go = hold_first_choice(app)
    page.get_by_text("How the text looks").click()
    page.get_by_label("Largest").check()
    page.get_by_label("Sepia").check()
    page.evaluate("fetch('/healthz')")  # what was sent before it is there
    with page.expect_response(keeps("theme", "sepia")):
        let_go()
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-size", "5")
    expect(page.locator("html")).to_have_attribute("data-theme", "sepia")


def test_line_focus_lights_whole_lines_and_follows_the_arrow_keys(
    open_page: OpenPage, ids: Ids
) -> None:
    page = open_page(DESK, reduced_motion="reduce")
    text = read(page, ids)
    page.get_by_text("How the text looks").click()
    with page.expect_response("**/reading-settings"):
        page.get_by_label("Light up three lines at a time").check()
    page.get_by_text("How the text looks").click()
    expect(page.locator(".focus-band")).to_be_visible()
    text.focus()
    before = middle_line(page)
    page.keyboard.press("ArrowDown")
    after = middle_line(page)
    assert before["line"] < after["line"]
    for one in (before, after):
        assert abs(one["line"] - one["band"]) < 1  # pixels
    page.keyboard.press("ArrowUp")
    assert middle_line(page) == before


def middle_line(page: Page) -> dict[str, float]:
    """Where the middle of the band is, and the middle of the line of text next to it."""
    return page.evaluate(  # type: ignore[no-any-return]
        """() => {
            const middle = (box) => box.top + box.height / 2;
            const band = middle(document.querySelector(".focus-band").getBoundingClientRect());
            const lines = [...document.querySelectorAll(".sentence, .room-text .caption")]
                .flatMap((it) => [...it.getClientRects()].map(middle));
            const away = (it) => Math.abs(it - band);
            return {band, line: lines.sort((one, other) => away(one) - away(other))[0]};
        }"""
    )


def test_whoever_comes_back_goes_on_where_they_were(open_page: OpenPage, ids: Ids) -> None:
    page = open_page({**PHONE, "viewport": {"width": 360, "height": 480}})
    read(page, ids)
    page.evaluate("scrollTo({top: document.body.scrollHeight, behavior: 'instant'})")
    expect(page.locator("[data-progress-words]")).to_have_text("Paragraph 3 of 3")
    with page.expect_response("**/place"):
        # What a phone says when its owner turns to another app.
        page.evaluate(
            "Object.defineProperty(document, 'hidden', {value: true});"
            " document.dispatchEvent(new Event('visibilitychange'))"
        )
    page.goto("/learn/texts")
    expect(page.get_by_role("main")).to_contain_text("Read to the end")
    page.goto(f"/learn/texts/{ids.article_id}")
    expect(page.get_by_role("link", name="Go on at paragraph 3")).to_be_visible()
