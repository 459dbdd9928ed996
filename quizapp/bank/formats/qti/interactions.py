"""What does an interaction of QTI 2.x or 3.0 ask, in one of our kinds? (pure)"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lxml import etree

from quizapp.bank.formats.qti.bodies import Body, find_interactions, stands_alone
from quizapp.bank.formats.qti.declarations import Declaration, read_numbers
from quizapp.bank.formats.qti.names import say_interaction
from quizapp.bank.formats.qti.questions import (
    draft_choice,
    draft_matching,
    draft_numerical,
    draft_ordering,
    draft_typed,
)
from quizapp.bank.formats.qti.refusals import (
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
from quizapp.generation.draft import Kind, Option, QuestionDraft

_TYPED, _INLINE = "textEntryInteraction", "inlineChoiceInteraction"
_ESSAYS = frozenset({"extendedTextInteraction", "uploadInteraction", "drawingInteraction"})
_NOTHING = Declaration(is_single=True, is_number=False, correct=(), points=())
_PAIR = 2
_CHOICES = ("simpleChoice", "simpleAssociableChoice", "inlineChoice", "hottext", "gapText", "gap")


@dataclass(frozen=True)
class Asked:
    """An item while it is read: its element, what is declared in it, and what is said of it."""

    item: etree._Element
    declarations: dict[str, Declaration]
    feedback: dict[str, str]  # for a choice by its identifier
    stem: str
    place: str
    shelf: Shelf

    def declared(self, interaction: etree._Element) -> Declaration:
        return self.declarations.get(interaction.get("responseIdentifier", ""), _NOTHING)

    def read(self, element: etree._Element) -> str:
        """The words of a choice."""
        body = Body()
        markup = body.write(element)
        if body.has_formula:
            self.shelf.losses.note(Loss.FORMULA, self.place)
        return self.shelf.read_words(markup, self.place)


def read_interactions(asked: Asked, body: etree._Element) -> QuestionDraft:
    """The question that the interactions of the body ask together. Raises Unreadable."""
    found = list(find_interactions(body))
    names = {str(it.tag) for it in found}
    if max(len(found), *(sum(1 for _ in it.iter(*_CHOICES)) for it in found)) > MOST_PIECES:
        raise Unreadable(TOO_MANY)
    if names <= {_TYPED, _INLINE}:
        return _read_gaps(asked, found)
    if names & _ESSAYS:
        raise Unreadable(ESSAY)
    if len(found) > 1:
        raise Unreadable(COMPOSITE)
    (name,) = names
    reader = _READERS.get(name)
    if reader is None:
        raise Unreadable(UNKNOWN_INTERACTION.format(what=say_interaction(name)))
    return reader(asked, found[0])


def _read_gaps(asked: Asked, found: Sequence[etree._Element]) -> QuestionDraft:
    """Words typed or chosen in the line: alone in its line it answers the whole question."""
    first = found[0]
    if len(found) == 1 and first.tag == _INLINE:
        return _read_options(asked, first, first.findall("inlineChoice"))
    if any(it.tag == _INLINE for it in found):
        asked.shelf.losses.note(Loss.CHOICES, asked.place)
    if len(found) == 1 and asked.declared(first).is_number:
        return _read_number(asked, first)
    gaps = [_read_words(asked, it) for it in found]
    if len(found) == 1 and stands_alone(first):
        return draft_typed(Kind.SHORT_ANSWER, asked.stem, gaps)
    return draft_typed(Kind.CLOZE, asked.stem, gaps)


def _read_number(asked: Asked, gap: etree._Element) -> QuestionDraft:
    numbers = read_numbers(asked.item, gap.get("responseIdentifier", ""), asked.declared(gap))
    if numbers.is_partial:
        asked.shelf.losses.note(Loss.PARTIAL, asked.place)
    return draft_numerical(asked.stem, numbers.right)


def _read_words(asked: Asked, gap: etree._Element) -> list[str]:
    """The words that are right in a gap."""
    declared = asked.declared(gap)
    if declared.is_partial:
        asked.shelf.losses.note(Loss.PARTIAL, asked.place)
    if gap.tag == _TYPED:
        return [" ".join(it.split()) for it in (*declared.keys, *declared.best)]
    choices = {it.get("identifier", ""): it for it in gap.findall("inlineChoice")}
    return [asked.read(choices[key]) for key in declared.keys if key in choices]


def _read_choice(asked: Asked, interaction: etree._Element) -> QuestionDraft:
    return _read_options(asked, interaction, interaction.findall("simpleChoice"))


def _read_hottext(asked: Asked, interaction: etree._Element) -> QuestionDraft:
    """Words marked in a text are the options; the text is in the stem."""
    return _read_options(asked, interaction, list(interaction.iter("hottext")))


def _read_options(
    asked: Asked, interaction: etree._Element, choices: Sequence[etree._Element]
) -> QuestionDraft:
    declared = asked.declared(interaction)
    keys = set(declared.keys)
    if declared.is_partial and not declared.correct:
        asked.shelf.losses.note(Loss.PARTIAL, asked.place)
    options = [_read_option(asked, it, it.get("identifier", "") in keys) for it in choices]
    if any(not it.text for it in options):
        asked.shelf.losses.note(Loss.EMPTY, asked.place)
    return draft_choice(asked.stem, options, several=not declared.is_single)


def _read_option(asked: Asked, choice: etree._Element, is_key: bool) -> Option:
    within = " ".join(asked.read(it) for it in choice.iter("feedbackInline"))
    rationale = within or asked.feedback.get(choice.get("identifier", ""), "")
    return Option(asked.read(choice), is_key, rationale)


def _read_match(asked: Asked, interaction: etree._Element) -> QuestionDraft:
    sets = interaction.findall("simpleMatchSet")
    if len(sets) != _PAIR:
        raise Unreadable(NO_KEY)
    texts = {it.get("identifier", ""): asked.read(it) for it in interaction.iter() if _is_end(it)}
    right = [it.get("identifier", "") for it in sets[1].iterfind("simpleAssociableChoice")]
    pairs = [_turn(pair, right) for pair in _read_pairs(asked.declared(interaction))]
    if not pairs:
        raise Unreadable(NO_KEY)
    matched = [(texts.get(one, ""), texts.get(other, "")) for one, other in pairs]
    return draft_matching(asked.stem, matched, [texts[it] for it in right])


def _is_end(element: etree._Element) -> bool:
    return bool(element.tag == "simpleAssociableChoice")


def _turn(pair: tuple[str, str], right: Sequence[str]) -> tuple[str, str]:
    """The pair with the response of the second set behind."""
    one, other = pair
    return (other, one) if one in right and other not in right else pair


def _read_pairs(declared: Declaration) -> list[tuple[str, str]]:
    split = (value.split() for value in declared.keys)
    return [(it[0], it[1]) for it in split if len(it) == _PAIR]


def _read_order(asked: Asked, interaction: etree._Element) -> QuestionDraft:
    texts = {it.get("identifier", ""): asked.read(it) for it in interaction.iter("simpleChoice")}
    order = asked.declared(interaction).correct
    if not order or set(order) != set(texts):
        raise Unreadable(NO_KEY)
    return draft_ordering(asked.stem, [texts[it] for it in order])


def _read_gap_match(asked: Asked, interaction: etree._Element) -> QuestionDraft:
    """Words dragged into gaps become words to type."""
    words = {it.get("identifier", ""): asked.read(it) for it in interaction.iter("gapText")}
    gaps: dict[str, list[str]] = {it.get("identifier", ""): [] for it in interaction.iter("gap")}
    for pair in _read_pairs(asked.declared(interaction)):
        word, gap = pair if pair[1] in gaps else (pair[1], pair[0])
        if word in words and gap in gaps:
            gaps[gap].append(words[word])
    asked.shelf.losses.note(Loss.CHOICES, asked.place)
    return draft_typed(Kind.CLOZE, asked.stem, list(gaps.values()))


_READERS: dict[str, Callable[[Asked, etree._Element], QuestionDraft]] = {
    "choiceInteraction": _read_choice,
    "hottextInteraction": _read_hottext,
    "matchInteraction": _read_match,
    "orderInteraction": _read_order,
    "gapMatchInteraction": _read_gap_match,
}
