"""A teacher lets a language model write, sees what was dropped, and takes what it proposes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from quizapp.accounts.models import Teacher
from quizapp.articles.library import add_article
from quizapp.bank.models import Question
from quizapp.bank.review import add_bank, add_questions
from quizapp.config import Settings
from quizapp.db import db
from quizapp.generation.draft import Option, Span, Status
from quizapp.jobs import asking, generating, proposing
from quizapp.jobs.generating import GenerationJob
from quizapp.jobs.proposals import WriterJob
from quizapp.jobs.writing import make_commission
from tests.browser.conftest import DESK, PHONE, OpenPage, sign_in_teacher
from tests.browser.crawl import LOOKS, examine
from tests.browser.test_drafting import working
from tests.conftest import MovableClock
from tests.factories import choice
from tests.generation.writer.harbour import DOCUMENT, FEAR, PARAGRAPHS, WHY
from tests.scripted_model import NAME, Call, Deed, ScriptedModel, good_writer, rewords
from tests.web.engines import ON_SQLITE
from tests.web.worlds import build

pytestmark = [pytest.mark.browser, ON_SQLITE]
START = PARAGRAPHS[0].index(WHY["quote"])
ORIGINAL = choice(
    stem=WHY["question"],
    critical_span=Span(1, START, START + len(WHY["quote"]), WHY["quote"]),
    options=(
        Option(WHY["answer"], True, WHY["why_right"]),
        *(Option(it["text"], False, it["why_wrong"]) for it in WHY["wrong_answers"]),
    ),
    status=Status.DRAFT,
)
SIMPLER = "For what reason did Quelmar get a new port?"
PLAIN = (
    "Quelmar is a town of fishermen. Its last cannery closed in 1994, and half of the young people"
    " left. In May 2019 mayor Anna Petrova opened a new port, because big ships could not use the"
    " old quay. It took six years and cost 40 million crowns."
)


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    """A worker that has just started would keep the browser waiting."""
    asking.warm_up()


@pytest.fixture
def model() -> Iterator[ScriptedModel]:
    writer = good_writer([FEAR])
    simpler, plain = rewords({WHY["answer"]}, SIMPLER), rewords(set(), PLAIN)

    def play(call: Call) -> Deed:
        if call.shape == "Questions" or FEAR["answer"] in call.data:
            return writer(call)
        return plain(call) if "level A2" in call.system else simpler(call)

    with ScriptedModel(play) as scripted:
        yield scripted


@pytest.fixture
def told(app: Flask, settings: Settings, model: ScriptedModel) -> Settings:
    """The settings of an operator who has set the model; pages know them too."""
    given = replace(settings, writer_url=model.url, writer_model=NAME)
    app.extensions["settings"] = given
    return given


@pytest.fixture
def place(app: Flask, clock: MovableClock) -> tuple[int, int]:
    """The ids of an article of the teacher's and of a question about it."""
    build(app, clock())
    with app.app_context():
        owner = db.session.scalars(select(Teacher).filter_by(sign_in_name="teacher")).one()
        article = add_article(db.session(), owner, DOCUMENT, now=clock())
        bank = add_bank(db.session(), article, now=clock())
        add_questions(db.session(), bank, [ORIGINAL], now=clock())
        db.session.commit()
        question = db.session.scalars(select(Question).filter_by(bank_id=bank.id)).one()
        return article.id, question.id


def write(told: Settings, clock: MovableClock) -> Callable[[int], None]:
    return lambda job_id: generating.generate_bank(
        db.session(),
        job_id,
        clock,
        lambda: None,
        worker="worker",
        commission=make_commission(told),
    )


def propose(told: Settings, clock: MovableClock) -> Callable[[int], None]:
    return lambda job_id: proposing.answer(
        db.session(), job_id, make_commission(told), clock, worker="worker"
    )


def flaws(page: Page) -> list[str]:
    return [f"{look}: {line}" for look, line in examine(page, LOOKS)]


@pytest.mark.parametrize("device", [DESK, PHONE], ids=["desk", "phone"])
def test_a_model_writes_beside_the_patterns_and_the_page_tells_what_was_dropped(
    app: Flask,
    open_page: OpenPage,
    told: Settings,
    place: tuple[int, int],
    clock: MovableClock,
    device: Any,
) -> None:
    page = open_page(device)
    sign_in_teacher(page)
    page.goto(f"/teach/articles/{place[0]}")
    assert flaws(page) == []
    page.get_by_label(f"Also let {NAME} write").check()
    page.get_by_role("button", name="Write more questions").click()
    with working(app, GenerationJob, write(told, clock)):
        expect(page.locator("#job")).to_have_count(0)
    page.get_by_role("link", name="What the language model wrote").click()
    expect(page.get_by_text("1 came into the bank")).to_be_visible()
    expect(page.locator(".dropped")).to_contain_text("The model wrote no question.")
    assert flaws(page) == []
    page.goto(f"/teach/articles/{place[0]}")
    page.get_by_role("link", name="Open the bank").click()
    expect(page.locator(".tray")).to_contain_text(f"Written by {NAME}")
    assert flaws(page) == []


@pytest.mark.parametrize("device", [DESK, PHONE], ids=["desk", "phone"])
def test_a_simpler_wording_is_asked_for_looked_at_and_taken(
    app: Flask,
    open_page: OpenPage,
    told: Settings,
    place: tuple[int, int],
    clock: MovableClock,
    device: Any,
) -> None:
    page = open_page(device)
    sign_in_teacher(page)
    page.goto(f"/teach/questions/{place[1]}")
    page.get_by_text(f"Ask {NAME} for another wording").click()
    assert flaws(page) == []
    page.get_by_role("button", name="Simpler wording").click()
    expect(page.get_by_role("button", name="Cancel")).to_be_visible()
    assert flaws(page) == []
    with working(app, WriterJob, propose(told, clock)):
        expect(page.get_by_role("heading", name="What would change")).to_be_visible()
    assert flaws(page) == []
    page.get_by_role("button", name="Take it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(SIMPLER)
    expect(page.get_by_text(f"written by the language model {NAME}")).to_be_visible()


@pytest.mark.parametrize("device", [DESK, PHONE], ids=["desk", "phone"])
def test_a_retelling_is_looked_at_beside_its_original_and_kept(
    app: Flask,
    open_page: OpenPage,
    told: Settings,
    place: tuple[int, int],
    clock: MovableClock,
    device: Any,
) -> None:
    page = open_page(device)
    sign_in_teacher(page)
    page.goto(f"/teach/articles/{place[0]}")
    page.get_by_role("button", name="Ask for a retelling").click()
    with working(app, WriterJob, propose(told, clock)):
        expect(page.get_by_role("heading", name="What differs from the original")).to_be_visible()
    expect(page.locator(".retold ins").first).to_have_text("Anna Petrova")
    assert flaws(page) == []
    text = "\n\n".join(PARAGRAPHS).replace("The fishing town of", "The small town of")
    page.get_by_label("Text", exact=True).fill(text)
    page.get_by_role("button", name="Keep as an article").click()
    expect(page.get_by_text("Kept as an article of its own.")).to_be_visible()
    expect(page.get_by_text("The small town of Quelmar")).to_be_visible()
