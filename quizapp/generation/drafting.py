"""How do a stem, a key and its evidence become one complete question?

What all patterns share: the stable uid, the choice between options and a typed answer, and
the rationale that a learner reads afterwards.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from quizapp.generation.draft import (
    AcceptedAnswer,
    Difficulty,
    Kind,
    Option,
    QuestionDraft,
    Skill,
    Span,
)
from quizapp.reading.reading import Reading, TextSpan

SortKey = Callable[[str], tuple[int, ...]]
MIN_DISTRACTORS, MAX_DISTRACTORS = 2, 3


@dataclass(frozen=True)
class Distractor:
    """A wrong option and the stretch of text it leans on."""

    option: Option
    span: Span


def as_span(text: TextSpan) -> Span:
    return Span(text.paragraph, text.start, text.end, text.text)


def make_uid(reading: Reading, pattern: str, stem: str, key: str) -> str:
    """The same article, pattern, stem and key give the same uid, in any order of options."""
    parts = "\x1f".join((reading.document.sha256, pattern, stem, key))
    return "q-" + hashlib.sha256(parts.encode()).hexdigest()[:10]


def explain(span: Span) -> str:
    """Why the key is right: where the text says so, and in which words."""
    return f"Paragraph {span.paragraph} says: “{span.quote.rstrip('.')}”."


def ask(
    reading: Reading,
    *,
    pattern: str,
    stem: str,
    key: str,
    accepted: Sequence[str],
    evidence: Span,
    distractors: Sequence[Distractor],
    skill: Skill = Skill.DETAIL,
    difficulty: Difficulty = Difficulty.EASY,
    confidence: float,
    sort_key: SortKey | None = None,
) -> QuestionDraft:
    """A multiple-choice question, or a typed one where the text supplies too few rivals.

    With `sort_key` the options are printed in its order (dates, numbers); names are placed later,
    when the bank is whole.
    """
    typed = QuestionDraft(
        uid=make_uid(reading, pattern, stem, key),
        kind=Kind.SHORT_ANSWER,
        skill=skill,
        difficulty=difficulty,
        stem=stem,
        critical_span=evidence,
        accepted_answers=tuple(AcceptedAnswer(text) for text in dict.fromkeys(accepted)),
        rationale=explain(evidence),
        pattern=pattern,
        confidence=confidence,
    )
    if len(distractors) < MIN_DISTRACTORS:
        return typed
    return _with_options(typed, key, distractors[:MAX_DISTRACTORS], sort_key)


def ask_number(
    reading: Reading,
    *,
    pattern: str,
    stem: str,
    value: str,
    evidence: Span,
    skill: Skill = Skill.DETAIL,
    confidence: float,
) -> QuestionDraft:
    """A question whose answer is a number to type, in digits."""
    return QuestionDraft(
        uid=make_uid(reading, pattern, stem, value),
        kind=Kind.NUMERICAL,
        skill=skill,
        difficulty=Difficulty.EASY,
        stem=stem,
        critical_span=evidence,
        accepted_answers=(AcceptedAnswer(value, tolerance="0"),),
        rationale=explain(evidence),
        pattern=pattern,
        confidence=confidence,
    )


def _with_options(
    typed: QuestionDraft, key: str, distractors: Sequence[Distractor], sort_key: SortKey | None
) -> QuestionDraft:
    chosen = list(distractors)
    options = [Option(key, key=True, rationale=typed.rationale), *(d.option for d in chosen)]
    if sort_key is not None:
        chosen.sort(key=lambda distractor: sort_key(distractor.option.text))
        options.sort(key=lambda option: sort_key(option.text))
    return replace(
        typed,
        kind=Kind.MULTIPLE_CHOICE,
        accepted_answers=(),
        rationale="",  # the options carry their own
        options=tuple(options),
        distractor_spans=tuple(distractor.span for distractor in chosen),
    )
