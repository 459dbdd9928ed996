"""What does a learner see while sitting? The paper, without a trace of the key. (pure)"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from quizapp.attempts.answers import Value, count_gaps, premises, to_page
from quizapp.attempts.models import Attempt, PaperItem, Response
from quizapp.attempts.responses import AnswersSoFar
from quizapp.attempts.result import NO_RULING, NOTHING, ResultItem, Visible, report_item
from quizapp.attempts.ruled import Verdict
from quizapp.attempts.sitting import is_shut
from quizapp.generation.draft import (
    CHOICE_KINDS,
    TEXT_KINDS,
    Kind,
    Picture,
    QuestionDraft,
    Skill,
)
from quizapp.quizzes.rules import ScoringRules
from quizapp.quizzes.terms import scoring_rules


@dataclass(frozen=True)
class ItemView:
    """One question as printed.

    `value` is what is saved, aligned with the page's fields, `certainty` (1 to 3) goes with
    it; `sequence` is the number that the next save carries. `is_shut`: no answer to it counts
    any more. `checked` says how it went, as far as the review policy allows that now.
    """

    position: int
    count: int
    max_score: Decimal
    kind: Kind
    skill: Skill
    stem: str
    pictures: tuple[Picture, ...]
    options: tuple[tuple[str, str], ...]
    gaps: int
    premises: tuple[str, ...]
    responses: tuple[tuple[str, str], ...]
    order_items: tuple[str, ...]
    value: Value
    certainty: int | None
    answered: bool
    sequence: int
    is_flagged: bool
    is_shut: bool
    checked: ResultItem | None


@dataclass(frozen=True)
class CheckedItem:
    """One question as it is looked over before handing in: whether something is said, not what."""

    position: int
    answered: bool
    is_flagged: bool


def look_over(attempt: Attempt, given: AnswersSoFar) -> tuple[CheckedItem, ...]:
    """The questions of an attempt in order, without their words."""
    said = {position for position, it in given.in_force.items() if it.value}
    return tuple(
        CheckedItem(it.position, it.position in said, it.is_flagged) for it in attempt.items
    )


def print_paper(
    attempt: Attempt,
    drafts: dict[int, QuestionDraft],
    given: AnswersSoFar,
    now: datetime,
    feedback: Visible = NOTHING,
    verdicts: Mapping[int, Verdict] = NO_RULING,
) -> tuple[ItemView, ...]:
    """The questions of an attempt in order, with what is saved.

    `feedback` is what may be seen of a question that was checked, `verdicts` what was ruled, by
    version.
    """
    return tuple(
        print_item(
            item,
            drafts[item.version_id],
            given.in_force.get(item.position),
            count=len(attempt.items),
            sequence=given.sequences.get(item.position, 0) + 1,
            is_shut=is_shut(attempt, item, now),
            feedback=feedback,
            rules=scoring_rules(attempt.assignment.quiz) if item.checked_at else None,
            verdict=verdicts.get(item.version_id),
        )
        for item in attempt.items
    )


def print_item(
    item: PaperItem,
    draft: QuestionDraft,
    response: Response | None = None,
    *,
    count: int,
    sequence: int = 1,
    is_shut: bool = False,
    feedback: Visible = NOTHING,
    rules: ScoringRules | None = None,
    verdict: Verdict | None = None,
) -> ItemView:
    """One question of a paper of `count`; `rules` explain its points once it was checked."""
    order = [int(index) for index in item.printed_order]
    value = response.value if response else ()
    return replace(
        print_question(draft, order),
        position=item.position,
        count=count,
        max_score=item.max_score,
        value=to_page(draft, order, value),
        certainty=response.certainty if response else None,
        answered=bool(value),
        sequence=sequence,
        is_flagged=item.is_flagged,
        is_shut=is_shut,
        checked=report_item(item, draft, response, feedback, rules, verdict) if rules else None,
    )


def print_question(draft: QuestionDraft, order: Sequence[int]) -> ItemView:
    """A question as printed in `order` on a paper of its own, with nothing answered."""
    return ItemView(
        position=1,
        count=1,
        max_score=Decimal(1),
        kind=draft.kind,
        skill=draft.skill,
        stem=draft.stem,
        pictures=draft.pictures,
        options=_numbered(
            [draft.options[index].text for index in order] if draft.kind in CHOICE_KINDS else []
        ),
        gaps=count_gaps(draft.kind, draft.stem) if draft.kind in TEXT_KINDS else 0,
        premises=premises(draft),
        responses=_numbered(
            [draft.pairs[index].response for index in order] if draft.kind is Kind.MATCHING else []
        ),
        order_items=tuple(draft.order[index] for index in order)
        if draft.kind is Kind.ORDERING
        else (),
        value=(),
        certainty=None,
        answered=False,
        sequence=1,
        is_flagged=False,
        is_shut=False,
        checked=None,
    )


def _numbered(texts: list[str]) -> tuple[tuple[str, str], ...]:
    return tuple((str(place), text) for place, text in enumerate(texts))
