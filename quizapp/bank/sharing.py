"""Who else may see or change a teacher's bank?"""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from quizapp.accounts.models import Teacher
from quizapp.accounts.people import find_teacher_by_name
from quizapp.articles.models import Article
from quizapp.bank.library_models import Access, BankShare
from quizapp.bank.models import Bank, Question


class SharingError(ValueError):
    """A bank cannot be shared as asked; the message says what to do."""


def share_bank(session: Session, bank: Bank, sign_in_name: str, access: Access) -> Teacher:
    """Open `bank` to the teacher of that name; given again, their access is changed.

    Raises:
        SharingError: nobody signs in under this name, or the owner does.
    """
    teacher = find_teacher_by_name(session, sign_in_name)
    if teacher is None:
        raise SharingError(
            f"No teacher signs in as “{sign_in_name.strip()}”. Ask for the exact sign-in name."
        )
    if teacher.id == bank.teacher_id:
        raise SharingError("This is your own sign-in name; write a colleague's.")
    share = session.get(BankShare, (bank.id, teacher.id))
    if share is None:
        session.add(BankShare(bank_id=bank.id, teacher_id=teacher.id, access=access))
    else:
        share.access = access
    session.flush()
    return teacher


def unshare_bank(session: Session, bank: Bank, teacher_id: int) -> None:
    """Close `bank` to that teacher. Quizzes that they have made go on drawing from it."""
    share = session.get(BankShare, (bank.id, teacher_id))
    if share:
        session.delete(share)
        session.flush()


def list_shares(session: Session, bank_id: int) -> list[BankShare]:
    """Those to whom the bank is open, by name."""
    return list(
        session.scalars(
            select(BankShare)
            .join(BankShare.teacher)
            .where(BankShare.bank_id == bank_id)
            .order_by(Teacher.name, Teacher.id)
        )
    )


def is_readable(teacher_id: int) -> ColumnElement[bool]:
    """The condition for banks that the teacher owns or may read, for a statement with Bank."""
    shared = select(BankShare.bank_id).where(BankShare.teacher_id == teacher_id)
    return or_(Bank.teacher_id == teacher_id, Bank.id.in_(shared))


def list_editable_banks(session: Session, teacher_id: int) -> list[Bank]:
    """The banks whose questions the teacher may change, by title."""
    shared = select(BankShare.bank_id).where(
        BankShare.teacher_id == teacher_id, BankShare.access == Access.EDIT
    )
    wanted = or_(Bank.teacher_id == teacher_id, Bank.id.in_(shared))
    return list(session.scalars(select(Bank).where(wanted).order_by(Bank.title, Bank.id)))


def find_access(session: Session, bank: Bank, teacher_id: int) -> Access | None:
    """What the teacher may do with the bank; an owner may edit."""
    if bank.teacher_id == teacher_id:
        return Access.EDIT
    share = session.get(BankShare, (bank.id, teacher_id))
    return share.access if share else None


def may_read_article(session: Session, article: Article, teacher_id: int) -> bool:
    """Whether the article is the teacher's, or a bank that they may read is about it."""
    if article.teacher_id == teacher_id:
        return True
    asked_about = select(Question.bank_id).where(Question.article_id == article.id)
    readable = select(Bank.id).where(
        is_readable(teacher_id), or_(Bank.article_id == article.id, Bank.id.in_(asked_about))
    )
    return session.scalar(readable.limit(1)) is not None
