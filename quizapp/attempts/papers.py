"""Which papers did the learners of an assignment get?"""

from __future__ import annotations

from itertools import groupby

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session, aliased

from quizapp.accounts.models import Learner
from quizapp.attempts.models import Attempt, PaperItem
from quizapp.bank.learnt import LearntDifficulty, choose_band
from quizapp.bank.models import QuestionVersion
from quizapp.quizzes.balance import DrawnPaper
from quizapp.quizzes.models import Assignment


def list_papers(session: Session, assignment_id: int) -> dict[int, DrawnPaper]:
    """The paper of each attempt, by the attempt's id: by learner, then in the order taken.

    A learner's second paper and those after it bear the attempt's number. A question is as hard
    as it was known to be when the papers were drawn (see `drawing`). One statement.
    """
    every, whole = aliased(Attempt), aliased(Assignment)
    begun = (
        select(func.min(every.started_at))
        .join(whole, whole.id == every.assignment_id)
        .where(
            whole.quiz_id
            == select(Assignment.quiz_id).where(Assignment.id == assignment_id).scalar_subquery()
        )
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            Attempt.id,
            Attempt.number,
            Learner.name,
            QuestionVersion.difficulty,
            QuestionVersion.origin,
            case((LearntDifficulty.since <= begun, LearntDifficulty.band)).label("learnt"),
            PaperItem.max_score,
        )
        .join(Learner, Learner.id == Attempt.learner_id)
        .join(PaperItem, PaperItem.attempt_id == Attempt.id)
        .join(QuestionVersion, QuestionVersion.id == PaperItem.version_id)
        .outerjoin(LearntDifficulty, LearntDifficulty.version_id == QuestionVersion.id)
        .where(Attempt.assignment_id == assignment_id)
        .order_by(Learner.name, Learner.id, Attempt.number, PaperItem.position)
    )
    papers = {}
    for attempt_id, group in groupby(rows, key=lambda row: row.id):
        items = list(group)
        label = items[0].name
        if items[0].number > 1:
            label += f", attempt {items[0].number}"
        questions = tuple(
            (choose_band(item.difficulty, item.origin, item.learnt), item.max_score)
            for item in items
        )
        papers[attempt_id] = DrawnPaper(label, questions)
    return papers
