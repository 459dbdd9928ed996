"""A teacher at the form of a quiz: its pages, what is sent from them, and what is kept."""

from __future__ import annotations

from typing import Any

from flask import Flask
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict

from quizapp.bank.models import Bank
from quizapp.db import db
from quizapp.quizzes.models import Assignment, Quiz
from quizapp.quizzes.rules import QuizRules
from quizapp.quizzes.terms import read_rules
from tests.web.worlds import Ids


def rules_of(app: Flask, quiz_id: int) -> QuizRules:
    with app.app_context():
        return read_rules(db.session.get_one(Quiz, quiz_id))


def count_quizzes(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Quiz)) or 0


Sent = dict[str, list[str]]


def change(fields: MultiDict[str, str], **changes: Any) -> Sent:
    """What is sent when some fields are filled anew; a list stands for several boxes."""
    sent: Sent = fields.to_dict(flat=False)
    del sent["csrf_token"]  # of the page it was read on; a visitor sends the own one
    for name, value in changes.items():
        sent[name.replace("__", "-")] = value if isinstance(value, list) else [value]
    return sent


def new_page(ids: Ids) -> str:
    return f"/teach/banks/{ids.bank_id}/quizzes/new"


def edit_page(ids: Ids) -> str:
    return f"/teach/quizzes/{ids.quiz_id}/edit"


def list_banks(app: Flask) -> list[int]:
    with app.app_context():
        return list(db.session.scalars(select(Bank.id).order_by(Bank.id)))


def newest(app: Flask) -> int:
    with app.app_context():
        return db.session.scalars(select(func.max(Quiz.id))).one()


def list_given(app: Flask, quiz_id: int) -> list[int]:
    with app.app_context():
        found = select(Assignment.course_id).where(Assignment.quiz_id == quiz_id)
        return sorted(db.session.scalars(found))
