"""How far is each article's bank? Articles with how many questions of each status."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.articles.library import list_articles
from quizapp.articles.models import Article
from quizapp.bank.models import Bank, Question
from quizapp.bank.review import count_by_status
from quizapp.generation.draft import Status


@dataclass(frozen=True)
class ArticleSummary:
    """An article, its bank when it has one, and the bank's questions by status."""

    article: Article
    bank: Bank | None
    approved: int = 0
    drafts: int = 0
    retired: int = 0


def list_article_summaries(session: Session, teacher_id: int) -> list[ArticleSummary]:
    """The teacher's articles, the newest first."""
    return _summarise(session, list_articles(session, teacher_id))


def summarise_article(session: Session, article: Article) -> ArticleSummary:
    """One article's summary."""
    return _summarise(session, [article])[0]


def _summarise(session: Session, articles: list[Article]) -> list[ArticleSummary]:
    banks = _find_banks(session, articles)
    counts = count_by_status(session, [bank.id for bank in banks.values()])
    return [_summary(article, banks.get(article.id), counts) for article in articles]


def _find_banks(session: Session, articles: list[Article]) -> dict[int, Bank]:
    """The bank of each article: its home, or where its questions went when that was merged."""
    ids = [article.id for article in articles]
    asked = select(Question.article_id, Question.bank_id).where(Question.article_id.in_(ids))
    holding = {(article_id, bank_id) for article_id, bank_id in session.execute(asked.distinct())}
    wanted = Bank.article_id.in_(ids) | Bank.id.in_({bank_id for _, bank_id in holding})
    banks = session.scalars(select(Bank).where(wanted).order_by(Bank.id)).all()
    found = {}
    for article in articles:
        homes = [it for it in banks if it.article_id == article.id]
        held = [it for it in banks if (article.id, it.id) in holding]
        own = [it for it in held if it.teacher_id == article.teacher_id]
        best = [it for it in homes if it in held] or own or homes
        if best:
            found[article.id] = best[0]
    return found


def _summary(
    article: Article, bank: Bank | None, counts: dict[int, dict[Status, int]]
) -> ArticleSummary:
    own = counts.get(bank.id, {}) if bank else {}
    return ArticleSummary(
        article,
        bank,
        own.get(Status.APPROVED, 0),
        own.get(Status.DRAFT, 0),
        own.get(Status.RETIRED, 0),
    )
