"""A teacher watches the work, stops it, selects words and keeps a draft about them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Semaphore, Thread
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import expect
from sqlalchemy import select

from quizapp.accounts.models import Teacher
from quizapp.articles.library import add_article
from quizapp.articles.models import Article
from quizapp.db import db
from quizapp.jobs import asking, generating
from quizapp.jobs.asking import SpanJob, pick_span, request_drafts
from quizapp.jobs.generating import GenerationJob, JobPhase
from quizapp.jobs.states import JobState
from tests.browser.conftest import DESK, PHONE, OpenPage, sign_in_teacher
from tests.browser.crawl import BASICS, examine, list_violations
from tests.conftest import MovableClock
from tests.jobs.town import TOWN
from tests.web.engines import ON_SQLITE
from tests.web.worlds import Ids, build

pytestmark = [pytest.mark.browser, ON_SQLITE]
SELECT = """([number, from, to]) => {
    const para = document.querySelector(`#p${number}`);
    const texts = [];
    const walker = document.createTreeWalker(para, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        if (!walker.currentNode.parentElement.closest(".para-number, .visually-hidden")) {
            texts.push(walker.currentNode);
        }
    }
    const range = document.createRange();
    const at = (wanted, begin) => {
        for (const node of texts) {
            const index = node.data.indexOf(wanted);
            if (index >= 0) return [node, begin ? index : index + wanted.length];
        }
    };
    range.setStart(...at(from, true));
    range.setEnd(...at(to, false));
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
}"""
READ = """async () => (await import("/static/select_words.js"))
    .readSelection(document.querySelector(".passage"))"""


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    """A worker that has just started would keep the browser waiting."""
    asking.warm_up()


@pytest.fixture
def ids(app: Flask, clock: MovableClock) -> Ids:
    return build(app, clock())


@pytest.fixture
def town(app: Flask, ids: Ids, clock: MovableClock) -> int:
    """The id of the teacher's article about a town."""
    with app.app_context():
        owner = db.session.scalars(select(Teacher).filter_by(sign_in_name="teacher")).one()
        article = add_article(db.session(), owner, TOWN, now=clock())
        db.session.commit()
        return article.id


class Gate:
    """Holds the worker at the first step of each phase until the test has seen it."""

    def __init__(self, *phases: JobPhase) -> None:
        self._phases = list(phases)
        self._go = Semaphore(0)

    def wait(self) -> None:
        job = db.session.scalars(select(GenerationJob).order_by(GenerationJob.id.desc())).first()
        assert job
        reached = job.phase in self._phases[:1] and (
            job.phase is not JobPhase.CHECKING or job.added
        )
        db.session.rollback()
        if reached:
            self._phases.pop(0)
            assert self._go.acquire(timeout=60)

    def open(self) -> None:
        self._go.release()


@contextmanager
def working(app: Flask, model: Any, work: Callable[[int], None]) -> Iterator[None]:
    """The worker at the newest job of the table, in a thread of its own."""

    def run() -> None:
        with app.app_context():
            job_id = db.session.scalars(select(model.id).order_by(model.id.desc())).first()
            db.session.rollback()
            assert job_id
            work(job_id)

    thread = Thread(target=run)
    thread.start()
    yield
    thread.join(60)
    assert not thread.is_alive()


def generate(clock: MovableClock, gate: Gate) -> Callable[[int], None]:
    return lambda job_id: generating.generate_bank(
        db.session(), job_id, clock, gate.wait, worker="worker"
    )


def answer(clock: MovableClock) -> Callable[[int], None]:
    return lambda job_id: asking.answer(db.session(), job_id, clock, worker="worker")


@pytest.mark.parametrize("device", [DESK, PHONE], ids=["desk", "phone"])
def test_the_page_follows_the_work_from_phase_to_phase_to_its_end(
    app: Flask, open_page: OpenPage, ids: Ids, town: int, clock: MovableClock, device: Any
) -> None:
    page, gate = open_page(device), Gate(*JobPhase)
    sign_in_teacher(page)
    page.goto(f"/teach/articles/{town}")
    page.get_by_role("button", name="Write questions").click()
    expect(page.get_by_text("Waiting to start.")).to_be_visible()
    page.get_by_role("button", name="Cancel").focus()
    with working(app, GenerationJob, generate(clock, gate)):
        now = page.locator(".phases [aria-current]")
        for phase, count in (
            ("Reading", "0 of 3 paragraphs"),
            ("Drafting", "0 of 38 kinds of question"),
            ("Checking", "drafts"),
        ):
            expect(now).to_contain_text(phase)
            expect(now).to_contain_text(count)
            expect(now.get_by_role("progressbar", name=phase)).to_be_visible()
            expect(page.get_by_role("button", name="Cancel")).to_be_focused()
            assert list_violations(page) == []
            assert page.evaluate(BASICS) == []
            if phase == "Checking":
                expect(page.get_by_text("in the bank so far")).to_be_visible()
                assert page.locator(".newest li").count() >= 1
            gate.open()
        expect(page.get_by_role("link", name="Make a quiz")).to_be_visible()
    expect(page.get_by_text("2 new questions, approved at once.")).to_be_visible()
    expect(page.locator("#job")).to_have_count(0)


