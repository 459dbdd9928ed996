"""What becomes of an answer in practice? It is marked, kept, and sets when the card is due again.

From its first review on a question or a kept word has a card, and FSRS says when it is due. There
is one way for both. A learner's practice is theirs alone: no grade comes of it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from quizapp.accounts.needs import lock_learner
from quizapp.attempts.answers import Value
from quizapp.attempts.ruled import Verdict, mark_ruled
from quizapp.bank.content import load_versions
from quizapp.generation.draft import QuestionDraft
from quizapp.notebook.words import find_word
from quizapp.progress.models import PracticeCard, PracticeReview, Subject, Topic, WordTask
from quizapp.progress.practisable import Practisable
from quizapp.progress.rating import rate
from quizapp.progress.scheduling import LEARNT_FROM, Memory, schedule
from quizapp.progress.word_questions import SECONDS, WordQuestion, describe
from quizapp.quizzes.estimating import seconds_for
from quizapp.quizzes.rules import ScoringRules

_COLUMNS = {Topic.QUESTION: PracticeCard.question_id, Topic.WORD: PracticeCard.kept_word_id}


@dataclass(frozen=True)
class Given:
    """An answer to a card: `number` is that of the review that it makes."""

    number: int
    value: Value
    seconds: int | None = None
    certainty: int | None = None


@dataclass(frozen=True)
class _Asked:
    """What was asked: `expected` seconds are what it takes; of a question a version, of a word
    a task. `kept` is the answer as its review keeps it."""

    subject: Subject
    draft: QuestionDraft
    rules: ScoringRules
    expected: int
    kept: Value
    version_id: int | None = None
    task: WordTask | None = None
    verdict: Verdict | None = None


def list_cards(session: Session, learner_id: int) -> dict[Subject, PracticeCard]:
    """The learner's cards, by what they are about."""
    rows = session.scalars(select(PracticeCard).where(PracticeCard.learner_id == learner_id))
    return {it.subject: it for it in rows}


def review_question(
    session: Session, learner_id: int, asked: Practisable, given: Given, *, now: datetime
) -> PracticeReview | None:
    """Score an answer and set when the question is due again.

    None, and nothing is changed, when that review is there already: a form that is sent twice
    counts once.
    """
    draft = load_versions(session, [asked.version_id])[asked.version_id]
    subject = Subject(Topic.QUESTION, asked.question_id)
    it = _Asked(
        subject,
        draft,
        asked.rules,
        seconds_for(draft),
        given.value,
        version_id=asked.version_id,
        verdict=asked.verdict,
    )
    return _review(session, learner_id, it, given, now)


def review_word(
    session: Session, learner_id: int, asked: WordQuestion, given: Given, *, now: datetime
) -> PracticeReview | None:
    """The same for a word that the learner has kept; None also when it has just been removed."""
    if find_word(session, learner_id, asked.kept_word_id, keep=True) is None:
        return None
    subject = Subject(Topic.WORD, asked.kept_word_id)
    kept = describe(asked, given.value)
    it = _Asked(subject, asked.draft, asked.rules, SECONDS[asked.task], kept, task=asked.task)
    return _review(session, learner_id, it, given, now)


def _review(
    session: Session, learner_id: int, asked: _Asked, given: Given, now: datetime
) -> PracticeReview | None:
    # Of two answers that are sent at once, one comes after.
    lock_learner(session, learner_id)
    card = find_card(session, learner_id, asked.subject)
    if given.number != number_of_next(card):
        return None
    mark = mark_ruled(asked.draft, given.value, Decimal(1), asked.rules, verdict=asked.verdict)
    share = float(mark.share)
    rating = rate(share, given.seconds, expected=asked.expected, certainty=given.certainty)
    card = _keep(session, card, schedule(_remember(card), rating, now=now), learner_id, asked)
    review = PracticeReview(
        card_id=card.id,
        number=given.number,
        version_id=asked.version_id,
        task=asked.task,
        at=now,
        value=asked.kept,
        share=share,
        rating=int(rating),
        seconds=given.seconds,
        certainty=given.certainty,
    )
    session.add(review)
    session.flush()
    return review


def bring_forward(
    session: Session, learner_id: int, question_ids: Collection[int], *, now: datetime
) -> None:
    """Make these questions due now; those without a card are due already."""
    session.execute(
        update(PracticeCard)
        .where(
            PracticeCard.learner_id == learner_id,
            PracticeCard.question_id.in_(list(question_ids)),
            PracticeCard.due > now,
            PracticeCard.last_review <= now,
        )
        .values(due=now)
    )


def find_card(session: Session, learner_id: int, subject: Subject) -> PracticeCard | None:
    return session.scalar(
        select(PracticeCard)
        .where(PracticeCard.learner_id == learner_id, _COLUMNS[subject.topic] == subject.id)
        .execution_options(populate_existing=True)
    )


def number_of_next(card: PracticeCard | None) -> int:
    """The number that the next review of a card bears."""
    return card.reviews + 1 if card else 1


def find_last_review(session: Session, card: PracticeCard) -> PracticeReview:
    return session.scalars(
        select(PracticeReview).where(
            PracticeReview.card_id == card.id, PracticeReview.number == card.reviews
        )
    ).one()


def list_reviews(session: Session, learner_id: int, since: datetime) -> list[PracticeReview]:
    """The learner's reviews from a moment on, in order."""
    return list(
        session.scalars(
            select(PracticeReview)
            .join(PracticeCard, PracticeCard.id == PracticeReview.card_id)
            .where(PracticeCard.learner_id == learner_id, PracticeReview.at >= since)
            .order_by(PracticeReview.at, PracticeReview.id)
        )
    )


def list_reviews_of(session: Session, card_ids: Collection[int]) -> Sequence[PracticeReview]:
    """All reviews of these cards, card by card, in order."""
    return session.scalars(
        select(PracticeReview)
        .where(PracticeReview.card_id.in_(card_ids))
        .order_by(PracticeReview.card_id, PracticeReview.number)
    ).all()


def is_learnt(card: PracticeCard) -> bool:
    """Whether the card will be remembered for weeks. (pure)"""
    return card.stability >= LEARNT_FROM


def _remember(card: PracticeCard | None) -> Memory | None:
    if card is None:
        return None
    return Memory(
        card.state, card.step, card.stability, card.difficulty, card.due, card.last_review
    )


def _keep(
    session: Session,
    card: PracticeCard | None,
    memory: Memory,
    learner_id: int,
    asked: _Asked,
) -> PracticeCard:
    if card is None:
        about = {_COLUMNS[asked.subject.topic].key: asked.subject.id}
        card = PracticeCard(learner_id=learner_id, reviews=0, **about)
        session.add(card)
    for name, value in vars(memory).items():
        setattr(card, name, value)
    card.reviews += 1
    session.flush()
    return card
