"""How does a question stand in an item of QTI 2.x or 3.0? (pure)

The tree is made in the words of 2.x; `names.write_in` turns it into those of a version.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from textwrap import shorten

from lxml import etree

from quizapp.bank.formats.exchange import Item
from quizapp.bank.formats.feedback import write_feedback
from quizapp.bank.formats.qti.names import Dialect
from quizapp.bank.formats.qti.numerals import bound
from quizapp.bank.rules import FIXED_OPTIONS
from quizapp.generation.draft import CHOICE_KINDS, GAP, AcceptedAnswer, Kind, Pair, QuestionDraft

RESPONSE, SCORE = "RESPONSE", "SCORE"
_LONGEST_TITLE = 60
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
    title = shorten(draft.stem, _LONGEST_TITLE, placeholder="…")
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
    _add_outcomes(root, draft)
    _move_stimulus(root)
    root.append(body)
    _add_processing(root, draft, dialect)
    _add_feedback(root, draft, dialect)
    return root


def add(parent: etree._Element, tag: str, text: str | None = None, **values: str) -> etree._Element:
    """A new last child with these attributes."""
    child = etree.SubElement(parent, tag, values)
    child.text = text
    return child


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
    names = _name_choices(draft)
    keys = [name for name, it in zip(names, draft.options, strict=True) if it.key]
    _declare(root, RESPONSE, "multiple" if several else "single", "identifier", keys)
    interaction = _add_interaction(body, "choiceInteraction", draft.stem)
    interaction.set("shuffle", "false" if draft.kind in _KEPT_ORDER else "true")
    interaction.set("maxChoices", "0" if several else "1")
    for name, option in zip(names, draft.options, strict=True):
        add(interaction, "simpleChoice", option.text, identifier=name)


def _name_choices(draft: QuestionDraft) -> list[str]:
    return [f"choice_{number}" for number in range(1, len(draft.options) + 1)]


def _add_interaction(body: etree._Element, tag: str, stem: str) -> etree._Element:
    interaction = add(body, tag, responseIdentifier=RESPONSE)
    add(interaction, "prompt", stem)
    return interaction


def _write_matching(root: etree._Element, body: etree._Element, draft: QuestionDraft) -> None:
    matched = [number for number, it in enumerate(draft.pairs, start=1) if it.premise]
    pairs = [f"premise_{number} response_{number}" for number in matched]
    _declare(root, RESPONSE, "multiple", "directedPair", pairs)
    interaction = _add_interaction(body, "matchInteraction", draft.stem)
    interaction.set("shuffle", "true")
    interaction.set("maxAssociations", str(len(matched)))
    premises, responses = add(interaction, "simpleMatchSet"), add(interaction, "simpleMatchSet")
    for number in matched:
        _add_end(premises, f"premise_{number}", draft.pairs[number - 1].premise)
    for number in mix_responses(draft.pairs):
        _add_end(responses, f"response_{number}", draft.pairs[number - 1].response)


def mix_responses(pairs: Sequence[Pair]) -> list[int]:
    """The numbers of the responses in an order that tells nothing, as not every system shuffles.

    It is that of the alphabet, but for the distractors, which stay in their own order.
    """
    order = sorted(range(1, len(pairs) + 1), key=lambda it: pairs[it - 1].response)
    distractors = iter([number for number, it in enumerate(pairs, start=1) if not it.premise])
    return [it if pairs[it - 1].premise else next(distractors) for it in order]


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
    for name, text in zip(_name_gaps(draft), others, strict=True):
        number = len(line) + 1
        words = [it.text for it in draft.accepted_answers if it.gap == number]
        _declare(root, name, "single", "string", words[:1], words)
        add(line, "textEntryInteraction", responseIdentifier=name).tail = text


def _name_gaps(draft: QuestionDraft) -> list[str]:
    count = draft.stem.count(GAP)
    return [RESPONSE] if count == 1 else [f"{RESPONSE}_{it}" for it in range(1, count + 1)]


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


def _add_outcomes(root: etree._Element, draft: QuestionDraft) -> None:
    score = add(
        root, "outcomeDeclaration", identifier=SCORE, cardinality="single", baseType="float"
    )
    add(add(score, "defaultValue"), "value", "0")
    if _explain(draft):  # shown whatever was answered: the outcome has it from the beginning
        always = add(
            root,
            "outcomeDeclaration",
            identifier="SOLUTION",
            cardinality="single",
            baseType="identifier",
        )
        add(add(always, "defaultValue"), "value", "general")
    if _has_reasons(draft):
        several = draft.kind is Kind.MULTIPLE_RESPONSE
        add(
            root,
            "outcomeDeclaration",
            identifier="FEEDBACK",
            cardinality="multiple" if several else "single",
            baseType="identifier",
        )


def _has_reasons(draft: QuestionDraft) -> bool:
    return any(option.rationale for option in draft.options)


def _explain(draft: QuestionDraft) -> str:
    return write_feedback(draft.rationale, draft.critical_span)


def _add_processing(root: etree._Element, draft: QuestionDraft, dialect: Dialect) -> None:
    """A template of the standard where one says it; else the same in rules."""
    typed = draft.kind in (Kind.SHORT_ANSWER, Kind.CLOZE)
    processing = add(root, "responseProcessing")
    if draft.kind is Kind.NUMERICAL:
        _score_numbers(processing, draft.accepted_answers)
    elif typed and len(_name_gaps(draft)) > 1 and draft.kind is Kind.CLOZE:
        total = add(add(processing, "setOutcomeValue", identifier=SCORE), "sum")
        for name in _name_gaps(draft):
            add(total, "mapResponse", identifier=name)
    elif draft.kind in CHOICE_KINDS and _has_reasons(draft):
        _score(processing, lambda condition: _add_match(condition))
        chosen = add(processing, "setOutcomeValue", identifier="FEEDBACK")
        add(chosen, "variable", identifier=RESPONSE)
    else:
        name = "map_response" if typed else "match_correct"
        processing.set("template", f"{dialect.templates}/{name}")


def _score(processing: etree._Element, test: Callable[[etree._Element], None]) -> None:
    """One point when the test holds, else none."""
    condition = add(processing, "responseCondition")
    right = add(condition, "responseIf")
    test(right)
    for branch, points in ((right, "1"), (add(condition, "responseElse"), "0")):
        outcome = add(branch, "setOutcomeValue", identifier=SCORE)
        add(outcome, "baseValue", points, baseType="float")


def _add_match(condition: etree._Element) -> None:
    match = add(condition, "match")
    add(match, "variable", identifier=RESPONSE)
    add(match, "correct", identifier=RESPONSE)


def _score_numbers(processing: etree._Element, answers: tuple[AcceptedAnswer, ...]) -> None:
    def test(condition: etree._Element) -> None:
        parent = add(condition, "or") if len(answers) > 1 else condition
        for answer in map(bound, answers):
            equal = add(parent, "equal", toleranceMode="exact")
            if answer.tolerance:
                equal.set("toleranceMode", "absolute")
                equal.set("tolerance", f"{answer.tolerance} {answer.tolerance}")
            add(equal, "variable", identifier=RESPONSE)
            add(equal, "baseValue", answer.text, baseType="float")

    _score(processing, test)


def _add_feedback(root: etree._Element, draft: QuestionDraft, dialect: Dialect) -> None:
    told = [("SOLUTION", "general", _explain(draft))]
    told += [
        ("FEEDBACK", name, option.rationale)
        for name, option in zip(_name_choices(draft), draft.options, strict=True)
    ]
    for outcome, name, text in told:
        if text:
            feedback = add(
                root,
                "modalFeedback",
                outcomeIdentifier=outcome,
                identifier=name,
                showHide="show",
            )
            content = add(feedback, "contentBody") if dialect.is_dashed else feedback
            add(content, "p", text)


_WRITERS: dict[Kind, Callable[[etree._Element, etree._Element, QuestionDraft], None]] = {
    Kind.MATCHING: _write_matching,
    Kind.ORDERING: _write_ordering,
    Kind.SHORT_ANSWER: _write_typed,
    Kind.NUMERICAL: _write_typed,
    Kind.CLOZE: _write_cloze,
}
