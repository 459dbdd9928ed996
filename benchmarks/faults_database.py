"""What does the database hold before and after? A class with a quiz, and what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from flask_migrate import upgrade
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from benchmarks.faults_learner import Ledger, Save
from quizapp import create_app
from quizapp.accounts.models import Learner
from quizapp.accounts.passwords import hash_password
from quizapp.accounts.people import add_course, add_teacher, enrol
from quizapp.attempts.models import Attempt, PaperItem, Response
from quizapp.bank.content import load_latest
from quizapp.bank.loading import load_bank
from quizapp.bank.review import decide
from quizapp.clock import now
from quizapp.config import ROOT, Settings
from quizapp.db import begin_write, db
from quizapp.generation.draft import Kind, Status
from quizapp.quizzes.rules import QuizRules, draw
from quizapp.quizzes.setting import add_quiz, assign_quiz

BANK = ROOT / "questions" / "kazakhstan-january-2022.intermediate.yaml"
PASSWORD = "correct horse"
QUESTIONS = 8


@dataclass(frozen=True)
class ClassRoom:
    """What a learner has to know to sit the quiz."""

    course_code: str
    assignment_id: int


@dataclass(frozen=True)
class Findings:
    """What is wrong in the database, counted; all but `saves` and `attempts` should be 0.

    `missing`: a save that was confirmed is not there with its value. `duplicates`: rows that
    nobody has sent, or sent once and kept twice. `unsettled`: handed in, yet open or without
    a score.
    """

    saves: int
    missing: int
    duplicates: int
    attempts: int
    attempts_twice: int
    unsettled: int

    @property
    def are_sound(self) -> bool:
        return not (self.missing or self.duplicates or self.attempts_twice or self.unsettled)


def fill_database(
    settings: Settings, names: Sequence[str], questions: int = QUESTIONS
) -> ClassRoom:
    """Migrate the empty database and write a class into it, with an untimed quiz.

    As many attempts are allowed as anybody wants, so that one too many can happen.
    """
    app = create_app(settings)
    with app.app_context():
        upgrade()
        session = db.session()
        begin_write(session)
        room = _make_class(session, names, questions)
        session.commit()
        db.session.remove()
        db.engine.dispose()
    return room


def _make_class(session: Session, names: Sequence[str], questions: int) -> ClassRoom:
    at = now()
    teacher = add_teacher(
        session, name="Ms Test", sign_in_name="teacher", password=PASSWORD, now=at
    )
    bank = load_bank(session, teacher, BANK, now=at)
    others = [
        question
        for question, _, draft in load_latest(session, bank.id)
        if draft.kind is not Kind.MULTIPLE_CHOICE
    ]
    decide(session, others, Status.RETIRED, teacher_id=teacher.id, now=at)
    course = add_course(session, teacher, "English 10A", now=at, rng=Random(1))
    password_hash = hash_password(PASSWORD)  # once for all: it takes long, and is checked for each
    for name in names:
        learner = Learner(name=name, password_hash=password_hash, created_at=at)
        session.add(learner)
        session.flush()
        enrol(session, course, learner, now=at)
    quiz = add_quiz(session, teacher, [bank], QuizRules("Faults", draw(questions)), now=at)
    assignment = assign_quiz(session, quiz, course, opens_at=None, closes_at=None, now=at)
    return ClassRoom(course.join_code, assignment.id)


def audit(settings: Settings, ledgers: Sequence[Ledger]) -> Findings:
    """Hold what the learners were told against what the database holds."""
    engine = create_engine(settings.sqlalchemy_url)
    with Session(engine) as session:
        attempts = session.scalars(select(Attempt)).all()
        rows = session.scalars(select(Response)).all()
        orders = {
            (item.attempt_id, item.position): item.printed_order
            for item in session.scalars(select(PaperItem))
        }
    engine.dispose()
    kept = Counter((row.attempt_id, row.position, row.tab, row.sequence, row.value) for row in rows)
    by_id = {attempt.id: attempt for attempt in attempts}

    def as_row(ledger: Ledger, save: Save) -> tuple[int, int, str, int, tuple[str, ...]]:
        order = orders[ledger.attempt_id, save.position]
        value = (order[save.option],)
        return (ledger.attempt_id, save.position, save.tab, save.sequence, value)

    saved = [as_row(ledger, save) for ledger in ledgers for save in ledger.saved]
    sent = {as_row(ledger, save) for ledger in ledgers for save in ledger.sent}
    submitted = [by_id[ledger.attempt_id] for ledger in ledgers if ledger.has_submitted]
    return Findings(
        saves=len(saved),
        missing=sum(row not in kept for row in saved),
        duplicates=len(rows) - len(sent & kept.keys()),
        attempts=len(attempts),
        attempts_twice=len(attempts) - len({attempt.learner_id for attempt in attempts}),
        unsettled=sum(it.closed_at is None or it.score is None for it in submitted),
    )
