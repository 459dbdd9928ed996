"""What was drafted about picked words, and how does a teacher's choice make one question of it?"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from sqlalchemy import Dialect, Text, TypeDecorator

from quizapp.bank.file import to_draft, to_entry
from quizapp.generation.dating import date_key
from quizapp.generation.draft import Kind, Option, QuestionDraft
from quizapp.generation.option_order import place_options
from quizapp.generation.targeting import TargetedDraft

FEWEST, MOST = 2, 4  # distractors that a question may have


@dataclass(frozen=True)
class Candidate:
    """A draft with every wrong option that could stand in it, and how many are suggested.

    The suggested distractors come first; `draft.distractor_spans` follow them in order.
    """

    draft: QuestionDraft
    suggested: int

    @property
    def distractors(self) -> tuple[Option, ...]:
        return tuple(option for option in self.draft.options if not option.key)

    @property
    def has_choice(self) -> bool:
        """Whether its distractors can be chosen: those of other kinds belong together."""
        return self.draft.kind is Kind.MULTIPLE_CHOICE


class ChoiceError(ValueError):
    """These distractors make no question; the message says what to choose."""


def offer(targeted: TargetedDraft) -> Candidate:
    """The draft with all that the text supplies, the draft's own distractors first."""
    draft = targeted.draft
    count = sum(not option.key for option in draft.options)
    if draft.kind is not Kind.MULTIPLE_CHOICE or len(draft.distractor_spans) != count:
        return Candidate(draft, count)
    wide = replace(
        draft,
        options=(*draft.options, *(rival.option for rival in targeted.proposals)),
        distractor_spans=(
            *draft.distractor_spans,
            *(rival.span for rival in targeted.proposals),
        ),
    )
    return Candidate(wide, count)


def choose_distractors(candidate: Candidate, chosen: Collection[int]) -> QuestionDraft:
    """The question with the distractors of these numbers (from 0), its options placed anew.

    Raises:
        ChoiceError: too few or too many are chosen, or one that is not there.
    """
    if not candidate.has_choice:
        return candidate.draft
    wrong = candidate.distractors
    numbers = sorted(set(chosen))
    if not FEWEST <= len(numbers) <= MOST or not set(numbers) <= set(range(len(wrong))):
        raise ChoiceError(f"Choose {FEWEST} to {MOST} wrong options.")
    draft = candidate.draft
    key = next(option for option in draft.options if option.key)
    spans = draft.distractor_spans
    narrow = replace(
        draft,
        options=(key, *(wrong[number] for number in numbers)),
        distractor_spans=tuple(spans[number] for number in numbers) if spans else (),
    )
    (placed,) = place_options((_sort_dates(narrow),), Random(draft.uid))
    return placed


def _sort_dates(draft: QuestionDraft) -> QuestionDraft:
    """Dates and numbers stand from early to late; the spans follow their options."""
    places = [date_key(option.text) for option in draft.options]
    if any(place is None for place in places):
        return draft
    order = sorted(range(len(places)), key=lambda number: places[number] or ())
    spans = draft.distractor_spans
    return replace(
        draft,
        options=tuple(draft.options[number] for number in order),
        # Option 0 is the key, which leans on no distractor span.
        distractor_spans=tuple(spans[number - 1] for number in order if number) if spans else (),
    )


class Candidates(TypeDecorator[tuple[Candidate, ...]]):
    """Candidates as one text: written once, read as a whole, and forgotten after a day."""

    impl = Text
    cache_ok = True

    def process_bind_param(
        self, value: tuple[Candidate, ...] | None, dialect: Dialect
    ) -> str | None:
        entries = [{"draft": to_entry(it.draft), "suggested": it.suggested} for it in value or ()]
        return json.dumps(entries, ensure_ascii=False, separators=(",", ":"))

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[Candidate, ...]:
        return tuple(
            Candidate(to_draft(entry["draft"]), entry["suggested"])
            for entry in json.loads(value or "[]")
        )
