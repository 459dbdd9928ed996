"""Which options of a table are right, and which kind of question do they make? (pure)"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from string import ascii_lowercase

from quizapp.bank.formats.intake import UnfitError
from quizapp.bank.rules import FIXED_OPTIONS
from quizapp.generation.draft import Kind, Option

_BETWEEN = re.compile(r"[\s,;/.&+]+|\band\b")


def find_keys(told: str, texts: Mapping[int, str]) -> set[int]:
    """The numbers of the right options: `told` has their numbers, their letters or their words.

    Raises:
        UnfitError: it says none of the options, or one that is not there.
    """
    folded = _fold(told)
    by_words = {number for number, text in texts.items() if _fold(text) == folded}
    names = [it for it in _BETWEEN.split(folded) if it]
    by_names = {_number_of(it) for it in names}
    if by_names and by_names <= set(texts):
        return {it for it in by_names if it}
    if by_words:
        return by_words
    if not names:
        raise UnfitError("No option is marked as right; write the number of the right one, as 2.")
    raise UnfitError(f"“{told[:40]}” is none of the options; write a number, or several as 1,3.")


def name_kind(texts: Sequence[str], keys: int) -> Kind:
    """The kind that options without a name for it make."""
    folded = [_fold(it) for it in texts]
    for kind, fixed in FIXED_OPTIONS.items():
        if folded == [_fold(it) for it in fixed]:
            return kind
    return Kind.MULTIPLE_CHOICE if keys == 1 else Kind.MULTIPLE_RESPONSE


def spell_fixed(kind: Kind, options: Sequence[Option]) -> tuple[Option, ...]:
    """The options, in the spelling of their kind where that stands fast."""
    fixed = FIXED_OPTIONS.get(kind, ())
    if [_fold(it.text) for it in options] != [_fold(it) for it in fixed]:
        return tuple(options)
    return tuple(replace(it, text=text) for it, text in zip(options, fixed, strict=True))


def _number_of(name: str) -> int:
    if name.isdecimal() and len(name) <= 2:
        return int(name)
    return ascii_lowercase.find(name) + 1 if len(name) == 1 else 0


def _fold(text: str) -> str:
    return " ".join(text.casefold().split())
