"""What may be seen of a closed attempt, and what does it say? (pure)

The review policy decides; what it hides is not in the value at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType

from quizapp.attempts.answers import Value, premises
from quizapp.attempts.explaining import explain_points
from quizapp.attempts.models import PaperItem, Response
from quizapp.attempts.ruled import RulingKind, Verdict, show_ruled
from quizapp.attempts.scoring import Part
from quizapp.generation.draft import (
    CHOICE_KINDS,
    GAP,
    TEXT_KINDS,
    Kind,
    Picture,
    QuestionDraft,
    Skill,
    Span,
)
from quizapp.quizzes.rules import (
    Aspect,
    FeedbackBand,
    Moment,
    ReviewPolicy,
    ScoringRules,
)
from quizapp.wording import Wording

NO_TEXT = Wording("(nothing)")
NO_RULING: Mapping[int, Verdict] = MappingProxyType({})
# What is given to all, or to nobody, is neither right nor wrong.
NOT_JUDGED = frozenset({RulingKind.FULL_CREDIT, RulingKind.DROPPED})


@dataclass(frozen=True)
class Visible:
    """Which parts of a result may be shown now: a flag for each Aspect."""

    attempt: bool
    correctness: bool
    score: bool
    rationale: bool
    evidence: bool
    key: bool
    overall_feedback: bool


ALL = Visible(*[True] * 7)
NOTHING = Visible(*[False] * 7)


@dataclass(frozen=True)
class ResultOption:
    text: str
    chosen: bool
    key: bool | None
    rationale: str


@dataclass(frozen=True)
class ResultItem:
    """One question of a result; hidden parts are None or empty.

    `evidence` is the critical span, in pieces where words are left out that give a hidden key
    away; `quote` is the same in words. `parts` explain the score. `needs_marking`: the teacher
    has still to read the answer. `marked_at` and `comment` are the teacher's. `ruled` says how
    a teacher has changed what the question counts, since `ruled_at`.
    """

    position: int
    kind: Kind
    skill: Skill | None
    stem: str
    pictures: tuple[Picture, ...]
    given: tuple[str, ...]
    certainty: int | None
    correct: tuple[str, ...]
    score: Decimal | None
    max_score: Decimal
    parts: tuple[Part, ...]
    state: str | None
    needs_marking: bool
    marked_at: datetime | None
    comment: str
    options: tuple[ResultOption, ...]
    rationale: str
    evidence: tuple[Span, ...]
    quote: str
    ruled: RulingKind | None = None
    ruled_at: datetime | None = None

    @property
    def paragraph(self) -> int | None:
        return self.evidence[0].paragraph if self.evidence else None


@lru_cache(maxsize=1000)
def what_is_visible(policy: ReviewPolicy, moment: Moment) -> Visible:
    """What a learner sees of an attempt at this moment."""
    return Visible(**{aspect.value: (moment, aspect) in policy for aspect in Aspect})


def is_checkable(policy: ReviewPolicy) -> bool:
    """Whether a learner may check a question while the attempt runs, and see how it went."""
    return any(moment is Moment.DURING for moment, _ in policy)


def find_feedback(bands: Sequence[FeedbackBand], score: Decimal, max_score: Decimal) -> str:
    """What a learner with this score is told: the text of the highest band reached."""
    reached = [it for it in bands if score * 100 >= it.from_percent * max_score]
    return max(reached, key=lambda it: it.from_percent).text if reached else ""


def report(
    items: Sequence[PaperItem],
    drafts: dict[int, QuestionDraft],
    responses: dict[int, Response],
    visible: Visible,
    rules: ScoringRules | None = None,
    verdicts: Mapping[int, Verdict] = NO_RULING,
) -> tuple[ResultItem, ...]:
    """The questions of a closed attempt in order, as far as they may be seen.

    `drafts` are as they were asked; `verdicts` say what was ruled on them since, by version.
    """
    if not tells_of_questions(visible):
        return ()
    return tuple(
        report_item(
            item,
            drafts[item.version_id],
            responses.get(item.position),
            visible,
            rules,
            verdicts.get(item.version_id),
        )
        for item in items
    )


def tells_of_questions(visible: Visible) -> bool:
    """Whether anything is shown of the single questions."""
    return (
        visible.attempt
        or visible.correctness
        or visible.rationale
        or visible.evidence
        or visible.key
    )


def tells_what_is_right(visible: Visible) -> bool:
    """Whether a learner who has seen this could answer better than before."""
    return visible.correctness or visible.key or visible.rationale or visible.evidence


def report_item(
    item: PaperItem,
    draft: QuestionDraft,
    response: Response | None,
    visible: Visible,
    rules: ScoringRules | None = None,
    verdict: Verdict | None = None,
) -> ResultItem:
    """One question that is scored, as far as it may be seen; `rules` explain its points."""
    asked, draft = draft, show_ruled(draft, verdict)
    ruled = _tell_ruling(item, verdict, visible)
    value = response.value if response else ()
    judged = visible.correctness and item.share is not None
    scored = judged and visible.score
    pieces = _show_evidence(draft, visible)
    return ResultItem(
        position=item.position,
        kind=draft.kind,
        skill=draft.skill if visible.attempt else None,
        stem=draft.stem if visible.attempt else "",
        pictures=draft.pictures if visible.attempt else (),
        given=describe_value(draft, value) if visible.attempt else (),
        certainty=response.certainty if response and value and visible.attempt else None,
        correct=describe_value(draft, key_value(draft)) if visible.key else (),
        score=item.score if scored and not item.is_dropped else None,
        max_score=item.max_score,
        # The parts name what was chosen, and so what was asked.
        parts=explain_points(item, asked, response, rules, verdict)
        if rules and scored and visible.attempt and not item.is_dropped
        else (),
        state=_state(value, item.share) if judged and ruled not in NOT_JUDGED else None,
        needs_marking=judged and bool(item.needs_marking),
        marked_at=item.marked_at if scored else None,
        comment=(item.comment or "") if scored else "",
        options=_show_options(item, draft, value, visible),
        rationale=_show_rationale(draft, value, visible),
        evidence=pieces,
        quote=("" if draft.kind is Kind.INSERTION else f" {GAP} ").join(
            piece.quote.strip() for piece in pieces
        ),
        ruled=ruled,
        ruled_at=verdict.made_at if ruled and verdict else None,
    )


def _tell_ruling(item: PaperItem, verdict: Verdict | None, visible: Visible) -> RulingKind | None:
    """The ruling, where what it changed may be seen. A mark by hand is not changed by one."""
    if verdict is None or not (visible.correctness or visible.score):
        return None
    if verdict.kind is RulingKind.DROPPED:
        return verdict.kind if item.is_dropped else None
    return None if item.marked_at else verdict.kind


def cut_out(span: Span, hidden: Sequence[Span]) -> tuple[Span, ...]:
    """What is left of `span` without the hidden ones, in the order of reading."""
    pieces, at = [], span.start
    for it in sorted(hidden, key=lambda it: it.start):
        if it.paragraph != span.paragraph or it.end <= at or it.start >= span.end:
            continue
        pieces.append((at, it.start))
        at = it.end
    pieces.append((at, span.end))
    return tuple(
        Span(span.paragraph, start, end, span.quote[start - span.start : end - span.start])
        for start, end in pieces
        if start < end
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
        return tuple(text or NO_TEXT for text in value)
    if draft.kind is Kind.MATCHING:
        responses = [draft.pairs[int(it)].response if it else NO_TEXT for it in value]
        return tuple(
            Wording("%(premise)s: %(response)s", premise=premise, response=response)
            for premise, response in zip(premises(draft), responses, strict=True)
        )
    placed = sorted(
        (int(place), text) for place, text in zip(value, draft.order, strict=True) if place
    )
    return tuple(text for _, text in placed)


def _state(value: Value, share: float | None) -> str:
    if not value:
        return "unanswered"
    if share == 1:
        return "right"
    return "partly" if share else "wrong"


def _show_options(
    item: PaperItem, draft: QuestionDraft, value: Value, visible: Visible
) -> tuple[ResultOption, ...]:
    """The options as they were printed. Why an option is wrong tells that it is no key, so
    without the key there is a reason only for what was chosen."""
    if not visible.attempt or draft.kind not in CHOICE_KINDS:
        return ()
    return tuple(
        ResultOption(
            text=draft.options[int(index)].text,
            chosen=index in value,
            key=draft.options[int(index)].key if visible.key else None,
            rationale=draft.options[int(index)].rationale
            if visible.rationale and (visible.key or index in value)
            else "",
        )
        for index in item.printed_order
    )


def _show_rationale(draft: QuestionDraft, value: Value, visible: Visible) -> str:
    """What explains the key comes with the key alone.

    Where the options are not shown, the reasons of the chosen ones and of the key stand here.
    """
    if not visible.rationale:
        return ""
    chosen = value if draft.kind in CHOICE_KINDS else ()
    options = [
        option.rationale
        for index, option in enumerate(draft.options)
        if not visible.attempt and (str(index) in chosen or (visible.key and option.key))
    ]
    texts = [*options, draft.rationale] if visible.key else options
    return " ".join(text for text in texts if text)


def _show_evidence(draft: QuestionDraft, visible: Visible) -> tuple[Span, ...]:
    if not visible.evidence:
        return ()
    return cut_out(draft.critical_span, () if visible.key else draft.hidden_spans)
