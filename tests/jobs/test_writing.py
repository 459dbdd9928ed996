"""A language model writes beside the patterns if it was asked to, and until it is stopped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.articles.library import add_article
from quizapp.articles.models import Article
from quizapp.bank.content import load_latest
from quizapp.bank.models import Bank
from quizapp.bank.proposed import WritingRun, list_runs
from quizapp.config import Settings
from quizapp.db import begin_write
from quizapp.generation.draft import QuestionDraft, Status
from quizapp.generation.writer.terms import Budget, Gate
from quizapp.jobs.generating import (
    GenerationJob,
    JobPhase,
    cancel_generation,
    generate_bank,
    request_generation,
)
from quizapp.jobs.leases import LASTS, take_lease
from quizapp.jobs.queue import Jobs
from quizapp.jobs.states import JobState
from quizapp.jobs.writing import STOPPED, Commission, make_commission
from tests.conftest import MovableClock
from tests.factories import make_teacher
from tests.generation.writer.harbour import DOCUMENT, FEAR, WHY
from tests.scripted_model import (
    NAME,
    Call,
    Deed,
    Script,
    ScriptedModel,
    says,
    writes_and_knows,
)

GOOD = writes_and_knows(FEAR)
WORKER, ANOTHER = "a worker", "another worker"


@pytest.fixture
def article(session: Session, clock: MovableClock) -> Article:
    teacher = make_teacher(session, clock(), "writes")
    article = add_article(session, teacher, DOCUMENT, now=clock())
    session.commit()
    return article


def nothing() -> None:
    """Between the steps nothing else is done."""


def commission_to(model: ScriptedModel, **changes: object) -> Commission:
    found = make_commission(
        Settings(writer_url=model.url, writer_model=NAME, writer_seconds=3, writer_key="sk-123456")
    )
    assert found
    return replace(found, **changes)  # type: ignore[arg-type]


def request(session: Session, article: Article, clock: MovableClock, with_writer: bool) -> int:
    job = request_generation(session, article, seed=1, now=clock(), with_writer=with_writer)
    job_id = job.id
    session.commit()
    return job_id


def run(
    session: Session,
    article: Article,
    clock: MovableClock,
    script: Script,
    *,
    with_writer: bool = True,
    meanwhile: Callable[[], None] = nothing,
    **changes: object,
) -> tuple[GenerationJob, list[Call]]:
    """One generation with this model; the job as it is afterwards, and what was sent."""
    job_id = request(session, article, clock, with_writer)
    with ScriptedModel(script) as model:
        generate_bank(
            session,
            job_id,
            clock,
            meanwhile,
            worker=WORKER,
            commission=commission_to(model, **changes),
        )
    return session.get_one(GenerationJob, job_id), model.asked


def held(session: Session) -> list[QuestionDraft]:
    bank_id = session.scalar(select(Bank.id))
    return [draft for _, _, draft in load_latest(session, bank_id)] if bank_id else []


def written(session: Session) -> list[QuestionDraft]:
    return [draft for draft in held(session) if draft.writer]


def only_run(session: Session, article: Article) -> WritingRun:
    (found,) = list_runs(session, article.id)
    return found


def test_what_passes_is_a_draft_of_the_model_and_what_does_not_is_on_record(
    session: Session, article: Article, clock: MovableClock
) -> None:
    job, asked = run(session, article, clock, GOOD)
    assert job.state is JobState.DONE
    (draft,) = written(session)
    assert (draft.stem, draft.writer, draft.status) == (FEAR["question"], NAME, Status.DRAFT)
    record = only_run(session, article)
    assert (record.writer, record.kept, record.calls) == (NAME, 1, len(asked))
    assert record.host.startswith("127.0.0.1:")
    assert record.tokens == 120 * len(asked)
    assert record.ended_at == clock()
    assert record.dropped_count == len(record.dropped) > 0
    assert record.message == ""
    assert job.message.endswith(
        f"{NAME} wrote 1 of the new questions; {record.dropped_count} more did not pass the checks."
    )
    assert job.added == len(held(session))


def test_nothing_is_sent_unless_the_teacher_asked_for_it(
    session: Session, article: Article, clock: MovableClock
) -> None:
    job, asked = run(session, article, clock, GOOD, with_writer=False)
    assert job.state is JobState.DONE
    assert NAME not in job.message
    assert asked == []
    assert written(session) == []
    assert list_runs(session, article.id) == []


def test_nothing_is_sent_unless_the_operator_has_set_a_writer(
    app: Flask, session: Session, article: Article, clock: MovableClock
) -> None:
    assert make_commission(Settings()) is None
    job_id = request(session, article, clock, with_writer=True)
    jobs: Jobs = app.extensions["jobs"]
    jobs.enqueue_generation(job_id)
    task = jobs.huey.dequeue()
    assert task
    jobs.huey.execute(task)
    session.expire_all()
    assert session.get_one(GenerationJob, job_id).state is JobState.DONE
    assert held(session)
    assert written(session) == []


def test_the_operator_may_let_it_be_approved_at_once(
    session: Session, article: Article, clock: MovableClock
) -> None:
    job, _ = run(session, article, clock, GOOD, approves=True)
    assert [draft.status for draft in written(session)] == [Status.APPROVED]
    assert job.approved == sum(draft.status is Status.APPROVED for draft in held(session))


def test_what_the_bank_holds_is_not_written_again(
    session: Session, article: Article, clock: MovableClock
) -> None:
    run(session, article, clock, GOOD)
    before = held(session)
    clock.move(hours=1)
    job, _ = run(session, article, clock, GOOD)
    assert job.added == 0
    assert held(session) == before
    newest, _ = list_runs(session, article.id)
    assert {count.gate for count in newest.gates} >= {Gate.REPEATED}


@pytest.mark.parametrize(
    ("script", "told"),
    [
        (lambda _: Deed(status=500, headers={"Retry-After": "0"}), "could not answer (status 500)"),
        (lambda _: Deed(status=401), "does not take the key"),
        (lambda _: Deed(status=429, headers={"Retry-After": "600"}), "has too much to do"),
    ],
)
def test_a_writer_that_fails_leaves_the_patterns_bank_and_a_sentence(
    session: Session, article: Article, clock: MovableClock, script: Script, told: str
) -> None:
    job, asked = run(session, article, clock, script)
    assert job.state is JobState.DONE
    assert job.added == len(held(session)) > 0
    assert written(session) == []
    assert told in job.message
    record = only_run(session, article)
    assert told in record.message
    assert (record.kept, record.calls, record.ended_at) == (0, 1, clock())
    assert "sk-123456" not in job.message + record.message
    assert asked


def test_nonsense_is_counted_and_nothing_of_it_kept(
    session: Session, article: Article, clock: MovableClock
) -> None:
    job, asked = run(session, article, clock, lambda _: says("<p>Question: why?</p>"))
    assert job.state is JobState.DONE
    record = only_run(session, article)
    assert {count.gate: count.count for count in record.gates} == {Gate.SHAPE: len(asked)}
    assert written(session) == []


def test_a_spent_budget_is_told(session: Session, article: Article, clock: MovableClock) -> None:
    job, asked = run(session, article, clock, GOOD, budget=Budget(calls=3, tokens=10**6))
    assert len(asked) == 3
    assert "budget for one text is spent" in job.message
    assert job.state is JobState.DONE


def test_who_stops_a_model_that_thinks_keeps_what_there_is(
    session: Session, article: Article, clock: MovableClock
) -> None:
    left = [GOOD]  # after the first question, checked and kept, it says nothing more

    def think(call: Call) -> Deed:
        if call.shape == "Questions":
            return left.pop()(call) if left else Deed(pause=60)
        return GOOD(call)

    def stop() -> None:
        session.rollback()
        begin_write(session)
        job = session.scalar(select(GenerationJob))
        assert job
        if job.phase is JobPhase.WRITING and job.done == 1:
            cancel_generation(session, article, now=clock())
        session.commit()

    job, _ = run(session, article, clock, think, meanwhile=stop)
    assert job.state is JobState.CANCELLED
    assert job.message.startswith(f"Stopped. {job.added} new questions stay")
    assert len(held(session)) == job.added
    assert only_run(session, article).message == STOPPED


def test_a_job_lives_while_a_model_thinks_and_is_no_other_workers(
    session: Session, article: Article, clock: MovableClock
) -> None:
    renewed: list[bool] = []

    def try_to_take_it() -> None:
        session.rollback()
        begin_write(session)
        job = session.scalar(select(GenerationJob))
        assert job
        if job.phase is JobPhase.WRITING:
            clock.move(seconds=LASTS.total_seconds() - 1)
            name = f"generation {job.id}"
            renewed.append(take_lease(session, name, ANOTHER, now=clock()) is None)
        session.rollback()

    job, _ = run(session, article, clock, lambda _: Deed(pause=60), meanwhile=try_to_take_it)
    assert job.state is JobState.DONE
    assert "took longer than 3 seconds" in job.message
    assert renewed
    assert all(renewed)


def test_the_questions_of_a_worker_that_was_killed_are_there_and_its_record_is_closed(
    session: Session, article: Article, clock: MovableClock
) -> None:
    job_id = request(session, article, clock, with_writer=True)

    class KilledError(BaseException):
        """As if the process had ended here."""

    def die() -> None:
        session.rollback()
        job = session.scalar(select(GenerationJob))
        assert job
        if job.phase is JobPhase.WRITING and written(session):
            session.rollback()
            raise KilledError
        session.rollback()

    with ScriptedModel(writes_and_knows(FEAR, WHY)) as model:
        commission = commission_to(model)
        with pytest.raises(KilledError):
            generate_bank(session, job_id, clock, die, worker=WORKER, commission=commission)
        before = [draft.uid for draft in held(session)]
        session.rollback()
        clock.move(minutes=3)
        generate_bank(session, job_id, clock, nothing, worker=ANOTHER, commission=commission)
    uids = [draft.uid for draft in held(session)]
    assert uids[: len(before)] == before
    assert len(set(uids)) == len(uids)
    assert len(written(session)) == 1
    newest, first = list_runs(session, article.id)
    assert "went down" in first.message
    assert newest.ended_at == clock()
