"""A committed world whose text has gates, and how its learner answers there."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from quizapp.articles.models import Article
from quizapp.db import db
from quizapp.generation.draft import QuestionDraft
from quizapp.guided.gates import set_gate
from tests.guided.reading import FIRST, SECOND, find_id, gate_drafts
from tests.web.clients import Visitor
from tests.web.worlds import SECRET, Ids, build

# What stands in the parts behind the gates.
SECOND_PART, LAST_PART = "Jana Kralova opened", "40 million crowns"


def build_gated(app: Flask, now: datetime, **rules: Any) -> Ids:
    """A world with a gate after paragraph 1 and one after paragraph 2; what is right has a
    secret."""
    ids = build(app, now, tuple(_keep_secret(it) for it in gate_drafts()), **rules)
    for after, uid in enumerate((FIRST, SECOND), start=1):
        put_gate(app, ids, after, uid)
    return ids


def _keep_secret(draft: QuestionDraft) -> QuestionDraft:
    options = tuple(replace(it, rationale=f"{SECRET}: option") for it in draft.options)
    return replace(draft, rationale=f"{SECRET}: why", options=options)


def put_gate(app: Flask, ids: Ids, after: int, uid: str, **more: Any) -> None:
    with app.app_context():
        article = db.session.get_one(Article, ids.article_id)
        set_gate(db.session(), article, after, find_id(db.session(), article, uid), **more)
        db.session.commit()


def url_of(ids: Ids) -> str:
    return f"/learn/texts/{ids.article_id}"


def read_form(page: str) -> dict[str, str]:
    """The hidden fields of the gate's form."""
    fields = re.findall(r'name="(number|version)"[^>]*value="(\d+)"', _find_box(page))
    return dict(fields)


def find_choice(page: str, words: str) -> str:
    """The value of the option that reads so."""
    choice = rf'name="answer"[^>]*value="(\d)"[^>]*>\s*<label [^>]*>{words}<'
    found = re.search(choice, _find_box(page))
    assert found, words
    return found[1]


def _find_box(page: str) -> str:
    return page.partition('id="gate"')[2]


def answer(learner: Visitor, ids: Ids, words: str, **fields: str) -> TestResponse:
    """Answer the gate that is shut with the option that reads so."""
    page = learner.see(url_of(ids))
    sent = {**read_form(page), "answer": find_choice(page, words), **fields}
    return learner.send(f"{url_of(ids)}/gate", sent, page=url_of(ids))
