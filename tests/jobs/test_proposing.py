"""What a language model proposes is whole or nothing, and changes nothing until it is taken."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.articles.library import add_article
from quizapp.bank.content import current_draft
from quizapp.bank.history import list_versions
from quizapp.bank.models import Question
from quizapp.bank.review import add_bank, add_questions, edit
from quizapp.config import Settings
from quizapp.generation.draft import Option, Span, Status
from quizapp.jobs.leases import take_lease
from quizapp.jobs.proposals import WriterJob, WriterTask
from quizapp.jobs.proposing import (
    KEPT_FOR,
    NO_WRITER,
    NOTHING_RETOLD,
    STOPPED,
    OvertakenError,
    answer,
    cancel,
    forget_old,
    list_free_jobs,
    request_proposal,
    request_retelling,
    take,
)
from quizapp.jobs.queue import Jobs
from quizapp.jobs.states import JobState
from quizapp.jobs.writing import make_commission
from tests.conftest import MovableClock
from tests.factories import choice, make_teacher
from tests.generation.writer.harbour import DOCUMENT, PARAGRAPHS, WHY, wrong
from tests.scripted_model import NAME, Call, Deed, Script, ScriptedModel, rewords, says

KEYS = {WHY["answer"]}
START = PARAGRAPHS[0].index(WHY["quote"])
ORIGINAL = choice(
    stem=WHY["question"],
    critical_span=Span(1, START, START + len(WHY["quote"]), WHY["quote"]),
    options=(
        Option(WHY["answer"], True, WHY["why_right"]),
        *(Option(it["text"], False, it["why_wrong"]) for it in WHY["wrong_answers"]),
    ),
)
BETTER = wrong(
    "Stone from the harbour wall had fallen on passing boats",
    "Families wished to sell their boats at a better price",
    "Tourists had asked for somewhere to land in summer",
)
SIMPLER = "For what reason did Quelmar get a new port?"
TRANSLATED = "Почему в Квельмаре открыли новый порт?"
PLAIN = (
    "Quelmar is a town of fishermen. Its last cannery closed in 1994, and half of the young people"
    " left. In May 2019 mayor Anna Petrova opened a new port, because big ships could not use the"
    " old quay. It took six years and cost 40 million crowns."
)
WORKER, ANOTHER = "a worker", "another worker"


@pytest.fixture
def question(session: Session, clock: MovableClock) -> Question:
    article = add_article(session, make_teacher(session, clock()), DOCUMENT, now=clock())
    bank = add_bank(session, article, now=clock())
    add_questions(session, bank, [ORIGINAL], now=clock())
    session.commit()
    return session.scalars(select(Question)).one()


def request(
    session: Session, question: Question, task: WriterTask, clock: MovableClock, aim: str = ""
) -> int:
    by = question.bank.teacher_id
    if task is WriterTask.RETELLING:
        job = request_retelling(session, question.article, aim, teacher_id=by, now=clock())
    else:
        job = request_proposal(session, question, task, aim, teacher_id=by, now=clock())
    job_id = job.id
    session.commit()
    return job_id


def let_answer(
    session: Session, job_id: int, script: Script, clock: MovableClock, calls: int = 99
) -> WriterJob:
    with ScriptedModel(script) as model:
        settings = Settings(
            writer_url=model.url, writer_model=NAME, writer_seconds=3, writer_calls=calls
        )
        answer(session, job_id, make_commission(settings), clock, worker=WORKER)
    session.expire_all()
    return session.get_one(WriterJob, job_id)


def ask(
    session: Session,
    question: Question,
    task: WriterTask,
    script: Script,
    clock: MovableClock,
    aim: str = "",
) -> WriterJob:
    return let_answer(session, request(session, question, task, clock, aim), script, clock)


def test_better_wrong_answers_are_proposed_and_become_a_version_when_they_are_taken(
    session: Session, question: Question, clock: MovableClock
) -> None:
    job = ask(session, question, WriterTask.DISTRACTORS, rewords(KEYS, wrong=BETTER), clock)
    assert (job.state, job.ended_at, job.writer, job.message) == (JobState.DONE, clock(), NAME, "")
    assert job.calls > 1
    assert job.tokens > 0
    assert current_draft(session, question) == ORIGINAL, "nothing has changed yet"
    assert job.proposed
    assert job.proposed.draft
    take(session, job, job.proposed.draft, teacher_id=job.teacher_id, now=clock())
    taken = current_draft(session, question)
    assert {it.text for it in taken.options if not it.key} == {it["text"] for it in BETTER}
    assert (taken.stem, taken.writer, question.status) == (ORIGINAL.stem, NAME, Status.APPROVED)
    newest = list_versions(session, question)[0]
    assert (newest.number, newest.made_by, newest.draft.writer) == (2, "Ms Test", NAME)


def test_a_simpler_wording_and_a_translation_are_proposed(
    session: Session, question: Question, clock: MovableClock
) -> None:
    job = ask(session, question, WriterTask.WORDING, rewords(KEYS, SIMPLER), clock)
    assert job.proposed
    assert job.proposed.draft
    assert job.proposed.draft.stem == SIMPLER
    job = ask(session, question, WriterTask.TRANSLATION, rewords(KEYS, TRANSLATED), clock, "ru")
    assert job.proposed
    assert job.proposed.text == TRANSLATED


def test_a_retelling_says_paragraph_by_paragraph_what_differs(
    session: Session, question: Question, clock: MovableClock
) -> None:
    job = ask(session, question, WriterTask.RETELLING, rewords(set(), PLAIN), clock, "A2")
    assert (job.state, job.done, job.total) == (JobState.DONE, 3, 3)
    assert job.proposed
    first = job.proposed.paragraphs[0]
    assert (first.original, first.text) == (PARAGRAPHS[0], PLAIN)
    assert (first.invented, first.lost) == (("Anna Petrova",), ("Marta Delgren",))


def test_what_a_gate_refuses_is_no_proposal_and_the_reason_is_told(
    session: Session, question: Question, clock: MovableClock
) -> None:
    job = ask(session, question, WriterTask.WORDING, lambda _: says("<b>Hm"), clock)
    assert (job.state, job.proposed) == (JobState.DONE, None)
    assert job.message.startswith("What the model wrote was not taken. ")
    job = ask(session, question, WriterTask.RETELLING, lambda _: says("no"), clock, "A2")
    assert job.proposed is None
    assert NOTHING_RETOLD in job.message


@pytest.mark.parametrize(
    ("deed", "told"), [(Deed(status=401), "does not take the key"), (Deed(status=404), "no model")]
)
def test_a_writer_that_gives_no_answer_is_told_in_a_sentence(
    session: Session, question: Question, clock: MovableClock, deed: Deed, told: str
) -> None:
    job = ask(session, question, WriterTask.WORDING, lambda _: deed, clock)
    assert (job.state, job.proposed) == (JobState.FAILED, None)
    assert told in job.message
    assert job.message.endswith("Nothing has changed.")


def test_of_a_retelling_that_was_cut_short_by_its_budget_nothing_is_left(
    session: Session, question: Question, clock: MovableClock
) -> None:
    job_id = request(session, question, WriterTask.RETELLING, clock, "A2")
    job = let_answer(session, job_id, rewords(set(), PLAIN), clock, calls=2)
    assert (job.state, job.proposed, job.calls) == (JobState.FAILED, None, 2)
    assert "The budget for one text is spent" in job.message


def test_without_a_writer_the_job_ends_with_a_sentence(
    session: Session, question: Question, clock: MovableClock
) -> None:
    job_id = request(session, question, WriterTask.WORDING, clock)
    answer(session, job_id, None, clock, worker=WORKER)
    job = session.get_one(WriterJob, job_id)
    assert (job.state, job.message) == (JobState.FAILED, NO_WRITER)


def test_a_job_that_waits_is_stopped_at_once_and_one_that_runs_when_it_looks_next(
    session: Session, question: Question, clock: MovableClock
) -> None:
    waiting = request(session, question, WriterTask.WORDING, clock)
    cancel(session, session.get_one(WriterJob, waiting), now=clock())
    session.commit()
    job = let_answer(session, waiting, lambda _: says("never asked"), clock)
    assert (job.state, job.message, job.calls) == (JobState.CANCELLED, STOPPED, 0)
    session.rollback()
    running = request(session, question, WriterTask.RETELLING, clock, "A2")

    engine = session.get_bind()

    def stop_it(call: Call) -> Deed:
        with Session(engine) as other:
            cancel(other, other.get_one(WriterJob, running), now=clock())
            other.commit()
        return rewords(set(), PLAIN)(call)

    job = let_answer(session, running, stop_it, clock)
    assert (job.state, job.message, job.proposed) == (JobState.CANCELLED, STOPPED, None)
    assert job.calls == 1


def test_a_proposal_about_a_version_of_yesterday_is_not_taken(
    session: Session, question: Question, clock: MovableClock
) -> None:
    job = ask(session, question, WriterTask.WORDING, rewords(KEYS, SIMPLER), clock)
    mine = replace(ORIGINAL, stem="Why was the port opened?")
    edit(session, question, mine, teacher_id=job.teacher_id, now=clock())
    assert job.proposed
    assert job.proposed.draft
    with pytest.raises(OvertakenError):
        take(session, job, job.proposed.draft, teacher_id=job.teacher_id, now=clock())
    assert current_draft(session, question).stem == mine.stem


def test_a_job_whose_worker_is_gone_is_free_again_and_another_has_it_alone(
    session: Session, question: Question, clock: MovableClock
) -> None:
    job_id = request(session, question, WriterTask.WORDING, clock)
    assert list_free_jobs(session, now=clock()) == [job_id]
    take_lease(session, f"proposal {job_id}", ANOTHER, now=clock())
    session.commit()
    assert list_free_jobs(session, now=clock()) == []
    session.rollback()
    job = let_answer(session, job_id, lambda _: says("never asked"), clock)
    assert job.state is JobState.QUEUED
    session.rollback()
    clock.move(minutes=3)
    job = let_answer(session, job_id, rewords(KEYS, SIMPLER), clock)
    assert job.state is JobState.DONE
    assert list_free_jobs(session, now=clock()) == []


def test_the_worker_asks_the_model_that_is_set_and_hands_out_what_waits(
    app: Flask, session: Session, question: Question, clock: MovableClock
) -> None:
    with ScriptedModel(rewords(KEYS, SIMPLER)) as model:
        given = app.extensions["settings"]
        jobs = Jobs(app, replace(given, writer_url=model.url, writer_model=NAME), clock)
        jobs.huey.flush()
        job_id = request(session, question, WriterTask.WORDING, clock)
        jobs.hand_out()
        jobs.hand_out()
        assert jobs.huey.pending_count() == 1
        task = jobs.huey.dequeue()
        assert task
        jobs.huey.execute(task)
    session.expire_all()
    job = session.get_one(WriterJob, job_id)
    assert (job.state, job.writer) == (JobState.DONE, NAME)


def test_what_nobody_takes_is_forgotten_after_a_day(
    session: Session, question: Question, clock: MovableClock
) -> None:
    request(session, question, WriterTask.WORDING, clock)
    clock.move(seconds=KEPT_FOR.total_seconds())
    forget_old(session, now=clock())
    assert session.scalars(select(WriterJob)).all()
    clock.move(seconds=1)
    forget_old(session, now=clock())
    assert not session.scalars(select(WriterJob)).all()
