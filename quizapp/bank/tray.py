"""Which questions of a bank lie before a teacher, and which one comes next?

Rows are light: what a list and its filters need, without the parts of a question.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp.bank.learnt import LearntDifficulty, choose_band
from quizapp.bank.models import Question, QuestionVersion, SpanRole, VersionSpan
from quizapp.generation.draft import Difficulty, Kind, Origin, Skill, Status


class ConfidenceBand(StrEnum):
    """How sure the writer of a question was of it."""

    HIGH = "high"  # 0.9 and more
    MEDIUM = "medium"
    LOW = "low"  # below 0.7


@dataclass(frozen=True)
class TrayRow:
    """A question as a list shows it; `paragraph` is where its evidence stands, 0 for nowhere.

    `learnt` is the band in which `answered` learners find it, where that is clearly not the marked
    difficulty.
    """

    id: int
    article_id: int
    uid: str
    status: Status
    version: int
    kind: Kind
    skill: Skill
    difficulty: Difficulty
    stem: str
    origin: Origin
    pattern: str
    confidence: float
    reasons: tuple[str, ...]
    paragraph: int
    learnt: Difficulty | None = None
    answered: int = 0
    writer: str = ""

    @property
    def counts_as(self) -> Difficulty:
        """How hard it is taken to be where questions are filtered and drawn."""
        return choose_band(self.difficulty, self.origin, self.learnt)

    @property
    def band(self) -> ConfidenceBand:
        if self.confidence >= 0.9:
            return ConfidenceBand.HIGH
        return ConfidenceBand.MEDIUM if self.confidence >= 0.7 else ConfidenceBand.LOW


@dataclass(frozen=True)
class TrayFilter:
    """What a row must be to lie in the tray; None and "" let everything pass."""

    status: Status | None = None
    kind: Kind | None = None
    skill: Skill | None = None
    difficulty: Difficulty | None = None
    paragraph: int | None = None
    band: ConfidenceBand | None = None
    reason: str = ""

    def admits(self, row: TrayRow) -> bool:
        return (
            self.status in (None, row.status)
            and self.kind in (None, row.kind)
            and self.skill in (None, row.skill)
            and self.difficulty in (None, row.counts_as)
            and self.paragraph in (None, row.paragraph)
            and self.band in (None, row.band)
            and (not self.reason or self.reason in row.reasons)
        )


@dataclass(frozen=True)
class Place:
    """Where a question lies among the rows that are shown (from 1), and its neighbours."""

    number: int
    count: int
    previous_id: int | None
    next_id: int | None


def list_rows(session: Session, bank_id: int) -> list[TrayRow]:
    """Every question of the bank as the version in force has it, in the order they were added."""
    rows = session.execute(
        select(
            Question.id,
            Question.article_id,
            Question.uid,
            Question.status,
            QuestionVersion.number.label("version"),
            QuestionVersion.kind,
            QuestionVersion.skill,
            QuestionVersion.difficulty,
            QuestionVersion.stem,
            QuestionVersion.origin,
            QuestionVersion.pattern,
            QuestionVersion.writer,
            QuestionVersion.confidence,
            QuestionVersion.reasons,
            func.coalesce(VersionSpan.paragraph, 0).label("paragraph"),
            LearntDifficulty.band.label("learnt"),
            func.coalesce(LearntDifficulty.n, 0).label("answered"),
        )
        .join(
            QuestionVersion,
            (QuestionVersion.question_id == Question.id)
            & (QuestionVersion.number == Question.latest),
        )
        .outerjoin(
            VersionSpan,
            (VersionSpan.version_id == QuestionVersion.id)
            & (VersionSpan.role == SpanRole.CRITICAL),
        )
        .outerjoin(LearntDifficulty, LearntDifficulty.version_id == QuestionVersion.id)
        .where(Question.bank_id == bank_id)
        .order_by(Question.id)
    )
    return [TrayRow(**row._mapping) for row in rows]


def find_place(rows: Iterable[TrayRow], wanted: TrayFilter, question_id: int) -> Place:
    """Where the question lies among those that `wanted` admits; it lies there in any case."""
    ids = [row.id for row in rows if row.id == question_id or wanted.admits(row)]
    at = ids.index(question_id)
    return Place(
        number=at + 1,
        count=len(ids),
        previous_id=ids[at - 1] if at else None,
        next_id=ids[at + 1] if at + 1 < len(ids) else None,
    )


def find_next(rows: Sequence[TrayRow], wanted: TrayFilter, question_id: int) -> int | None:
    """The question to look at after a decision on this one, round the end if need be.

    Without a wanted status a teacher goes on to the next draft: drafts are what waits.
    """
    status = wanted.status or Status.DRAFT
    ids = [
        row.id
        for row in rows
        if row.id != question_id and row.status is status and wanted.admits(row)
    ]
    return next((it for it in ids if it > question_id), next(iter(ids), None))
