"""What is due for practice, and what becomes of an answer?

A question that was missed is due at once; from its first review on it has a card, and FSRS says
when it is due again. A learner's practice is theirs alone: no grade comes of it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from quizapp.accounts.needs import lock_learner
from quizapp.attempts.answers import Value
from quizapp.attempts.scoring import mark_response
from quizapp.bank.content import load_versions
from quizapp.progress.models import PracticeCard, PracticeReview
from quizapp.progress.practisable import Practisable
from quizapp.progress.rating import rate
from quizapp.progress.scheduling import LEARNT_FROM, Memory, schedule
from quizapp.quizzes.estimating import seconds_for

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Outlook:
    """What there is to practise: the questions due now, the longest due first, and how many are
    due later today and in the seven days after; `next_due` is when the first of those is."""

    due: tuple[int, ...]
    later_today: int
    this_week: int
    cards: int
    next_due: datetime | None


@dataclass(frozen=True)
class Given:
    """An answer to a card: `number` is that of the review that it makes."""

    number: int
    value: Value
    seconds: int | None = None
    certainty: int | None = None


def list_cards(session: Session, learner_id: int) -> dict[int, PracticeCard]:
    """The learner's cards, by question."""
    rows = session.scalars(select(PracticeCard).where(PracticeCard.learner_id == learner_id))
    return {it.question_id: it for it in rows}


def look_ahead(
    practisable: Mapping[int, Practisable],
    cards: Mapping[int, PracticeCard],
    *,
    now: datetime,
    midnight: datetime,
) -> Outlook:
    """What is due of these questions; `midnight` is when the learner's day ends. (pure)"""
    kept = [cards[key] for key in practisable if key in cards]
    fresh = [key for key, it in practisable.items() if it.missed_in and key not in cards]
    due = sorted((it for it in kept if it.due <= now), key=lambda it: (it.due, it.question_id))
    later = sorted(it.due for it in kept if it.due > now)
    return Outlook(
        due=(*(it.question_id for it in due), *sorted(fresh)),
        later_today=sum(it < midnight for it in later),
        this_week=sum(midnight <= it < midnight + WEEK for it in later),
        cards=len(kept) + len(fresh),
        next_due=next(iter(later), None),
    )


def review_question(
    session: Session, learner_id: int, asked: Practisable, given: Given, *, now: datetime
) -> PracticeReview | None:
    """Score an answer and set when the question is due again.

    None, and nothing is changed, when that review is there already: a form that is sent twice
    counts once.
    """
    # Of two answers that are sent at once, one comes after.
    lock_learner(session, learner_id)
    card = find_card(session, learner_id, asked.question_id)
    if given.number != number_of_next(card):
        return None
    draft = load_versions(session, [asked.version_id])[asked.version_id]
    share = mark_response(draft, given.value, Decimal(1), asked.rules).share
    rating = rate(
        float(share), given.seconds, expected=seconds_for(draft), certainty=given.certainty
    )
    memory = schedule(_remember(card), rating, now=now)
    card = _keep(session, card, memory, learner_id, asked.question_id)
    review = PracticeReview(
        card_id=card.id,
        number=given.number,
        version_id=asked.version_id,
        at=now,
        value=given.value,
        share=float(share),
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


def find_card(session: Session, learner_id: int, question_id: int) -> PracticeCard | None:
    return session.scalar(
        select(PracticeCard)
        .where(PracticeCard.learner_id == learner_id, PracticeCard.question_id == question_id)
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


def count_learnt(cards: Collection[PracticeCard]) -> int:
    """How many of the cards will be remembered for weeks. (pure)"""
    return sum(it.stability >= LEARNT_FROM for it in cards)


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
    question_id: int,
) -> PracticeCard:
    if card is None:
        card = PracticeCard(learner_id=learner_id, question_id=question_id, reviews=0)
        session.add(card)
    for name, value in vars(memory).items():
        setattr(card, name, value)
    card.reviews += 1
    session.flush()
    return card
