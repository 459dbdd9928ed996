"""What a model proposed is counted in full, kept in bounds, and goes with its article."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quizapp.articles.library import add_article
from quizapp.articles.models import Article
from quizapp.bank.mending import remove_article
from quizapp.bank.proposed import (
    MOST_DROPPED,
    MOST_RUNS,
    WENT_DOWN,
    DroppedDraft,
    GateCount,
    Portion,
    WritingRun,
    begin_run,
    end_run,
    list_runs,
    note_portion,
)
from quizapp.generation.draft import Skill
from quizapp.generation.writer.terms import Dropped, Gate, Tally
from tests.conftest import MovableClock
from tests.factories import FERRY, make_teacher

MODEL, HOST = "llama3.2:3b", "127.0.0.1:11434"
NO_QUOTE = Dropped(Gate.QUOTE, "“in spring” does not stand there.", "When was it?", Skill.DETAIL)
NO_NAME = Dropped(Gate.NAMES, "Nobody is called Bob.", "Who is Bob?", Skill.INFERENCE)


@pytest.fixture
def article(session: Session, clock: MovableClock) -> Article:
    return add_article(session, make_teacher(session, clock()), FERRY, now=clock())


def write(
    session: Session, article: Article, clock: MovableClock, portions: Sequence[Portion] = ()
) -> WritingRun:
    run = begin_run(session, article.id, MODEL, HOST, now=clock())
    for each in portions:
        note_portion(session, run, each)
    end_run(session, run, now=clock())
    session.expire_all()
    return run


def test_portions_of_a_run_add_up(session: Session, article: Article, clock: MovableClock) -> None:
    first = Portion(2, [NO_QUOTE, NO_NAME], Tally(3, 900, 1.5))
    second = Portion(1, [NO_QUOTE], Tally(2, 100, 0.5))
    write(session, article, clock, [first, second])
    (run,) = list_runs(session, article.id)
    assert (run.writer, run.host, run.kept) == (MODEL, HOST, 3)
    assert (run.calls, run.tokens, run.seconds) == (5, 1000, 2.0)
    assert {each.gate: each.count for each in run.gates} == {"names": 1, "quote": 2}
    assert run.dropped_count == 3
    told = [(it.gate, it.reason, it.stem, it.skill) for it in run.dropped]
    assert told == [
        (it.gate.value, it.reason, it.stem, it.skill) for it in (NO_QUOTE, NO_NAME, NO_QUOTE)
    ]


def test_of_a_run_that_dropped_much_the_newest_stand_word_for_word_and_all_are_counted(
    session: Session, article: Article, clock: MovableClock
) -> None:
    many = [Dropped(Gate.SHAPE, "No JSON.", f"Number {it}?") for it in range(MOST_DROPPED)]
    run = write(session, article, clock, [Portion(dropped=many), Portion(dropped=[NO_NAME])])
    assert [it.stem for it in run.dropped] == [*(it.stem for it in many[1:]), NO_NAME.stem]
    assert run.dropped_count == MOST_DROPPED + 1


def test_of_an_article_the_newest_runs_stay(
    session: Session, article: Article, clock: MovableClock
) -> None:
    runs = [
        write(session, article, clock, [Portion(dropped=[NO_NAME])]).id
        for _ in range(MOST_RUNS + 2)
    ]
    assert [it.id for it in list_runs(session, article.id)] == runs[: -MOST_RUNS - 1 : -1]
    assert session.scalar(select(func.count()).select_from(DroppedDraft)) == MOST_RUNS


def test_a_run_whose_worker_was_killed_is_ended_by_the_next(
    session: Session, article: Article, clock: MovableClock
) -> None:
    begin_run(session, article.id, MODEL, HOST, now=clock())
    clock.move(minutes=3)
    newest = begin_run(session, article.id, MODEL, HOST, now=clock())
    _, killed = list_runs(session, article.id)
    assert (killed.message, killed.ended_at) == (WENT_DOWN, clock())
    assert newest.ended_at is None


def test_what_was_proposed_goes_with_its_article(
    session: Session, article: Article, clock: MovableClock
) -> None:
    write(session, article, clock, [Portion(dropped=[NO_NAME])])
    remove_article(session, article)
    for table in (WritingRun, GateCount, DroppedDraft):
        assert session.scalar(select(func.count()).select_from(table)) == 0


def test_a_run_that_has_cost_less_than_nothing_is_refused(
    session: Session, article: Article, clock: MovableClock
) -> None:
    run = begin_run(session, article.id, MODEL, HOST, now=clock())
    with pytest.raises(IntegrityError, match="ck_writing_run_spent_from_none"):
        note_portion(session, run, Portion(spent=Tally(-1)))
