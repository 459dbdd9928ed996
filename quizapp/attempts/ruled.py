"""What does a question accept, and what does it earn, once a teacher has ruled on it? (pure)

A verdict is laid over the version: neither the question nor any response is changed by it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from quizapp.attempts.answers import Value, count_gaps
from quizapp.attempts.scoring import Mark, give_all, mark_response
from quizapp.bank.numbers import parse_number
from quizapp.generation.draft import (
    CHOICE_KINDS,
    NOWHERE,
    TEXT_KINDS,
    AcceptedAnswer,
    Kind,
    Option,
    QuestionDraft,
)
from quizapp.quizzes.rules import ScoringRules


class RulingKind(StrEnum):
    """What a teacher may rule about a question that learners have sat."""

    ANOTHER_KEY = "another_key"
    ACCEPT_BOTH = "accept_both"  # the old key, and these
    FULL_CREDIT = "full_credit"  # for whoever had the question on the paper
    DROPPED = "dropped"  # it counts for nobody


CHANGES_KEY = frozenset({RulingKind.ANOTHER_KEY, RulingKind.ACCEPT_BOTH})


class RulingError(ValueError):
    """A ruling cannot be laid or undone; the message says why."""


@dataclass(frozen=True)
class Verdict:
    """What a ruling says: its kind, and the key that it names.

    `options` are the indices of the right options, `answers` what is accepted, in the version's
    own terms; `made_at` is when it came into force, None while it is only considered.
    """

    kind: RulingKind
    options: tuple[int, ...] = ()
    answers: tuple[AcceptedAnswer, ...] = ()
    made_at: datetime | None = None


def list_kinds(draft: QuestionDraft) -> tuple[RulingKind, ...]:
    """What may be ruled about a question of this kind.

    A matching or an ordering has no single key beside which another one could stand: its parts
    are right together. It can be given to everybody or dropped.
    """
    if draft.kind in CHOICE_KINDS | TEXT_KINDS:
        return tuple(RulingKind)
    return (RulingKind.FULL_CREDIT, RulingKind.DROPPED)


def check_verdict(draft: QuestionDraft, verdict: Verdict) -> None:
    """Refuse a verdict that does not fit the question, or leaves it as it is.

    Raises:
        RulingError: with what to do instead.
    """
    if verdict.kind not in list_kinds(draft):
        raise RulingError("This kind of question can only be given to everybody, or left out.")
    if verdict.kind not in CHANGES_KEY:
        return
    if draft.kind in CHOICE_KINDS:
        _check_options(draft, verdict)
    else:
        _check_answers(draft, verdict)


def _check_options(draft: QuestionDraft, verdict: Verdict) -> None:
    if not verdict.options:
        raise RulingError("Choose at least one option that is right.")
    if not all(0 <= index < len(draft.options) for index in verdict.options):
        raise RulingError("The question has no such option.")
    keys = {index for index, option in enumerate(draft.options) if option.key}
    chosen = set(verdict.options)
    adds_nothing = verdict.kind is RulingKind.ACCEPT_BOTH and (
        chosen <= keys if draft.kind is not Kind.MULTIPLE_RESPONSE else chosen == keys
    )
    if chosen == keys or adds_nothing:
        raise RulingError("This is right already. Choose other options.")


def _check_answers(draft: QuestionDraft, verdict: Verdict) -> None:
    gaps = set(range(1, count_gaps(draft.kind, draft.stem) + 1))
    written = {it.gap for it in verdict.answers}
    if not written <= gaps:
        raise RulingError("The question has no such gap.")
    if verdict.kind is RulingKind.ANOTHER_KEY and written != gaps:
        raise RulingError("Write at least one accepted answer for each gap.")
    if draft.kind is Kind.NUMERICAL:
        for it in verdict.answers:
            if parse_number(it.text) is None or parse_number(it.tolerance or "0") is None:
                raise RulingError(f"“{it.text}” is no number; write digits, such as 40 or 2.5.")
    accepted, wanted = set(draft.accepted_answers), set(verdict.answers)
    adds_nothing = verdict.kind is RulingKind.ACCEPT_BOTH and wanted <= accepted
    if wanted == accepted or adds_nothing:
        raise RulingError("This is accepted already. Write other answers.")


def mark_ruled(
    draft: QuestionDraft,
    value: Value,
    max_score: Decimal,
    rules: ScoringRules,
    certainty: int | None = None,
    verdict: Verdict | None = None,
) -> Mark:
    """What a response earns, as far as the verdict has a say; see `mark_response`."""

    def mark(it: QuestionDraft) -> Mark:
        return mark_response(it, value, max_score, rules, certainty)

    match verdict.kind if verdict else None:
        case RulingKind.FULL_CREDIT:
            return give_all(max_score)
        case RulingKind.DROPPED:
            return replace(mark(draft), needs_marking=False)  # nobody has to read it
        case RulingKind.ANOTHER_KEY if verdict:
            return mark(_turn(draft, verdict))
        case RulingKind.ACCEPT_BOTH if verdict:
            # The better of two keys, never a mixture: what earned points goes on earning them.
            other = _turn(draft, verdict) if draft.options else _join(draft, verdict)
            return max(mark(draft), mark(other), key=lambda it: (it.score, it.share))
    return mark(draft)


def show_ruled(draft: QuestionDraft, verdict: Verdict | None) -> QuestionDraft:
    """The question as it counts: right is what the verdict makes right.

    What explained or proved another key is left out.
    """
    if verdict is None or verdict.kind not in CHANGES_KEY:
        return draft
    if verdict.kind is RulingKind.ACCEPT_BOTH:
        return _join(draft, verdict)
    return replace(_turn(draft, verdict), critical_span=NOWHERE, rationale="")


def show_all_ruled(
    drafts: dict[int, QuestionDraft], verdicts: dict[int, Verdict]
) -> dict[int, QuestionDraft]:
    """These versions as they count."""
    return {key: show_ruled(draft, verdicts.get(key)) for key, draft in drafts.items()}


def correct(draft: QuestionDraft, verdict: Verdict) -> QuestionDraft | None:
    """What the bank should say from now on; None where a bank cannot hold it.

    A question of a bank has one key: two sets of right options are none. Its evidence stays,
    for a question has to have some.
    """
    if verdict.kind is RulingKind.ANOTHER_KEY:
        is_single = draft.kind in CHOICE_KINDS - {Kind.MULTIPLE_RESPONSE}
        if is_single and len(verdict.options) != 1:
            return None
        return replace(_turn(draft, verdict), rationale="")
    if verdict.kind is RulingKind.ACCEPT_BOTH and draft.kind in TEXT_KINDS:
        return _join(draft, verdict)
    return None


def _turn(draft: QuestionDraft, verdict: Verdict) -> QuestionDraft:
    """The question with the verdict's key in place of its own."""
    if draft.kind in CHOICE_KINDS:
        return _mark_keys(draft, set(verdict.options))
    return replace(draft, accepted_answers=verdict.answers)


def _join(draft: QuestionDraft, verdict: Verdict) -> QuestionDraft:
    """The question with the verdict's key beside its own."""
    if draft.kind in CHOICE_KINDS:
        own = {index for index, option in enumerate(draft.options) if option.key}
        return _mark_keys(draft, own | set(verdict.options))
    new = tuple(it for it in verdict.answers if it not in draft.accepted_answers)
    return replace(draft, accepted_answers=(*draft.accepted_answers, *new))


def _mark_keys(draft: QuestionDraft, keys: set[int]) -> QuestionDraft:
    """A reason why an option is right says nothing once it is wrong, and the other way round."""
    return replace(
        draft,
        options=tuple(
            it if it.key is (index in keys) else Option(it.text, index in keys)
            for index, it in enumerate(draft.options)
        ),
    )
