"""What does a learner see while sitting? The paper, without a trace of the key. (pure)"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quizapp.attempts.answers import Value, count_gaps, premises, to_page
from quizapp.attempts.models import PaperItem, Response
from quizapp.generation.draft import CHOICE_KINDS, TEXT_KINDS, Kind, QuestionDraft, Skill


@dataclass(frozen=True)
class ItemView:
    """One question as printed. `value` is what is saved, aligned with the page's fields;
    `sequence` is the number that the next save carries."""

    position: int
    count: int
    kind: Kind
    skill: Skill
    stem: str
    options: tuple[tuple[str, str], ...]
    gaps: int
    premises: tuple[str, ...]
    responses: tuple[tuple[str, str], ...]
    order_items: tuple[str, ...]
    value: Value
    answered: bool
    sequence: int


def print_paper(
    items: Sequence[PaperItem],
    drafts: dict[int, QuestionDraft],
    responses: dict[int, Response],
) -> tuple[ItemView, ...]:
    """The questions of an attempt in order, with what is saved."""
    return tuple(
        _print_item(item, drafts[item.version_id], responses.get(item.position), len(items))
        for item in items
    )


def _print_item(
    item: PaperItem, draft: QuestionDraft, response: Response | None, count: int
) -> ItemView:
    order = [int(index) for index in item.printed_order]
    value = response.value if response else ()
    return ItemView(
        position=item.position,
        count=count,
        kind=draft.kind,
        skill=draft.skill,
        stem=draft.stem,
        options=_numbered(
            [draft.options[index].text for index in order] if draft.kind in CHOICE_KINDS else []
        ),
        gaps=count_gaps(draft) if draft.kind in TEXT_KINDS else 0,
        premises=premises(draft),
        responses=_numbered(
            [draft.pairs[index].response for index in order] if draft.kind is Kind.MATCHING else []
        ),
        order_items=tuple(draft.order[index] for index in order)
        if draft.kind is Kind.ORDERING
        else (),
        value=to_page(draft, order, value),
        answered=bool(value),
        sequence=response.sequence + 1 if response else 1,
    )


def _numbered(texts: list[str]) -> tuple[tuple[str, str], ...]:
    return tuple((str(place), text) for place, text in enumerate(texts))
