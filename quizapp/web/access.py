"""Who may see what? A stranger's things do not exist (404); a role's pages are its own (403)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import ParamSpec, TypeVar, cast

from flask import abort, current_app, flash, redirect, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as BaseResponse

from quizapp.accounts.courses import find_enrolment, is_enrolled
from quizapp.accounts.models import Course, Enrolment, Learner, Teacher
from quizapp.accounts.teaching import owns, teaches
from quizapp.articles.models import Article
from quizapp.attempts.closing import lock_whole
from quizapp.attempts.models import Attempt
from quizapp.attempts.sitting import find_whole
from quizapp.bank.library_models import Access
from quizapp.bank.models import Bank, Question
from quizapp.bank.sharing import find_access, may_read_article
from quizapp.config import Settings
from quizapp.db import db
from quizapp.jobs.asking import SpanJob
from quizapp.jobs.proposals import WriterJob
from quizapp.notebook.notes import Note, find_note
from quizapp.notebook.words import KeptWord
from quizapp.quizzes.models import Assignment, Quiz
from quizapp.quizzes.publishing import find_assignment

P = ParamSpec("P")
R = TypeVar("R")
M = TypeVar("M")

READ_ONLY = "This bank is shared with you to read. Ask its owner to let you edit it."
LARGEST_ID = 2**31 - 1  # what an id's column holds; beyond it the database would complain


def ask_to_sign_in() -> BaseResponse:
    """Send a stranger to the sign-in page of whoever the page is for."""
    teacher = request.path.startswith("/teach")
    flash(gettext("Sign in to see that page."), "info")
    page = "session.teacher_sign_in" if teacher else "session.sign_in"
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for(page, next=wanted))


def teacher_only(view: Callable[P, R]) -> Callable[P, R]:
    """Let teachers pass; a learner gets 403, a stranger the sign-in page."""
    return _role_only(view, "teacher")


def learner_only(view: Callable[P, R]) -> Callable[P, R]:
    """Let learners pass; a teacher gets 403, a stranger the sign-in page."""
    return _role_only(view, "learner")


def _role_only(view: Callable[P, R], role: str) -> Callable[P, R]:
    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        if not current_user.is_authenticated:
            return cast(R, ask_to_sign_in())
        if current_user.role != role:
            abort(403)
        return view(*args, **kwargs)

    return guarded


def the_teacher() -> Teacher:
    """The teacher who is signed in."""
    return cast(Teacher, current_user.person)


def the_learner() -> Learner:
    """The learner who is signed in."""
    return cast(Learner, current_user.person)


def own_id() -> int:
    """The id of the teacher or the learner who is signed in."""
    return cast(int, current_user.id)


def is_teacher() -> bool:
    """Whether a teacher, and no learner, is signed in."""
    return bool(current_user.is_authenticated and current_user.role == "teacher")


def the_settings() -> Settings:
    return cast(Settings, current_app.extensions["settings"])


@dataclass(frozen=True)
class SetWriter:
    """The language model that the operator has set: its name, and to whom texts are sent."""

    model: str
    host: str
    approves: bool  # whether what it wrote without a mark is approved at once


def the_writer() -> SetWriter | None:
    """Whom a teacher may let write; None when the operator has set nobody."""
    settings = the_settings()
    if not settings.writer_url:
        return None
    return SetWriter(settings.writer_model, settings.writer_host, settings.writer_approves)


def now() -> datetime:
    """The present moment by the program's clock."""
    return cast(datetime, current_app.extensions["clock"]())


def own_article(article_id: int) -> Article:
    article = _get(Article, article_id)
    return article if article.teacher_id == own_id() else abort(404)


def own_span_job(span_job_id: int) -> SpanJob:
    job = _get(SpanJob, span_job_id)
    return job if job.article.teacher_id == own_id() else abort(404)


def own_writer_job(writer_job_id: int) -> WriterJob:
    """What the teacher has asked the language model for."""
    job = _get(WriterJob, writer_job_id)
    return job if job.teacher_id == own_id() else abort(404)


def own_bank(bank_id: int) -> Bank:
    bank = _get(Bank, bank_id)
    return bank if bank.teacher_id == own_id() else abort(404)


def readable_article(article_id: int) -> Article:
    """An article that is the teacher's, or that a bank shared with them is about."""
    article = _get(Article, article_id)
    return article if may_read_article(db.session(), article, own_id()) else abort(404)


def readable_bank(bank_id: int) -> Bank:
    """A bank that is the teacher's, or shared with them."""
    bank = _get(Bank, bank_id)
    return bank if is_readable(bank) else abort(404)


def editable_bank(bank_id: int) -> Bank:
    """A bank whose questions the teacher may change; who may only read gets 403."""
    bank = readable_bank(bank_id)
    return bank if is_editable(bank) else abort(403, READ_ONLY)


