"""Which options of a table are right, and which kind of question do they make? (pure)"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from string import ascii_lowercase

from quizapp.bank.formats.intake import UnfitError
from quizapp.bank.rules import FIXED_OPTIONS
from quizapp.generation.draft import Kind, Option

_COLUMN = "option_"
_BETWEEN = re.compile(r"[\s,;/.&+]+|\band\b")


def find_keys(
    told: str, texts: Mapping[int, str], note_number: Callable[[], None] | None = None
) -> set[int]:
    """The numbers of the right options: `told` has their numbers, their letters or their words.

    Where a template asks for numbers, `note_number` is called when the words say another option.

    Raises:
        UnfitError: it says none of the options, one that is not there, or either of two.
    """
    folded = _fold(told)
    by_words = {number for number, text in texts.items() if _fold(text) == folded}
    names = [it for it in _BETWEEN.split(folded) if it]
    by_names = {_number_of(it) for it in names}
    if by_names and by_names <= set(texts):
        if by_words not in (set(), by_names) and not all(it.startswith(_COLUMN) for it in names):
            if note_number is None:
                raise UnfitError(_say_either(told, by_names))
            note_number()
        return by_names
    if by_words:
        return by_words
    if not names:
        raise UnfitError("No option is marked as right; write the number of the right one, as 2.")
    raise UnfitError(f"“{told[:40]}” is none of the options; write a number, or several as 1,3.")


def name_keys(options: Sequence[Option]) -> str:
    """What `find_keys` reads as the right options: numbers, else the names of their columns."""
    keys = [str(at) for at, it in enumerate(options, start=1) if it.key]
    told = ",".join(keys)
    if told in (_fold(it.text) for it in options):
        return ",".join(f"{_COLUMN}{it}" for it in keys)
    return told


def _say_either(told: str, by_names: set[int]) -> str:
    columns = ",".join(f"{_COLUMN}{it}" for it in sorted(by_names))
    return (
        f"“{told[:40]}” is the text of one option and the place of another. Write the column of"
        f" the right one: {columns} when the place is meant."
    )


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
    name = name.removeprefix(_COLUMN)
    if name.isdecimal() and len(name) <= 2:
        return int(name)
    return ascii_lowercase.find(name) + 1 if len(name) == 1 else 0


def _fold(text: str) -> str:
    return " ".join(text.casefold().split())
