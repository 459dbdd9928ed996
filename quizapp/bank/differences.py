"""What did a new version of a question change? Word by word, part by part. (pure)"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from quizapp.generation.draft import Option, QuestionDraft, Span

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")


class Fate(StrEnum):
    """What became of a stretch of text."""

    KEPT = "kept"
    ADDED = "added"
    REMOVED = "removed"


Stretch = tuple[Fate, str]


@dataclass(frozen=True)
class Difference:
    """A part of the question that changed, named in words, as stretches in reading order.

    Joined without what was removed the stretches are the new text, without what was added
    the old one.
    """

    part: str
    stretches: tuple[Stretch, ...]


def compare(old: QuestionDraft, new: QuestionDraft) -> tuple[Difference, ...]:
    """Every part in which the two differ, in the order in which a question is read."""
    before, after = dict(_describe(old)), dict(_describe(new))
    return tuple(
        Difference(part, compare_words(before.get(part, ""), after.get(part, "")))
        for part in [*after, *(it for it in before if it not in after)]
        if before.get(part, "") != after.get(part, "")
    )


def compare_words(old: str, new: str) -> tuple[Stretch, ...]:
    """The stretches of a text that changed from `old` to `new`."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    stretches: list[Stretch] = []
    matcher = SequenceMatcher(a=before, b=after, autojunk=False)
    for _, from_old, to_old, from_new, to_new in matcher.get_opcodes():
        gone, come = "".join(before[from_old:to_old]), "".join(after[from_new:to_new])
        if gone == come:
            stretches.append((Fate.KEPT, come))
            continue
        stretches += [(Fate.REMOVED, gone)] * bool(gone) + [(Fate.ADDED, come)] * bool(come)
    return tuple(stretches)


def _describe(draft: QuestionDraft) -> Iterator[tuple[str, str]]:
    """The parts of a question as texts, each under a name of its own."""
    yield "Question", draft.stem
    for number, picture in enumerate(draft.pictures, start=1):
        yield f"Picture {number}", picture.description or "no description"
    yield "Skill", _plain(draft.skill)
    yield "Difficulty", _plain(draft.difficulty)
    for number, option in enumerate(draft.options, start=1):
        yield f"Option {number}", _tell_option(option)
        yield f"Why option {number}", option.rationale
    for number, answer in enumerate(draft.accepted_answers, start=1):
        tolerance = f" (± {answer.tolerance})" if answer.tolerance else ""
        yield f"Accepted answer {number}", f"Gap {answer.gap}: {answer.text}{tolerance}"
    for number, pair in enumerate(draft.pairs, start=1):
        yield f"Pair {number}", f"{pair.premise or '(none)'}: {pair.response}"
    for number, text in enumerate(draft.order, start=1):
        yield f"Line {number}", text
    yield "Rationale", draft.rationale
    yield "Evidence", _tell_spans((draft.critical_span,))
    yield "What wrong options lean on", _tell_spans(draft.distractor_spans)
    yield "Left out of the passage", _tell_spans(draft.hidden_spans)


def _tell_option(option: Option) -> str:
    marks = ["key"] * option.key + [_plain(option.distractor_class or "").lower()]
    told = ", ".join(mark for mark in marks if mark)
    return f"{option.text} ({told})" if told else option.text


def _tell_spans(spans: tuple[Span, ...]) -> str:
    return "; ".join(f"paragraph {it.paragraph}: {it.quote}" for it in spans if it.quote)


def _plain(value: str) -> str:
    return value.replace("_", " ").capitalize()
