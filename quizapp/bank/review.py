"""How does a question change? Adding, deciding on its status, editing, version by version."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp.articles.models import Article
from quizapp.bank.content import find_version, load_current, make_version, to_draft
from quizapp.bank.indexing import IN_FORCE
from quizapp.bank.models import (
    Bank,
    DecidedQuestion,
    Question,
    QuestionVersion,
    ReviewDecision,
)
from quizapp.bank.rules import Broken, check_question, check_unfinished
from quizapp.generation.draft import QuestionDraft, Span, Status


class ReviewError(ValueError):
    """A question cannot be changed as asked; `broken` names the rules it would break."""

    def __init__(self, broken: list[Broken]) -> None:
        super().__init__("; ".join(item.message for item in broken))
        self.broken = broken


@dataclass(frozen=True)
class Decided:
    """What became of a decision: the questions that changed, and those that could not.

    `unread` were to be approved together with others, and nobody has read them yet.
    """

    changed: tuple[Question, ...]
    refused: tuple[tuple[Question, ReviewError], ...]
    unread: tuple[Question, ...] = ()


def add_bank(session: Session, article: Article, *, now: datetime) -> Bank:
    """The article's bank, made when it has none yet."""
    bank = session.scalar(select(Bank).where(Bank.article_id == article.id))
    if bank is None:
        bank = Bank(
            teacher_id=article.teacher_id,
            article_id=article.id,
            title=article.title,
            created_at=now,
        )
        session.add(bank)
        session.flush()
    return bank


def add_questions(
    session: Session, bank: Bank, drafts: Iterable[QuestionDraft], *, now: datetime
) -> tuple[QuestionDraft, ...]:
    """Add the drafts about the bank's article that are not there yet (by uid); return them.

    A question about the article that has moved to another bank is there.
    """
    is_there = (Question.bank_id == bank.id) | (Question.article_id == bank.article_id)
    held = set(session.scalars(select(Question.uid).where(is_there)))
    fresh = tuple(draft for draft in drafts if draft.uid not in held)
    questions = [
        Question(
            bank_id=bank.id,
            article_id=bank.article_id,
            uid=draft.uid,
            status=draft.status,
            latest=1,
        )
        for draft in fresh
    ]
    session.add_all(questions)
    session.flush()
    session.add_all(
        make_version(question, draft, number=1, teacher_id=None, now=now)
        for question, draft in zip(questions, fresh, strict=True)
    )
    session.flush()
    return fresh


def decide(
    session: Session,
    questions: Sequence[Question],
    status: Status,
    *,
    teacher_id: int,
    now: datetime,
    from_list: bool = False,
) -> Decided:
    """Give the questions another status, as one decision that can be taken back as one.

    What is no sound question is not approved; what has the status already is left alone.
    `from_list` when whoever decides has only stems before them: what a language model wrote and
    no teacher has edited is not approved then.
    """
    changing = [it for it in questions if it.status is not status]
    held = _find_unread(session, changing) if from_list and status is Status.APPROVED else set()
    unread = tuple(it for it in changing if it.id in held)
    errors = _find_errors(session, questions) if status is Status.APPROVED else {}
    refused = tuple((it, errors[it.id]) for it in questions if it.id in errors.keys() - held)
    changed = [it for it in changing if it.id not in errors.keys() | held]
    if changed:
        decision = ReviewDecision(teacher_id=teacher_id, status=status, decided_at=now)
        decision.questions = [
            DecidedQuestion(question_id=it.id, before=it.status) for it in changed
        ]
        session.add(decision)
    for question in changed:
        question.status = status
    session.flush()
    return Decided(tuple(changed), refused, unread)


def find_questions(session: Session, bank_id: int, ids: Iterable[int]) -> list[Question]:
    """Those of the questions with these ids that are in the bank, in the order they were added."""
    chosen = select(Question).where(Question.bank_id == bank_id, Question.id.in_(list(ids)))
    return list(session.scalars(chosen.order_by(Question.id)))


def find_last_decision(session: Session, bank_id: int, teacher_id: int) -> ReviewDecision | None:
    """The teacher's newest decision on questions of the bank that was not taken back."""
    return session.scalar(
        select(ReviewDecision)
        .join(DecidedQuestion, DecidedQuestion.decision_id == ReviewDecision.id)
        .join(Question, Question.id == DecidedQuestion.question_id)
        .where(
            Question.bank_id == bank_id,
            ReviewDecision.teacher_id == teacher_id,
            ReviewDecision.undone_at.is_(None),
        )
        .order_by(ReviewDecision.id.desc())
        .limit(1)
    )


