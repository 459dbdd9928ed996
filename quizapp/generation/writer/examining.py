"""Does a draft that a model wrote pass the gates?

First those that need the reading alone, then the round trip, which asks the model again. Of
each draft the first gate that refuses it is told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from random import Random

from quizapp.generation.draft import QuestionDraft, Status
from quizapp.generation.ranking import PER_SENTENCE, Places
from quizapp.generation.reasons import Reason
from quizapp.generation.sameness import Asked
from quizapp.generation.writer.claims import find_lost_claim
from quizapp.generation.writer.craft import find_marks, list_faults
from quizapp.generation.writer.evidence import (
    find_coarse_date,
    find_far_date,
    find_far_name,
    find_far_number,
    list_quoted,
)
from quizapp.generation.writer.grounding import Ground
from quizapp.generation.writer.prompts import cut_around
from quizapp.generation.writer.round_trip import find_other_answer, find_other_support, is_guessed
from quizapp.generation.writer.terms import BudgetSpentError, Dropped, Gate, Meter
from quizapp.reading.reading import Reading
from quizapp.reading.vocabulary import word_set

_WORD, _BEGINNING = re.compile(r"\w{4,}"), 5
_BACK = re.compile(r"\b(?:he|she|it|they|him|them|this|these|those|such)\b", re.IGNORECASE)
_SMALL = word_set(
    "what which when where whose that this with from have been were they them their there about"
    " after befor would could shoul becau then than some into does very more most only other text"
    " accor artic write"
)


class Examiner:
    """Holds drafts against an article, and against what is asked about it already."""

    def __init__(self, reading: Reading, meter: Meter, rng: Random, approves: bool = False) -> None:
        self._reading, self._meter, self._rng, self._approves = reading, meter, rng, approves
        self._ground = Ground(reading)
        self._asked = Asked()
        self._places = Places(reading)
        self._sentences: Counter[int] = Counter()

    def hold(self, draft: QuestionDraft) -> None:
        """From now on no other question may ask this."""
        self._asked.add(draft)
        self._sentences[self._places.sentence_of(draft)] += 1

    def examine(self, draft: QuestionDraft, excerpt: str) -> QuestionDraft | Dropped:
        """The draft with its marks, and held; or the gate that refuses it.

        Raises:
            WriterError: the model gave no answer when it was asked again.
        """
        refused = (
            find_refusal(draft, self._ground)
            or self._find_repeat(draft)
            or self._doubt(draft, excerpt)
        )
        if refused:
            return refused
        try:
            guessed = is_guessed(draft, self._meter, self._rng)
        except BudgetSpentError:
            return _unchecked(draft)
        self.hold(draft)
        return self._mark(draft, guessed)

    def _find_repeat(self, draft: QuestionDraft) -> Dropped | None:
        if self._asked.is_repeated_by(draft):
            reason = "Another question asks this, or gives its answer away."
        elif self._sentences[self._places.sentence_of(draft)] >= PER_SENTENCE:
            reason = "Two questions ask about this sentence already."
        else:
            return None
        return Dropped(Gate.REPEATED, reason, draft.stem)

    def _doubt(self, draft: QuestionDraft, excerpt: str) -> Dropped | None:
        try:
            return find_other_answer(
                draft, self._list_excerpts(draft, excerpt), self._meter, self._rng
            ) or find_other_support(draft, excerpt, self._meter)
        except BudgetSpentError:
            return _unchecked(draft)

    def _list_excerpts(self, draft: QuestionDraft, excerpt: str) -> tuple[str, ...]:
        return excerpt, excerpt, cut_around(self._reading.document, draft.critical_span.paragraph)

    def _mark(self, draft: QuestionDraft, guessed: bool) -> QuestionDraft:
        marks = find_marks(draft, self._ground) + ((Reason.GUESSED,) if guessed else ())
        if self._approves and not marks:
            return replace(draft, status=Status.APPROVED, reasons=())
        reasons = (*marks, Reason.WRITTEN_BY_MODEL)
        return replace(draft, status=Status.DRAFT, reasons=tuple(map(str, reasons)))


def find_refusal(draft: QuestionDraft, ground: Ground) -> Dropped | None:
    """The first gate that refuses the draft by the reading alone."""
    said = f"{draft.stem} {next(option.text for option in draft.options if option.key)}"
    reading = ground.reading
    gates: tuple[tuple[Gate, Callable[[], str]], ...] = (
        (Gate.QUOTE, lambda: _find_missing_proof(draft, said, reading)),
        (Gate.NAMES, lambda: _tell_invented(draft, said, ground.list_invented_names)),
        (Gate.DATES, lambda: _tell_invented(draft, said, ground.list_invented_dates)),
        (Gate.NUMBERS, lambda: _tell_invented(draft, said, ground.list_invented_numbers)),
        (Gate.QUOTE, lambda: find_far_name(draft, reading)),
        (Gate.DATES, lambda: find_far_date(draft, reading)),
        (Gate.DATES, lambda: find_coarse_date(draft)),
        (Gate.NUMBERS, lambda: find_far_number(draft, reading)),
        (Gate.CLAIMS, lambda: find_lost_claim(draft, reading)),
        (Gate.CRAFT, lambda: next(iter(list_faults(draft, reading)), "")),
    )
    found = ((gate, find()) for gate, find in gates)
    return next((Dropped(gate, why, draft.stem) for gate, why in found if why), None)


def _unchecked(draft: QuestionDraft) -> Dropped:
    return Dropped(Gate.BUDGET, "The budget was spent before it was checked.", draft.stem)


def _find_missing_proof(draft: QuestionDraft, said: str, reading: Reading) -> str:
    """Sentences that share no telling word with question and answer prove neither.

    Where they only point back ("he", "such"), the sentence before says at what.
    """
    quoted = list_quoted(draft, reading)
    first = quoted[0].index if quoted else 0
    before = reading.sentences[first - 1] if first else None
    shown = " ".join(sentence.text for sentence in quoted)
    if before and before.paragraph == draft.critical_span.paragraph and _BACK.search(shown):
        shown = f"{before.text} {shown}"
    related = _beginnings(shown) & _beginnings(said)
    return (
        ""
        if related
        else f"“{draft.critical_span.quote}” has to do with neither question nor answer."
    )


def _beginnings(text: str) -> set[str]:
    """Of all words but the smallest, so that a few in common are enough."""
    return {word[:_BEGINNING].lower() for word in _WORD.findall(text)} - _SMALL


def _tell_invented(draft: QuestionDraft, said: str, find: Callable[[str], tuple[str, ...]]) -> str:
    """Of stem and key, and of the reasons, which may say besides what their own option says."""
    invented = list(find(said))
    for option in draft.options:
        own = find(option.text)
        invented += [found for found in find(option.rationale) if found not in own]
    return f"“{invented[0]}” is not in the text." if invented else ""
