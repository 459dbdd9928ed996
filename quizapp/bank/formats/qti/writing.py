"""How does a question stand in an item of QTI 2.x or 3.0? (pure)

The tree is made in the words of 2.x; `names.write_in` turns it into those of a version.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from textwrap import shorten

from lxml import etree

from quizapp.bank.formats.exchange import Item
from quizapp.bank.formats.qti.elements import (
    LONGEST_TITLE,
    RESPONSE,
    add,
    name_choices,
    name_gaps,
    name_responses,
)
from quizapp.bank.formats.qti.names import Dialect
from quizapp.bank.formats.qti.scoring import add_feedback, add_outcomes, add_processing
from quizapp.bank.rules import FIXED_OPTIONS
from quizapp.generation.draft import GAP, Kind, QuestionDraft

# Their options stand in the order of reading, or are always the same.
_KEPT_ORDER = frozenset(
    {*FIXED_OPTIONS, Kind.INSERTION, Kind.SELECT_SENTENCE, Kind.IRRELEVANT_SENTENCE}
)


@dataclass(frozen=True)
class Reference:
    """A passage as an item names it: its identifier and its path from the item."""

    identifier: str
    href: str


def build_item(
    item: Item,
    identifier: str,
    dialect: Dialect,
    passage: Reference | None,
    pictures: Mapping[str, str],
) -> etree._Element:
    """The `assessmentItem` of a question; `pictures` gives paths by SHA-256."""
    draft = item.draft
    root = etree.Element("assessmentItem")
    title = shorten(draft.stem, LONGEST_TITLE, placeholder="…")
    for name, value in (
        ("identifier", identifier),
        ("title", title),
        ("adaptive", "false"),
        ("timeDependent", "false"),
    ):
        root.set(name, value)
    body = etree.Element("itemBody")
    _add_passage(root, body, passage, dialect)
    _WRITERS.get(draft.kind, _write_choice)(root, body, draft)
    _insert_pictures(body, draft, pictures)
    add_outcomes(root, draft)
    _move_stimulus(root)
    root.append(body)
    add_processing(root, draft, dialect)
    add_feedback(root, draft, dialect)
    return root


def _add_passage(
    root: etree._Element, body: etree._Element, passage: Reference | None, dialect: Dialect
) -> None:
    """3.0 has shared stimuli; in 2.x the page is an object in the body."""
    if passage is None:
        return
    if dialect.is_dashed:
        add(root, "assessmentStimulusRef", identifier=passage.identifier, href=passage.href)
    else:
        add(add(body, "div"), "object", data=passage.href, type="text/html")


def _move_stimulus(root: etree._Element) -> None:
    """The order of the standard: declarations, then the stimulus, then the body."""
    for reference in root.findall("assessmentStimulusRef"):
        root.append(reference)


def _declare(
    root: etree._Element,
    identifier: str,
    cardinality: str,
    base_type: str,
    correct: Iterable[str],
    mapped: Iterable[str] = (),
) -> None:
    declaration = add(
        root,
        "responseDeclaration",
        identifier=identifier,
        cardinality=cardinality,
        baseType=base_type,
    )
    right = add(declaration, "correctResponse")
    for value in correct:
        add(right, "value", value)
    entries = list(mapped)
    if entries:
        mapping = add(declaration, "mapping", defaultValue="0")
        for key in entries:
            add(mapping, "mapEntry", mapKey=key, mappedValue="1", caseSensitive="false")


def _write_choice(root: etree._Element, body: etree._Element, draft: QuestionDraft) -> None:
    several = draft.kind is Kind.MULTIPLE_RESPONSE
    names = name_choices(draft)
    keys = [name for name, it in zip(names, draft.options, strict=True) if it.key]
    _declare(root, RESPONSE, "multiple" if several else "single", "identifier", keys)
    interaction = _add_interaction(body, "choiceInteraction", draft.stem)
    interaction.set("shuffle", "false" if draft.kind in _KEPT_ORDER else "true")
    interaction.set("maxChoices", "0" if several else "1")
    for name, option in zip(names, draft.options, strict=True):
        add(interaction, "simpleChoice", option.text, identifier=name)


def _add_interaction(body: etree._Element, tag: str, stem: str) -> etree._Element:
    interaction = add(body, tag, responseIdentifier=RESPONSE)
    add(interaction, "prompt", stem)
    return interaction


def _write_matching(root: etree._Element, body: etree._Element, draft: QuestionDraft) -> None:
    matched = [number for number, it in enumerate(draft.pairs, start=1) if it.premise]
    names = name_responses(draft.pairs, "response")
    pairs = [f"premise_{number} {names[number]}" for number in matched]
    _declare(root, RESPONSE, "multiple", "directedPair", pairs)
    interaction = _add_interaction(body, "matchInteraction", draft.stem)
    interaction.set("shuffle", "true")
    interaction.set("maxAssociations", str(len(matched)))
    premises, responses = add(interaction, "simpleMatchSet"), add(interaction, "simpleMatchSet")
    for number in matched:
        _add_end(premises, f"premise_{number}", draft.pairs[number - 1].premise)
    for number, name in names.items():
        _add_end(responses, name, draft.pairs[number - 1].response)


def _add_end(parent: etree._Element, identifier: str, text: str) -> None:
    add(parent, "simpleAssociableChoice", text, identifier=identifier, matchMax="1")


def _write_ordering(root: etree._Element, body: etree._Element, draft: QuestionDraft) -> None:
    names = [f"part_{number}" for number in range(1, len(draft.order) + 1)]
    shown = sorted(range(len(draft.order)), key=lambda it: draft.order[it])
    placed = dict(zip(shown, names, strict=True))
    _declare(root, RESPONSE, "ordered", "identifier", [placed[it] for it in range(len(names))])
    interaction = _add_interaction(body, "orderInteraction", draft.stem)
    interaction.set("shuffle", "true")
    for place in shown:
        add(interaction, "simpleChoice", draft.order[place], identifier=placed[place])


def _write_typed(root: etree._Element, body: etree._Element, draft: QuestionDraft) -> None:
    add(body, "p", draft.stem)
    if draft.kind is Kind.NUMERICAL:
        _declare(root, RESPONSE, "single", "float", [draft.accepted_answers[0].text])
    else:
        words = [it.text for it in draft.accepted_answers]
        _declare(root, RESPONSE, "single", "string", words[:1], words)
    add(add(body, "p"), "textEntryInteraction", responseIdentifier=RESPONSE)


def _write_cloze(root: etree._Element, body: etree._Element, draft: QuestionDraft) -> None:
    first, *others = draft.stem.split(GAP)
    line = add(body, "p", first)
    for name, text in zip(name_gaps(draft), others, strict=True):
        number = len(line) + 1
        words = [it.text for it in draft.accepted_answers if it.gap == number]
        _declare(root, name, "single", "string", words[:1], words)
        add(line, "textEntryInteraction", responseIdentifier=name).tail = text


def _insert_pictures(
    body: etree._Element, draft: QuestionDraft, pictures: Mapping[str, str]
) -> None:
    """The pictures of the stem stand before the interaction."""
    place = 1 if body.find("div/object") is not None else 0
    shown = [it for it in draft.pictures if it.sha256 in pictures]
    for picture in reversed(shown):
        line = etree.Element("p")
        add(line, "img", src=pictures[picture.sha256], alt=picture.description)
        body.insert(place, line)


_WRITERS: dict[Kind, Callable[[etree._Element, etree._Element, QuestionDraft], None]] = {
    Kind.MATCHING: _write_matching,
    Kind.ORDERING: _write_ordering,
    Kind.SHORT_ANSWER: _write_typed,
    Kind.NUMERICAL: _write_typed,
    Kind.CLOZE: _write_cloze,
}
