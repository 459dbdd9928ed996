"""Does a question keep the rules that every question of its kind must keep?

The same rules hold a bank file (`bank check`), a generated bank and a teacher's edit. Each
rule has a name; a broken one gives a sentence that says what to mend.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from quizapp.bank.numbers import parse_number
from quizapp.generation.draft import (
    CHOICE_KINDS,
    GAP,
    NOWHERE,
    TEXT_KINDS,
    Kind,
    QuestionDraft,
)

FIXED_OPTIONS = {
    Kind.TRUE_FALSE: ("True", "False"),
    Kind.TRUE_FALSE_NOT_GIVEN: ("True", "False", "Not given"),
}
MOST_OPTIONS = 8
NO_EVIDENCE = "choose the words that prove the key"


@dataclass(frozen=True)
class Broken:
    """A rule that a question breaks."""

    question: str
    rule: str
    message: str


Rule = Callable[[QuestionDraft, tuple[str, ...]], Iterator[str]]


def check_question(draft: QuestionDraft, paragraphs: tuple[str, ...]) -> list[Broken]:
    """Every rule that `draft` breaks, held against the passage's body paragraphs."""
    return [
        Broken(draft.uid, name, message)
        for name, rule in RULES.items()
        for message in rule(draft, paragraphs)
    ]


def check_unfinished(draft: QuestionDraft, paragraphs: tuple[str, ...]) -> list[Broken]:
    """Every rule that `draft` breaks, but that its evidence is still to be chosen.

    Such a question can be kept as a draft; it cannot be approved.
    """
    broken = check_question(draft, paragraphs)
    if draft.critical_span != NOWHERE:
        return broken
    return [it for it in broken if it.message != NO_EVIDENCE]


def check_bank(drafts: tuple[QuestionDraft, ...], paragraphs: tuple[str, ...]) -> list[Broken]:
    """The broken rules of all questions, and of the bank as a whole."""
    counts = Counter(draft.uid for draft in drafts)
    twice = [
        Broken(uid, "unique-id", f"{count} questions have this id; give each its own")
        for uid, count in counts.items()
        if count > 1
    ]
    return twice + [broken for draft in drafts for broken in check_question(draft, paragraphs)]


def _stem_asks(draft: QuestionDraft, _paragraphs: tuple[str, ...]) -> Iterator[str]:
    if not draft.stem.strip():
        yield "the stem is empty"


def _quote_stands(draft: QuestionDraft, paragraphs: tuple[str, ...]) -> Iterator[str]:
    chosen = () if draft.critical_span == NOWHERE else (draft.critical_span,)
    if not chosen:
        yield NO_EVIDENCE
    for span in (*chosen, *draft.distractor_spans, *draft.hidden_spans):
        if not 1 <= span.paragraph <= len(paragraphs):
            yield f"paragraph {span.paragraph} does not exist: the passage has {len(paragraphs)}"
        elif not span.quote or paragraphs[span.paragraph - 1][span.start : span.end] != span.quote:
            yield (
                f"paragraph {span.paragraph}, characters {span.start} to {span.end}, does not"
                f" read “{span.quote}”"
            )


def _options_fit_kind(draft: QuestionDraft, _paragraphs: tuple[str, ...]) -> Iterator[str]:
    if draft.kind not in CHOICE_KINDS:
        if draft.options:
            yield f"a {draft.kind} question has no options"
        return
    fixed = FIXED_OPTIONS.get(draft.kind)
    texts = tuple(option.text for option in draft.options)
    if fixed and texts != fixed:
        yield f"its options are {', '.join(fixed)}, in this order"
    if not fixed and not 2 <= len(texts) <= MOST_OPTIONS:
        yield f"it has {len(texts)} options; give it two to eight"


