"""How does a question change? Adding, approving, editing and retiring, version by version."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp.articles.models import Article
from quizapp.bank.content import current_draft, make_version
from quizapp.bank.models import Bank, Question
from quizapp.bank.rules import Broken, check_question
from quizapp.generation.draft import QuestionDraft, Span, Status


class ReviewError(ValueError):
    """A question cannot be changed as asked; `broken` names the rules it would break."""

    def __init__(self, broken: list[Broken]) -> None:
        super().__init__("; ".join(item.message for item in broken))
        self.broken = broken


def add_bank(session: Session, article: Article, *, now: datetime) -> Bank:
    """The article's bank, made when it has none yet."""
    bank = session.scalar(select(Bank).where(Bank.article_id == article.id))
    if bank is None:
        bank = Bank(
            teacher_id=article.teacher_id,
            article_id=article.id,
            title=article.title,
            created_at=now,
        )
        session.add(bank)
        session.flush()
    return bank


def add_questions(
    session: Session, bank: Bank, drafts: Iterable[QuestionDraft], *, now: datetime
) -> tuple[QuestionDraft, ...]:
    """Add the drafts about the bank's article that are not there yet (by uid); return them.

    A question about the article that has moved to another bank is there.
    """
    is_there = (Question.bank_id == bank.id) | (Question.article_id == bank.article_id)
    held = set(session.scalars(select(Question.uid).where(is_there)))
    fresh = tuple(draft for draft in drafts if draft.uid not in held)
    for draft in fresh:
        question = Question(
            bank_id=bank.id,
            article_id=bank.article_id,
            uid=draft.uid,
            status=draft.status,
            latest=1,
        )
        session.add(question)
        session.flush()
        session.add(make_version(question, draft, number=1, teacher_id=None, now=now))
    session.flush()
    return fresh


def approve(session: Session, question: Question) -> None:
    """Let quizzes draw `question`.

    Raises:
        ReviewError: the version in force breaks a rule.
    """
    draft = current_draft(session, question)
    _hold_rules(draft, _paragraphs(question))
    question.status = Status.APPROVED
    session.flush()


def retire(session: Session, question: Question) -> None:
    """Keep `question` out of new papers; attempts that have it keep it."""
    question.status = Status.RETIRED
    session.flush()


def reopen(session: Session, question: Question) -> None:
    """Make `question` a draft again."""
    question.status = Status.DRAFT
    session.flush()


def edit(
    session: Session, question: Question, draft: QuestionDraft, *, teacher_id: int, now: datetime
) -> None:
    """Supersede the version in force by a new one that says `draft`.

    Raises:
        ReviewError: the new version would break a rule; nothing is changed.
    """
    _hold_rules(draft, _paragraphs(question))
    number = question.latest + 1
    session.add(make_version(question, draft, number=number, teacher_id=teacher_id, now=now))
    question.latest = number
    session.flush()


def find_span(paragraphs: tuple[str, ...], paragraph: int, quote: str) -> Span | None:
    """Where `quote` stands in paragraph number `paragraph`, white space folded at its ends."""
    wanted = quote.strip()
    if not wanted or not 1 <= paragraph <= len(paragraphs):
        return None
    start = paragraphs[paragraph - 1].find(wanted)
    return None if start < 0 else Span(paragraph, start, start + len(wanted), wanted)


def count_by_status(session: Session, bank_ids: Iterable[int]) -> dict[int, dict[Status, int]]:
    """How many questions of each status each bank has."""
    rows = session.execute(
        select(Question.bank_id, Question.status, func.count())
        .where(Question.bank_id.in_(list(bank_ids)))
        .group_by(Question.bank_id, Question.status)
    )
    counts: dict[int, dict[Status, int]] = {}
    for bank_id, status, count in rows:
        counts.setdefault(bank_id, {})[status] = count
    return counts


def _paragraphs(question: Question) -> tuple[str, ...]:
    return question.article.to_document().paragraphs


def _hold_rules(draft: QuestionDraft, paragraphs: tuple[str, ...]) -> None:
    broken = check_question(draft, paragraphs)
    if broken:
        raise ReviewError(broken)


def find_neighbours(session: Session, question: Question) -> tuple[int | None, int | None]:
    """The ids of the questions before and after this one in its bank."""
    ids = list(
        session.scalars(
            select(Question.id).where(Question.bank_id == question.bank_id).order_by(Question.id)
        )
    )
    place = ids.index(question.id)
    before = ids[place - 1] if place else None
    return before, ids[place + 1] if place + 1 < len(ids) else None


def find_next_draft(session: Session, question: Question) -> int | None:
    """The next draft of the bank after this question, round the end if need be."""
    drafts = list(
        session.scalars(
            select(Question.id)
            .where(
                Question.bank_id == question.bank_id,
                Question.status == Status.DRAFT,
                Question.id != question.id,
            )
            .order_by(Question.id)
        )
    )
    later = [number for number in drafts if number > question.id]
    return next(iter(later or drafts), None)
