"""What does a result say about going on? What to read again, and what to practise. (pure)"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quizapp.attempts.result import ResultItem
from quizapp.attempts.skill_scores import SkillScore
from quizapp.generation.draft import Skill
from quizapp.web.passage import PassageView

MISSED = frozenset({"wrong", "partly", "unanswered"})
Places = dict[str, tuple[int, ...]]


@dataclass(frozen=True)
class ReadAgain:
    """A paragraph that proves the answers to missed questions."""

    title: str
    paragraph: int
    anchor: str
    positions: tuple[int, ...]


@dataclass(frozen=True)
class NextSteps:
    """`weakest` is the skill with the smallest share right, `to_practise` counts questions."""

    read: tuple[ReadAgain, ...]
    weakest: Skill | None
    to_practise: int


def find_next_steps(
    items: Sequence[ResultItem],
    passage_at: Mapping[int, PassageView],
    by_skill: Sequence[SkillScore],
    to_practise: int,
) -> NextSteps | None:
    """What the learner may do next; None where nothing was missed that may be told."""
    missed = [it for it in items if it.state in MISSED and not it.needs_marking]
    read = _list_to_read(missed, passage_at)
    weakest = min((it for it in by_skill if it.ratio < 1), key=lambda it: it.ratio, default=None)
    if not (read or weakest or to_practise):
        return None
    return NextSteps(read, weakest.skill if weakest else None, to_practise)


def list_anchors(
    items: Sequence[ResultItem], passage_at: Mapping[int, PassageView]
) -> dict[int, str]:
    """Where on the page the evidence of each question stands, by position, if it is shown."""
    found = {it.position: _find_anchor(it, passage_at) for it in items}
    return {position: anchor for position, anchor in found.items() if anchor}


def list_ways_back(items: Sequence[ResultItem], passage_at: Mapping[int, PassageView]) -> Places:
    """For each paragraph's place on the page the questions whose evidence is lit there."""
    places: Places = {}
    for position, anchor in list_anchors(items, passage_at).items():
        places[anchor] = (*places.get(anchor, ()), position)
    return places


def _list_to_read(
    missed: Sequence[ResultItem], passage_at: Mapping[int, PassageView]
) -> tuple[ReadAgain, ...]:
    """The paragraphs in the order of their questions, each once."""
    titles, paragraphs = {}, {}
    for item in missed:
        anchor = _find_anchor(item, passage_at)
        if anchor and item.paragraph:
            titles[anchor] = passage_at[item.position].title
            paragraphs[anchor] = item.paragraph
    return tuple(
        ReadAgain(titles[anchor], paragraphs[anchor], anchor, positions)
        for anchor, positions in list_ways_back(missed, passage_at).items()
    )


def _find_anchor(item: ResultItem, passage_at: Mapping[int, PassageView]) -> str:
    """Where on the page the evidence of an item stands; nothing where none is shown."""
    passage = passage_at.get(item.position)
    if passage is None or not item.evidence:
        return ""
    found = (it.anchor for it in passage.blocks if it.number == item.paragraph)
    return next(found, "")
