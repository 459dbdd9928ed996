"""A bank is written in phases that tell how far they are; it can be stopped, and gone on with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quizapp.articles.document import Block, BlockRole, Document
from quizapp.articles.importing import read_document
from quizapp.articles.library import add_article
from quizapp.articles.models import Article
from quizapp.bank.content import load_latest
from quizapp.bank.models import Bank, Question
from quizapp.bank.review import add_bank, add_questions
from quizapp.config import ROOT
from quizapp.db import begin_write
from quizapp.generation.draft import QuestionDraft
from quizapp.jobs.generating import (
    BATCH,
    GenerationJob,
    JobPhase,
    cancel_generation,
    find_generation,
    generate_bank,
    list_free_jobs,
    request_generation,
)
from quizapp.jobs.leases import LASTS, MOST_TIMES, Lease, take_lease
from quizapp.jobs.queue import Jobs
from quizapp.jobs.states import JobState
from tests.conftest import NOON, MovableClock
from tests.factories import DOCUMENT, choice, make_teacher

PASSAGE = ROOT / "seeds" / "kazakhstan-january-2022.introductory.md"
PHASES: list[JobPhase] = [JobPhase.READING, JobPhase.DRAFTING, JobPhase.CHECKING]
WORKER, ANOTHER = "a worker", "another worker"
Told = list[tuple[JobPhase | None, int, int, int]]


class FailingClock(MovableClock):
    """A clock that fails once, when it is asked so many times more."""

    fails_after = 0

    def __call__(self) -> datetime:
        self.fails_after -= 1
        if self.fails_after == 0:
            raise RuntimeError("the clock has stopped")
        return super().__call__()


@pytest.fixture
def article(session: Session, clock: MovableClock) -> Article:
    """An article that a bank of several batches is written for."""
    document = read_document(PASSAGE.read_bytes(), PASSAGE.name)
    return bring(session, document, clock)


@pytest.fixture
def small(session: Session, clock: MovableClock) -> Article:
    return bring(session, DOCUMENT, clock)


def bring(session: Session, document: Document, clock: MovableClock) -> Article:
    teacher = make_teacher(session, clock(), document.title)
    article = add_article(session, teacher, document, now=clock())
    session.commit()
    return article


def nothing() -> None:
    """Between the steps nothing else is done."""


def run(
    session: Session,
    article: Article,
    clock: MovableClock,
    meanwhile: Callable[[], None] = nothing,
) -> GenerationJob:
    """Ask for a generation and let it run; the job as it is afterwards."""
    job = request_generation(session, article, seed=1, now=clock())
    job_id = job.id
    session.commit()
    generate_bank(session, job_id, clock, meanwhile, worker=WORKER)
    return job


def held(session: Session) -> list[QuestionDraft]:
    """All questions, in the order of the bank."""
    bank_id = session.scalar(select(Bank.id))
    return [draft for _, _, draft in load_latest(session, bank_id)] if bank_id else []


def stop(session: Session, article: Article, clock: MovableClock) -> None:
    """What the page's button does."""
    session.rollback()
    begin_write(session)
    cancel_generation(session, article, now=clock())
    session.commit()


def test_the_worker_fills_the_bank_and_a_second_run_adds_nothing(
    app: Flask, session: Session, article: Article, clock: MovableClock
) -> None:
    job = request_generation(session, article, seed=1, now=clock())
    job_id, article_id = job.id, article.id
    session.commit()
    jobs: Jobs = app.extensions["jobs"]
    jobs.enqueue_generation(job_id)
    task = jobs.huey.dequeue()
    assert task
    jobs.huey.execute(task)
    first = session.get_one(GenerationJob, job_id)
    assert (first.state, first.ended_at) == (JobState.DONE, clock())
    assert first.done == first.total > 0
    bank = held(session)
    assert len(bank) == first.added > BATCH
    waiting = first.added - first.approved
    told = (
        f"{first.added} new questions: {first.approved} approved, {waiting} wait for your review."
    )
    assert first.message == told

    clock.move(hours=1)
    second = run(session, session.get_one(Article, article_id), clock)
    assert (second.state, second.ended_at) == (JobState.DONE, clock())
    assert second.message == "Nothing new: the bank holds every question that this text allows."
    assert held(session) == bank


def test_a_text_that_nothing_can_be_asked_about_is_told_so(
    session: Session, clock: MovableClock
) -> None:
    bread = Document("Bread", (Block(BlockRole.BODY, "Bread is made of flour. It needs time."),))
    job = run(session, bring(session, bread, clock), clock)
    assert (job.state, job.added) == (JobState.DONE, 0)
    assert "write questions yourself" in job.message
    assert session.scalars(select(Bank)).one(), "there is a bank to write them into"