def readable_question(question_id: int) -> Question:
    """A question in a bank that the teacher may read."""
    question = _get(Question, question_id)
    readable_bank(question.bank_id)
    return question


def editable_question(question_id: int) -> Question:
    """A question in a bank whose questions the teacher may change."""
    question = _get(Question, question_id)
    editable_bank(question.bank_id)
    return question


def any_question(question_id: int) -> Question:
    """A question of whichever bank, for who looks next whether the teacher's quiz asks it."""
    return _get(Question, question_id)


def is_readable(bank: Bank) -> bool:
    """Whether the bank is open to the teacher who is signed in."""
    return find_access(db.session(), bank, own_id()) is not None


def is_editable(bank: Bank) -> bool:
    """Whether the teacher who is signed in may change the bank's questions."""
    return find_access(db.session(), bank, own_id()) is Access.EDIT


def own_quiz(quiz_id: int) -> Quiz:
    quiz = _get(Quiz, quiz_id)
    return quiz if is_own_quiz(quiz) else abort(404)


def is_own_quiz(quiz: Quiz) -> bool:
    """Whether the teacher may open the quiz; a course may sit a co-teacher's quiz too."""
    return quiz.teacher_id == own_id()


def is_taught(course: Course) -> bool:
    """Whether the teacher who is signed in teaches the course."""
    return teaches(db.session(), course, own_id())


def own_course(course_id: int) -> Course:
    """A course that the teacher teaches: as its owner or beside the owner."""
    course = _get(Course, course_id)
    return course if is_taught(course) else abort(404)


def course_as_owner(course_id: int) -> Course:
    """A course of the teacher's own; who only teaches it beside the owner gets 403."""
    course = own_course(course_id)
    return course if owns(course, own_id()) else abort(403)


def learner_in(course: Course, learner_id: int) -> Learner:
    """A learner of the course, also one who has left."""
    return enrolment_in(course, learner_id).learner


def taught_learner(course: Course, learner_id: int) -> Learner:
    """A learner who is in the course now: name, password and needs are the learner's everywhere,
    so who has left is changed by those who teach them today."""
    enrolment = enrolment_in(course, learner_id)
    return enrolment.learner if enrolment.left_at is None else abort(404)


def enrolment_in(course: Course, learner_id: int) -> Enrolment:
    """A learner's place in the course, also of one who has left."""
    learner = _get(Learner, learner_id)
    return find_enrolment(db.session(), course.id, learner.id) or abort(404)


def taught_attempt(attempt_id: int) -> Attempt:
    """An attempt in a course that the teacher teaches."""
    attempt = _get(Attempt, attempt_id)
    return attempt if is_taught(attempt.assignment.course) else abort(404)


def taught_assignment(assignment_id: int) -> Assignment:
    """An assignment to a course that the teacher teaches."""
    assignment = _get(Assignment, assignment_id)
    return assignment if is_taught(assignment.course) else abort(404)


def own_assignment(assignment_id: int) -> Assignment:
    """An assignment of a course that the learner is in."""
    known = assignment_id <= LARGEST_ID
    assignment = find_assignment(db.session(), assignment_id) if known else None
    if assignment is None:
        abort(404)
    enrolled = is_enrolled(db.session(), assignment.course_id, own_id())
    return assignment if enrolled else abort(404)


def own_attempt(attempt_id: int) -> Attempt:
    """An attempt of the learner who is signed in."""
    attempt = _get(Attempt, attempt_id)
    return attempt if attempt.learner_id == own_id() else abort(404)


def own_whole_attempt(attempt_id: int) -> Attempt:
    """As `own_attempt`, for a page that shows the quiz as well: it is read along."""
    found = find_whole(db.session(), attempt_id) if attempt_id <= LARGEST_ID else None
    return found if found and found.learner_id == own_id() else abort(404)


def own_locked_attempt(attempt_id: int) -> Attempt:
    """As `own_whole_attempt`, locked until the transaction ends."""
    found = lock_whole(db.session(), attempt_id) if attempt_id <= LARGEST_ID else None
    return found if found and found.learner_id == own_id() else abort(404)


def own_note(article: Article, note_id: int) -> Note:
    """A note of the learner's own on this article."""
    learner_id = own_id()
    found = None
    if note_id <= LARGEST_ID:
        found = find_note(db.session(), learner_id, article.id, note_id)
    return found or abort(404)


def own_word(kept_word_id: int) -> KeptWord:
    """A word of the learner's own list."""
    word = _get(KeptWord, kept_word_id)
    return word if word.learner_id == own_id() else abort(404)


def read_ids(fields: MultiDict[str, str], name: str) -> list[int]:
    """The ids that a request sends under `name`; what can be no id is left out."""
    return [it for it in fields.getlist(name, type=int) if 0 < it <= LARGEST_ID]


def _get(model: type[M], key: int) -> M:
    found = db.session.get(model, key) if key <= LARGEST_ID else None
    return found or abort(404)
