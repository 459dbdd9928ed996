"""A teacher sees what a language model proposed for an article, and why what was dropped was."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from quizapp.bank.proposed import Portion, begin_run, end_run, note_portion
from quizapp.config import Settings
from quizapp.db import db
from quizapp.generation.draft import Skill
from quizapp.generation.writer.terms import Dropped, Gate, Tally
from quizapp.jobs.generating import GenerationJob
from tests.conftest import MovableClock
from tests.web.clients import sign_in_teacher
from tests.web.engines import ON_SQLITE
from tests.web.worlds import Ids, build

pytestmark = ON_SQLITE
EVIL = Dropped(Gate.NAMES, "The text names no “Bob”.", "Who is <b>Bob</b>?", Skill.INFERENCE)


def write(app: Flask, ids: Ids, clock: MovableClock, message: str = "") -> None:
    with app.app_context():
        run = begin_run(db.session(), ids.article_id, "llama3.2:3b", "10.0.0.7:11434", now=clock())
        spent = Tally(12, 4_321, 75.0)
        note_portion(db.session(), run, Portion(1, [EVIL, EVIL], spent))
        end_run(db.session(), run, message, now=clock())
        db.session.commit()


def test_the_page_tells_what_was_proposed_what_it_cost_and_why_drafts_were_dropped(
    app: Flask, clock: MovableClock
) -> None:
    ids = build(app, clock())
    teacher, page = sign_in_teacher(app), f"/teach/articles/{ids.article_id}/written"
    assert page not in teacher.see(f"/teach/articles/{ids.article_id}")
    assert "No language model has written about this article" in teacher.see(page)
    write(app, ids, clock)
    assert page in teacher.see(f"/teach/articles/{ids.article_id}")
    shown = teacher.see(page)
    assert "llama3.2:3b wrote 3 drafts: 1 came into the bank, 2 were dropped." in shown
    assert "It names somebody or something that the text does not name." in shown
    assert "Who is &lt;b&gt;Bob&lt;/b&gt;?" in shown
    assert "The text names no “Bob”. Asked for: inference." in shown
    for told in ("10.0.0.7:11434", "4,321", "1 minute 15 seconds"):
        assert told in shown


def test_why_a_run_ended_early_is_said_and_earlier_runs_stand_below(
    app: Flask, clock: MovableClock
) -> None:
    ids = build(app, clock())
    write(app, ids, clock)
    clock.move(hours=1)
    write(app, ids, clock, "The budget for one text is spent.")
    shown = sign_in_teacher(app).see(f"/teach/articles/{ids.article_id}/written")
    assert "The budget for one text is spent." in shown
    assert "12 calls, 4,321 tokens, 1 minute 15 seconds." in shown.partition("Earlier")[2]


WRITER: dict[str, Any] = {"writer_url": "https://models.example/v1", "writer_model": "llama3.2:3b"}


@pytest.fixture
def with_writer(settings: Settings, app: Flask) -> Flask:
    """The program of an operator who has set a language model."""
    app.extensions["settings"] = replace(settings, **WRITER, writer_key="s3cret-key")
    return app


def find_job(app: Flask) -> GenerationJob:
    with app.app_context():
        return db.session.scalars(select(GenerationJob)).one()


def test_a_teacher_is_told_what_is_sent_to_whom_and_lets_the_model_write(
    with_writer: Flask, clock: MovableClock
) -> None:
    ids = build(with_writer, clock())
    teacher, page = sign_in_teacher(with_writer), f"/teach/articles/{ids.article_id}"
    shown = teacher.see(page)
    assert "Also let llama3.2:3b write" in shown
    assert "The paragraphs of this article are sent to models.example." in shown
    assert "s3cret-key" not in shown
    teacher.send(f"{page}/generate", {"with_writer": "1"}, page=page)
    assert find_job(with_writer).with_writer


def test_without_the_tick_no_model_writes(with_writer: Flask, clock: MovableClock) -> None:
    ids = build(with_writer, clock())
    page = f"/teach/articles/{ids.article_id}"
    sign_in_teacher(with_writer).send(f"{page}/generate", page=page)
    assert not find_job(with_writer).with_writer


def test_where_no_model_is_set_nothing_of_it_is_shown_and_none_can_be_asked(
    app: Flask, clock: MovableClock
) -> None:
    ids = build(app, clock())
    teacher, page = sign_in_teacher(app), f"/teach/articles/{ids.article_id}"
    assert "with_writer" not in teacher.see(page)
    teacher.send(f"{page}/generate", {"with_writer": "1"}, page=page)
    assert not find_job(app).with_writer
