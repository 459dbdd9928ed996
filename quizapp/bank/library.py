"""Which banks has a teacher, their own and those of colleagues, and how do they come and go?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp.accounts.models import Teacher
from quizapp.articles.models import Article
from quizapp.bank.library_models import Access, BankShare, BankTag
from quizapp.bank.models import Bank, Question
from quizapp.bank.review import count_by_status
from quizapp.bank.sharing import is_readable
from quizapp.bank.tags import list_bank_tags, normalise_tag
from quizapp.generation.draft import Status

LONGEST_TITLE = 300


class LibraryError(ValueError):
    """A bank cannot be made, named or deleted as asked; the message says what to do."""


@dataclass(frozen=True)
class BankSummary:
    """A bank on the shelf: what it is about, its questions by status, and what one may do."""

    bank: Bank
    articles: Sequence[str]
    tags: Sequence[str]
    access: Access | None
    approved: int
    drafts: int
    retired: int

    @property
    def is_own(self) -> bool:
        """Whether the bank is the teacher's who looks at the shelf."""
        return self.access is None

    @property
    def may_edit(self) -> bool:
        return self.access is not Access.READ


def list_bank_summaries(session: Session, teacher_id: int, tag: str = "") -> list[BankSummary]:
    """The banks that the teacher may read, their own first; with `tag` only those that have it."""
    statement = select(Bank).join(Bank.teacher).where(is_readable(teacher_id))
    if wanted := normalise_tag(tag):
        tagged = select(BankTag.bank_id).where(BankTag.word == wanted)
        statement = statement.where(Bank.id.in_(tagged))
    is_anothers = Bank.teacher_id != teacher_id
    banks = session.scalars(statement.order_by(is_anothers, func.lower(Bank.title), Bank.id)).all()
    ids = [bank.id for bank in banks]
    counts, tags = count_by_status(session, ids), list_bank_tags(session, ids)
    titles, shares = _list_article_titles(session, ids), _list_access(session, teacher_id)
    return [
        BankSummary(
            bank,
            titles.get(bank.id, []),
            tags.get(bank.id, []),
            None if bank.teacher_id == teacher_id else shares[bank.id],
            approved=counts.get(bank.id, {}).get(Status.APPROVED, 0),
            drafts=counts.get(bank.id, {}).get(Status.DRAFT, 0),
            retired=counts.get(bank.id, {}).get(Status.RETIRED, 0),
        )
        for bank in banks
    ]


def list_own_banks(session: Session, teacher_id: int) -> list[Bank]:
    """The banks that the teacher owns, by title."""
    own = select(Bank).where(Bank.teacher_id == teacher_id)
    return list(session.scalars(own.order_by(func.lower(Bank.title), Bank.id)))


def find_bank(session: Session, bank_id: int) -> Bank | None:
    """The bank with this id, whoever's it is: for the terminal."""
    return session.get(Bank, bank_id)


def add_collection(session: Session, teacher: Teacher, title: str, *, now: datetime) -> Bank:
    """Make an empty bank that is no article's home.

    Raises:
        LibraryError: the title says nothing, or is too long.
    """
    bank = Bank(teacher_id=teacher.id, title=_read_title(title), created_at=now)
    session.add(bank)
    session.flush()
    return bank


def rename_bank(session: Session, bank: Bank, title: str) -> None:
    """Give `bank` another title.

    Raises:
        LibraryError: the title says nothing, or is too long.
    """
    bank.title = _read_title(title)
    session.flush()


def refuse_deleting(session: Session, bank: Bank) -> str:
    """Why `bank` has to stay; nothing when it may go."""
    if bank.article_id:
        return "It is the home of its article: what is drafted about the article comes here."
    count = session.scalar(select(func.count()).where(Question.bank_id == bank.id))
    if count:
        hold = "a question" if count == 1 else f"{count} questions"
        return f"It holds {hold}. Merge it into another bank first; then it is gone by itself."
    return ""


def delete_bank(session: Session, bank: Bank) -> None:
    """Delete an empty collection; its tags and shares go with it.

    Raises:
        LibraryError: it is the home of an article, or holds questions.
    """
    if why := refuse_deleting(session, bank):
        raise LibraryError(why)
    session.delete(bank)
    session.flush()


def _read_title(title: str) -> str:
    words = " ".join(title.split())
    if not words:
        raise LibraryError("Write a title.")
    if len(words) > LONGEST_TITLE:
        raise LibraryError(f"Write a title of at most {LONGEST_TITLE} characters.")
    return words


def _list_article_titles(session: Session, bank_ids: list[int]) -> dict[int, list[str]]:
    """What each bank is about: its own article first, then those that its questions ask about."""
    homes = select(Bank.id, Article.title).join(Article, Article.id == Bank.article_id)
    asked = (
        select(Question.bank_id, Article.title)
        .join(Article, Article.id == Question.article_id)
        .where(Question.bank_id.in_(bank_ids))
        .distinct()
        .order_by(Article.title)
    )
    rows = [*session.execute(homes.where(Bank.id.in_(bank_ids))), *session.execute(asked)]
    titles: dict[int, list[str]] = {}
    for bank_id, title in rows:
        if title not in titles.setdefault(bank_id, []):
            titles[bank_id].append(title)
    return titles


def _list_access(session: Session, teacher_id: int) -> dict[int, Access]:
    shares = select(BankShare.bank_id, BankShare.access)
    rows = session.execute(shares.where(BankShare.teacher_id == teacher_id))
    return dict(rows.all())
