"""Can a question stand at a gate, and which of several suits it best? (pure)

It must be approved and marked without a teacher, hide no words of the text, and be proved by
what can be read before the gate.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

from quizapp.generation.draft import NOWHERE, Kind, QuestionDraft, Skill, Span, Status
from quizapp.guided.parts import Part

# What a reader types may be right in other words, which only a teacher could tell; a place or
# an intruder is asked for in a text that is printed otherwise than the one that is read.
KINDS = frozenset(
    {
        Kind.MULTIPLE_CHOICE,
        Kind.MULTIPLE_RESPONSE,
        Kind.TRUE_FALSE,
        Kind.TRUE_FALSE_NOT_GIVEN,
        Kind.NUMERICAL,
        Kind.MATCHING,
        Kind.ORDERING,
        Kind.SELECT_SENTENCE,
    }
)
# Their further words prove the other lines; elsewhere they are what wrong options lean on.
PROVED_BY_ALL = frozenset({Kind.MATCHING, Kind.ORDERING})
ABOUT_WORDS = (Skill.COHESION, Skill.REFERENCE, Skill.VOCABULARY)
# Of what was read the gist comes first, and single words last.
GIST_FIRST = (
    *(Skill.MAIN_IDEA, Skill.PURPOSE, Skill.INFERENCE, Skill.CAUSE, Skill.SEQUENCE),
    *(Skill.ATTRIBUTION, Skill.DETAIL, *ABOUT_WORDS),
)
_WHOLE = re.compile(r"\b(?:article|passage|text|story)\b", re.IGNORECASE)
_PARAGRAPHS = re.compile(r"\bparagraphs? (\d+(?:(?:, | and | or | to |-|–)+\d+)*)", re.IGNORECASE)


class Obstacle(StrEnum):
    """Why a question cannot stand at a gate."""

    NOT_APPROVED = "not_approved"
    KIND = "kind"
    HIDES_WORDS = "hides_words"
    BEYOND = "beyond"  # its evidence is not before the gate, or there is none


def find_obstacle(draft: QuestionDraft, after: int) -> Obstacle | None:
    """Why the question cannot stand after paragraph `after`; None when it can."""
    if draft.status is not Status.APPROVED:
        return Obstacle.NOT_APPROVED
    if draft.kind not in KINDS:
        return Obstacle.KIND
    if draft.hidden_spans:
        return Obstacle.HIDES_WORDS
    is_proved = draft.critical_span != NOWHERE
    if not is_proved or max(it.paragraph for it in _list_proofs(draft)) > after:
        return Obstacle.BEYOND
    return None


def find_reach(draft: QuestionDraft) -> int:
    """The last paragraph that anything of the question speaks of: also a wrong option."""
    spans = (draft.critical_span, *draft.distractor_spans)
    return max(0, *(it.paragraph for it in spans), *_list_named(draft))


def asks_about_all(draft: QuestionDraft) -> bool:
    """Whether the question is about the whole text, of which only a part has been read."""
    names_all = _WHOLE.search(draft.stem) and not _PARAGRAPHS.search(draft.stem)
    return draft.skill in (Skill.MAIN_IDEA, Skill.PURPOSE) and bool(names_all)


def rank(draft: QuestionDraft, part: Part) -> tuple[bool, bool, int, int]:
    """The place of a suitable question in a list for the gate after `part`: the lower, the better.

    What the part itself answers comes first, then the gist, then what stands further on.
    """
    looks_ahead = asks_about_all(draft) or find_reach(draft) > part.last
    proved_at = draft.critical_span.paragraph
    skill = GIST_FIRST.index(draft.skill)
    return looks_ahead, proved_at < part.first, skill, -proved_at


def _list_proofs(draft: QuestionDraft) -> tuple[Span, ...]:
    further = draft.distractor_spans if draft.kind in PROVED_BY_ALL else ()
    return (draft.critical_span, *further)


def _list_named(draft: QuestionDraft) -> Iterator[int]:
    """The paragraphs that the stem and the options name by their numbers."""
    for text in (draft.stem, *(it.text for it in draft.options)):
        for numbers in _PARAGRAPHS.findall(text):
            yield from map(int, re.findall(r"\d+", numbers))
