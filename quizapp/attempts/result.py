"""What may be seen of a closed attempt, and what does it say? (pure)

The review policy decides; what it hides is not in the value at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from quizapp.attempts.answers import Value, premises
from quizapp.attempts.models import PaperItem, Response
from quizapp.generation.draft import CHOICE_KINDS, TEXT_KINDS, Kind, QuestionDraft, Skill, Span
from quizapp.quizzes.models import ReviewPolicy


@dataclass(frozen=True)
class Visible:
    """Which parts of a result may be shown now."""

    score: bool
    correctness: bool
    key: bool
    rationale: bool
    evidence: bool


ALL = Visible(True, True, True, True, True)
SCORE = Visible(True, False, False, False, False)


@dataclass(frozen=True)
class ResultOption:
    text: str
    chosen: bool
    key: bool | None
    rationale: str


@dataclass(frozen=True)
class ResultItem:
    """One question of a result; hidden parts are None or empty."""

    position: int
    kind: Kind
    skill: Skill
    stem: str
    given: tuple[str, ...]
    correct: tuple[str, ...]
    score: Decimal | None
    max_score: Decimal
    state: str | None
    options: tuple[ResultOption, ...]
    rationale: str
    span: Span | None

    @property
    def paragraph(self) -> int | None:
        return self.span.paragraph if self.span else None

    @property
    def quote(self) -> str:
        return self.span.quote if self.span else ""


@dataclass(frozen=True)
class SkillScore:
    skill: Skill
    score: Decimal
    max_score: Decimal

    @property
    def ratio(self) -> float:
        return float(self.score / self.max_score)


def what_is_visible(policy: ReviewPolicy, closes_at: datetime | None, now: datetime) -> Visible:
    """What a learner sees of a closed attempt at the moment `now`.

    A policy that waits for the closing of a window without an end waits for ever.
    """
    if policy is ReviewPolicy.EVERYTHING:
        return ALL
    if policy is ReviewPolicy.AFTER_CLOSING and closes_at is not None and now >= closes_at:
        return ALL
    return SCORE


def report(
    items: Sequence[PaperItem],
    drafts: dict[int, QuestionDraft],
    responses: dict[int, Response],
    visible: Visible,
) -> tuple[ResultItem, ...]:
    """The questions of a closed attempt in order, as far as they may be seen."""
    return tuple(
        _report_item(item, drafts[item.version_id], responses.get(item.position), visible)
        for item in items
    )


def score_by_skill(
    items: Sequence[PaperItem], drafts: dict[int, QuestionDraft]
) -> tuple[SkillScore, ...]:
    """The scores of a closed attempt, summed by skill, in the skills' order."""
    totals: dict[Skill, tuple[Decimal, Decimal]] = {}
    for item in items:
        skill = drafts[item.version_id].skill
        score, max_score = totals.get(skill, (Decimal(0), Decimal(0)))
        totals[skill] = (score + (item.score or 0), max_score + item.max_score)
    return tuple(SkillScore(skill, *totals[skill]) for skill in Skill if skill in totals)


def _report_item(
    item: PaperItem, draft: QuestionDraft, response: Response | None, visible: Visible
) -> ResultItem:
    value = response.value if response else ()
    shown = item.score if visible.correctness else None
    return ResultItem(
        position=item.position,
        kind=draft.kind,
        skill=draft.skill,
        stem=draft.stem,
        given=describe_value(draft, value),
        correct=describe_value(draft, key_value(draft)) if visible.key else (),
        score=shown,
        max_score=item.max_score,
        state=_state(value, shown, item.max_score) if shown is not None else None,
        options=tuple(
            ResultOption(
                text=draft.options[int(index)].text,
                chosen=index in value,
                key=draft.options[int(index)].key if visible.key else None,
                rationale=draft.options[int(index)].rationale if visible.rationale else "",
            )
            for index in (item.printed_order if draft.kind in CHOICE_KINDS else ())
        ),
        rationale=draft.rationale if visible.rationale else "",
        span=draft.critical_span if visible.evidence else None,
    )


def key_value(draft: QuestionDraft) -> Value:
    """The value that earns the whole score."""
    if draft.kind in CHOICE_KINDS:
        return tuple(str(index) for index, option in enumerate(draft.options) if option.key)
    if draft.kind in TEXT_KINDS:
        first = {answer.gap: answer.text for answer in reversed(draft.accepted_answers)}
        return tuple(first[gap] for gap in sorted(first))
    if draft.kind is Kind.MATCHING:
        return tuple(str(index) for index, pair in enumerate(draft.pairs) if pair.premise)
    return tuple(str(place) for place in range(1, len(draft.order) + 1))


def describe_value(draft: QuestionDraft, value: Value) -> tuple[str, ...]:
    """The value in words, a line a part; () for no answer."""
    if not value:
        return ()
    if draft.kind in CHOICE_KINDS:
        return tuple(draft.options[int(index)].text for index in value)
    if draft.kind in TEXT_KINDS:
        return tuple(text or "(nothing)" for text in value)
    if draft.kind is Kind.MATCHING:
        responses = [draft.pairs[int(it)].response if it else "(nothing)" for it in value]
        return tuple(
            f"{premise}: {response}"
            for premise, response in zip(premises(draft), responses, strict=True)
        )
    placed = sorted(
        (int(place), text) for place, text in zip(value, draft.order, strict=True) if place
    )
    return tuple(text for _, text in placed)


def _state(value: Value, score: Decimal, max_score: Decimal) -> str:
    if not value:
        return "unanswered"
    if score == max_score:
        return "right"
    return "partly" if score > 0 else "wrong"
