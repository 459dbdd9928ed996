"""At which place does a key stand among its options?

Dates and numbers stand in order; anything else is shuffled so that over the bank the keys are
spread evenly. Options that follow the text keep its order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from random import Random

from quizapp.generation.dating import date_key
from quizapp.generation.draft import Kind, Option, QuestionDraft

_PARAGRAPH = "Paragraph "  # "Paragraph 3": named by number, so in the order of numbers


def place_options(drafts: Sequence[QuestionDraft], rng: Random) -> tuple[QuestionDraft, ...]:
    """Print the options: dates and numbers in order, names with the keys spread evenly."""
    places: Counter[int] = Counter()
    placed = []
    for draft in drafts:
        if draft.kind is Kind.MULTIPLE_CHOICE:
            draft = _placed(draft, places, rng)
        placed.append(draft)
    return tuple(placed)


def _placed(draft: QuestionDraft, places: Counter[int], rng: Random) -> QuestionDraft:
    options = draft.options
    if not _are_in_order(options):
        options = _with_key_at_rarest(options, places, rng)
    places[next(i for i, option in enumerate(options) if option.key)] += 1
    wrong = [option.text for option in draft.options if not option.key]
    if not draft.distractor_spans:
        return replace(draft, options=options)  # linking words lean on no span of the passage
    spans = dict(zip(wrong, draft.distractor_spans, strict=True))
    return replace(
        draft,
        options=options,
        distractor_spans=tuple(spans[option.text] for option in options if not option.key),
    )


def _are_in_order(options: Sequence[Option]) -> bool:
    dated = all(date_key(option.text) is not None for option in options)
    return dated or all(option.text.startswith(_PARAGRAPH) for option in options)


def _with_key_at_rarest(
    options: Sequence[Option], places: Counter[int], rng: Random
) -> tuple[Option, ...]:
    others = [option for option in options if not option.key]
    rng.shuffle(others)
    rarest = min(places[i] for i in range(len(options)))
    spot = rng.choice([i for i in range(len(options)) if places[i] == rarest])
    others.insert(spot, next(option for option in options if option.key))
    return tuple(others)
