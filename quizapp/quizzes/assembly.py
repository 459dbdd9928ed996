"""Which questions stand on a learner's paper, and in which printed order? (pure)

The same candidates and the same `rng` give the same paper.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from quizapp.generation.draft import Kind, QuestionDraft, Skill, Span

# Kinds whose options have an order of their own.
FIXED_ORDER = frozenset(
    {
        Kind.TRUE_FALSE,
        Kind.TRUE_FALSE_NOT_GIVEN,
        Kind.INSERTION,
        Kind.SELECT_SENTENCE,
        Kind.IRRELEVANT_SENTENCE,
    }
)
# Kinds that print the sentences of a paragraph.
PRINTS_PARAGRAPH = frozenset({Kind.SELECT_SENTENCE, Kind.IRRELEVANT_SENTENCE, Kind.ORDERING})
_TELLING = 3  # so many words are a quotation


@dataclass(frozen=True)
class Candidate:
    """An approved question that a paper may draw."""

    version_id: int
    draft: QuestionDraft


@dataclass(frozen=True)
class PaperEntry:
    """A drawn question; `printed_order` holds the version's indices as they are printed."""

    version_id: int
    printed_order: tuple[int, ...]


def assemble(candidates: Sequence[Candidate], count: int, rng: Random) -> tuple[PaperEntry, ...]:
    """Draw up to `count` questions, spread over skills and over the passage.

    The skills take turns, so that a paper is mixed; a question whose evidence overlaps that
    of a question drawn before waits until nothing else is left, because one may give the
    other away. Where one hides from the passage what the other is to be answered from, only
    one is drawn, even if the paper stays shorter. The paper follows the passage, as a reader does.
    """
    drawn: list[Candidate] = []
    waiting: list[Candidate] = []
    for candidate in _take_turns(candidates, rng):
        if any(_share_evidence(candidate.draft, other.draft) for other in drawn):
            waiting.append(candidate)
        elif len(drawn) < count and _may_join(candidate, drawn):
            drawn.append(candidate)
    for candidate in waiting:
        if len(drawn) < count and _may_join(candidate, drawn):
            drawn.append(candidate)
    drawn.sort(key=lambda it: (it.draft.critical_span.paragraph, it.draft.critical_span.start))
    return tuple(PaperEntry(it.version_id, print_order(it.draft, rng)) for it in drawn)


def print_order(draft: QuestionDraft, rng: Random) -> tuple[int, ...]:
    """In which order the page shows the options, responses or items of `draft`."""
    if draft.kind is Kind.ORDERING:
        return _shuffled_away(len(draft.order), rng)
    if draft.kind is Kind.MATCHING:
        return _shuffled_away(len(draft.pairs), rng)
    indices = list(range(len(draft.options)))
    if draft.kind not in FIXED_ORDER and not _are_in_order(draft):
        rng.shuffle(indices)
    return tuple(indices)


def _take_turns(candidates: Sequence[Candidate], rng: Random) -> list[Candidate]:
    by_skill: dict[Skill, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        by_skill[candidate.draft.skill].append(candidate)
    piles = [by_skill[skill] for skill in sorted(by_skill)]
    for pile in piles:
        rng.shuffle(pile)
    rng.shuffle(piles)
    longest = max(map(len, piles), default=0)
    return [pile[turn] for turn in range(longest) for pile in piles if turn < len(pile)]


def _may_join(candidate: Candidate, drawn: Sequence[Candidate]) -> bool:
    return not any(_spoil_each_other(candidate.draft, other.draft) for other in drawn)


def _share_evidence(one: QuestionDraft, other: QuestionDraft) -> bool:
    return _overlap(one.critical_span, other.critical_span)


def _spoil_each_other(one: QuestionDraft, other: QuestionDraft) -> bool:
    """Whether one hides what the other is to be answered from, or prints for all to read."""
    return any(
        _overlap(hidden, asking.critical_span) or _prints(asking, hidden)
        for hiding, asking in ((one, other), (other, one))
        for hidden in hiding.hidden_spans
    )


def _prints(draft: QuestionDraft, hidden: Span) -> bool:
    """Whether the question itself shows the hidden words: quoted, or with their paragraph."""
    if draft.kind in PRINTS_PARAGRAPH and draft.critical_span.paragraph == hidden.paragraph:
        return True
    if len(hidden.quote.split()) < _TELLING:
        return False  # "and" stands everywhere
    printed = (draft.stem, *(option.text for option in draft.options), *draft.order)
    return any(hidden.quote in text for text in printed)


def _overlap(one: Span, other: Span) -> bool:
    return one.paragraph == other.paragraph and one.start < other.end and other.start < one.end


def _are_in_order(draft: QuestionDraft) -> bool:
    """Whether the options are numbers or dates: they stay in the order they were written."""
    return all(option.text[:1].isdigit() or option.text[-1:].isdigit() for option in draft.options)


def _shuffled_away(length: int, rng: Random) -> tuple[int, ...]:
    """A shuffle that is not the right order itself, where there is another."""
    indices = list(range(length))
    rng.shuffle(indices)
    if length > 1 and indices == sorted(indices):
        indices = indices[1:] + indices[:1]
    return tuple(indices)
