"""What do all writers of QTI build with? (pure)"""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from quizapp.generation.draft import GAP, Pair, QuestionDraft

RESPONSE = "RESPONSE"
LONGEST_TITLE = 60


def add(parent: etree._Element, tag: str, text: str | None = None, **values: str) -> etree._Element:
    """A new last child with these attributes."""
    child = etree.SubElement(parent, tag, values)
    child.text = text
    return child


def name_choices(draft: QuestionDraft) -> list[str]:
    return [f"choice_{number}" for number in range(1, len(draft.options) + 1)]


def name_gaps(draft: QuestionDraft) -> list[str]:
    count = draft.stem.count(GAP)
    return [RESPONSE] if count == 1 else [f"{RESPONSE}_{it}" for it in range(1, count + 1)]


def name_responses(pairs: Sequence[Pair], word: str) -> dict[int, str]:
    """A name for the response of each pair, by its number from 1, in the order to show them.

    Not every system shuffles, so the order is that of the alphabet; only the distractors stay in
    their own. The names count the places: they tell nothing of the premises.
    """
    order = sorted(range(1, len(pairs) + 1), key=lambda it: pairs[it - 1].response)
    distractors = iter([number for number, it in enumerate(pairs, start=1) if not it.premise])
    mixed = [it if pairs[it - 1].premise else next(distractors) for it in order]
    return {number: f"{word}_{place}" for place, number in enumerate(mixed, start=1)}
