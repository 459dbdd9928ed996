"""Which question does an item of QTI 1.2 ask, in one of our kinds? (pure)

Canvas names the kind of each question; of what older systems wrote the responses tell it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from quizapp.bank.formats.markup import to_text
from quizapp.bank.formats.plain_text import shorten_lines
from quizapp.bank.formats.qti.classic_items import ClassicItem, Response
from quizapp.bank.formats.qti.conditions import (
    find_earning,
    find_keys,
    keep_most,
    rank_numbers,
    rank_words,
)
from quizapp.bank.formats.qti.questions import (
    draft_choice,
    draft_matching,
    draft_numerical,
    draft_ordering,
    draft_typed,
)
from quizapp.bank.formats.qti.refusals import (
    CALCULATED,
    COMPOSITE,
    ESSAY,
    MOST_PIECES,
    NO_KEY,
    TOO_MANY,
    UNKNOWN_INTERACTION,
    Loss,
    Unreadable,
)
from quizapp.bank.formats.qti.shelves import Shelf
from quizapp.generation.draft import GAP, Kind, Option, QuestionDraft

T = TypeVar("T")
# Feedback on the whole answer: always, when it is right, when it is wrong.
WHOLE = ("general_fb", "correct_fb", "general_incorrect_fb")
_ESSAYS = frozenset({"essay_question", "file_upload_question", "cc.essay.v0p1"})
_CALCULATED = frozenset({"calculated_question", "formula_question"})
_OTHERS = frozenset({"categorization_question", "hot_spot_question", "hotspot_question"})
_NUMBERS = frozenset({"Decimal", "Integer"})


@dataclass(frozen=True)
class Reading:
    """An item while its question is made: with its stem, and where losses are told."""

    item: ClassicItem
    stem: str
    place: str
    shelf: Shelf

    def read(self, markup: str) -> str:
        return self.shelf.read_words(markup, self.place)

    def keep_most(self, points: Mapping[T, float]) -> tuple[T, ...]:
        """What earns most; that others earn a part is told."""
        kept = keep_most(points)
        if len(kept) < len(points):
            self.shelf.losses.note(Loss.PARTIAL, self.place)
        return kept


def draft_item(reading: Reading) -> QuestionDraft:
    """The question that an item asks. Raises Unreadable."""
    item = reading.item
    if item.type in _ESSAYS:
        raise Unreadable(ESSAY)
    if item.type in _CALCULATED:
        raise Unreadable(CALCULATED)
    if item.type in _OTHERS or any(_is_drawn(it) for it in item.responses):
        what = item.type.removesuffix("_question").replace("_", " ") or "pointing at a picture"
        raise Unreadable(UNKNOWN_INTERACTION.format(what=what))
    if max(len(item.responses), *(len(it.labels) for it in item.responses), 0) > MOST_PIECES:
        raise Unreadable(TOO_MANY)
    return _choose_reader(item)(reading)


def _is_drawn(response: Response) -> bool:
    by = {str(it.tag) for it in response.element.iter()}
    return response.element.tag in ("response_grp", "response_xy") or bool(
        by & {"render_hotspot", "render_slider"}
    )


def _choose_reader(item: ClassicItem) -> Callable[[Reading], QuestionDraft]:
    named = _READERS.get(item.type)
    if named:
        return named
    if len(item.responses) > 1 and all(it.labels for it in item.responses):
        same = len({tuple(it.labels) for it in item.responses}) == 1
        return _read_matching if same else _read_dropdowns
    if all(it.is_typed for it in item.responses):
        return _read_typed
    if len(item.responses) > 1:
        raise Unreadable(COMPOSITE)
    return _read_choice


def _read_choice(reading: Reading) -> QuestionDraft:
    (response,) = _take(reading, 1)
    if response.cardinality == "ordered":
        return _read_order(reading)
    several = response.cardinality == "multiple"
    points = rank_words(reading.item.conditions, response.ident)
    keys = tuple(points) if several else reading.keep_most(points)
    options = [
        Option(reading.read(markup), ident in keys, _find_reason(reading.item, response, ident))
        for ident, markup in response.labels.items()
    ]
    if any(not it.text for it in options):
        reading.shelf.losses.note(Loss.EMPTY, reading.place)
    return draft_choice(reading.stem, options, several=several)


def _take(reading: Reading, count: int) -> tuple[Response, ...]:
    if len(reading.item.responses) != count:
        raise Unreadable(COMPOSITE if reading.item.responses else NO_KEY)
    return reading.item.responses


def _find_reason(item: ClassicItem, response: Response, ident: str) -> str:
    """The feedback on a choice: named after it, or shown when it alone is chosen."""
    if f"{ident}_fb" in item.feedback:
        return item.feedback[f"{ident}_fb"]
    linked = (
        name
        for it in item.conditions
        if it.wanted(response.ident) == (ident,) and len(it.tests) == 1
        for name in it.feedback
        if name not in WHOLE
    )
    return item.feedback.get(next(linked, ""), "")


def _read_order(reading: Reading) -> QuestionDraft:
    (response,) = _take(reading, 1)
    order = find_earning(reading.item.conditions, response.ident)
    if set(order) != set(response.labels):
        raise Unreadable(NO_KEY)
    return draft_ordering(reading.stem, [reading.read(response.labels[it]) for it in order])


def _read_typed(reading: Reading) -> QuestionDraft:
    """Words or a number, on a line or amid the text."""
    responses = reading.item.responses
    conditions = reading.item.conditions
    if len(responses) == 1 and _wants_number(reading.item):
        numbers = reading.keep_most(rank_numbers(conditions, responses[0].ident))
        return draft_numerical(reading.stem, numbers)
    gaps = [reading.keep_most(rank_words(conditions, it.ident)) for it in responses]
    if not any(gaps) and not reading.item.type:
        raise Unreadable(ESSAY)
    kind = Kind.CLOZE if reading.item.has_gaps else Kind.SHORT_ANSWER
    return draft_typed(kind, reading.stem, gaps)


def _wants_number(item: ClassicItem) -> bool:
    fields = item.responses[0].element.iter("render_fib")
    is_number = any(it.get("fibtype") in _NUMBERS for it in fields)
    return is_number or item.responses[0].element.tag == "response_num"


def _read_blanks(reading: Reading) -> QuestionDraft:
    """Whatever Canvas lists for a blank is right."""
    words = [[reading.read(it) for it in one.labels.values()] for one in reading.item.responses]
    return _fill(reading, words)


def _read_dropdowns(reading: Reading) -> QuestionDraft:
    """Words chosen in the line: one of them is a choice, several become words to type."""
    responses = reading.item.responses
    if len(responses) == 1:
        choice = _read_choice(reading)
        return draft_choice(
            _place_gaps(reading.stem, responses),
            choice.options,
            several=choice.kind is Kind.MULTIPLE_RESPONSE,
        )
    reading.shelf.losses.note(Loss.CHOICES, reading.place)
    words = []
    for one in responses:
        keys = find_keys(reading.item.conditions, one.ident)
        words.append([reading.read(one.labels[it]) for it in keys if it in one.labels])
    return _fill(reading, words)


def _fill(reading: Reading, words: list[list[str]]) -> QuestionDraft:
    """A cloze whose answers are in the order of its gaps, whatever order the file has."""
    places = [_find_blank(reading.stem, it) for it in reading.item.responses]
    ordered = [them for _, them in sorted(zip(places, words, strict=True), key=lambda it: it[0])]
    stem = _place_gaps(reading.stem, reading.item.responses)
    return draft_typed(Kind.CLOZE, stem, [[it for it in them if it] for them in ordered])


def _find_blank(stem: str, response: Response) -> int:
    return stem.find(f"[{_name_blank(response)}]")


def _name_blank(response: Response) -> str:
    """The name that stands in brackets in the stem."""
    return to_text(response.markup) or response.ident.removeprefix("response_")


def _place_gaps(stem: str, responses: Iterable[Response]) -> str:
    """The stem with a gap for the first place of each blank's name."""
    names = {f"[{_name_blank(it)}]" for it in responses}
    pattern = "|".join(re.escape(it) for it in sorted(names, key=len, reverse=True))
    left = set(names)

    def replace_first(found: re.Match[str]) -> str:
        if found[0] not in left:
            return found[0]
        left.remove(found[0])
        return GAP

    return re.sub(pattern, replace_first, shorten_lines(stem)) if pattern else stem


def _read_matching(reading: Reading) -> QuestionDraft:
    pairs, distractors = [], dict[str, None]()
    for response in reading.item.responses:
        keys = find_keys(reading.item.conditions, response.ident)
        texts = {ident: reading.read(it) for ident, it in response.labels.items()}
        distractors |= dict.fromkeys(texts.values())
        if keys and keys[0] in texts:
            pairs.append((reading.read(response.markup), texts[keys[0]]))
    if not pairs:
        raise Unreadable(NO_KEY)
    return draft_matching(reading.stem, pairs, distractors)


_READERS: dict[str, Callable[[Reading], QuestionDraft]] = {
    "multiple_choice_question": _read_choice,
    "true_false_question": _read_choice,
    "multiple_answers_question": _read_choice,
    "ordering_question": _read_order,
    "short_answer_question": _read_typed,
    "numerical_question": _read_typed,
    "fill_in_multiple_blanks_question": _read_blanks,
    "multiple_dropdowns_question": _read_dropdowns,
    "matching_question": _read_matching,
}
