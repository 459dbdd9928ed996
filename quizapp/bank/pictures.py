"""Which pictures belong to questions, and who may see them?

A picture is kept once, under the SHA-256 of its file. What it is, its own bytes tell; only what a
browser draws without running anything is kept.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from quizapp.bank.formats.pictures import tell_picture
from quizapp.bank.models import (
    Bank,
    Question,
    QuestionVersion,
    StoredPicture,
    VersionPicture,
)
from quizapp.bank.sharing import is_readable


def keep_pictures(session: Session, files: Mapping[str, bytes]) -> None:
    """Store the files by their SHA-256; those that are there already are left alone.

    Raises:
        ValueError: one of them is no picture; readers have looked at them before.
    """
    held = select(StoredPicture.sha256).where(StoredPicture.sha256.in_(list(files)))
    for sha256 in sorted(set(files) - set(session.scalars(held))):
        media_type = tell_picture(files[sha256])
        if media_type is None:
            raise ValueError(f"{sha256} is no picture")
        session.add(StoredPicture(sha256=sha256, media_type=media_type, content=files[sha256]))
    session.flush()


def load_pictures(session: Session, names: set[str]) -> dict[str, bytes]:
    """The files of the pictures with these SHA-256."""
    rows = select(StoredPicture).where(StoredPicture.sha256.in_(sorted(names)))
    return {
        it.sha256: it.content
        for it in session.scalars(rows.options(undefer(StoredPicture.content)))
    }


def find_picture_for_teacher(
    session: Session, sha256: str, teacher_id: int
) -> StoredPicture | None:
    """The picture, when a question that the teacher may read has it in any version."""
    return session.scalar(
        select(StoredPicture)
        .join(VersionPicture, VersionPicture.sha256 == StoredPicture.sha256)
        .join(QuestionVersion, QuestionVersion.id == VersionPicture.version_id)
        .join(Question, Question.id == QuestionVersion.question_id)
        .join(Bank, Bank.id == Question.bank_id)
        .where(StoredPicture.sha256 == sha256, is_readable(teacher_id))
        .limit(1)
    )
