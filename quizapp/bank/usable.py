"""Which banks may a teacher make quizzes of, and what do they hold?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.articles.models import Article
from quizapp.bank.models import Bank, Question
from quizapp.bank.review import count_by_status
from quizapp.bank.sharing import is_readable
from quizapp.generation.draft import Status


@dataclass(frozen=True)
class UsableBank:
    """A bank, how many approved questions it has, and about which articles (title, level)."""

    bank: Bank
    approved: int
    articles: tuple[tuple[str, str], ...]


def list_usable_banks(session: Session, teacher_id: int) -> list[Bank]:
    """The banks, own and shared, that the teacher may make quizzes of, the newest first."""
    return list(
        session.scalars(
            select(Bank)
            .where(is_readable(teacher_id))
            .order_by(Bank.created_at.desc(), Bank.id.desc())
        )
    )


def summarise_banks(session: Session, banks: Sequence[Bank]) -> list[UsableBank]:
    """What each of the banks offers to a quiz, in the order given."""
    ids = [bank.id for bank in banks]
    counts = count_by_status(session, ids)
    articles: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for bank_id, title, level in session.execute(
        select(Question.bank_id, Article.title, Article.level)
        .join(Article, Article.id == Question.article_id)
        .where(Question.bank_id.in_(ids), Question.status == Status.APPROVED)
        .distinct()
        .order_by(Article.title, Article.level)
    ):
        articles[bank_id].append((title, level))
    return [
        UsableBank(
            bank, counts.get(bank.id, {}).get(Status.APPROVED, 0), tuple(articles.get(bank.id, ()))
        )
        for bank in banks
    ]
