"""What does a response earn, and why? (pure)

Exact: shares and points are fractions; a score is rounded once, to five decimals.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from quizapp.attempts.answers import Value, count_gaps, premises
from quizapp.attempts.typed_answers import Fit, find_fit
from quizapp.generation.draft import CHOICE_KINDS, TEXT_KINDS, Kind, QuestionDraft
from quizapp.quizzes.rules import ScoringRules
from quizapp.wording import Wording

# What a right and a wrong answer earn at each certainty, as shares of the score (Gardner-Medwin,
# "Confidence-based marking", in Bryan & Clegg, Innovative Assessment in Higher Education, 2006).
# Moodle's certainty-based behaviours give 1, 2, 3 and 0, -2, -6: the same, in thirds.
CERTAINTIES = {
    1: (Fraction(1, 3), Fraction(0)),
    2: (Fraction(2, 3), Fraction(-2, 3)),
    3: (Fraction(1), Fraction(-2)),
}
_MARKED_BY_HAND = frozenset({Kind.SHORT_ANSWER, Kind.CLOZE})


@dataclass(frozen=True)
class Part:
    """One line of the explanation, in points. It names no right answer but the learner's own."""

    label: str
    earned: Fraction
    possible: Fraction
    why: str


@dataclass(frozen=True)
class Mark:
    """What a response earns.

    `score` is in points, to five decimals; `parts` add up to it before it was rounded. `share`
    tells how much of the answer is right, from 0 to 1, whatever a wrong one costs.
    `needs_marking`: the teacher has not yet read an answer that is not wholly accepted.
    """

    score: Decimal
    share: Fraction
    parts: tuple[Part, ...]
    needs_marking: bool


@dataclass(frozen=True)
class _Line:
    """A part, in shares of the score."""

    label: str
    earned: Fraction
    possible: Fraction
    reason: str


def mark_response(
    draft: QuestionDraft,
    value: Value,
    max_score: Decimal,
    rules: ScoringRules,
    certainty: int | None = None,
) -> Mark:
    """What the response `value`, in the version's own indices, earns of `max_score` points.

    `certainty` (1 to 3) counts where `rules` use it; None is 1. No answer earns 0 and costs
    nothing.

    Raises:
        ValueError: the certainty is none of 1, 2 and 3.
    """
    points = Fraction(max_score)
    if not any(field.strip() for field in value):
        nothing = _Line(
            Wording("Your answer"), Fraction(0), Fraction(1), Wording("You gave no answer")
        )
        return Mark(Decimal(0), Fraction(0), (_to_part(nothing, points),), False)
    lines = _explain(draft, value, rules)
    share = max(Fraction(0), sum((line.earned for line in lines), Fraction(0)))
    waits = rules.marked_by_hand and draft.kind in _MARKED_BY_HAND and share < 1
    if rules.uses_certainty:
        step = 1 if certainty is None else certainty
        lines = [*lines, _wait_for_teacher(step) if waits else _weigh_certainty(share, step)]
    earned = sum((line.earned for line in lines), Fraction(0)) * points
    return Mark(
        score=_round(earned),
        share=share,
        parts=tuple(_to_part(line, points) for line in lines),
        needs_marking=waits,
    )


def give_all(max_score: Decimal) -> Mark:
    """All the points, whatever was answered: a teacher has said so."""
    points = Fraction(max_score)
    line = _Line(
        Wording("Your answer"),
        Fraction(1),
        Fraction(1),
        Wording("Your teacher gives everybody all the points of this question"),
    )
    return Mark(_round(points), Fraction(1), (_to_part(line, points),), False)


def lowest_score(max_score: Decimal, rules: ScoringRules) -> Decimal:
    """The fewest points that an answer can have, at most 0."""
    if rules.uses_certainty:
        return max_score * int(min(wrong for _, wrong in CERTAINTIES.values()))
    return -max_score * rules.negative_share


def _explain(draft: QuestionDraft, value: Value, rules: ScoringRules) -> list[_Line]:
    if draft.kind is Kind.MULTIPLE_RESPONSE:
        return _explain_choices(draft, value)
    if draft.kind in CHOICE_KINDS:
        return [_explain_choice(draft, value, rules)]
    if draft.kind in TEXT_KINDS:
        return _explain_gaps(draft, value, rules)
    if draft.kind is Kind.MATCHING:
        return _explain_matches(draft, value)
    return _explain_order(value)


def _explain_choice(draft: QuestionDraft, value: Value, rules: ScoringRules) -> _Line:
    """One choice is right or wrong; a wrong one may cost. Certainty has costs of its own."""
    if all(draft.options[int(index)].key for index in value):
        return _Line(
            Wording("Your choice"), Fraction(1), Fraction(1), Wording("You chose the right answer")
        )
    cost = Fraction(0) if rules.uses_certainty else Fraction(rules.negative_share)
    return _Line(Wording("Your choice"), -cost, Fraction(1), Wording("You chose a wrong answer"))


