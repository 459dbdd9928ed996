"""Who may come in? Making teachers, courses and learners, and signing them in."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime
from random import Random

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quizapp.accounts.models import Course, Enrolment, FormerCode, Learner, Teacher
from quizapp.accounts.passwords import (
    MINIMUM_LENGTH,
    find_weakness,
    fold_name,
    hash_password,
    is_password,
)
from quizapp.accounts.sign_ins import end_all_sign_ins
from quizapp.wording import Wording

# No 0/O, 1/I/L: a code is read off a board and typed on a phone.
CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 6


class AccountError(ValueError):
    """An account cannot be made as asked; the message says what to do."""


class WeakPasswordError(AccountError):
    """A teacher's password is short or easy to guess."""


def setup_code(secret_key: str) -> str:
    """The code that opens the set-up page until the first teacher of their own exists."""
    digest = hmac.new(secret_key.encode(), b"first teacher", hashlib.sha256).digest()
    letters = [CODE_LETTERS[byte % len(CODE_LETTERS)] for byte in digest[:12]]
    return "-".join("".join(letters[start : start + 4]) for start in (0, 4, 8))


def is_setup_open(session: Session) -> bool:
    """Whether no teacher exists yet, those of the demo not counted."""
    real = select(func.count()).select_from(Teacher).where(Teacher.is_demo.is_(False))
    return session.scalar(real) == 0


def add_teacher(
    session: Session,
    *,
    name: str,
    sign_in_name: str,
    password: str,
    now: datetime,
    is_demo: bool = False,
) -> Teacher:
    """Make a teacher.

    Raises:
        AccountError: a field is empty, the password short or easy to guess, or the sign-in name
            taken.
    """
    _require(name, "Write the teacher's name.")
    folded = fold_name(sign_in_name)
    _require(folded, "Write a sign-in name, such as an e-mail address.")
    if not is_demo:
        _require_strength(password, name, folded)
    if session.scalar(select(Teacher.id).where(Teacher.sign_in_name == folded)):
        raise AccountError(f"A teacher with the sign-in name {folded} exists already.")
    teacher = Teacher(
        name=name.strip(),
        sign_in_name=folded,
        password_hash=hash_password(password),
        is_demo=is_demo,
        created_at=now,
    )
    session.add(teacher)
    session.flush()
    return teacher


def sign_in_teacher(session: Session, sign_in_name: str, password: str) -> Teacher | None:
    """The teacher with this name and password, or nobody."""
    teacher = find_teacher_by_name(session, sign_in_name)
    return teacher if is_password(password, teacher.password_hash if teacher else None) else None


def find_teacher_by_name(session: Session, sign_in_name: str) -> Teacher | None:
    """The teacher who signs in under this name."""
    return session.scalar(select(Teacher).where(Teacher.sign_in_name == fold_name(sign_in_name)))


def add_course(
    session: Session, teacher: Teacher, name: str, *, now: datetime, rng: Random
) -> Course:
    """Make a course of `teacher` with a fresh join code.

    Raises:
        AccountError: the name is empty.
    """
    _require(name, "Write the course's name.")
    course = Course(
        teacher_id=teacher.id,
        name=name.strip(),
        join_code=draw_code(session, rng),
        created_at=now,
    )
    session.add(course)
    session.flush()
    return course


def find_course(session: Session, join_code: str) -> Course | None:
    """The course that `join_code` opens; spaces, hyphens and case do not matter."""
    return session.scalar(select(Course).where(Course.join_code == _fold_code(join_code)))


def find_course_to_sign_in(session: Session, code: str) -> Course | None:
    """The course where `code` signs in: also one that was replaced, for it is on old slips."""
    former = select(FormerCode.course_id).where(FormerCode.code == _fold_code(code))
    return find_course(session, code) or session.scalar(select(Course).where(Course.id.in_(former)))


def join_course(
    session: Session, course: Course, name: str, password: str, *, now: datetime
) -> Learner:
    """Make a learner and enrol them in `course`.

    Raises:
        AccountError: the course takes nobody, the name is empty or taken in this course, or the
            password short.
    """
    require_open(course)
    _require(name, "Write your name.")
    _require_password(password)
    learner = Learner(
        name=" ".join(name.split()), password_hash=hash_password(password), created_at=now
    )
    session.add(learner)
    session.flush()
    enrol(session, course, learner, now=now)
    return learner


