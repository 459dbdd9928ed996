"""How is an answer scored and explained in an item of QTI 2.x or 3.0? (pure)"""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from quizapp.bank.formats.feedback import write_feedback
from quizapp.bank.formats.qti.elements import RESPONSE, add, name_choices, name_gaps
from quizapp.bank.formats.qti.names import Dialect
from quizapp.bank.formats.qti.numerals import bound
from quizapp.generation.draft import CHOICE_KINDS, AcceptedAnswer, Kind, QuestionDraft

_SCORE = "SCORE"


def add_outcomes(root: etree._Element, draft: QuestionDraft) -> None:
    score = add(
        root, "outcomeDeclaration", identifier=_SCORE, cardinality="single", baseType="float"
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


def add_processing(root: etree._Element, draft: QuestionDraft, dialect: Dialect) -> None:
    """A template of the standard where one says it; else the same in rules."""
    typed = draft.kind in (Kind.SHORT_ANSWER, Kind.CLOZE)
    processing = add(root, "responseProcessing")
    if draft.kind is Kind.NUMERICAL:
        _score_numbers(processing, draft.accepted_answers)
    elif typed and len(name_gaps(draft)) > 1 and draft.kind is Kind.CLOZE:
        total = add(add(processing, "setOutcomeValue", identifier=_SCORE), "sum")
        for name in name_gaps(draft):
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
        outcome = add(branch, "setOutcomeValue", identifier=_SCORE)
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


def add_feedback(root: etree._Element, draft: QuestionDraft, dialect: Dialect) -> None:
    told = [("SOLUTION", "general", _explain(draft))]
    told += [
        ("FEEDBACK", name, option.rationale)
        for name, option in zip(name_choices(draft), draft.options, strict=True)
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
