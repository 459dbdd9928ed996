"""What have Moodle's own formats, GIFT and Moodle XML, in common? (pure)

Points come as percentages, typed answers may have wildcards, and categories group questions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from quizapp.bank.formats.exchange import begin_import
from quizapp.bank.formats.intake import Loss, UnfitError
from quizapp.bank.formats.moodle_texts import Note
from quizapp.bank.formats.plain_text import read_number, tidy
from quizapp.generation.draft import (
    CHOICE_KINDS,
    GAP,
    AcceptedAnswer,
    Kind,
    Option,
    Pair,
    QuestionDraft,
)

ROOT = "$course$/top/"
FULL = Fraction(100)
_ALMOST = 1  # per cent; thirds are written as 33.33333
_WILD = re.compile(r"(?<!\\)\*+")
_OUTER_WILD = re.compile(r"^\*+|(?<!\\)\*+$")
_PERCENT = re.compile(r"-?\d{1,3}(?:\.\d{1,20})?")
_FEWEST_SIGNS = 20  # of a title that is compared with a stem


@dataclass(frozen=True)
class Choice:
    """An option or a typed answer with its share of the points, in per cent."""

    text: str
    weight: Fraction
    feedback: str = ""


def build_choice(
    stem: str, choices: Sequence[Choice], *, several: bool, note: Note
) -> QuestionDraft:
    """A question with options; `several` may be ticked.

    Raises:
        UnfitError: it is not said which options are right.
    """
    right = [it for it in choices if it.weight > 0]
    if several:
        _check_several(right, note)
        wrong = {it.weight for it in choices} - {it.weight for it in right} - {0}
        if len({it.weight for it in right}) > 1 or wrong - {-right[0].weight, -FULL}:
            note(Loss.POINTS)
    else:
        full = [it for it in right if it.weight >= FULL]
        if len(full) != 1:
            raise UnfitError(
                f"{len(full)} of its options earn all points; give 100 per cent to exactly one, or"
                " let several options be ticked that earn 100 per cent together."
            )
        if len(right) > 1 or any(it.weight < 0 for it in choices):
            note(Loss.POINTS)
        right = full
    options = tuple(Option(it.text, it in right, it.feedback) for it in choices)
    kind = Kind.MULTIPLE_RESPONSE if several else Kind.MULTIPLE_CHOICE
    return replace(begin_import(kind, stem), options=options)


def _check_several(right: Sequence[Choice], note: Note) -> None:
    total = sum((it.weight for it in right), Fraction(0))
    if not right:
        raise UnfitError("None of its options is right; mark those that are.")
    if abs(total - FULL) > _ALMOST:
        raise UnfitError(
            f"Its right options earn {float(total):g} per cent together; let them earn 100."
        )


def build_typed(stem: str, answers: Sequence[Choice], note: Note) -> QuestionDraft:
    """A question that is answered with words, in the gap of its stem if there is one.

    Raises:
        UnfitError: no answer earns all points.
    """
    kind = Kind.CLOZE if stem.count(GAP) == 1 else Kind.SHORT_ANSWER
    accepted = accept_words(answers, 1, note)
    if not accepted:
        raise UnfitError("No answer in plain letters earns all points; write one.")
    return replace(begin_import(kind, stem), accepted_answers=accepted)


def accept_words(answers: Sequence[Choice], gap: int, note: Note) -> tuple[AcceptedAnswer, ...]:
    """The answers that earn all points, each once; wildcards go."""
    texts: dict[str, None] = {}
    for it in answers:
        if it.feedback:
            note(Loss.ANSWER_FEEDBACK)
        if 0 < it.weight < FULL:
            note(Loss.PART_ANSWERS)
        if it.weight < FULL:
            continue
        if text := _spell_out(it.text.strip(), note):
            texts[text] = None
    return tuple(AcceptedAnswer(text, gap) for text in texts)


def _spell_out(text: str, note: Note) -> str:
    """The answer without wildcards at its ends; "" when one stands within it."""
    if _WILD.search(text):
        note(Loss.WILDCARD)
        text = _OUTER_WILD.sub("", text)
    return "" if _WILD.search(text) else tidy(text).replace(r"\*", "*")


def write_words(text: str) -> str:
    """A typed answer whose asterisks are no wildcards."""
    return text.replace("*", r"\*")


def build_numerical(stem: str, answers: Sequence[tuple[Choice, str]], note: Note) -> QuestionDraft:
    """A question that is answered with a number; each answer comes with its tolerance.

    Raises:
        UnfitError: no number earns all points.
    """
    accepted = []
    for it, margin in answers:
        if it.feedback:
            note(Loss.ANSWER_FEEDBACK)
        if 0 < it.weight < FULL:
            note(Loss.PART_ANSWERS)
        if it.weight < FULL:
            continue
        number, tolerance = read_number(it.text), read_number(margin or "0")
        if number is None or tolerance is None or tolerance.startswith("-"):
            raise UnfitError(f"“{it.text[:40]}” is no number; write digits, as in 3.14.")
        accepted.append(
            AcceptedAnswer(number, tolerance="" if not Decimal(tolerance) else tolerance)
        )
    if not accepted:
        raise UnfitError("No number earns all points; write one.")
    return replace(begin_import(Kind.NUMERICAL, stem), accepted_answers=tuple(accepted))


def read_weight(text: str) -> Fraction:
    """A percentage as it stands in a file; what is none earns nothing."""
    found = _PERCENT.fullmatch(text.strip())
    return Fraction(found[0]) if found else Fraction(0)


def write_weight(keys: int) -> str:
    """What each of so many keys earns, as it stands in Moodle's own list of percentages."""
    return f"{100 / keys:.5f}".rstrip("0").rstrip(".")


