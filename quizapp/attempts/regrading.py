"""What would a ruling change? The dry run; it writes nothing.

Only what the ruling itself changes is touched: where the old verdict and the new one give an
answer the same mark, the score stays what it is, whatever rules the quiz has by now. Equal
answers are marked once. A plan has parts of a thousand papers, so that one that was made a moment
ago has to be made again only where something has changed. Named tuples are made in half the time
of dataclasses, and here there may be a hundred thousand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache, cached_property
from hashlib import sha256
from itertools import chain
from typing import NamedTuple

from sqlalchemy.orm import Session

from quizapp.attempts.answers import Value
from quizapp.attempts.asked_papers import Answer, Paper, Question, read_papers
from quizapp.attempts.ruled import RulingKind, Verdict, mark_ruled
from quizapp.bank.content import load_versions
from quizapp.generation.draft import QuestionDraft
from quizapp.quizzes.rules import ScoringRules
from quizapp.quizzes.terms import scoring_rules

IN_A_PART = 1000


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

    @property
    def direction(self) -> int:
        """-1 when the share of the points falls, 1 when it rises, 0 when it stays."""
        before, after = self.before, self.after
        if before.score is None or after.score is None:
            return 0
        old, new = before.score * after.max_score, after.score * before.max_score
        return (new > old) - (new < old)


@dataclass(frozen=True)
class Terms:
    """What a plan is made by, beside the papers."""

    version_id: int
    old: Verdict | None
    new: Verdict | None
    rules: ScoringRules

    @property
    def drops(self) -> bool:
        return self.new is not None and self.new.kind is RulingKind.DROPPED


@dataclass(frozen=True)
class Part:
    """What becomes of a thousand papers."""

    papers: tuple[Paper, ...]
    left_empty: int
    changes: tuple[Change, ...]

    @cached_property
    def counts(self) -> tuple[int, int, int]:
        """All papers, those that run, those with a mark by hand."""
        running = sum(it.closed_at is None for it in self.papers)
        by_hand = sum(it.marked_at is not None for it in self.papers)
        return len(self.papers), running, by_hand

    @cached_property
    def digest(self) -> str:
        """Two parts change the same when this is the same."""
        text = repr((self.counts, self.left_empty, self.changes))
        return sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Plan:
    """What a ruling would change; those who fall are listed first.

    `papers` have the question. `running` are still being sat, `by_hand` have a mark of the
    teacher's, which stays; `left_empty` would have nothing that counts.
    """

    terms: Terms
    parts: tuple[Part, ...]
    kept: Kept | None = None

    @property
    def papers(self) -> int:
        return sum(it.counts[0] for it in self.parts)

    @property
    def running(self) -> int:
        return sum(it.counts[1] for it in self.parts)

    @property
    def by_hand(self) -> int:
        return sum(it.counts[2] for it in self.parts)

    @property
    def left_empty(self) -> int:
        return sum(it.left_empty for it in self.parts)

    @property
    def changes(self) -> tuple[Change, ...]:
        """In the order of attempts."""
        return tuple(chain.from_iterable(it.changes for it in self.parts))

    @cached_property
    def listed(self) -> tuple[Change, ...]:
        """The changes of scores; attempts that run have none yet."""
        scored = [it for it in self.changes if it.before.score is not None]
        found = [it for it in scored if it.before != it.after]
        return tuple(sorted(found, key=lambda it: it.direction or 2))

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
        return sha256("".join(it.digest for it in self.parts).encode()).hexdigest()


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


Marker = Callable[[Value, int | None, Decimal], ItemMark]


def plan_regrade(
    session: Session,
    question: Question,
    verdict: Verdict | None,
    *,
    kept: Kept | None = None,
    ahead: Plan | None = None,
) -> Plan:
    """What changes when `verdict` takes the place of the one in force.

    `kept` is what a ruling that is undone has changed: where nothing else has since, that is
    given back. `ahead` is this plan, made a moment before: where the papers are as they were
    then, nobody marks them again.
    """
    rules = scoring_rules(question.quiz)
    terms = Terms(question.version_id, question.verdict, verdict, rules)
    known = ahead.parts if ahead and ahead.terms == terms else ()
    work = _Work(session, terms, kept)
    parts = []
    papers = tuple(read_papers(session, question))
    for place, start in enumerate(range(0, len(papers), IN_A_PART)):
        own = papers[start : start + IN_A_PART]
        before = known[place] if place < len(known) else None
        parts.append(before if before and before.papers == own else work.plan(own))
    return Plan(terms, tuple(parts), kept)


class _Work:
    """How papers are planned under these terms; each answer is marked once."""

    def __init__(self, session: Session, terms: Terms, kept: Kept | None) -> None:
        self.terms, self.kept = terms, kept
        draft = load_versions(session, [terms.version_id])[terms.version_id]
        self.mark_old = _make_marker(draft, terms.rules, terms.old)
        self.mark_new = _make_marker(draft, terms.rules, terms.new)

    def plan(self, papers: tuple[Paper, ...]) -> Part:
        """What becomes of these papers."""
        left_empty, changes, drops = 0, [], self.terms.drops
        for paper in papers:
            before = ItemMark(paper.item_score, paper.share, paper.needs_marking)
            after = self._mark(paper, before)
            left_empty += drops and not paper.others[1]
            old = Standing(paper.score, paper.max_score)
            new = _add_up(paper, after, drops)
            if old != new or before != after or paper.is_dropped != drops:
                ids = paper.attempt_id, paper.item_id
                changes.append(Change(*ids, old, new, before, after))
        return Part(papers, left_empty, tuple(changes))

    def _mark(self, paper: Paper, before: ItemMark) -> ItemMark:
        """What the question has then; a mark by hand stays."""
        if paper.item_score is None or paper.marked_at is not None:
            return before
        answer = paper.answer
        key = (answer.value, answer.certainty, paper.item_max)
        old, new = self.mark_old(*key), self.mark_new(*key)
        if old == new:
            return before
        was = self.kept.give_back(paper.attempt_id, before, answer) if self.kept else None
        return was or new


def _add_up(paper: Paper, after: ItemMark, drops: bool) -> Standing:
    """What the attempt has then."""
    score, most = paper.others
    if not drops:
        score, most = score + (after.score or Decimal(0)), most + paper.item_max
    return Standing(None if paper.score is None else max(Decimal(0), score), most)


def _make_marker(draft: QuestionDraft, rules: ScoringRules, verdict: Verdict | None) -> Marker:
    """What gives an answer, a certainty and the most points their mark; each once."""

    @cache
    def mark(value: Value, certainty: int | None, max_score: Decimal) -> ItemMark:
        found = mark_ruled(draft, value, max_score, rules, certainty, verdict)
        return ItemMark(found.score, float(found.share), found.needs_marking)

    return mark