def undo(session: Session, decision: ReviewDecision, *, now: datetime) -> list[Question]:
    """Take a decision back; what has been decided anew since then stays as it is."""
    ids = [it.question_id for it in decision.questions]
    decided_since = session.scalars(
        select(DecidedQuestion.question_id)
        .join(ReviewDecision, ReviewDecision.id == DecidedQuestion.decision_id)
        .where(
            DecidedQuestion.question_id.in_(ids),
            ReviewDecision.id > decision.id,
            ReviewDecision.undone_at.is_(None),
        )
    ).all()
    restored = []
    for it in decision.questions:
        if it.question_id not in decided_since and it.question.status is decision.status:
            it.question.status = it.before
            restored.append(it.question)
    decision.undone_at = now
    session.flush()
    return restored


def restore(
    session: Session, question: Question, number: int, *, teacher_id: int, now: datetime
) -> None:
    """Let the question say again what its version `number` said, as a new version.

    Raises:
        LookupError: there is no such version.
        ReviewError: what it said breaks a rule; nothing is changed.
    """
    version = find_version(session, question.id, number)
    if version is None:
        raise LookupError(f"the question has no version {number}")
    edit(session, question, to_draft(version, question), teacher_id=teacher_id, now=now)


def edit(
    session: Session, question: Question, draft: QuestionDraft, *, teacher_id: int, now: datetime
) -> None:
    """Supersede the version in force by a new one that says `draft`.

    A draft that stays one may go on without its evidence.

    Raises:
        ReviewError: the new version would break a rule; nothing is changed.
    """
    stays_draft = question.status is Status.DRAFT and draft.status is Status.DRAFT
    check = check_unfinished if stays_draft else check_question
    broken = check(draft, _paragraphs(question))
    if broken:
        raise ReviewError(broken)
    session.refresh(question, ["latest"], with_for_update=True)  # of two edits, one comes after
    number = question.latest + 1
    session.add(make_version(question, draft, number=number, teacher_id=teacher_id, now=now))
    question.latest = number
    session.flush()


def find_span(
    paragraphs: tuple[str, ...], paragraph: int, quote: str, at: int | None = None
) -> Span | None:
    """Where `quote` stands in paragraph number `paragraph`, white space folded at its ends.

    Of several places it is the one that begins at `at`, otherwise the first.
    """
    wanted = quote.strip()
    if not wanted or not 1 <= paragraph <= len(paragraphs):
        return None
    text = paragraphs[paragraph - 1]
    here = at is not None and at >= 0 and text.startswith(wanted, at)
    start = at if here and at is not None else text.find(wanted)
    return None if start < 0 else Span(paragraph, start, start + len(wanted), wanted)


def count_by_status(session: Session, bank_ids: Iterable[int]) -> dict[int, dict[Status, int]]:
    """How many questions of each status each bank has."""
    rows = session.execute(
        select(Question.bank_id, Question.status, func.count())
        .where(Question.bank_id.in_(list(bank_ids)))
        .group_by(Question.bank_id, Question.status)
    )
    counts: dict[int, dict[Status, int]] = {}
    for bank_id, status, count in rows:
        counts.setdefault(bank_id, {})[status] = count
    return counts


def _paragraphs(question: Question) -> tuple[str, ...]:
    return question.article.to_document().paragraphs


def _find_unread(session: Session, questions: Sequence[Question]) -> set[int]:
    """Which of these say what a language model wrote, as it wrote it."""
    own_words = (
        select(Question.id)
        .join(QuestionVersion, IN_FORCE)
        .where(QuestionVersion.writer != "", QuestionVersion.teacher_id.is_(None))
        .where(Question.id.in_([it.id for it in questions]))
    )
    return set(session.scalars(own_words))


def _find_errors(session: Session, questions: Sequence[Question]) -> dict[int, ReviewError]:
    """What forbids to approve these questions, by id; in a fixed number of statements."""
    articles = {it.article_id: it.article for it in questions}
    paragraphs = {key: it.to_document().paragraphs for key, it in articles.items()}
    errors = {}
    for question, draft in load_current(session, questions):
        broken = check_question(draft, paragraphs[question.article_id])
        if broken:
            errors[question.id] = ReviewError(broken)
    return errors
