"""A teacher asks the language model, sees what would change, and takes, edits or leaves it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from quizapp.articles.models import Article
from quizapp.audit.models import AuditEntry
from quizapp.bank.models import Question
from quizapp.bank.review import edit
from quizapp.config import Settings
from quizapp.db import db
from quizapp.generation.draft import QuestionDraft
from quizapp.jobs.proposals import Paragraph, Proposed, WriterJob, WriterTask
from quizapp.jobs.proposing import request_proposal, request_retelling
from quizapp.jobs.states import JobState
from tests.conftest import MovableClock
from tests.factories import choice
from tests.generation.writer.harbour import PARAGRAPHS
from tests.web.clients import Visitor, sign_in_teacher
from tests.web.engines import ON_SQLITE
from tests.web.worlds import Ids, build, read_question

pytestmark = ON_SQLITE
MODEL, HOST = "scripted-1", "models.example"
TRANSLATED = "Кто открыл новый мост?"


@pytest.fixture
def ids(app: Flask, settings: Settings, clock: MovableClock) -> Ids:
    """A world whose operator has set a language model."""
    app.extensions["settings"] = replace(
        settings, writer_url=f"https://{HOST}/v1", writer_model=MODEL, writer_key="s3cret-key"
    )
    return build(app, clock())


@pytest.fixture
def teacher(app: Flask, ids: Ids) -> Visitor:
    return sign_in_teacher(app)


def question_page(ids: Ids) -> str:
    return f"/teach/questions/{ids.question_id}"


def add_job(app: Flask, ids: Ids, clock: MovableClock, proposed: Proposed, aim: str) -> str:
    """The page of a job that the model has answered so."""
    with app.app_context():
        session = db.session()
        question = session.get_one(Question, ids.question_id)
        given: dict[str, Any] = {"teacher_id": question.bank.teacher_id, "now": clock()}
        if proposed.paragraphs:
            job = request_retelling(session, question.article, aim, **given)
        else:
            job = request_proposal(session, question, WriterTask.TRANSLATION, aim, **given)
        job.proposed, job.state, job.ended_at = proposed, JobState.DONE, clock()
        job.writer, job.calls, job.tokens, job.seconds = MODEL, 3, 1_234, 5.0
        session.commit()
        return f"/teach/proposals/{job.id}"


def take(teacher: Visitor, ids: Ids, page: str, **fields: str) -> str:
    number = page.rpartition("/")[2]
    reply = teacher.send(f"{question_page(ids)}/proposals/{number}/take", fields, page=page)
    return reply.location or ""


def says_now(app: Flask, ids: Ids) -> tuple[int, QuestionDraft]:
    return read_question(app, ids, ids.question_id)


def test_what_is_asked_for_waits_for_the_worker_and_can_be_stopped(
    app: Flask, ids: Ids, teacher: Visitor
) -> None:
    shown = teacher.see(question_page(ids))
    assert f"The question and the paragraph of its evidence are sent to {HOST}." in shown
    assert "s3cret-key" not in shown
    fields = {"task": "translation:ru"}
    page = teacher.send(f"{question_page(ids)}/propose", fields, page=question_page(ids)).location
    assert "The stem in Russian" in teacher.see(page)
    assert "Waiting to start." in teacher.see(page)
    assert app.extensions["jobs"].huey.pending_count() == 1
    assert f'<a href="{page}">Russian</a>' in teacher.see(question_page(ids))
    teacher.send(f"{page}/cancel", page=page)
    assert "Stopped. Nothing has changed." in teacher.see(page)
    assert "nothing came of it" in teacher.see(question_page(ids))
    assert says_now(app, ids)[0] == 1


@pytest.mark.parametrize("task", ["", "nonsense", "retelling", "translation:xx", "wording:ru"])
def test_what_cannot_be_asked_for_is_refused_with_a_sentence(
    app: Flask, ids: Ids, teacher: Visitor, task: str
) -> None:
    page = question_page(ids)
    assert teacher.send(f"{page}/propose", {"task": task}, page=page).location == page
    assert "That cannot be asked for with this question." in teacher.see(page)
    assert app.extensions["jobs"].huey.pending_count() == 0


def test_without_a_model_nothing_is_offered_and_who_asks_all_the_same_is_told(
    app: Flask, settings: Settings, ids: Ids, teacher: Visitor
) -> None:
    app.extensions["settings"] = settings
    article = f"/teach/articles/{ids.article_id}"
    for page, deed in ((question_page(ids), "propose"), (article, "retell")):
        assert deed not in teacher.see(page)
        fields = {"task": "wording", "level": "A2"}
        assert teacher.send(f"{page}/{deed}", fields, page="/teach/account").location == page
        assert "No language model is set here." in teacher.see(page)


def test_what_would_change_is_shown_and_taken_as_a_new_version(
    app: Flask, ids: Ids, teacher: Visitor
) -> None:
    page = f"/teach/proposals/{ids.writer_job_id}"
    shown = teacher.see(page)
    assert '<del><span class="visually-hidden">removed: </span>the new bridge</del>' in shown
    assert take(teacher, ids, page) == question_page(ids)
    number, draft = says_now(app, ids)
    assert (number, draft.stem, draft.writer) == (2, "Who opened it?", MODEL)
    assert f"written by the language model {MODEL}" in teacher.see(question_page(ids))
    with app.app_context():
        told = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
        assert told
        assert (told.deed, told.thing_id) == ("changed", ids.question_id)


def test_a_proposal_that_was_overtaken_is_not_taken(
    app: Flask, ids: Ids, teacher: Visitor, clock: MovableClock
) -> None:
    with app.app_context():
        question = db.session.get_one(Question, ids.question_id)
        changed = choice(stem="Who cut the ribbon?")
        edit(db.session(), question, changed, teacher_id=question.bank.teacher_id, now=clock())
        db.session.commit()
    page = f"/teach/proposals/{ids.writer_job_id}"
    assert "The question has changed since the model was asked" in teacher.see(page)
    assert take(teacher, ids, page) == page
    assert "Nothing was taken" in teacher.see(page)
    assert says_now(app, ids)[1].stem == "Who cut the ribbon?"


@pytest.mark.parametrize(
    ("fields", "stem"),
    [({}, f"{choice().stem} ({TRANSLATED})"), ({"in_place": "1"}, TRANSLATED)],
)
def test_a_translation_stands_behind_the_stem_or_in_its_place(
    app: Flask,
    ids: Ids,
    teacher: Visitor,
    clock: MovableClock,
    fields: dict[str, str],
    stem: str,
) -> None:
    page = add_job(app, ids, clock, Proposed(text=TRANSLATED), "ru")
    shown = teacher.see(page)
    assert f'lang="ru">{TRANSLATED}' in shown
    assert "asked 3 times: 1,234 tokens, 5 seconds." in shown
    take(teacher, ids, page, **fields)
    assert says_now(app, ids)[1].stem == stem


RETOLD = Proposed(
    paragraphs=(
        Paragraph("Old <i>one</i>.", PARAGRAPHS[0], ("Bob <b>",), ("1994",)),
        Paragraph("Old two.", PARAGRAPHS[1], refused="It is not in English."),
        Paragraph("Old three.", PARAGRAPHS[2]),
    )
)


def test_a_retelling_is_edited_beside_its_original_and_kept_as_another_level(
    app: Flask, ids: Ids, teacher: Visitor, clock: MovableClock
) -> None:
    page = add_job(app, ids, clock, RETOLD, "A2")
    shown = teacher.see(page)
    for told in ("<ins>Bob &lt;b&gt;</ins>", "<del>1994</del>", "It is not in English."):
        assert told in shown
    assert "Old &lt;i&gt;one&lt;/i&gt;." in shown
    keep = f"/teach/articles/{ids.article_id}/proposals/{page.rpartition('/')[2]}/keep"
    refused = teacher.send(keep, {"title": "", "text": "Too short."}, page=page)
    assert "Write a title." in refused.text
    assert "Too short." in refused.text
    text = "\n\n".join(PARAGRAPHS).replace("320", "three hundred")
    reply = teacher.send(keep, {"title": "The bridge at Ostrava", "text": text}, page=page)
    with app.app_context():
        kept = db.session.scalars(select(Article).order_by(Article.id.desc())).first()
        assert kept
        assert reply.location == f"/teach/articles/{kept.id}"
        assert (kept.title, kept.level, kept.author) == ("The bridge at Ostrava", "A2", "A. Writer")
        assert kept.source == f"Retold at level A2 by the language model {MODEL}"
        assert "three hundred" in kept.to_document().paragraphs[2]


def test_a_text_that_can_be_no_article_comes_back_with_a_sentence(
    app: Flask, ids: Ids, teacher: Visitor, clock: MovableClock
) -> None:
    page = add_job(app, ids, clock, RETOLD, "A2")
    keep = f"/teach/articles/{ids.article_id}/proposals/{page.rpartition('/')[2]}/keep"
    reply = teacher.send(keep, {"title": "T", "text": "This text is far too short."}, page=page)
    assert reply.status_code == 200
    assert "error-summary" in reply.text
    assert "This text is far too short." in reply.text


def test_another_level_is_asked_for_from_the_article(
    app: Flask, ids: Ids, teacher: Visitor
) -> None:
    page = f"/teach/articles/{ids.article_id}"
    assert f"All paragraphs are sent to {HOST}." in teacher.see(page)
    reply = teacher.send(f"{page}/retell", {"level": "B1"}, page=page)
    assert "Retold at level B1" in teacher.see(reply.location)
    assert f'<a href="{reply.location}">Level B1</a>' in teacher.see(page)
    with app.app_context():
        job = db.session.scalars(select(WriterJob).order_by(WriterJob.id.desc())).first()
        assert job
        assert (job.task, job.aim, job.question_id) == (WriterTask.RETELLING, "B1", None)
