"""How do the program and the model speak of one sitting? Quizzes for both, and their answers."""

from __future__ import annotations

from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st
from sqlalchemy.orm import Session

from quizapp.accounts.needs import Needs
from quizapp.attempts.models import Attempt, PaperItem, Response
from quizapp.bank.content import load_versions
from quizapp.generation.draft import Kind
from quizapp.quizzes.models import Assignment
from quizapp.quizzes.rules import BellRule, Navigation
from quizapp.quizzes.setting import add_quiz, assign_quiz
from tests.attempts.sitting_model import (
    MINUTE,
    SECOND,
    Need,
    Question,
    QuizTerms,
    Sitting,
    Value,
)
from tests.conftest import NOON
from tests.factories import World, choice, make_rules, one_of_each_kind, span

# Each paper has three questions: two with options, whose key is the first, and a typed one.
DRAFTS = (
    choice(),
    choice("what-it-cost", critical_span=span(3, "It cost 40 million crowns")),
    *(it for it in one_of_each_kind() if it.kind is Kind.SHORT_ANSWER),
)
CHOSEN: tuple[Value, ...] = ((), ("0",), ("1",), ("2",))
TYPED: tuple[Value, ...] = ((), ("flooding",), ("a flood",), ("rain",))
RIGHT = {
    Kind.MULTIPLE_CHOICE: frozenset({("0",)}),
    Kind.SHORT_ANSWER: frozenset({("flooding",), ("a flood",)}),
}


@st.composite
def quiz_terms(draw: st.DrawFn) -> QuizTerms:
    """Rules of every sort: timed or not, with a window or not, free or forward only."""
    bell = draw(st.sampled_from(["submit", "grace", "abandon"]))
    forward_only = draw(st.booleans())
    limits = st.sampled_from([None, 7 * SECOND, 31 * SECOND])
    return QuizTerms(
        limit=draw(st.sampled_from([None, 61 * SECOND, 5 * MINUTE, 1201 * SECOND])),
        question_limit=draw(limits) if forward_only else None,
        closes_at=draw(st.sampled_from([None, 2 * MINUTE, 10 * MINUTE])),
        bell=bell,
        submit_grace=draw(st.sampled_from([5, 120])) * SECOND if bell == "grace" else 0,
        grace=draw(st.sampled_from([0, 60])) * SECOND,
        forward_only=forward_only,
        max_attempts=draw(st.integers(1, 3)),
    )


@st.composite
def needs(draw: st.DrawFn) -> Need:
    count, length = draw(st.sampled_from([(0, 0), (1, 30), (2, 300), (9, 60)]))
    multiplier = draw(st.sampled_from(["1", "1.25", "1.5", "2"]))
    untimed = draw(st.sampled_from([False, False, False, True]))
    return Need(Fraction(multiplier), untimed, count, length * SECOND)


def assign_terms(session: Session, world: World, terms: QuizTerms) -> Assignment:
    """The world's course gets a quiz with these rules."""
    rules = make_rules(
        question_count=len(DRAFTS),
        time_limit_seconds=as_seconds(terms.limit),
        question_seconds=as_seconds(terms.question_limit),
        at_bell=BellRule(terms.bell),
        submit_grace_seconds=terms.submit_grace // SECOND,
        navigation=Navigation.SEQUENTIAL if terms.forward_only else Navigation.FREE,
        max_attempts=terms.max_attempts,
    )
    quiz = add_quiz(session, world.teacher, [world.bank], rules, now=NOON)
    closes_at = terms.closes_at
    closing = None if closes_at is None else NOON + timedelta(milliseconds=closes_at)
    return assign_quiz(session, quiz, world.course, opens_at=None, closes_at=closing, now=NOON)


def read_questions(session: Session, attempt: Attempt) -> dict[int, Question]:
    """The paper that was drawn, as the model knows it."""
    drafts = load_versions(session, [it.version_id for it in attempt.items])
    return {
        it.position: Question(RIGHT[drafts[it.version_id].kind], Fraction(it.max_score))
        for it in attempt.items
    }


def values_for(question: Question) -> tuple[Value, ...]:
    """What a learner may answer."""
    return CHOSEN if question.right == RIGHT[Kind.MULTIPLE_CHOICE] else TYPED


def list_bells(model: Sitting) -> list[int]:
    """When something of an attempt ends."""
    ends = [model.deadline, model.end, *(it.ends_at for it in model.questions.values())]
    bells = [it for it in (*ends, *(pause.ends_at for pause in model.pauses)) if it is not None]
    return bells + [bell + model.terms.grace for bell in bells]


def describe_attempt(attempt: Attempt) -> dict[str, Any]:
    return {
        "deadline": as_lapse(attempt.deadline),
        "added": attempt.added_seconds * SECOND,
        "furthest": attempt.furthest,
        "breaks": [(as_lapse(it.started_at), as_lapse(it.ends_at)) for it in attempt.breaks],
        "ended": attempt.close_reason and attempt.close_reason.value,
        "ended_at": as_lapse(attempt.closed_at),
        "score": None if attempt.score is None else Fraction(attempt.score),
    }


def describe_model(model: Sitting) -> dict[str, Any]:
    return {
        "deadline": model.deadline,
        "added": model.added,
        "furthest": model.furthest,
        "breaks": [(it.began_at, it.ends_at) for it in model.pauses],
        "ended": model.ended,
        "ended_at": model.ended_at,
        "score": model.score,
    }


def describe_item(item: PaperItem) -> dict[str, Any]:
    return {
        "ends_at": as_lapse(item.deadline),
        "checked": item.checked_at is not None,
        "flagged": item.is_flagged,
    }


def describe_question(question: Question) -> dict[str, Any]:
    return {
        "ends_at": question.ends_at,
        "checked": question.checked_points is not None,
        "flagged": question.flagged,
    }


def describe_response(row: Response) -> dict[str, Any]:
    return {
        "position": row.position,
        "tab": row.tab,
        "number": row.sequence,
        "value": row.value,
        "arrived_at": as_lapse(row.received_at),
        "late": row.is_late,
        "counts": row.counts,
    }


def as_fields(item: PaperItem, value: Value) -> tuple[str, ...]:
    """The page's fields for `value`: it counts options as they are printed."""
    if not item.printed_order:
        return value
    return tuple(str(item.printed_order.index(it)) for it in value)


def as_needs(need: Need) -> Needs:
    return Needs(
        time_multiplier=float(need.multiplier),
        untimed=need.untimed,
        break_count=need.break_count,
        break_seconds=need.break_length // SECOND,
    )


def as_seconds(milliseconds: int | None) -> int | None:
    return None if milliseconds is None else milliseconds // SECOND


def as_lapse(moment: datetime | None) -> int | None:
    """Milliseconds since the test began."""
    return None if moment is None else (moment - NOON) // timedelta(milliseconds=1)
