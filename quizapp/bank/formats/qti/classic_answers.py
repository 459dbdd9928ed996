"""How are answers given and scored in an item of QTI 1.2 that Canvas takes? (pure)"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from lxml import etree

from quizapp.bank.formats.qti.elements import add, name_choices, name_responses
from quizapp.bank.formats.qti.numerals import bound, limits
from quizapp.generation.draft import GAP, Kind, Pair, QuestionDraft

PLAIN = "text/plain"
_RESPONSE = "response1"
_WHOLE = 100.0


def add_material(parent: etree._Element, text: str, texttype: str = PLAIN) -> None:
    add(add(parent, "material"), "mattext", text, texttype=texttype)


def add_condition(
    processing: etree._Element,
    test: Callable[[etree._Element], object],
    *,
    shows: str = "",
    sets: float = 0,
    adds: float = 0,
) -> None:
    condition = add(processing, "respcondition")
    condition.set("continue", "No" if sets else "Yes")
    test(add(condition, "conditionvar"))
    if sets or adds:
        action, points = ("Set", f"{sets:.0f}") if sets else ("Add", f"{adds:.2f}")
        add(condition, "setvar", points, action=action, varname="SCORE")
    if shows:
        add(condition, "displayfeedback", feedbacktype="Response", linkrefid=shows)


def equal(parent: etree._Element, value: str, response: str = _RESPONSE) -> None:
    add(parent, "varequal", value, respident=response)


def _add_labels(response: etree._Element, texts: Iterable[tuple[str, str]]) -> None:
    choices = add(response, "render_choice")
    for name, text in texts:
        add_material(add(choices, "response_label", ident=name), text)


def write_choice(
    presentation: etree._Element, processing: etree._Element, draft: QuestionDraft
) -> None:
    several = draft.kind is Kind.MULTIPLE_RESPONSE
    response = add(presentation, "response_lid", ident=_RESPONSE)
    response.set("rcardinality", "Multiple" if several else "Single")
    named = list(zip(name_choices(draft), draft.options, strict=True))
    _add_labels(response, ((name, option.text) for name, option in named))

    def test(variables: etree._Element) -> None:
        parent = add(variables, "and") if several else variables
        for name, option in named:
            if option.key:
                equal(parent, name)
            elif several:
                equal(add(parent, "not"), name)

    add_condition(processing, test, sets=_WHOLE)


def _write_typed(
    presentation: etree._Element, processing: etree._Element, draft: QuestionDraft
) -> None:
    response = add(presentation, "response_str", ident=_RESPONSE, rcardinality="Single")
    field = add(response, "render_fib")
    add(field, "response_label", ident="answer1", rshuffle="No")
    if draft.kind is Kind.NUMERICAL:
        field.set("fibtype", "Decimal")
        for answer in map(bound, draft.accepted_answers):
            low, high = limits(answer)
            add_condition(
                processing,
                partial(_between, number=answer.text, low=low, high=high),
                sets=_WHOLE,
            )
        return

    def test(variables: etree._Element) -> None:
        for answer in draft.accepted_answers:
            equal(variables, answer.text)

    add_condition(processing, test, sets=_WHOLE)


def _between(variables: etree._Element, number: str, low: str, high: str) -> None:
    either = add(variables, "or")
    equal(either, number)
    both = add(either, "and")
    add(both, "vargte", low, respident=_RESPONSE)
    add(both, "varlte", high, respident=_RESPONSE)


def name_blanks(draft: QuestionDraft) -> list[str]:
    """Names for the gaps that do not stand in brackets in the stem already."""
    word = "blank"
    while f"[{word}" in draft.stem:
        word += "_"
    return [f"{word}{number}" for number in range(1, draft.stem.count(GAP) + 1)]


def _write_cloze(
    presentation: etree._Element, processing: etree._Element, draft: QuestionDraft
) -> None:
    names = name_blanks(draft)
    for gap, name in enumerate(names, start=1):
        response = add(presentation, "response_lid", ident=f"response_{name}")
        add_material(response, name)
        words = [it.text for it in draft.accepted_answers if it.gap == gap]
        labels = [(f"{name}_{number}", word) for number, word in enumerate(words, start=1)]
        _add_labels(response, labels)
        for label, _ in labels:
            add_condition(
                processing,
                partial(equal, value=label, response=f"response_{name}"),
                adds=_WHOLE / len(names),
            )


def _write_matching(
    presentation: etree._Element, processing: etree._Element, draft: QuestionDraft
) -> None:
    """An ordering is a matching of places with texts: Canvas has no other way to ask for it."""
    pairs = draft.pairs or tuple(
        Pair(str(place), text) for place, text in enumerate(draft.order, start=1)
    )
    matched = [number for number, it in enumerate(pairs, start=1) if it.premise]
    names = name_responses(pairs, "match")
    labels = [(name, pairs[number - 1].response) for number, name in names.items()]
    for number in matched:
        response = add(presentation, "response_lid", ident=f"response_{number}")
        add_material(response, pairs[number - 1].premise)
        _add_labels(response, labels)
        add_condition(
            processing,
            partial(equal, value=names[number], response=f"response_{number}"),
            adds=_WHOLE / len(matched),
        )


WRITERS: dict[Kind, Callable[[etree._Element, etree._Element, QuestionDraft], None]] = {
    Kind.SHORT_ANSWER: _write_typed,
    Kind.NUMERICAL: _write_typed,
    Kind.CLOZE: _write_cloze,
    Kind.MATCHING: _write_matching,
    Kind.ORDERING: _write_matching,
}
