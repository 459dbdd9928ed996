"""What do quizzes draw from when a bank is merged into another, or is to be deleted?"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.bank.library import LibraryError, delete_bank, refuse_deleting
from quizapp.bank.merging import MovePlan, move_questions, plan_move
from quizapp.bank.models import Bank
from quizapp.bank.sharing import find_access
from quizapp.quizzes.models import Quiz, QuizBank


@dataclass(frozen=True)
class MergePlan:
    """What merging does: to the questions, and to the quizzes that draw from either bank.

    `redrawn` are the quizzes of the source, which draw from the target afterwards; `widened`
    those of the target alone, which may draw the moved questions too. `watchers` are the
    colleagues whose quizzes draw from the target afterwards though it is not shared with them.
    """

    move: MovePlan
    redrawn: list[Quiz]
    widened: list[Quiz]
    watchers: list[str]


def plan_merge(session: Session, source: Bank, target: Bank) -> MergePlan:
    """Say exactly what `merge_banks` will do.

    Raises:
        MergeError: both are one bank, or they are of two teachers.
    """
    move = plan_move(session, source, target)
    redrawn = list_quizzes_of(session, source)
    widened = [quiz for quiz in list_quizzes_of(session, target) if quiz not in redrawn]
    makers = {quiz.teacher_id: quiz.teacher.name for quiz in [*redrawn, *widened]}
    watchers = [name for key, name in makers.items() if find_access(session, target, key) is None]
    return MergePlan(move, redrawn, widened, watchers)


def merge_banks(session: Session, plan: MergePlan) -> None:
    """Carry out the plan: questions move, and quizzes draw from the target once."""
    source, target = plan.move.source, plan.move.target
    for quiz in plan.redrawn:
        kept = [bank for bank in quiz.banks if bank.id not in (source.id, target.id)]
        quiz.banks = [*kept, target]
    session.flush()
    move_questions(session, plan.move)


def list_quizzes_of(session: Session, bank: Bank) -> list[Quiz]:
    """The quizzes that draw from the bank, by title."""
    drawing = select(QuizBank.quiz_id).where(QuizBank.bank_id == bank.id)
    return list(session.scalars(select(Quiz).where(Quiz.id.in_(drawing)).order_by(Quiz.title)))


def refuse_removing(session: Session, bank: Bank) -> str:
    """Why the bank has to stay; nothing when it may be deleted."""
    quizzes = list_quizzes_of(session, bank)
    if quizzes:
        return f"“{quizzes[0].title}” draws from it. Merge it into another bank instead."
    return refuse_deleting(session, bank)


def remove_bank(session: Session, bank: Bank) -> None:
    """Delete an empty collection that no quiz draws from.

    Raises:
        LibraryError: it has to stay.
    """
    if why := refuse_removing(session, bank):
        raise LibraryError(why)
    delete_bank(session, bank)
