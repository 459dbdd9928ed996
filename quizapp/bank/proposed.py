"""What did a language model propose for an article, and what was dropped at which gate?

A run is one time that a model was asked to write for an article. It counts everything, and keeps
the newest of what was dropped word for word; of an article the last runs are kept.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, delete, exists, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from quizapp.db import Base, enum_column
from quizapp.generation.draft import LONGEST_WRITER, Skill
from quizapp.generation.writer.terms import Dropped, Tally

MOST_RUNS = 5  # of one article
MOST_DROPPED = 100  # of one run, word for word
LONGEST_GATE = 40
WENT_DOWN = "The program went down before the model had written everything."


class WritingRun(Base):
    """A model is asked to write for an article; `kept` is how many questions came of it.

    `seconds` were spent waiting for the model. `message` says why it ended early, if it did.
    """

    __tablename__ = "writing_run"
    __table_args__ = (
        CheckConstraint("kept >= 0", name="kept_from_none"),
        CheckConstraint("calls >= 0 AND tokens >= 0 AND seconds >= 0", name="spent_from_none"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(
        ForeignKey("article.id", ondelete="CASCADE"), index=True
    )
    writer: Mapped[str] = mapped_column(String(LONGEST_WRITER))
    host: Mapped[str] = mapped_column(String(200))
    kept: Mapped[int] = mapped_column(default=0)
    calls: Mapped[int] = mapped_column(default=0)
    tokens: Mapped[int] = mapped_column(default=0)
    seconds: Mapped[float] = mapped_column(default=0.0)
    message: Mapped[str] = mapped_column(Text, default="")
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    gates: Mapped[list[GateCount]] = relationship(
        order_by="GateCount.gate", cascade="all, delete-orphan", passive_deletes=True
    )
    dropped: Mapped[list[DroppedDraft]] = relationship(
        order_by="DroppedDraft.id", cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def dropped_count(self) -> int:
        """How many drafts of the model were dropped, those included that are not kept."""
        return sum(each.count for each in self.gates)


class GateCount(Base):
    """How many drafts of a run one gate refused.

    A gate has its name of that time: gates come and go, and what was counted stays.
    """

    __tablename__ = "gate_count"
    __table_args__ = (CheckConstraint("count >= 1", name="counts_something"),)

    run_id: Mapped[int] = mapped_column(
        ForeignKey("writing_run.id", ondelete="CASCADE"), primary_key=True
    )
    gate: Mapped[str] = mapped_column(String(LONGEST_GATE), primary_key=True)
    count: Mapped[int]


class DroppedDraft(Base):
    """What a model wrote and a gate refused, with the reason in a sentence."""

    __tablename__ = "dropped_draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(
        ForeignKey("writing_run.id", ondelete="CASCADE"), index=True
    )
    gate: Mapped[str] = mapped_column(String(LONGEST_GATE))
    reason: Mapped[str] = mapped_column(Text)
    stem: Mapped[str] = mapped_column(Text, default="")
    skill: Mapped[Skill | None] = mapped_column(enum_column(Skill))


@dataclass(frozen=True)
class Portion:
    """What came of some calls: questions that are in the bank now, what was dropped, the cost."""

    kept: int = 0
    dropped: Collection[Dropped] = ()
    spent: Tally = field(default_factory=Tally)


def begin_run(
    session: Session, article_id: int, writer: str, host: str, *, now: datetime
) -> WritingRun:
    """A run of the model `writer` at `host`; the oldest of the article make room for it."""
    earlier = list_runs(session, article_id)
    for run in earlier:
        if run.ended_at is None:  # its worker was killed
            end_run(session, run, WENT_DOWN, now=now)
    old = [run.id for run in earlier[MOST_RUNS - 1 :]]
    session.execute(delete(WritingRun).where(WritingRun.id.in_(old)))
    run = WritingRun(
        article_id=article_id, writer=writer[:LONGEST_WRITER], host=host[:200], began_at=now
    )
    session.add(run)
    session.flush()
    return run


def note_portion(session: Session, run: WritingRun, portion: Portion) -> None:
    """Add what came of some calls to the run."""
    run.kept += portion.kept
    run.calls += portion.spent.calls
    run.tokens += portion.spent.tokens
    run.seconds += portion.spent.seconds
    counts = {each.gate: each for each in run.gates}
    for it in portion.dropped:
        gate = str(it.gate)[:LONGEST_GATE]
        if gate not in counts:
            counts[gate] = GateCount(gate=gate, count=0)
            run.gates.append(counts[gate])
        counts[gate].count += 1
        run.dropped.append(DroppedDraft(gate=gate, reason=it.reason, stem=it.stem, skill=it.skill))
    del run.dropped[:-MOST_DROPPED]
    session.flush()


def end_run(session: Session, run: WritingRun, message: str = "", *, now: datetime) -> None:
    """The run is over; `message` says why, when not everything was written."""
    run.message, run.ended_at = message, now
    session.flush()


def list_runs(session: Session, article_id: int) -> list[WritingRun]:
    """The runs of the article, the newest first."""
    runs = select(WritingRun).where(WritingRun.article_id == article_id)
    return list(session.scalars(runs.order_by(WritingRun.id.desc())))


def has_runs(session: Session, article_id: int) -> bool:
    """Whether a model was ever asked to write for the article."""
    return bool(session.scalar(select(exists().where(WritingRun.article_id == article_id))))
