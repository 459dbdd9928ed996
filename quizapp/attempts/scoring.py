"""What share of a question's score does a response earn? (pure)

Exact: shares are fractions, rounded once, to five decimals, when they are stored.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from itertools import pairwise

from quizapp.attempts.answers import Value, count_gaps, premises
from quizapp.bank.numbers import parse_number
from quizapp.generation.draft import (
    CHOICE_KINDS,
    TEXT_KINDS,
    AcceptedAnswer,
    Kind,
    QuestionDraft,
)

# What stands inside a word or number without parting it: O'Neill, U.S., 20,000.
_INSIDE_WORDS = re.compile(r"['’]|(?<=\b[^\W\d])\.(?=\w\b|\W|$)|(?<=\d)[, ](?=\d{3}(?!\d))")
FIVE_DECIMALS = Decimal("0.00001")


def score_response(draft: QuestionDraft, value: Value, max_score: Decimal) -> Decimal:
    """The score, from 0 to `max_score`, of a response in the version's own indices."""
    share = earned_share(draft, value)
    exact = max_score * share.numerator / share.denominator
    return exact.quantize(FIVE_DECIMALS, rounding=ROUND_HALF_EVEN)


def earned_share(draft: QuestionDraft, value: Value) -> Fraction:
    """The share of the score, from 0 to 1; no answer earns 0.

    Multiple response: right choices less wrong ones, over the keys, at least 0. Cloze and
    matching: the share of gaps or premises that are right. Ordering: the share of adjacent
    pairs that stand in the right order.
    """
    if not value:
        return Fraction(0)
    if draft.kind in CHOICE_KINDS:
        return _share_of_choice(draft, value)
    if draft.kind in TEXT_KINDS:
        right = [is_accepted(draft, gap, text) for gap, text in enumerate(value, start=1)]
        return Fraction(sum(right), count_gaps(draft))
    if draft.kind is Kind.MATCHING:
        return Fraction(_count_matched(draft, value), len(premises(draft)))
    return _share_of_order(value)


def is_accepted(draft: QuestionDraft, gap: int, text: str) -> bool:
    """Whether `text` is an accepted answer of gap number `gap`."""
    answers = [answer for answer in draft.accepted_answers if answer.gap == gap]
    if draft.kind is Kind.NUMERICAL:
        given = parse_number(text)
        return given is not None and any(_is_near(given, answer) for answer in answers)
    return bool(text) and normal_form(text) in {normal_form(answer.text) for answer in answers}


def _is_near(given: Decimal, answer: AcceptedAnswer) -> bool:
    wanted, tolerance = parse_number(answer.text), parse_number(answer.tolerance or "0")
    return wanted is not None and tolerance is not None and abs(given - wanted) <= tolerance


def normal_form(text: str) -> str:
    """The form in which typed answers are compared.

    Case, accents, punctuation, spacing and a leading article do not matter; U.S. is US.

    >>> normal_form("The  Collective-Security Treaty Organization.")
    'collective security treaty organization'
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    joined = _INSIDE_WORDS.sub("", plain)
    words = re.sub(r"[^\w]+", " ", joined).split()
    if len(words) > 1 and words[0] in {"the", "a", "an"}:
        words = words[1:]
    return " ".join(words)


def _share_of_choice(draft: QuestionDraft, value: Value) -> Fraction:
    keys = {str(index) for index, option in enumerate(draft.options) if option.key}
    chosen = set(value)
    if draft.kind is not Kind.MULTIPLE_RESPONSE:
        return Fraction(int(chosen == keys))
    return max(Fraction(0), Fraction(len(chosen & keys) - len(chosen - keys), len(keys)))


def _count_matched(draft: QuestionDraft, value: Value) -> int:
    right = [str(index) for index, pair in enumerate(draft.pairs) if pair.premise]
    return sum(given == wanted for given, wanted in zip(value, right, strict=True))


def _share_of_order(value: Value) -> Fraction:
    """Of the neighbours in the right order, the share that the learner has in this order."""
    places = [int(place) if place else None for place in value]
    neighbours = list(pairwise(places))
    right = sum(
        first is not None and second is not None and second == first + 1
        for first, second in neighbours
    )
    return Fraction(right, len(neighbours))
