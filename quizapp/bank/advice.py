"""What would a good item writer say about this question? (pure)

Advice never forbids: what a question must not break are the rules (`bank.rules`). The gates of the
generator (`generation.checks`) hold its own questions to much the same; what both speak of has
the same code and begins with the same words.

Most of it follows the guidelines for multiple-choice items that textbooks and research agree on:
T. M. Haladyna, S. M. Downing and M. C. Rodriguez, "A Review of Multiple-Choice Item-Writing
Guidelines for Classroom Assessment", Applied Measurement in Education 15(3), 2002, 309-334. The
docstrings below name them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from quizapp.bank import option_advice, stem_advice
from quizapp.bank.advice_codes import Code, Said
from quizapp.generation.draft import CHOICE_KINDS, TEXT_KINDS, Kind, QuestionDraft

_NARROW = 3  # words of an answer that many will write in another way
_MOST_GAPS = 0.2  # of the words of a text: more, and there is too little left to read


@dataclass(frozen=True)
class Advice:
    """One thing to think over: its code, which part of the draft it is about, a sentence."""

    code: Code
    field: str
    sentence: str


Adviser = Callable[[QuestionDraft], Iterator[Said]]


def advise(draft: QuestionDraft, paragraphs: Sequence[str]) -> tuple[Advice, ...]:
    """All that is to be said about `draft`, a question on a passage of these paragraphs."""
    said = [it for adviser in ADVISERS for it in adviser(draft)]
    said += _advise_on_evidence(draft, paragraphs)
    return tuple(Advice(*it) for it in said)


def _advise_on_rationale(draft: QuestionDraft) -> Iterator[Said]:
    """Learners read afterwards why the key is right: a quiz teaches by that."""
    if draft.rationale.strip():
        return
    if draft.kind not in CHOICE_KINDS:
        yield Code.NO_RATIONALE, "rationale", "Say why the answer is right. Learners read it later."
        return
    silent = sum(not option.rationale.strip() for option in draft.options)
    if silent:
        which = "each option" if silent == len(draft.options) else f"{silent} more of the options"
        sentence = f"Say of {which} why it is right or wrong. Learners read it later."
        yield Code.NO_RATIONALE, "options", sentence


def _advise_on_answers(draft: QuestionDraft) -> Iterator[Said]:
    """A typed answer is right when it equals one that is accepted."""
    if draft.kind not in TEXT_KINDS or draft.kind is Kind.NUMERICAL:
        return
    counts = Counter(answer.gap for answer in draft.accepted_answers)
    for answer in draft.accepted_answers:
        if counts[answer.gap] == 1 and len(answer.text.split()) >= _NARROW:
            yield (
                Code.ANSWERS_NARROW,
                "accepted_answers",
                f"“{answer.text}” is the only answer that earns the point."
                " Add other ways to say it, or ask for fewer words.",
            )
    gaps = max(counts, default=0)
    if draft.kind is Kind.CLOZE and gaps > 1 and gaps > _MOST_GAPS * len(draft.stem.split()):
        yield (
            Code.GAPS_CROWDED,
            "stem",
            "There are many gaps in little text. Leave about five words between two gaps.",
        )


def _advise_on_pairs(draft: QuestionDraft) -> Iterator[Said]:
    if draft.kind is not Kind.MATCHING:
        return
    for side, texts in (
        ("premise", [pair.premise for pair in draft.pairs if pair.premise]),
        ("response", [pair.response for pair in draft.pairs]),
    ):
        folded = Counter(" ".join(text.casefold().split()) for text in texts)
        for text in [text for text, count in folded.items() if count > 1]:
            sentence = f"The {side} “{text}” stands in two pairs, so two answers are right."
            yield Code.PAIRS_UNCLEAR, "pairs", sentence
    premises = sum(bool(pair.premise) for pair in draft.pairs)
    if 0 < premises < 3:
        yield Code.PAIRS_UNCLEAR, "pairs", "Give at least three pairs, so that guessing pays less."
    if 1 < premises == len(draft.pairs):
        yield (
            Code.PAIRS_EVEN,
            "pairs",
            "The last pair is left over for whoever knows the others."
            " Add a response that matches nothing.",
        )


def _advise_on_order(draft: QuestionDraft) -> Iterator[Said]:
    """Lines that carry their own place are put in order without reading."""
    telling = {"first", "firstly", "then", "next", "finally", "afterwards", "later", "lastly"}
    for text in draft.order if draft.kind is Kind.ORDERING else ():
        words = [word.strip(",.:;") for word in text.casefold().split()]
        found = next((word for word in words if word in telling), None)
        if found:
            sentence = f"“{found}” in “{text}” tells its place. Leave the word out if you can."
            yield Code.ORDER_TOLD, "order", sentence


def _advise_on_evidence(draft: QuestionDraft, paragraphs: Sequence[str]) -> Iterator[Said]:
    """A question on a passage has its proof there; see STARC (Berzak and others, ACL 2020)."""
    span = draft.critical_span
    if not span.quote.strip():
        sentence = "Choose the words of the passage that prove the key."
        yield Code.NO_EVIDENCE, "critical_span", sentence
        return
    whole = paragraphs[span.paragraph - 1] if 1 <= span.paragraph <= len(paragraphs) else ""
    if len(whole) > 400 and len(span.quote) > 0.9 * len(whole):
        sentence = "The evidence is a whole long paragraph. Choose the words that prove the key."
        yield Code.EVIDENCE_WIDE, "critical_span", sentence


ADVISERS: tuple[Adviser, ...] = (
    *stem_advice.ADVISERS,
    *option_advice.ADVISERS,
    _advise_on_answers,
    _advise_on_pairs,
    _advise_on_order,
    _advise_on_rationale,
)
