"""Which articles are quizzes about?"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.articles.models import Article
from quizapp.bank.models import Question
from quizapp.generation.draft import Status
from quizapp.quizzes.models import Quiz


def list_articles_of(session: Session, quizzes: Iterable[Quiz]) -> dict[int, list[Article]]:
    """The articles of each quiz's approved questions, by the quiz's id; texts that read the same
    are one article, everywhere the same one."""
    banks = {quiz.id: set(quiz.bank_ids) for quiz in quizzes}
    rows = session.execute(
        select(Question.bank_id, Article)
        .join(Article, Article.id == Question.article_id)
        .where(
            Question.bank_id.in_(set().union(*banks.values())), Question.status == Status.APPROVED
        )
        .distinct()
        .order_by(Article.id)
    ).all()
    first: dict[str, Article] = {}
    for _, article in rows:
        first.setdefault(article.sha256, article)
    return {
        quiz_id: list(
            {
                first[article.sha256].id: first[article.sha256]
                for bank_id, article in rows
                if bank_id in bank_ids
            }.values()
        )
        for quiz_id, bank_ids in banks.items()
    }
