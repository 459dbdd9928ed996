"""Which papers did the learners of an assignment get?"""

from __future__ import annotations

from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.accounts.models import Learner
from quizapp.attempts.models import Attempt, PaperItem
from quizapp.bank.models import QuestionVersion
from quizapp.quizzes.balance import DrawnPaper


def list_papers(session: Session, assignment_id: int) -> dict[int, DrawnPaper]:
    """The paper of each attempt, by the attempt's id: by learner, then in the order taken.

    A learner's second paper and those after it bear the attempt's number. One statement.
    """
    rows = session.execute(
        select(
            Attempt.id,
            Attempt.number,
            Learner.name,
            QuestionVersion.difficulty,
            PaperItem.max_score,
        )
        .join(Learner, Learner.id == Attempt.learner_id)
        .join(PaperItem, PaperItem.attempt_id == Attempt.id)
        .join(QuestionVersion, QuestionVersion.id == PaperItem.version_id)
        .where(Attempt.assignment_id == assignment_id)
        .order_by(Learner.name, Learner.id, Attempt.number, PaperItem.position)
    )
    papers = {}
    for attempt_id, group in groupby(rows, key=lambda row: row.id):
        items = list(group)
        label = items[0].name
        if items[0].number > 1:
            label += f", attempt {items[0].number}"
        questions = tuple((item.difficulty, item.max_score) for item in items)
        papers[attempt_id] = DrawnPaper(label, questions)
    return papers
