"""Which questions may a learner practise now, and which of them were missed?

A question is practised once its learner sees on the page of a result what was right: practice
tells nothing that a review policy hides. Nothing about a text is practised while an attempt
at questions about the same text runs, for a rationale may tell the answer to another question.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, aliased

from quizapp.articles.models import Article
from quizapp.attempts.counting import WITH_POLICY
from quizapp.attempts.models import Attempt, PaperItem, Response
from quizapp.attempts.result import NOTHING, Visible
from quizapp.attempts.review import find_visible, select_running_texts
from quizapp.attempts.ruled import CHANGES_KEY, RulingKind, Verdict
from quizapp.attempts.rulings import find_newest_verdicts, select_newest_kind
from quizapp.bank.models import Question, QuestionVersion
from quizapp.generation.draft import Skill, Status
from quizapp.progress.rating import GUESSED
from quizapp.quizzes.rules import ScoringRules
from quizapp.quizzes.terms import scoring_rules

_CURRENT = aliased(QuestionVersion)
# A version that was asked, the one in force, and what was ruled on that: of questions that are
# approved, and not about a text at which an attempt of the learner's runs.
_IN_FORCE = (
    select(
        QuestionVersion.id, _CURRENT.id, select_newest_kind(_CURRENT.id, bindparam("learner_id"))
    )
    .join(Question, Question.id == QuestionVersion.question_id)
    .join(_CURRENT, (_CURRENT.question_id == Question.id) & (_CURRENT.number == Question.latest))
    .join(Article, Article.id == Question.article_id)
    .where(
        QuestionVersion.id.in_(bindparam("version_ids", expanding=True)),
        Question.status == Status.APPROVED,
        Article.sha256.not_in(select_running_texts(bindparam("learner_id"))),
    )
)


@dataclass(frozen=True)
class Practisable:
    """A question that may be practised, in its version in force.

    `visible` is what the learner may see of it, `rules` score a typed answer as the quiz did;
    `asked_in` are the attempts that asked it, `missed_in` those in which it was not wholly right,
    or right by a guess. `verdict` is what a teacher has ruled on the version since.
    """

    question_id: int
    version_id: int
    skill: Skill
    visible: Visible
    rules: ScoringRules
    asked_in: frozenset[int]
    missed_in: frozenset[int]
    verdict: Verdict | None = None


@dataclass(frozen=True)
class _Asked:
    """A question on one of the learner's papers; `current_id` is its version in force now."""

    item: PaperItem
    attempt: Attempt
    question: Question
    current_id: int
    skill: Skill
    text: str


def is_asked(session: Session, learner_id: int, question_id: int) -> bool:
    """Whether the question was ever on a paper of the learner's."""
    found = (
        select(PaperItem.id)
        .join(Attempt, Attempt.id == PaperItem.attempt_id)
        .join(QuestionVersion, QuestionVersion.id == PaperItem.version_id)
        .where(Attempt.learner_id == learner_id, QuestionVersion.question_id == question_id)
    )
    return session.scalar(found.limit(1)) is not None


def list_practisable(
    session: Session, learner_id: int, *, grace: timedelta, now: datetime
) -> dict[int, Practisable]:
    """The questions that the learner may practise now, by id, those that were right too."""
    asked = _list_asked(session, learner_id)
    attempts = {it.attempt.id: it.attempt for it in asked}
    seen = {key: find_visible(session, it, grace, now) for key, it in attempts.items()}
    guessed = _list_guessed(session, list(attempts.values()))
    resting = {it.text for it in asked if it.attempt.closed_at is None}
    verdicts = find_newest_verdicts(session, learner_id) if asked else {}
    groups: dict[int, list[_Asked]] = {}
    for it in asked:
        if it.question.status is Status.APPROVED and it.text not in resting:
            groups.setdefault(it.question.id, []).append(it)
    found = {
        key: _judge(own, seen, guessed, verdicts.get(own[-1].current_id))
        for key, own in groups.items()
        if _has_a_key(_kind_of(verdicts.get(own[-1].current_id)))
    }
    return {key: it for key, it in found.items() if may_practise(it.visible)}