def enrol(
    session: Session, course: Course, learner: Learner, *, now: datetime, section: str = ""
) -> Enrolment:
    """Give `learner` a place in `course`, under their name.

    Raises:
        AccountError: the name is taken in this course.
    """
    enrolment = Enrolment(
        course_id=course.id,
        learner_id=learner.id,
        sign_in_name=fold_name(learner.name),
        section=section,
        joined_at=now,
    )
    try:
        with session.begin_nested():
            session.add(enrolment)
            session.flush()
    except IntegrityError as error:
        raise AccountError(_tell_taken(session, course, learner)) from error
    return enrolment


def require_open(course: Course) -> None:
    """Refuse whoever comes to a course that takes nobody.

    Raises:
        AccountError: the course is archived or closed for joining.
    """
    if course.archived_at:
        raise AccountError(
            Wording("%(course)s is over: nobody can join it any more.", course=course.name)
        )
    if course.joining_closed_at:
        raise AccountError(
            Wording(
                "%(course)s is closed for joining. Ask your teacher to let you in.",
                course=course.name,
            )
        )


def sign_in_learner(session: Session, join_code: str, name: str, password: str) -> Learner | None:
    """The learner of that course with this name and password, or nobody."""
    course = find_course_to_sign_in(session, join_code)
    learner = session.scalar(
        select(Learner)
        .join(Enrolment, Enrolment.learner_id == Learner.id)
        .where(
            Enrolment.course_id == (course.id if course and not course.archived_at else None),
            Enrolment.sign_in_name == fold_name(name),
            Enrolment.left_at.is_(None),
        )
    )
    return learner if is_password(password, learner.password_hash if learner else None) else None


def set_password(session: Session, person: Teacher | Learner, password: str) -> None:
    """Give somebody a new password. Whoever is signed in with the old one is so no longer.

    Raises:
        AccountError: the password is short, or a teacher's and easy to guess.
    """
    _require_password(password)
    if isinstance(person, Teacher):
        _require_strength(password, person.name, person.sign_in_name)
    person.password_hash = hash_password(password)
    session.flush()
    end_all_sign_ins(session, type(person), [person.id])


def change_password(session: Session, person: Teacher | Learner, old: str, new: str) -> None:
    """Give somebody the new password that they chose, who knows the old one.

    Raises:
        AccountError: the old password is not theirs, or the new one is short.
    """
    if not is_password(old, person.password_hash):
        raise AccountError(Wording("This is not the password that you have now."))
    set_password(session, person, new)


def draw_code(session: Session, rng: Random) -> str:
    """A join code that no course has or ever had."""
    while True:
        code = "".join(rng.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
        if find_course_to_sign_in(session, code) is None:
            return code


def _fold_code(code: str) -> str:
    return "".join(character for character in code.upper() if character.isalnum())


def _tell_taken(session: Session, course: Course, learner: Learner) -> str:
    """Why the learner's name cannot be had a second time."""
    has_left = session.scalar(
        select(Enrolment.left_at).where(
            Enrolment.course_id == course.id,
            Enrolment.sign_in_name == fold_name(learner.name),
        )
    )
    if has_left:
        return Wording(
            "Somebody called %(name)s was in this course before. If that is you, ask"
            " your teacher to put you back; otherwise add an initial to your name.",
            name=learner.name,
        )
    return Wording(
        "Somebody called %(name)s is already in this course."
        " If that is you, sign in instead; otherwise add an initial to your name.",
        name=learner.name,
    )


def _require(value: str, message: str) -> None:
    if not value.strip():
        raise AccountError(message)


def _require_strength(password: str, *known: str) -> None:
    if weakness := find_weakness(password, *known):
        raise WeakPasswordError(weakness)


def _require_password(password: str) -> None:
    if len(password) < MINIMUM_LENGTH:
        raise AccountError(
            Wording("Choose a password of at least %(least)s characters.", least=MINIMUM_LENGTH)
        )
