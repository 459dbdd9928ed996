"""Is a typed answer an accepted one, and how exactly? (pure)

An answer fits when it reads the same, says the same number or the same date, or, where the
teacher allows it, is the accepted one with a slip of the pen.
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum
from fractions import Fraction

from rapidfuzz.distance import OSA

from quizapp.attempts.phrases import (
    Phrase,
    contradict,
    numbers_with_unit,
    read_phrase,
    say_the_same,
)
from quizapp.attempts.written_dates import date_readings
from quizapp.bank.numbers import NUMBER_WORDS, ORDINAL_WORDS, number_readings, parse_number
from quizapp.generation.draft import AcceptedAnswer, Kind, QuestionDraft
from quizapp.quizzes.rules import ScoringRules

# What stands inside a word or number without parting it: O'Neill, U.S., 20,000.
_INSIDE_WORDS = re.compile(r"['’]|(?<=\b[^\W\d])\.(?=\w\b|\W|$)|(?<=\d)[, ](?=\d{3}(?!\d))")
# All but letters, figures and accents parts words; not so the point in 3.5, the minus of -5,
# and what tells C++ and C# from C.
_BETWEEN_WORDS = re.compile(
    r"(?:(?!(?<=\d)\.(?=\d)|(?<![\w.])-(?=\d)|(?<=[^\W\d_])(?:\+\+|#)(?!\w)|(?<=\w\+)\+(?!\w))"
    r"[^\w\u0300-\u036f])+",
)
# Unicode does not take the stroke off a letter, or a ligature apart, as it does an accent.
_PLAIN_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe"}
    | {"Ø": "O", "Ł": "L", "Đ": "D", "Ħ": "H", "Æ": "AE", "Œ": "OE"}
)
_ARTICLES = frozenset({"the", "a", "an"})
# One letter makes eight of eighth and none of nine: who writes one says another number.
_SAYS_A_NUMBER = NUMBER_WORDS | ORDINAL_WORDS
# Who leaves them out says the same day, month or year.
_ON_A_DAY = re.compile(
    r"(?:in|on) (?=\d{4}$|(?:mon|tues|wednes|thurs|fri|satur|sun)day$)", re.IGNORECASE
)
_SHORTEST_MISSPELT, _SHORTEST_MISSPELT_TWICE = 4, 8


class Fit(Enum):
    """How an answer fits what is accepted."""

    RIGHT = "right"
    MISSPELT = "misspelt"  # accepted all the same
    WRONG = "wrong"


def find_fit(draft: QuestionDraft, gap: int, text: str, rules: ScoringRules) -> Fit:
    """How `text` fits the accepted answers of gap number `gap` (from 1).

    Numbers and dates are compared by what they say, so their case never matters. What another
    gap accepts is no misspelling of this one's answer.
    """
    answers = [answer for answer in draft.accepted_answers if answer.gap == gap]
    if draft.kind is Kind.NUMERICAL:
        return Fit.RIGHT if any(_is_near(text, answer) for answer in answers) else Fit.WRONG
    if any(_says_the_same(text, answer.text, rules) for answer in answers):
        return Fit.RIGHT
    others = [answer for answer in draft.accepted_answers if answer.gap != gap]
    if any(_says_the_same(text, answer.text, rules) for answer in others):
        return Fit.WRONG
    misspelt = any(_is_misspelt(text, answer.text, rules) for answer in answers)
    return Fit.MISSPELT if misspelt else Fit.WRONG


def normal_form(text: str, rules: ScoringRules) -> str:
    """The form in which typed answers are compared.

    Punctuation, spacing and leading articles do not matter, nor do case and accents unless
    `rules` say so; U.S. is US.

    >>> normal_form("The  Collective-Security Treaty Organization.", ScoringRules())
    'collective security treaty organization'
    """
    plain = _fold(text, rules.case_matters, rules.accents_matter)
    words = _BETWEEN_WORDS.sub(" ", _INSIDE_WORDS.sub("", plain)).split()
    while len(words) > 1 and words[0].casefold() in _ARTICLES:  # so its own form is the same
        words = words[1:]
    return " ".join(words)


def count_slips(one: str, other: str) -> int:
    """How many letters part two words: added, left out, changed, or two neighbours swapped.

    The optimal string alignment distance (Boytsov, ACM Journal of Experimental Algorithmics
    16, 2011): no letter is changed twice.
    """
    return OSA.distance(one, other)


def _fold(text: str, case_matters: bool, accents_matter: bool) -> str:
    plain = unicodedata.normalize("NFKC", text).replace("−", "-")
    if not case_matters:
        plain = plain.casefold()
    if accents_matter:
        return unicodedata.normalize("NFKC", plain)
    decomposed = unicodedata.normalize("NFKD", plain)
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return bare.translate(_PLAIN_LETTERS)


def _is_near(text: str, answer: AcceptedAnswer) -> bool:
    wanted, tolerance = parse_number(answer.text), parse_number(answer.tolerance or "0")
    if wanted is None or tolerance is None:
        return False
    readings = number_readings(text) or numbers_with_unit(_fold(text, False, False))
    return any(abs(given - Fraction(wanted)) <= Fraction(tolerance) for given in readings)


def _says_the_same(text: str, accepted: str, rules: ScoringRules) -> bool:
    """An accepted number is read in the English way alone, the learner's in every usual way."""
    phrases = _read_both(text, accepted, rules)
    if contradict(*phrases):
        return False
    if say_the_same(*phrases):
        return True
    given, wanted = (_ON_A_DAY.sub("", normal_form(it, rules)) for it in (text, accepted))
    if given == wanted and (given or text.strip() == accepted.strip()):
        return True
    if any(number in number_readings(text) for number in number_readings(accepted)[:1]):
        return True
    return not date_readings(text).isdisjoint(date_readings(accepted))


def _read_both(text: str, accepted: str, rules: ScoringRules) -> tuple[Phrase, Phrase]:
    case, accents = rules.case_matters, rules.accents_matter
    return read_phrase(_fold(text, case, accents)), read_phrase(_fold(accepted, case, accents))


def _is_misspelt(text: str, accepted: str, rules: ScoringRules) -> bool:
    """Whether each word of `text` is the accepted one but for as many slips as are allowed."""
    given, wanted = normal_form(text, rules).split(), normal_form(accepted, rules).split()
    if contradict(*_read_both(text, accepted, rules)):
        return False
    return 0 < len(given) == len(wanted) and all(
        _is_slip(one, other, rules.spelling_distance)
        for one, other in zip(given, wanted, strict=True)
    )


def _is_slip(given: str, wanted: str, most: int) -> bool:
    if given == wanted:
        return True
    if _has_digit(given) or given.casefold() in _SAYS_A_NUMBER:
        return False
    slips = count_slips(given, wanted)
    # A capital or an accent that matters is no slip: without them as many letters are off.
    plain_slips = count_slips(_fold(given, False, False), _fold(wanted, False, False))
    return slips == plain_slips <= min(most, _allow_slips(wanted))


def _allow_slips(wanted: str) -> int:
    is_number = wanted.casefold() in _SAYS_A_NUMBER  # none and fine are not nine and five
    if _has_digit(wanted) or len(wanted) < _SHORTEST_MISSPELT + is_number:
        return 0
    return 1 if len(wanted) < _SHORTEST_MISSPELT_TWICE else 2


def _has_digit(word: str) -> bool:
    return any(letter.isdigit() for letter in word)