def test_progress_is_told_in_order_and_never_goes_back(
    session: Session, article: Article, clock: MovableClock
) -> None:
    told: Told = []

    def look() -> None:
        found = find_generation(session, article)
        assert found
        told.append((found.job.phase, found.job.done, found.job.total, found.job.added))
        assert len(found.newest) == min(5, found.job.added)
        session.rollback()

    job = run(session, article, clock, look)
    places = [(PHASES.index(phase), done) for phase, done, _, _ in told if phase]
    assert places == sorted(places)
    assert [phase for phase in PHASES if phase in {it[0] for it in told}] == PHASES
    for phase in PHASES:
        steps = [it for it in told if it[0] is phase]
        assert steps[-1][1] == steps[-1][2], "each phase is told to its end"
        assert len({total for _, _, total, _ in steps}) == 1
    counts = [added for *_, added in told]
    assert counts == sorted(counts)
    assert len(set(counts)) > 2, "the bank grows batch by batch"
    assert counts[-1] == job.added


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("later", [0, 2])
def test_a_job_that_is_stopped_and_run_again_leaves_the_same_bank_as_one_that_went_through(
    session: Session, article: Article, clock: MovableClock, phase: JobPhase, later: int
) -> None:
    looks = 0

    def stop_there() -> None:
        nonlocal looks
        found = find_generation(session, article)
        assert found
        if found.job.phase is phase:
            looks += 1
        session.rollback()
        if looks == later + 1:
            stop(session, article, clock)

    stopped = run(session, article, clock, stop_there)
    assert (stopped.state, stopped.ended_at) == (JobState.CANCELLED, clock())
    first = held(session)
    assert len(first) == stopped.added
    assert stopped.message.startswith(
        f"Stopped. {stopped.added} new questions stay" if first else "Stopped before a question"
    )
    assert bool(first) is (phase is JobPhase.CHECKING and later > 0)

    rest = run(session, article, clock)
    assert rest.state is JobState.DONE
    assert held(session)[: len(first)] == first
    assert held(session) == whole_bank(article)


def whole_bank(article: Article) -> list[QuestionDraft]:
    """The bank of a run that nobody stops."""
    from quizapp.generation import generate
    from quizapp.reading import read

    return list(generate(read(article.to_document()), 1))


def test_a_job_that_waits_is_stopped_at_once_and_never_starts(
    session: Session, small: Article, clock: MovableClock
) -> None:
    job = request_generation(session, small, seed=1, now=clock())
    job_id = job.id
    session.commit()
    stop(session, small, clock)
    generate_bank(session, job_id, clock, nothing, worker=WORKER)
    assert (job.state, job.ended_at) == (JobState.CANCELLED, clock())
    assert held(session) == []


def test_stopping_what_is_over_changes_nothing(
    session: Session, small: Article, clock: MovableClock
) -> None:
    stop(session, small, clock)
    job = run(session, small, clock)
    stop(session, small, clock)
    assert job.state is JobState.DONE


def test_a_generation_that_fails_says_where_and_what_to_do_and_leaves_nothing_behind(
    session: Session, small: Article
) -> None:
    job = request_generation(session, small, seed=1, now=NOON)
    job_id = job.id
    session.commit()
    clock = FailingClock()

    def fail_while_questions_are_added() -> None:
        if session.scalar(select(GenerationJob.phase)) is JobPhase.CHECKING:
            clock.fails_after = 2
        session.rollback()

    generate_bank(session, job_id, clock, fail_while_questions_are_added, worker=WORKER)
    assert (job.state, job.ended_at) == (JobState.FAILED, NOON)
    assert job.message.startswith("Something went wrong while drafts were checked (")
    assert "Try again" in job.message
    assert session.scalars(select(Question)).all() == []
    assert request_generation(session, small, seed=1, now=NOON) is not job


def test_asking_twice_gives_one_job_until_it_has_ended(
    session: Session, small: Article, clock: MovableClock
) -> None:
    assert find_generation(session, small) is None
    job = request_generation(session, small, seed=1, now=clock())
    assert (job.state, job.phase, job.done, job.total) == (JobState.QUEUED, None, 0, 0)
    for state in JobState:
        job.state, job.ended_at = state, clock() if state.is_over else None
        again = request_generation(session, small, seed=2, now=clock())
        assert (again is job) is not state.is_over
        found = find_generation(session, small)
        assert found
        assert found.job is again
        job = again


def test_a_job_that_waits_knows_how_many_are_before_it(
    session: Session, article: Article, clock: MovableClock
) -> None:
    articles = [article, *(bring(session, other(name), clock) for name in ("One", "Two"))]
    jobs = [request_generation(session, it, seed=1, now=clock()) for it in articles]
    assert ahead(session, articles) == [0, 1, 2]
    jobs[0].state = JobState.RUNNING
    assert ahead(session, articles) == [0, 1, 2]
    jobs[0].state, jobs[0].ended_at = JobState.DONE, clock()
    assert ahead(session, articles) == [0, 0, 1]


def ahead(session: Session, articles: list[Article]) -> list[int]:
    found = [find_generation(session, article) for article in articles]
    return [generation.ahead for generation in found if generation]


def other(name: str) -> Document:
    return Document(name, (Block(BlockRole.BODY, f"{name} is a text of its own."),))