def told_kind(draft: QuestionDraft) -> Kind:
    """The kind that the types of Moodle tell; another kind of ours needs a label."""
    if draft.kind is Kind.SHORT_ANSWER:
        return Kind.CLOZE if draft.stem.count(GAP) == 1 else Kind.SHORT_ANSWER
    if draft.kind in CHOICE_KINDS - {Kind.MULTIPLE_RESPONSE, Kind.TRUE_FALSE}:
        return Kind.MULTIPLE_CHOICE
    return draft.kind


def says_more(title: str, stem: str) -> bool:
    """Whether a title tells what the beginning of the stem does not."""
    ours, theirs = (re.sub(r"\W+", "", it).casefold() for it in (title, stem))
    return bool(ours) and not theirs.startswith(ours[:_FEWEST_SIGNS])


def name_category(path: str) -> str:
    """The name of a category from its path; "" for one that Moodle made by itself."""
    steps = [it.replace("\0", "/").strip() for it in path.replace("//", "\0").split("/")]
    named = [
        it for it in steps if it not in ("$course$", "$system$", "$module$", "$cat1$", "top", "")
    ]
    name = tidy(named[-1]) if named else ""
    return "" if name.startswith("Default for ") else name


def write_category(title: str) -> str:
    """The path of a category with this name."""
    return ROOT + title.replace("/", "//")


def sort_categories(paths: Iterable[str]) -> tuple[str, dict[str, str]]:
    """The title and the tags that the categories of a file give.

    A single one is the title of the whole; of several each is a tag of its questions.
    """
    names = {path: name for path in paths if (name := name_category(path))}
    if len(set(names.values())) == 1:
        return next(iter(names.values())), {}
    return "", names


def write_order(draft: QuestionDraft) -> QuestionDraft:
    """An order as pairs of numbers and items, for a format that knows no order."""
    pairs = tuple(Pair(str(at), text) for at, text in enumerate(draft.order, start=1))
    return replace(draft, kind=Kind.MATCHING, pairs=pairs, order=())


def read_order(draft: QuestionDraft) -> QuestionDraft:
    """The order that `write_order` wrote as pairs; other pairs stay what they are."""
    numbers = [pair.premise for pair in draft.pairs]
    if numbers != [str(at) for at in range(1, len(numbers) + 1)]:
        return draft
    order = tuple(pair.response for pair in draft.pairs)
    return replace(draft, kind=Kind.ORDERING, pairs=(), order=order)
