"""What would a good item writer say about the options of a question? (pure; see `bank.advice`)"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations

from quizapp.bank.advice_codes import Code, Said, explain
from quizapp.bank.numbers import number_readings
from quizapp.bank.rules import FIXED_OPTIONS
from quizapp.generation.draft import CHOICE_KINDS, Kind, QuestionDraft

_FEW = 3
_CLEARLY_LONGER = 1.5
_FREE_KINDS = frozenset({Kind.MULTIPLE_CHOICE, Kind.MULTIPLE_RESPONSE})
_ABSOLUTE = re.compile(
    r"\b(always|never|completely|absolutely|entirely|totally|every|everyone|everybody|nobody"
    r"|no one|impossible)\b",
    re.IGNORECASE,
)
_ABOUT_ALL = re.compile(
    r"\b(?:all|none|both|neither|any) of (?:the|these|those|them)(?: above| others| options"
    r"| answers)?\s*[.!]?$|\babove\b",
    re.IGNORECASE,
)
_RANGE = re.compile(r"^\D{0,12}?(\d+(?:\.\d+)?)\s*(?:-|–|to|and)\s*(\d+(?:\.\d+)?)\D*$")
_YEAR = re.compile(r"(?<![\d,.])(1\d{3}|20\d{2})(?!\d|[,.]\d)")
_ARTICLE = re.compile(r"(?<!/)\b(an?)\s*(?:____|…|\.\.\.)?\s*$", re.IGNORECASE)
_VOWEL = re.compile(r"[aeiou]", re.IGNORECASE)


def _advise_on_keys(draft: QuestionDraft) -> Iterator[Said]:
    """Guideline 19: exactly one option is right, where one is to be chosen."""
    keys = sum(option.key for option in draft.options)
    if draft.kind not in CHOICE_KINDS or not draft.options:
        return
    if not keys:
        yield Code.NOT_ONE_KEY, "options", "No option is the key yet. Tick the right one."
    elif keys > 1 and draft.kind is not Kind.MULTIPLE_RESPONSE:
        sentence = f"{keys} options are keys. Keep one, or make it a multiple response."
        yield Code.NOT_ONE_KEY, "options", sentence
    elif keys == len(draft.options) and draft.kind is Kind.MULTIPLE_RESPONSE:
        yield Code.NOT_ONE_KEY, "options", "All options are keys. Add one that is wrong."


def _advise_on_number(draft: QuestionDraft) -> Iterator[Said]:
    """Guideline 18: as many good options as there are, and three are enough."""
    if draft.kind in CHOICE_KINDS - FIXED_OPTIONS.keys() and len(draft.options) < _FEW:
        sentence = "Give at least three options: with two, half of all guesses are right."
        yield Code.TOO_FEW_OPTIONS, "options", sentence


def _advise_on_difference(draft: QuestionDraft) -> Iterator[Said]:
    """Guideline 22: options are independent, and none contains another."""
    if draft.kind not in _FREE_KINDS:
        return
    for one, other in combinations([option.text for option in draft.options], 2):
        short, long = sorted((_fold(one), _fold(other)), key=len)
        if short == long:
            sentence = f"Two options read “{one.strip()}”."
        elif f" {short} " in f" {long} ":
            sentence = f"“{one.strip()}” and “{other.strip()}”: one contains the other."
        elif _overlap(one, other):
            sentence = f"“{one.strip()}” and “{other.strip()}” overlap: both can be right."
        else:
            continue
        yield Code.OPTIONS_ALIKE, "options", sentence


def _advise_on_order(draft: QuestionDraft) -> Iterator[Said]:
    """Guideline 21: options stand in their logical or numerical order."""
    if draft.kind not in _FREE_KINDS or len(draft.options) < 2:
        return
    values = [_read_value(option.text) for option in draft.options]
    known = [value for value in values if value is not None]
    if len(known) == len(values) and known not in (sorted(known), sorted(known, reverse=True)):
        sentence = f"{explain(Code.OPTIONS_UNORDERED)} Put them in order."
        yield Code.OPTIONS_UNORDERED, "options", sentence


def _advise_on_length(draft: QuestionDraft) -> Iterator[Said]:
    """Guidelines 24 and 28d: options are about equally long, the key is not conspicuous."""
    keys = [len(option.text) for option in draft.options if option.key]
    wrong = [len(option.text) for option in draft.options if not option.key]
    if draft.kind is not Kind.MULTIPLE_CHOICE or len(keys) != 1 or len(wrong) < 2:
        return
    mean = sum(wrong) / len(wrong)
    if keys[0] > max(wrong) and keys[0] > max(_CLEARLY_LONGER * mean, mean + 10):
        sentence = f"{explain(Code.KEY_TELLTALE)} Shorten it, or say more in the others."
        yield Code.KEY_TELLTALE, "options", sentence


def _advise_on_words(draft: QuestionDraft) -> Iterator[Said]:
    """Guidelines 25, 26 and 28a: no "all of the above", no words that allow no exception."""
    if draft.kind not in _FREE_KINDS:
        return
    for option in draft.options:
        absolute = _ABSOLUTE.search(option.text)
        if _ABOUT_ALL.search(option.text):
            sentence = (
                f"“{option.text.strip()}” speaks of the other options: who knows one or two of"
                " them can tell. Write an option of its own."
            )
            yield Code.OPTIONS_ABOUT_ALL, "options", sentence
        elif absolute:
            sentence = f"“{absolute[0]}” in “{option.text.strip()}”: such words are seldom right."
            yield Code.OPTIONS_ABSOLUTE, "options", sentence


def _advise_on_grammar(draft: QuestionDraft) -> Iterator[Said]:
    """Guidelines 23 and 28c: every option goes on from the stem in grammar."""
    article = _ARTICLE.search(draft.stem)
    if draft.kind not in _FREE_KINDS or not article or draft.stem.strip()[-1:] == "?":
        return
    vowel = article[1].lower() == "an"
    misfits = [
        option.text.strip()
        for option in draft.options
        if option.text.strip() and bool(_VOWEL.match(option.text.strip())) is not vowel
    ]
    if misfits:
        sentence = (
            f"“{article[1]}” at the end of the stem does not fit “{misfits[0]}”,"
            " which rules it out. Write “a/an”, or move the word into the options."
        )
        yield Code.OPTIONS_GRAMMAR, "options", sentence


def _advise_on_repetition(draft: QuestionDraft) -> Iterator[Said]:
    """Guideline 13: what all options begin with is read once, in the stem."""
    words = [option.text.split() for option in draft.options]
    if draft.kind not in _FREE_KINDS or len(words) < _FEW:
        return
    same = 0
    while all(len(each) > same + 1 for each in words) and len({it[same] for it in words}) == 1:
        same += 1
    if same >= 3:
        begins = " ".join(words[0][:same])
        sentence = f"Every option begins with “{begins}”. Say it once, in the stem."
        yield Code.OPTIONS_REPEAT, "options", sentence


def _fold(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _overlap(one: str, other: str) -> bool:
    """Whether two ranges, such as 10-20 and 20-30, have a number in common."""
    first, second = _RANGE.match(one.strip()), _RANGE.match(other.strip())
    if not first or not second:
        return False
    low, high = sorted(map(Fraction, first.groups()))
    low2, high2 = sorted(map(Fraction, second.groups()))
    return low <= high2 and low2 <= high


def _read_value(text: str) -> Fraction | None:
    numbers: Sequence[Fraction] = number_readings(text.strip())
    if numbers:
        return numbers[0]
    year = _YEAR.search(text)
    return Fraction(year[1]) if year else None


ADVISERS = (
    _advise_on_keys,
    _advise_on_number,
    _advise_on_difference,
    _advise_on_order,
    _advise_on_length,
    _advise_on_words,
    _advise_on_grammar,
    _advise_on_repetition,
)
