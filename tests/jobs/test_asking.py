"""Words are picked, drafts about them come back, and what a teacher keeps is in the bank."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quizapp.articles.library import add_article
from quizapp.articles.models import Article
from quizapp.bank.content import current_draft
from quizapp.bank.library import add_collection
from quizapp.bank.models import Question
from quizapp.bank.overview import summarise_article
from quizapp.bank.rules import check_question
from quizapp.generation.draft import Kind, Origin, Span, Status
from quizapp.generation.picking import SpanError
from quizapp.jobs.asking import (
    SpanJob,
    answer,
    answer_waiting,
    forget_old,
    keep_candidate,
    list_free_jobs,
    pick_span,
    request_drafts,
    warm_up,
)
from quizapp.jobs.generating import generate_bank, request_generation
from quizapp.jobs.leases import take_lease
from quizapp.jobs.queue import Jobs
from quizapp.jobs.states import JobState
from quizapp.quizzes.merging import merge_banks, plan_merge
from tests.conftest import MovableClock
from tests.factories import make_teacher
from tests.jobs.town import TOWN

WORKER = "a worker"


@pytest.fixture
def article(session: Session, clock: MovableClock) -> Article:
    article = add_article(session, make_teacher(session, clock()), TOWN, now=clock())
    session.commit()
    return article


def ask(session: Session, article: Article, words: str, clock: MovableClock) -> SpanJob:
    """Ask about the words and let the worker answer; the job as it is afterwards."""
    job = request_drafts(session, article, pick_span(TOWN, words), now=clock())
    job_id = job.id
    session.commit()
    answer(session, job_id, clock, worker=WORKER)
    return job


def test_the_drafts_have_the_picked_words_as_their_key(
    session: Session, article: Article, clock: MovableClock
) -> None:
    job = ask(session, article, "Petra Novak", clock)
    assert (job.state, job.ended_at) == (JobState.DONE, clock())
    session.expire(job)
    drafts = [candidate.draft for candidate in job.candidates]
    assert drafts, "they are read back from the database"
    for draft in drafts:
        keys = {o.text for o in draft.options if o.key} | {a.text for a in draft.accepted_answers}
        assert "Petra Novak" in keys
        assert check_question(draft, TOWN.paragraphs) == []
    chosen = [candidate for candidate in job.candidates if candidate.has_choice]
    names = {option.text for candidate in chosen for option in candidate.distractors}
    assert "Karel Benes" in names
    assert not any("Novak" in name for name in names)


def test_words_over_two_sentences_are_refused_in_a_sentence(
    session: Session, article: Article, clock: MovableClock
) -> None:
    job = ask(session, article, "the river. The council", clock)
    assert (job.state, job.candidates) == (JobState.DONE, ())
    assert "more than one sentence" in job.message


def test_a_kept_candidate_is_a_draft_of_the_bank_with_the_chosen_distractors(
    session: Session, article: Article, clock: MovableClock
) -> None:
    job = ask(session, article, "strict curfew", clock)
    number = next(n for n, it in enumerate(job.candidates) if len(it.distractors) > 2)
    wrong = job.candidates[number].distractors
    question, is_new = keep_candidate(session, job, number, [0, 2], now=clock())
    assert is_new
    kept = current_draft(session, question)
    assert (question.status, kept.origin, kept.kind) == (
        Status.DRAFT,
        Origin.GENERATED,
        Kind.MULTIPLE_CHOICE,
    )
    assert {o.text for o in kept.options if not o.key} == {wrong[0].text, wrong[2].text}
    assert check_question(kept, TOWN.paragraphs) == []


def test_keeping_it_again_leads_to_the_question_that_is_there(
    session: Session, article: Article, clock: MovableClock
) -> None:
    job = ask(session, article, "strict curfew", clock)
    first, is_new = keep_candidate(session, job, 0, [0, 1], now=clock())
    again, is_new_again = keep_candidate(session, job, 0, [0, 1], now=clock())
    assert (again, is_new, is_new_again) == (first, True, False)
    assert len(session.scalars(select(Question)).all()) == 1


def test_keeping_it_again_after_a_merge_leads_to_the_bank_where_it_is(
    session: Session, article: Article, clock: MovableClock
) -> None:
    job = ask(session, article, "strict curfew", clock)
    first, _ = keep_candidate(session, job, 0, [0, 1], now=clock())
    unit = add_collection(session, article.teacher, "Unit 3", now=clock())
    merge_banks(session, plan_merge(session, first.bank, unit))
    again, is_new = keep_candidate(session, job, 0, [0, 1], now=clock())
    assert (again, again.bank, is_new) == (first, unit, False)
    assert summarise_article(session, article).bank is unit


def test_the_queue_answers(
    app: Flask, session: Session, article: Article, clock: MovableClock
) -> None:
    job = request_drafts(session, article, pick_span(TOWN, "400"), now=clock())
    job_id = job.id
    session.commit()
    jobs: Jobs = app.extensions["jobs"]
    jobs.enqueue_asking(job_id)
    task = jobs.huey.dequeue()
    assert task
    jobs.huey.execute(task)
    answered = session.get_one(SpanJob, job_id, populate_existing=True)
    assert answered.state is JobState.DONE
    assert answered.candidates


def test_picked_words_are_answered_while_a_bank_is_written(
    session: Session, article: Article, clock: MovableClock
) -> None:
    generation = request_generation(session, article, seed=1, now=clock())
    generation_id = generation.id
    session.commit()
    asked: list[SpanJob] = []
    before_the_end = []

    def meanwhile() -> None:
        if not asked:
            asked.append(request_drafts(session, article, pick_span(TOWN, "400"), now=clock()))
            session.commit()
        answer_waiting(session, clock, worker=WORKER)
        before_the_end.append(generation.state)
        session.rollback()

    generate_bank(session, generation_id, clock, meanwhile, worker=WORKER)
    assert asked[0].state is JobState.DONE
    assert asked[0].candidates
    assert before_the_end[0] is JobState.RUNNING
    assert generation.state is JobState.DONE
    asked_id = asked[0].id
    session.rollback()
    answer(session, asked_id, clock, worker=WORKER)
    assert asked[0].state is JobState.DONE, "the task in the queue finds it answered"


def test_no_question_is_offered_twice(
    session: Session, article: Article, clock: MovableClock
) -> None:
    job = ask(session, article, "Eva Mala", clock)
    asked = [(candidate.draft.kind, candidate.draft.stem) for candidate in job.candidates]
    assert len(asked) == len(set(asked))


def test_warming_up_needs_no_database() -> None:
    warm_up()


def test_what_nobody_keeps_is_forgotten_after_a_day(
    session: Session, article: Article, clock: MovableClock
) -> None:
    old = request_drafts(session, article, pick_span(TOWN, "400"), now=clock())
    clock.move(hours=23)
    new = request_drafts(session, article, pick_span(TOWN, "400"), now=clock())
    ids = [old.id, new.id]
    forget_old(session, now=clock())
    assert session.scalars(select(SpanJob.id)).all() == ids
    forget_old(session, now=clock() + timedelta(hours=2))
    assert session.scalars(select(SpanJob.id)).all() == ids[1:]
    session.commit()
    answer(session, ids[0], clock, worker=WORKER)  # its task may still be in the queue


def test_words_whose_worker_is_gone_are_drafted_by_the_next_one(
    session: Session, article: Article, clock: MovableClock
) -> None:
    job = request_drafts(session, article, pick_span(TOWN, "400"), now=clock())
    job.state, job_id = JobState.RUNNING, job.id
    take_lease(session, f"words {job_id}", "another worker", now=clock())
    session.commit()
    assert list_free_jobs(session, now=clock()) == []
    session.rollback()
    answer(session, job_id, clock, worker=WORKER)
    assert session.get_one(SpanJob, job_id).state is JobState.RUNNING
    clock.move(minutes=2)
    assert list_free_jobs(session, now=clock()) == [job_id]
    session.rollback()
    answer(session, job_id, clock, worker=WORKER)
    assert session.get_one(SpanJob, job_id).state is JobState.DONE


def test_the_selected_place_counts_when_the_words_stand_in_several() -> None:
    text = TOWN.paragraphs[1]
    first, second = text.index("the"), text.index("the", text.index("the") + 1)
    assert pick_span(TOWN, "the", 2, second) == Span(2, second, second + 3, "the")
    assert pick_span(TOWN, "the", 2).start == first
    assert pick_span(TOWN, "the", 2, 7).start == first, "the words do not stand there"
    assert pick_span(TOWN, " Eva Mala ").paragraph == 2


@pytest.mark.parametrize(
    ("words", "paragraph", "message"),
    [
        ("the emperor", None, "does not stand in the article"),
        ("400", 1, "does not stand in paragraph 1"),
        ("400", 9, "does not stand in paragraph 9"),
        ("   ", None, "which words"),
        ("x" * 301, None, "more than 300 characters"),
    ],
)
def test_words_that_do_not_stand_there_are_refused_with_a_reason(
    words: str, paragraph: int | None, message: str
) -> None:
    with pytest.raises(SpanError, match=message):
        pick_span(TOWN, words, paragraph)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"paragraph": 0}, "paragraph_from_one"),
        ({"end_offset": 0}, "span_has_text"),
        ({"state": JobState.DONE}, "end_is_told"),
    ],
)
def test_a_span_job_that_contradicts_itself_is_refused(
    session: Session,
    article: Article,
    clock: MovableClock,
    values: dict[str, object],
    constraint: str,
) -> None:
    job = request_drafts(session, article, pick_span(TOWN, "400"), now=clock())
    for name, value in values.items():
        setattr(job, name, value)
    with pytest.raises(IntegrityError, match=f"ck_span_job_{constraint}"):
        session.flush()
    session.rollback()
