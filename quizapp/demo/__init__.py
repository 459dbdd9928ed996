"""What does the program look like in use? A seeded class with a history of attempts.

Every learner has a true ability and every question a difficulty; a response is right with
the probability of the one-parameter logistic model with a guess floor (Rasch 1960;
Birnbaum 1968), so that statistics and mastery have something real to find.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import exp
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.accounts.models import Course, Learner, Teacher
from quizapp.accounts.needs import Needs, set_needs
from quizapp.accounts.passwords import hash_password
from quizapp.accounts.people import add_course, add_teacher, enrol
from quizapp.attempts import saving, sitting
from quizapp.attempts.answers import Value, to_page
from quizapp.attempts.models import Attempt, PaperItem
from quizapp.attempts.responses import Answer
from quizapp.attempts.result import key_value
from quizapp.bank.content import load_latest, load_versions
from quizapp.bank.loading import load_shipped_banks
from quizapp.bank.models import Bank
from quizapp.demo.reader import collect_words
from quizapp.generation.draft import (
    CHOICE_KINDS,
    TEXT_KINDS,
    Difficulty,
    Kind,
    Origin,
    QuestionDraft,
    Status,
)
from quizapp.progress.difficulties import keep_difficulties, measure_difficulties
from quizapp.progress.outlook import list_first_due, look_ahead
from quizapp.progress.practice import (
    Given,
    find_card,
    list_cards,
    number_of_next,
    review_question,
)
from quizapp.progress.practisable import list_practisable
from quizapp.quizzes.models import Assignment
from quizapp.quizzes.rules import AttemptRules, QuizRules, TimingRules, draw
from quizapp.quizzes.setting import add_quiz, assign_quiz

TEACHER_NAME, TEACHER_SIGN_IN, PASSWORD = "Dana Omarova", "demo", "demo-class"
COURSES = (("English 10A", 12), ("English 10B", 12), ("Current Affairs Club", 6))
LEARNERS = (
    *("Aigerim Bekova", "Alan Whitfield", "Amina Yusuf", "Arman Serik", "Beatriz Lopes"),
    *("Bilal Hassan", "Chiara Conti", "Dariya Akhmet", "Elif Demir", "Emil Novak"),
    *("Fatima Zahra", "Grace Mbeki", "Hana Sato", "Ivan Petrenko", "Jonas Berg"),
    *("Kamila Nurlan", "Leo Martin", "Lina Haddad", "Madina Orazova", "Marco Silva"),
    *("Nadia Rahman", "Noah Fischer", "Olivia Grant", "Omar Farouk", "Priya Nair"),
    *("Rustam Aliyev", "Sofia Rossi", "Tomas Dvorak", "Yara Mansour", "Zhan Tileu"),
)
DIFFICULTY = {Difficulty.EASY: -1.0, Difficulty.MEDIUM: 0.0, Difficulty.HARD: 1.0}
NEEDS = {
    "Elif Demir": Needs(time_multiplier=1.5),
    "Noah Fischer": Needs(time_multiplier=1.25, break_count=1, break_seconds=300),
    "Hana Sato": Needs(larger_type=True, read_aloud=True),
}
# Days before now at which a quiz opened, its level, and its minutes; the last is still open.
ROUNDS = ((24, "introductory", 20), (16, "intermediate", 25), (8, "advanced", 30))
CURRENT = ("intermediate", 15)
TAKES_PART = 0.88
TAKES_AGAIN = 0.35
LEARNS_PER_ROUND = 0.25
TAB = "demo"
GRACE = timedelta(seconds=60)
# Hours before now at which the first class practised (all attempts are over by then), and how
# many questions each time.
PRACTICE_HOURS = (3, 1)
PRACTISED_AT_ONCE = 4


class DemoExistsError(ValueError):
    """The demo is loaded already."""


@dataclass(frozen=True)
class Demo:
    """What was loaded: the lines that tell how to sign in, and the learners' abilities."""

    sign_ins: list[str]
    abilities: dict[int, float]


def is_untouched(session: Session) -> bool:
    """Whether nobody has an account yet."""
    return session.scalar(select(Teacher.id).limit(1)) is None


