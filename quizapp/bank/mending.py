"""May an article still change or go? Only while no question asks about it.

Every span of a question names a paragraph by its number and characters in it by their places:
another role for one block would move them all.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from quizapp.articles.document import BlockRole
from quizapp.articles.library import set_roles
from quizapp.articles.models import Article
from quizapp.articles.refusals import ArticleError
from quizapp.bank.models import Bank, Question

HAS_QUESTIONS = (
    "This article has questions, and they name its paragraphs by number. So what is body, heading "
    "or caption stays as it is, and the article stays too. To change it, add the text once more as "
    "a new article."
)


def has_questions(session: Session, article_id: int) -> bool:
    """Whether any question asks about the article, of whatever status."""
    asked = exists().where(Question.article_id == article_id)
    return bool(session.scalar(select(asked)))


def change_roles(session: Session, article: Article, roles: Sequence[BlockRole]) -> None:
    """Give each block its role; numbers, words and digest follow.

    Raises ArticleError when there are questions, or when too little would be left to ask about.
    """
    _refuse_questions(session, article)
    set_roles(session, article, roles)


def remove_article(session: Session, article: Article) -> None:
    """Delete an article that was brought by mistake. Raises ArticleError if it has questions."""
    _refuse_questions(session, article)
    session.execute(delete(Bank).where(Bank.article_id == article.id))  # one without questions
    session.delete(article)
    session.flush()


def _refuse_questions(session: Session, article: Article) -> None:
    if has_questions(session, article.id):
        raise ArticleError(HAS_QUESTIONS)
