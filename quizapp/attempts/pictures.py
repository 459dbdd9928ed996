"""Which pictures may a learner see? Those of the questions that were laid before them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from quizapp.attempts.models import Attempt, PaperItem
from quizapp.bank.models import QuestionVersion, StoredPicture, VersionPicture


def find_picture_for_learner(
    session: Session, sha256: str, learner_id: int
) -> StoredPicture | None:
    """The picture, when a question on one of the learner's papers has it, in whichever version:
    what is practised is the version in force."""
    showing, asked = aliased(QuestionVersion), aliased(QuestionVersion)
    return session.scalar(
        select(StoredPicture)
        .join(VersionPicture, VersionPicture.sha256 == StoredPicture.sha256)
        .join(showing, showing.id == VersionPicture.version_id)
        .join(asked, asked.question_id == showing.question_id)
        .join(PaperItem, PaperItem.version_id == asked.id)
        .join(Attempt, Attempt.id == PaperItem.attempt_id)
        .where(StoredPicture.sha256 == sha256, Attempt.learner_id == learner_id)
        .limit(1)
    )