def load_demo(session: Session, *, now: datetime, rng: Random) -> Demo:
    """Load a teacher, three courses and 30 learners who have taken quizzes for a month.

    Raises:
        DemoExistsError: the demo's teacher is there already.
    """
    if session.scalar(select(Teacher.id).where(Teacher.sign_in_name == TEACHER_SIGN_IN)):
        raise DemoExistsError("the demo is loaded already; nothing was changed")
    began = now - timedelta(days=28)
    teacher = add_teacher(
        session,
        name=TEACHER_NAME,
        sign_in_name=TEACHER_SIGN_IN,
        password=PASSWORD,
        now=began,
        is_demo=True,
    )
    shipped = load_shipped_banks(session, teacher, now=began)
    banks = {bank.article.level: bank for bank in shipped if bank.article}
    classes = _fill_courses(session, teacher, began, rng)
    abilities = {
        learner.id: rng.gauss(0.4, 0.9) for people in classes.values() for learner in people
    }
    for course, learners in classes.items():
        _play_history(session, course, learners, banks, abilities, now, rng)
    first = next(iter(classes.values()))
    for learner in first:
        _practise(session, learner, abilities[learner.id], now, rng)
    collect_words(session, first[0], banks["introductory"].article, now, rng)
    _leave_some_to_review(session, banks["introductory"])
    keep_difficulties(session, measure_difficulties(session), now=now)
    return Demo(find_sign_ins(session), abilities)


def _leave_some_to_review(session: Session, bank: Bank) -> None:
    """A tray is seldom empty: the generated questions wait as if nobody had looked yet."""
    for question, _, draft in load_latest(session, bank.id):
        if draft.origin is Origin.GENERATED:
            question.status = Status.DRAFT
    session.flush()


def find_sign_ins(session: Session) -> list[str]:
    """How to sign in to the demo; nothing when it is not loaded."""
    teacher = session.scalar(select(Teacher).where(Teacher.sign_in_name == TEACHER_SIGN_IN))
    if teacher is None or not teacher.is_demo:
        return []
    course = session.scalars(
        select(Course).where(Course.teacher_id == teacher.id).order_by(Course.id)
    ).first()
    code = course.join_code if course else "-"
    return [
        f"Demo teacher: sign-in name {TEACHER_SIGN_IN}, password {PASSWORD}",
        f"Demo learner: course code {code}, name {LEARNERS[0]}, password {PASSWORD}",
    ]


def _fill_courses(
    session: Session, teacher: Teacher, began: datetime, rng: Random
) -> dict[Course, list[Learner]]:
    hashed = hash_password(PASSWORD)  # one for all: hashing thirty times would take a second
    names = iter(LEARNERS)
    classes: dict[Course, list[Learner]] = {}
    for title, size in COURSES:
        course = add_course(session, teacher, title, now=began, rng=rng)
        classes[course] = [
            _add_learner(session, course, next(names), hashed, number, began)
            for number in range(1, size + 1)
        ]
    return classes


def _add_learner(
    session: Session, course: Course, name: str, hashed: str, number: int, began: datetime
) -> Learner:
    learner = Learner(
        name=name,
        external_id=f"{course.id:02d}{number:03d}",
        password_hash=hashed,
        created_at=began,
    )
    session.add(learner)
    session.flush()
    enrol(session, course, learner, now=began, section="AB"[number % 2])
    if name in NEEDS:
        set_needs(session, learner.id, NEEDS[name])
    return learner


