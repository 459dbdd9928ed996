"""The pages that let the worker draft: how far it is, how it ended, and words that are picked."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from quizapp.accounts.models import Teacher
from quizapp.articles.library import add_article
from quizapp.db import db
from quizapp.jobs.asking import SpanJob
from quizapp.jobs.generating import GenerationJob, JobPhase
from quizapp.jobs.states import JobState
from tests.conftest import MovableClock
from tests.factories import DOCUMENT
from tests.web.clients import Visitor, sign_in_teacher
from tests.web.engines import ON_SQLITE
from tests.web.worlds import Ids, build, read_question

WORDS = "Jana Kralova"


@pytest.fixture
def ids(app: Flask, clock: MovableClock) -> Ids:
    return build(app, clock())


@pytest.fixture
def teacher(app: Flask, ids: Ids) -> Visitor:
    return sign_in_teacher(app)


def count(app: Flask, model: type[GenerationJob] | type[SpanJob]) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model)) or 0


def change_job(app: Flask, **values: Any) -> None:
    """Let the newest job be as if the worker had got so far."""
    with app.app_context():
        job = db.session.scalars(select(GenerationJob).order_by(GenerationJob.id.desc())).first()
        assert job
        for name, value in values.items():
            setattr(job, name, value)
        db.session.commit()


def bring_for(app: Flask, sign_in_name: str, clock: MovableClock) -> int:
    """An article of the teacher; its id."""
    with app.app_context():
        owner = db.session.scalars(select(Teacher).filter_by(sign_in_name=sign_in_name)).one()
        article = add_article(db.session(), owner, DOCUMENT, now=clock())
        db.session.commit()
        return article.id


def pending(app: Flask) -> int:
    return int(app.extensions["jobs"].huey.pending_count())


# The job of an article


def test_writing_questions_is_queued_for_the_worker_once(
    app: Flask, ids: Ids, teacher: Visitor
) -> None:
    page = f"/teach/articles/{ids.article_id}"
    assert pending(app) == 0
    assert teacher.send(f"{page}/generate", page=page).location == page
    assert pending(app) == 1
    assert "Waiting to start" in teacher.see(page)
    teacher.send(f"{page}/generate", page=page)
    assert count(app, GenerationJob) == 1


@ON_SQLITE
def test_the_article_page_says_how_far_the_work_is_and_how_it_ended(
    app: Flask, ids: Ids, teacher: Visitor, clock: MovableClock
) -> None:
    page = f"/teach/articles/{ids.article_id}"
    teacher.send(f"{page}/generate", page=page)
    running = {"state": JobState.RUNNING, "phase": JobPhase.READING, "done": 1, "total": 3}
    ended = {"ended_at": clock()}
    steps: list[tuple[dict[str, Any], str]] = [
        (running, "1 of 3 paragraphs"),
        ({"phase": JobPhase.DRAFTING, "done": 5, "total": 38}, "5 of 38 kinds of question"),
        ({"phase": JobPhase.CHECKING, "done": 7, "total": 9, "added": 1}, "7 of 9 drafts"),
        ({"state": JobState.CANCELLING}, "Stopping. What is in the bank stays there."),
        ({"state": JobState.CANCELLED, "message": "Stopped.", **ended}, "Write the rest"),
        (
            {"state": JobState.FAILED, "message": "It broke."},
            "could not be written.</strong> It br",
        ),
        ({"state": JobState.DONE, "message": "1 new question"}, "Make a quiz"),
    ]
    for values, words in steps:
        change_job(app, **values)
        shown = teacher.see(page)
        assert words in shown
        under_way = not values.get("state", JobState.RUNNING).is_over
        assert ("data-refresh" in shown) is under_way
        assert ('http-equiv="refresh"' in shown) is under_way, "a page without scripts looks again"
        can_stop = under_way and values.get("state") is not JobState.CANCELLING
        assert ("/generate/cancel" in shown) is can_stop


@ON_SQLITE
def test_the_end_is_told_with_the_one_next_step(
    app: Flask, ids: Ids, teacher: Visitor, clock: MovableClock
) -> None:
    page = f"/teach/articles/{ids.article_id}"
    deed = f"/teach/questions/{ids.question_id}/decide"
    teacher.send(deed, {"status": "draft"}, page="/teach/articles/new")
    teacher.send(f"{page}/generate", page=page)
    told = "3 new questions: 2 approved, 1 waits for your review."
    values = {"added": 3, "approved": 2, "message": told, "ended_at": clock()}
    change_job(app, state=JobState.DONE, **values)
    shown = teacher.see(page)
    assert told in shown
    assert shown.count("btn btn-primary") == 1
    assert re.search(r'btn-primary" href="[^"]+/review">Review drafts', shown)


@ON_SQLITE
def test_a_job_that_waits_in_line_says_so(
    app: Flask, ids: Ids, teacher: Visitor, clock: MovableClock
) -> None:
    other = sign_in_teacher(app, "other")
    theirs = f"/teach/articles/{bring_for(app, 'other', clock)}"
    other.send(f"{theirs}/generate", page=theirs)
    page = f"/teach/articles/{ids.article_id}"
    teacher.send(f"{page}/generate", page=page)
    assert "Waiting: 1 job before yours." in teacher.see(page)
    assert "Waiting to start." in other.see(theirs)
    other.send(f"{theirs}/generate/cancel", page=theirs)
    assert "Waiting to start." in teacher.see(page)
    assert "Nothing has changed" in other.see(theirs)


def test_a_job_is_cancelled(app: Flask, ids: Ids, teacher: Visitor) -> None:
    page = f"/teach/articles/{ids.article_id}"
    teacher.send(f"{page}/generate", page=page)
    change_job(app, state=JobState.RUNNING)
    assert teacher.send(f"{page}/generate/cancel", page=page).location == page
    assert "Stopping." in teacher.see(page)


# Words of the passage


def pick(teacher: Visitor, ids: Ids, **fields: Any) -> Any:
    return teacher.send(f"/teach/articles/{ids.article_id}/words", fields)


def test_picked_words_are_sent_to_the_worker(
    app: Flask, ids: Ids, teacher: Visitor, clock: MovableClock
) -> None:
    reply = pick(teacher, ids, words="new bridge", paragraph="2", start="30")
    assert pending(app) == 1
    shown = teacher.see(reply.location)
    assert "Waiting to start." in shown
    assert "data-refresh" in shown
    with app.app_context():
        job = db.session.scalars(select(SpanJob).order_by(SpanJob.id.desc())).first()
        assert job
        text = "Mayor Jana Kralova opened the new bridge on May 4, 2003."
        assert text[job.start_offset : job.end_offset] == job.quote == "new bridge"


@ON_SQLITE
@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"words": ""}, "Select words in the passage, or copy them here."),
        ({"words": "the emperor"}, "“the emperor” does not stand in the article"),
        ({"words": WORDS, "paragraph": "1"}, "does not stand in paragraph 1"),
        ({"words": WORDS, "paragraph": "x"}, "Not a valid integer value"),
        ({"words": WORDS, "paragraph": "0"}, "Paragraphs are numbered from 1."),
    ],
)
def test_words_that_do_not_stand_there_come_back_with_a_sentence(
    app: Flask, ids: Ids, teacher: Visitor, fields: dict[str, str], sentence: str
) -> None:
    before = count(app, SpanJob)
    reply = pick(teacher, ids, **fields)
    assert reply.status_code == 200
    assert sentence in reply.text
    assert f'value="{fields["words"]}"' in reply.text, "what was typed is still there"
    assert count(app, SpanJob) == before


@ON_SQLITE
@pytest.mark.parametrize("start", ["", "x", "-3", "9" * 40, "²"])
def test_a_place_that_no_script_has_sent_does_not_matter(
    ids: Ids, teacher: Visitor, start: str
) -> None:
    assert "/teach/words/" in pick(teacher, ids, words=WORDS, start=start).location


@ON_SQLITE
def test_a_candidate_shows_key_evidence_and_distractors_to_choose_from(
    ids: Ids, teacher: Visitor
) -> None:
    shown = teacher.see(f"/teach/words/{ids.span_job_id}")
    assert "Who opened the new bridge?" in shown
    assert '<mark class="mark-critical">Jana Kralova</mark>' in shown
    assert re.search(r'name="distractors"[^>]*value="0" checked', shown)
    assert "A tram driver" in shown


def test_a_kept_candidate_is_in_the_bank_once(app: Flask, ids: Ids, teacher: Visitor) -> None:
    page = f"/teach/words/{ids.span_job_id}"
    fields = {"candidate": "0", "distractors": ["0", "1"]}
    question = teacher.send(page, fields).location
    shown = teacher.see(question)
    assert "Kept as a draft." in shown
    assert "Who opened the new bridge?" in shown
    number, draft = read_question(app, ids, int(question.rsplit("/", 1)[1]))
    assert (number, draft.uid, len(draft.options)) == (1, "picked", 3)
    assert teacher.send(page, fields).location == question
    assert "The bank holds this question already." in teacher.see(question)


@ON_SQLITE
def test_too_few_distractors_are_refused_and_the_choice_stays(ids: Ids, teacher: Visitor) -> None:
    page = f"/teach/words/{ids.span_job_id}"
    reply = teacher.send(page, {"candidate": "0", "distractors": ["1"]})
    assert reply.status_code == 200
    assert "Choose 2 to 4 wrong options." in reply.text
    assert "There is a problem" in reply.text
    assert re.search(r'name="distractors"[^>]*value="1" checked', reply.text)
    assert not re.search(r'name="distractors"[^>]*value="0" checked', reply.text)


@ON_SQLITE
@pytest.mark.parametrize("candidate", ["", "x", "-1", "7"])
def test_a_candidate_that_is_not_there_cannot_be_kept(
    ids: Ids, teacher: Visitor, candidate: str
) -> None:
    page = f"/teach/words/{ids.span_job_id}"
    assert teacher.send(page, {"candidate": candidate}).status_code == 400


@ON_SQLITE
def test_when_nothing_can_be_drafted_the_page_says_what_to_do(
    app: Flask, ids: Ids, teacher: Visitor
) -> None:
    with app.app_context():
        job = db.session.get_one(SpanJob, ids.span_job_id)
        job.candidates, job.message = (), "“a. B” is more than one sentence; pick words of one."
        db.session.commit()
    shown = teacher.see(f"/teach/words/{ids.span_job_id}")
    assert "Nothing safe could be drafted" in shown
    assert "pick words of one" in shown
    assert "Write a question yourself" in shown