def _explain_choices(draft: QuestionDraft, value: Value) -> list[_Line]:
    """Right choices less wrong ones, over the number of keys, at least 0."""
    step = Fraction(1, sum(option.key for option in draft.options))
    chosen = [draft.options[int(index)] for index in value]
    lines = [
        _Line(option.text, step, step, Wording("A right choice"))
        if option.key
        else _Line(option.text, -step, Fraction(0), Wording("A wrong choice"))
        for option in chosen
    ]
    missing = 1 - step * sum(option.key for option in chosen)
    if missing:
        lines.append(
            _Line(
                Wording("Not chosen"),
                Fraction(0),
                missing,
                Wording("Not every right option is chosen"),
            )
        )
    total = sum((line.earned for line in lines), Fraction(0))
    if total < 0:
        lines.append(
            _Line(
                Wording("Limit"),
                -total,
                Fraction(0),
                Wording("The choices together never cost points"),
            )
        )
    return lines


def _explain_gaps(draft: QuestionDraft, value: Value, rules: ScoringRules) -> list[_Line]:
    gaps = count_gaps(draft.kind, draft.stem)
    by_hand = rules.marked_by_hand and draft.kind in _MARKED_BY_HAND
    texts = [*value, *[""] * (gaps - len(value))]
    return [
        _explain_gap(
            Wording("Gap %(number)s", number=gap)
            if draft.kind is Kind.CLOZE
            else Wording("Your answer"),
            find_fit(draft, gap, text, rules) if text.strip() else None,
            Fraction(1, gaps),
            by_hand,
        )
        for gap, text in enumerate(texts, start=1)
    ]


def _explain_gap(label: str, fit: Fit | None, step: Fraction, by_hand: bool) -> _Line:
    if fit is None:
        return _Line(label, Fraction(0), step, Wording("No answer"))
    if fit is Fit.WRONG:
        reason = (
            Wording("Not accepted yet; your teacher will read it")
            if by_hand
            else Wording("Not accepted")
        )
        return _Line(label, Fraction(0), step, reason)
    reason = Wording("Right") if fit is Fit.RIGHT else Wording("Right, but for the spelling")
    return _Line(label, step, step, reason)


def _explain_matches(draft: QuestionDraft, value: Value) -> list[_Line]:
    keys = [str(index) for index, pair in enumerate(draft.pairs) if pair.premise]
    step = Fraction(1, len(keys))
    return [
        _Line(premise, step, step, Wording("Right"))
        if given == key
        else _Line(premise, Fraction(0), step, Wording("Wrong") if given else Wording("No answer"))
        for premise, given, key in zip(premises(draft), value, keys, strict=True)
    ]


def _explain_order(value: Value) -> list[_Line]:
    """By neighbours in the learner's order: a right pair follows one another in the key too.

    A place that is given twice holds no item, for it does not tell which comes first.
    """
    counts = Counter(value)
    item_at = {int(place): item for item, place in enumerate(value) if place and counts[place] == 1}
    step = Fraction(1, len(value) - 1)
    return [
        _explain_neighbours(place, item_at.get(place), item_at.get(place + 1), step)
        for place in range(1, len(value))
    ]


def _explain_neighbours(place: int, first: int | None, second: int | None, step: Fraction) -> _Line:
    label = Wording("Places %(first)s and %(second)s", first=place, second=place + 1)
    if first is None or second is None:
        reason = Wording("One of them is empty or was given twice")
        return _Line(label, Fraction(0), step, reason)
    if second == first + 1:
        return _Line(label, step, step, Wording("These two follow one another as they should"))
    return _Line(label, Fraction(0), step, Wording("These two should not follow one another so"))


def _weigh_certainty(share: Fraction, certainty: int) -> _Line:
    """What the certainty adds or takes: a share that is right, and the rest that is wrong."""
    if certainty not in CERTAINTIES:
        raise ValueError(f"A certainty is 1, 2 or 3, not {certainty}.")
    right, wrong = CERTAINTIES[certainty]
    change = share * right + (1 - share) * wrong - share
    reason = Wording(
        "With this certainty, right earns %(right)s and wrong %(wrong)s of the points",
        right=right,
        wrong=wrong,
    )
    return _Line(Wording("Certainty %(step)s of 3", step=certainty), change, Fraction(0), reason)


def _wait_for_teacher(certainty: int) -> _Line:
    """What nobody has read costs nothing yet."""
    reason = Wording("It counts once your teacher has read the answer")
    return _Line(
        Wording("Certainty %(step)s of 3", step=certainty), Fraction(0), Fraction(0), reason
    )


def _to_part(line: _Line, points: Fraction) -> Part:
    earned = line.earned * points
    why = Wording("%(reason)s: %(points)s", reason=line.reason, points=_write_points(earned))
    return Part(line.label, earned, line.possible * points, why)


def _write_points(points: Fraction) -> str:
    rounded = _round(points)
    return f"{rounded.normalize():+f}" if rounded else "0"


def _round(points: Fraction) -> Decimal:
    """To five decimals, half to even."""
    return Decimal(round(points * 10**5)).scaleb(-5)
