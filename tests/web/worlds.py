"""A committed world for tests of pages: only ids and texts leave it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from hashlib import sha256
from random import Random
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.accounts.models import Course, Learner
from quizapp.accounts.people import add_course, join_course
from quizapp.articles.models import Article
from quizapp.attempts import sitting
from quizapp.attempts.answers import to_page
from quizapp.attempts.laying import lay, plan_laying
from quizapp.attempts.models import Attempt, Response
from quizapp.attempts.result import key_value
from quizapp.attempts.ruled import RulingKind, Verdict
from quizapp.attempts.rulings import find_in_force
from quizapp.bank.content import current_draft, current_version, load_latest, load_versions
from quizapp.bank.models import Bank, Question, VersionPicture
from quizapp.bank.pictures import keep_pictures
from quizapp.bank.waiting import keep_file
from quizapp.db import db
from quizapp.generation.draft import AcceptedAnswer, Kind, QuestionDraft
from quizapp.gradebook.models import GradeCategory, MarkingPeriod
from quizapp.gradebook.terms import keep_category, keep_period
from quizapp.jobs.asking import SpanJob, request_drafts
from quizapp.jobs.candidates import Candidate
from quizapp.jobs.proposals import Proposed, WriterJob, WriterTask
from quizapp.jobs.proposing import request_proposal
from quizapp.jobs.states import JobState
from quizapp.notebook.notes import Colour, Note, Place, add_note
from quizapp.notebook.words import KeptWord, Sentence, keep_word
from quizapp.quizzes.models import Assignment, Quiz
from quizapp.quizzes.setting import add_quiz, assign_quiz
from tests.factories import (
    PASSWORD,
    World,
    choice,
    make_ferry_bank,
    make_rules,
    make_teacher,
    make_world,
    one_of_each_kind,
    span,
)
from tests.web.same_worlds import lay_world

SECRET = "only-after-the-bell"
LEARNER = "Ada Lovelace"
STRANGER = "Mallory Stone"
GRACE = 60
COUNT = len(one_of_each_kind())
# A GIF of one pixel, and a file of questions that waits to be imported.
PICTURE = bytes.fromhex(
    "47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b"
)
PICTURE_SHA256 = sha256(PICTURE).hexdigest()
WAITING = b"Who opened the bridge?\nA) A cyclist\nB) Jana Kralova\nANSWER: B\n"


@dataclass(frozen=True)
class Ids:
    """Where everything of the world is; the names are those of the pages' addresses."""

    article_id: int
    bank_id: int
    question_id: int
    quiz_id: int
    course_id: int
    learner_id: int
    assignment_id: int
    span_job_id: int
    writer_job_id: int
    note_id: int
    kept_word_id: int
    category_id: int
    period_id: int
    join_code: str
    other_code: str


def build(app: Flask, now: datetime, drafts: tuple[QuestionDraft, ...] = (), **rules: Any) -> Ids:
    """A teacher's world with one learner, and another teacher's course with another."""
    return lay_world(app, partial(_build, app, now, drafts, rules), now=now, drafts=drafts, **rules)


def _build(
    app: Flask, now: datetime, drafts: tuple[QuestionDraft, ...], rules: dict[str, Any]
) -> Ids:
    with app.app_context():
        session = db.session()
        world = make_world(session, now, drafts=drafts, **rules)
        other = make_teacher(session, now, "other")
        course = add_course(session, other, "French 1", now=now, rng=Random(2))
        join_course(session, course, STRANGER, PASSWORD, now=now)
        question = session.scalars(select(Question).order_by(Question.id)).first()
        assert question
        _show_picture(session, question)
        keep_file(session, world.teacher.id, WAITING, "bridge.txt", "aiken", now=now)
        ids = Ids(
            article_id=world.article.id,
            bank_id=world.bank.id,
            question_id=question.id,
            quiz_id=world.quiz.id,
            course_id=world.course.id,
            learner_id=world.learner.id,
            assignment_id=world.assignment.id,
            span_job_id=add_span_job(session, world.article, now).id,
            writer_job_id=add_writer_job(session, question, now).id,
            note_id=_write_note(session, world, now).id,
            kept_word_id=_keep_word(session, world, now).id,
            category_id=_add_category(session, world).id,
            period_id=_add_period(session, world, now).id,
            join_code=world.course.join_code,
            other_code=course.join_code,
        )
        session.commit()
    return ids


def _show_picture(session: Session, question: Question) -> None:
    """Let the question have a picture."""
    keep_pictures(session, {PICTURE_SHA256: PICTURE})
    picture = VersionPicture(position=0, sha256=PICTURE_SHA256, description="A bridge in fog")
    version = current_version(session, question)
    version.pictures = [picture]
    version.created_at += timedelta(microseconds=1)  # another one: it was read without the picture
    session.flush()


def _write_note(session: Session, world: World, now: datetime) -> Note:
    """Let the learner have marked words of the passage."""
    place = Place(1, 8, 14)
    return add_note(
        session, world.learner, world.article, place, colour=Colour.YELLOW, text="Of wood?", now=now
    )


def _keep_word(session: Session, world: World, now: datetime) -> KeptWord:
    """Let the learner have kept a word with its sentence."""
    sentence = Sentence(world.article, 1, 0, 48)
    return keep_word(session, world.learner, "flood", "too much water", sentence, now=now)


def _add_category(session: Session, world: World) -> GradeCategory:
    """Let the course have a category with no quiz in it, which changes nothing."""
    return keep_category(
        session, world.course, None, name="Homework", weight=Decimal(1), drop_lowest=0
    )


