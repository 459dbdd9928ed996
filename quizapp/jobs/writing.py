"""What does a language model write into the bank of an article, beside the patterns?

Asked for by a teacher, text by text, where an operator has set a writer. What passes the gates is
added question by question; so who stops it keeps what there is. The model may take minutes for an
answer: while it is waited for, the job goes on saying that it lives, and sees that it is stopped.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from time import perf_counter
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from quizapp.bank.content import load_latest
from quizapp.bank.proposed import Portion, WritingRun, begin_run, end_run, note_portion
from quizapp.bank.review import add_bank, add_questions
from quizapp.clock import Clock
from quizapp.config import Settings
from quizapp.db import begin_write_anew
from quizapp.generation.draft import QuestionDraft, Status
from quizapp.generation.writer.terms import Budget, Meter, Tally, Writer, WriterError, Written
from quizapp.jobs.states import CancelledError

if TYPE_CHECKING:
    from quizapp.jobs.generating import GenerationJob
    from quizapp.reading import Reading

BEAT = 2.0  # seconds between two looks at the job's row while a model is waited for
STOPPED = "Stopped before the model had written everything."


@dataclass(frozen=True)
class Commission:
    """Who writes, where, and under which terms: what an operator has set."""

    writer: Writer
    host: str
    budget: Budget
    approves: bool = False


@dataclass(frozen=True)
class Outcome:
    """What came of it: questions in the bank, questions dropped, and why it ended early."""

    writer: str
    kept: int
    dropped: int
    ended: str = ""


# The job's row with how far the writing is, in an open transaction; raises what stops it.
Begin = Callable[[int, int], "GenerationJob"]


def make_commission(settings: Settings) -> Commission | None:
    """The commission that the settings give, or None: then no model is ever asked."""
    # Imported here: what asks a model never loads in a web worker.
    from quizapp.generation.writer.client import make_budget, open_writer

    writer = open_writer(settings)
    if writer is None:
        return None
    return Commission(writer, writer.host, make_budget(settings), settings.writer_approves)


def let_write(
    session: Session,
    reading: Reading,
    commission: Commission,
    begin: Begin,
    clock: Clock,
    meanwhile: Callable[[], None],
    rng: Random,
) -> Outcome:
    """Let the model write about the whole article, and keep a record of it.

    Raises:
        CancelledError, TakenUpError: as `begin` does; what was added before stays.
    """
    from quizapp.generation.writer.questions import plan_tasks, write_questions

    tasks = plan_tasks(reading)
    desk = _Desk(session, commission, begin, clock, meanwhile, len(tasks))
    held = desk.open()
    ended = ""
    try:
        for written in write_questions(
            reading, desk.meter, tasks, held, rng, approves=commission.approves
        ):
            desk.add(written)
    except WriterError as error:
        ended = str(error)
    except CancelledError:
        desk.close(STOPPED)
        raise
    return desk.close(ended)


@dataclass
class _Desk:
    """One run of a writer: what it has done, and what it says in the database."""

    session: Session
    commission: Commission
    begin: Begin
    clock: Clock
    meanwhile: Callable[[], None]
    total: int
    done: int = 0
    run_id: int = 0
    noted: Tally = field(default_factory=Tally)
    beaten_at: float = field(default_factory=perf_counter)

    def __post_init__(self) -> None:
        self.meter = Meter(self.commission.writer, self.commission.budget, self._beat)

    def open(self) -> list[QuestionDraft]:
        """Begin the record; all questions about the article that the bank holds so far."""
        job = self.begin(0, self.total)
        bank = add_bank(self.session, job.article, now=self.clock())
        writer, host = self.commission.writer.name, self.commission.host
        self.run_id = begin_run(self.session, job.article_id, writer, host, now=self.clock()).id
        held = [
            draft
            for question, _, draft in load_latest(self.session, bank.id)
            if question.article_id == job.article_id
        ]
        self.session.commit()
        return held

    def add(self, written: Written) -> None:
        """Put what passed into the bank and note what did not, in one transaction."""
        self.done += 1
        job = self.begin(self.done, self.total)
        bank = add_bank(self.session, job.article, now=self.clock())
        added = add_questions(self.session, bank, written.drafts, now=self.clock())
        job.added += len(added)
        job.approved += sum(draft.status is Status.APPROVED for draft in added)
        self._note(Portion(len(added), written.dropped, self._spend()))
        self.session.commit()
        self.meanwhile()

    def close(self, ended: str) -> Outcome:
        """End the record, with what the last calls cost."""
        begin_write_anew(self.session)
        run = self._note(Portion(spent=self._spend()))
        end_run(self.session, run, ended, now=self.clock())
        outcome = Outcome(run.writer, run.kept, run.dropped_count, ended)
        self.session.commit()
        return outcome

    def _beat(self) -> None:
        """While the model thinks: the job lives, unless somebody stops it or has it by now."""
        if perf_counter() - self.beaten_at < BEAT:
            return
        self.begin(self.done, self.total)
        self.session.commit()
        self.meanwhile()
        self.beaten_at = perf_counter()

    def _note(self, portion: Portion) -> WritingRun:
        run = self.session.get_one(WritingRun, self.run_id)
        note_portion(self.session, run, portion)
        return run

    def _spend(self) -> Tally:
        """What was spent and not noted yet."""
        spent = self.meter.tally - self.noted
        self.noted = self.meter.tally
        return spent
