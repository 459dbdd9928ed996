"""What would a ruling change? The dry run; it writes nothing.

Only what the ruling itself changes is touched: where the old verdict and the new one give an
answer the same mark, the score stays what it is, whatever rules the quiz has by now. Attempts
are looked at some thousands at a time, in columns, and equal answers are marked once. Named tuples
are made in half the time of dataclasses, and here there may be a hundred thousand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cache, cached_property
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy.orm import Session

from quizapp.attempts.answers import Value
from quizapp.attempts.asked_papers import Answer, AskedOn, Question, read_papers
from quizapp.attempts.ruled import RulingKind, Verdict, mark_ruled
from quizapp.bank.content import load_versions
from quizapp.quizzes.terms import scoring_rules


class ItemMark(NamedTuple):
    """What a question of a paper has: None before it is scored."""

    score: Decimal | None
    share: float | None
    waits: bool


class Standing(NamedTuple):
    """What an attempt has; `score` is None while it runs, and of an abandoned one."""

    score: Decimal | None
    max_score: Decimal

    @property
    def ratio(self) -> float | None:
        return None if self.score is None else float(self.score / self.max_score)


class Change(NamedTuple):
    """What becomes of one attempt, and of the question on its paper."""

    attempt_id: int
    item_id: int
    before: Standing
    after: Standing
    item_before: ItemMark
    item_after: ItemMark
    is_dropped: bool

    @property
    def direction(self) -> int:
        """-1 when the share of the points falls, 1 when it rises, 0 when it stays."""
        before, after = self.before, self.after
        if before.score is None or after.score is None:
            return 0
        old, new = before.score * after.max_score, after.score * before.max_score
        return (new > old) - (new < old)


@dataclass(frozen=True)
class Plan:
    """What a ruling would change, those who fall first; and how many it leaves as they are.

    `papers` have the question. `running` are still being sat, `by_hand` have a mark of the
    teacher's, which stays; `left_empty` would have nothing that counts.
    """

    papers: int = 0
    running: int = 0
    by_hand: int = 0
    left_empty: int = 0
    changes: tuple[Change, ...] = ()

    @cached_property
    def listed(self) -> tuple[Change, ...]:
        """The changes of scores; attempts that run have none yet."""
        scored = [it for it in self.changes if it.before.score is not None]
        return tuple(it for it in scored if it.before != it.after)

    @cached_property
    def falls(self) -> int:
        return sum(it.direction < 0 for it in self.listed)

    @cached_property
    def rises(self) -> int:
        return sum(it.direction > 0 for it in self.listed)

    @cached_property
    def stays(self) -> int:
        """Whose share of the points is the same, though the points are others."""
        return len(self.listed) - self.falls - self.rises

    @cached_property
    def digest(self) -> str:
        """Two plans are the same when this is."""
        counts = (self.papers, self.running, self.by_hand, self.left_empty)
        text = repr((counts, self.changes))
        return sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Kept:
    """By attempt what its question had before and after a ruling that was laid at `made_at`."""

    made_at: datetime
    marks: Mapping[int, tuple[ItemMark, ItemMark]]

    def give_back(self, attempt_id: int, now: ItemMark, answer: Answer) -> ItemMark | None:
        """What it had before, when neither mark nor answer have changed since."""
        before, after = self.marks.get(attempt_id, (None, None))
        is_newer = answer.received_at is not None and answer.received_at > self.made_at
        return None if is_newer or answer.is_late or after != now else before


@dataclass
class _Tally:
    papers: int = 0
    running: int = 0
    by_hand: int = 0
    left_empty: int = 0
    changes: list[Change] = field(default_factory=list)


def plan_regrade(
    session: Session, question: Question, verdict: Verdict | None, *, kept: Kept | None = None
) -> Plan:
    """What changes when `verdict` takes the place of the one in force.

    `kept` is what a ruling that is undone has changed: where nothing else has since, that is
    given back.
    """
    mark_old = _make_marker(session, question, question.verdict)
    mark_new = _make_marker(session, question, verdict)
    drops = verdict is not None and verdict.kind is RulingKind.DROPPED
    tally = _Tally()
    for it in read_papers(session, question):
        row, answer = it.row, it.answer
        before = ItemMark(row.item_score, row.share, row.needs_marking)
        after = before
        if row.item_score is not None and row.marked_at is None:
            key = (answer.value, answer.certainty, row.item_max)
            old, new = mark_old(*key), mark_new(*key)
            if old != new:
                was = kept.give_back(row.attempt_id, before, answer) if kept else None
                after = was or new
        _count(tally, it, before, after, drops)
    tally.changes.sort(key=lambda it: (it.direction or 2, it.attempt_id))
    return Plan(tally.papers, tally.running, tally.by_hand, tally.left_empty, tuple(tally.changes))


def _count(tally: _Tally, paper: AskedOn, before: ItemMark, after: ItemMark, drops: bool) -> None:
    """Add one attempt to the tally."""
    row = paper.row
    tally.papers += 1
    tally.running += row.closed_at is None
    tally.by_hand += row.marked_at is not None
    score, most = paper.others
    tally.left_empty += drops and not most
    if not drops:
        score, most = score + (after.score or Decimal(0)), most + row.item_max
    change = Change(
        row.attempt_id,
        row.id,
        Standing(row.score, row.max_score),
        Standing(None if row.score is None else max(Decimal(0), score), most),
        before,
        after,
        drops,
    )
    if change.before != change.after or before != after or row.is_dropped != drops:
        tally.changes.append(change)


def _make_marker(
    session: Session, question: Question, verdict: Verdict | None
) -> Callable[[Value, int | None, Decimal], ItemMark]:
    """What gives an answer, a certainty and the most points their mark; each once."""
    draft = load_versions(session, [question.version_id])[question.version_id]
    rules = scoring_rules(question.quiz)

    @cache
    def mark(value: Value, certainty: int | None, max_score: Decimal) -> ItemMark:
        found = mark_ruled(draft, value, max_score, rules, certainty, verdict)
        return ItemMark(found.score, float(found.share), found.needs_marking)

    return mark
