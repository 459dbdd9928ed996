"""When is a card due next? FSRS, with the time given and nothing left to chance. (pure)

The algorithm is that of the `fsrs` package (Ye, Su and Cao 2022; Su et al., Optimizing Spaced
Repetition Schedule by Capturing the Dynamics of Memory, IEEE TKDE 2023) with its own weights:
a card is due when the chance of a right answer has fallen to nine in ten.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from fsrs import Card, Rating, Scheduler, State

from quizapp.progress.models import CardState

# A question takes longer than a flash card, and its explanation was just read: asked again within
# the same minutes it would test nothing. So there is one short step, and then whole days.
SHORTEST = timedelta(minutes=10)
LONGEST_DAYS = 365
LEARNT_FROM = 21.0  # days of stability, as other programs call a card mature

_STATES = {
    CardState.LEARNING: State.Learning,
    CardState.REVIEW: State.Review,
    CardState.RELEARNING: State.Relearning,
}
_NAMES = {state: name for name, state in _STATES.items()}
_SCHEDULER = Scheduler(
    learning_steps=(SHORTEST,),
    relearning_steps=(SHORTEST,),
    maximum_interval=LONGEST_DAYS,
    enable_fuzzing=False,
)


@dataclass(frozen=True)
class Memory:
    """How well a card is remembered, and when it is due; the fields are those of a card."""

    state: CardState
    step: int | None
    stability: float
    difficulty: float
    due: datetime
    last_review: datetime


def schedule(memory: Memory | None, rating: Rating, *, now: datetime) -> Memory:
    """What becomes of a card (None: it was never reviewed) with a review at `now`."""
    at = now.astimezone(UTC)
    card, _ = _SCHEDULER.review_card(_to_card(memory, at), rating, at)
    assert card.stability is not None
    assert card.difficulty is not None
    return Memory(_NAMES[card.state], card.step, card.stability, card.difficulty, card.due, at)


def _to_card(memory: Memory | None, now: datetime) -> Card:
    """The card as the package wants it; without an id and a due date it would ask the time."""
    if memory is None:
        return Card(card_id=0, due=now)
    return Card(
        card_id=0,
        state=_STATES[memory.state],
        step=memory.step,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=memory.due,
        last_review=memory.last_review,
    )
