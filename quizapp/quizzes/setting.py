"""How does a quiz come to be? Making it from banks and giving it to courses."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from ipaddress import ip_network

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from quizapp.accounts.models import Course, Teacher
from quizapp.articles.models import Article
from quizapp.bank.content import list_approved, load_current
from quizapp.bank.learnt import list_bands
from quizapp.bank.models import Bank, Question, QuestionVersion, SpanRole, VersionSpan
from quizapp.generation.draft import QuestionDraft, Status
from quizapp.quizzes.assembly import Candidate, count_available
from quizapp.quizzes.models import Assignment, Quiz
from quizapp.quizzes.rules import (
    BellRule,
    Layout,
    Moment,
    Navigation,
    QuizRules,
    ReviewPolicy,
)
from quizapp.quizzes.terms import review_policy, write_rules

TITLE = 200  # characters, as its column


class QuizError(ValueError):
    """A quiz cannot be made or assigned as asked; the message says what to do.

    `field` is the field of the rules, or of the window, that has to change; `slot` is the
    first slot (from 0) that cannot be filled.
    """

    def __init__(self, field: str, message: str, *, slot: int | None = None) -> None:
        super().__init__(message)
        self.field, self.slot = field, slot


def add_quiz(
    session: Session, teacher: Teacher, banks: Sequence[Bank], rules: QuizRules, *, now: datetime
) -> Quiz:
    """Make a quiz of `teacher` that draws from `banks`.

    Raises:
        QuizError: the rules contradict themselves, or the banks cannot fill the paper.
    """
    quiz = Quiz(teacher_id=teacher.id, banks=list(banks), created_at=now)
    _check(session, banks, rules)
    write_rules(quiz, _named(rules, banks))
    session.add(quiz)
    session.flush()
    session.refresh(quiz, ["question_count", "max_score"])
    return quiz


def change_quiz(
    session: Session, quiz: Quiz, rules: QuizRules, banks: Sequence[Bank] | None = None
) -> None:
    """Give `quiz` other rules, and other banks where some are named. Attempts that run keep
    their paper and their time.

    Raises:
        QuizError: the rules contradict themselves, or the banks cannot fill the paper.
    """
    banks = quiz.banks if banks is None else list(banks)
    _check(session, banks, rules)
    _check_windows(session, quiz, rules.review)
    # Old rows go first: the new ones may bear the same keys.
    quiz.slots, quiz.review_rights, quiz.feedback = [], [], []
    session.flush()
    quiz.banks = banks
    write_rules(quiz, _named(rules, banks))
    session.flush()
    session.refresh(quiz, ["question_count", "max_score"])


def assign_quiz(
    session: Session,
    quiz: Quiz,
    course: Course,
    *,
    opens_at: datetime | None,
    closes_at: datetime | None,
    now: datetime,
) -> Assignment:
    """Give `quiz` to `course`; given again, the window is moved.

    Raises:
        QuizError: the window closes before it opens, or never while answers wait for that.
    """
    if opens_at and closes_at and opens_at >= closes_at:
        raise QuizError("closes_at", "The quiz closes before it opens; put the closing time later.")
    if waits_for_closing(review_policy(quiz)) and closes_at is None:
        raise QuizError(
            "closes_at", "Learners see the answers after it closes: write when it closes."
        )
    assignment = session.scalar(
        select(Assignment).where(Assignment.quiz_id == quiz.id, Assignment.course_id == course.id)
    )
    if assignment is None:
        assignment = Assignment(quiz_id=quiz.id, course_id=course.id, created_at=now)
        session.add(assignment)
    assignment.opens_at, assignment.closes_at = opens_at, closes_at
    session.flush()
    return assignment


def waits_for_closing(policy: ReviewPolicy) -> bool:
    """Whether something is shown only once the window has closed."""
    later = {aspect for moment, aspect in policy if moment is Moment.AFTER_CLOSING}
    return later > {aspect for moment, aspect in policy if moment is Moment.WHILE_OPEN}


def list_candidates(
    session: Session, *bank_ids: int, known_at: Callable[[], datetime | None] | None = None
) -> list[Candidate]:
    """The approved questions of the banks, as hard as they are known to be now, or were then."""
    found = list_approved(session, bank_ids)
    sources = {it.question_id: it.copied_from_id for it in found}
    bands = list_bands(session, [it.version_id for it in found], known_at)
    return [
        Candidate(
            it.version_id,
            it.question_id,
            it.draft,
            it.article_id,
            _trace(it.question_id, sources),
            bands.get(it.version_id),
        )
        for it in found
    ]


def list_hiding(session: Session, text: str, *bank_ids: int) -> list[QuestionDraft]:
    """The approved questions of the banks that hide words of a text, which is told by its sha256:
    the reading view asks for them on every page, and most questions hide none."""
    hiding = (
        select(QuestionVersion.question_id)
        .join(Question, Question.id == QuestionVersion.question_id)
        .join(VersionSpan, VersionSpan.version_id == QuestionVersion.id)
        .join(Article, Article.id == Question.article_id)
        .where(
            QuestionVersion.number == Question.latest,
            Question.bank_id.in_(bank_ids),
            Question.status == Status.APPROVED,
            Article.sha256 == text,
            VersionSpan.role == SpanRole.HIDDEN,
        )
    )
    found = session.scalars(select(Question).where(Question.id.in_(hiding))).all()
    return [draft for _, draft in load_current(session, found)] if found else []


def _trace(question_id: int, sources: Mapping[int, int | None]) -> int:
    """What the question was copied from, by way of copies that are candidates too."""
    while (source := sources.get(question_id)) is not None:
        question_id = source
    return question_id


def list_quizzes(session: Session, teacher_id: int) -> list[tuple[Quiz, list[str]]]:
    """The teacher's quizzes, the newest first, with the names of the courses they went to."""
    quizzes = session.scalars(
        select(Quiz)
        .where(Quiz.teacher_id == teacher_id)
        .options(selectinload(Quiz.banks))
        .order_by(Quiz.created_at.desc(), Quiz.id.desc())
    ).all()
    names: dict[int, list[str]] = {quiz.id: [] for quiz in quizzes}
    for quiz_id, name in session.execute(
        select(Assignment.quiz_id, Course.name)
        .join(Course, Course.id == Assignment.course_id)
        .where(Assignment.quiz_id.in_(names))
        .order_by(Course.name)
    ):
        names[quiz_id].append(name)
    return [(quiz, names[quiz.id]) for quiz in quizzes]


