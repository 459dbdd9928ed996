"""Which gates stand in a text? Setting them, suggesting them, and finding those in force.

A gate whose question no longer suits it (see `suitable`) stands open: nobody is locked out.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from quizapp.accounts.teaching import list_teacher_ids
from quizapp.articles.models import Article
from quizapp.bank.content import CHILDREN, load_current, to_draft
from quizapp.bank.models import Bank, Question, QuestionVersion
from quizapp.bank.sharing import is_readable
from quizapp.generation.draft import QuestionDraft, Status
from quizapp.guided.models import ReadingGate
from quizapp.guided.parts import Gate, Part, divide, suggest_ends
from quizapp.guided.suitable import (
    ABOUT_WORDS,
    Obstacle,
    asks_about_all,
    find_obstacle,
    find_reach,
    rank,
)


class GateProblem(StrEnum):
    NO_PLACE = "no_place"  # a gate stands after a paragraph, and before another one
    FOREIGN = "foreign"  # the question is about another text, or in nobody's bank
    UNSUITABLE = "unsuitable"
    ASKED_ELSEWHERE = "asked_elsewhere"  # another gate of the text asks it


class GateError(ValueError):
    """A gate cannot be set as asked; `problem` says why."""

    def __init__(self, problem: GateProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


@dataclass(frozen=True)
class StandingGate:
    """A gate as its teacher sees it; with an `obstacle` it stands open."""

    gate: Gate
    obstacle: Obstacle | None


@dataclass(frozen=True)
class Suitable:
    """A question that can stand at a gate; `reach` is the last paragraph that it speaks of."""

    question_id: int
    draft: QuestionDraft
    reach: int
    asks_about_all: bool
    is_in_part: bool


def list_standing(session: Session, article: Article) -> list[StandingGate]:
    """All gates of the article, in the order of the text."""
    found = _load(session, ReadingGate.article_id == article.id)
    gates = sorted((gate for gate, _ in found), key=lambda it: it.after)
    return [StandingGate(it, find_obstacle(it.draft, it.after)) for it in gates]


def list_in_force(
    session: Session, texts: Mapping[str, Collection[int]]
) -> dict[str, tuple[Gate, ...]]:
    """The gates of these texts (by digest) for who reads each in these courses.

    A gate holds in the courses that its teacher teaches; a colleague may have the same text.
    """
    found = _load(session, ReadingGate.article_id.in_(_articles_of(texts)))
    if not found:
        return {}
    teachers = list_teacher_ids(session, set().union(*texts.values()))
    gates: dict[str, tuple[Gate, ...]] = {}
    for gate, article in found:
        taught = any(article.teacher_id in teachers[it] for it in texts[article.sha256])
        if taught and find_obstacle(gate.draft, gate.after) is None:
            gates[article.sha256] = (*gates.get(article.sha256, ()), gate)
    return gates


def list_suitable(session: Session, article: Article, after: int) -> list[Suitable]:
    """The questions that can stand after a paragraph, the best first.

    What another gate asks is left out. Raises GateError where no gate can stand.
    """
    _check_place(article, after)
    standing = [it.gate for it in list_standing(session, article)]
    others = [it for it in standing if it.after != after]
    part = _find_part(article, {it.after for it in others}, after)
    asked = {it.question_id for it in others}
    drafts = {key: it for key, it in _list_approved(session, article).items() if key not in asked}
    return _order(drafts, part)


def set_gate(
    session: Session,
    article: Article,
    after: int,
    question_id: int,
    *,
    opens_after_tries: bool = True,
) -> ReadingGate:
    """Let a question stand after a paragraph; one that stands there gives its place up, and who
    has passed it stays beyond. Raises GateError.
    """
    _check_place(article, after)
    draft = _list_approved(session, article).get(question_id)
    if draft is None:
        raise GateError(GateProblem.FOREIGN)
    if find_obstacle(draft, after) is not None:
        raise GateError(GateProblem.UNSUITABLE)
    other = _find_asking(session, article, question_id)
    if other and other.after_paragraph != after:
        raise GateError(GateProblem.ASKED_ELSEWHERE)
    gate = find_gate(session, article, after)
    if gate is None:
        gate = ReadingGate(article_id=article.id, after_paragraph=after)
        session.add(gate)
    gate.question_id, gate.opens_after_tries = question_id, opens_after_tries
    session.flush()
    return gate


def remove_gate(session: Session, article: Article, after: int) -> None:
    """Take a gate away, with the answers that were given there. Twice changes nothing."""
    gate = find_gate(session, article, after)
    if gate:
        session.delete(gate)
        session.flush()


def suggest_gates(
    session: Session, article: Article, *, better_not: Collection[int] = ()
) -> list[ReadingGate]:
    """Set a gate where each part of the text ends and something can be asked; those that stand
    stay. Questions of `better_not` are taken only where there is no other.
    """
    standing = [it.gate for it in list_standing(session, article)]
    ends = {it.after for it in standing}
    asked = {it.question_id for it in standing}
    drafts = _list_approved(session, article)
    made = []
    for after in suggest_ends(article.to_document()):
        if after in ends:
            continue
        free = {key: it for key, it in drafts.items() if key not in asked}
        best = _pick(_order(free, _find_part(article, ends, after)), after, better_not)
        if best is not None:
            made.append(set_gate(session, article, after, best.question_id))
            ends.add(after)
            asked.add(best.question_id)
    return made


def find_gate(session: Session, article: Article, after: int) -> ReadingGate | None:
    """The gate after this paragraph."""
    return session.scalar(
        select(ReadingGate).where(
            ReadingGate.article_id == article.id, ReadingGate.after_paragraph == after
        )
    )


def _load(session: Session, which: ColumnElement[bool]) -> list[tuple[Gate, Article]]:
    rows = session.execute(
        select(ReadingGate, Question, QuestionVersion, Article)
        .join(Article, Article.id == ReadingGate.article_id)
        .join(Question, Question.id == ReadingGate.question_id)
        .join(
            QuestionVersion,
            (QuestionVersion.question_id == Question.id)
            & (QuestionVersion.number == Question.latest),
        )
        .where(which)
        .order_by(ReadingGate.id)
        .options(*CHILDREN)
    )
    return [
        (
            Gate(
                gate.id,
                gate.after_paragraph,
                question.id,
                version.id,
                to_draft(version, question),
                gate.opens_after_tries,
            ),
            article,
        )
        for gate, question, version, article in rows
    ]


def _articles_of(digests: Collection[str]) -> Select[int]:
    return select(Article.id).where(Article.sha256.in_(list(digests)))


def _find_asking(session: Session, article: Article, question_id: int) -> ReadingGate | None:
    """The gate of the article that asks this question."""
    return session.scalar(
        select(ReadingGate).where(
            ReadingGate.article_id == article.id, ReadingGate.question_id == question_id
        )
    )


def _list_approved(session: Session, article: Article) -> dict[int, QuestionDraft]:
    """The approved questions about the article in banks that its teacher may read."""
    approved = session.scalars(
        select(Question)
        .join(Bank, Bank.id == Question.bank_id)
        .where(
            Question.article_id == article.id,
            Question.status == Status.APPROVED,
            is_readable(article.teacher_id),
        )
    )
    return {question.id: draft for question, draft in load_current(session, approved)}


def _order(drafts: Mapping[int, QuestionDraft], part: Part) -> list[Suitable]:
    fitting = [it for it in drafts.items() if find_obstacle(it[1], part.last) is None]
    fitting.sort(key=lambda it: (rank(it[1], part), it[0]))
    return [
        Suitable(
            key,
            draft,
            find_reach(draft),
            asks_about_all(draft),
            draft.critical_span.paragraph >= part.first,
        )
        for key, draft in fitting
    ]


def _pick(
    ordered: Collection[Suitable], after: int, better_not: Collection[int]
) -> Suitable | None:
    """The best that looks at nothing beyond the gate, and asks for more than a word."""
    fair = [
        it
        for it in ordered
        if it.reach <= after and not it.asks_about_all and it.draft.skill not in ABOUT_WORDS
    ]
    return min(fair, key=lambda it: (not it.is_in_part, it.question_id in better_not), default=None)


def _find_part(article: Article, ends: Collection[int], after: int) -> Part:
    """The part that ends at a gate after `after`, beside the gates at `ends`."""
    count = len(article.to_document().paragraphs)
    return next(it for it in divide(count, {*ends, after}) if it.last == after)


def _check_place(article: Article, after: int) -> None:
    if not 1 <= after < len(article.to_document().paragraphs):
        raise GateError(GateProblem.NO_PLACE)