def test_closing_the_page_stops_nothing_and_cancelling_keeps_what_is_there(
    app: Flask, open_page: OpenPage, ids: Ids, town: int, clock: MovableClock
) -> None:
    page, gate = open_page(PHONE, java_script_enabled=False), Gate(JobPhase.READING)
    sign_in_teacher(page)
    page.goto(f"/teach/articles/{town}")
    page.get_by_role("button", name="Write questions").click()
    expect(page.get_by_text("Waiting to start.")).to_be_visible()
    with working(app, GenerationJob, generate(clock, gate)):
        page.goto("/teach")
        page.goto(f"/teach/articles/{town}")
        expect(page.get_by_text("You may close this page.")).to_be_visible()
        page.get_by_role("button", name="Cancel").click()
        expect(page.get_by_text("Stopping.")).to_be_visible()
        gate.open()
    page.goto(f"/teach/articles/{town}")
    expect(page.get_by_text("Stopped before a question was written.")).to_be_visible()
    expect(page.get_by_role("button", name="Write questions")).to_be_visible()


@pytest.mark.parametrize("device", [DESK, PHONE], ids=["desk", "phone"])
def test_selected_words_become_the_key_of_a_draft_that_is_kept(
    app: Flask, open_page: OpenPage, ids: Ids, town: int, clock: MovableClock, device: Any
) -> None:
    page = open_page(device)
    sign_in_teacher(page)
    page.goto(f"/teach/articles/{town}")
    page.get_by_role("link", name="Select words and ask about them").click()
    expect(page.get_by_label("Words that shall be the answer")).to_have_value("")
    page.wait_for_load_state()  # only then a selection is listened to
    page.evaluate(SELECT, [1, "ict curf", "ict curf"])
    expect(page.get_by_label("Words that shall be the answer")).to_have_value("strict curfew")
    expect(page.get_by_label("Paragraph")).to_have_value("1")
    page.get_by_role("button", name="Draft questions about these words").click()
    expect(page.get_by_role("heading", name="Questions about “strict curfew”")).to_be_visible()
    with working(app, SpanJob, answer(clock)):
        card = (
            page.locator(".card-draft")
            .filter(has_text="Fill the gap")
            .filter(has=page.get_by_role("checkbox"))
        )
        expect(card).to_be_visible()
    for box in card.get_by_role("checkbox").all():
        box.uncheck()
    card.get_by_role("button", name="Keep as draft").click()
    expect(page.locator(".error-summary")).to_be_focused()
    assert list_violations(page) == []
    page.get_by_role("link", name="Choose 2 to 4 wrong options.").click()
    card.get_by_role("checkbox", name="new road").check()
    card.get_by_role("checkbox", name="long bridge").check()
    card.get_by_role("button", name="Keep as draft").click()
    expect(page.get_by_text("Kept as a draft.")).to_be_visible()
    expect(page.locator(".option.is-key")).to_contain_text("strict curfew")
    expect(page.locator(".option")).to_have_count(3)


def test_words_are_copied_where_there_is_no_script(
    app: Flask, open_page: OpenPage, ids: Ids, town: int, clock: MovableClock
) -> None:
    page = open_page(PHONE, java_script_enabled=False)
    sign_in_teacher(page)
    page.goto(f"/teach/articles/{town}/words")
    page.get_by_label("Words that shall be the answer").fill("400 boats?")
    page.get_by_role("button", name="Draft questions about these words").click()
    expect(page.locator(".error-summary")).to_contain_text("copy the words exactly")
    page.get_by_label("Words that shall be the answer").fill("400")
    page.get_by_role("button", name="Draft questions about these words").click()
    expect(page.get_by_text("Waiting to start.")).to_be_visible()
    with working(app, SpanJob, answer(clock)):
        pass
    page.reload()
    expect(page.locator(".card-draft").first).to_be_visible()


