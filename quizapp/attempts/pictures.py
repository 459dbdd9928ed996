"""Which pictures may a learner see? Those on the papers that were laid before them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.attempts.models import Attempt, PaperItem
from quizapp.bank.models import StoredPicture, VersionPicture


def find_picture_for_learner(
    session: Session, sha256: str, learner_id: int
) -> StoredPicture | None:
    """The picture, when a question on one of the learner's papers has it."""
    return session.scalar(
        select(StoredPicture)
        .join(VersionPicture, VersionPicture.sha256 == StoredPicture.sha256)
        .join(PaperItem, PaperItem.version_id == VersionPicture.version_id)
        .join(Attempt, Attempt.id == PaperItem.attempt_id)
        .where(StoredPicture.sha256 == sha256, Attempt.learner_id == learner_id)
        .limit(1)
    )