def _named(rules: QuizRules, banks: Sequence[Bank]) -> QuizRules:
    """A quiz without a title is named after its banks."""
    title = rules.title.strip() or "; ".join(dict.fromkeys(bank.title for bank in banks))
    return replace(rules, title=title if len(title) <= TITLE else f"{title[: TITLE - 1].rstrip()}…")


def _check(session: Session, banks: Sequence[Bank], rules: QuizRules) -> None:
    """Refuse what no paper can be made of, in a sentence that says what to do."""
    timing, attempts = rules.timing, rules.attempts
    if timing.question_seconds and attempts.navigation is not Navigation.SEQUENTIAL:
        raise QuizError(
            "question_seconds", "A limit for each question needs questions that only go forward."
        )
    if attempts.navigation is Navigation.SEQUENTIAL and attempts.layout is not Layout.ONE:
        raise QuizError("layout", "Questions that only go forward are shown one at a time.")
    if (timing.at_bell is BellRule.GRACE) != bool(timing.submit_grace_seconds):
        raise QuizError(
            "submit_grace_seconds", "Say how long handing in stays possible after the bell."
        )
    if rules.scoring.uses_certainty and rules.scoring.negative_share:
        raise QuizError(
            "negative_share", "Certainty has negative marks of its own; leave the others at 0."
        )
    _check_addresses(attempts.ip_ranges)
    if not banks:
        raise QuizError("banks", "Choose at least one bank that the quiz draws from.")
    bank_ids = [bank.id for bank in banks]
    _check_fixed(session, bank_ids, rules)
    _check_paper(
        list_candidates(session, *bank_ids), rules, "The bank" if len(banks) == 1 else "These banks"
    )


def _check_fixed(session: Session, bank_ids: Sequence[int], rules: QuizRules) -> None:
    """A fixed question stands on every paper, so its bank has to be among the quiz's."""
    fixed = [slot.question_id for slot in rules.paper.slots if slot.question_id is not None]
    fallen = session.execute(
        select(QuestionVersion.stem, Bank.title)
        .join(Question, Question.id == QuestionVersion.question_id)
        .join(Bank, Bank.id == Question.bank_id)
        .where(
            Question.id.in_(fixed),
            Question.bank_id.not_in(bank_ids),
            QuestionVersion.number == Question.latest,
        )
        .order_by(Question.id)
        .limit(1)
    ).first()
    if fallen:
        raise QuizError(
            "banks",
            f"“{fallen.stem}” stands on every paper and is in the bank “{fallen.title}”:"
            " keep that bank, or choose another question for its slot.",
        )


def _check_paper(candidates: Sequence[Candidate], rules: QuizRules, source: str) -> None:
    """Some questions cannot stand on one paper, so what is available is what a paper can hold."""
    filled = count_available(candidates, rules.paper)
    short = [at for at, slot in enumerate(rules.paper.slots) if filled[at] < slot.count]
    if short:
        available = sum(filled)
        raise QuizError(
            "slots",
            f"{source} can fill {available} of {rules.question_count} places;"
            f" ask for {available} or fewer, choose more skills, or approve more questions.",
            slot=short[0],
        )


def _check_windows(session: Session, quiz: Quiz, policy: ReviewPolicy) -> None:
    """What is shown after the closing would stay hidden where the quiz never closes."""
    if not waits_for_closing(policy):
        return
    endless = session.scalar(
        select(Course.name)
        .join(Assignment, Assignment.course_id == Course.id)
        .where(Assignment.quiz_id == quiz.id, Assignment.closes_at.is_(None))
        .order_by(Course.name)
        .limit(1)
    )
    if endless is not None:
        raise QuizError(
            "review",
            f"Learners see the answers after it closes: first write when it closes for {endless}.",
        )


def _check_addresses(ranges: Sequence[str]) -> None:
    for it in ranges:
        try:
            ip_network(it, strict=False)
        except ValueError as error:
            raise QuizError(
                "ip_ranges", f"{it} is no range of IP addresses; write 192.168.1.0/24, for example."
            ) from error
