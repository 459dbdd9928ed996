"""How does a question that a teacher has written get into a bank?"""

from __future__ import annotations

from datetime import datetime
from random import Random

from sqlalchemy.orm import Session

from quizapp.articles.models import Article
from quizapp.bank.content import make_version
from quizapp.bank.models import Bank, Question
from quizapp.bank.review import ReviewError
from quizapp.bank.rules import check_question
from quizapp.generation.draft import (
    NOWHERE,
    Difficulty,
    Kind,
    Origin,
    QuestionDraft,
    Skill,
)

PATTERN = "authored"


def begin_draft(kind: Kind) -> QuestionDraft:
    """A question of `kind` before anything is written."""
    return QuestionDraft(
        uid="",
        kind=kind,
        skill=Skill.DETAIL,
        difficulty=Difficulty.MEDIUM,
        stem="",
        critical_span=NOWHERE,
        origin=Origin.AUTHORED,
        pattern=PATTERN,
    )


def write_question(
    session: Session,
    bank: Bank,
    article: Article,
    draft: QuestionDraft,
    *,
    teacher_id: int,
    now: datetime,
    rng: Random,
) -> Question:
    """Add `draft`, which is about `article`, to the bank as the teacher's own question.

    Raises:
        ReviewError: the question would break a rule; nothing is added.
    """
    broken = check_question(draft, article.to_document().paragraphs)
    if broken:
        raise ReviewError(broken)
    uid = f"w-{rng.getrandbits(40):010x}"
    question = Question(
        bank_id=bank.id, article_id=article.id, uid=uid, status=draft.status, latest=1
    )
    session.add(question)
    session.flush()
    session.add(make_version(question, draft, number=1, teacher_id=teacher_id, now=now))
    session.flush()
    return question
