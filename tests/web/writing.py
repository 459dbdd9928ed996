"""What a teacher writes into the form of each kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Flask

from quizapp.articles.document import Block, BlockRole, Document
from quizapp.articles.library import add_article
from quizapp.bank.content import load_latest
from quizapp.bank.models import Bank
from quizapp.bank.review import add_bank
from quizapp.db import db
from quizapp.generation.draft import Kind, QuestionDraft
from tests.conftest import MovableClock
from tests.web.clients import Visitor
from tests.web.test_teacher_pages import printed_fields
from tests.web.worlds import Ids

MILL = (
    "The town grew around its mill. The mill stood by the river. It burned down in the dry summer"
    " of 1900. Nobody rebuilt it, because flour came by rail from then on."
)


RAIL = "The railway had come in 1887. It brought coal, flour and visitors. The town changed."


TOWN = Document("The mill", (Block(BlockRole.BODY, MILL), Block(BlockRole.BODY, RAIL)))


EVIDENCE = {"quote": "It burned down in the dry summer of 1900.", "paragraph": "1"}


# What a teacher writes into the form of each kind; the rest stands in it already.
WRITTEN: dict[Kind, tuple[str, Mapping[str, str]]] = {
    Kind.MULTIPLE_CHOICE: (
        "",
        {
            "stem": "When did the mill burn down?",
            "options-0-text": "In 1887",
            "options-1-text": "In 1900",
            "options-1-key": "y",
            "options-1-rationale": "Paragraph 1 says so.",
            "options-2-text": "In 1901",
            "options-2-distractor_class": "unsupported",
        },
    ),
    Kind.MULTIPLE_RESPONSE: (
        "",
        {
            "stem": "What did the railway bring? Tick all that are right.",
            "options-0-text": "Coal",
            "options-0-key": "y",
            "options-1-text": "Flour",
            "options-1-key": "y",
            "options-3-text": "Timber",
        },
    ),
    Kind.TRUE_FALSE: (
        "",
        {"stem": "The mill was rebuilt.", "key": "False", "whys-1": "Nobody did."},
    ),
    Kind.TRUE_FALSE_NOT_GIVEN: ("", {"stem": "The mill was red.", "key": "Not given"}),
    Kind.SHORT_ANSWER: (
        "",
        {"stem": "What stood by the river?", "answers": "the mill\r\n\r\na mill\r\n"},
    ),
    Kind.CLOZE: (
        "?sentence=1.3",
        {
            "stem": "It ____ down in the dry summer of ____.",
            "answers-0": "burned",
            "answers-1": "1900",
        },
    ),
    Kind.NUMERICAL: (
        "",
        {
            "stem": "How many years after the railway did the mill burn?",
            "answers-0-text": "13",
            "answers-0-tolerance": "1",
        },
    ),
    Kind.MATCHING: (
        "",
        {
            "stem": "Match each year with what happened.",
            "pairs-0-premise": "1887",
            "pairs-0-response": "the railway came",
            "pairs-1-premise": "1900",
            "pairs-1-response": "the mill burned",
            "spare": "the river rose",
        },
    ),
    Kind.ORDERING: (
        "",
        {
            "stem": "Put the events in order, the earliest first.",
            "order-0": "The mill was built",
            "order-1": "The railway came",
            "order-2": "The mill burned",
        },
    ),
    Kind.INSERTION: ("?sentence=1.2", {}),
    Kind.SELECT_SENTENCE: (
        "?sentence=1.4",
        {"stem": "Which sentence of paragraph 1 gives a reason?"},
    ),
    Kind.IRRELEVANT_SENTENCE: ("?sentence=1.2", {"options-2-text": "The town changed."}),
}


def open_bank(app: Flask, clock: MovableClock, ids: Ids) -> Ids:
    """The world's ids with an empty bank of its teacher's instead of its own."""
    with app.app_context():
        session = db.session()
        teacher = session.get_one(Bank, ids.bank_id).teacher
        article = add_article(session, teacher, TOWN, now=clock())
        bank = add_bank(session, article, now=clock())
        session.commit()
        return replace(ids, bank_id=bank.id, article_id=article.id)


def form_of(ids: Ids, kind: Kind) -> str:
    return f"/teach/banks/{ids.bank_id}/questions/new/{kind}{WRITTEN[kind][0]}"


def write(teacher: Visitor, ids: Ids, kind: Kind, **changes: str) -> Any:
    """Send the form of a kind as a teacher fills it in."""
    page = form_of(ids, kind)
    printed = printed_fields(teacher.see(page))
    evidence = {} if printed["quote"] else EVIDENCE
    fields = {**printed, **evidence, **WRITTEN[kind][1], **changes}
    return teacher.send(page, fields)


def list_drafts(app: Flask, ids: Ids) -> list[QuestionDraft]:
    with app.app_context():
        return [draft for _, _, draft in load_latest(db.session(), ids.bank_id)]