# The selection in the server's offsets


@pytest.mark.parametrize(
    ("number", "start", "end", "words"),
    [
        (1, "etra Nov", "etra Nov", "Petra Novak"),
        (1, "🌉", "arch", "On March"),
        (1, " 3,", "2021,", "3, 2021"),
        (1, "river.", " The c", "river. The council"),
        (3, "40", "40", "400"),
        (3, "bay.", "bay.", "bay"),
    ],
)
def test_offsets_of_the_browser_are_those_of_the_server_also_behind_an_emoji(
    open_page: OpenPage, ids: Ids, town: int, number: int, start: str, end: str, words: str
) -> None:
    page = open_page(DESK)
    sign_in_teacher(page)
    page.goto(f"/teach/articles/{town}/words")
    page.evaluate(SELECT, [number, start, end])
    found = page.evaluate(READ)
    assert (found["paragraph"], found["quote"]) == (number, words)
    assert TOWN.paragraphs[number - 1][found["start"] : found["end"]] == words
    assert pick_span(TOWN, words, number, found["start"]).end == found["end"]


def test_what_only_a_screen_reader_hears_does_not_count(
    app: Flask, open_page: OpenPage, ids: Ids, town: int, clock: MovableClock
) -> None:
    with app.app_context():
        article = db.session.get_one(Article, town)
        job = request_drafts(db.session(), article, pick_span(TOWN, "Petra Novak"), now=clock())
        job.state, job.ended_at = JobState.DONE, clock()
        db.session.commit()
        job_id = job.id
    page = open_page(DESK)
    sign_in_teacher(page)
    page.goto(f"/teach/words/{job_id}")
    expect(page.locator("#p1 mark")).to_contain_text("(the evidence)")
    page.evaluate(SELECT, [1, "Mayor", "opened"])
    found = page.evaluate(READ)
    assert found["quote"] == "Mayor Petra Novak opened"
    assert TOWN.paragraphs[0][found["start"] : found["end"]] == found["quote"]


def test_a_selection_over_paragraphs_ends_with_the_first_and_none_outside_is_taken(
    open_page: OpenPage, ids: Ids, town: int
) -> None:
    page = open_page(DESK)
    sign_in_teacher(page)
    page.goto(f"/teach/articles/{town}/words")
    page.evaluate("getSelection().selectAllChildren(document.querySelector('h1'))")
    assert page.evaluate(READ) is None
    page.evaluate("getSelection().selectAllChildren(document.querySelector('.passage'))")
    assert page.evaluate(READ)["paragraph"] == 1
    assert page.evaluate(READ)["quote"].endswith("in the winter")


def test_words_are_selected_with_the_mouse_and_with_the_keyboard(
    open_page: OpenPage, ids: Ids, town: int
) -> None:
    page = open_page(DESK)
    sign_in_teacher(page)
    page.goto(f"/teach/articles/{town}/words")
    words, passage = page.get_by_label("Words that shall be the answer"), page.locator(".passage")
    page.locator("#p2").dblclick(position={"x": 5, "y": 12})
    expect(words).to_have_value("Jan")
    passage.focus()
    for keys, value in (
        (["ArrowRight"], "On"),
        (["ArrowRight"], "March"),
        (["Shift+ArrowRight", "Shift+ArrowRight"], "March 3, 2021"),
        (["Shift+ArrowLeft"], "March 3"),
        (["ArrowDown"], "Jan"),
        (["Shift+ArrowRight"], "Jan Dvorak"),
        (["ArrowUp", "ArrowUp"], "On"),
    ):
        for key in keys:
            page.keyboard.press(key)
        expect(words).to_have_value(value)


def test_the_pages_of_picked_words_can_be_used_by_everybody(
    app: Flask, open_page: OpenPage, ids: Ids, town: int, clock: MovableClock
) -> None:
    page = open_page(PHONE)
    sign_in_teacher(page)
    page.goto(f"/teach/articles/{town}/words")
    page.evaluate(SELECT, [3, "400", "400"])
    assert list(examine(page)) == []
    page.get_by_role("button", name="Draft questions about these words").click()
    expect(page.get_by_text("Waiting to start.")).to_be_visible()
    assert list(examine(page)) == []
    with working(app, SpanJob, answer(clock)):
        expect(page.locator(".card-draft").first).to_be_visible()
    assert list(examine(page)) == []