def _play_history(
    session: Session,
    course: Course,
    learners: list[Learner],
    banks: dict[str, Bank],
    abilities: dict[int, float],
    now: datetime,
    rng: Random,
) -> None:
    """Three quizzes that are over, and one that is open and that some have begun."""
    for place, (days, level, minutes) in enumerate(ROUNDS):
        opened = now - timedelta(days=days)
        quiz = _assign(
            session, course, level, banks[level], minutes, opened, opened + timedelta(days=6)
        )
        for learner in learners:
            growth = LEARNS_PER_ROUND * place
            if rng.random() < TAKES_PART:
                _sit(session, quiz, learner, abilities[learner.id] + growth, opened, rng)
            if rng.random() < TAKES_AGAIN:
                again = opened + timedelta(days=2)
                _sit(session, quiz, learner, abilities[learner.id] + growth, again, rng)
    level, minutes = CURRENT
    opened = now - timedelta(days=1)
    quiz = _assign(session, course, level, banks[level], minutes, opened, now + timedelta(days=5))
    for learner in learners[2 : len(learners) // 2]:
        _sit(session, quiz, learner, abilities[learner.id] + 0.7, opened, rng)
    _begin(session, quiz, learners[1], abilities[learners[1].id], now, rng)


def _assign(
    session: Session,
    course: Course,
    level: str,
    bank: Bank,
    minutes: int,
    opens_at: datetime,
    closes_at: datetime,
) -> Assignment:
    rules = QuizRules(
        title=f"January 2022, {level} ({opens_at.day} {opens_at:%b})",
        paper=draw(10),
        timing=TimingRules(time_limit_seconds=minutes * 60),
        attempts=AttemptRules(max_attempts=2),
    )
    quiz = add_quiz(session, course.teacher, [bank], rules, now=opens_at)
    return assign_quiz(session, quiz, course, opens_at=opens_at, closes_at=closes_at, now=opens_at)


def _sit(
    session: Session,
    assignment: Assignment,
    learner: Learner,
    ability: float,
    earliest: datetime,
    rng: Random,
) -> None:
    """One whole attempt, begun within a day; one in fifteen is left to the bell.

    There the answer to the last question comes when it is too late.
    """
    began = earliest + timedelta(minutes=rng.randint(5, 20 * 60))
    is_left = rng.random() < 1 / 15
    attempt, at = _answer(session, assignment, learner, ability, began, 0.9 if is_left else 1, rng)
    if is_left and attempt.deadline:
        at = attempt.deadline + timedelta(minutes=2)
        item = attempt.items[-1]
        draft = load_versions(session, [item.version_id])[item.version_id]
        _give(session, item, draft, ability, at, rng)
    sitting.submit(session, attempt.id, now=at)


def _begin(
    session: Session,
    assignment: Assignment,
    learner: Learner,
    ability: float,
    now: datetime,
    rng: Random,
) -> None:
    """An attempt that is under way."""
    _answer(session, assignment, learner, ability, now - timedelta(minutes=4), 0.4, rng)


def _answer(
    session: Session,
    assignment: Assignment,
    learner: Learner,
    ability: float,
    began: datetime,
    share: float,
    rng: Random,
) -> tuple[Attempt, datetime]:
    """Start and answer the first `share` of the paper; the attempt, and when that was done."""
    attempt = sitting.start(
        session, assignment, learner, now=began, rng=rng, grace_seconds=GRACE.seconds
    )
    sitting.hold(session, attempt.id, TAB, now=began)
    drafts = load_versions(session, [item.version_id for item in attempt.items])
    at = began
    for item in attempt.items[: round(len(attempt.items) * share)]:
        at += timedelta(seconds=rng.randint(12, 55))
        _give(session, item, drafts[item.version_id], ability, at, rng)
    return attempt, at


def _give(
    session: Session,
    item: PaperItem,
    draft: QuestionDraft,
    ability: float,
    at: datetime,
    rng: Random,
) -> None:
    """Answer one question, as well as the learner can."""
    order = [int(index) for index in item.printed_order]
    fields = to_page(draft, order, draw_value(draft, ability, rng))
    answer = Answer(item.position, TAB, 1, fields, seconds=rng.randint(8, 50))
    saving.respond(session, item.attempt_id, answer, now=at)


def _practise(
    session: Session, learner: Learner, ability: float, now: datetime, rng: Random
) -> None:
    """Two sittings of practice, each with some of what was due then."""
    asked = list_practisable(session, learner.id, grace=GRACE, now=now)
    drafts = load_versions(session, [it.version_id for it in asked.values()])
    for hours in PRACTICE_HOURS:
        at = now - timedelta(hours=hours)
        first_due = list_first_due(asked, (), UTC)
        outlook = look_ahead(first_due, list_cards(session, learner.id), now=at, midnight=at)
        for subject in outlook.due[:PRACTISED_AT_ONCE]:
            it = asked[subject.id]
            draft = drafts[it.version_id]
            card = find_card(session, learner.id, subject)
            value = draw_value(draft, ability + 1, rng)
            seconds, certainty = rng.randint(8, 90), rng.randint(1, 3)
            given = Given(number_of_next(card), value, seconds, certainty)
            review_question(session, learner.id, it, given, now=at)


def draw_value(draft: QuestionDraft, ability: float, rng: Random) -> Value:
    """A learner's response: the key, or something that such a learner would say instead."""
    choices = len(draft.options) if draft.kind in CHOICE_KINDS else 0
    floor = 1 / choices if choices and draft.kind is not Kind.MULTIPLE_RESPONSE else 0.0
    knows = floor + (1 - floor) / (1 + exp(DIFFICULTY[draft.difficulty] - ability))
    return key_value(draft) if rng.random() < knows else _draw_wrong(draft, rng)


def _draw_wrong(draft: QuestionDraft, rng: Random) -> Value:
    if draft.kind in CHOICE_KINDS:
        wrong = [str(index) for index, option in enumerate(draft.options) if not option.key]
        return (rng.choice(wrong),)
    if draft.kind in TEXT_KINDS:
        return () if rng.random() < 0.3 else tuple("0" for _ in key_value(draft))
    swapped = list(key_value(draft))
    first, second = rng.sample(range(len(swapped)), 2)
    swapped[first], swapped[second] = swapped[second], swapped[first]
    return tuple(swapped)