def _options_distinct(draft: QuestionDraft, _paragraphs: tuple[str, ...]) -> Iterator[str]:
    folded = [" ".join(option.text.casefold().split()) for option in draft.options]
    if any(not text for text in folded):
        yield "an option is empty"
    for text, count in Counter(folded).items():
        if count > 1:
            yield f"{count} options read “{text}”"


def _keys(draft: QuestionDraft, _paragraphs: tuple[str, ...]) -> Iterator[str]:
    if draft.kind not in CHOICE_KINDS:
        return
    keys = sum(option.key for option in draft.options)
    if draft.kind is Kind.MULTIPLE_RESPONSE:
        if not 1 <= keys < max(len(draft.options), 2):
            yield f"{keys} of {len(draft.options)} options are keys; mark at least one, not all"
    elif keys != 1:
        yield f"{keys} options are keys; mark exactly one"


def _key_is_no_distractor(draft: QuestionDraft, _paragraphs: tuple[str, ...]) -> Iterator[str]:
    if any(option.key and option.distractor_class for option in draft.options):
        yield "the key has a distractor class; leave it out"


def _answers_fit_kind(draft: QuestionDraft, _paragraphs: tuple[str, ...]) -> Iterator[str]:
    answers = draft.accepted_answers
    if draft.kind not in TEXT_KINDS:
        if answers:
            yield f"a {draft.kind} question has no accepted answers"
        return
    gaps = draft.stem.count(GAP) if draft.kind is Kind.CLOZE else 1
    if draft.kind is Kind.CLOZE and not gaps:
        yield f"the stem has no gap; write {GAP} where the answer belongs"
    if {answer.gap for answer in answers} != set(range(1, gaps + 1)):
        yield f"the stem has {gaps} gaps; give each an accepted answer"
    if any(not answer.text.strip() for answer in answers):
        yield "an accepted answer is empty"
    if draft.kind is Kind.NUMERICAL:
        for answer in answers:
            if parse_number(answer.text) is None or not _is_tolerance(answer.tolerance):
                yield f"“{answer.text}” is no number; write digits, with a point for decimals"


def _pairs_fit_kind(draft: QuestionDraft, _paragraphs: tuple[str, ...]) -> Iterator[str]:
    if draft.kind is not Kind.MATCHING:
        if draft.pairs:
            yield f"a {draft.kind} question has no pairs"
        return
    premises = [pair.premise for pair in draft.pairs if pair.premise]
    responses = [pair.response for pair in draft.pairs]
    if len(premises) < 2:
        yield f"it has {len(premises)} pairs; matching needs at least two"
    if len(set(premises)) < len(premises):
        yield "two premises read the same"
    if len(set(responses)) < len(responses) or not all(responses):
        yield "two responses read the same, or one is empty"


def _order_fits_kind(draft: QuestionDraft, _paragraphs: tuple[str, ...]) -> Iterator[str]:
    if draft.kind is not Kind.ORDERING:
        if draft.order:
            yield f"a {draft.kind} question has no order"
        return
    if len(draft.order) < 3:
        yield f"it has {len(draft.order)} items; ordering needs at least three"
    if len(set(draft.order)) < len(draft.order) or not all(draft.order):
        yield "two items read the same, or one is empty"


def _confidence_is_a_share(draft: QuestionDraft, _paragraphs: tuple[str, ...]) -> Iterator[str]:
    if not 0 <= draft.confidence <= 1:
        yield f"the confidence {draft.confidence} is not between 0 and 1"


def _is_tolerance(text: str) -> bool:
    tolerance = parse_number(text or "0")
    return tolerance is not None and tolerance >= 0


RULES: dict[str, Rule] = {
    "stem": _stem_asks,
    "evidence": _quote_stands,
    "options": _options_fit_kind,
    "options-distinct": _options_distinct,
    "key": _keys,
    "key-class": _key_is_no_distractor,
    "accepted-answers": _answers_fit_kind,
    "pairs": _pairs_fit_kind,
    "order": _order_fits_kind,
    "confidence": _confidence_is_a_share,
}
