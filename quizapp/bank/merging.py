"""What becomes of two banks that are made one? A plan, which a page shows and which is carried out.

The questions move as they are: their ids, versions and attempts stay what they were.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.bank.content import load_latest
from quizapp.bank.copying import FreeUids, find_content
from quizapp.bank.library import delete_bank
from quizapp.bank.models import Bank, Question
from quizapp.bank.sharing import list_shares
from quizapp.bank.tags import list_bank_tags, set_bank_tags


class MergeError(ValueError):
    """Two banks cannot be merged; the message says what to do."""


@dataclass(frozen=True)
class MovePlan:
    """What happens to the questions of `source` when they go to `target`.

    `uids` are the new codes of those whose code the target has already; `doubles` the stems that
    stand word for word in both. A source that is an article's home stays, empty. `losing` and
    `gaining` are the colleagues who will no longer, or newly, see the questions that move.
    """

    source: Bank
    target: Bank
    moving: int
    uids: dict[int, str]
    doubles: list[str]
    source_stays: bool
    losing: list[str]
    gaining: list[str]


def plan_move(session: Session, source: Bank, target: Bank) -> MovePlan:
    """Say exactly what `move_questions` will do.

    Raises:
        MergeError: both are one bank, or they are of two teachers.
    """
    if source.id == target.id:
        raise MergeError("Choose another bank: this is the one that you want to merge.")
    if source.teacher_id != target.teacher_id:
        raise MergeError("Both banks have to be your own. Copy the questions instead.")
    moving, held = load_latest(session, source.id), load_latest(session, target.id)
    free = FreeUids(question.uid for question, _, _ in held)
    contents = {find_content(draft, question.article_id) for question, _, draft in held}
    uids: dict[int, str] = {}
    for question, _, _ in moving:
        uid = free.give(question.uid)
        if uid != question.uid:
            uids[question.id] = uid
    doubles = [
        draft.stem
        for question, _, draft in moving
        if find_content(draft, question.article_id) in contents
    ]
    before, after = _list_readers(session, source), _list_readers(session, target)
    return MovePlan(
        source,
        target,
        len(moving),
        uids,
        doubles,
        source_stays=source.article_id is not None,
        losing=[before[key] for key in before if key not in after],
        gaining=[after[key] for key in after if key not in before],
    )


def move_questions(session: Session, plan: MovePlan) -> None:
    """Carry out the plan; an emptied collection is deleted unless something else needs it."""
    questions = session.scalars(
        select(Question).where(Question.bank_id == plan.source.id).order_by(Question.id)
    ).all()
    for question in questions:
        question.uid = plan.uids.get(question.id, question.uid)
        question.bank = plan.target
    session.flush()
    tags = list_bank_tags(session, [plan.source.id, plan.target.id])
    set_bank_tags(session, plan.target, {word for words in tags.values() for word in words})
    if not plan.source_stays:
        delete_bank(session, plan.source)


def _list_readers(session: Session, bank: Bank) -> dict[int, str]:
    """The names of the colleagues to whom the bank is open, by id."""
    return {share.teacher_id: share.teacher.name for share in list_shares(session, bank.id)}
