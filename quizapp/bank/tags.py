"""Which words have teachers put on banks and questions, to find them again?"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from unicodedata import category, normalize

from sqlalchemy import Row, select, union
from sqlalchemy.orm import Session

from quizapp.bank.library_models import LONGEST_TAG, BankTag, QuestionTag
from quizapp.bank.models import Bank, Question
from quizapp.bank.sharing import is_readable

MOST_TAGS = 20


class TagError(ValueError):
    """Tags cannot be set as asked; the message says what to do."""


def normalise_tag(word: str) -> str:
    """The form in which tags are the same: no capitals, no outer signs, single spaces."""
    visible = (" " if category(it)[0] == "C" else it for it in normalize("NFKC", word))
    return " ".join("".join(visible).casefold().split()).strip("#,;. ")


def read_tags(text: str) -> tuple[str, ...]:
    """The tags in a line with commas between them, each once, in the order of the alphabet.

    Raises:
        TagError: there are too many, or one is too long.
    """
    parts = text.replace(";", ",").replace("\n", ",").split(",")
    words = tuple(sorted({tag for part in parts if (tag := normalise_tag(part))}))
    if len(words) > MOST_TAGS:
        raise TagError(f"These are {len(words)} tags; write at most {MOST_TAGS}.")
    for word in words:
        if len(word) > LONGEST_TAG:
            raise TagError(
                f"“{word[:LONGEST_TAG]}…” is too long for a tag: write at most {LONGEST_TAG}"
                " characters, and a comma between two tags."
            )
    return words


def set_bank_tags(session: Session, bank: Bank, words: Collection[str]) -> None:
    """Let `bank` have these tags and no others; they are in their normal form."""
    kept = session.scalars(select(BankTag).where(BankTag.bank_id == bank.id)).all()
    for tag in kept:
        if tag.word not in words:
            session.delete(tag)
    new = set(words) - {tag.word for tag in kept}
    session.add_all(BankTag(bank_id=bank.id, word=word) for word in sorted(new))
    session.flush()


def set_question_tags(session: Session, question: Question, words: Collection[str]) -> None:
    """Let `question` have these tags and no others; they are in their normal form."""
    kept = session.scalars(select(QuestionTag).where(QuestionTag.question_id == question.id)).all()
    for tag in kept:
        if tag.word not in words:
            session.delete(tag)
    new = set(words) - {tag.word for tag in kept}
    session.add_all(QuestionTag(question_id=question.id, word=word) for word in sorted(new))
    session.flush()


def list_bank_tags(session: Session, bank_ids: Iterable[int]) -> dict[int, list[str]]:
    """The tags of each of these banks that has any."""
    rows = select(BankTag.bank_id, BankTag.word).where(BankTag.bank_id.in_(list(bank_ids)))
    return _group(session.execute(rows.order_by(BankTag.word)))


def list_question_tags(session: Session, question_ids: Iterable[int]) -> dict[int, list[str]]:
    """The tags of each of these questions that has any."""
    rows = select(QuestionTag.question_id, QuestionTag.word).where(
        QuestionTag.question_id.in_(list(question_ids))
    )
    return _group(session.execute(rows.order_by(QuestionTag.word)))


def list_known_tags(session: Session, teacher_id: int) -> list[str]:
    """Every tag on a bank that the teacher may read, or on a question in one."""
    banks = select(BankTag.word).join(Bank, Bank.id == BankTag.bank_id)
    questions = (
        select(QuestionTag.word)
        .join(Question, Question.id == QuestionTag.question_id)
        .join(Bank, Bank.id == Question.bank_id)
    )
    known = union(*(it.where(is_readable(teacher_id)) for it in (banks, questions)))
    return sorted(session.scalars(known))


def _group(rows: Iterable[Row[int, str]]) -> dict[int, list[str]]:
    tags: dict[int, list[str]] = {}
    for key, word in rows:
        tags.setdefault(key, []).append(word)
    return tags