def _add_period(session: Session, world: World, now: datetime) -> MarkingPeriod:
    """Let the course have a period, in which its quiz is not: of the last year."""
    first = now.date() - timedelta(days=400)
    last = first + timedelta(days=30)
    return keep_period(
        session, world.course, None, title="Last year", first_day=first, last_day=last
    )


def give_both_articles(app: Flask, ids: Ids, now: datetime, **rules: Any) -> Ids:
    """The world with a quiz about two articles, with all their questions, assigned as well."""
    with app.app_context():
        session = db.session()
        bank = session.get_one(Bank, ids.bank_id)
        banks = [bank, make_ferry_bank(session, bank.teacher, now)]
        count = len(load_latest(session, *(it.id for it in banks)))
        given = make_rules(**{"title": "Crossings", "question_count": count, **rules})
        quiz = add_quiz(session, bank.teacher, banks, given, now=now)
        course = session.get_one(Course, ids.course_id)
        assignment = assign_quiz(session, quiz, course, opens_at=None, closes_at=None, now=now)
        session.commit()
        return replace(ids, quiz_id=quiz.id, assignment_id=assignment.id)


def add_span_job(session: Session, article: Article, now: datetime) -> SpanJob:
    """Words of the passage that a teacher has picked, with a draft of two kinds about them."""
    job = request_drafts(session, article, span(2, "Jana Kralova"), now=now)
    typed = next(it for it in one_of_each_kind() if it.kind is Kind.SHORT_ANSWER)
    drafts = (choice("picked"), replace(typed, uid="picked-typed"))
    job.candidates = tuple(
        Candidate(draft, sum(not option.key for option in draft.options)) for draft in drafts
    )
    job.state, job.ended_at = JobState.DONE, now
    session.flush()
    return job


def add_writer_job(session: Session, question: Question, now: datetime) -> WriterJob:
    """A simpler stem that a language model has proposed to the question's teacher."""
    owner = question.bank.teacher_id
    job = request_proposal(session, question, WriterTask.WORDING, teacher_id=owner, now=now)
    simpler = replace(current_draft(session, question), stem="Who opened it?", writer="scripted-1")
    job.proposed, job.state, job.ended_at = Proposed(draft=simpler), JobState.DONE, now
    session.flush()
    return job


def start_attempt(app: Flask, ids: Ids, now: datetime, *, closed: bool = False) -> int:
    """An attempt of the world's learner, under way or handed in without an answer."""
    with app.app_context():
        session = db.session()
        attempt = sitting.start(
            session,
            session.get_one(Assignment, ids.assignment_id),
            session.get_one(Learner, ids.learner_id),
            now=now,
            rng=Random(1),
            grace_seconds=GRACE,
        )
        if closed:
            sitting.submit(session, attempt.id, now=now)
        session.commit()
        return attempt.id


def lay_ruling(app: Flask, ids: Ids, now: datetime) -> None:
    """The first question, which papers have asked, is given to everybody in the quiz, once."""
    with app.app_context():
        session = db.session()
        if find_in_force(session, ids.quiz_id, 1):
            return
        quiz, verdict = session.get_one(Quiz, ids.quiz_id), Verdict(RulingKind.FULL_CREDIT)
        plan = plan_laying(session, quiz, 1, verdict)
        more: dict[str, Any] = {"reason": "Nobody could know.", "digest": plan.digest}
        lay(session, quiz, 1, verdict, teacher=quiz.teacher, now=now, **more)
        session.commit()


def right_answers(app: Flask, attempt_id: int) -> dict[int, list[str]]:
    """For each position the page's fields that earn the whole score."""
    with app.app_context():
        items = db.session.get_one(Attempt, attempt_id).items
        drafts = load_versions(db.session(), [item.version_id for item in items])
        return {
            item.position: list(
                to_page(
                    drafts[item.version_id],
                    [int(index) for index in item.printed_order],
                    key_value(drafts[item.version_id]),
                )
            )
            for item in items
        }


def find_position(app: Flask, attempt_id: int, kind: Kind) -> int:
    """Where the paper asks its question of `kind`."""
    with app.app_context():
        items = db.session.get_one(Attempt, attempt_id).items
        return next(item.position for item in items if item.version.kind is kind)


def find_question(app: Flask, ids: Ids, kind: Kind) -> int:
    """The id of the bank's question of `kind`."""
    with app.app_context():
        latest = load_latest(db.session(), ids.bank_id)
        return next(question.id for question, _, draft in latest if draft.kind is kind)


def read_question(app: Flask, ids: Ids, question_id: int) -> tuple[int, QuestionDraft]:
    """The number of the version in force, and what it says."""
    with app.app_context():
        for question, version, draft in load_latest(db.session(), ids.bank_id):
            if question.id == question_id:
                return version.number, draft
    raise LookupError(question_id)


def saved_values(app: Flask, attempt_id: int, position: int) -> Sequence[tuple[str, ...]]:
    """Every answer that was kept at a position, in sequence order."""
    with app.app_context():
        return list(
            db.session.scalars(
                select(Response.value)
                .where(Response.attempt_id == attempt_id, Response.position == position)
                .order_by(Response.sequence)
            )
        )


def drafts_with_secrets() -> tuple[QuestionDraft, ...]:
    """A question of each kind whose key-only texts all hold `SECRET`."""
    return tuple(
        replace(
            draft,
            rationale=f"{SECRET}: why",
            options=tuple(replace(it, rationale=f"{SECRET}: option") for it in draft.options),
            accepted_answers=tuple(
                it
                if draft.kind is Kind.NUMERICAL
                else AcceptedAnswer(f"{SECRET} {it.text}", it.gap)
                for it in draft.accepted_answers
            ),
        )
        for draft in one_of_each_kind()
    )