def test_what_the_bank_holds_already_is_neither_added_nor_counted(
    session: Session, small: Article, clock: MovableClock
) -> None:
    found = whole_bank(small)
    bank = add_bank(session, small, now=clock())
    add_questions(session, bank, [choice("own"), *found[:1]], now=clock())
    job = run(session, small, clock)
    assert job.added == len(found) - 1
    assert [draft.uid for draft in held(session)] == ["own", *(it.uid for it in found)]


def leave_midway(session: Session, article: Article, clock: MovableClock, times: int = 1) -> int:
    """A job at which so many workers have gone down, the last a moment ago."""
    job = request_generation(session, article, seed=1, now=clock())
    job.state, job.phase, job.done, job.total = JobState.RUNNING, JobPhase.DRAFTING, 6, 38
    for _ in range(times):
        clock.move(minutes=3)
        assert take_lease(session, f"generation {job.id}", ANOTHER, now=clock())
    job_id = job.id
    session.commit()
    return job_id


def test_a_job_is_no_other_workers_until_its_own_is_gone(
    session: Session, small: Article, clock: MovableClock
) -> None:
    job_id = leave_midway(session, small, clock)
    assert list_free_jobs(session, now=clock()) == []
    session.rollback()
    generate_bank(session, job_id, clock, nothing, worker=WORKER)
    assert session.get_one(GenerationJob, job_id).state is JobState.RUNNING
    clock.move(seconds=LASTS.total_seconds())
    assert list_free_jobs(session, now=clock()) == [job_id]
    session.rollback()
    generate_bank(session, job_id, clock, nothing, worker=WORKER)
    assert session.get_one(GenerationJob, job_id).state is JobState.DONE
    assert [it.uid for it in held(session)] == [it.uid for it in whole_bank(small)]
    assert session.scalars(select(Lease)).all() == []


def test_what_waits_is_free(session: Session, clock: MovableClock) -> None:
    articles = [bring(session, other(name), clock) for name in ("One", "Two")]
    jobs = [request_generation(session, it, seed=1, now=clock()) for it in articles]
    assert list_free_jobs(session, now=clock()) == [it.id for it in jobs]


def test_a_worker_whose_job_was_taken_up_adds_nothing_more(
    session: Session, article: Article, clock: MovableClock
) -> None:
    job_id = request_generation(session, article, seed=1, now=clock()).id
    session.commit()

    def be_too_slow() -> None:
        """Another worker takes the job up as soon as there is a question."""
        session.rollback()
        begin_write(session)
        if session.get_one(GenerationJob, job_id).added:
            clock.move(minutes=3)
            take_lease(session, f"generation {job_id}", ANOTHER, now=clock())
        session.commit()

    generate_bank(session, job_id, clock, be_too_slow, worker=WORKER)
    job = session.get_one(GenerationJob, job_id)
    assert (job.state, job.added) == (JobState.RUNNING, BATCH)
    session.commit()
    clock.move(minutes=3)
    generate_bank(session, job_id, clock, nothing, worker=ANOTHER)
    assert session.get_one(GenerationJob, job_id).state is JobState.DONE
    assert [it.uid for it in held(session)] == [it.uid for it in whole_bank(article)]


def test_a_job_that_takes_its_workers_down_is_given_up(
    session: Session, small: Article, clock: MovableClock
) -> None:
    job_id = leave_midway(session, small, clock, times=MOST_TIMES)
    clock.move(minutes=3)
    generate_bank(session, job_id, clock, nothing, worker=WORKER)
    job = session.get_one(GenerationJob, job_id)
    assert job.state is JobState.FAILED
    assert "went down 3 times while questions were drafted (kind 7 of 38)" in job.message
    assert list_free_jobs(session, now=clock()) == []


def test_a_job_that_was_being_stopped_is_stopped_by_the_next_worker(
    session: Session, small: Article, clock: MovableClock
) -> None:
    job_id = leave_midway(session, small, clock)
    stop(session, small, clock)
    clock.move(minutes=3)
    generate_bank(session, job_id, clock, nothing, worker=WORKER)
    job = session.get_one(GenerationJob, job_id)
    assert job.state is JobState.CANCELLED
    assert job.message.startswith("Stopped")
    assert held(session) == []


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"done": 2, "total": 1}, "progress_in_range"),
        ({"added": 1, "approved": 2}, "approved_of_added"),
        ({"state": JobState.DONE}, "end_is_told"),
        ({"ended_at": NOON}, "end_is_told"),
    ],
)
def test_a_job_that_contradicts_itself_is_refused(
    session: Session, small: Article, values: dict[str, object], constraint: str
) -> None:
    sound = {"article_id": small.id, "seed": 1, "state": JobState.RUNNING, "created_at": NOON}
    session.add(GenerationJob(**{**sound, **values}))
    with pytest.raises(IntegrityError, match=f"ck_generation_job_{constraint}"):
        session.flush()
    session.rollback()


def test_an_article_has_one_job_on_its_way(session: Session, small: Article) -> None:
    for _ in range(2):
        session.add(
            GenerationJob(article_id=small.id, seed=1, state=JobState.QUEUED, created_at=NOON)
        )
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()