def count_missed(session: Session, attempt: Attempt, *, grace: timedelta, now: datetime) -> int:
    """How many questions may be practised that were missed in an attempt of which its learner may
    see what `may_practise` asks for: as many as `list_practisable` has, for less.

    That suffices to tell, but for a question that was superseded since: the version in force may
    have been asked by an attempt that shows less.
    """
    guessed = _list_guessed(session, [attempt])
    missed = [it.version_id for it in attempt.items if _is_missed(it, guessed)]
    if not missed:
        return 0
    wanted = {"learner_id": attempt.learner_id, "version_ids": missed}
    in_force = session.connection().execute(_IN_FORCE, wanted).all()
    if any(asked != current for asked, current, _ in in_force):
        listed = list_practisable(session, attempt.learner_id, grace=grace, now=now)
        return sum(attempt.id in it.missed_in for it in listed.values())
    return sum(_has_a_key(ruled) for _, _, ruled in in_force)


def may_practise(visible: Visible) -> bool:
    """Whether all that a card shows after its answer may be shown."""
    return visible.attempt and visible.correctness and visible.key


def _has_a_key(ruled: RulingKind | None) -> bool:
    """Whether something is right; what is given to all or dropped cannot be learnt."""
    return ruled is None or ruled in CHANGES_KEY


def _kind_of(verdict: Verdict | None) -> RulingKind | None:
    return verdict.kind if verdict else None


def _judge(
    own: Sequence[_Asked],
    seen: dict[int, Visible],
    guessed: set[tuple[int, int]],
    verdict: Verdict | None,
) -> Practisable:
    last = own[-1]
    same = [it for it in own if it.item.version_id == it.current_id]
    shown = _unite([seen[it.attempt.id] for it in same or own])
    return Practisable(
        question_id=last.question.id,
        version_id=last.current_id,
        skill=last.skill,
        visible=shown,
        rules=_mark_plainly(scoring_rules(last.attempt.assignment.quiz)),
        asked_in=frozenset(it.attempt.id for it in own),
        missed_in=frozenset(
            it.attempt.id
            for it in own
            if seen[it.attempt.id].correctness and _is_missed(it.item, guessed)
        ),
        verdict=verdict,
    )


def _is_missed(item: PaperItem, guessed: set[tuple[int, int]]) -> bool:
    if item.share is None or item.needs_marking or item.is_dropped:
        return False
    return item.share < 1 or (item.attempt_id, item.position) in guessed


def _unite(several: Sequence[Visible]) -> Visible:
    """What may be seen on one page or another."""
    different = set(several)
    if len(different) == 1:
        return different.pop()
    flags = [any(column) for column in zip(*map(astuple, different), strict=True)]
    return Visible(*flags) if flags else NOTHING


def _mark_plainly(rules: ScoringRules) -> ScoringRules:
    """Practice costs no points, and no teacher reads it."""
    return replace(rules, negative_share=Decimal(0), uses_certainty=False, marked_by_hand=False)


def _list_asked(session: Session, learner_id: int) -> list[_Asked]:
    """Every question of every attempt of the learner's, the oldest attempt first."""
    current = aliased(QuestionVersion)
    rows = session.execute(
        select(PaperItem, Attempt, Question, current.id, current.skill, Article.sha256)
        .join(Attempt, Attempt.id == PaperItem.attempt_id)
        .join(QuestionVersion, QuestionVersion.id == PaperItem.version_id)
        .join(Question, Question.id == QuestionVersion.question_id)
        .join(current, (current.question_id == Question.id) & (current.number == Question.latest))
        .join(Article, Article.id == Question.article_id)
        .where(Attempt.learner_id == learner_id)
        .order_by(Attempt.started_at, Attempt.id, PaperItem.position)
        .options(WITH_POLICY)
    )
    return [_Asked(*row) for row in rows]


def _list_guessed(session: Session, attempts: Sequence[Attempt]) -> set[tuple[int, int]]:
    """Attempt and position of each answer of which its learner said that it was a guess."""
    asked = [it.id for it in attempts if it.assignment.quiz.uses_certainty]
    if not asked:
        return set()
    rows = session.execute(
        select(Response.attempt_id, Response.position, Response.certainty)
        .where(Response.attempt_id.in_(asked), Response.counts)
        .order_by(Response.sequence, Response.id)
    )
    last = {(attempt_id, position): certainty for attempt_id, position, certainty in rows}
    return {place for place, certainty in last.items() if certainty == GUESSED}
