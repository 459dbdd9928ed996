"""A course in which everything has happened, and how it goes into a file and comes back."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from hashlib import sha256
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.accounts.enrolling import leave, list_enrolments
from quizapp.accounts.models import Course, Enrolment, Learner, Teacher
from quizapp.accounts.needs import Needs, set_needs
from quizapp.accounts.people import join_course
from quizapp.attempts import deciding, extending, sitting
from quizapp.attempts.admission import Visitor
from quizapp.attempts.history import tell
from quizapp.attempts.mended import list_asked
from quizapp.attempts.models import Attempt
from quizapp.attempts.responses import final_responses
from quizapp.attempts.result import ALL, report
from quizapp.attempts.ruled import RulingKind
from quizapp.attempts.rulings import find_verdicts
from quizapp.bank.content import load_versions
from quizapp.bank.copying import copy_questions, list_sources
from quizapp.bank.duplicates import keep_both
from quizapp.bank.library import add_collection
from quizapp.bank.models import Bank, Question
from quizapp.bank.pictures import keep_pictures
from quizapp.bank.review import decide, edit, find_last_decision, undo
from quizapp.bank.tags import set_bank_tags, set_question_tags
from quizapp.course_archive.contents import MANIFEST
from quizapp.course_archive.planning import CoursePlan, plan_course
from quizapp.course_archive.reading import open_course
from quizapp.course_archive.restoring import restore_course
from quizapp.course_archive.writing import write_course
from quizapp.generation.draft import Difficulty, Kind, Picture, Skill, Status
from quizapp.gradebook import deciding as grades
from quizapp.gradebook import terms
from quizapp.quizzes.models import Assignment
from quizapp.quizzes.overriding import OverrideRules
from quizapp.quizzes.rules import PRACTICE, FeedbackBand, SlotRule
from quizapp.quizzes.setting import add_quiz, assign_quiz
from quizapp.quizzes.terms import scoring_rules
from tests.attempts.rulings import DROP, TO_ALL, accept, another_key, mend, take_back
from tests.attempts.sittings import GRACE, answer, answer_rightly
from tests.conftest import MovableClock
from tests.factories import (
    PASSWORD,
    World,
    choice,
    make_ferry_bank,
    make_rules,
    make_world,
)
from tests.web.worlds import PICTURE, PICTURE_SHA256

LIMIT = 20 * 60


def fill_course(session: Session, clock: MovableClock) -> World:
    """A course of one teacher with rows in every table of a course file."""
    world = make_world(
        session,
        clock(),
        closes_at=clock() + timedelta(days=3),
        marked_by_hand=True,
        max_attempts=3,
        access_code="blue door",
        ip_ranges=("10.0.0.0/8",),
    )
    _work_on_banks(session, world, clock)
    second = _assign_second(session, world, clock)
    bea = join_course(session, world.course, "Bea Quill", PASSWORD, now=clock())
    bea.external_id = "007"
    set_needs(session, bea.id, Needs(time_multiplier=1.25, break_count=2, break_seconds=60))
    rules = OverrideRules(max_attempts=5, closes_at=clock() + timedelta(days=9), access_code="b")
    extending.arrange(session, world.assignment, bea, rules, world.teacher, now=clock())
    _sit_with_decisions(session, world, clock)
    _sit_with_a_break(session, world, second, bea, clock)
    _leave_after_work(session, world, second, clock)
    _mend_keys(session, world, clock)
    _say_how_grades_are_made(session, world, bea, clock)
    session.flush()
    return world


def _say_how_grades_are_made(
    session: Session, world: World, learner: Learner, clock: MovableClock
) -> None:
    """Terms, a category with a quiz, a period, and a grade that was decided about twice."""
    course, day = world.course, clock().date()
    terms.set_terms(session, course, missed_counts=True, other_weight=Decimal("0.5"))
    category = terms.keep_category(
        session, course, None, name="Tests", weight=Decimal(3), drop_lowest=1
    )
    terms.categorise(session, course, {world.assignment.id: category.id})
    last = day + timedelta(days=30)
    terms.keep_period(session, course, None, title="Spring", first_day=day, last_day=last)
    about = grades.About(world.assignment, learner.id)
    grades.excuse(session, about, world.teacher, reason="Ill", now=clock())
    grades.comment(session, about, world.teacher, words="Get well soon.", now=clock())
    about = grades.About(world.assignment, world.learner.id)
    grades.set_score(
        session,
        about,
        world.teacher,
        score=Decimal("7.25"),
        max_score=Decimal(12),
        reason="Read aloud",
        now=clock(),
    )


def _work_on_banks(session: Session, world: World, clock: MovableClock) -> None:
    """Versions, a picture, decisions that stand and one that was taken back, tags, a kept pair."""
    questions = session.scalars(
        select(Question).where(Question.bank_id == world.bank.id).order_by(Question.id)
    ).all()
    keep_pictures(session, {PICTURE_SHA256: PICTURE})
    pictures = (Picture(PICTURE_SHA256, "A bridge in fog"),)
    why = "The second paragraph names her."
    draft = choice(rationale=why, pictures=pictures, writer="llama3.2:3b")
    edit(session, questions[0], draft, teacher_id=world.teacher.id, now=clock())
    for status, chosen in ((Status.RETIRED, questions[2:4]), (Status.APPROVED, questions[2:4])):
        clock.move(minutes=1)
        decide(session, chosen, status, teacher_id=world.teacher.id, now=clock())
    decide(session, questions[4:5], Status.DRAFT, teacher_id=world.teacher.id, now=clock())
    last = find_last_decision(session, world.bank.id, world.teacher.id)
    assert last
    undo(session, last, now=clock())
    set_bank_tags(session, world.bank, ["bridges", "тест"])
    set_question_tags(session, questions[0], ["names"])
    keep_both(session, questions[0], questions[1])


def _assign_second(session: Session, world: World, clock: MovableClock) -> Assignment:
    """A practice quiz from three banks, with slots of every sort."""
    clock.move(hours=1)
    ferry = make_ferry_bank(session, world.teacher, clock())
    shelf = add_collection(session, world.teacher, "Shelf", now=clock())
    sources = list_sources(session, world.teacher.id, bank_id=world.bank.id)[:2]
    copy_questions(session, sources, shelf, world.teacher, now=clock())
    fixed = session.scalars(select(Question.id).where(Question.bank_id == ferry.id)).first()
    slots = (
        SlotRule(1, question_id=fixed, weight=Decimal("2.5")),
        SlotRule(2, skills=(Skill.DETAIL,), kinds=(Kind.MULTIPLE_CHOICE, Kind.TRUE_FALSE)),
        SlotRule(1, difficulty=Difficulty.EASY),
    )
    rules = make_rules(
        title="Crossings",
        slots=slots,
        review=PRACTICE,
        is_practice=False,
        feedback=(FeedbackBand(0, "Read again."), FeedbackBand(80, "Well read – bravo!")),
        time_limit_seconds=LIMIT,
        max_attempts=None,
    )
    banks: list[Bank] = [world.bank, ferry, shelf]
    quiz = add_quiz(session, world.teacher, banks, rules, now=clock())
    return assign_quiz(session, quiz, world.course, opens_at=None, closes_at=None, now=clock())


def start(
    session: Session, assignment: Assignment, learner: Learner, clock: MovableClock
) -> Attempt:
    return sitting.start(
        session,
        assignment,
        learner,
        now=clock(),
        rng=Random(5),
        grace_seconds=GRACE,
        visitor=Visitor("blue door", "10.1.1.1"),
    )


def _sit_with_decisions(session: Session, world: World, clock: MovableClock) -> None:
    """Answers in time and late ones that were accepted, marks by hand, an attempt that runs."""
    attempt = start(session, world.assignment, world.learner, clock)
    for item in attempt.items[:9]:
        clock.move(seconds=11)
        answer_rightly(session, attempt, item, clock())
    item = next(it for it in attempt.items if it.version.kind is Kind.SHORT_ANSWER)
    answer(session, attempt, item.position, "a “flüt”, =1+1", now=clock())
    clock.move(seconds=LIMIT)
    answer_rightly(session, attempt, attempt.items[9], clock())
    sitting.submit(session, attempt.id, now=clock())
    deciding.accept_late(session, attempt.id, world.teacher, now=clock())
    deciding.mark_by_hand(session, item, Decimal("0.3"), "Nearly.", world.teacher, now=clock())
    clock.move(minutes=5)
    again = start(session, world.assignment, world.learner, clock)
    answer_rightly(session, again, again.items[0], clock())
    extending.add_time(session, again.id, 5, world.teacher, now=clock())


def _sit_with_a_break(
    session: Session, world: World, second: Assignment, bea: Learner, clock: MovableClock
) -> None:
    attempt = start(session, second, bea, clock)
    sitting.hold(session, attempt.id, "tab-1", now=clock())
    answer(session, attempt, 1, now=clock())
    extending.start_break(session, attempt.id, now=clock())
    clock.move(seconds=25)
    answer_rightly(session, attempt, attempt.items[1], clock())
    sitting.check(session, attempt.id, 2, now=clock())
    sitting.flag(session, attempt.id, 1, flagged=True)
    sitting.submit(session, attempt.id, now=clock())
    deciding.reopen(session, attempt.id, world.teacher, 5, now=clock())
    sitting.submit(session, attempt.id, now=clock())


def _leave_after_work(
    session: Session, world: World, second: Assignment, clock: MovableClock
) -> None:
    """A namesake, who has left with an attempt."""
    twin = Learner(name="Ada Lovelace", external_id="0042", password_hash="", created_at=clock())
    session.add(twin)
    session.flush()
    session.add(
        Enrolment(
            course_id=world.course.id,
            learner_id=twin.id,
            sign_in_name="ada lovelace 2",
            section="B",
            joined_at=clock(),
        )
    )
    session.flush()
    attempt = start(session, second, twin, clock)
    sitting.submit(session, attempt.id, now=clock())
    leave(session, list_enrolments(session, world.course.id, [twin.id]), now=clock())


def _mend_keys(session: Session, world: World, clock: MovableClock) -> None:
    """A key that was mended twice, more accepted answers, and a question that was dropped."""
    asked = {it.version.kind: it.version.id for it in list_asked(session, world.quiz.id)}
    mend(session, world, asked[Kind.TRUE_FALSE], TO_ALL, clock())
    clock.move(minutes=1)
    mend(session, world, asked[Kind.TRUE_FALSE], another_key(1), clock(), corrects=True)
    mend(session, world, asked[Kind.SHORT_ANSWER], accept(RulingKind.ACCEPT_BOTH, "ice"), clock())
    mend(session, world, asked[Kind.NUMERICAL], DROP, clock())
    undone = mend(session, world, asked[Kind.MATCHING], DROP, clock())
    clock.move(minutes=1)
    take_back(session, world, undone, clock())


def export(session: Session, course: Course, clock: MovableClock, **more: Any) -> bytes:
    out = io.BytesIO()
    options = {"with_learners": True, **more}
    write_course(session, course, out, now=clock(), **options)
    return out.getvalue()


@dataclass(frozen=True)
class Brought:
    course: Course
    plan: CoursePlan


def bring(session: Session, raw: bytes, teacher: Teacher) -> Brought:
    with open_course(io.BytesIO(raw)) as archive:
        plan = plan_course(session, archive, teacher)
        return Brought(restore_course(session, archive, plan, teacher, rng=Random(9)), plan)


def list_attempts(session: Session, course: Course) -> list[Attempt]:
    found = select(Attempt).where(Attempt.assignment.has(course_id=course.id))
    return list(session.scalars(found.order_by(Attempt.id)))


def describe_result(session: Session, attempt: Attempt) -> object:
    """All that the page of a result and its log say."""
    drafts = load_versions(session, [it.version_id for it in attempt.items])
    responses = final_responses(session, attempt.id)
    quiz = attempt.assignment.quiz
    verdicts = find_verdicts(session, quiz.id)
    items = report(attempt.items, drafts, responses, ALL, scoring_rules(quiz), verdicts)
    return attempt.learner.name, attempt.score, attempt.closed_at, items, tell(session, attempt)


def read_members(raw: bytes) -> dict[str, bytes]:
    """All that a file says, without what its manifest says of the moment."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name != MANIFEST}


def change_members(raw: bytes, changed: Mapping[str, bytes | None], **manifest: Any) -> bytes:
    """The file with other members (None: without them) that its manifest tells of as written."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        told = json.loads(archive.read(MANIFEST))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**read_members(raw), **changed}.items():
            if content is not None:
                archive.writestr(name, content)
                rows = content.count(b"\n")
                told["members"][name] = {"rows": rows, "sha256": sha256(content).hexdigest()}
        archive.writestr(MANIFEST, json.dumps({**told, **manifest}))
    return out.getvalue()


def change_row(raw: bytes, member: str, row: int, **values: Any) -> bytes:
    """The file with other values in row `row` (from 1) of a member."""
    lines = read_members(raw)[member].splitlines(keepends=True)
    lines[row - 1] = json.dumps({**json.loads(lines[row - 1]), **values}).encode() + b"\n"
    return change_members(raw, {member: b"".join(lines)})
